"""This module is about the map's controls: what it draws, and the period played step by step."""

import datetime as dt

import streamlit as st

from dashboard import escape
from dashboard.data import ask
from dashboard.filters import Filter
from dashboard.grains import grain as grain_of
from dashboard.queries import geography
from dashboard.session import Context

MODES = ("places", "countries", "arcs")
STEP_DAYS = {"day": 1, "week": 7, "month": 28, "year": 364}


def draw_map_controls(context: Context) -> tuple[str, Filter]:
    """The mode, and the filter of the step that is shown."""
    words, mode = context.words, context.view.mode if context.view.mode in MODES else "places"
    with st.container(horizontal=True, vertical_alignment="center", key="controls"):
        wanted = st.segmented_control(
            words("map.mode"),
            MODES,
            default=mode,
            format_func=lambda m: words(f"map.mode_{m}"),
            key=context.key("mode"),
            label_visibility="collapsed",
        )
        if wanted and wanted != mode:
            context.go(mode=wanted)
        return mode, _draw_steps(context)


def _draw_steps(context: Context) -> Filter:
    words = context.words
    first, last = context.cube.span(context.filter)
    step = dt.timedelta(days=STEP_DAYS[grain_of((first, last))])
    if context.view.step is None:
        if st.button(words("map.step"), icon=":material/play_arrow:", key="step"):
            context.go(step=first)
        return context.filter
    start = min(max(context.view.step, first), last)
    shown = context.filter.during(start, min(start + step - dt.timedelta(days=1), last))
    if st.button(words("map.previous"), icon=":material/chevron_left:", key="earlier", disabled=start <= first):
        context.go(step=max(first, start - step))
    if st.button(words("map.next"), icon=":material/chevron_right:", key="later", disabled=start + step > last):
        context.go(step=start + step)
    if st.button(words("map.step_off"), key="whole", type="tertiary"):
        context.go(step=None)
    _say_step(context, shown)
    return shown


def _say_step(context: Context, shown: Filter) -> None:
    located: dict[str, int] = ask(context.cube, geography.located, shown)
    period = context.words.period(*context.cube.span(shown))
    said = context.words("map.step_at", period=period, n=context.words("frame.events", n=sum(located.values())))
    st.html(f"<p class='dt-stale'><b>{escape.html(said)}</b></p>", width="content")
