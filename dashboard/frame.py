"""This module is about the frame that all pages share: the question, the sentence of the view, links, and what is wrong."""

from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from dashboard import escape
from dashboard.chips import draw_chips
from dashboard.data import ask
from dashboard.filters import LANGS, State
from dashboard.links import Problem, encode
from dashboard.queries import selection
from dashboard.sentence import about_data, describe
from dashboard.session import Context, app_url, go
from dashboard.text import Words

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
