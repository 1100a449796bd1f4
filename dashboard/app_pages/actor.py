"""The actor page answers: who deals with this actor, and how?"""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import escape
from dashboard.app_pages.network import open_pair
from dashboard.cube import grain as grain_of
from dashboard.data import ask
from dashboard.figures.balance import describe_balance, draw_balance, draw_partners
from dashboard.figures.river import describe_river, draw_river
from dashboard.frame import describe
from dashboard.parts import cards, heading, named, note, twin
from dashboard.queries import relations, selection, time
from dashboard.session import Context

QUIET = {"displayModeBar": False}


def draw(context: Context) -> None:
    """A picker without an actor; else partners, balance, sectors, course, main events."""
    words, cube, f = context.words, context.cube, context.filter
    actor = _draw_picker(context)
    if actor is None:
        return
    st.html(f"<h2 class='dt-pair'>{escape.html(context.name(actor))}</h2>")
    left, right = st.columns(2, gap="large")
    with left:
        _draw_partners(context, actor)
    with right:
        heading(words("actor.balance"), words("actor.balance_sub"))
        table: pd.DataFrame = ask(cube, relations.balance, f, a=actor, b=None)
        names = context.name(actor), words("actor.others")
        chosen: Any = st.plotly_chart(
            draw_balance(table, *names, words, context.look),
            key=context.key("balance"),
            theme=None,
            config=QUIET,
            on_select="rerun",
            selection_mode="points",
            alt=describe_balance(table, *names, words),
        )
        points = chosen.selection["points"] if chosen else []
        if points:
            context.go(replace(f, types=(str(points[0]["customdata"]),)), page="table")
        _draw_sectors(context, actor)
    grain = grain_of(ask(cube, time.extent, f))
    bins: pd.DataFrame = ask(cube, time.bins, f, grain=grain)
    heading(words("timeline.river"))
    st.plotly_chart(
        draw_river(bins, grain, words, context.look, f.share, ask(cube, time.gaps, f, grain=grain)),
        key=context.key("course"),
        theme=None,
        config=QUIET,
        alt=describe_river(bins, words, describe(context)),
    )
    note(context)
    heading(words("dyad.main"), words("dyad.main_sub"))
    cards(context, ask(cube, time.top_events, f, limit=6), "actor")


def _draw_picker(context: Context) -> str | None:
    """The actor of the filter; the picker sets it."""
    words, f = context.words, context.filter
    choices: selection.Options = ask(context.cube, selection.options)
    current = (f.a or f.b or (None,))[0]
    if current:
        return current
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
        for code in choices.actors[:12]:
            if st.button(escape.markdown(context.name(code)), key=f"actor:{code}"):
                context.go(replace(f, a=(code,)))
    return None


def _draw_partners(context: Context, actor: str) -> None:
    words = context.words
    heading(words("actor.partners"), words("actor.partners_sub"))
    table: pd.DataFrame = ask(context.cube, relations.partners, context.filter, actor=actor)
    first = table.iloc[0]["partner"] if len(table) else None
    alt = (
        words("figure.alt_partners", a=context.name(actor), n=len(table), b=context.name(first))
        if first
        else words("figure.alt_empty", view=context.name(actor))
    )
    chosen: Any = st.plotly_chart(
        draw_partners(table, context.name, words, context.look),
        key=context.key("partners"),
        theme=None,
        config=QUIET,
        on_select="rerun",
        selection_mode="points",
        alt=alt,
    )
    points = chosen.selection["points"] if chosen else []
    if points:
        open_pair(context, actor, str(points[0]["customdata"]))
    shown = pd.DataFrame(
        {
            words("actor.partner"): named(context, table["partner"]),
            words("map.n"): table["n"],
            words("actor.done"): table["done"],
            words("actor.received"): table["received"],
            words("map.tone"): table["goldstein"].round(1),
        }
    )
    row = twin(context, shown, "partners", words("actor.partners"))
    if row is not None:
        open_pair(context, actor, str(table.iloc[row]["partner"]))


def _draw_sectors(context: Context, actor: str) -> None:
    words = context.words
    heading(words("actor.sectors"))
    rows: pd.DataFrame = ask(context.cube, relations.sectors, context.filter, actor=actor)
    body = "".join(
        f"<tr><td>{escape.html(words.sector(row.sector) if isinstance(row.sector, str) else words('actor.sector_none'))}</td>"
        f"<td class='num'>{escape.html(words.number(int(row.n)))}</td><td class='num'>{escape.html(words.signed(row.goldstein))}</td></tr>"
        for row in rows.head(8).itertuples()
    )
    head = (
        f"<th>{escape.html(words('actor.sector'))}</th><th class='num'>{escape.html(words('map.n'))}</th>"
        f"<th class='num'>{escape.html(words('map.tone'))}</th>"
    )
    st.html(f"<table class='dt-table'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
