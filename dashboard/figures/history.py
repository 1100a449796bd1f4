"""This module is about history: a year a bar, cooperation up and conflict down, over all the data there is."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.chart import Chart
from dashboard.figures.look import Look, dress
from dashboard.figures.measure import Measure
from dashboard.figures.river import ORDER
from dashboard.text import Words

ROUND_STEPS = (1, 2, 5, 10, 20, 50)  # years between ticks


def draw_history(years: pd.DataFrame, words: Words, look: Look) -> go.Figure:
    """Bars by year and quad class from `queries.relations.years`; with `articles`, per 1,000 read in the same year."""
    chart = Chart()
    for quad in ORDER:
        rows = years[years["quad"] == quad]
        measures = (
            [Measure(words, int(n)) for n in rows["articles"]] if "articles" in rows else [Measure(words)] * len(rows)
        )
        values = [measure.value(n) for measure, n in zip(measures, rows["n"], strict=True)]
        chart.add(
            "bar",
            x=rows["year"],
            y=values if quad <= 2 else [-value for value in values],
            name=words.quad(quad),
            customdata=rows["year"],
            marker={"color": look.quad(quad), "line": {"color": look.ink, "width": 0.4}},
            textposition="none",
            text=[
                f"<b>{row.year}</b><br>{words.quad(quad)}<br>{measure.said(row.n)}"
                for measure, row in zip(measures, rows.itertuples(), strict=True)
            ],
            hovertemplate="%{text}<extra></extra>",
            showlegend=False,
        )
    chart.rule(y=0, color=look.ink, width=1)
    dress(chart, look, 190, barmode="relative", bargap=0.25, clickmode="event+select")
    wide = years["year"].max() - years["year"].min() if len(years) else 0
    step = next((step for step in ROUND_STEPS if wide / step <= 6), 100)
    chart.set(xaxis={"dtick": step, "tickformat": "d"}, yaxis={"showticklabels": False})
    return chart.finish()


def describe_history(years: pd.DataFrame, words: Words, view: str) -> str:
    """The history in words: its extent."""
    if not len(years):
        return words("figure.alt_empty", view=view)
    first, last = str(years["year"].min()), str(years["year"].max())
    return words("figure.alt_history", n=int(years["n"].sum()), first=first, last=last)
