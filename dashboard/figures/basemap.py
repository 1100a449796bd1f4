"""This module is about the base map: the project's own MapLibre style, without tiles, and which territories it can fill.

Boundaries: UN geodata by way of plotly.js (MIT); they do not imply endorsement.
"""

import functools
import json
from pathlib import Path
from typing import Any

from dashboard.figures.look import Look

GEOJSON = Path(__file__).parents[1] / "static" / "countries.geojson"


@functools.cache
def known_polygons() -> frozenset[str]:
    """Codes of the territories that the base map can fill. Kosovo has no polygon of its own: its events keep their dots."""
    return frozenset(feature["id"] for feature in json.loads(GEOJSON.read_text("utf-8"))["features"])


def style(look: Look, land: Any) -> dict[str, Any]:
    """A MapLibre style: sea, land and boundaries from one GeoJSON (a URL, or the object itself)."""
    return {
        "version": 8,
        "sources": {"land": {"type": "geojson", "data": land}},
        "layers": [
            {"id": "sea", "type": "background", "paint": {"background-color": look.sea}},
            {"id": "land", "type": "fill", "source": "land", "paint": {"fill-color": look.land}},
            {"id": "border", "type": "line", "source": "land", "paint": {"line-color": look.border, "line-width": 0.6}},
        ],
    }
