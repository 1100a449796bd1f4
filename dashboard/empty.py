"""This module is about what is shown when there is nothing to show: an empty store, an unreadable one, no match."""

from dataclasses import replace

import streamlit as st

from dashboard import escape
from dashboard.chips import chips
from dashboard.data import ask
from dashboard.queries import change
from dashboard.session import Context
from dashboard.text import Words


def say(title: str, *paragraphs: str) -> None:
    """A heading and a few lines in place of a figure."""
    st.html(
        f"<div class='dt-empty'><h2>{escape.html(title)}</h2>"
        + "".join(f"<p>{escape.html(p)}</p>" for p in paragraphs)
        + "</div>"
    )


def draw_empty_store(words: Words) -> None:
    """What to run first."""
    say(words("empty.title"), words("empty.body"))
    st.code("detente run data/articles", language="bash")
    st.caption(words("empty.then"))


def draw_unreadable(words: Words, reason: str) -> None:
    """One line, no trace."""
    say(words("empty.error_title"), words("empty.error_body", reason=reason))
    st.caption(words("empty.error_hint"))


def draw_page_error(words: Words, number: str) -> None:
    """One line with a number that the log repeats."""
    st.error(escape.markdown(words("empty.page_error", number=number)), icon=":material/error:")


def draw_no_match(context: Context) -> None:
    """No event, told apart from no data; each filter can be taken away with one click."""
    words = context.words
    articles: int = ask(
        context.cube,
        change.articles_between,
        start=context.cube.span(context.filter)[0],
        end=context.cube.span(context.filter)[1],
    )
    say(words("empty.none_title"), words("empty.none_body", n=articles) if articles else words("empty.none_nodata"))
    with st.container(horizontal=True):
        for index, (_, label, rest) in enumerate(chips(context)):
            if st.button(escape.markdown(words("empty.without", label=label)), key=f"without:{index}"):
                context.go(rest)
        if context.filter.period != "all" and st.button(words("empty.widen"), key="widen", type="primary"):
            context.go(replace(context.filter, period="all", start=None, end=None))
