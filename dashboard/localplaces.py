"""This module is about the user's own place names: one row more in `places.local.csv`, which the gazetteer reads first.

The file is that of `detente gazetteer alias`: `name;place_id;lat;lon;country;kind` in DETENTE_HOME. The dashboard may not
import the gazetteer (it would need its data), so the agreed format is written here; a test reads it back with `etl.places`.
"""

import os
import sys
from pathlib import Path

FIELDS = ("name", "place_id", "lat", "lon", "country", "kind")


def local_file() -> Path:
    """Where the user's own places are kept."""
    if named := os.environ.get("DETENTE_HOME"):
        return Path(named).expanduser() / "places.local.csv"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "detente" / "places.local.csv"
    if sys.platform == "win32":
        return (
            Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "detente" / "places.local.csv"
        )
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "detente" / "places.local.csv"


def add_alias(
    path: Path,
    name: str,
    place_id: str = "",
    lat: float | None = None,
    lon: float | None = None,
    country: str = "",
    kind: str = "",
) -> None:
    """Let `name` mean the known place `place_id`, or a point of its own. Raises ValueError when it says neither."""
    if not name.strip() or not (place_id.strip() or (lat is not None and lon is not None)):
        raise ValueError("a place needs a name, and the id of a known place or a point")
    row = (
        name,
        place_id,
        "" if lat is None else f"{lat:.5f}",
        "" if lon is None else f"{lon:.5f}",
        country.upper(),
        kind,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    text = path.read_text("utf-8-sig") if path.is_file() else ";".join(FIELDS) + "\n"
    line = ";".join(" ".join(cell.replace(";", ",").split()).lstrip("#") for cell in row)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(text + ("" if text.endswith("\n") else "\n") + line + "\n", "utf-8")
    temporary.replace(path)
