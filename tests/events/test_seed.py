"""The article that the project started from: its facts in our own wording, and the original where it is at hand."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.articles import ReadOptions, read_articles
from etl.events import Coded, Coder
from etl.schema import Article

CASE = Path(__file__).parents[1] / "cases" / "articles" / "kim-delegation.txt"
ORIGINAL = Path(__file__).parents[3] / "shared" / "seed" / "000_010be987625bcfdc.txt"
PUBLISHED = dt.date(2024, 7, 19)


@dataclass(frozen=True)
class Expected:
    """A row that must be there: type, unordered dyad and day."""

    event_type: tuple[str, ...]
    day: dt.date


EXPECTED = (
    Expected(("CONSULT",), dt.date(2024, 7, 18)),
    Expected(("CONSULT",), dt.date(2024, 7, 8)),
    Expected(("CONSULT",), dt.date(2024, 6, 19)),
    Expected(("AGREE", "SUPPORT"), dt.date(2024, 6, 19)),
)


@pytest.fixture(scope="module", params=[CASE, ORIGINAL], ids=["own-wording", "original"])
def coded(request: pytest.FixtureRequest) -> Coded:
    if not request.param.exists():
        pytest.skip("the original is not part of the project")
    article = next(iter(read_articles([str(request.param)], ReadOptions(published=PUBLISHED))))
    assert isinstance(article, Article)
    return Coder().code(article)


@pytest.mark.parametrize("expected", EXPECTED, ids=str)
def test_the_article_gives_its_events(coded: Coded, expected: Expected) -> None:
    rows = [r for r in coded.mentions if r["event_type"] in expected.event_type and r["event_date"] == expected.day]
    assert any({r["source"], r["target"]} == {"PRK", "RUS"} for r in rows)


def test_every_coded_dyad_is_of_the_two_states(coded: Coded) -> None:
    assert {actor for r in coded.mentions for actor in (r["source"], r["target"])} <= {"PRK", "RUS", None}


def test_the_reception_is_at_pyongyang(coded: Coded) -> None:
    rows = [r for r in coded.mentions if r["event_date"] == dt.date(2024, 7, 18) and r["event_type"] == "CONSULT"]
    assert rows
    assert all(abs(r["lat"] - 39.0) < 0.3 and abs(r["lon"] - 125.8) < 0.3 for r in rows)


def test_the_river_is_the_tumen(coded: Coded) -> None:
    river = next(t for t in coded.toponyms if "Tumannaya" in t["toponym"])
    assert abs(river["lat"] - 42.3) < 0.3
    assert abs(river["lon"] - 130.7) < 0.3


def test_every_mention_shows_its_evidence(coded: Coded) -> None:
    text = coded.article.text
    for row in coded.mentions:
        assert row["sentence"] in text
        assert text[row["trigger_start"] : row["trigger_end"]].strip()
