"""This module is about precision: how finely events are placed and dated, and how sure the coder is of each type."""

import pandas as pd

from dashboard.data import ask
from dashboard.parts import heading, reading_table
from dashboard.queries import quality
from dashboard.session import Context


def draw_precision(context: Context, counts: dict[str, int]) -> None:
    """Events by the precision of their place, and how many dates had their year inferred."""
    words = context.words
    heading(words("data.precision"), words("data.precision_sub", n=counts["inferred"]))
    rows: pd.DataFrame = ask(context.cube, quality.precision)
    total = max(int(rows["n"].sum()), 1)
    reading_table(
        [words("data.placed"), words("map.n"), words("outlets.share")],
        [
            [words.maybe("precision", row.precision), words.number(int(row.n)), words.percent(row.n / total)]
            for row in rows.itertuples()
        ],
    )


def draw_types(context: Context) -> None:
    """Event types, the most frequent first, with their mean confidence."""
    words = context.words
    heading(words("data.types"), words("data.types_sub"))
    rows: pd.DataFrame = ask(context.cube, quality.types)
    reading_table(
        [words("table.event_type"), words("map.n"), words("table.confidence")],
        [
            [words.type(row.event_type), words.number(int(row.n)), words.percent(row.confidence)]
            for row in rows.itertuples()
        ],
    )
