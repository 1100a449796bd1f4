"""This module is about hostile text: article titles, sentences and names are shown as text in every place they reach.

Each sink has its own markup, so each has its own function. DuckDB parameters need none.
"""

import html as _html
import re
from urllib.parse import urlsplit

import pandas as pd

from etl.exchange.spreadsheet import inert

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:$&@/^=\"'])")


def html(text: object) -> str:
    """Text for HTML content and quoted attributes."""
    return _html.escape("" if text is None else str(text), quote=True)


def markdown(text: object) -> str:
    """Text for Streamlit's Markdown: labels of buttons, pills, links and chips. Line breaks become spaces."""
    flat = " ".join(("" if text is None else str(text)).split())
    return _MARKDOWN.sub(r"\\\1", flat)


def plotly(text: object) -> str:
    """Text for plotly, which reads a small HTML in labels and hovers."""
    return _html.escape("" if text is None else str(text), quote=False)


def link(url: object) -> str | None:
    """`url` when it is a web address, else None: no `javascript:`, no `data:`, no file of this machine."""
    if not isinstance(url, str):
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    safe = parts.scheme in ("http", "https") and parts.netloc and not re.search(r"[\s\"'<>`\\]", url.strip())
    return url.strip() if safe else None


def echarts(text: object) -> str:
    """Text for ECharts names and rich-text tooltips, whose templates and styles are written in braces."""
    flat = " ".join(("" if text is None else str(text)).split())
    return flat.translate({ord("{"): "❴", ord("}"): "❵", ord("|"): "∣"})


def table(rows: pd.DataFrame) -> pd.DataFrame:
    """A table for `st.dataframe`, which readers download as CSV and paste into spreadsheets: no cell or heading is executed."""
    texts = rows.select_dtypes(include=["object", "string"]).columns
    safe = {name: rows[name].map(lambda cell: inert(cell) if isinstance(cell, str) else cell) for name in texts}
    return rows.assign(**safe).rename(columns=lambda name: inert(str(name)))
