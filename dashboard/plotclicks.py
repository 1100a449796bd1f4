"""This module is about clicks on a figure across which a drag draws a box: plotly tells them, Streamlit does not pass them on.

A component without any look stands beside the figure and passes the clicked mark's code on.
"""

import re
from pathlib import Path

import streamlit as st

_mount = st.components.v2.component(
    "plotclicks", js=(Path(__file__).parent / "static" / "plotclicks.js").read_text("utf-8"), isolate_styles=False
)


def clicked_mark(key: str) -> list[str]:
    """The code (its `customdata`) of the mark that was just clicked in the plotly chart with the widget key `key`."""
    heard = _mount(key=f"hear:{key}", data=_class_of(key), on_picked_change=lambda: None)
    return [heard.picked] if heard.picked else []


def _class_of(key: str) -> str:
    """The CSS class that Streamlit gives to the element with this key."""
    return "st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", key)
