"""This module is about where: events by place, by territory, and between pairs of places on a map."""

import pandas as pd

from dashboard.cube import SITES, Cube, where
from dashboard.filters import Filter

_SITES = ", ".join(f"'{precision}'" for precision in SITES)


def places(cube: Cube, filter: Filter, limit: int = 2000) -> pd.DataFrame:
    """Places finer than a territory, the busiest first: place_id, name, country, lat, lon, n, reports, goldstein, conflict."""
    condition, params = where(filter, cube.span(filter))
    sql = f"""
    SELECT place_id, any_value(place_name) AS name, any_value(place_country) AS country, any_value(place_precision) AS precision,
           avg(lat) AS lat, avg(lon) AS lon, count(*) AS n, sum(n_articles)::BIGINT AS reports, avg(goldstein) AS goldstein,
           avg((quad > 2)::INT) AS conflict
    FROM facts WHERE lat IS NOT NULL AND place_precision IN ({_SITES}) AND {condition}
    GROUP BY place_id ORDER BY n DESC, place_id LIMIT {limit}"""
    return cube.rows(sql, params)


def territories(cube: Cube, filter: Filter) -> pd.DataFrame:
    """Territories: territory, n (events there), coarse (events known no finer than it), goldstein, conflict."""
    condition, params = where(filter, cube.span(filter))
    sql = f"""
    SELECT place_country AS territory, count(*) AS n, count(*) FILTER (place_precision = 'country') AS coarse,
           avg(goldstein) AS goldstein, avg((quad > 2)::INT) AS conflict
    FROM facts WHERE place_country IS NOT NULL AND {condition} GROUP BY 1 ORDER BY n DESC, 1"""
    return cube.rows(sql, params)


def located(cube: Cube, filter: Filter) -> dict[str, int]:
    """How precisely the events of a selection are placed: precision -> events; `none` without a place."""
    condition, params = where(filter, cube.span(filter))
    rows = cube.rows(
        f"SELECT coalesce(place_precision, 'none') AS precision, count(*) AS n FROM facts WHERE {condition} GROUP BY 1",
        params,
    )
    return {str(key): int(n) for key, n in zip(rows["precision"], rows["n"], strict=True)}


def capitals(cube: Cube) -> pd.DataFrame:
    """A point for each territory (its own entry in the places table, else the mean of its events): actor, lat, lon."""
    sql = f"""
    SELECT id AS actor, coalesce(p.lat, f.lat) AS lat, coalesce(p.lon, f.lon) AS lon FROM
    (SELECT place_country AS id, median(lat) AS lat, median(lon) AS lon FROM facts WHERE lat IS NOT NULL GROUP BY 1) f
    LEFT JOIN (SELECT country AS id, any_value(lat) AS lat, any_value(lon) AS lon FROM {cube.stored("places")}
               WHERE kind = 'country' GROUP BY 1) p USING (id) WHERE id IS NOT NULL"""
    return cube.rows(sql)
