"""This module is about partners: who an actor deals with, the busiest on top."""

import pandas as pd
import plotly.graph_objects as go

from dashboard import escape
from dashboard.figures.chart import Chart
from dashboard.figures.look import Look, dress
from dashboard.figures.measure import Measure
from dashboard.text import Namer, Words

MOST = 15


def draw_partners(table: pd.DataFrame, name: Namer, measure: Measure, look: Look) -> go.Figure:
    """A bar a partner: length ~ events, colour ~ mean Goldstein score."""
    rows, words = table.head(MOST).iloc[::-1], measure.words
    names = [escape.plotly(name(code)) for code in rows["partner"]]
    chart = Chart()
    chart.add(
        "bar",
        y=names,
        x=rows["n"].map(measure.value),
        orientation="h",
        customdata=rows["partner"],
        marker={
            "color": [look.tension(score) for score in rows["goldstein"]],
            "line": {"color": look.ink, "width": 0.4},
        },
        text=[
            f"<b>{shown}</b><br>{measure.said(row.n)}<br>{words('figure.goldstein')} {words.signed(row.goldstein)}"
            for shown, row in zip(names, rows.itertuples(), strict=True)
        ],
        textposition="none",
        hovertemplate="%{text}<extra></extra>",
    )
    dress(chart, look, 70 + 25 * max(len(rows), 1), bargap=0.3, clickmode="event+select", showlegend=False)
    chart.set(xaxis={"showgrid": True})
    return chart.finish()


def describe_partners(table: pd.DataFrame, actor: str, name: Namer, words: Words) -> str:
    """Partners in words: how many, and the first."""
    if not len(table):
        return words("figure.alt_empty", view=name(actor))
    return words("figure.alt_partners", a=name(actor), n=len(table), b=name(table.iloc[0]["partner"]))
