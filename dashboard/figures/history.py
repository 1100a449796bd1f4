"""This module is about history: a year a bar, cooperation up and conflict down, over all the data there is."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.chart import Chart
from dashboard.figures.look import Look, dress
from dashboard.figures.river import ORDER
from dashboard.text import Words


def draw_history(years: pd.DataFrame, words: Words, look: Look) -> go.Figure:
    """Bars by year and quad class from `queries.relations.years`."""
    chart = Chart()
    for quad in ORDER:
        rows = years[years["quad"] == quad]
        chart.add(
            "bar",
            x=rows["year"],
            y=rows["n"] if quad <= 2 else -rows["n"],
            name=words.quad(quad),
            customdata=rows["year"],
            marker={"color": look.quad(quad), "line": {"color": look.ink, "width": 0.4}},
            textposition="none",
            text=[
                f"<b>{row.year}</b><br>{words.quad(quad)}<br>{words('frame.events', n=int(row.n))}"
                for row in rows.itertuples()
            ],
            hovertemplate="%{text}<extra></extra>",
            showlegend=False,
        )
    chart.rule(y=0, color=look.ink, width=1)
    dress(chart, look, 190, barmode="relative", bargap=0.25, clickmode="event+select")
    step = max(1, round((years["year"].max() - years["year"].min()) / 6)) if len(years) else 1
    chart.set(xaxis={"dtick": step, "tickformat": "d"}, yaxis={"showticklabels": False})
    return chart.finish()
