"""This module is about the reader's screen: whether it is as narrow as a phone's.

Only the browser knows. The first run takes its name as a hint, a component without any look puts that right.
"""

from pathlib import Path

import streamlit as st

_mount = st.components.v2.component(
    "screen", js=(Path(__file__).parent / "static" / "screen.js").read_text("utf-8"), isolate_styles=False
)


def is_narrow() -> bool:
    """Whether the window is at most 640 pixels wide, where `style.css` changes the layout too."""
    taken: bool = st.session_state.setdefault("narrow", "Mobi" in str(st.context.headers.get("User-Agent")))
    said = _mount(key="screen", data=taken, on_narrow_change=lambda: None).narrow
    if said is not None and said != taken:
        st.session_state["narrow"] = said
        st.rerun()
    return taken
