"""This module is about balance: what an actor does and receives, type by type, towards one other or all others."""

from dataclasses import replace

import pandas as pd

from dashboard.blocks import Clicks, Twin, counted, figure_block, measured
from dashboard.data import ask
from dashboard.figures.balance import describe_balance, draw_balance
from dashboard.queries import relations
from dashboard.session import Context


def draw_balance_block(context: Context, a: str, b: str | None = None) -> None:
    """Bars by type, done to the right and received to the left; a click opens their events in the table."""
    words = context.words
    table: pd.DataFrame = ask(context.cube, relations.balance, context.filter, a=a, b=b)
    names = context.name(a), context.name(b) if b else words("actor.others")
    place = "dyad" if b else "actor"
    order = table.assign(n=table[["forth", "back", "mutual"]].sum(axis=1)).sort_values("n", ascending=False)
    twin = pd.DataFrame(
        {
            words("table.event_type"): [words.type(code) for code in order["event_type"]],
            f"{names[0]} →": order["forth"],
            f"← {names[1]}": order["back"],
            words("figure.together"): order["mutual"],
        }
    )
    figure_block(
        context,
        "balance",
        draw_balance(table, *names, measured(context), context.look),
        title=words(f"{place}.balance"),
        sub=words(f"{place}.balance_sub"),
        alt=describe_balance(table, *names, words),
        ground=counted(context, int(order["n"].sum())),
        twin=Twin(twin, list(order["event_type"])),
        clicks=Clicks(lambda codes: context.go(replace(context.filter, types=(codes[0],)), page="table")),
    )
