"""This module is about tension: the mean Goldstein score by bin as a line with its uncertainty.

Bins with fewer than five events are drawn hollow: their mean says little. Grey bands are bins in which nothing was read; over long
stretches without events the line is broken.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import escape
from dashboard.figures.chart import Chart, dates
from dashboard.figures.look import Look, dress
from dashboard.figures.timeaxis import LEFT, WIDTH, Ends, mark_gaps, sides_axis, time_axis
from dashboard.text import Words

FEW = 5  # events in a bin below which its mean is not trusted
SMOOTH = 4  # bins in the running mean
DASHES = ("solid", "dash", "dot")


@dataclass(frozen=True, slots=True)
class Line:
    """One direction: its name (not escaped), bins from `queries.time.tension`, and its colour."""

    name: str
    bins: pd.DataFrame
    color: str


def draw_tension(
    lines: Sequence[Line],
    words: Words,
    look: Look,
    breaks: Sequence[pd.Timestamp] = (),
    gaps: pd.DataFrame | None = None,
    grain: str = "week",
    ends: Ends | None = None,
) -> go.Figure:
    """A smoothed line and band (two standard errors) for each direction, with the bins' own means as dots."""
    chart = Chart()
    mark_gaps(chart, gaps, grain, look)
    for index, line in enumerate(lines):
        if len(line.bins):
            _add_line(chart, line, DASHES[index % 3], grain, words, look)
    for date in breaks:
        chart.rule(x=date, color=look.ink, width=1, dash="dot")
    chart.rule(y=0, color=look.muted, width=1)
    dress(chart, look, 300, hovermode="closest", dragmode="select", selectdirection="h", clickmode="event+select")
    reach = _reach(lines)
    marks = [-reach, -reach / 2, 0, reach / 2, reach]
    labels = [words.signed(mark, 0 if reach >= 4 else 1) if mark else "0" for mark in marks]
    sides = sides_axis(words("figure.conflict"), "", words("figure.cooperation"), look.muted)
    chart.set(
        xaxis=time_axis(words.lang, ends),
        yaxis={**sides, "range": [-reach * 1.08, reach * 1.08], "tickvals": marks, "ticktext": labels},
        margin={"l": LEFT},
    )
    return chart.finish()


def _reach(lines: Sequence[Line]) -> float:
    """A symmetric range that shows the smoothed lines: at least 4 and at most 10 points of the scale."""
    highest = max((float(smoothed(line.bins)["smooth"].abs().max()) for line in lines if len(line.bins)), default=0.0)
    return float(min(10, max(4, 2 * math.ceil(highest * 1.25 / 2))))


def _add_line(chart: Chart, line: Line, dash: str, grain: str, words: Words, look: Look) -> None:
    bins = smoothed(line.bins)
    name = escape.plotly(line.name)
    band = (
        2
        * bins["error"].rolling(SMOOTH, min_periods=1).mean()
        / np.sqrt(np.minimum(np.arange(1, len(bins) + 1), SMOOTH))
    )
    days = dates(bins["date"] + pd.Timedelta(WIDTH[grain] / 2, unit="ms"))  # the middle of the bin
    high, low = ((bins["smooth"] + side * band).clip(-10, 10).round(2).tolist() for side in (1, -1))
    runs = _runs(bins["date"], grain)
    chart.add(
        "scatter",
        x=_broken([days[run] + days[run][::-1] for run in runs]),
        y=_broken([high[run] + low[run][::-1] for run in runs]),
        fill="toself",
        mode="lines",
        fillcolor=_pale(line.color),
        line={"width": 0},
        hoverinfo="skip",
        showlegend=False,
    )
    chart.add(
        "scatter",
        x=_broken([days[run] for run in runs]),
        y=_broken([bins["smooth"].round(2).tolist()[run] for run in runs]),
        mode="lines",
        name=name,
        line={"color": line.color, "width": 2.2, "dash": dash},
        hoverinfo="skip",
    )
    trusted = bins["n"] >= FEW
    chart.add(
        "scatter",
        x=days,
        y=bins["mean"].round(2),
        mode="markers",
        showlegend=False,
        customdata=dates(bins["date"]),
        marker={
            "size": 6,
            "color": [line.color if t else look.paper for t in trusted],
            "line": {"color": line.color, "width": 1},
            "opacity": 0.75,
        },
        text=[
            f"<b>{name}</b>"
            f"<br>{words.day(row.date)}<br>{words('figure.goldstein')} {words.signed(row.mean)}<br>{words('frame.events', n=int(row.n))}"
            + ("" if row.n >= FEW else f"<br>{words('figure.few')}")
            for row in bins.itertuples()
        ],
        hovertemplate="%{text}<extra></extra>",
    )


def _runs(days: pd.Series, grain: str) -> list[slice]:
    """Bins between which a line is drawn: it does not bridge a stretch without events longer than the running mean."""
    away = pd.to_datetime(days).diff() > pd.Timedelta(
        SMOOTH * WIDTH[grain] * 1.04, unit="ms"
    )  # months are not all alike
    cuts = [0, *np.flatnonzero(away).tolist(), len(days)]
    return [slice(first, last) for first, last in itertools.pairwise(cuts)]


def _broken(parts: Sequence[list[Any]]) -> list[Any]:
    """The parts one after the other with a null between, where plotly.js lifts its pen."""
    return [value for k, part in enumerate(parts) for value in ([None] * (k > 0) + part)]


def _pale(color: str) -> str:
    red, green, blue = (int(color[k : k + 2], 16) for k in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.15)"


def smoothed(bins: pd.DataFrame) -> pd.DataFrame:
    """`bins` with `smooth`: the running mean over four bins, weighted by events."""
    weight = bins["n"].rolling(SMOOTH, min_periods=1).sum()
    return bins.assign(smooth=(bins["mean"] * bins["n"]).rolling(SMOOTH, min_periods=1).sum() / weight)


def describe_tension(lines: Sequence[Line], words: Words, view: str) -> str:
    """Tension in words: the last smoothed value of each direction."""
    parts = [
        f"{line.name} {words.signed(float(smoothed(line.bins)['smooth'].iloc[-1]))}" for line in lines if len(line.bins)
    ]
    return (
        words("figure.alt_tension", view=view, lines=words.series(parts))
        if parts
        else words("figure.alt_empty", view=view)
    )
