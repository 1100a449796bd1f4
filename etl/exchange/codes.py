"""This module is about codes: how actors, countries, sectors and event types are written in the formats of the field.

GDELT writes countries of places in FIPS 10-4 and those of actors in CAMEO's three letters; ICEWS writes names; POLECAT
writes ISO 3166 alpha-3 and Correlates of War numbers. This project writes ISO 3166 alpha-3.
"""

import csv
import functools
import io
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from etl.schema import QUAD_CLASS


@dataclass(frozen=True, slots=True)
class Country:
    """One country in every code list; `names[0]` is the one that is written. Degrees and kilometres."""

    iso3: str
    iso2: str
    fips: tuple[str, ...]
    cow: str | None
    names: tuple[str, ...]
    lat: float | None
    lon: float | None
    radius_km: float | None


CAMEO_COUNTRY = {"ROU": "ROM", "TLS": "TMP", "XKX": "KSV"}
"""ISO alpha-3 -> CAMEO's country code, where they differ. Source: CAMEO codebook 1.1b3, chapter 4."""

CAMEO_TYPE = {"JRN": "MED", "MED": "HLH", "PTY": "OPP", "UNK": "", "REL": "REL", "PRM": "GOV", "SOC": "CVL"}
"""PLOVER sector -> CAMEO role, where they differ; the other way round for reading."""

PLOVER_SECTOR = {"MED": "JRN", "HLH": "MED", "UAF": "UAF", "INS": "REB", "SEP": "REB", "NGO": "CVL", "IGO": "IGO"}
"""CAMEO role -> PLOVER sector, where they differ."""

QUAD_NAMES = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
"""Quad class as POLECAT writes it."""


def _rows(name: str) -> list[dict[str, str]]:
    text = files("etl").joinpath("resources", *name.split("/")).read_text(encoding="utf-8")
    lines = (line for line in io.StringIO(text) if not line.startswith("#"))
    return list(csv.DictReader(lines))


@functools.cache
def countries() -> Mapping[str, Country]:
    """Countries by ISO 3166 alpha-3 code."""
    return {row["iso3"]: _country(row) for row in _rows("exchange/countries.csv")}


def _country(row: dict[str, str]) -> Country:
    place = tuple(float(row[name]) if row[name] else None for name in ("lat", "lon", "radius_km"))
    fips = tuple(code for code in row["fips"].split("|") if code)
    return Country(row["iso3"], row["iso2"], fips, row["cow"] or None, tuple(row["names"].split("|")), *place)


@functools.cache
def by_fips() -> Mapping[str, Country]:
    """Countries by FIPS 10-4 code."""
    return {code: country for country in countries().values() for code in country.fips}


@functools.cache
def by_iso2() -> Mapping[str, Country]:
    """Countries by ISO 3166 alpha-2 code."""
    return {country.iso2: country for country in countries().values()}


@functools.cache
def by_name() -> Mapping[str, Country]:
    """Countries by English name, lower case."""
    return {name.lower(): country for country in countries().values() for name in country.names}


@functools.cache
def by_cameo() -> Mapping[str, str]:
    """CAMEO country code -> ISO alpha-3, where they differ."""
    return {cameo: iso for iso, cameo in CAMEO_COUNTRY.items()}


def fips_of(iso3: str | None) -> str:
    """FIPS 10-4 code of a country, or an empty text."""
    country = countries().get(iso3 or "")
    return country.fips[0] if country and country.fips else ""


def name_of(iso3: str | None) -> str:
    """English name of a country, or an empty text."""
    country = countries().get(iso3 or "")
    return country.names[0] if country else ""


@dataclass(frozen=True, slots=True)
class Cameo:
    """What the CAMEO table says of one code: label, Goldstein score, and PLOVER's reading of it (null for 01 and 02)."""

    label: str
    goldstein: float | None
    event_type: str | None
    mode: str | None
    contexts: tuple[str, ...]

    @property
    def quad_class(self) -> int | None:
        """Quad class of the PLOVER type."""
        return QUAD_CLASS.get(self.event_type or "")


@functools.cache
def cameo_table() -> Mapping[str, Cameo]:
    """CAMEO codes (as text) with their meaning."""
    return {row["cameo_code"]: _cameo(row) for row in _rows("cameo.csv")}


def _cameo(row: dict[str, str]) -> Cameo:
    contexts = tuple(part.strip() for part in row["plover_context"].split(";") if part.strip())
    score = float(row["goldstein"]) if row["goldstein"] else None
    return Cameo(row["label"], score, row["plover_event"] or None, row["plover_mode"] or None, contexts)


def cameo_of(event_type: str | None, code: str | None) -> str:
    """The CAMEO code to write: the row's own, else the root of its PLOVER type."""
    return code or ROOTS.get(event_type or "", "")


ROOTS = {
    "AGREE": "030", "CONSULT": "040", "SUPPORT": "050", "COOPERATE": "060", "AID": "070", "CONCEDE": "080", "RETREAT": "087",
    "REQUEST": "100", "ACCUSE": "110", "REJECT": "120", "THREATEN": "130", "PROTEST": "140", "MOBILIZE": "150",
    "SANCTION": "160", "COERCE": "170", "ASSAULT": "190",
}  # fmt: skip
"""PLOVER type -> the general CAMEO code of its root. Source: PLOVER manual, chapter CAMEO versus PLOVER."""
