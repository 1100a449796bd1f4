"""Mentions to events without language models, for tests of what is around it: one event for each type, dyad and day."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Row = dict[str, Any]


def assign_events(mentions: Sequence[Row], known: Iterable[Row]) -> list[Row]:
    """Each mention with the id of its event; negated ones with null."""
    return [{**row, "event_id": None if row["modality"] == "negated" else _key(row)} for row in mentions]


def sum_events(mentions: Sequence[Row], articles: Mapping[str, Mapping[str, Any]]) -> list[Row]:
    """Event rows, sorted by id."""
    groups: dict[str, list[Row]] = {}
    for row in mentions:
        if row["event_id"]:
            groups.setdefault(row["event_id"], []).append(row)
    copied = ("event_date", "event_type", "source", "target", "lat", "lon")
    return [
        {
            "event_id": key, **{name: rows[0][name] for name in copied}, "status": "coded", "n_mentions": len(rows),
            "n_articles": len({row["article_id"] for row in rows}), "group_id": None,
        }
        for key, rows in sorted(groups.items())
    ]  # fmt: skip


def group_events(stated: Iterable[Iterable[str]]) -> dict[str, str]:
    """One group for the events of a trigger, named after the first."""
    return {event: f"g{min(events)}" for events in map(list, stated) for event in events}


def _key(row: Row) -> str:
    parts = (row["event_type"], row["source"], row["target"], row["event_date"])
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
