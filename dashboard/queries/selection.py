"""This module is about the selection: how much it holds, what can be selected, and what of a link is not in this data."""

from dataclasses import dataclass

import pandas as pd

from dashboard.conditions import where
from dashboard.cube import Cube
from dashboard.filters import Filter
from dashboard.hexagons import PREFIX, split


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over a selection. A report is one event in one article, so reports are not distinct articles."""

    events: int
    reports: int
    conflict: float | None
    goldstein: float | None


@dataclass(frozen=True, slots=True)
class Options:
    """What the filters offer, the most frequent first."""

    actors: tuple[str, ...]
    territories: tuple[str, ...]
    outlets: tuple[str, ...]
    langs: tuple[str, ...]


def totals(cube: Cube, filter: Filter) -> Totals:
    """What the selection holds."""
    condition, params = where(filter, cube.span(filter))
    sql = f"""
    SELECT count(*) AS events, coalesce(sum(n_articles), 0)::BIGINT AS reports,
           avg((quad > 2)::INT) AS conflict, avg(goldstein) AS goldstein
    FROM facts WHERE {condition}"""
    row = cube.rows(sql, params).iloc[0]
    share = None if pd.isna(row.conflict) else float(row.conflict)
    mean = None if pd.isna(row.goldstein) else float(row.goldstein)
    return Totals(int(row.events), int(row.reports), share, mean)


def options(cube: Cube) -> Options:
    """What can be selected in this version of the data."""
    actors = cube.rows(
        """SELECT id FROM (SELECT source AS id FROM facts UNION ALL SELECT target FROM facts) WHERE id IS NOT NULL
        GROUP BY id ORDER BY count(*) DESC, id"""
    )
    territories = cube.rows(
        "SELECT place_country AS id FROM facts WHERE id IS NOT NULL GROUP BY id ORDER BY count(*) DESC, id"
    )
    outlets = cube.rows(
        "SELECT outlet AS id FROM coverage WHERE outlet <> '' GROUP BY id ORDER BY sum(n_articles) DESC, id"
    )
    langs = cube.rows(
        "SELECT lang AS id FROM coverage WHERE lang IS NOT NULL GROUP BY id ORDER BY sum(n_articles) DESC, id"
    )
    return Options(*(tuple(table["id"]) for table in (actors, territories, outlets, langs)))


def place_names(cube: Cube, filter: Filter) -> dict[str, str]:
    """Names of the places and cells a filter selects; a cell has the name of its busiest place and how many more it holds."""
    names, cells = split(filter.places)
    sql = f"""
    SELECT place_id AS id, any_value(place_name) AS name FROM facts WHERE place_id IN ({_marks(names)}) GROUP BY 1
    UNION ALL
    SELECT '{PREFIX}' || cell, arg_max(name, n) || CASE WHEN count(*) > 1 THEN ' +' || (count(*) - 1) ELSE '' END FROM
    (SELECT cell, place_id, any_value(place_name) AS name, count(*) AS n FROM facts WHERE cell IN ({_marks(cells)}) GROUP BY 1, 2)
    GROUP BY cell"""
    rows = cube.rows(sql, [*names, *cells])
    return dict(zip(rows["id"], rows["name"], strict=True))


def _marks(values: tuple[str, ...] | tuple[int, ...]) -> str:
    return ", ".join("?" for _ in values) or "NULL"
