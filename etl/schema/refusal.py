"""This module is about refused inputs and users' corrections: nothing that comes in is lost without a trace."""

from dataclasses import dataclass

from etl.schema.table import RUN_ID, Column, Table, count, text

REJECTED = Table(
    "rejected",
    ("ref", "line", "reason"),
    (
        text("ref", "path or URL as given"),
        count("line", "line or row number within it, from 1, or null"),
        text("reason", "why it was refused, in one line"),
        Column("refused_at", "timestamp", "when, UTC"),
        RUN_ID,
    ),
)

CORRECTIONS = Table(
    "corrections",
    ("correction_id",),
    (
        text("correction_id", "stable hash of the correction"),
        text("event_id", "the event it is about"),
        text("field", "the column it corrects, or `status`"),
        text("value", "the value it should have, as text"),
        text("author", "who says so"),
        text("comment", "why"),
        Column("made_at", "timestamp", "when, UTC"),
        RUN_ID,
    ),
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refused input: where it was, which line (from 1, if any) and why, in one line."""

    ref: str
    reason: str
    line: int | None = None
