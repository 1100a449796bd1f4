"""This module is about the river: the four quad classes by bin, cooperation upwards and conflict downwards from zero."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.chart import Chart
from dashboard.figures.look import Look, dress
from dashboard.figures.ticks import mirrored_axis
from dashboard.figures.timeaxis import LEFT, WIDTH, Ends, mark_gaps, sides_axis, time_axis
from dashboard.text import Words

ORDER = (2, 1, 4, 3)  # material next to zero: the firm ground of each side
TENTHS = 0.86  # of a bin is bar, the rest is air


def draw_river(
    bins: pd.DataFrame,
    grain: str,
    words: Words,
    look: Look,
    share: bool = False,
    gaps: pd.DataFrame | None = None,
    breaks: Sequence[pd.Timestamp] = (),
    ends: Ends | None = None,
) -> go.Figure:
    """Stacked bars mirrored around zero, from `queries.time.bins`; with `share`, per 1,000 articles of the same bin.

    Grey bands are `gaps` in what was read, dotted lines `breaks` in the level; `ends` are the time axis's.
    """
    chart = Chart()
    values = signed(bins, share)
    for quad in ORDER:
        rows = values[values["quad"] == quad]
        chart.add(
            "bar",
            x=rows["date"],
            y=rows["value"],
            name=words.quad(quad),
            width=WIDTH[grain] * TENTHS,
            offset=0,
            marker={
                "color": look.quad(quad),
                "line": {"color": look.ink, "width": 0.4},
            },
            customdata=rows["date"].astype(str),
            text=[_label(row, words, share) for row in rows.itertuples()],
            textposition="none",
            hovertemplate="%{text}<extra></extra>",
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 0.45}},
        )
    mark_gaps(chart, gaps, grain, look)
    for date in breaks:
        chart.rule(x=date, color=look.ink, width=1, dash="dot")
    chart.rule(y=0, color=look.ink, width=1)
    dress(
        chart,
        look,
        330,
        barmode="relative",
        bargap=0,
        dragmode="select",
        selectdirection="h",
        clickmode="event+select",
        hovermode="closest",
    )
    what = words("frame.normalised" if share else "figure.events")
    sides = sides_axis(words("figure.conflict"), what, words("figure.cooperation"), look.muted)
    chart.set(
        xaxis=time_axis(words.lang, ends),
        yaxis={**sides, **mirrored_axis(_highest(values), words)},
        margin={"l": LEFT},
    )
    return chart.finish()


def _highest(values: pd.DataFrame) -> float:
    """The longer side of the highest bin, at least 1."""
    sides = [(sign * values["value"]).clip(lower=0).groupby(values["date"]).sum() for sign in (1, -1)]
    return max([1.0, *(float(side.max()) for side in sides if len(side))])


def signed(bins: pd.DataFrame, share: bool) -> pd.DataFrame:
    """`bins` with `value`: events (or events per 1,000 articles), negative for conflict; bins without articles drop out of shares."""
    table = bins[bins["articles"] > 0] if share else bins
    value = table["n"] * 1000 / table["articles"] if share else table["n"]
    return table.assign(value=value.where(table["quad"] <= 2, -value))


def _label(row: Any, words: Words, share: bool) -> str:
    count = words("frame.events", n=int(row.n))
    rate = f" · {words.number(abs(row.value), 1)} {words('frame.normalised')}" if share else ""
    return f"<b>{words.quad(int(row.quad))}</b><br>{words.day(row.date)}<br>{count}{rate}"


def describe_river(bins: pd.DataFrame, words: Words, view: str) -> str:
    """The river in words: extent and highest bin."""
    if not len(bins):
        return words("figure.alt_empty", view=view)
    total = bins.groupby("date")["n"].sum()
    return words(
        "figure.alt_river",
        view=view,
        n=int(total.sum()),
        day=words.day(total.idxmax()),
        top=words.number(int(total.max())),
    )
