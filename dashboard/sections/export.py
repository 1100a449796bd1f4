"""This module is about taking the selection along: a ZIP in a format of the field, with what is needed to cite it."""

from urllib.parse import urlencode

import streamlit as st

from dashboard import escape, exports
from dashboard.cube import Cube
from dashboard.links import encode
from dashboard.sentence import describe
from dashboard.session import Context, app_url
from etl.schema import EVENTS


def draw_export(context: Context, n: int) -> None:
    """Format and download; the file is made when it is asked for."""
    words, cube, f, find = context.words, context.cube, context.filter, context.view.find
    citation = cite(context, n)
    with st.container(horizontal=True, vertical_alignment="bottom", key="export"):
        format = st.selectbox(words("table.format"), exports.FORMATS, key="format", width=160)

        def make(cube: Cube = cube) -> bytes:
            return exports.pack(cube, f, format, find, citation)

        st.download_button(
            words("table.download"),
            make,
            f"detente-{format}-v{cube.version}.zip",
            "application/zip",
            icon=":material/download:",
            on_click="ignore",
            key="download",
        )
    st.html(f"<p class='dt-note'>{escape.html(words('table.download_note', n=min(n, exports.MOST_ROWS)))}</p>")


def cite(context: Context, n: int) -> str:
    """The citation that goes into a download: what, how many, which data version, and the link that shows it again."""
    words, cube = context.words, context.cube
    query = urlencode(encode(context.moved(data=cube.version)), doseq=True)
    lines = [
        words("table.citation", n=n, version=str(cube.version), time=words.instant(cube.committed_at)),
        describe(context),
        f"{app_url()}/table?{query}",
        ", ".join(EVENTS.column_names),
    ]
    return "\n".join(lines) + "\n"
