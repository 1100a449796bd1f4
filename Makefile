# One task runner. `make help` lists the tasks; every recipe works in a fresh clone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STORE ?= data/store
PORT ?= 8501
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup run test check unit browser bench train golden lock clean

help: ## list the tasks
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "make %-10s %s\n", $$1, $$2}'

$(VENV)/.installed: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

setup: $(VENV)/.installed ## virtual environment, pinned dependencies, gazetteer
	@$(BIN)/detente gazetteer build --if-missing

run: setup ## code data/articles and open the dashboard
	$(BIN)/detente run data/articles --store $(STORE)
	$(BIN)/detente dashboard --store $(STORE) --port $(PORT)

test: setup check unit browser ## every check that CI runs

check: setup ## style, types, import direction
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: setup ## tests without a browser
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not browser"

browser: setup ## tests in a real Chromium
	$(BIN)/python -m pytest -m browser

bench: setup ## speed and memory, side by side with spaCy's stock pipeline
	$(BIN)/python -m tests.bench $(ARGS)

train: setup ## learn the coder's weights anew from data/training and the looked-at gold
	$(BIN)/python -m etl.events.training
	$(BIN)/python -m etl.events.place_training

lock: ## pin the dependencies anew
	$(BIN)/pip-compile --quiet --extra dev --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --output-file requirements.lock pyproject.toml

clean: ## remove what make made
	rm -rf $(VENV) $(STORE) .mypy_cache .ruff_cache .pytest_cache
