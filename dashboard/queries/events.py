"""This module is about single events: a page of them, and everything the store knows about one."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from dashboard.conditions import where
from dashboard.cube import Cube
from dashboard.filters import SORTABLE, Filter
from etl.schema import EVENTS

PAGE_ROWS = 25


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its row, and every report of it with the article that holds it."""

    row: dict[str, Any]
    reports: tuple[dict[str, Any], ...]
    corrections: tuple[dict[str, Any], ...]


def page(
    cube: Cube, filter: Filter, sort: str = "event_date", up: bool = False, number: int = 1, find: str = ""
) -> tuple[pd.DataFrame, int]:
    """Page `number` (from 1) of the selection's events, and how many events there are."""
    condition, params = _matching(cube, filter, find)
    column = sort if sort in SORTABLE else "event_date"
    n = int(cube.rows(f"SELECT count(*) AS n FROM facts WHERE {condition}", params).iloc[0]["n"])
    sql = f"""
    SELECT * FROM facts WHERE {condition}
    ORDER BY {column} {"ASC" if up else "DESC"} NULLS LAST, event_date DESC, event_id LIMIT {PAGE_ROWS} OFFSET {(number - 1) * PAGE_ROWS}"""
    return cube.rows(sql, params), n


def selected(cube: Cube, filter: Filter, find: str = "", limit: int = 200_000) -> pa.Table:
    """The selection's events with all their columns, for an export."""
    condition, params = _matching(cube, filter, find)
    columns = ", ".join(f'"{name}"' for name in EVENTS.column_names)
    return cube.arrow(
        f"SELECT {columns} FROM {cube.stored('events')} SEMI JOIN (SELECT event_id FROM facts "
        f"WHERE {condition} LIMIT {limit}) AS chosen USING (event_id) ORDER BY event_date, event_id",
        params,
    )


def reported(cube: Cube, rows: pa.Table) -> dict[str, pa.Table]:
    """The mentions and articles of exported events: formats of the field take links and sentences from them."""
    cursor = cube.connection.cursor()
    cursor.register("exported", rows.select(["event_id"]))
    fields = "mention_id, event_id, article_id, sentence_no, sentence, trigger_start, trigger_end, confidence"
    mentions = cursor.sql(
        f"SELECT {fields} FROM {cube.stored('mentions')} SEMI JOIN exported USING (event_id)"
    ).to_arrow_table()
    cursor.register("reporting", mentions.select(["article_id"]))
    articles = "article_id, ref, url, title, outlet, lang, published"
    return {
        "mentions": mentions,
        "articles": cursor.sql(
            f"SELECT {articles} FROM {cube.stored('articles')} SEMI JOIN reporting USING (article_id)"
        ).to_arrow_table(),
    }


def _matching(cube: Cube, filter: Filter, find: str) -> tuple[str, list[Any]]:
    condition, params = where(filter, cube.span(filter))
    words = find.split()
    if not words:
        return condition, params
    terms = " AND ".join("contains(strip_accents(lower(sentence)), strip_accents(lower(?)))" for _ in words)
    return f"{condition} AND event_id IN (SELECT event_id FROM {cube.stored('mentions')} WHERE {terms})", [
        *params,
        *words,
    ]


def sentences(cube: Cube, ids: tuple[str, ...]) -> dict[str, str]:
    """One sentence for each event, the most confident report's: event_id -> sentence."""
    if not ids:
        return {}
    marks = ", ".join("?" for _ in ids)
    rows = cube.rows(
        f"SELECT event_id, arg_max(sentence, confidence) AS sentence FROM {cube.stored('mentions')} WHERE event_id IN ({marks}) GROUP BY 1",
        ids,
    )
    return dict(zip(rows["event_id"], rows["sentence"], strict=True))


def event(cube: Cube, event_id: str) -> Event | None:
    """Everything about one event, or None when this version does not hold it."""
    rows = cube.arrow(f"SELECT * FROM {cube.stored('events')} WHERE event_id = ?", [event_id]).to_pylist()
    if not rows:
        return None
    reports = cube.arrow(
        f"""SELECT m.*, a.title, a.url, a.outlet, a.lang, a.published, a.ref, a.duplicate_of, a.text
        FROM {cube.stored("mentions")} m LEFT JOIN {cube.stored("articles")} a USING (article_id)
        WHERE m.event_id = ? ORDER BY a.published, m.article_id, m.sentence_no LIMIT 200""",
        [event_id],
    ).to_pylist()
    corrections = cube.arrow(
        f"SELECT * FROM {cube.stored('corrections')} WHERE event_id = ? ORDER BY made_at", [event_id]
    ).to_pylist()
    return Event(rows[0], tuple(reports), tuple(corrections))
