"""This module is about figure blocks: the one way a page shows a figure, so that none stands without its ground.

The ground is what the figure counts, over which period, in which data version and how normalised; its words are the
alternative text; its twin is the table that says and selects the same, for the keyboard and the screen reader.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import escape
from dashboard.data import ask
from dashboard.figures.measure import Measure
from dashboard.parts import heading, pick
from dashboard.plotclicks import clicked_mark
from dashboard.queries import change
from dashboard.session import Context

Span = tuple[dt.date, dt.date]
Mode = Literal["points", "box"]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a figure rests on: how many of what (`count`, a phrase), over which period, how normalised, and any caveat."""

    count: str
    period: Span
    how: str
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Twin:
    """The figure as a table; `codes` says what a click on each row selects, in the codes of the figure's marks."""

    table: pd.DataFrame
    codes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class EChart:
    """An ECharts option, and the codes that a selection's indices count, by kind of mark (`node`, `edge`, or any)."""

    option: dict[str, Any]
    codes: Mapping[str, Sequence[str]]
    height: int


@dataclass(frozen=True, slots=True)
class Clicks:
    """What selections do: `pick` gets the codes of marks, `brush` the two ends of a box along the horizontal axis."""

    pick: Callable[[list[str]], None] | None = None
    brush: Callable[[str, str], None] | None = None
    boxes: bool = False  # whether a box picks the marks in it

    @property
    def modes(self) -> tuple[Mode, ...]:
        """Plotly's selection modes."""
        points: tuple[Mode, ...] = ("points",) if self.pick else ()
        return (*points, "box") if self.brush or self.boxes else points


def measured(context: Context, span: Span | None = None) -> Measure:
    """How the counts of `span` (the view's period unless given) are said: plain, or per 1,000 articles of that time."""
    if not context.filter.share:
        return Measure(context.words)
    start, end = span or context.cube.span(context.filter)
    articles: int = ask(context.cube, change.articles_between, start=start, end=end)
    return Measure(context.words, articles)


def counted(context: Context, n: int | None = None, span: Span | None = None, *caveats: str) -> Ground:
    """The ground of a figure that counts `n` events (the view's total unless given)."""
    words = context.words
    return Ground(
        words("frame.events", n=context.totals.events if n is None else n),
        span or context.cube.span(context.filter),
        words("frame.normalised" if context.filter.share else "frame.counted"),
        caveats,
    )


def averaged(context: Context, n: int, *caveats: str) -> Ground:
    """The ground of a figure of mean scores, which no coverage changes."""
    words = context.words
    return Ground(words("frame.events", n=n), context.cube.span(context.filter), words("frame.averaged"), caveats)


def figure_block(
    context: Context,
    name: str,
    figure: go.Figure | EChart,
    *,
    title: str,
    sub: str = "",
    alt: str,
    ground: Ground,
    twin: Twin,
    clicks: Clicks | None = None,
    legend: str = "",
    config: Mapping[str, Any] | None = None,
) -> None:
    """A heading, the figure, its legend (HTML), its ground, its twin; a selection in either does what `clicks` says."""
    clicks = clicks or Clicks()
    heading(title, sub)
    if isinstance(figure, EChart):
        codes, box = _chart(context, name, figure, alt, clicks), None
    else:
        codes, box = _plot(context, name, figure, alt, clicks, config or {"displayModeBar": False})
    st.html(legend + ground_line(context, ground))
    row = _twin(context, name, twin, title)
    if box and clicks.brush:
        clicks.brush(*box)
    codes = codes or ([twin.codes[row]] if row is not None and row < len(twin.codes) else [])
    if codes and clicks.pick:
        clicks.pick(codes)


def _plot(
    context: Context, name: str, figure: go.Figure, alt: str, clicks: Clicks, config: Mapping[str, Any]
) -> tuple[list[str], tuple[str, str] | None]:
    chosen: Any = st.plotly_chart(
        figure,
        key=context.key(name),
        theme=None,
        config=dict(config),
        alt=alt,
        on_select="rerun" if clicks.modes else "ignore",
        selection_mode=clicks.modes or ("points",),
    )
    if not clicks.modes:
        return [], None
    points = chosen.selection["points"] if chosen else []
    boxes = chosen.selection.get("box") if chosen and clicks.brush else None
    codes = [str(point.get("customdata") or point.get("location") or "") for point in points]
    if clicks.pick and clicks.brush:
        codes += clicked_mark(context.key(name))
    ends = sorted(str(x)[:10] for x in boxes[0]["x"]) if boxes else []
    return [code for code in dict.fromkeys(codes) if code], (ends[0], ends[-1]) if ends else None


def _chart(context: Context, name: str, chart: EChart, alt: str, clicks: Clicks) -> list[str]:
    chosen: Any = st.echarts_chart(
        chart.option,
        height=chart.height,
        key=context.key(name),
        on_select="rerun" if clicks.pick else "ignore",
        theme=None,
        alt=alt,
    )
    codes = []
    for group in chosen.selection.selected if clicks.pick and chosen else []:
        known = chart.codes.get(group.get("data_type") or "", chart.codes.get("", ()))
        codes += [known[index] for index in group["data_indices"] if 0 <= index < len(known)]
    return codes[-1:]


def ground_line(context: Context, ground: Ground) -> str:
    """What stands under every figure and table of numbers, as HTML."""
    base = context.words(
        "frame.note",
        n=ground.count,
        period=context.words.period(*ground.period),
        version=str(context.cube.version),
    )
    return f"<p class='dt-note'>{escape.html(' · '.join([base, ground.how, *ground.caveats]))}</p>"


def _twin(context: Context, name: str, twin: Twin, title: str) -> int | None:
    with st.expander(
        context.words("frame.table_twin"), icon=":material/table_rows:", type="compact", key=context.key(f"twin:{name}")
    ):
        return pick(context, twin.table, f"twin-table:{name}", {}, title, most=320)
