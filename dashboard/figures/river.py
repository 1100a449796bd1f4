"""This module is about the river: the four quad classes by bin, cooperation upwards and conflict downwards from zero."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.chart import Chart
from dashboard.figures.look import Look, dress
from dashboard.text import Words

ORDER = (2, 1, 4, 3)  # material next to zero: the firm ground of each side
WIDTH = {"day": 86_400_000, "week": 7 * 86_400_000, "month": 30 * 86_400_000, "year": 365 * 86_400_000}  # milliseconds
TENTHS = 0.86  # of a bin is bar, the rest is air


def draw_river(
    bins: pd.DataFrame,
    grain: str,
    words: Words,
    look: Look,
    share: bool = False,
    gaps: pd.DataFrame | None = None,
    breaks: Sequence[pd.Timestamp] = (),
) -> go.Figure:
    """Stacked bars mirrored around zero, from `queries.time.bins`; with `share`, per 1,000 articles of the same bin."""
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
    _mark_gaps(chart, gaps, grain, look)
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
    top = _highest(values)
    title = {"text": _axis_title(words, share), "font": {"size": 12, "color": look.muted}}
    chart.set(
        xaxis={"tickformatstops": date_ticks(words.lang)},
        yaxis={"range": [-top * 1.12, top * 1.12], "title": title, **_ticks(top, words)},
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


def _axis_title(words: Words, share: bool) -> str:
    down, up = words("figure.conflict"), words("figure.cooperation")
    return f"← {down}   {words('frame.normalised') if share else words('figure.events')}   {up} →"


def _ticks(top: float, words: Words) -> dict[str, Any]:
    """Ticks without signs: below zero is a side, not a negative number."""
    step = _nice(top / 2)
    marks = [k * step for k in range(-3, 4) if abs(k * step) <= top * 1.12]
    return {"tickvals": marks, "ticktext": [words.number(abs(mark), 0 if step >= 1 else 1) for mark in marks]}


def _nice(value: float) -> float:
    power = 10 ** len(str(int(value))) / 10 if value >= 1 else 0.1
    return float(next((k * power for k in (5, 2, 1) if k * power <= value), power))


def _mark_gaps(chart: Chart, gaps: pd.DataFrame | None, grain: str, look: Look) -> None:
    for start, end in stretches(gaps, grain):
        chart.band(start, end, fillcolor=look.muted, opacity=0.13)


def stretches(gaps: pd.DataFrame | None, grain: str) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """Consecutive bins without articles, joined."""
    joined: list[tuple[pd.Timestamp, pd.Timestamp]] = []
    step = pd.Timedelta(WIDTH[grain], unit="ms")
    for date in pd.to_datetime(gaps["date"]) if gaps is not None and len(gaps) else ():
        if joined and date - joined[-1][1] <= pd.Timedelta(days=3):
            joined[-1] = joined[-1][0], date + step
        else:
            joined.append((date, date + step))
    return joined


def date_ticks(lang: str) -> list[dict[str, Any]]:
    """Tick formats in numbers where plotly would write English month names."""
    day = "%d/%m" if lang == "fr" else "%d %b"
    month = "%m/%Y" if lang == "fr" else "%b %Y"
    return [
        {"dtickrange": [None, 7 * 86_400_000], "value": day},
        {"dtickrange": [7 * 86_400_000, "M1"], "value": f"{day}\n%Y" if lang == "fr" else day},
        {"dtickrange": ["M1", "M11"], "value": month},
        {"dtickrange": ["M12", None], "value": "%Y"},
    ]


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
