"""This module is about what is known of places: countries, divisions, curated places, kinds and the words around names.

It reads `etl/resources/places/`; rows are plain and frozen. It leaves out the gazetteer that is compiled from them
(`etl.places`). GeoNames data stands under CC BY 4.0, as each file's header says.
"""

import csv
import gzip
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from etl.errors import LexiconError
from etl.lexicon.reading import RESOURCES, as_tuple, read_csv, read_yaml

PRECISIONS = frozenset({"site", "city", "district", "region", "country", "water"})
LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class CountryRow:
    """A country or territory: its point (degrees), radius (km), capital's geonameid and neighbours (ISO 3166 alpha-2)."""

    iso2: str
    iso3: str
    name: str
    lat: float
    lon: float
    radius_km: float
    capital: int | None
    neighbours: tuple[str, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """A first- or second-level division; `code` is `ISO2.ADMIN1` or `ISO2.ADMIN1.ADMIN2` as GeoNames writes it."""

    code: str
    name: str
    name_fr: str | None
    aliases: tuple[str, ...]
    lat: float
    lon: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class CuratedRow:
    """A curated place. `cued` are names that mean this place only beside a cue word ("Don" beside "fleuve")."""

    place_id: str
    kind: str
    name_en: str
    name_fr: tuple[str, ...]
    aliases: tuple[str, ...]
    cued: tuple[str, ...]
    lat: float
    lon: float
    countries: tuple[str, ...]
    radius_km: float
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of place: how precise it is, and its cue words by language, folded."""

    precision: str
    cues: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """Words around a name, by language, folded; see the header of `places/context.yaml`."""

    locative: Mapping[str, frozenset[str]]
    weak: Mapping[str, frozenset[str]]
    region_prepositions: Mapping[str, frozenset[str]]
    city_prepositions: Mapping[str, frozenset[str]]
    person_before: Mapping[str, frozenset[str]]
    treaty_before: Mapping[str, frozenset[str]]
    treaty_after: Mapping[str, frozenset[str]]
    other_after: Mapping[str, frozenset[str]]
    generic: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]
    people: frozenset[str]
    bodies: frozenset[str]


def _split(cell: str | None, mark: str = "|") -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split(mark) if part.strip())


def _number(row: Mapping[str, str], field: str, name: str) -> float:
    try:
        return float(row[field])
    except (KeyError, TypeError, ValueError) as error:
        raise LexiconError(f"{field} of {next(iter(row.values()), '?')} is not a number", name) from error


def _point(row: Mapping[str, str], name: str) -> tuple[float, float]:
    lat, lon = _number(row, "lat", name), _number(row, "lon", name)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise LexiconError(f"{next(iter(row.values()))} stands off the globe: {lat}, {lon}", name)
    return lat, lon


def digest_place_resources() -> str:
    """A short digest of the files that a gazetteer is compiled from; it changes when any of them does."""
    names = (
        "places/countries.csv",
        "places/admin1.csv",
        "places/admin2.csv.gz",
        "places/curated.csv",
        "places/kinds.yaml",
    )
    total = hashlib.sha256()
    for name in (*names, "actors/states.yaml"):
        path = RESOURCES / name
        total.update(path.read_bytes() if path.is_file() else b"")
    return total.hexdigest()[:16]


def read_countries() -> Iterator[CountryRow]:
    """Rows of `places/countries.csv`."""
    name = "places/countries.csv"
    for row in read_csv(name):
        lat, lon = _point(row, name)
        capital = int(row["capital"]) if row["capital"] else None
        yield CountryRow(
            row["iso2"], row["iso3"], row["name"], lat, lon, _number(row, "radius_km", name), capital,
            _split(row["neighbours"], ","), _split(row["aliases"]),
        )  # fmt: skip


@cache
def read_country_acronyms() -> frozenset[str]:
    """Countries' aliases that are acronyms, in small letters ("uae", "car"): they mean the country in capitals only."""
    return frozenset(alias.lower() for row in read_countries() for alias in row.aliases if alias.isupper())


def read_divisions() -> Iterator[DivisionRow]:
    """Rows of `places/admin1.csv`, then of `places/admin2.csv.gz` (which has names and points only)."""
    name = "places/admin1.csv"
    for row in read_csv(name):
        lat, lon = _point(row, name)
        yield DivisionRow(
            row["code"], row["name"], row["name_fr"] or None, _split(row["aliases"]), lat, lon,
            _number(row, "radius_km", name),
        )  # fmt: skip
    name = "places/admin2.csv.gz"
    try:
        data = gzip.decompress((RESOURCES / name).read_bytes()).decode()
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise LexiconError(str(error), name) from error
    lines = (line for line in io.StringIO(data) if not line.startswith("#"))
    for row in csv.DictReader(lines, delimiter=";"):
        lat, lon = _point(row, name)
        yield DivisionRow(row["code"], row["name"], None, (), lat, lon, 30.0)  # a county reaches some 30 km


def read_curated() -> Iterator[CuratedRow]:
    """Rows of `places/curated.csv`; a kind that `kinds.yaml` does not know is an error."""
    name = "places/curated.csv"
    kinds = read_kinds()
    for row in read_csv(name):
        if row["kind"] not in kinds:
            raise LexiconError(f"{row['id']} has the unknown kind {row['kind']}", name)
        lat, lon = _point(row, name)
        aliases = _split(row["aliases"])
        yield CuratedRow(
            row["id"], row["kind"], row["name_en"], _split(row["name_fr"]),
            tuple(alias for alias in aliases if not alias.startswith("?")),
            tuple(alias[1:] for alias in aliases if alias.startswith("?")),
            lat, lon, _split(row["countries"], ","), _number(row, "radius_km", name), _split(row["cues"]),
        )  # fmt: skip


@cache
def read_kinds() -> Mapping[str, Kind]:
    """Kinds of place by name, from `places/kinds.yaml`."""
    kinds = {}
    for kind, entry in read_yaml("places/kinds.yaml").items():
        if entry["precision"] not in PRECISIONS:
            raise LexiconError(f"{kind} has the unknown precision {entry['precision']}", "places/kinds.yaml")
        cues = {lang: frozenset(as_tuple(entry.get(lang))) for lang in LANGUAGES}
        kinds[kind] = Kind(entry["precision"], cues)
    return kinds


@cache
def read_seats() -> Mapping[str, str]:
    """Place ids of the seats of actors, from `places/seats.yaml`."""
    return {str(actor): str(place_id) for actor, place_id in read_yaml("places/seats.yaml").items()}


@cache
def read_place_context() -> PlaceContext:
    """Words around names, from `places/context.yaml`; a list that a language lacks is empty."""
    table = read_yaml("places/context.yaml")
    lists: dict[str, Any] = {
        field: {lang: frozenset(as_tuple((table.get(field) or {}).get(lang))) for lang in LANGUAGES}
        for field in PlaceContext.__dataclass_fields__
        if field not in {"people", "bodies"}
    }
    for field in ("people", "bodies"):
        lists[field] = frozenset(as_tuple(table[field]["any"]))
    return PlaceContext(**lists)
