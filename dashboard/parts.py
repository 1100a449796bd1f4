"""This module is about the parts pages share: headings, key figures, tables to read and tables whose rows open something."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import escape
from dashboard.session import Context

NAMING = 4  # columns that tell rows apart


def heading(title: str, sub: str = "") -> None:
    """A section of a page, with a line that says how to read it."""
    below = f"<p class='dt-sub'>{escape.html(sub)}</p>" if sub else ""
    st.html(f"<h2 class='dt-h2'>{escape.html(title)}</h2>{below}")


def remark(text: str) -> None:
    """A quiet line in place of a table that would be empty."""
    st.html(f"<p class='dt-sub'>{escape.html(text)}</p>")


@dataclass(frozen=True, slots=True)
class Number:
    """A key figure: what it is, its value, what it stands beside, and a picture (HTML of our own) under it."""

    name: str
    value: str
    beside: str = ""
    picture: str = ""


def key_figures(numbers: Sequence[Number]) -> None:
    """A row of key figures."""
    cells = "".join(
        f"<div class='dt-kpi'><p class='k'>{escape.html(number.name)}</p><p class='v'>{escape.html(number.value)}</p>"
        f"<p class='d'>{escape.html(number.beside)}</p>{number.picture}</div>"
        for number in numbers
    )
    st.html(f"<div class='dt-kpis'>{cells}</div>")


def reading_table(head: Sequence[str], rows: Sequence[Sequence[str]], numeric: int = 1) -> None:
    """A table to read, without clicks; columns from `numeric` on are set to the right."""
    top = "".join(f"<th{_right(k, numeric)}>{escape.html(cell)}</th>" for k, cell in enumerate(head))
    body = "".join(
        "<tr>" + "".join(f"<td{_right(k, numeric)}>{escape.html(cell)}</td>" for k, cell in enumerate(row)) + "</tr>"
        for row in rows
    )
    st.html(
        f"<div class='dt-scroll' tabindex='0'><table class='dt-table'><thead><tr>{top}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _right(column: int, numeric: int) -> str:
    return " class='num'" if column >= numeric else ""


def pick(
    context: Context, table: pd.DataFrame, key: str, columns: Mapping[str, Any], alt: str, most: int = 400
) -> int | None:
    """A table whose rows open something, at most `most` pixels high: the number of the row that was clicked."""
    chosen = st.dataframe(
        escape.table(table),
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
    if cells and int(cells[0][0]) < len(table):
        return int(cells[0][0])
    return _choose(context, table, key, alt)


def _choose(context: Context, table: pd.DataFrame, key: str, alt: str) -> int | None:
    """The same choice as a list, for the keyboard: in the table an arrow key opens the row it comes to."""
    if not len(table):
        return None
    label = context.words("part.choose_row")
    with st.popover(
        label, icon=":material/keyboard:", type="tertiary", key=context.key(f"choose:{key}"), on_change="rerun"
    ) as fold:
        if not fold.open:
            return None
        texts = table.iloc[:, :NAMING].astype(str).agg(" · ".join, axis=1).tolist()
        row: int | None = st.selectbox(
            f"{alt}{context.words('frame.colon')}{label}",
            range(len(texts)),
            None,
            texts.__getitem__,
            key=context.key(f"row:{key}"),
            placeholder=context.words("part.choose_hint"),
        )
    return row


def onward(context: Context, page: str, label: str, query: Mapping[str, Any]) -> None:
    """A link to another page, which takes the state along."""
    st.page_link(
        context.pages[page],
        label=escape.markdown(label),
        icon=":material/arrow_forward:",
        icon_position="right",
        query_params=dict(query),
    )
