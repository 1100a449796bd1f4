"""This module is about what was read: articles by bin of time, which shares of coverage divide by."""

import datetime as dt

import pandas as pd

from dashboard.cube import Cube


def articles_by(cube: Cube, grain: str, start: dt.date, end: dt.date) -> pd.DataFrame:
    """Articles by bin (`day`, `week`, `month`, `year`), near-duplicates counted once: date (first day of the bin), articles."""
    return cube.rows(
        f"SELECT date_trunc('{grain}', published)::DATE AS date, sum(n_articles)::BIGINT AS articles "
        "FROM coverage WHERE published BETWEEN ? AND ? GROUP BY 1 ORDER BY 1",
        [start, end],
    )


def read_between(cube: Cube) -> tuple[dt.date, dt.date] | None:
    """First and last day of publication; None when no article has a date."""
    row = cube.rows("SELECT min(published) AS first, max(published) AS last FROM coverage").iloc[0]
    if pd.isna(row["first"]):
        return None
    return pd.Timestamp(row["first"]).date(), pd.Timestamp(row["last"]).date()


def by_outlet(cube: Cube, grain: str) -> pd.DataFrame:
    """Articles by outlet and bin: outlet, date (first day of the bin), n."""
    return cube.rows(
        f"SELECT outlet, date_trunc('{grain}', published)::DATE AS date, sum(n_articles)::BIGINT AS n "
        "FROM coverage GROUP BY ALL ORDER BY 1, 2"
    )


def unread_bins(cube: Cube, grain: str) -> pd.DataFrame:
    """Bins between the first and the last article without a single one: date."""
    return cube.rows(
        f"""
    WITH ends AS (SELECT date_trunc('{grain}', min(published)) AS first, max(published)::TIMESTAMP AS last FROM coverage),
    bins AS (SELECT unnest(range(first, last, INTERVAL 1 {grain}))::DATE AS date FROM ends)
    SELECT date FROM bins ANTI JOIN (SELECT DISTINCT date_trunc('{grain}', published)::DATE AS date FROM coverage) USING (date)
    ORDER BY date"""
    )
