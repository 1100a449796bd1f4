"""This module is about settling: mentions of one article that report one event agree on its date.

A headline or a later paragraph often repeats an event without its date. Such a mention takes the date of a mention of the same
type and dyad that names one, when that lies close to publication. Explicit dates never change.
"""

import datetime as dt
from collections import defaultdict
from typing import Any

Row = dict[str, Any]
_NEAR = dt.timedelta(days=10)
"""An undated repetition refers to an event at most this much older than the date it would get by itself."""
_RECALL = dt.timedelta(days=200)
"""A meeting or visit that a noun recalls ("during the visit") lies at most about half a year back."""
_IMPLIED = ("published", "inherited")
_RECALLED = "recalls"


def settle_dates(rows: list[Row]) -> list[Row]:
    """Rows with the dates of undated repetitions settled; order kept."""
    dated: defaultdict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row["date_from"] not in _IMPLIED:
            dated[_key(row)].append(row)
    settled = [_settled(row, dated[_key(row)]) if row["date_from"] in _IMPLIED else row for row in rows]
    recalled = {row["sentence_no"]: row for row in settled if row["date_from"].startswith(_RECALLED)}
    return [
        _with_date(row, recalled[row["sentence_no"]], "during")
        if row["date_from"] == "published" and row["sentence_no"] in recalled
        else row
        for row in settled
    ]


def _key(row: Row) -> tuple[Any, ...]:
    """What makes two rows reports of one event, date aside; a visit has a direction, a meeting has none."""
    source, target = row["source"], row["target"] or ""
    if row["mode"] == "visit":
        return row["event_type"], "visit", source, target
    return row["event_type"], None, *sorted((source, target))


def _with_date(row: Row, other: Row, how: str) -> Row:
    precision = other["date_precision"]
    return {
        **row,
        "event_date": other["event_date"],
        "date_precision": precision,
        "date_from": f"{how}: {other['date_from']}",
    }


def _settled(row: Row, others: list[Row]) -> Row:
    """The row with the date of another that it repeats; "the visit" recalls one however long ago."""
    by_noun = str(row["rule_id"]).endswith("/noun") and row["event_type"] == "CONSULT"
    fitting = [
        other
        for other in others
        if other["date_precision"] == "day"
        and dt.timedelta(0) <= row["event_date"] - other["event_date"] <= (_RECALL if by_noun else _NEAR)
    ]
    if not fitting:
        return row
    return _with_date(
        row, max(fitting, key=lambda o: (o["event_date"], o["confidence"])), "recalls" if by_noun else "repeats"
    )
