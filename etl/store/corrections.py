"""This module is about corrections: what users say about events, applied so that a later run does not undo it."""

from collections.abc import Iterable, Mapping
from typing import Any

from etl.schema import EVENTS
from etl.store.arrow import to_arrow
from etl.store.snapshot import among
from etl.store.transaction import Transaction

STATUSES = ("coded", "confirmed", "corrected", "rejected")
FIXED = ("event_id", "run_id")  # columns that no correction changes
_CAST: dict[str, Any] = {
    "float": float,
    "int": int,
    "bool": lambda value: value.lower() in ("true", "1", "yes"),
    "list": lambda value: [part for part in value.split(";") if part],
}


def corrected(row: Mapping[str, Any], corrections: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The event `row` with its `corrections` (oldest first) applied; unknown columns and bad values are left out."""
    kinds = {column.name: column.kind for column in EVENTS}
    result = dict(row)
    for correction in corrections:
        name, value = correction["field"], correction["value"]
        if name not in kinds or name in FIXED or (name == "status" and value not in STATUSES):
            continue
        try:
            result[name] = _parse(kinds[name], value)
        except ValueError:
            continue
        if name != "status" and result.get("status") != "rejected":
            result["status"] = "corrected"
    return result


def correct_rows(transaction: Transaction, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Event `rows` with all corrections that the transaction's snapshot holds."""
    if not rows or not transaction.snapshot.count("corrections"):
        return rows
    ids = [row["event_id"] for row in rows]
    return _apply(rows, transaction.snapshot.read("corrections", filter=among("event_id", ids)).to_pylist())


def correct_events(transaction: Transaction, corrections: list[dict[str, Any]]) -> None:
    """Apply new `corrections` to the events they are about."""
    ids = sorted({row["event_id"] for row in corrections if row.get("event_id")})
    rows = transaction.snapshot.read("events", filter=among("event_id", ids)).to_pylist()
    earlier = transaction.snapshot.read("corrections", filter=among("event_id", ids)).to_pylist()
    known = {row["correction_id"] for row in earlier}
    fresh = [row for row in corrections if row["correction_id"] not in known]
    transaction.upsert("events", to_arrow("events", _apply(rows, earlier + fresh)))


def _apply(rows: list[dict[str, Any]], corrections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ordered = sorted(corrections, key=lambda c: (str(c.get("made_at") or ""), c["correction_id"]))
    return [corrected(row, (c for c in ordered if c["event_id"] == row["event_id"])) for row in rows]


def _parse(kind: str, value: str | None) -> Any:
    if value is None or value == "":
        return None
    if kind == "date":
        import datetime as dt

        return dt.date.fromisoformat(value)
    return _CAST[kind](value) if kind in _CAST else value
