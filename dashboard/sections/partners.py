"""This module is about partners: who an actor deals with, the busiest first."""

import pandas as pd

from dashboard.blocks import Clicks, Twin, counted, figure_block, measured
from dashboard.data import ask
from dashboard.figures.partners import describe_partners, draw_partners
from dashboard.names import named
from dashboard.queries import relations
from dashboard.sections.opening import open_pair
from dashboard.session import Context


def draw_partners_block(context: Context, actor: str) -> None:
    """A bar a partner; a click opens the dyad."""
    words, measure = context.words, measured(context)
    table: pd.DataFrame = ask(context.cube, relations.partners, context.filter, actor=actor)
    twin = pd.DataFrame(
        {
            words("actor.partner"): named(context, table["partner"]),
            **measure.columns(table["n"]),
            words("actor.done"): table["done"],
            words("actor.received"): table["received"],
            words("figure.mean_goldstein"): table["goldstein"].round(1),
        }
    )
    figure_block(
        context,
        "partners",
        draw_partners(table, context.name, measure, context.look),
        title=words("actor.partners"),
        sub=words("actor.partners_sub"),
        alt=describe_partners(table, actor, context.name, words),
        ground=counted(context, int(table["n"].sum())),
        twin=Twin(twin, list(table["partner"])),
        clicks=Clicks(lambda codes: open_pair(context, actor, codes[0])),
    )
