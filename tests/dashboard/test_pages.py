"""Every page, in both languages, on every kind of store."""

import re
from pathlib import Path

import pytest

from dashboard.app_pages import PAGES
from dashboard.cube import load_cube
from dashboard.filters import Filter
from dashboard.queries import geography
from dashboard.text import Words
from etl.store import Store
from tests.dashboard.conftest import QUERIES, RunPage, shown


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("page", list(PAGES))
def test_every_page_draws_in_both_languages(run_page: RunPage, small_store: Path, page: str, lang: str) -> None:
    test = run_page(small_store, page, v="1", lang=lang, **QUERIES.get(page, {}))
    assert not test.exception and not test.error
    assert Words(lang)(f"{page}.question") in shown(test).replace("&#x27;", "'")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_empty_store_says_what_to_run(run_page: RunPage, tmp_path: Path, lang: str) -> None:
    test = run_page(tmp_path / "none", lang=lang)
    assert not test.exception and test.code[0].value == "detente run data/articles"


@pytest.mark.parametrize("page", list(PAGES))
def test_a_hostile_link_is_reported_and_harms_nothing(run_page: RunPage, small_store: Path, page: str) -> None:
    test = run_page(
        small_store, page, v="99", a="<script>", b="XYZ", type="' OR 1=1 --", quad="9", conf="NaN", p="-1", **{"from": "9999-99-99"},
        event="'; DROP TABLE facts; --", find="%_'\"; --", sort="evil", outlet="<img src=x>", lang="xx", w="1e9", step="x", unknown="**b**",
    )  # fmt: skip
    assert not test.exception and not test.error
    assert test.warning, "unknown parts of a link are reported"


@pytest.mark.parametrize("page", list(PAGES))
def test_pages_draw_with_nothing_selected_by_the_filter(run_page: RunPage, small_store: Path, page: str) -> None:
    test = run_page(small_store, page, v="1", a="FRA", b="NSA:M23", type="RETREAT", conf="1.0", lang="en")
    assert not test.exception and not test.error


def test_no_match_offers_to_take_each_filter_away(run_page: RunPage, small_store: Path) -> None:
    test = run_page(small_store, "map", v="1", a="FRA", conf="1.0", type="RETREAT", lang="en")
    assert "No event matches" in shown(test)
    next(button for button in test.button if "France" in button.label and "Without" in button.label).click().run()
    assert "a" not in test.query_params and test.query_params["conf"] == "1.0"


def test_a_chip_is_removed_with_one_click(run_page: RunPage, small_store: Path) -> None:
    test = run_page(small_store, "table", v="1", a="RUS", quad="4", lang="en")
    next(button for button in test.button if button.key == "chip:quad:1").click().run()
    assert test.query_params["a"] == "RUS" and "quad" not in test.query_params


def test_applying_the_filters_writes_the_url(run_page: RunPage, small_store: Path) -> None:
    test = run_page(small_store, v="1", lang="en")
    test.multiselect[0].set_value(["RUS"])
    next(button for button in test.button if button.label == "Apply").click().run()
    assert test.query_params["a"] == "RUS" and not test.exception


def test_the_language_button_changes_words_and_keeps_numbers(run_page: RunPage, small_store: Path) -> None:
    test = run_page(small_store, v="1", a="RUS", lang="en")
    assert "What changed?" in shown(test)
    test.button(key="language").click().run()
    assert "Qu’est-ce qui a changé" in shown(test) and test.query_params["a"] == "RUS"


def test_a_frozen_link_keeps_its_data_version(run_page: RunPage, small_store: Path) -> None:
    test = run_page(small_store, v="1", data="1", lang="en")
    assert not test.exception and "data version 1" in shown(test)


def test_a_version_that_does_not_exist_is_said_to_be_missing(run_page: RunPage, small_store: Path) -> None:
    test = run_page(small_store, v="1", data="77", lang="en")
    assert any("not in the store" in warning.value for warning in test.warning)


def test_an_unreadable_store_gives_one_line(run_page: RunPage, tmp_path: Path) -> None:
    (tmp_path / "broken").write_text("not a folder")
    test = run_page(tmp_path / "broken", lang="en")
    assert (not test.exception and "cannot be read" in shown(test)) or "empty" in shown(test)


@pytest.mark.slow
@pytest.mark.parametrize("page", list(PAGES))
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_page_draws_a_million_events(run_page: RunPage, large_store: Path, page: str, lang: str) -> None:
    query = {**QUERIES.get(page, {}), **({"event": "e000000005-7"} if page == "event" else {})}
    test = run_page(large_store, page, v="1", lang=lang, **query)
    assert not test.exception and not test.error
    assert Words(lang)(f"{page}.question") in shown(test).replace("&#x27;", "'")


@pytest.mark.slow
def test_more_places_than_can_be_drawn_are_cells_on_the_map_and_a_cell_is_a_chip(
    run_page: RunPage, large_store: Path
) -> None:
    whole = run_page(large_store, "map", v="1", lang="en", per="all")
    assert "are one circle" in shown(whole)
    cell = geography.places(load_cube(Store.open(large_store).snapshot()), Filter(period="all"))["place_id"].iloc[0]
    narrowed = run_page(large_store, "map", v="1", lang="en", per="all", place=cell)
    assert not narrowed.exception and any(re.search(r" \\?\+\d", button.label) for button in narrowed.button), [
        button.label for button in narrowed.button
    ]


@pytest.mark.slow
@pytest.mark.parametrize("page", list(PAGES))
def test_a_hostile_link_harms_nothing_on_a_million_events(run_page: RunPage, large_store: Path, page: str) -> None:
    test = run_page(
        large_store,
        page,
        v="1",
        a="XYZ",
        place="hex:1'; --",
        outlet="<img src=x>",
        event="' OR 1=1",
        w="1e9",
        lang="en",
    )
    assert not test.exception and not test.error
