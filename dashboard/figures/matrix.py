"""This module is about the matrix: actor by actor, for when there are too many for a graph."""

import math
from collections.abc import Mapping

import networkx as nx
import plotly.graph_objects as go

from dashboard import escape
from dashboard.figures.chart import Chart
from dashboard.figures.look import Look, dress
from dashboard.figures.measure import Measure
from dashboard.graphs import Member
from dashboard.text import Namer

LOWEST, ROW = 420, 12.5  # pixels: of the figure, and of a row whose name can be read
MANY = 40  # actors above which names across stand upright


def draw_matrix(graph: nx.Graph, members: Mapping[str, Member], name: Namer, measure: Measure, look: Look) -> go.Figure:
    """Actor by actor, communities side by side: square's area ~ events, colour ~ mean Goldstein score."""
    words, strength = measure.words, dict(graph.degree(weight="n"))
    order = sorted(graph, key=lambda actor: (members[actor].community, -strength[actor], actor))
    place = {actor: k for k, actor in enumerate(order)}
    labels = [escape.plotly(name(actor)) for actor in order]
    half = list(graph.edges(data=True))
    cells = half + [(b, a, data) for a, b, data in half]
    top = max([data["n"] for _, _, data in cells], default=1)
    size = max(7.0, min(22.0, 620 / max(len(order), 1)))
    chart = Chart()
    chart.add(
        "scatter",
        x=[place[b] for _, b, _ in cells],
        y=[place[a] for a, _, _ in cells],
        mode="markers",
        customdata=[f"{a}|{b}" for a, b, _ in cells],
        marker={
            "symbol": "square",
            "size": [round(size * (0.3 + 0.7 * math.sqrt(d["n"] / top)), 1) for _, _, d in cells],
            "color": [look.tension(d["goldstein"]) for _, _, d in cells],
            "line": {"width": 0.5, "color": look.border},
            "opacity": 1,
        },
        text=[
            f"<b>{labels[place[a]]} ↔ {labels[place[b]]}</b><br>{measure.said(d['n'])}"
            f"<br>{words('figure.goldstein')} {words.signed(d['goldstein'])}"
            for a, b, d in cells
        ],
        hovertemplate="%{text}<extra></extra>",
        unselected={"marker": {"opacity": 0.6}},
    )
    height = max(LOWEST, 150 + round(max(size * 1.25, ROW) * len(order)))
    dress(chart, look, height, showlegend=False, clickmode="event+select")
    _set_axes(chart, labels, look)
    return chart.finish()


def _set_axes(chart: Chart, labels: list[str], look: Look) -> None:
    """The same actors on both axes, the first in the upper left corner."""
    ticks = {
        "tickvals": list(range(len(labels))),
        "ticktext": labels,
        "tickfont": {"size": 10.5 if len(labels) <= MANY else 9, "color": look.muted},
        "showgrid": True,
        "zeroline": False,
    }
    chart.set(
        xaxis={
            **ticks,
            "tickangle": -60 if len(labels) <= MANY else -90,
            "side": "top",
            "range": [-0.6, len(labels) - 0.4],
        },
        yaxis={**ticks, "range": [len(labels) - 0.4, -0.6]},
    )
