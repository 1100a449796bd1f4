"""This module is about relations: pairs and dyads of actors, and what an actor or a dyad adds up to."""

import pandas as pd

from dashboard.conditions import PAIR, where
from dashboard.cube import Cube
from dashboard.filters import Filter


def pairs(cube: Cube, filter: Filter, limit: int = 150) -> pd.DataFrame:
    """Unordered pairs, the busiest first: a, b, n, reports, goldstein, conflict (share), and forth (events from a to b)."""
    condition, params = where(filter, cube.span(filter))
    sql = f"""
    SELECT {PAIR}, count(*) AS n, sum(n_articles)::BIGINT AS reports,
           avg(goldstein) AS goldstein, avg((quad > 2)::INT) AS conflict, count(*) FILTER (source < target) AS forth,
           max(event_date) AS last
    FROM facts WHERE source <> target AND {condition} GROUP BY 1, 2 ORDER BY n DESC, a, b LIMIT {limit}"""
    return cube.rows(sql, params)


def partners(cube: Cube, filter: Filter, actor: str, limit: int = 25) -> pd.DataFrame:
    """Who an actor deals with: partner, n, done (by the actor), received, goldstein, conflict."""
    condition, params = where(filter, cube.span(filter))
    sql = f"""
    SELECT CASE WHEN source = ? THEN target ELSE source END AS partner, count(*) AS n, count(*) FILTER (source = ?) AS done,
           count(*) FILTER (target = ?) AS received, avg(goldstein) AS goldstein, avg((quad > 2)::INT) AS conflict
    FROM facts WHERE (source = ? OR target = ?) AND source <> target AND {condition}
    GROUP BY 1 ORDER BY n DESC, 1 LIMIT {limit}"""
    return cube.rows(sql, [actor] * 5 + params)


def balance(cube: Cube, filter: Filter, a: str, b: str | None = None) -> pd.DataFrame:
    """Events by type done by `a` (forth) and to `a` (back), with `b` or anyone; symmetric ones apart: event_type, forth, back, mutual."""
    condition, params = where(filter, cube.span(filter))
    who = "(source = ? AND target = ?)" if b else "(source = ? AND target IS DISTINCT FROM ?)"
    back = "(target = ? AND source = ?)" if b else "(target = ? AND source IS DISTINCT FROM ?)"
    sql = f"""
    SELECT event_type, count(*) FILTER (NOT mutual AND {who}) AS forth, count(*) FILTER (NOT mutual AND {back}) AS back,
           count(*) FILTER (mutual) AS mutual
    FROM facts WHERE ({who} OR {back}) AND {condition} GROUP BY 1"""
    other = b or a
    return cube.rows(sql, [a, other] * 4 + params)


def sectors(cube: Cube, filter: Filter, actor: str) -> pd.DataFrame:
    """Which sectors of an actor act: sector (null when the text does not say), n, goldstein."""
    condition, params = where(filter, cube.span(filter))
    return cube.rows(
        "SELECT source_sector AS sector, count(*) AS n, avg(goldstein) AS goldstein "
        f"FROM facts WHERE source = ? AND {condition} GROUP BY 1 ORDER BY n DESC, 1",
        [actor, *params],
    )


def outlets(cube: Cube, filter: Filter) -> pd.DataFrame:
    """Who reports the selection: outlet, lang, events."""
    condition, params = where(filter, cube.span(filter))
    sql = f"""
    SELECT outlet, any_value(lang) AS lang, count(*) FILTER (first) AS events
    FROM seen SEMI JOIN (SELECT n FROM facts WHERE {condition}) AS chosen USING (n)
    GROUP BY 1 ORDER BY events DESC, 1 LIMIT 20"""
    return cube.rows(sql, params)


LEDGERS = {
    "visits": "event_type = 'CONSULT' AND mode = 'visit'",
    "treaties": "event_type = 'AGREE'",
    "sanctions": "event_type = 'SANCTION' OR (event_type = 'COERCE' AND mode = 'restrict')",
}


def ledger(cube: Cube, filter: Filter, name: str, limit: int = 12) -> pd.DataFrame:
    """One of the ledgers (visits, treaties, sanctions), newest first, over all time."""
    condition, params = where(filter, None)
    return cube.rows(
        f"SELECT * FROM facts WHERE ({LEDGERS[name]}) AND {condition} ORDER BY "
        f"event_date DESC NULLS LAST, n_articles DESC, event_id LIMIT {limit}",
        params,
    )


def years(cube: Cube, filter: Filter) -> pd.DataFrame:
    """The history of a selection over all time: year, quad, n."""
    condition, params = where(filter, None)
    return cube.rows(
        "SELECT year(event_date)::INT AS year, quad, count(*) AS n FROM facts WHERE event_date "
        f"IS NOT NULL AND quad IS NOT NULL AND {condition} GROUP BY 1, 2 ORDER BY 1, 2",
        params,
    )
