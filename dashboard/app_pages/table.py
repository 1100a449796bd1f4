"""The table answers: which events, exactly? Sorted, searched and paged by the server; exported as selected."""

from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import exports
from dashboard.cube import Cube
from dashboard.data import ask
from dashboard.filters import SORTABLE, encode
from dashboard.frame import describe
from dashboard.parts import note, pick
from dashboard.queries import events
from dashboard.session import Context, app_url
from etl.schema import EVENTS

SHOWN = (
    "event_date",
    "event_type",
    "source",
    "target",
    "place_name",
    "place_country",
    "goldstein",
    "n_articles",
    "confidence",
)
HELD = (
    "event_id",
    "date_precision",
    "mode",
    "quad_class",
    "source_sector",
    "target_sector",
    "place_precision",
    "n_outlets",
    "status",
)
PERCENT = ("confidence",)


def draw(context: Context) -> None:
    """Search and order, a page of rows, the pages, the export."""
    words, view = context.words, context.view
    columns = [name for name in view.columns if name in SHOWN + HELD] or list(SHOWN)
    _draw_controls(context, columns)
    found: tuple[pd.DataFrame, int] = ask(
        context.cube, events.page, context.filter, sort=view.sort, up=view.up, number=view.page, find=view.find
    )
    rows, n = found
    said: dict[str, str] = ask(context.cube, events.sentences, ids=tuple(rows["event_id"]))
    table = _readable(context, rows, columns).assign(
        **{words("table.sentence"): [said.get(i, "") for i in rows["event_id"]]}
    )
    row = pick(context, table, "rows", _config(context), words("table.alt", n=n), most=2000)
    if row is not None:
        context.go(page="event", event=str(rows.iloc[row]["event_id"]))
    pages = max(1, -(-n // events.PAGE_ROWS))
    with st.container(horizontal=True, vertical_alignment="center", key="pages"):
        number = st.pagination(pages, default=min(view.page, pages), key=context.key("page"))
    if number != min(view.page, pages):
        context.turn(number)
    note(context, n)
    _draw_export(context, n)


def _draw_controls(context: Context, columns: list[str]) -> None:
    words, view, key = context.words, context.view, context.key
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        find = st.text_input(
            words("table.find"),
            view.find,
            key=key("find"),
            placeholder=words("table.find_hint"),
            icon=":material/search:",
            max_chars=200,
            width=320,
        )
        sort = st.selectbox(
            words("table.sort"),
            SORTABLE,
            SORTABLE.index(view.sort),
            lambda c: words(f"table.{c}"),
            key=key("sort"),
            width=190,
        )
        up = st.segmented_control(
            words("table.order"),
            (False, True),
            default=view.up,
            format_func=lambda x: words("table.up" if x else "table.down"),
            key=key("up"),
        )
        with st.popover(words("table.columns"), icon=":material/view_column:"):
            chosen = st.multiselect(
                words("table.columns"), SHOWN + HELD, columns, lambda c: words(f"table.{c}"), key=key("columns")
            )
    order = view.up if up is None else up
    picked = () if tuple(chosen) == SHOWN else tuple(chosen)
    if (find, sort, order, picked) != (view.find, view.sort, view.up, view.columns):
        context.go(find=find, sort=sort, up=order, columns=picked)


def _readable(context: Context, rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    words = context.words
    text: dict[str, Any] = {
        "event_date": lambda: [
            words.day(d if not pd.isna(d) else None, p)
            for d, p in zip(rows["event_date"], rows["date_precision"], strict=True)
        ],
        "event_type": lambda: [words.type(code) for code in rows["event_type"]],
        "quad_class": lambda: [words.quad(q) for q in rows["quad"]],
        "goldstein": lambda: rows["goldstein"].round(1),
        "place_precision": lambda: [
            words.maybe("precision", p if isinstance(p, str) else "none") for p in rows["place_precision"]
        ],
        "confidence": lambda: (rows["confidence"] * 100).round(),
        "status": lambda: [words.maybe("status", s or "coded") for s in rows["status"]],
        **{
            c: (lambda c=c: [context.name(x) if isinstance(x, str) else "–" for x in rows[c]])
            for c in ("source", "target", "place_country")
        },
        **{
            c: (lambda c=c: [words.sector(x) if isinstance(x, str) else "–" for x in rows[c]])
            for c in ("source_sector", "target_sector")
        },
    }
    return pd.DataFrame(
        {
            words(f"table.{c}"): (
                text[c]() if c in text else rows[c] if pd.api.types.is_numeric_dtype(rows[c]) else rows[c].fillna("–")
            )
            for c in columns
        }
    )


def _config(context: Context) -> dict[str, Any]:
    words = context.words
    return {
        words("table.sentence"): st.column_config.TextColumn(width="large"),
        words("table.confidence"): st.column_config.NumberColumn(format="%d %%", width="small"),
        words("table.goldstein"): st.column_config.NumberColumn(format="localized", width="small"),
    }


def _draw_export(context: Context, n: int) -> None:
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
            disabled=not n,
        )
    st.html(f"<p class='dt-note'>{words('table.download_note', n=min(n, exports.MOST_ROWS))}</p>")


def cite(context: Context, n: int) -> str:
    """The citation that goes into a download: what, how many, which data version, and the link that shows it again."""
    query = urlencode(encode(context.moved(data=context.cube.version)), doseq=True)
    lines = [
        context.words(
            "table.citation",
            n=n,
            version=str(context.cube.version),
            time=context.words.instant(context.cube.committed_at),
        ),
        describe(context),
        f"{app_url()}/table?{query}",
        ", ".join(EVENTS.column_names),
    ]
    return "\n".join(lines) + "\n"
