"""This module is about the printable brief as a page offers it; `dashboard.report` writes it."""

from collections.abc import Callable

import streamlit as st

from dashboard.cube import Cube
from dashboard.filters import Filter
from dashboard.session import Context


def offer_brief(context: Context, write: Callable[[Cube, Filter, str], str], name: str, label: str) -> None:
    """A button that writes the brief of this view when it is pressed, and not before."""
    cube, f, lang = context.cube, context.filter, context.words.lang

    def make() -> bytes:
        return write(cube, f, lang).encode()

    st.download_button(
        label,
        make,
        f"detente-{name}.html".replace(":", "-"),
        "text/html",
        icon=":material/print:",
        on_click="ignore",
        key=context.key("brief"),
    )
