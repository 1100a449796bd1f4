"""This module is about matching: whether a coded row says what a gold event says.

A row matches when its type is the event's or one of its alternatives, its actors are the event's (in either order when it
is symmetric) and, at the strict level, its date is the event's at the event's precision. Gold: `tests/gold/GUIDE.md`.
"""

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any, Literal

from etl.schema import QUAD_CLASS

Row = Mapping[str, Any]
Level = Literal["strict", "who_what", "quad"]
LEVELS: tuple[Level, ...] = ("strict", "who_what", "quad")
TARGET_OPTIONAL = frozenset(
    {"MOBILIZE", "PROTEST", "RETREAT"}
)  # the addressee is a matter of reading: null is right too
DAY_TOLERANCE = 1  # days; a late report and an early time zone are one day apart
EARTH_DIAMETER_KM = 12742


def actor_of(code: str | None) -> str | None:
    """Actor id without its sector: `RUS:GOV` is `RUS`; `NSA:HAMAS` stays whole."""
    if not code:
        return None
    return code if code.startswith("NSA:") else code.split(":")[0]


def matches(row: Row, event: Row, level: Level) -> bool:
    """Whether `row` reports the gold `event`: type (quad class at that level) and actors, at `strict` also the date."""
    if not _type_matches(row, event, level) or not _actors_match(row, event):
        return False
    return level != "strict" or _date_matches(row, event)


def _type_matches(row: Row, event: Row, level: Level) -> bool:
    types = {event["type"], *event.get("alt_types", [])}
    if level == "quad":
        return QUAD_CLASS.get(row["event_type"]) in {QUAD_CLASS[name] for name in types}
    return row["event_type"] in types


def _actors_match(row: Row, event: Row) -> bool:
    source, target = actor_of(row.get("source")), actor_of(row.get("target"))
    sources = {actor_of(code) for code in event["source"]}
    targets = {actor_of(code) for code in event.get("target") or []}
    if not targets:
        return source in sources and (target is None or target in sources or bool(event.get("symmetric")))
    if source in sources and (target in targets or (target is None and event["type"] in TARGET_OPTIONAL)):
        return True
    return bool(event.get("symmetric")) and source != target and {source, target} <= (sources | targets)


def _date_matches(row: Row, event: Row) -> bool:
    got, precision = _day(row.get("event_date")), event.get("date_precision", "day")
    for text in (event.get("date"), *event.get("alt_dates", [])):
        want = _day(text)
        if want is None or (got is not None and _same_time(got, want, precision)):
            return True
    return False


def _same_time(got: dt.date, want: dt.date, precision: str | None) -> bool:
    if precision == "year":
        return got.year == want.year
    if precision == "month":
        return (got.year, got.month) == (want.year, want.month)
    return precision == "day" and abs((got - want).days) <= DAY_TOLERANCE


def _day(value: str | dt.date | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value or "")[:10])
    except ValueError:
        return None


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance of two points in kilometres (haversine)."""
    a, b, c, d = map(math.radians, (lat, lon, other_lat, other_lon))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return EARTH_DIAMETER_KM * math.asin(min(1, math.sqrt(h)))
