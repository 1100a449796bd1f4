"""This module is about the user's own places, `places.local.csv`: they win over everything the gazetteer knows.

One row a name: `name;place_id;lat;lon;country;kind`. A row gives either the id of a known place (an alias) or a point of its own.
"""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from etl.errors import GazetteerError
from etl.lexicon.places import read_kinds
from etl.places.names import fold_name
from etl.schema.place import Place

FIELDS = ("name", "place_id", "lat", "lon", "country", "kind")


def read_local(path: Path, find_place: Callable[[str], Place | None]) -> Iterator[tuple[str, Place]]:
    """Yield (folded name, place); a row that names no known place and no point is a `GazetteerError` with file and line."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader((line for line in file if not line.startswith("#")), delimiter=";")
        for row in reader:
            yield fold_name(row.get("name") or ""), _read_row(row, find_place, str(path), reader.line_num)


def _read_row(row: dict[str, str | None], find_place: Callable[[str], Place | None], ref: str, line: int) -> Place:
    name, place_id, kind = (
        (row.get("name") or "").strip(),
        (row.get("place_id") or "").strip(),
        row.get("kind") or "city",
    )
    if not fold_name(name):
        raise GazetteerError("a place needs a name", ref, line)
    if not (row.get("lat") and row.get("lon")):
        place = find_place(place_id) if place_id else None
        if place is None:
            raise GazetteerError(f"{name} needs lat and lon, or the place_id of a known place", ref, line)
        return place
    if kind not in read_kinds():
        raise GazetteerError(f"{name} has the unknown kind {kind}", ref, line)
    try:
        lat, lon = float(row["lat"] or ""), float(row["lon"] or "")
    except ValueError:
        raise GazetteerError(f"{name} has a point that is no number", ref, line) from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise GazetteerError(f"{name} stands off the globe", ref, line)
    country = (row.get("country") or "").strip().upper() or None
    return Place(place_id or f"local:{fold_name(name)}", name, kind, read_kinds()[kind].precision, country, lat, lon)


def add_local(path: Path, row: dict[str, str]) -> None:
    """Append one row, with the header where the file is new; the file is replaced in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = path.read_text(encoding="utf-8-sig") if path.is_file() else ";".join(FIELDS) + "\n"
    cells = [" ".join(row.get(field, "").replace(";", ",").split()) for field in FIELDS]
    temporary = path.with_suffix(".tmp")
    temporary.write_text(text + ("" if text.endswith("\n") else "\n") + ";".join(cells) + "\n", encoding="utf-8")
    temporary.replace(path)
