"""The table answers: which events, exactly? Sorted, searched and paged by the server; exported as selected."""

import pandas as pd
import streamlit as st

from dashboard.blocks import counted, ground_line
from dashboard.data import ask
from dashboard.parts import pick, remark
from dashboard.queries import events
from dashboard.sections.export import draw_export
from dashboard.sections.rows import chosen_columns, column_formats, draw_row_controls, readable
from dashboard.session import Context


def draw(context: Context) -> None:
    """Search and order, a page of rows, the pages, the export."""
    words, view = context.words, context.view
    columns = chosen_columns(view)
    draw_row_controls(context, columns)
    found: tuple[pd.DataFrame, int] = ask(
        context.cube, events.page, context.filter, sort=view.sort, up=view.up, number=view.page, find=view.find
    )
    rows, n = found
    if not n:
        return remark(words("table.none"))
    table = readable(context, rows, columns)
    row = pick(context, table, "rows", column_formats(context), words("table.alt", n=n), most=2000)
    if row is not None:
        context.go(page="event", event=str(rows.iloc[row]["event_id"]))
    _draw_pages(context, max(1, -(-n // events.PAGE_ROWS)))
    st.html(ground_line(context, counted(context, n)))
    draw_export(context, n)
    return None


def _draw_pages(context: Context, pages: int) -> None:
    current = min(context.view.page, pages)
    with st.container(horizontal=True, vertical_alignment="center", key="pages"):
        number = st.pagination(pages, default=current, key=context.key("page"))
    if number != current:
        context.turn(number)
