"""This module is about comparison: the tone of this view beside that of another dyad or actor, same period and filters."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.data import ask
from dashboard.filters import Filter
from dashboard.names import pair_name
from dashboard.parts import heading
from dashboard.queries import relations, selection
from dashboard.sections.course import beside, draw_tone_block
from dashboard.session import Context


def draw_versus_pair(context: Context, a: str, b: str, grain: str) -> None:
    """Another pair, chosen among the busiest of all time."""
    pairs: pd.DataFrame = ask(context.cube, relations.pairs, Filter(period="all"), limit=100)
    options = [f"{x},{y}" for x, y in zip(pairs["a"], pairs["b"], strict=True) if {x, y} != {a, b}]
    _draw(context, "dyad", options, 2, pair_name(context, a, b), grain)


def draw_versus_actor(context: Context, actor: str, grain: str) -> None:
    """Another actor, chosen among the most frequent."""
    choices: selection.Options = ask(context.cube, selection.options)
    _draw(context, "actor", [code for code in choices.actors if code != actor], 1, context.name(actor), grain)


def _draw(context: Context, page: str, options: list[str], size: int, own: str, grain: str) -> None:
    words, given = context.words, context.view.versus
    current = ",".join(given) if len(given) == size else ""
    if current and current not in options:
        options = [current, *options]
    heading(words(f"{page}.versus"), words("dyad.versus_sub"))

    def name_of(code: str) -> str:
        return " ↔ ".join(context.name(actor) for actor in code.split(","))

    wanted = st.selectbox(
        words(f"{page}.versus_pick"),
        options,
        options.index(current) if current else None,
        name_of,
        key=context.key("versus"),
        placeholder=words(f"{page}.versus_none"),
    )
    if (wanted or "") != current:
        context.go(versus=tuple(wanted.split(",")) if wanted else ())
    if not current:
        return
    codes = current.split(",")
    other = replace(context.filter, a=(codes[0],), b=tuple(codes[1:]), directed=False)
    lines = beside(context, grain, other, (own, name_of(current)))
    draw_tone_block(context, grain, lines, name="versus-tone", title=" · ".join(line.name for line in lines))
