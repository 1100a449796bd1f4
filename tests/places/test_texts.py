"""Sentences show their places and nothing else (tests/cases/places_texts.yaml)."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from etl.places import Gazetteer, find_toponyms, resolve_names

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "places_texts.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_sentence_shows_its_places(case: dict[str, Any], gazetteer: Gazetteer) -> None:
    given, expect = case["given"], case["expect"]
    found = find_toponyms(given["text"], given["lang"], gazetteer)
    places = {toponym.text: toponym.place for toponym in found}
    for name, wanted in expect.get("places", {}).items():
        place = places.get(name) or places.get(name.removeprefix("fleuve "))
        assert place is not None, (name, list(places))
        assert wanted in (place.kind, place.place_id), place
    for name in expect.get("none", []):
        assert name not in places
    metonyms = {toponym.text for toponym in found if toponym.metonym}
    assert set(expect.get("metonyms", [])) <= metonyms
    assert all(given["text"][toponym.start : toponym.end] == toponym.text for toponym in found)


def test_a_masked_person_is_no_place(gazetteer: Gazetteer) -> None:
    text = "Sofia a reçu la délégation."
    assert not find_toponyms(text, "fr", gazetteer, actor_spans=[(0, 5, "FRA", "person")])


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "🙂" * 50, "A" * 5000, "É’" * 400, "\x00\u202e", "Paris, " * 300])
def test_odd_texts_never_fail(text: str, gazetteer: Gazetteer) -> None:
    for lang in ("fr", "en"):
        find_toponyms(text, lang, gazetteer, title_end=3)


def test_given_names_are_all_answered_in_order(gazetteer: Gazetteer) -> None:
    text = "Deputies from Xqzvtown and Ann Arbor, Michigan, met."
    spans = [(text.index(name), text.index(name) + len(name)) for name in ("Michigan", "Ann Arbor", "Xqzvtown")]
    michigan, town, unknown = resolve_names(text, spans, "en", gazetteer)
    assert michigan.place is not None and michigan.place.place_id == "admin1:US.MI"
    assert town.place is not None and town.place.country == "USA"
    assert unknown.place == town.place and unknown.reason and unknown.score < town.score


def test_one_unresolvable_name_leaves_the_others_alone(gazetteer: Gazetteer) -> None:
    assert [toponym.place for toponym in resolve_names("Xqzv", [(0, 4)], "en", gazetteer)] == [None]
