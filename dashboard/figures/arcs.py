"""This module is about arcs: pairs of actors on the map as great circles, each with a knob at its middle to point at."""

import math
from typing import Any

import pandas as pd

from dashboard import escape
from dashboard.figures.chart import Chart
from dashboard.figures.look import Look
from dashboard.figures.measure import Measure
from dashboard.figures.sphere import Point, great_circle, midpoint
from dashboard.text import Namer

PAIR = "pair:"  # before the code of a pair, among codes of places and territories
KNOB = 9.0  # pixels across the knob of a quiet pair; a busy pair's is twice as wide


def add_arcs(chart: Chart, arcs: pd.DataFrame, name: Namer, measure: Measure, look: Look) -> None:
    """Great circles for `arcs` (a, b, lat_a … lon_b, n, n_max, goldstein): width ~ events, colour ~ mean Goldstein score."""
    rows = arcs.to_dict("records")
    knobs = [_add_line(chart, row, look) for row in rows]
    chart.add(
        "scattermap",
        lat=[lat for lat, _ in knobs],
        lon=[lon for _, lon in knobs],
        mode="markers",
        customdata=[f"{PAIR}{row['a']}|{row['b']}" for row in rows],
        text=[_label(row, name, measure) for row in rows],
        hovertemplate="%{text}<extra></extra>",
        marker={
            "size": [round(KNOB * (1 + math.sqrt(row["n"] / row["n_max"])), 1) for row in rows],
            "color": [look.tension(row["goldstein"]) for row in rows],
        },
        unselected={"marker": {"opacity": 0.6}},
    )


def _add_line(chart: Chart, row: dict[str, Any], look: Look) -> Point:
    lat, lon = great_circle((row["lat_a"], row["lon_a"]), (row["lat_b"], row["lon_b"]))
    chart.add(
        "scattermap",
        lat=lat,
        lon=lon,
        mode="lines",
        hoverinfo="skip",
        opacity=0.8,
        line={"width": 1 + 5 * math.sqrt(row["n"] / row["n_max"]), "color": look.tension(row["goldstein"])},
    )
    return midpoint(lat, lon)


def _label(row: dict[str, Any], name: Namer, measure: Measure) -> str:
    both = f"{escape.plotly(name(row['a']))} ↔ {escape.plotly(name(row['b']))}"
    score = f"{measure.words('figure.goldstein')} {measure.words.signed(row['goldstein'])}"
    return f"<b>{both}</b><br>{measure.said(row['n'])}<br>{score}"
