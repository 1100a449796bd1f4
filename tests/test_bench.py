"""`make bench` measures what it promises; the document shows every figure with its target, and commands that run."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from tests import bench

ROOT = Path(__file__).parents[1]
SCALE = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
FEW, MANY = 4, 8


def _without_numbers(text: str) -> str:
    return re.sub(r"\d[\d,]*", "N", text)


@pytest.mark.slow
@pytest.mark.parametrize("name", bench.MEASURES)
def test_every_measure_gives_figures_that_the_document_shows(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench, "TURNS", 1)
    monkeypatch.setenv("DETENTE_CODER", "tests.fake_coder:FakeCoder")
    figures = list(bench.MEASURES[name](tmp_path, FEW, MANY))
    assert figures
    for figure, value, target in figures:
        assert value > 0
        row = f"| {figure} | {target} |".replace("|  |", "| |")
        assert _without_numbers(row) in _without_numbers(SCALE)


def test_a_corpus_has_as_many_different_articles_as_asked_for(tmp_path: Path) -> None:
    bench.make_corpus(tmp_path / "corpus.jsonl", 200, paragraphs=1)
    lines = (tmp_path / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(set(lines)) == 200


@pytest.mark.parametrize("command", re.findall(r"^(make bench\b.*?) *(?:#.*)?$", SCALE, re.MULTILINE))
def test_the_documents_commands_measure(command: str) -> None:
    make, *arguments = shlex.split(command)
    shown = subprocess.run([make, "--dry-run", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    _, _, given = shown.strip().splitlines()[-1].partition(" -m tests.bench")
    assert set(bench.parse(shlex.split(given)).names) <= set(bench.MEASURES)
