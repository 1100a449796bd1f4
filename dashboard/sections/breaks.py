"""This module is about changes of level: where the number of events jumps, and what was most covered there."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard import escape
from dashboard.breaks import find_breaks
from dashboard.cards import cards
from dashboard.data import ask
from dashboard.parts import heading, remark
from dashboard.queries import time
from dashboard.sections.course import bin_span, total_of
from dashboard.session import Context


def breaks_of_view(context: Context, grain: str) -> list[pd.Timestamp]:
    """Dates at which the level of events changes; on square roots, which even out the noise of counts."""
    total = total_of(ask(context.cube, time.bins, context.filter, grain=grain))
    return find_breaks(total.assign(level=total["n"].map(lambda n: float(n) ** 0.5)), "level")


def draw_breaks(context: Context, grain: str, breaks: Sequence[pd.Timestamp]) -> None:
    """A column of event cards for each change of level."""
    words = context.words
    heading(words("timeline.breaks"), words("timeline.breaks_sub", grain=words(f"grain.{grain}")))
    if not breaks:
        return remark(words("timeline.breaks_none"))
    for column, date in zip(st.columns(len(breaks)), breaks, strict=True):
        with column:
            _draw_break(context, bin_span(date.date(), grain), 2 if len(breaks) > 2 else 3)
    return None


def _draw_break(context: Context, span: tuple[dt.date, dt.date], limit: int) -> None:
    st.html(f"<p class='dt-sub'><b>{escape.html(context.words.period(*span))}</b></p>")
    rows = ask(context.cube, time.top_events, context.filter, limit=limit, start=span[0], end=span[1])
    cards(context, rows, f"break{span[0]}")
