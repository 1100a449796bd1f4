"""The timeline answers: when? One time axis for all its figures; a brush sets the period for every page."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import escape
from dashboard.cube import grain as grain_of
from dashboard.data import ask
from dashboard.figures.calendar import draw_calendar
from dashboard.figures.river import describe_river, draw_river
from dashboard.figures.tension import Line, describe_tension, draw_tension, find_breaks
from dashboard.frame import describe
from dashboard.parts import cards, heading, note, twin
from dashboard.queries import time
from dashboard.session import Context

QUIET = {"displayModeBar": False}


def draw(context: Context) -> None:
    """River, tone, changes of level, calendar."""
    words, cube, f = context.words, context.cube, context.filter
    grain = grain_of(ask(cube, time.extent, f))
    bins: pd.DataFrame = ask(cube, time.bins, f, grain=grain)
    gaps: pd.DataFrame = ask(cube, time.gaps, f, grain=grain)
    left_out: int = ask(cube, time.undated, f, grain=grain)
    total = bins.groupby("date", as_index=False).agg(n=("n", "sum"), articles=("articles", "max"))
    breaks = find_breaks(total.assign(level=total["n"].map(lambda n: float(n) ** 0.5)), "level")
    heading(words("timeline.river"), words("timeline.river_sub", grain=words(f"grain.{grain}")))
    river = draw_river(bins, grain, words, context.look, f.share, gaps, breaks)
    chosen = st.plotly_chart(
        river,
        key=context.key("river"),
        theme=None,
        on_select="rerun",
        selection_mode=("box", "points"),
        config=QUIET,
        alt=describe_river(bins, words, describe(context)),
    )
    note(context, int(bins["n"].sum()), *([words("timeline.river_undated", n=left_out)] if left_out else []))
    _brush(context, chosen, grain)
    _twin(context, total, grain)
    _draw_tension(context, grain, breaks)
    _draw_breaks(context, breaks, grain)
    _draw_calendar(context)


def _twin(context: Context, total: pd.DataFrame, grain: str) -> None:
    words = context.words
    shown = total.iloc[::-1].rename(
        columns={"date": words("timeline.date"), "n": words("timeline.n"), "articles": words("timeline.articles")}
    )
    shown[words("timeline.date")] = pd.to_datetime(shown[words("timeline.date")]).dt.date
    row = twin(context, shown, "river", words("timeline.river"))
    if row is not None:
        start = shown.iloc[row][words("timeline.date")]
        context.go(context.filter.during(start, start + dt.timedelta(days=_days(grain) - 1)))


def _days(grain: str) -> int:
    return {"day": 1, "week": 7, "month": 31, "year": 366}[grain]


def _brush(context: Context, chosen: Any, grain: str) -> None:
    """A box across the bars, or a click on one, becomes the period."""
    selection = chosen.selection if chosen else None
    if selection and selection.get("box"):
        ends = sorted(str(x)[:10] for x in selection["box"][0]["x"])
        context.go(context.filter.during(dt.date.fromisoformat(ends[0]), dt.date.fromisoformat(ends[-1])))
    if selection and selection.get("points"):
        first = dt.date.fromisoformat(str(selection["points"][0]["customdata"])[:10])
        if grain != "day":
            context.go(context.filter.during(first, first + dt.timedelta(days=_days(grain) - 1)))


def _draw_tension(context: Context, grain: str, breaks: list[pd.Timestamp]) -> None:
    words, look = context.words, context.look
    heading(words("timeline.tension"), words("timeline.tension_sub"))
    lines = tension_lines(context, grain)
    chosen = st.plotly_chart(
        draw_tension(lines, words, look, breaks),
        key=context.key("tension"),
        theme=None,
        on_select="rerun",
        selection_mode=("box",),
        config=QUIET,
        alt=describe_tension(lines, words, describe(context)),
    )
    note(context, sum(int(line.bins["n"].sum()) for line in lines))
    _brush(context, chosen, grain)
    table = (
        pd.concat([line.bins.assign(name=line.name) for line in lines])[["date", "name", "n", "mean"]]
        if lines
        else pd.DataFrame()
    )
    twin(
        context,
        table.assign(date=pd.to_datetime(table["date"]).dt.date) if len(table) else table,
        "tension",
        words("timeline.tension"),
    )


def tension_lines(context: Context, grain: str) -> list[Line]:
    """Both directions when the view is about one pair, else one line for all events."""
    f, cube, look = context.filter, context.cube, context.look
    if len(f.a) == 1 and len(f.b) == 1 and f.a != f.b:
        a, b = f.a[0], f.b[0]
        return [
            Line(
                f"{context.name(a)} → {context.name(b)}", ask(cube, time.tension, f, grain=grain, a=a, b=b), look.accent
            ),
            Line(
                f"{context.name(b)} → {context.name(a)}", ask(cube, time.tension, f, grain=grain, a=b, b=a), "#C08A2B"
            ),
        ]
    return [Line(context.words("timeline.all"), ask(cube, time.tension, f, grain=grain), look.accent)]


def _draw_breaks(context: Context, breaks: list[pd.Timestamp], grain: str) -> None:
    words = context.words
    heading(words("timeline.breaks"), words("timeline.breaks_sub", grain=words(f"grain.{grain}")))
    if not breaks:
        st.html(f"<p class='dt-sub'>{escape.html(words('timeline.breaks_none'))}</p>")
        return
    for column, date in zip(st.columns(len(breaks)), breaks, strict=True):
        start = date.date()
        end = start + dt.timedelta(days=_days(grain) - 1)
        with column:
            st.html(f"<p class='dt-sub'><b>{escape.html(words.period(start, end))}</b></p>")
            cards(
                context,
                ask(
                    context.cube,
                    time.top_events,
                    context.filter,
                    limit=2 if len(breaks) > 2 else 3,
                    start=start,
                    end=end,
                ),
                f"break{start}",
            )


def _draw_calendar(context: Context) -> None:
    words = context.words
    days: pd.DataFrame = ask(context.cube, time.days, context.filter)
    if not len(days):
        return
    heading(words("timeline.calendar"), words("timeline.calendar_sub"))
    busiest = days.loc[days["n"].idxmax()]
    alt = words(
        "figure.alt_calendar",
        view=describe(context),
        day=words.day(busiest["date"]),
        top=words.number(int(busiest["n"])),
    )
    chosen = st.echarts_chart(
        draw_calendar(days, words, context.look),
        height=160,
        key=context.key("calendar"),
        on_select="rerun",
        theme=None,
        alt=alt,
    )
    indices = [index for group in chosen.selection.selected for index in group["data_indices"]] if chosen else []
    if indices and indices[-1] < len(days):
        day = pd.Timestamp(days.iloc[indices[-1]]["date"]).date()
        context.go(replace(context.filter.during(day, day)))
    shown = days.iloc[::-1].assign(date=pd.to_datetime(days.iloc[::-1]["date"]).dt.date)[["date", "n"]]
    row = twin(
        context,
        shown.rename(columns={"date": words("timeline.date"), "n": words("timeline.n")}),
        "calendar",
        words("timeline.calendar"),
    )
    if row is not None:
        day = shown.iloc[row]["date"]
        context.go(context.filter.during(day, day))
