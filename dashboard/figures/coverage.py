"""This module is about coverage: articles by outlet and bin of time as squares, so that a gap shows as a gap."""

import math

import pandas as pd
import plotly.graph_objects as go

from dashboard import escape
from dashboard.figures.chart import Chart
from dashboard.figures.look import Look, dress
from dashboard.figures.timeaxis import WIDTH, mark_gaps, time_axis
from dashboard.text import Words

MOST_OUTLETS = 25
SMALLEST, LARGEST = 3.0, 16.0  # pixels: sides of squares
WIDE = 900  # pixels that the time axis has on a desk's screen


def draw_coverage(table: pd.DataFrame, gaps: pd.DataFrame, grain: str, words: Words, look: Look) -> go.Figure:
    """Outlet by bin (`outlet`, `date`, `n`): the square's area ~ articles; grey bands where nothing was read."""
    outlets = table.groupby("outlet")["n"].sum().nlargest(MOST_OUTLETS).index[::-1]
    rows = table[table["outlet"].isin(outlets)]
    top = max(int(rows["n"].max()) if len(rows) else 1, 1)
    side = _side(rows, grain)
    names = {outlet: escape.plotly(outlet or "–") for outlet in outlets}
    chart = Chart()
    chart.add(
        "scatter",
        x=rows["date"],
        y=[names[o] for o in rows["outlet"]],
        mode="markers",
        customdata=[f"{row.outlet}@{str(row.date)[:10]}" for row in rows.itertuples()],
        marker={
            "symbol": "square",
            "size": [round(max(SMALLEST, side * math.sqrt(n / top)), 1) for n in rows["n"]],
            "color": look.accent,
            "opacity": 0.85,
        },
        text=[
            f"<b>{names[r.outlet]}</b><br>{words.day(r.date, 'month' if grain == 'month' else 'day')}"
            f"<br>{words('part.articles', n=int(r.n))}"
            for r in rows.itertuples()
        ],
        hovertemplate="%{text}<extra></extra>",
        unselected={"marker": {"opacity": 0.5}},
    )
    mark_gaps(chart, gaps, grain, look)
    dress(chart, look, 70 + 24 * max(len(outlets), 2), showlegend=False, clickmode="event+select")
    chart.set(
        xaxis=time_axis(words.lang),
        yaxis={"categoryorder": "array", "categoryarray": [names[o] for o in outlets]},
    )
    return chart.finish()


def _side(rows: pd.DataFrame, grain: str) -> float:
    """The side of the largest square: no wider than its bin, so that neighbours neither hide nor catch each other's clicks."""
    if not len(rows):
        return LARGEST
    dates = pd.to_datetime(rows["date"])
    bins = (dates.max() - dates.min()) / pd.Timedelta(WIDTH[grain], unit="ms") + 1
    return float(min(LARGEST, max(SMALLEST + 1, WIDE / bins)))


def describe_coverage(table: pd.DataFrame, gaps: pd.DataFrame, words: Words) -> str:
    """Coverage in words: outlets, extent, gaps."""
    return words(
        "figure.alt_coverage",
        n=int(table["outlet"].nunique()),
        first=words.day(table["date"].min(), "month"),
        last=words.day(table["date"].max(), "month"),
        gaps=words.number(len(gaps)),
    )
