"""This module is about coverage: articles by outlet and month as squares, so that a gap shows as a gap."""

import math

import pandas as pd
import plotly.graph_objects as go

from dashboard import escape
from dashboard.figures.chart import Chart
from dashboard.figures.look import Look, dress
from dashboard.figures.river import date_ticks
from dashboard.text import Words

MOST_OUTLETS = 25


def draw_coverage(table: pd.DataFrame, words: Words, look: Look) -> go.Figure:
    """Outlet by month: the square's area ~ articles."""
    outlets = table.groupby("outlet")["n"].sum().nlargest(MOST_OUTLETS).index[::-1]
    rows = table[table["outlet"].isin(outlets)]
    top = max(int(rows["n"].max()) if len(rows) else 1, 1)
    names = {outlet: escape.plotly(outlet or "–") for outlet in outlets}
    chart = Chart()
    chart.add(
        "scatter",
        x=rows["date"],
        y=[names[o] for o in rows["outlet"]],
        mode="markers",
        marker={
            "symbol": "square",
            "size": [round(3 + 13 * math.sqrt(n / top), 1) for n in rows["n"]],
            "color": look.accent,
            "opacity": 0.85,
        },
        text=[
            f"<b>{names[r.outlet]}</b><br>{words.day(r.date, 'month')}<br>{words('part.articles', n=int(r.n))}"
            for r in rows.itertuples()
        ],
        hovertemplate="%{text}<extra></extra>",
    )
    dress(chart, look, 70 + 24 * max(len(outlets), 2), showlegend=False)
    chart.set(
        xaxis={"tickformatstops": date_ticks(words.lang)},
        yaxis={"categoryorder": "array", "categoryarray": [names[o] for o in outlets]},
    )
    return chart.finish()
