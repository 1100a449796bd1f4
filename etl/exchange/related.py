"""This module is about what an event's record says beyond its own row: a link, a sentence, an outlet, its first report."""

from typing import Any

from etl.exchange.shapes import Export, Row


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
    return ("\t".join("" if cell is None else " ".join(str(cell).split()) for cell in cells) + "\n").encode()


def number(value: float | None) -> str:
    """A number in its shortest form, or an empty text."""
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
