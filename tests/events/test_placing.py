"""Where an event happened (tests/cases/event_places.yaml): named places win, seats are assumed and say so."""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from etl.events import Coder
from etl.events.coder import Row
from etl.events.locating import find_seat
from etl.events.model import LinearModel
from etl.events.place_training import PlaceExample, fit_places, share_right
from etl.lexicon.places import read_seats
from etl.places import Gazetteer
from etl.schema import Article

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "event_places.yaml").read_text(encoding="utf-8"))


@cache
def _coder() -> Coder:
    return Coder()


def code(lang: str, text: str) -> list[Row]:
    article = Article("x", "x", "x", text, lang, published=dt.date(2024, 7, 18))
    return _coder().code(article).mentions


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_an_event_happens_where_the_text_says_or_at_an_assumed_seat(case: dict[str, Any]) -> None:
    expect = case["expect"]
    rows = [row for row in code(**case["given"]) if row["event_type"] == expect["type"]]
    assert rows
    wanted = {"country": "place_country", "name": "place_name", "from": "place_from", "precision": "place_precision"}
    for row in rows:
        assert {key: row[wanted[key]] for key in expect if key in wanted} == {
            key: value for key, value in expect.items() if key in wanted
        }


def test_a_named_place_shows_its_span_and_an_assumed_one_has_none() -> None:
    text = "US envoys met Taliban negotiators in Doha on Saturday."
    row = next(row for row in code("en", text) if row["place_from"] == "clause")
    assert text[row["place_start"] : row["place_end"]] == "Doha"
    (assumed,) = (
        r for r in code("en", "Russia condemned the United States on Tuesday.") if r["event_type"] == "ACCUSE"
    )
    assert assumed["place_start"] is None and 0 < assumed["place_score"] <= 1


def test_every_seat_is_in_the_gazetteer() -> None:
    gazetteer = Gazetteer.open()
    assert [actor for actor in read_seats() if find_seat(actor, gazetteer) is None] == []
    assert find_seat("NSA:NOBODY", gazetteer) is None and find_seat(None, gazetteer) is None
    paris = find_seat("FRA", gazetteer)
    assert paris is not None and paris.name == "Paris"


def test_the_model_learns_which_candidate_is_right() -> None:
    examples = [
        PlaceExample(f"a{n}", (frozenset({"near", "x"}), frozenset({"far"})), (n != 0, n == 0)) for n in range(20)
    ] + [PlaceExample("none", (frozenset({"far"}),), (False,))]
    weights = fit_places(examples)
    assert weights["near"] > 0 > weights["far"]
    assert share_right(examples, LinearModel(0.0, weights)) == (19, 21)
