"""This module is about what an event's record says beyond its own row: a link, a sentence, an outlet, its first report."""

import re
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

from etl.exchange.shapes import Export, Row
from etl.exchange.spreadsheet import inert

EVENTS_HELD = 10_000  # as Python rows at once: some 20 MB
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?")


def first_reports(export: Export) -> dict[str, Row]:
    """Event id -> its surest mention with the fields of that mention's article, from `export.related`."""
    mentions, articles = export.related.get("mentions"), export.related.get("articles")
    if mentions is None:
        return {}
    by_id = {row["article_id"]: row for row in articles.to_pylist()} if articles is not None else {}
    reports: dict[str, Row] = {}
    ordered = sorted(mentions.to_pylist(), key=lambda m: (-(m.get("confidence") or 0.0), m["mention_id"]))
    for mention in ordered:
        if mention.get("event_id"):
            reports.setdefault(mention["event_id"], {**by_id.get(mention["article_id"], {}), **mention})
    return reports


def link(report: Row | None) -> str:
    """URL of a report's article, else its ref, else an empty text."""
    return str((report or {}).get("url") or (report or {}).get("ref") or "")


def tab_line(cells: list[Any]) -> bytes:
    """One line of a tab-separated file without quoting: tabs and line ends in cells become spaces, null becomes empty."""
    return ("\t".join(_cell(cell) for cell in cells) + "\n").encode()


def _cell(cell: Any) -> str:
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    text = " ".join(cell.split())
    return text if _NUMBER.fullmatch(text) else inert(text)


def write_lines(
    export: Export, sink: BinaryIO, columns: Sequence[str], line: Callable[[Row, Row], Sequence[object]]
) -> int:
    """Write `columns` as a header, then the `line` of each event and its first report (an empty one where there is none)."""
    sink.write(tab_line(list(columns)))
    reports = first_reports(export)
    for batch in export.rows.to_batches(max_chunksize=EVENTS_HELD):
        for row in batch.to_pylist():
            sink.write(tab_line(list(line(row, reports.get(row["event_id"], {})))))
    return len(export.rows)


def place_parts(row: Row) -> tuple[str | None, str | None, str | None]:
    """City (or site), district and region of an event's place: its name in the one that its precision tells."""
    place = {row.get("place_precision") or "": row.get("place_name")}
    return place.get("city") or place.get("site"), place.get("district"), place.get("region")


def number(value: float | None) -> str:
    """A number in its shortest form, or an empty text."""
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
