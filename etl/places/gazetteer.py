"""This module is about the gazetteer: the list of known place names and the candidates that a name may mean.

A `Gazetteer` is one read-only SQLite file that `detente gazetteer build` compiles; opening it reads nothing but its version.
The user's `places.local.csv` wins over it. It leaves out which candidate a text means (`etl.places.ranking`).
"""

import operator
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from etl.errors import GazetteerError
from etl.places.home import GAZETTEER_FILE, LOCAL_FILE, find_home
from etl.places.local import read_local
from etl.places.names import fold_name, sound_name
from etl.schema.place import Place

VERSION = "5"  # raised when the layout or the meaning of a column changes
BUILD_HINT = "run `detente gazetteer build`"
MAX_CANDIDATES = 40  # "San José" has some 300 bearers; the rest are hamlets that no prior would choose
MAPPED_BYTES = 128 * 2**20  # the whole file, shared between workers by the operating system
CACHE_SIZE = 50_000  # names kept after their first look-up; about 30 MB when full

# What a name is to a place: main name, official or curated alias, other spelling, bare form of a division, only with a cue word,
# adjective or demonym, found by sound.
MAIN, ALIAS, SPELLING, BARE, CUED, ADJECTIVE, SOUND = range(7)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean. `rank` says what the name is to it; `fame` counts its names in other languages;
    `shores` are the countries that a curated place lies in or borders."""

    place: Place
    rank: int
    lang: str = ""
    admin1: str | None = None
    capital: bool = False
    fame: int = 0
    cues: frozenset[str] = frozenset()
    shores: frozenset[str] = frozenset()

    @property
    def iso3(self) -> str | None:
        """The candidate's country."""
        return self.place.country


_COLUMNS = (
    "p.place_id, p.name, p.kind, p.precision, p.iso3, p.lat, p.lon, p.radius_km, p.population, p.name_fr, p.name_en, "
    "n.rank, n.lang, p.admin1, p.capital, p.fame, p.cues, p.shores"
)
_BY_NAME = f"SELECT {_COLUMNS} FROM names n JOIN places p ON p.id = n.id WHERE n.key = ?"
_BY_SOUND = (
    f"SELECT {_COLUMNS.replace('n.rank', str(SOUND)).replace('n.lang', repr(''))} FROM sounds n JOIN places p ON p.id = n.id "
    "WHERE n.key = ? ORDER BY p.population DESC LIMIT 12"
)
_BY_ID = f"SELECT {_COLUMNS.replace('n.rank', '0').replace('n.lang', repr(''))} FROM places p WHERE p.place_id = ?"


class Gazetteer:
    """Known names and places. Read-only, safe to open in every worker; use `Gazetteer.open()`."""

    def __init__(self, path: Path, local: Mapping[str, Place] | None = None) -> None:
        self.path = path
        self._local = dict(local or {})
        self._found: dict[str, tuple[Candidate, ...]] = {}
        self._known: dict[str, bool] = {}
        self._db = self._connect()

    @classmethod
    def open(cls, path: Path | None = None) -> "Gazetteer":
        """Open the gazetteer at `path` (default: the user's), with `places.local.csv` beside it; `GazetteerError` when it is missing."""
        path = Path(path) if path else find_home() / GAZETTEER_FILE
        gazetteer = cls(path)
        gazetteer._local = gazetteer._read_local(path.parent / LOCAL_FILE)
        return gazetteer

    def _connect(self) -> sqlite3.Connection:
        if not self.path.is_file():
            raise GazetteerError(f"no gazetteer here: {BUILD_HINT}", str(self.path))
        try:
            uri = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
            db = sqlite3.connect(uri, uri=True, check_same_thread=False)
            db.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
            version = db.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
        except sqlite3.Error as error:
            raise GazetteerError(f"not a gazetteer ({error}): {BUILD_HINT}", str(self.path)) from error
        if version is None or version[0] != VERSION:
            found = version[0] if version else "none"
            raise GazetteerError(f"gazetteer of version {found}, need {VERSION}: {BUILD_HINT}", str(self.path))
        return db

    def _read_local(self, path: Path) -> dict[str, Place]:
        return dict(read_local(path, self.place)) if path.is_file() else {}

    def __reduce__(self) -> tuple[object, ...]:
        return (Gazetteer, (self.path, self._local))

    def close(self) -> None:
        """Close the file; the gazetteer is of no use afterwards."""
        self._db.close()

    def candidates(self, name: str) -> list[Candidate]:
        """All places that bear this name, most populous first; the user's own place alone where there is one."""
        return list(self.find(fold_name(name)))

    def find(self, key: str) -> tuple[Candidate, ...]:
        """Candidates by folded key; see `candidates`."""
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= CACHE_SIZE:
                self._found.clear()
            found = self._found[key] = self._find(key)
        return found

    def _find(self, key: str) -> tuple[Candidate, ...]:
        if key in self._local:
            return (Candidate(self._local[key], MAIN),)
        if not key:
            return ()
        rows = self._db.execute(_BY_NAME, (key,)).fetchall()
        if len(rows) > 1:
            rows.sort(key=_population, reverse=True)  # quicker here than in SQL: most names have few bearers
        return tuple(map(_candidate, rows[:MAX_CANDIDATES]))

    def find_by_sound(self, key: str) -> tuple[Candidate, ...]:
        """Candidates whose Latin spellings sound like the key (French, English and other romanisations of one name)."""
        sound = sound_name(key)
        if not sound:
            return ()
        return tuple(_candidate(row) for row in self._db.execute(_BY_SOUND, (sound,)))

    def place(self, place_id: str) -> Place | None:
        """The place with this id."""
        row = self._db.execute(_BY_ID, (place_id,)).fetchone()
        return _candidate(row).place if row else None

    def country(self, iso3: str) -> Place:
        """The country as a place (kind and precision `country`, the point GeoNames gives); `GazetteerError` for an unknown code."""
        place = self._countries.get(iso3)
        if place is None:
            raise GazetteerError(f"no country has the code {iso3!r}", str(self.path))
        return place

    def capital(self, iso3: str) -> Place | None:
        """The country's capital, or null for a territory without one."""
        return self._capitals.get(iso3)

    def neighbours(self, iso3: str | None) -> frozenset[str]:
        """ISO 3166 alpha-3 codes of the countries that border this one."""
        return self._neighbours.get(iso3 or "", frozenset())

    @cached_property
    def _countries(self) -> dict[str, Place]:
        rows = self._db.execute(_BY_ID.replace("p.place_id = ?", "p.kind = 'country'"))
        places = (_candidate(row).place for row in rows)
        return {place.country: place for place in places if place.country}

    @cached_property
    def _capitals(self) -> dict[str, Place]:
        rows = self._db.execute(_BY_ID.replace("p.place_id = ?", "p.capital = 1"))
        places = (_candidate(row).place for row in rows)
        return {place.country: place for place in places if place.country}

    @cached_property
    def _neighbours(self) -> dict[str, frozenset[str]]:
        rows = self._db.execute("SELECT iso3, neighbours FROM borders")
        return {iso3: frozenset(neighbours.split()) for iso3, neighbours in rows}

    def phrases(self) -> Iterator[tuple[str, str]]:
        """Names to scan texts for, as (words, capitals): `mer rouge`, `01` says that the second word must be capitalised."""
        yield from self._db.execute("SELECT words, capitals FROM phrases")
        for key in self._local:
            yield key, "1" * len(key.split())

    @cached_property
    def scanner(self) -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
        """Phrases by their first word, longest first."""
        table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for words, capitals in self.phrases():
            parts = tuple(words.split())
            table.setdefault(parts[0], []).append((parts, capitals))
        return {word: tuple(sorted(rows, key=lambda row: -len(row[0]))) for word, rows in table.items()}

    def about(self) -> dict[str, str]:
        """What the gazetteer was built from: version, sources, date, numbers of places and names."""
        return dict(self._db.execute("SELECT key, value FROM meta"))


_NONE: frozenset[str] = frozenset()
_population = operator.itemgetter(8)


def _candidate(row: tuple[Any, ...]) -> Candidate:
    rank, lang, admin1, capital, fame, cues, shores = row[11:]
    return Candidate(
        Place(*row[:11]), rank, lang, admin1, capital == 1, fame, frozenset(cues.split()) if cues else _NONE,
        frozenset(shores.split()) if shores else _NONE,
    )  # fmt: skip
