"""This module is about outlets: how much of a selection each reports."""

import pandas as pd
import plotly.graph_objects as go

from dashboard import escape
from dashboard.figures.chart import Chart
from dashboard.figures.look import Look, dress
from dashboard.text import Words

MOST = 12


def draw_outlets(rows: pd.DataFrame, total: int, words: Words, look: Look) -> go.Figure:
    """A bar an outlet, from `queries.relations.outlets`: its length is its share of the selection's `total` events."""
    table = rows.head(MOST).iloc[::-1]
    names = [escape.plotly(outlet or "–") for outlet in table["outlet"]]
    chart = Chart()
    chart.add(
        "bar",
        y=names,
        x=table["events"] / max(total, 1) * 100,
        orientation="h",
        customdata=table["outlet"],
        marker={"color": look.accent, "opacity": 0.85},
        text=[
            f"<b>{name}</b><br>{words('frame.events', n=int(n))} ({words.percent(n / max(total, 1))})"
            for name, n in zip(names, table["events"], strict=True)
        ],
        textposition="none",
        hovertemplate="%{text}<extra></extra>",
    )
    dress(chart, look, 60 + 25 * max(len(table), 1), bargap=0.35, clickmode="event+select", showlegend=False)
    chart.set(xaxis={"showgrid": True, "ticksuffix": words.percent(0).removeprefix("0"), "rangemode": "tozero"})
    return chart.finish()


def describe_outlets(rows: pd.DataFrame, total: int, words: Words) -> str:
    """The mix in words: how many outlets, and the first one's share."""
    if not len(rows):
        return words("figure.alt_empty", view=words("dyad.outlets"))
    first = rows.iloc[0]
    return words(
        "figure.alt_outlets",
        n=len(rows),
        name=str(first["outlet"] or "–"),
        share=words.percent(first["events"] / max(total, 1)),
    )
