"""This module is about sectors: which part of a state acts, its government, its military, its parliament…"""

import pandas as pd

from dashboard.data import ask
from dashboard.parts import heading, reading_table
from dashboard.queries import relations
from dashboard.session import Context

SHOWN = 8  # sectors; the rest are single events


def draw_sectors(context: Context, actor: str) -> None:
    """A table of the actor's own sectors, the busiest first."""
    words = context.words
    heading(words("actor.sectors"))
    rows: pd.DataFrame = ask(context.cube, relations.sectors, context.filter, actor=actor)
    reading_table(
        [words("actor.sector"), words("map.n"), words("map.tone")],
        [
            [
                words.sector(row.sector) if isinstance(row.sector, str) else words("actor.sector_none"),
                words.number(int(row.n)),
                words.signed(row.goldstein),
            ]
            for row in rows.head(SHOWN).itertuples()
        ],
    )
