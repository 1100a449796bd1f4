"""This module is about change: the last four weeks against the fifty-two before, for pairs and territories.

Classes are symmetric (a rise by a third mirrors a fall by a quarter), unlike the anchors' scales. Small counts are never
called a rise or a fall: the low-count guard follows ACLED's Trendfinder. A pair without an event in the baseline is new.
"""

import datetime as dt

import pandas as pd

from dashboard.conditions import PAIR, where
from dashboard.cube import Cube
from dashboard.filters import Filter

RECENT_DAYS, BASELINE_DAYS = 28, 364
STRONG, SLIGHT = 4 / 3, 1.1  # factors between the classes, the same up and down
LOW_EXPECTED, LOW_RECENT = 2.0, 5  # ACLED Trendfinder's limits for "limited change"


def windows(cube: Cube, filter: Filter) -> tuple[tuple[dt.date, dt.date], tuple[dt.date, dt.date]]:
    """The recent window and its baseline; both end with the filter's period."""
    end = min(cube.span(filter)[1], cube.data_to)
    recent = end - dt.timedelta(days=RECENT_DAYS - 1), end
    before = recent[0] - dt.timedelta(days=1)
    return recent, (before - dt.timedelta(days=BASELINE_DAYS - 1), before)


def change_of_pairs(cube: Cube, filter: Filter, limit: int = 500) -> pd.DataFrame:
    """Pairs with recent or expected events: a, b, recent, baseline, goldstein, expected, ratio, change."""
    return _change(cube, filter, PAIR, "source <> target", "a, b", limit)


def change_of_territories(cube: Cube, filter: Filter, limit: int = 500) -> pd.DataFrame:
    """Territories with recent or expected events: territory, recent, baseline, goldstein, expected, ratio, change."""
    return _change(cube, filter, "place_country AS territory", "place_country IS NOT NULL", "territory", limit)


def _change(cube: Cube, filter: Filter, what: str, given: str, group: str, limit: int) -> pd.DataFrame:
    recent, baseline = windows(cube, filter)
    condition, params = where(filter, None)
    sql = f"""
    SELECT {what}, count(*) FILTER (event_date >= ?) AS recent, count(*) FILTER (event_date < ?) AS baseline,
           avg(goldstein) FILTER (event_date >= ?) AS goldstein, avg(goldstein) FILTER (event_date < ?) AS goldstein_before,
           coalesce(sum(n_articles) FILTER (event_date >= ?), 0)::BIGINT AS reports
    FROM facts WHERE event_date BETWEEN ? AND ? AND date_precision IS DISTINCT FROM 'year' AND {given} AND {condition}
    GROUP BY {group} ORDER BY recent DESC, baseline DESC, {group} LIMIT {limit}"""
    table = cube.rows(sql, [recent[0]] * 5 + [baseline[0], recent[1], *params])
    factor = coverage_factor(cube, recent, baseline) if filter.share else 1.0
    return classify(table, factor)


def coverage_factor(cube: Cube, recent: tuple[dt.date, dt.date], baseline: tuple[dt.date, dt.date]) -> float:
    """Recent articles a week over the baseline's: what coverage alone would change."""
    sql = "SELECT coalesce(sum(n_articles), 0) AS n FROM coverage WHERE published BETWEEN ? AND ?"
    now, before = (float(cube.rows(sql, window).iloc[0]["n"]) for window in (recent, baseline))
    return (now / RECENT_DAYS) / (before / BASELINE_DAYS) if now and before else 1.0


def classify(table: pd.DataFrame, factor: float = 1.0) -> pd.DataFrame:
    """Add `expected` (events in four weeks at the baseline's rate), `ratio` and `change` to counts.

    `change` is new, rise, slight_rise, stable, slight_fall, fall or few (the low-count guard).
    """
    expected = table["baseline"] * (RECENT_DAYS / BASELINE_DAYS) * factor
    ratio = (table["recent"] + 0.5) / (expected + 0.5)
    return table.assign(
        expected=expected,
        ratio=ratio,
        change=[
            _class(int(r), float(e), int(b), float(q))
            for r, e, b, q in zip(table["recent"], expected, table["baseline"], ratio, strict=True)
        ],
    )


def _class(recent: int, expected: float, baseline: int, ratio: float) -> str:
    if baseline == 0 and recent >= 2:
        return "new"
    if expected <= LOW_EXPECTED and recent <= LOW_RECENT:
        return "few"
    if ratio >= STRONG:
        return "rise"
    if ratio >= SLIGHT:
        return "slight_rise"
    if ratio > 1 / SLIGHT:
        return "stable"
    return "slight_fall" if ratio > 1 / STRONG else "fall"


def weekly_counts(cube: Cube, filter: Filter) -> pd.DataFrame:
    """Events, reports and conflict share of each week of baseline and recent window: week, events, reports, conflict."""
    recent, baseline = windows(cube, filter)
    condition, params = where(filter, (baseline[0], recent[1]))
    sql = f"""
    WITH weeks AS (SELECT unnest(range(?::DATE, ?::DATE + 1, INTERVAL 7 DAY))::DATE AS week),
    counts AS (SELECT (?::DATE + 7 * ((event_date - ?::DATE) // 7)::INT) AS week, count(*) AS events,
                      sum(n_articles)::BIGINT AS reports, sum((quad > 2)::INT)::BIGINT AS conflict
               FROM facts WHERE date_precision IS DISTINCT FROM 'year' AND {condition} GROUP BY 1)
    SELECT week, coalesce(events, 0) AS events, coalesce(reports, 0) AS reports, coalesce(conflict, 0) AS conflict
    FROM weeks LEFT JOIN counts USING (week) ORDER BY week"""
    return cube.rows(sql, [baseline[0], recent[1], baseline[0], baseline[0], *params])


def articles_between(cube: Cube, start: dt.date, end: dt.date) -> int:
    """Articles published in a period, near-duplicates counted once."""
    rows = cube.rows(
        "SELECT coalesce(sum(n_articles), 0) AS n FROM coverage WHERE published BETWEEN ? AND ?", [start, end]
    )
    return int(rows.iloc[0]["n"])
