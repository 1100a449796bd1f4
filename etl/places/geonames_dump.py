"""This module is about GeoNames' own dump files: `allCountries.zip` (or a country's) and `alternateNamesV2.zip`.

Populated places, capitals, airports, bases, islands, waters and mountains are read; divisions and countries come from the project's
own tables. Format: download.geonames.org/export/dump/readme.txt (19 tab-separated columns, UTF-8). Data: CC BY 4.0.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path

from etl.errors import GazetteerError

COLUMNS = 19
NAME_LANGUAGES = frozenset(
    {"fr", "en", "ru", "uk", "ar", "fa", "he", "ko", "zh", "ja", "es", "de", "pt", "tr", "pl", ""}
)
# Feature codes worth a news reader's while, and the kind each is here. P* (populated places) are all cities.
KINDS = {
    "AIRP": "airport", "AIRB": "base", "INSM": "base", "MILB": "base", "NVB": "base", "ISL": "island", "ISLS": "islands",
    "SEA": "sea", "GULF": "gulf", "BAY": "gulf", "STRT": "strait", "CHN": "strait", "LK": "lake", "STM": "river", "CNL": "canal",
    "MT": "mountain", "MTS": "mountain", "RGN": "region", "PEN": "region", "DSRT": "region", "PRT": "port", "HBR": "port",
    "DAM": "site", "BDG": "site", "PS": "site", "RFNR": "site",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DumpPlace:
    """A row of the dump: `names` are (name, language) pairs without the main name."""

    geonameid: int
    name: str
    lat: float
    lon: float
    kind: str
    iso2: str
    admin1: str
    population: int
    names: tuple[tuple[str, str], ...]


def read_dump(places: Path, alternate_names: Path | None = None) -> Iterator[DumpPlace]:
    """Yield the places of a dump; a file that is no such dump is a `GazetteerError` with its name and line."""
    others = _read_names(alternate_names) if alternate_names else {}
    for number, cells in _read_rows(places):
        if len(cells) != COLUMNS:
            raise GazetteerError(f"{len(cells)} columns where a GeoNames dump has {COLUMNS}", str(places), number)
        kind = "city" if cells[6] == "P" else KINDS.get(cells[7])
        if kind is None:
            continue
        try:
            geonameid, lat, lon, population = int(cells[0]), float(cells[4]), float(cells[5]), int(cells[14] or 0)
        except ValueError as error:
            raise GazetteerError(str(error), str(places), number) from error
        names = others.get(geonameid) or [(name, "") for name in cells[3].split(",") if name]
        yield DumpPlace(geonameid, cells[1], lat, lon, kind, cells[8], cells[10], population, tuple(names))


def _read_names(path: Path) -> dict[int, list[tuple[str, str]]]:
    names: dict[int, list[tuple[str, str]]] = {}
    for number, cells in _read_rows(path):
        if len(cells) < 4:
            raise GazetteerError(f"{len(cells)} columns where alternate names have at least 4", str(path), number)
        if cells[2] in NAME_LANGUAGES:
            names.setdefault(int(cells[1]), []).append((cells[3], cells[2]))
    return names


def _read_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows of the one large text file in a zip (or of a text file), with line numbers."""
    try:
        if path.suffix != ".zip":
            with path.open(encoding="utf-8") as file:
                yield from ((number, line.rstrip("\n").split("\t")) for number, line in enumerate(file, 1))
            return
        with zipfile.ZipFile(path) as archive:
            texts = [info for info in archive.infolist() if info.filename.endswith(".txt")]
            inner = max(texts, key=lambda info: info.file_size, default=None)
            if inner is None:
                raise GazetteerError("the zip holds no .txt file", str(path))
            with archive.open(inner) as raw:
                lines = TextIOWrapper(raw, encoding="utf-8")
                yield from ((number, line.rstrip("\n").split("\t")) for number, line in enumerate(lines, 1))
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise GazetteerError(str(error), str(path)) from error
