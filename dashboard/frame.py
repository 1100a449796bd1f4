"""This module is about the frame that all pages share: the filters, the sentence that says what is shown, the chips."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard import escape
from dashboard.data import ask
from dashboard.filters import LANGS, PERIODS, QUADS, SECTORS, Filter, Problem, State, encode
from dashboard.queries import selection
from dashboard.session import Context, app_url, go
from dashboard.text import Words
from etl.schema import EVENT_TYPES

UNFILTERED = ("event", "data", "places")  # pages that the filter does not narrow


def draw_header(context: Context, page: str) -> None:
    """The page's question, the sentence of the view, chips, and what stands in the way of trusting it."""
    words = context.words
    with st.container(horizontal=True, vertical_alignment="bottom", key="head"):
        st.html(
            f"<div class='dt-head'><h1>{escape.html(words(f'{page}.question'))}</h1>"
            f"<p class='dt-view'>{escape.html(about_data(context) if page in UNFILTERED else describe(context))}</p></div>"
        )
        with st.container(horizontal=True, width="content", key="tools", gap="small"):
            _draw_share(context, page)
            _draw_language(context)
    if page not in UNFILTERED:
        draw_chips(context)
    if context.opened.missing:
        st.warning(words("frame.version_gone"), icon=":material/history:")
    if context.opened.is_stale and context.view.data is None:
        with st.container(horizontal=True, vertical_alignment="center", key="stale"):
            st.html(f"<p class='dt-stale'>{escape.html(words('frame.stale'))}</p>")
            if st.button(words("frame.refresh"), icon=":material/refresh:", key="refresh"):
                st.session_state["version"] = context.opened.newest
                st.rerun()


def draw_problems(words: Words, problems: tuple[Problem, ...], unknown: tuple[str, ...] = ()) -> None:
    """Say which parts of a link mean nothing here."""
    if problems:
        shown = ", ".join(f"{problem.key}={problem.value[:40]}" for problem in problems[:6])
        st.warning(escape.markdown(words("frame.problems", n=len(problems), shown=shown)), icon=":material/link_off:")
    if unknown:
        st.info(escape.markdown(words("frame.unknown", shown=", ".join(unknown[:8]))), icon=":material/search_off:")


def describe(context: Context) -> str:
    """The view as one plain sentence; it doubles as alternative text."""
    words, cube, totals = context.words, context.cube, context.totals
    parts = [actors_of(context)] if context.filter.a or context.filter.b else []
    parts += [
        label for kind, label in chip_labels(context) if kind not in ("a", "b", "dir", "period", "share", "as", "bs")
    ]
    parts.append(words.period(*cube.span(context.filter)))
    head = " · ".join(parts)
    body = words("frame.events", n=totals.events) + words("frame.from_reports", n=totals.reports)
    how = words("frame.as_share") if context.filter.share else ""
    until = words("frame.data_to", day=words.day(cube.data_to), time=words.instant(cube.committed_at))
    return f"{head}{words('frame.colon')}{body}{how}{until}"


def about_data(context: Context) -> str:
    """Which data a page without a filter shows."""
    cube = context.cube
    return context.words(
        "frame.data",
        day=context.words.day(cube.data_to),
        time=context.words.instant(cube.committed_at),
        version=str(cube.version),
    )


def actors_of(context: Context) -> str:
    """Who the view is about: `Russia → North Korea`, `Russia ↔ North Korea`, or one side."""
    filter = context.filter
    names = [", ".join(context.name(actor) for actor in side) for side in (filter.a, filter.b)]
    if all(names):
        return f" {'→' if filter.directed else '↔'} ".join(names)
    return names[0] or names[1]


def chip_labels(context: Context) -> list[tuple[str, str]]:
    """Everything the filter narrows, as (kind, label); the labels are not escaped."""
    return [(kind, label) for kind, label, _ in chips(context)]


def chips(context: Context) -> list[tuple[str, str, Filter]]:
    """Kind, label, and the filter without it."""
    f, words = context.filter, context.words
    found: list[tuple[str, str, Filter]] = []
    if f.period != "1y":
        shown = words.period(*context.cube.span(f)) if f.period == "custom" else words(f"period.{f.period}")
        found.append(("period", shown, replace(f, period="1y", start=None, end=None)))
    lists: list[tuple[str, str, Callable[[Any], str]]] = [
        ("a", "a", context.name),
        ("a_sectors", "as", lambda s: f"A: {words.sector(s)}"),
        ("b", "b", context.name),
        ("b_sectors", "bs", lambda s: f"B: {words.sector(s)}"),
        ("quads", "quad", words.quad),
        ("types", "type", words.type),
        ("territories", "terr", lambda t: words("chip.in", place=context.name(t))),
        ("places", "place", _place_namer(context)),
        ("outlets", "outlet", str),
        ("langs", "in", lambda code: words.maybe("language", code)),
    ]
    for field, kind, label_of in lists:
        for value in getattr(f, field):
            rest = tuple(other for other in getattr(f, field) if other != value)
            narrower: dict[str, Any] = {field: rest}
            found.append((kind, label_of(value), replace(f, **narrower)))
    if f.directed:
        found.append(("dir", words("chip.directed"), replace(f, directed=False)))
    if f.confidence:
        found.append(("conf", words("chip.confidence", share=words.percent(f.confidence)), replace(f, confidence=0.0)))
    if f.share:
        found.append(("share", words("chip.share"), replace(f, share=False)))
    return found


def _place_namer(context: Context) -> Callable[[str], str]:
    names: dict[str, str] = ask(context.cube, selection.place_names, context.filter) if context.filter.places else {}
    return lambda place: context.words("chip.in", place=names.get(place) or place)


def draw_chips(context: Context) -> None:
    """One button a chip; it takes the chip away."""
    shown = chips(context)
    if not shown:
        return
    with st.container(horizontal=True, gap="small", key="chips"):
        for index, (kind, label, rest) in enumerate(shown):
            name = escape.markdown(label if len(label) < 60 else label[:57] + "…")
            if st.button(f"{name} :material/close:", key=f"chip:{kind}:{index}", help=context.words("chip.remove")):
                _go_first(context, rest)
        if len(shown) > 1 and st.button(context.words("chip.clear"), key="chip:all", type="tertiary"):
            _go_first(context, Filter())


def _go_first(context: Context, filter: Filter) -> None:
    """Another filter begins on the first page of lists."""
    go(context.pages, State(filter, replace(context.view, page=1, step=None)))


def _draw_share(context: Context, page: str) -> None:
    words = context.words
    with st.popover(words("frame.share"), icon=":material/link:", key="share"):
        base = app_url()
        path = "" if page == "overview" else f"/{page}"
        live = f"{base}{path}?{urlencode(encode(replace(context.state, view=replace(context.view, lang=None, data=None))), doseq=True)}"
        now = replace(context.view, lang=context.words.lang, data=context.cube.version)
        frozen = f"{base}{path}?{urlencode(encode(replace(context.state, view=now)), doseq=True)}"
        st.caption(words("frame.share_live"))
        st.code(live, language=None, wrap_lines=True)
        st.caption(words("frame.share_frozen", version=str(context.cube.version)))
        st.code(frozen, language=None, wrap_lines=True)


def _draw_language(context: Context) -> None:
    other = next(lang for lang in LANGS if lang != context.words.lang)
    if st.button(other.upper(), key="language", help=context.words(f"frame.to_{other}"), type="tertiary"):
        go(context.pages, State(context.filter, replace(context.view, lang=other)))


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
        _go_first(context, wanted)


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


def unknown_codes(context: Context) -> tuple[str, ...]:
    """Codes of the filter that this data does not hold at all."""
    choices: selection.Options = ask(context.cube, selection.options)
    f = context.filter
    return tuple(
        value
        for values, known in (
            (f.a + f.b, choices.actors),
            (f.territories, choices.territories),
            (f.outlets, choices.outlets),
            (f.langs, choices.langs),
        )
        for value in values
        if value not in known
    )
