"""This module is about the map: events by place, territory fills and arcs, on the project's own style without tiles.

Area says how many, colour says how they went (red below zero, blue above). What is known no finer than its territory is a
fill, never a dot in the capital. Boundaries: UN geodata by way of plotly.js (MIT); they do not imply endorsement.
"""

import functools
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import escape
from dashboard.figures.chart import Chart
from dashboard.figures.look import Look, dress
from dashboard.text import Words

GEOJSON = Path(__file__).parents[1] / "static" / "countries.geojson"
LARGEST = 46.0  # pixels across, for the busiest place
REFERENCE = 40  # events: with fewer at the busiest place, its circle is smaller than the largest
SMALLEST = 7.0  # still a target for a finger together with its halo
POLYGONS = {"XKX": "SRB"}  # UN geodata has no own polygon for it; its events keep their own dot


@functools.cache
def known_polygons() -> frozenset[str]:
    """Codes of the territories that the base map can fill."""
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


def draw_map(
    places: pd.DataFrame,
    territories: pd.DataFrame | None,
    words: Words,
    look: Look,
    land: Any,
    height: int = 560,
    arcs: pd.DataFrame | None = None,
    names: dict[str, str] | None = None,
    width: int = 1000,
) -> go.Figure:
    """Places as circles, territories (`coarse` events) as fills, `arcs` (lat_a … lon_b, n, goldstein) as great circles."""
    chart = Chart()
    if territories is not None and len(territories):
        _add_fills(chart, territories, words, look, land, names or {})
    for arc in arcs.to_dict("records") if arcs is not None else ():
        _add_arc(chart, arc, look)
    if len(places):
        _add_places(chart, places, words, look)
    lat, lon, zoom = _fit(places, width)
    dress(
        chart,
        look,
        height,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        showlegend=False,
        dragmode="pan",
        clickmode="event+select",
        map={"style": style(look, land), "center": {"lat": lat, "lon": lon}, "zoom": zoom},
    )
    return chart.finish()


def _add_places(chart: Chart, places: pd.DataFrame, words: Words, look: Look) -> None:
    size = np.maximum(SMALLEST, LARGEST * np.sqrt(places["n"] / max(places["n"].max(), REFERENCE)))
    label = [
        f"<b>{escape.plotly(row.name_)}</b><br>{words('frame.events', n=int(row.n))}<br>"
        f"{words('figure.goldstein')} {words.signed(row.goldstein)}"
        for row in places.rename(columns={"name": "name_"}).itertuples()
    ]
    where = {"lat": places["lat"].round(3), "lon": places["lon"].round(3)}
    chart.add(
        "scattermap",
        **where,
        marker={"size": size + 2.5, "color": look.ink, "opacity": 0.55},
        hoverinfo="skip",
        mode="markers",
    )
    chart.add(
        "scattermap",
        **where,
        mode="markers",
        customdata=places["place_id"],
        text=label,
        hovertemplate="%{text}<extra></extra>",
        marker={
            "size": size.round(1),
            "color": places["goldstein"].fillna(0).round(2),
            "cmin": -6,
            "cmax": 6,
            "colorscale": look.diverging,
            "opacity": 0.92,
            "showscale": False,
        },
        unselected={"marker": {"opacity": 0.5}},
        selected={"marker": {"opacity": 1}},
    )


def _add_fills(
    chart: Chart, territories: pd.DataFrame, words: Words, look: Look, land: Any, names: dict[str, str]
) -> None:
    column = "coarse" if "coarse" in territories else "n"
    table = territories[(territories[column] > 0) & territories["territory"].isin(known_polygons())]
    if not len(table):
        return
    strength = np.log1p(table[column]) / max(math.log1p(table[column].max()), 1)
    label = [
        f"<b>{escape.plotly(names.get(row.territory, row.territory))}</b>"
        f"<br>{words('figure.only_territory', n=int(getattr(row, column)))}<br>"
        f"{words('figure.goldstein')} {words.signed(row.goldstein)}"
        for row in table.itertuples()
    ]
    chart.add(
        "choroplethmap",
        geojson=land,
        locations=table["territory"],
        z=table["goldstein"].fillna(0).round(2),
        zmin=-6,
        zmax=6,
        colorscale=look.diverging,
        showscale=False,
        marker={"opacity": (0.12 + 0.38 * strength).round(2), "line": {"width": 0}},
        below="border",
        customdata=("terr:" + table["territory"]),
        text=label,
        hovertemplate="%{text}<extra></extra>",
    )


def _add_arc(chart: Chart, arc: dict[str, Any], look: Look) -> None:
    lat, lon = great_circle((arc["lat_a"], arc["lon_a"]), (arc["lat_b"], arc["lon_b"]))
    chart.add(
        "scattermap",
        lat=lat,
        lon=lon,
        mode="lines",
        hoverinfo="skip",
        opacity=0.8,
        line={"width": 1 + 5 * math.sqrt(arc["n"] / arc["n_max"]), "color": look.tension(arc["goldstein"])},
    )


def great_circle(a: tuple[float, float], b: tuple[float, float], points: int = 32) -> tuple[list[float], list[float]]:
    """The shortest way from `a` to `b` (latitude, longitude in degrees), longitudes unwrapped over the antimeridian."""
    start, end = _vector(a), _vector(b)
    angle = math.acos(float(np.clip(start @ end, -1, 1))) or 1e-9
    t = np.linspace(0, 1, points)[:, None]
    way = (np.sin((1 - t) * angle) * start + np.sin(t * angle) * end) / math.sin(angle)
    lat = np.degrees(np.arcsin(np.clip(way[:, 2], -1, 1)))
    lon = np.degrees(np.unwrap(np.arctan2(way[:, 1], way[:, 0])))
    return lat.round(3).tolist(), lon.round(3).tolist()


def _vector(point: tuple[float, float]) -> np.ndarray[Any, np.dtype[np.float64]]:
    lat, lon = math.radians(point[0]), math.radians(point[1])
    return np.array([math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)])


def _fit(places: pd.DataFrame, width: int) -> tuple[float, float, float]:
    """Centre and zoom that hold the busy places in a figure about `width` pixels wide; else the world."""
    world = 20.0, 15.0, round(math.log2(width / 512), 2)
    if not len(places):
        return world
    keep = places[places["n"] >= places["n"].max() * 0.01]
    lat, lon = keep["lat"], keep["lon"]
    reach = max((lat.max() - lat.min()) * 2.2, (lon.max() - lon.min()) * 1.25, 8.0)
    zoom = min(5.5, math.log2(width * 360 / 512 / reach))
    if zoom <= world[2]:
        return world
    return float((lat.max() + lat.min()) / 2), float((lon.max() + lon.min()) / 2), round(zoom, 2)


def describe_map(places: pd.DataFrame, words: Words, view: str) -> str:
    """The map in words."""
    if not len(places):
        return words("figure.alt_map_empty", view=view)
    first = places.iloc[0]
    return words(
        "figure.alt_map", view=view, n=len(places), name=str(first["name"]), events=words.number(int(first["n"]))
    )
