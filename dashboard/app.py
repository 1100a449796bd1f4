# ruff: noqa: E402 (the project root must be on the path before the imports)
"""This module is about the app: `streamlit run dashboard/app.py` opens the store, draws the frame and the page of the URL."""

import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parents[1])
if ROOT not in sys.path:  # `streamlit run` puts the script's folder there, not the project's
    sys.path.insert(0, ROOT)

import logging
import secrets
from collections.abc import Callable
from typing import Any

import duckdb
import streamlit as st

from dashboard import empty, filterbar, frame
from dashboard.app_pages import PAGES
from dashboard.data import Opened, ask, leave, open_data
from dashboard.queries import selection
from dashboard.session import Context, current_look, read_state, reading_language
from dashboard.text import Words
from etl.errors import EtlError

HERE = Path(__file__).parent
DARK_BUTTONS = """<style>
[data-testid="stBaseButton-primary"], [data-testid="stBaseButton-primary"] p, [data-testid="stBaseButton-primaryFormSubmit"],
[data-testid="stBaseButton-primaryFormSubmit"] p,
[data-testid="stMultiSelect"] span[title], [data-testid="stMultiSelect"] span[title] ~ * { color: #0B1016 !important; }
</style>"""  # on the pale blue of the dark theme, white text has a contrast of 2.4 and ink 8
log = logging.getLogger("detente.dashboard")


def main() -> None:
    """One run: the state of the URL, the data of its version, the page."""
    state, problems = read_state()
    words = Words(reading_language(state.view))
    pages = {
        name: st.Page(
            _runner(name),
            title=words(f"{name}.title"),
            url_path=name,
            default=name == "overview",
            visibility="hidden" if name == "event" else "visible",
        )
        for name in PAGES
    }
    page = st.navigation(list(pages.values()), position="top")
    name = page.url_path or "overview"
    st.set_page_config(
        words("app.page_title", page=words(f"{name}.title")), HERE / "static" / "icon.svg", layout="wide"
    )
    st.logo(HERE / "static" / "icon.svg", size="medium")
    st.html(HERE / "static" / "style.css")
    if current_look().dark:
        st.html(DARK_BUTTONS)
    _draw(name, state, problems, words, pages)


def _draw(name: str, state: Any, problems: Any, words: Words, pages: dict[str, Any]) -> None:
    try:
        opened: Opened | None = open_data(state.view.data)
    except EtlError as error:
        log.warning("store unreadable reason=%s", error.reason)
        return empty.draw_unreadable(words, error.reason)
    if opened is None:
        return empty.draw_empty_store(words)
    totals: selection.Totals = ask(opened.cube, selection.totals, state.filter)
    context = Context(state, words, current_look(), opened, pages, totals)
    filterbar.draw_filters(context)
    frame.draw_header(context, name)
    frame.draw_problems(words, problems, frame.unknown_codes(context))
    if not totals.events and name in NEED_EVENTS:
        return empty.draw_no_match(context)
    try:
        PAGES[name](context)
    except Exception as error:
        if isinstance(error, duckdb.IOException) and leave(opened):
            st.rerun()
        number = secrets.token_hex(3)
        log.exception("page failed page=%s number=%s", name, number)
        empty.draw_page_error(words, number)
    return None


NEED_EVENTS = ("overview", "map", "network", "timeline", "table")


def _runner(name: str) -> Callable[[], None]:
    """Streamlit names a page by its function; what it draws is drawn by `main`."""

    def run() -> None:
        """Nothing: the frame draws the page."""

    run.__name__ = name
    return run


main()
