"""This module is about where: events by place, by territory, and between pairs of places on a map."""

import pandas as pd

from dashboard.conditions import where
from dashboard.cube import Cube
from dashboard.cubefile import SITES
from dashboard.filters import Filter
from dashboard.hexagons import PREFIX

_SITES = ", ".join(f"'{precision}'" for precision in SITES)
_COARSE = "'country', 'seat'"  # an assumed seat makes no dot: it says no more than the territory


def places(cube: Cube, filter: Filter, limit: int = 2000) -> pd.DataFrame:
    """Places finer than a territory, the busiest first: place_id, name, country, lat, lon, n, reports, goldstein, conflict, places.

    With more than `limit` places, neighbours in one hexagon are one row: its `place_id` is the cell's, its name that of its
    busiest place and how many more it holds, its point the mean of its events. No event is left out.
    """
    condition, params = where(filter, cube.span(filter))
    sql = f"""
    WITH found AS MATERIALIZED (
      SELECT place_id, any_value(place_name) AS name, any_value(place_country) AS country, any_value(cell) AS cell,
             avg(lat) AS lat, avg(lon) AS lon, count(*) AS n, sum(n_articles)::BIGINT AS reports, sum(goldstein) AS total,
             count(goldstein) AS scored, sum((quad > 2)::INT) AS conflicts, count(quad) AS classed
      FROM facts WHERE lat IS NOT NULL AND place_precision IN ({_SITES}) AND {condition} GROUP BY place_id),
    cells AS (
      SELECT '{PREFIX}' || cell AS place_id, arg_max(name, n) || CASE WHEN count(*) > 1 THEN ' +' || (count(*) - 1) ELSE '' END AS name,
             arg_max(country, n) AS country, sum(lat * n) / sum(n) AS lat, sum(lon * n) / sum(n) AS lon, sum(n)::BIGINT AS n,
             sum(reports)::BIGINT AS reports, sum(total) AS total, sum(scored) AS scored, sum(conflicts) AS conflicts,
             sum(classed) AS classed, count(*) AS places
      FROM found GROUP BY cell)
    SELECT place_id, name, country, lat, lon, n, reports, total / nullif(scored, 0) AS goldstein,
           conflicts / nullif(classed, 0) AS conflict, places
    FROM (SELECT place_id::VARCHAR AS place_id, name::VARCHAR AS name, country, lat, lon, n, reports, total, scored, conflicts, classed,
                 1 AS places FROM found WHERE (SELECT count(*) FROM found) <= {limit}
          UNION ALL SELECT * FROM cells WHERE (SELECT count(*) FROM found) > {limit})
    ORDER BY n DESC, place_id"""
    return cube.rows(sql, params)


def is_gridded(places: pd.DataFrame) -> bool:
    """Whether rows of `places` stand for cells of several places."""
    return bool(len(places)) and str(places["place_id"].iloc[0]).startswith(PREFIX)


def territories(cube: Cube, filter: Filter) -> pd.DataFrame:
    """Territories: territory, n (events there), coarse (events known no finer than it), goldstein, conflict."""
    condition, params = where(filter, cube.span(filter))
    sql = f"""
    SELECT place_country AS territory, count(*) AS n, count(*) FILTER (place_precision IN ({_COARSE})) AS coarse,
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
