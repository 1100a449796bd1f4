"""Names alone resolve to the intended place (tests/cases/places_names.yaml)."""

from pathlib import Path

import pytest
import yaml

from etl.places.distance import distance_km
from etl.places.gazetteer import Gazetteer
from etl.places.given import find_inside
from etl.places.names import bare_name, fold_name, sound_name
from etl.places.ranking import Name, rank_names

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "places_names.yaml").read_text(encoding="utf-8"))
NAMES = [(group["id"], *(cell.strip() for cell in line.split(";"))) for group in CASES for line in group["names"]]


@pytest.mark.parametrize("case", NAMES, ids=[f"{case[0]}-{case[1]}" for case in NAMES])
def test_a_name_alone_means_the_intended_place(case: tuple[str, ...], gazetteer: Gazetteer) -> None:
    _, name, lang, point, tolerance, *context = case
    lat, lon = map(float, point.split(","))
    candidates, kinds = find_inside(name, lang, gazetteer)
    asked = Name(0, len(name), fold_name(name), candidates, frozenset(kinds))
    best = rank_names([asked], gazetteer, lang, countries=dict.fromkeys(context, 1.0))[0].best
    assert best is not None
    assert distance_km(best.place.lat, best.place.lon, lat, lon) <= float(tolerance), best.place


def test_the_case_file_holds_the_25_names_and_200_more() -> None:
    assert len(NAMES) >= 225
    assert len({(case[1], case[2]) for case in NAMES}) == len(NAMES)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kyïv", "KYIV"), ("N’Djamena", "ndjamena"), ("St. Petersburg", "Saint Petersburg"), ("Saint-Louis", "St Louis")],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    ("french", "english"),
    [("choucha", "shusha"), ("oussouriisk", "ussuriysk"), ("iekaterinbourg", "yekaterinburg"), ("djibouti", "jibuti")],
)
def test_romanisations_of_one_name_sound_alike(french: str, english: str) -> None:
    assert sound_name(french) == sound_name(english) != ""


def test_a_division_loses_the_word_that_says_so() -> None:
    assert bare_name("Donetsk Oblast") == "donetsk"
    assert bare_name("gouvernorat d'Alep") == "alep"
