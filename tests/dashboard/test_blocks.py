"""No figure stands without what it rests on: its count, period, data version, normalisation, twin and words."""

import inspect
import re
from pathlib import Path

import pytest

from dashboard.blocks import figure_block
from tests.dashboard.conftest import RunPage, shown

DASHBOARD = Path(__file__).parents[2] / "dashboard"
FIGURES = {
    "overview": ({}, 1),
    "map": ({}, 1),
    "map ": ({"mode": "countries"}, 1),
    "map  ": ({"mode": "arcs"}, 1),
    "network": ({}, 1),
    "network ": ({"mode": "matrix"}, 1),
    "timeline": ({}, 3),
    "dyad": ({"a": "PRK", "b": "RUS", "vs": "CHN,USA"}, 6),
    "actor": ({"a": "FRA", "vs": "DEU"}, 7),
    "data": ({}, 1),
}


def test_only_the_figure_block_draws_charts() -> None:
    pattern = re.compile(r"st\.\w*(plotly|echarts|altair|vega|line_|bar_|area_|pydeck|map)\w*\(")
    drawing = {path.name for path in DASHBOARD.rglob("*.py") if pattern.search(path.read_text("utf-8"))}
    assert drawing == {"blocks.py"}


def test_a_figure_block_cannot_be_called_without_its_ground_its_twin_and_its_words() -> None:
    parameters = inspect.signature(figure_block).parameters
    for name in ("title", "alt", "ground", "twin"):
        assert parameters[name].default is inspect.Parameter.empty


@pytest.mark.parametrize("share", [False, True], ids=["counts", "share"])
@pytest.mark.parametrize("page", list(FIGURES))
def test_every_figure_says_what_it_rests_on_and_has_a_twin(
    run_page: RunPage, small_store: Path, page: str, share: bool
) -> None:
    query, n = FIGURES[page]
    test = run_page(small_store, page.strip(), v="1", lang="en", **query, **({"n": "share"} if share else {}))
    assert not test.exception and not test.error
    grounds = re.findall(r"<p class='dt-note'>(\d[^<]*data version 1 · [^<]+)</p>", shown(test))
    twins = [expander for expander in test.expander if expander.label == "Show as a table"]
    assert len(twins) == n and len(grounds) >= n
    assert all(twin.dataframe for twin in twins)
    charts = [*test.get("plotly_chart"), *test.get("echarts_chart")]
    assert len(charts) == n
    if share and page.strip() not in ("data",):
        assert "per 1,000 articles" in shown(test)


def test_a_share_changes_the_numbers_of_a_twin(run_page: RunPage, small_store: Path) -> None:
    test = run_page(small_store, "actor", v="1", lang="en", a="FRA", n="share")
    columns = [set(frame.value.columns) for frame in test.dataframe]
    assert any("Per 1,000 articles" in names for names in columns)


def test_what_two_did_together_is_one_event_under_the_tone_of_both(run_page: RunPage, small_store: Path) -> None:
    test = run_page(small_store, "dyad", v="1", lang="en", a="PRK", b="RUS")
    counts = [int(n.replace(",", "")) for n in re.findall(r"<p class='dt-note'>([\d,]+) events · ", shown(test))]
    total = int(re.search(r"([\d,]+) events from", shown(test)).group(1).replace(",", ""))  # type: ignore[union-attr]
    assert counts and counts[0] <= total
