"""This module is about when: events by bin and quad class, tension in both directions, days, coverage and its gaps.

Events known only to the month or year would pile up on the first day, so bins finer than their precision leave them out;
`undated` says how many.
"""

import datetime as dt

import pandas as pd

from dashboard.conditions import where
from dashboard.cube import Cube
from dashboard.filters import Filter

_FINE = {"day": "('day')", "week": "('day')", "month": "('day', 'month')", "year": "('day', 'month', 'year')"}


def _precise(grain: str) -> str:
    return f"coalesce(date_precision, 'day') IN {_FINE[grain]}"


def extent(cube: Cube, filter: Filter) -> tuple[dt.date, dt.date]:
    """The period, without the years before its first event."""
    start, end = cube.span(filter)
    condition, params = where(filter, (start, end))
    first = cube.rows(f"SELECT min(event_date) AS first FROM facts WHERE {condition}", params).iloc[0]["first"]
    return (start if pd.isna(first) else max(start, pd.Timestamp(first).date())), end


def bins(cube: Cube, filter: Filter, grain: str) -> pd.DataFrame:
    """Events by bin and quad class: date (first day of the bin), quad, n, reports, articles (coverage of the bin)."""
    span = cube.span(filter)
    condition, params = where(filter, span)
    sql = f"""
    WITH counts AS (
      SELECT date_trunc('{grain}', event_date)::DATE AS date, quad, count(*) AS n, sum(n_articles)::BIGINT AS reports
      FROM facts WHERE {_precise(grain)} AND quad IS NOT NULL AND {condition} GROUP BY ALL),
    covered AS (SELECT date_trunc('{grain}', published)::DATE AS date, sum(n_articles)::BIGINT AS articles
                FROM coverage WHERE published BETWEEN ? AND ? GROUP BY 1)
    SELECT counts.*, coalesce(articles, 0) AS articles FROM counts LEFT JOIN covered USING (date) ORDER BY date, quad"""
    return cube.rows(sql, [*params, *span])


def undated(cube: Cube, filter: Filter, grain: str) -> int:
    """Events of the selection whose date is too coarse for `grain`."""
    condition, params = where(filter, cube.span(filter))
    return int(
        cube.rows(f"SELECT count(*) AS n FROM facts WHERE NOT {_precise(grain)} AND {condition}", params).iloc[0]["n"]
    )


def tension(cube: Cube, filter: Filter, grain: str, a: str | None = None, b: str | None = None) -> pd.DataFrame:
    """Mean Goldstein score by bin: date, n, mean, error (standard error). From `a` to `b` when both are given."""
    condition, params = where(filter, cube.span(filter))
    if a and b:
        condition += " AND ((source = ? AND target = ?) OR (mutual AND source = ? AND target = ?))"
        params += [a, b, b, a]
    sql = f"""
    SELECT date_trunc('{grain}', event_date)::DATE AS date, count(*) AS n, avg(goldstein) AS mean,
           coalesce(stddev_samp(goldstein) / sqrt(count(*)), 0) AS error
    FROM facts WHERE {_precise(grain)} AND goldstein IS NOT NULL AND {condition} GROUP BY 1 ORDER BY 1"""
    return cube.rows(sql, params)


def days(cube: Cube, filter: Filter) -> pd.DataFrame:
    """Events by day in the last 53 weeks of the period: date, n, goldstein."""
    start, end = cube.span(filter)
    start = max(start, end - dt.timedelta(days=370))
    condition, params = where(filter, (start, end))
    return cube.rows(
        "SELECT event_date AS date, count(*) AS n, avg(goldstein) AS goldstein "
        f"FROM facts WHERE {_precise('day')} AND {condition} GROUP BY 1 ORDER BY 1",
        params,
    )


def gaps(cube: Cube, filter: Filter, grain: str) -> pd.DataFrame:
    """Bins of the period without a single article: date. No data is not zero events."""
    start, end = extent(cube, filter)
    sql = f"""
    WITH bins AS (SELECT unnest(range(date_trunc('{grain}', ?::DATE), ?::DATE + INTERVAL 1 DAY, INTERVAL 1 {grain}))::DATE AS date)
    SELECT date FROM bins ANTI JOIN (SELECT DISTINCT date_trunc('{grain}', published)::DATE AS date FROM coverage) USING (date)
    ORDER BY date"""
    return cube.rows(sql, [start, end])


def top_events(
    cube: Cube, filter: Filter, limit: int = 5, start: dt.date | None = None, end: dt.date | None = None
) -> pd.DataFrame:
    """The most covered events of the selection, or of a shorter period."""
    span = (start, end) if start and end else cube.span(filter)
    condition, params = where(filter, span)
    return cube.rows(
        f"SELECT * FROM facts WHERE {condition} ORDER BY n_articles DESC, event_date DESC, event_id LIMIT {limit}",
        params,
    )
