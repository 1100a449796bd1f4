"""The date files of both languages compile and know every month, weekday and unit."""

from pathlib import Path

import pytest

from etl.lexicon.dates import DateLexicon, load_date_lexicon
from etl.lexicon.reading import read_yaml

FIELDS = {
    "regex",
    "precision",
    "offset",
    "sign",
    "from",
    "weekday",
    "shift",
    "months",
    "years",
    "month_shift",
    "weekend",
    "part",
}


@pytest.fixture(params=["fr", "en"])
def lexicon(request: pytest.FixtureRequest) -> DateLexicon:
    return load_date_lexicon(request.param)


def test_all_months_and_weekdays_have_words(lexicon: DateLexicon) -> None:
    assert set(lexicon.months.values()) == set(range(1, 13))
    assert set(lexicon.weekdays.values()) == set(range(7))


def test_units_are_days(lexicon: DateLexicon) -> None:
    assert {1, 7, 30, 365} <= set(lexicon.units.values())


def test_there_are_words_that_make_a_date_an_anchor(lexicon: DateLexicon) -> None:
    assert {"fr": "depuis", "en": "since"}[lexicon.lang] in lexicon.since


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_pattern_has_known_fields_only(lang: str) -> None:
    for pattern in read_yaml(f"dates/{lang}.yaml")["patterns"]:
        assert set(pattern) <= FIELDS, pattern
        assert pattern.get("precision", "day") in ("day", "week", "month", "year")
        assert pattern.get("from", "published") in ("published", "narrative")
        assert pattern.get("weekday", "past") in ("past", "last", "next")


def test_groups_of_a_pattern_have_known_names(lexicon: DateLexicon) -> None:
    for pattern in lexicon.patterns:
        assert set(pattern.regex.groupindex) <= {"day", "month", "monthno", "year", "weekday", "count", "unit"}


def test_the_quick_look_finds_a_date_where_a_pattern_does(lexicon: DateLexicon) -> None:
    articles = sorted((Path(__file__).parents[2] / "data" / "articles").glob("*.txt"))
    lines = [line for path in articles for line in path.read_text(encoding="utf-8").lower().splitlines()]
    dated = [any(pattern.regex.search(line) for pattern in lexicon.patterns) for line in lines]
    assert [lexicon.anywhere.search(line) is not None for line in lines] == dated
    assert 0 < sum(dated) < len(dated)
