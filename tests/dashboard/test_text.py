"""Words: the two catalogues say the same things, numbers and dates are written as the language writes them."""

import datetime as dt
import re
import string
from pathlib import Path

import pytest

from dashboard.text import Words, catalogue, territory
from etl.schema import EVENT_TYPES

ROOT = Path(__file__).parents[2] / "dashboard"


def fields(text: object) -> set[str]:
    texts = text.values() if isinstance(text, dict) else [text]
    return {name for one in texts for _, name, _, _ in string.Formatter().parse(str(one)) if name}


def test_both_languages_have_the_same_keys_and_fields() -> None:
    french, english = catalogue("fr"), catalogue("en")
    assert set(french) == set(english)
    assert {key for key in french if fields(french[key]) != fields(english[key])} == set()


def test_every_key_that_the_code_asks_for_exists() -> None:
    asked = {
        key for path in ROOT.rglob("*.py") for key in re.findall(r'words\("([a-z_0-9.]+)"', path.read_text("utf-8"))
    }
    assert len(asked) > 150 and asked - set(catalogue("fr")) == set()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_event_type_and_quad_class_has_a_name(lang: str) -> None:
    assert {words for code in EVENT_TYPES if (words := Words(lang).type(code)) == code} == set()
    assert {Words(lang).quad(code) for code in (1, 2, 3, 4)}.isdisjoint({"1", "2", "3", "4"})


def test_zero_is_singular_in_french_and_plural_in_english() -> None:
    assert Words("fr")("frame.events", n=0) == "0 événement"
    assert Words("en")("frame.events", n=0) == "0 events"


def test_numbers_dates_and_periods_follow_the_language() -> None:
    fr, en = Words("fr"), Words("en")
    assert fr.number(1234567.5, 1) == "1\u202f234\u202f567,5" and en.number(1234567.5, 1) == "1,234,567.5"
    assert fr.day(dt.date(2026, 2, 1), "month") == "févr. 2026" and en.day(dt.date(2026, 2, 1)) == "1 Feb 2026"
    assert en.period(dt.date(2026, 1, 1), dt.date(2026, 3, 31)) == "1 Jan – 31 Mar 2026"
    assert fr.signed(-3) == "−3,0" and en.number(None) == "–"


def test_french_punctuation_never_begins_a_line() -> None:
    texts = [
        text for value in catalogue("fr").values() for text in (value.values() if isinstance(value, dict) else [value])
    ]
    assert [text for text in texts if re.search(r"\S [;:!?»%]|« ", str(text))] == []


def test_a_territory_has_its_name_by_its_code_alone_and_nothing_else_has() -> None:
    assert territory("JAM", "fr") == "Jamaïque" and territory("JAM", "en") == "Jamaica"
    assert {territory(code, "fr") for code in ("UNO", "EUR", "NSA:M23", "", "FR")} == {""}
