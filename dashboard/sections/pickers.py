"""This module is about pickers: what a page about one pair or one actor shows while none is chosen."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import escape
from dashboard.blocks import measured
from dashboard.data import ask
from dashboard.names import pair_names
from dashboard.parts import heading, pick
from dashboard.queries import relations, selection
from dashboard.session import Context

OFFERED = 12  # actors as buttons; the list holds all


def draw_pair_picker(context: Context) -> None:
    """The busiest pairs of the view; a click opens one."""
    words, f = context.words, context.filter
    heading(words("dyad.choose"), words("dyad.choose_sub"))
    table: pd.DataFrame = ask(context.cube, relations.pairs, replace(f, directed=False), limit=100)
    shown = pair_table(context, table)
    row = pick(context, shown, "choose", {}, words("dyad.choose"), most=460)
    if row is not None:
        context.go(replace(f, a=(str(table.iloc[row]["a"]),), b=(str(table.iloc[row]["b"]),)))


def pair_table(context: Context, pairs: pd.DataFrame) -> pd.DataFrame:
    """Pairs with their events, mean Goldstein score and share of conflict, as read by people."""
    words = context.words
    return pd.DataFrame(
        {
            words("overview.pair"): pair_names(context, pairs["a"], pairs["b"]),
            **measured(context).columns(pairs["n"]),
            words("figure.mean_goldstein"): pairs["goldstein"].round(1),
            words("network.conflict"): (pairs["conflict"] * 100).round(),
        }
    )


def draw_actor_picker(context: Context) -> None:
    """All actors by name, and the most frequent as buttons."""
    words, f = context.words, context.filter
    choices: selection.Options = ask(context.cube, selection.options)
    heading(words("actor.choose"), words("actor.choose_sub"))
    wanted = st.selectbox(
        words("actor.title"),
        choices.actors,
        None,
        context.name,
        key=context.key("actor"),
        placeholder=words("filter.any"),
    )
    if wanted:
        context.go(replace(f, a=(wanted,)))
    with st.container(horizontal=True):
        for code in choices.actors[:OFFERED]:
            if st.button(escape.markdown(context.name(code)), key=f"actor:{code}"):
                context.go(replace(f, a=(code,)))
