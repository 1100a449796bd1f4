"""This module is about the codebook: all tables and columns, from the schema itself."""

import streamlit as st

from dashboard.parts import heading, reading_table
from dashboard.session import Context
from etl.schema import TABLES


def draw_codebook(context: Context) -> None:
    """A fold a table."""
    words = context.words
    heading(words("data.codebook"), words("data.codebook_sub"))
    head = [words("data.column"), words("data.kind"), words("data.meaning")]
    for table in TABLES.values():
        with st.expander(table.name, type="compact", key=context.key(f"codebook-{table.name}")):
            reading_table(head, [[column.name, column.kind, column.meaning] for column in table], numeric=9)
