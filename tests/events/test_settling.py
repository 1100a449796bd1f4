"""Undated repetitions of an event take its date; explicit dates never change."""

import datetime as dt
from typing import Any

from etl.events.settling import settle_dates

PUBLISHED = dt.date(2024, 6, 20)
Row = dict[str, Any]


def row(**changes: Any) -> Row:
    """An undated statement of the headline that Russia accuses Japan."""
    values: Row = {
        "event_type": "ACCUSE", "mode": "disapprove", "source": "RUS", "target": "JPN", "event_date": PUBLISHED,
        "date_precision": "day", "date_from": "published", "confidence": 0.7, "sentence_no": 0, "rule_id": "fr.accuse.x.1/verb",
    }  # fmt: skip
    return {**values, **changes}


def test_an_undated_repetition_takes_the_date_told_elsewhere() -> None:
    told = row(event_date=dt.date(2024, 6, 18), date_from="mardi", sentence_no=3)
    headline, body = settle_dates([row(), told])
    assert headline["event_date"] == dt.date(2024, 6, 18)
    assert headline["date_from"] == "repeats: mardi"
    assert body == told


def test_an_event_long_past_is_not_the_one_repeated() -> None:
    headline, _ = settle_dates([row(), row(event_date=dt.date(2024, 2, 1), date_from="le 1er février", sentence_no=3)])
    assert headline["event_date"] == PUBLISHED


def test_an_explicit_date_never_changes() -> None:
    rows = [row(date_from="jeudi"), row(event_date=dt.date(2024, 6, 18), date_from="mardi", sentence_no=3)]
    assert settle_dates(rows) == rows


def test_another_type_or_dyad_does_not_lend_its_date() -> None:
    lender = {"event_date": dt.date(2024, 6, 18), "date_from": "mardi", "sentence_no": 3}
    for other in (row(event_type="CONSULT", **lender), row(target="CHN", **lender)):
        assert settle_dates([row(), other])[0]["event_date"] == PUBLISHED


def test_a_month_does_not_lend_its_first_day() -> None:
    other = row(event_date=dt.date(2024, 6, 15), date_precision="month", date_from="en juin", sentence_no=3)
    assert settle_dates([row(), other])[0]["event_date"] == PUBLISHED
