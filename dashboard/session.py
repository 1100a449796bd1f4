"""This module is about the session: the state that a run draws, where it comes from, and how a click changes it.

The URL is the state. Streamlit drops the query when a reader follows the navigation, so the last state stands in for an
empty query; what belongs to one page only (an event, a page number) does not travel.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from dashboard.cube import Cube
from dashboard.data import Opened
from dashboard.figures.look import Look, look
from dashboard.filters import LANGS, Filter, State, View
from dashboard.links import Problem, decode, encode
from dashboard.queries.selection import Totals
from dashboard.text import Words


@dataclass(frozen=True, slots=True)
class Context:
    """What every page draws with."""

    state: State
    words: Words
    look: Look
    opened: Opened
    pages: Mapping[str, Any]
    totals: Totals

    @property
    def cube(self) -> Cube:
        """The data."""
        return self.opened.cube

    @property
    def filter(self) -> Filter:
        """Which events count."""
        return self.state.filter

    @property
    def view(self) -> View:
        """How they are shown."""
        return self.state.view

    def name(self, actor: str | None) -> str:
        """The name of an actor or territory in the reader's language (not escaped)."""
        return self.cube.name(actor, self.words.lang)

    def place(self, place_id: object, name: object) -> str | None:
        """The name of a place in the reader's language (not escaped), None where there is none."""
        return self.cube.place(place_id, name, self.words.lang)

    def key(self, name: str) -> str:
        """A widget key that changes with the state, so that no old selection meets a new figure."""
        return f"{name}:{self.cube.version}:{self.words.lang}:{hash(tuple(sorted((k, tuple(v)) for k, v in encode(self.state).items())))}"

    def go(self, filter: Filter | None = None, page: str | None = None, **view: Any) -> None:
        """Show another state, here or on another page; ends this run."""
        go(self.pages, self.moved(filter, page, **view), page)

    def turn(self, number: int, **view: Any) -> None:
        """Page `number` of the list this page shows, with other ways to show it; ends this run."""
        go(self.pages, State(self.filter, replace(self.view, page=number, **view)))

    def moved(self, filter: Filter | None = None, page: str | None = None, **view: Any) -> State:
        """The state after a click: on another page, what belonged to this one is left behind."""
        base = travelling(self.state.view) if page else self.state.view
        return State(filter or self.state.filter, replace(base, **view))

    def query(self, filter: Filter | None = None, page: str | None = None, **view: Any) -> dict[str, list[str]]:
        """The query of a link to that state."""
        return encode(self.moved(filter, page, **view))


def read_state() -> tuple[State, tuple[Problem, ...]]:
    """The state of this run, from the URL or, when a reader came by the navigation, from the run before."""
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    before: State | None = st.session_state.get("state")
    if not query and before is not None:
        problems: tuple[Problem, ...] = ()
        state = State(before.filter, travelling(before.view))
        if encode(state) != encode(State()):
            st.query_params.from_dict(encode(state))
    else:
        state, problems = decode(query)
    st.session_state["state"] = state
    return state, problems


def travelling(view: View) -> View:
    """What of a view goes along to another page."""
    return View(lang=view.lang, data=view.data)


def reading_language(view: View) -> str:
    """The language of the link, else the session's, else the browser's, else English."""
    if view.lang is None:
        return str(st.session_state.get("lang") or (_browser_language()))
    st.session_state["lang"] = view.lang
    return view.lang


def _browser_language() -> str:
    locale = (st.context.locale or "en")[:2].lower()
    return locale if locale in LANGS else "en"


def app_url() -> str:
    """The address of the app as this reader reaches it, without a page; empty in tests."""
    parts = urlsplit(st.context.url or "")
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"{parts.scheme}://{parts.netloc}{'/' + base if base else ''}" if parts.netloc else ""


def land_url() -> str:
    """Where the browser finds the base map: this server, below its base path."""
    return f"{app_url()}/app/static/countries.geojson"


def current_look() -> Look:
    """The look of the reader's theme."""
    theme = st.context.theme
    return look((getattr(theme, "type", None) or "light") == "dark")


def go(pages: Mapping[str, Any], state: State, page: str | None = None) -> None:
    """Put `state` into the URL and run again, on `page` if given."""
    st.session_state["state"] = state
    if page:
        st.switch_page(pages[page], query_params=encode(state))
    st.query_params.from_dict(encode(state))
    st.rerun()
