"""This module is about the parts pages share: headings, event cards, tables that open something, notes under figures."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import escape
from dashboard.data import ask
from dashboard.queries import events as event_queries
from dashboard.session import Context


def heading(title: str, sub: str = "") -> None:
    """A section of a page, with a line that says how to read it."""
    below = f"<p class='dt-sub'>{escape.html(sub)}</p>" if sub else ""
    st.html(f"<h2 class='dt-h2'>{escape.html(title)}</h2>{below}")


def note(context: Context, n: int | None = None, *more: str) -> None:
    """What stands under every figure: n, period, data version, normalisation."""
    words = context.words
    count = words("frame.events", n=context.totals.events if n is None else n)
    how = words("frame.normalised" if context.filter.share else "frame.counted")
    base = words(
        "frame.note",
        n=count,
        period=words.period(*context.cube.span(context.filter)),
        version=str(context.cube.version),
    )
    st.html(f"<p class='dt-note'>{escape.html(' · '.join([base, how, *more]))}</p>")


def map_legend(context: Context, fills: bool = False) -> None:
    """What area and colour of a map say, and whose boundaries it shows."""
    words = context.words
    colors = ", ".join(color for _, color in context.look.diverging)
    filled = f"<span>{escape.html(words('figure.fill_means'))}</span>" if fills else ""
    st.html(
        f"<div class='dt-scale'><span>{escape.html(words('figure.conflict'))}</span>"
        f"<i style='background:linear-gradient(90deg,{colors})'></i>"
        f"<span>{escape.html(words('figure.cooperation'))} ({escape.html(words('figure.mean_goldstein'))})</span><b></b><b class='big'></b>"
        f"<span>{escape.html(words('figure.area_means'))}</span>{filled}</div>"
        f"<p class='dt-note'>{escape.html(words('figure.boundaries'))}</p>"
    )


def pick(
    context: Context, table: pd.DataFrame, key: str, columns: Mapping[str, Any], alt: str, most: int = 400
) -> int | None:
    """A table whose rows open something, at most `most` pixels high: the number of the row that was clicked."""
    chosen = st.dataframe(
        table,
        hide_index=True,
        column_config=dict(columns),
        on_select="rerun",
        selection_mode="single-cell",
        key=context.key(key),
        height=min(most, 38 + 34 * max(len(table), 1)),
        alt=alt,
        row_height=34,
        placeholder="–",
    )
    cells = chosen.selection.cells if chosen else []
    return int(cells[0][0]) if cells and int(cells[0][0]) < len(table) else None


def twin(
    context: Context, table: pd.DataFrame, key: str, alt: str, columns: Mapping[str, Any] | None = None
) -> int | None:
    """The table that says what a figure shows, folded away; its rows select like the figure's marks."""
    with st.expander(
        context.words("frame.table_twin"), icon=":material/table_rows:", type="compact", key=context.key(f"twin:{key}")
    ):
        return pick(context, table, f"twin-table:{key}", columns or {}, alt, most=320)


def dyad_name(context: Context, source: str | None, target: str | None, mutual: bool = False) -> str:
    """`Russia → North Korea`; `↔` where the order says nothing."""
    if not target or target != target:
        return context.name(source)
    return f"{context.name(source)} {'↔' if mutual else '→'} {context.name(target)}"


def tag(context: Context, event_type: str | None, quad: int | None) -> str:
    """The event type as a small label in its quad class's colour."""
    return f"<span class='dt-tag q{int(quad) if quad == quad and quad else 0}'>{escape.html(context.words.type(event_type))}</span>"


def cards(context: Context, rows: pd.DataFrame, key: str) -> None:
    """Events with a sentence each, and the way to all their reports."""
    ids = tuple(rows["event_id"])
    said: dict[str, str] = ask(context.cube, event_queries.sentences, ids=ids)
    for index, row in enumerate(rows.to_dict("records")):
        _card(context, row, said.get(row["event_id"], ""), f"{key}:{index}")


def _card(context: Context, row: Mapping[str, Any], sentence: str, key: str) -> None:
    words = context.words
    meta = [words.day(row["event_date"] if not pd.isna(row["event_date"]) else None, row["date_precision"])]
    if isinstance(row["place_name"], str):
        meta.append(row["place_name"])
    meta.append(words("part.articles", n=int(row["n_articles"])))
    short = sentence if len(sentence) < 260 else sentence[:257].rsplit(" ", 1)[0] + " …"
    st.html(
        f"<div class='dt-card'><p class='meta'>{tag(context, row['event_type'], row['quad'])} &nbsp;{escape.html(' · '.join(meta))}</p>"
        f"<p class='who'>{escape.html(dyad_name(context, row['source'], row['target'], bool(row['mutual'])))}</p>"
        f"<p class='said'>{escape.html(short)}</p></div>"
    )
    event_link(context, str(row["event_id"]), words("part.open_event"))


def event_link(context: Context, event_id: str, label: str) -> None:
    """A link to the page of one event."""
    st.page_link(
        context.pages["event"],
        label=escape.markdown(label),
        icon=":material/arrow_forward:",
        icon_position="right",
        query_params=context.query(page="event", event=event_id),
    )


def named(context: Context, codes: Sequence[str | None], name: Callable[[str | None], str] | None = None) -> list[str]:
    """Names of codes, for a table."""
    return [(name or context.name)(code if code == code else None) for code in codes]
