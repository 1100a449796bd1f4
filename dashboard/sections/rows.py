"""This module is about rows of events: which columns, in which order, and how each is written for people."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.data import ask
from dashboard.filters import SORTABLE, View
from dashboard.names import placed
from dashboard.queries import events
from dashboard.session import Context

SHOWN = (
    "event_date", "event_type", "source", "target", "place_name", "place_country", "goldstein", "n_articles", "confidence",
)  # fmt: skip
WIDTHS = {"source": 118, "target": 118, "place_name": 118, "place_country": 118}  # pixels; the rest follow their texts
HELD = (
    "event_id", "date_precision", "mode", "quad_class", "source_sector", "target_sector", "place_precision", "n_outlets",
    "status",
)  # fmt: skip


def chosen_columns(view: View) -> list[str]:
    """The columns of the link, else the usual ones."""
    return [name for name in view.columns if name in SHOWN + HELD] or list(SHOWN)


def draw_row_controls(context: Context, columns: list[str]) -> None:
    """Search, order, direction, columns; a change goes into the URL."""
    words, view, key = context.words, context.view, context.key
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        find = st.text_input(
            words("table.find"),
            view.find,
            key=key("find"),
            placeholder=words("table.find_hint"),
            icon=":material/search:",
            max_chars=200,
            width=320,
        )
        sort = st.selectbox(
            words("table.sort"),
            SORTABLE,
            SORTABLE.index(view.sort),
            lambda c: words(f"table.{c}"),
            key=key("sort"),
            width=190,
        )
        up = st.segmented_control(
            words("table.order"),
            (False, True),
            default=view.up,
            format_func=lambda x: words("table.up" if x else "table.down"),
            key=key("up"),
        )
        with st.popover(words("table.columns"), icon=":material/view_column:"):
            chosen = st.multiselect(
                words("table.columns"), SHOWN + HELD, columns, lambda c: words(f"table.{c}"), key=key("columns")
            )
    wanted = {"find": find, "sort": sort, "up": view.up if up is None else up, "columns": _link_columns(chosen)}
    if any(getattr(view, name) != value for name, value in wanted.items()):
        context.turn(1, **wanted)


def _link_columns(chosen: Sequence[str]) -> tuple[str, ...]:
    """What a link says about columns: nothing when they are the usual ones."""
    return () if tuple(chosen) == SHOWN else tuple(chosen)


def readable(context: Context, rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The rows in the reader's words, with one sentence each."""
    said: dict[str, str] = ask(context.cube, events.sentences, ids=tuple(rows["event_id"]))
    writers = _writers(context)
    shown = {
        context.words(f"table.{name}"): writers[name](rows) if name in writers else _plain(rows[name])
        for name in columns
    }
    shown[context.words("table.sentence")] = [said.get(event_id, "") for event_id in rows["event_id"]]
    return pd.DataFrame(shown)


def _plain(values: pd.Series) -> pd.Series:
    return values if pd.api.types.is_numeric_dtype(values) else values.fillna("–")


def _writers(context: Context) -> dict[str, Callable[[pd.DataFrame], Any]]:
    """How a column is written where its code is not its text."""
    words = context.words

    def each(column: str, write: Callable[[Any], str]) -> Callable[[pd.DataFrame], list[str]]:
        return lambda rows: [write(value) if isinstance(value, str) else "–" for value in rows[column]]

    return {
        "event_date": lambda rows: [
            words.day(None if pd.isna(day) else day, precision)
            for day, precision in zip(rows["event_date"], rows["date_precision"], strict=True)
        ],
        "place_name": lambda rows: placed(context, rows),
        "event_type": each("event_type", words.type),
        "mode": each("mode", lambda mode: words.maybe("mode", mode)),
        "date_precision": each("date_precision", lambda code: words.maybe("grain", code)),
        "quad_class": lambda rows: [words.quad(quad) for quad in rows["quad"]],
        "goldstein": lambda rows: rows["goldstein"].round(1),
        "place_precision": each("place_precision", lambda code: words.maybe("precision", code)),
        "confidence": lambda rows: (rows["confidence"] * 100).round(),
        "status": each("status", lambda code: words.maybe("status", code)),
        **{name: each(name, context.name) for name in ("source", "target", "place_country")},
        **{name: each(name, words.sector) for name in ("source_sector", "target_sector")},
    }


def column_formats(context: Context) -> dict[str, Any]:
    """Widths and number formats of the columns that need one."""
    words = context.words
    return {
        words("table.sentence"): st.column_config.TextColumn(width="large"),
        **{words(f"table.{name}"): st.column_config.TextColumn(width=px) for name, px in WIDTHS.items()},
        words("table.confidence"): st.column_config.NumberColumn(format="%d %%", width="small"),
        words("table.goldstein"): st.column_config.NumberColumn(format="localized", width="small"),
    }
