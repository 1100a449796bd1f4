"""This module is about conditions: a filter as SQL on the cube's `facts`, values always as parameters."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from dashboard.filters import Filter
from dashboard.hexagons import split

PAIR = "CASE WHEN source < target THEN source ELSE target END AS a, CASE WHEN source < target THEN target ELSE source END AS b"
"""Both actors of an event in the order of their ids; `least` would compare texts, three times as slow."""


def where(filter: Filter, span: tuple[dt.date, dt.date] | None) -> tuple[str, list[Any]]:
    """A condition on `facts` and its parameters. Without `span`, dates do not count."""
    terms: list[str] = []
    params: list[Any] = []
    if span:
        terms.append("event_date BETWEEN ? AND ?")
        params += [span[0], span[1]]
    chosen: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("event_type", filter.types),
        ("quad", filter.quads),
        ("place_country", filter.territories),
    )
    for column, values in chosen:
        if values:
            terms.append(f"{column} IN ({_marks(values)})")
            params += values
    if filter.places:
        names, cells = split(filter.places)
        terms.append(f"(place_id IN ({_marks(names) or 'NULL'}) OR cell IN ({_marks(cells) or 'NULL'}))")
        params += [*names, *cells]
    if filter.confidence > 0:
        terms.append("confidence >= ?")
        params.append(filter.confidence)
    if filter.outlets or filter.langs:
        inner = [
            f"{column} IN ({_marks(values)})"
            for column, values in (("outlet", filter.outlets), ("lang", filter.langs))
            if values
        ]
        terms.append(f"n IN (SELECT n FROM seen WHERE {' AND '.join(inner)})")
        params += [*filter.outlets, *filter.langs]
    actors, ids = _actors(filter)
    if actors:
        terms.append(actors)
        params += ids
    return " AND ".join(terms) or "true", params


def _actors(filter: Filter) -> tuple[str, list[Any]]:
    """Who takes part: A to B, or between A and B in either direction."""
    forth = _side("source", filter.a, filter.a_sectors) + _side("target", filter.b, filter.b_sectors)
    back = _side("target", filter.a, filter.a_sectors) + _side("source", filter.b, filter.b_sectors)
    if not forth:
        return "", []
    one, two = " AND ".join(term for term, _ in forth), " AND ".join(term for term, _ in back)
    values = [value for _, some in forth for value in some]
    mirrored = [value for _, some in back for value in some]
    either = f"mutual AND {two}" if filter.directed else two
    return f"(({one}) OR ({either}))", values + mirrored


def _side(column: str, ids: Sequence[str], sectors: Sequence[str]) -> list[tuple[str, list[Any]]]:
    terms: list[tuple[str, list[Any]]] = []
    if ids:
        terms.append((f"{column} IN ({_marks(ids)})", list(ids)))
    if sectors:
        terms.append((f"{column}_sector IN ({_marks(sectors)})", list(sectors)))
    return terms


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" for _ in values)
