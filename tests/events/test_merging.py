"""Reports of one event become one event; different events stay apart; ids never change when more is read."""

import datetime as dt
from typing import Any

import pytest

from etl.events import Coder
from etl.events.merging import MUTUAL, assign_events, group_events, sum_events
from etl.schema import EVENTS, Article

Row = dict[str, Any]
PYONGYANG: Row = {
    "place_id": "geonames:1871859",
    "place_name": "Pyongyang",
    "lat": 39.03,
    "lon": 125.75,
    "place_country": "PRK",
}
VLADIVOSTOK: Row = {
    "place_id": "geonames:2013348",
    "place_name": "Vladivostok",
    "lat": 43.11,
    "lon": 131.88,
    "place_country": "RUS",
}


def mention(number: int = 1, in_article: str = "a", /, **changes: Any) -> Row:
    """A mention: Russia visits North Korea on 19 June 2024, unless changed."""
    row: Row = {
        "mention_id": f"m{number}", "event_id": None, "article_id": in_article, "article": in_article, "sentence_no": number,
        "sentence": "…", "event_type": "CONSULT", "mode": "visit", "cameo_code": "042", "source": "RUS",
        "source_sector": "GOV", "source_name": "Poutine", "target": "PRK", "target_sector": "GOV", "target_name": "Kim",
        "event_date": dt.date(2024, 6, 19), "date_precision": "day", "date_from": "mercredi", "place_id": None,
        "place_name": None, "lat": None, "lon": None, "place_country": None, "place_kind": None, "place_precision": None,
        "modality": "asserted", "confidence": 0.8, "trigger_start": 10 * number, "trigger_end": 10 * number + 5,
    }  # fmt: skip
    return {**row, **changes}


def article(name: str, **changes: Any) -> Row:
    row = {
        "article_id": name,
        "outlet": name,
        "published": dt.date(2024, 6, 20),
        "published_from": "header",
        "duplicate_of": None,
    }
    return {**row, **changes}


def events_of(mentions: list[Row], known: list[Row] | None = None) -> list[str | None]:
    return [row["event_id"] for row in assign_events(mentions, known or [])]


def test_two_outlets_and_two_languages_report_one_event() -> None:
    rows = assign_events([mention(1, "fr", source_name="Poutine"), mention(2, "en", source_name="Putin")], [])
    assert len({row["event_id"] for row in rows}) == 1
    (event,) = sum_events(rows, [article("fr", outlet="AFP"), article("en", outlet="BBC")])
    assert (event["n_mentions"], event["n_articles"], event["n_outlets"]) == (2, 2, 2)
    assert event["confidence"] == pytest.approx(1 - 0.2 * 0.2)


def test_reports_a_day_apart_are_one_event_and_two_days_apart_are_two() -> None:
    near, far = dt.date(2024, 6, 20), dt.date(2024, 6, 22)
    assert len(set(events_of([mention(1), mention(2, "b", event_date=near)]))) == 1
    assert len(set(events_of([mention(1), mention(2, "b", event_date=far)]))) == 2


def test_two_arrests_on_different_days_are_two_events() -> None:
    arrest: Row = {"event_type": "COERCE", "mode": "arrest", "cameo_code": "173", "source": "TUN", "target": "TUN"}
    ids = events_of([mention(1, **arrest), mention(2, event_date=dt.date(2024, 6, 12), **arrest)])
    assert len(set(ids)) == 2


def test_two_arrests_far_apart_on_one_day_are_two_events() -> None:
    arrest: Row = {"event_type": "COERCE", "mode": "arrest", "cameo_code": "173", "source": "RUS", "target": "RUS"}
    moscow: Row = {"place_id": "geonames:524901", "lat": 55.75, "lon": 37.62}
    ids = events_of([mention(1, **arrest, **moscow), mention(2, **{**arrest, **VLADIVOSTOK})])
    assert len(set(ids)) == 2


def test_a_month_covers_its_days() -> None:
    month: Row = {"event_date": dt.date(2024, 6, 1), "date_precision": "month"}
    assert len(set(events_of([mention(1, **month), mention(2, "b")]))) == 1
    other: Row = {"event_date": dt.date(2024, 5, 1), "date_precision": "month"}
    assert len(set(events_of([mention(1, **other), mention(2, "b")]))) == 2


def test_a_year_covers_its_days() -> None:
    year: Row = {"event_date": dt.date(2024, 1, 1), "date_precision": "year"}
    assert len(set(events_of([mention(1, **year), mention(2, "b")]))) == 1


def test_the_event_takes_the_most_precise_date() -> None:
    rows = assign_events(
        [mention(1, event_date=dt.date(2024, 6, 1), date_precision="month", confidence=0.9), mention(2, "b")], []
    )
    (event,) = sum_events(rows, [article("a"), article("b")])
    assert (event["event_date"], event["date_precision"]) == (dt.date(2024, 6, 19), "day")


def test_different_types_are_different_events() -> None:
    assert len(set(events_of([mention(1), mention(2, event_type="AGREE", mode=None)]))) == 2


def test_different_modes_are_different_events_and_an_unknown_mode_fits_any() -> None:
    assert len(set(events_of([mention(1), mention(2, mode="phone")]))) == 2
    assert len(set(events_of([mention(1), mention(2, mode=None)]))) == 1


@pytest.mark.parametrize("event_type", sorted(MUTUAL))
def test_a_mutual_event_has_no_direction(event_type: str) -> None:
    one = mention(1, event_type=event_type, mode=None)
    other = mention(2, "b", event_type=event_type, mode=None, source="PRK", target="RUS")
    assert len(set(events_of([one, other]))) == 1


def test_an_attack_and_a_counter_attack_are_two_events() -> None:
    attack: Row = {"event_type": "ASSAULT", "mode": None}
    assert len(set(events_of([mention(1, **attack), mention(2, source="PRK", target="RUS", **attack)]))) == 2


@pytest.mark.parametrize("modality", ["negated", "hypothetical", "future"])
def test_what_did_not_happen_is_never_an_event(modality: str) -> None:
    rows = assign_events([mention(1, modality=modality)], [])
    assert rows[0]["event_id"] is None
    assert sum_events(rows, [article("a")]) == []


@pytest.mark.parametrize("modality", ["asserted", "reported", "announced"])
def test_asserted_reported_and_announced_statements_are_events(modality: str) -> None:
    assert events_of([mention(1, modality=modality)]) != [None]


def test_a_later_report_does_not_change_the_id() -> None:
    first = assign_events([mention(1)], [])
    known = sum_events(first, [article("a")])
    later = assign_events([mention(2, "b", event_date=dt.date(2024, 6, 20))], known)
    assert later[0]["event_id"] == first[0]["event_id"] == known[0]["event_id"]


def test_the_order_of_the_input_does_not_matter() -> None:
    rows = [
        mention(1),
        mention(2, "b"),
        mention(3, "c", event_type="AGREE"),
        mention(4, "d", event_date=dt.date(2023, 1, 1)),
    ]
    forward = {row["mention_id"]: row["event_id"] for row in assign_events(rows, [])}
    backward = {row["mention_id"]: row["event_id"] for row in assign_events(rows[::-1], [])}
    assert forward == backward


def test_assigning_twice_changes_nothing() -> None:
    rows = assign_events([mention(1), mention(2, "b")], [])
    assert assign_events(rows, []) == rows
    assert assign_events(rows, sum_events(rows, [article("a"), article("b")])) == rows


def test_a_country_joins_a_city_and_the_event_keeps_the_city() -> None:
    country: Row = {
        "place_id": "country:PRK",
        "place_name": "North Korea",
        "lat": 40.0,
        "lon": 127.0,
        "place_country": "PRK",
    }
    rows = assign_events([mention(1, confidence=0.9, **country), mention(2, "b", **PYONGYANG)], [])
    (event,) = sum_events(rows, [article("a"), article("b")])
    assert event["place_name"] == "Pyongyang"


def test_near_duplicates_count_once() -> None:
    rows = assign_events([mention(1), mention(2, "b")], [])
    (event,) = sum_events(rows, [article("a", outlet=None), article("b", outlet=None, duplicate_of="a")])
    assert event["n_articles"] == 1


def test_rows_of_one_many_sided_event_share_a_group() -> None:
    rows = assign_events(
        [
            mention(1, target="PRK"),
            mention(1, target="CHN", mention_id="m9"),
            mention(3, "b", source="FRA", target="DEU"),
        ],
        [],
    )
    groups = {event["target"]: event["group_id"] for event in sum_events(rows, [article("a"), article("b")])}
    assert groups["PRK"] == groups["CHN"] is not None
    assert groups["DEU"] is None


def test_an_event_has_every_column_of_its_table() -> None:
    (event,) = sum_events(assign_events([mention(1, **PYONGYANG)], []), [article("a")])
    assert set(event) == set(EVENTS.column_names) - {"run_id"}
    assert event["quad_class"] == 1
    assert -10 <= event["goldstein"] <= 10
    assert event["status"] == "coded"


def test_a_french_and_an_english_text_of_one_event_become_one_event() -> None:
    texts = {
        "fr": "Le ministre grec des Affaires étrangères a rencontré mardi son homologue turc à Ankara.",
        "en": "The Greek foreign minister met his Turkish counterpart in Ankara on Tuesday.",
    }
    coder = Coder()
    mentions: list[Row] = []
    for lang, text in texts.items():
        read = Article(lang, lang, lang, text, lang, outlet=lang, published=dt.date(2025, 3, 14))
        mentions += coder.code(read).mentions
    rows = [row for row in assign_events(mentions, []) if row["event_type"] == "CONSULT"]
    assert {row["article"] for row in rows} == {"fr", "en"}
    assert len({row["event_id"] for row in rows}) == 1


def test_a_group_does_not_depend_on_the_order_of_triggers_and_joins_what_overlaps() -> None:
    stated = [["b", "c"], ["d"], ["a", "b"], ["e", "f", "e"]]
    expected = {"a": "ga", "b": "ga", "c": "ga", "e": "ge", "f": "ge"}
    assert group_events(stated) == group_events(stated[::-1]) == expected
