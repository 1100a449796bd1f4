"""This module is about dimensions: rows of `actors` and `places` for the ids that a run has used."""

import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from etl.errors import EtlError
from etl.spool import Spool

Row = dict[str, Any]
LANGUAGES = ("fr", "en")


def describe_places(spool: Spool) -> list[Row]:
    """A row for each place a spooled mention or toponym resolved to, from the gazetteer where it can be opened."""
    seen: dict[str, Row] = {}
    for row in _distinct(spool, "toponyms", ("place_id", "lat", "lon", "country", "kind")):
        seen.setdefault(row["place_id"], row)
    columns = ("place_id", "place_name", "lat", "lon", "place_country", "place_kind", "place_precision")
    for row in _distinct(spool, "mentions", columns):
        seen[row["place_id"]] = {
            "place_id": row["place_id"],
            "name": row["place_name"],
            "lat": row["lat"],
            "lon": row["lon"],
            "country": row["place_country"],
            "kind": row["place_kind"],
            "precision": row["place_precision"],
        }
    known = _gazetteer() if seen else None
    return [{**seen[key], **_from_gazetteer(known, key)} for key in sorted(seen)]


def describe_actors(spool: Spool) -> list[Row]:
    """A row for each actor of a spooled mention, with the lexicon's names."""
    ids = {row[role] for role in ("source", "target") for row in _distinct(spool, "mentions", (role,))}
    names = {lang: _actor_names(lang) for lang in LANGUAGES} if ids else {}
    return [
        {"actor_id": key, "kind": _actor_kind(key), **{f"name_{lang}": names[lang].get(key) for lang in LANGUAGES}}
        for key in sorted(ids)
    ]


def _distinct(spool: Spool, table: str, columns: tuple[str, ...]) -> Iterator[Row]:
    """Rows of the first column's distinct values, in the order they came."""
    seen: set[str] = set()
    for batch in spool.batches(table, columns):
        for row in pa.Table.from_batches([batch]).to_pylist():
            if row[columns[0]] is not None and row[columns[0]] not in seen:
                seen.add(row[columns[0]])
                yield row


@functools.cache
def _gazetteer() -> Any | None:
    from etl.places import Gazetteer

    try:
        return Gazetteer.open()
    except EtlError:
        return None  # a coder without this gazetteer: its own rows have to do


def _from_gazetteer(gazetteer: Any | None, place_id: str) -> Row:
    place = gazetteer.place(place_id) if gazetteer is not None else None
    if place is None:
        return {}
    names = ("name", "name_fr", "name_en", "kind", "precision", "country", "lat", "lon", "radius_km")
    return {name: getattr(place, name) for name in names}


@functools.cache
def _actor_names(lang: str) -> Mapping[str, str]:
    from etl.lexicon import load_actor_names

    try:
        return load_actor_names(lang)
    except (EtlError, OSError):
        return {}


@functools.cache
def _kinds() -> dict[str, str]:
    from etl.lexicon.reading import read_yaml

    try:
        rows: Iterable[Row] = read_yaml("actors/organisations.yaml")
        return {row["id"]: row["kind"] for row in rows}
    except (EtlError, OSError):
        return {}


def _actor_kind(actor_id: str) -> str | None:
    return _kinds().get(actor_id) or ("state" if len(actor_id) == 3 and actor_id.isupper() else None)
