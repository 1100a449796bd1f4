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
_IMPLIED = ("published", "inherited")


def settle_dates(rows: list[Row]) -> list[Row]:
    """Rows with the dates of undated repetitions settled; order kept."""
    dated: defaultdict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row["date_from"] not in _IMPLIED:
            dated[_key(row)].append(row)
    return [_settled(row, dated[_key(row)]) if row["date_from"] in _IMPLIED else row for row in rows]


def _key(row: Row) -> tuple[Any, ...]:
    return (row["event_type"], *sorted((row["source"], row["target"] or "")))


def _settled(row: Row, others: list[Row]) -> Row:
    near = [
        o
        for o in others
        if o["date_precision"] == "day" and dt.timedelta(0) <= row["event_date"] - o["event_date"] <= _NEAR
    ]
    if not near:
        return row
    best = max(near, key=lambda o: (o["event_date"], o["confidence"]))
    return {
        **row,
        "event_date": best["event_date"],
        "date_precision": best["date_precision"],
        "date_from": f"repeats: {best['date_from']}",
    }
