"""This module is about the map: events by place, territory fills and arcs, on the project's own style without tiles.

Area says how many, colour says how they went (red below zero, blue above). What is known no finer than its territory is a
fill, never a dot in the capital.
"""

import math
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import escape
from dashboard.figures.arcs import add_arcs
from dashboard.figures.basemap import known_polygons, style
from dashboard.figures.chart import Chart
from dashboard.figures.look import Look, dress
from dashboard.figures.measure import Measure
from dashboard.text import Namer, Words

TERRITORY = "terr:"  # before the code of a territory, among codes of places
LARGEST = 46.0  # pixels across, for the busiest place
REFERENCE = 40  # events: with fewer at the busiest place, its circle is smaller than the largest
SMALLEST = 7.0  # still a target for a finger together with its halo


def draw_map(
    places: pd.DataFrame,
    territories: pd.DataFrame | None,
    measure: Measure,
    look: Look,
    land: Any,
    name: Namer = str,
    height: int = 560,
    arcs: pd.DataFrame | None = None,
    width: int = 1000,
) -> go.Figure:
    """Places as circles, territories (`coarse` events, else all) as fills, `arcs` as great circles."""
    chart = Chart()
    if territories is not None and len(territories):
        _add_fills(chart, territories, measure, look, land, name)
    if arcs is not None and len(arcs):
        add_arcs(chart, arcs, name, measure, look)
    if len(places):
        _add_places(chart, places, measure, look)
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


def _label(shown: str, said: str, goldstein: float, words: Words) -> str:
    return f"<b>{escape.plotly(shown)}</b><br>{said}<br>{words('figure.goldstein')} {words.signed(goldstein)}"


def _add_places(chart: Chart, places: pd.DataFrame, measure: Measure, look: Look) -> None:
    size = np.maximum(SMALLEST, LARGEST * np.sqrt(places["n"] / max(places["n"].max(), REFERENCE)))
    rows = zip(places["name"], places["n"], places["goldstein"], strict=True)
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
        text=[_label(name, measure.said(n), goldstein, measure.words) for name, n, goldstein in rows],
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


def _add_fills(chart: Chart, territories: pd.DataFrame, measure: Measure, look: Look, land: Any, name: Namer) -> None:
    words, coarse = measure.words, "coarse" in territories
    column = "coarse" if coarse else "n"
    table = territories[(territories[column] > 0) & territories["territory"].isin(known_polygons())]
    if not len(table):
        return
    strength = np.log1p(table[column]) / max(math.log1p(table[column].max()), 1)
    rows = zip(table["territory"], table[column], table["goldstein"], strict=True)
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
        customdata=TERRITORY + table["territory"],
        text=[
            _label(
                name(code), words("figure.only_territory", n=int(n)) if coarse else measure.said(n), goldstein, words
            )
            for code, n, goldstein in rows
        ],
        hovertemplate="%{text}<extra></extra>",
    )


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
    """Places on the map in words."""
    if not len(places):
        return words("figure.alt_map_empty", view=view)
    first = places.iloc[0]
    return words(
        "figure.alt_map", view=view, n=len(places), name=str(first["name"]), events=words.number(int(first["n"]))
    )


def describe_territories(lands: pd.DataFrame, name: Namer, words: Words, view: str) -> str:
    """Territories on the map in words."""
    if not len(lands):
        return words("figure.alt_empty", view=view)
    first = lands.iloc[0]
    return words(
        "figure.alt_territories",
        view=view,
        n=len(lands),
        name=name(first["territory"]),
        events=words.number(int(first["n"])),
    )


def describe_arcs(arcs: pd.DataFrame, name: Namer, words: Words, view: str) -> str:
    """Pairs on the map in words."""
    if not len(arcs):
        return words("figure.alt_empty", view=view)
    first = arcs.iloc[0]
    pair = f"{name(first['a'])} ↔ {name(first['b'])}"
    return words("figure.alt_arcs", view=view, n=len(arcs), pair=pair, events=words.number(int(first["n"])))
