"""This module is about the tables of change: pairs and territories, recent events against what is expected."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.blocks import counted, ground_line
from dashboard.data import ask
from dashboard.names import named, pair_names
from dashboard.parts import heading, pick
from dashboard.queries import selection
from dashboard.sections.opening import open_pair
from dashboard.session import Context

SHOWN = 200  # rows
Window = tuple[dt.date, dt.date]


def draw_change_tables(
    context: Context, pairs: pd.DataFrame, territories: pd.DataFrame, recent: Window, baseline: Window
) -> None:
    """Two tabs; a row opens its dyad, or the map of its territory."""
    words = context.words
    heading(words("overview.pairs"), words("overview.pairs_sub"))
    by_pair, by_territory = st.tabs([words("overview.by_pair"), words("overview.by_territory")])
    with by_pair:
        rows = pairs.head(SHOWN)
        chosen = _draw(context, rows, words("overview.pair"), pair_names(context, rows["a"], rows["b"]))
        if chosen is not None:
            open_pair(context, str(chosen["a"]), str(chosen["b"]))
    with by_territory:
        rows = territories.head(SHOWN)
        chosen = _draw(context, rows, words("overview.territory"), named(context, rows["territory"]))
        if chosen is not None:
            context.go(replace(context.filter.during(*recent), territories=(str(chosen["territory"]),)), page="map")
    both = baseline[0], recent[1]
    totals: selection.Totals = ask(context.cube, selection.totals, context.filter.during(*both))
    st.html(ground_line(context, counted(context, totals.events, both)))


def _draw(context: Context, rows: pd.DataFrame, first: str, names: list[str]) -> pd.Series | None:
    """One table; returns the row that was clicked."""
    words = context.words
    table = pd.DataFrame(
        {
            first: names,
            words("overview.change"): [words(f"change.{code}") for code in rows["change"]],
            words("overview.recent"): rows["recent"],
            words("overview.expected"): rows["expected"].round(1),
            words("overview.tone"): rows["goldstein"].round(1),
            words("overview.tone_before"): rows["goldstein_before"].round(1),
        }
    )
    row = pick(context, table, f"change:{first}", _columns(context), words("overview.pairs"), most=380)
    return None if row is None else rows.iloc[row]


def _columns(context: Context) -> dict[str, Any]:
    names = ("recent", "expected", "tone", "tone_before")
    column = st.column_config.NumberColumn
    return {context.words(f"overview.{name}"): column(format="localized", width="small") for name in names}
