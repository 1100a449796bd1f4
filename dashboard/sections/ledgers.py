"""This module is about ledgers: visits, agreements and sanctions over all time, each row a way to its sentence."""

import pandas as pd
import streamlit as st

from dashboard.data import ask
from dashboard.names import dyad_name, kind_name, placed
from dashboard.parts import heading, pick, remark
from dashboard.queries import relations
from dashboard.session import Context


def draw_ledgers(context: Context) -> None:
    """One tab a ledger, newest first."""
    words = context.words
    heading(words("dyad.ledgers"), words("dyad.ledgers_sub"))
    tabs = st.tabs([words(f"dyad.{name}") for name in relations.LEDGERS])
    for tab, name in zip(tabs, relations.LEDGERS, strict=True):
        with tab:
            _draw_ledger(context, name)


def _draw_ledger(context: Context, name: str) -> None:
    words = context.words
    rows: pd.DataFrame = ask(context.cube, relations.ledger, context.filter, name=name)
    if not len(rows):
        return remark(words("dyad.ledger_empty"))
    shown = pd.DataFrame(
        {
            words("timeline.date"): [words.day(row.event_date, row.date_precision) for row in rows.itertuples()],
            words("overview.pair"): [
                dyad_name(context, row.source, row.target, bool(row.mutual)) for row in rows.itertuples()
            ],
            words("table.event_type"): [kind_name(context, row.event_type, row.mode) for row in rows.itertuples()],
            words("map.name"): placed(context, rows),
            words("timeline.articles"): rows["n_articles"],
        }
    )
    row = pick(context, shown, f"ledger-{name}", {}, words(f"dyad.{name}"), most=320)
    if row is not None:
        context.go(page="event", event=str(rows.iloc[row]["event_id"]))
    return None
