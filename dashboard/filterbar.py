"""This module is about the filter bar: the controls in the sidebar; nothing runs until Apply."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard import escape
from dashboard.chips import go_first
from dashboard.data import ask
from dashboard.filters import PERIODS, QUADS, SECTORS
from dashboard.queries import selection
from dashboard.session import Context
from etl.schema import EVENT_TYPES


def draw_filters(context: Context) -> None:
    """The filters in the sidebar; nothing runs until Apply."""
    words, f = context.words, context.filter
    choices: selection.Options = ask(context.cube, selection.options)
    key = context.key
    names = {actor: context.name(actor) for actor in dict.fromkeys((*choices.actors, *f.a, *f.b))}

    first, last = context.cube.span(f)
    with st.sidebar, st.form(key("filters"), border=False):
        st.html(f"<h2 class='dt-side'>{escape.html(words('filter.title'))}</h2>")
        period = st.pills(
            words("filter.period"),
            PERIODS[:-1],
            default=None if f.period == "custom" else f.period,
            format_func=lambda code: words(f"period.{code}"),
            key=key("period"),
        )
        dates = st.date_input(
            words("filter.dates"),
            (first, last),
            min_value=dt.date(1800, 1, 1),
            max_value=dt.date(2200, 12, 31),
            format="DD/MM/YYYY" if words.lang == "fr" else "YYYY-MM-DD",
            key=key("dates"),
        )
        a = st.multiselect(
            words("filter.a"), list(names), f.a, lambda code: names[code], key=key("a"), placeholder=words("filter.any")
        )
        b = st.multiselect(
            words("filter.b"), list(names), f.b, lambda code: names[code], key=key("b"), placeholder=words("filter.any")
        )
        quads = st.pills(
            words("filter.quads"),
            QUADS,
            selection_mode="multi",
            default=f.quads,
            format_func=words.quad,
            key=key("quads"),
        )
        share = st.toggle(words("filter.share"), f.share, key=key("share"), help=words("filter.share_help"))
        with st.expander(words("filter.more"), key=key("more")):
            chosen = _more(context, choices, key)
        st.form_submit_button(words("filter.apply"), type="primary", width="stretch", key=key("apply"))
    given = tuple(dates) if isinstance(dates, tuple) else (dates,)
    wanted = replace(f, a=tuple(a), b=tuple(b), quads=tuple(sorted(quads)), share=share, **chosen)
    if period and period != f.period:
        wanted = replace(wanted, period=period, start=None, end=None)
    elif len(given) == 2 and given != (first, last):
        wanted = wanted.during(given[0], given[1])
    if wanted != f:
        go_first(context, wanted)


def _more(context: Context, choices: selection.Options, key: Callable[[str], str]) -> dict[str, Any]:
    """The rarer filters."""
    words, f = context.words, context.filter
    every = words("filter.any")
    types = st.multiselect(words("filter.types"), EVENT_TYPES, f.types, words.type, key=key("types"), placeholder=every)
    directed = st.checkbox(words("filter.directed"), f.directed, key=key("directed"))
    a_sectors = st.multiselect(
        words("filter.a_sectors"), SECTORS, f.a_sectors, words.sector, key=key("as"), placeholder=every
    )
    b_sectors = st.multiselect(
        words("filter.b_sectors"), SECTORS, f.b_sectors, words.sector, key=key("bs"), placeholder=every
    )
    lands = list(dict.fromkeys((*choices.territories, *f.territories)))
    territories = st.multiselect(
        words("filter.territories"), lands, f.territories, context.name, key=key("terr"), placeholder=every
    )
    papers = list(dict.fromkeys((*choices.outlets, *f.outlets)))
    outlets = st.multiselect(words("filter.outlets"), papers, f.outlets, key=key("outlet"), placeholder=every)
    tongues = list(dict.fromkeys((*choices.langs, *f.langs)))
    langs = st.multiselect(
        words("filter.langs"),
        tongues,
        f.langs,
        lambda code: words.maybe("language", code),
        key=key("in"),
        placeholder=every,
    )
    confidence = st.slider(words("filter.confidence"), 0.0, 1.0, float(f.confidence), 0.05, key=key("conf"))
    return {
        "types": tuple(types),
        "directed": directed,
        "a_sectors": tuple(a_sectors),
        "b_sectors": tuple(b_sectors),
        "territories": tuple(territories),
        "outlets": tuple(outlets),
        "langs": tuple(langs),
        "confidence": round(confidence, 2),
    }
