"""This module is about the outlets' mix: who reports a selection, since one outlet's view is not the world's."""

from dataclasses import replace

import pandas as pd

from dashboard.blocks import Clicks, Twin, counted, figure_block
from dashboard.data import ask
from dashboard.figures.outlets import describe_outlets, draw_outlets
from dashboard.queries import relations
from dashboard.session import Context


def draw_outlets_block(context: Context) -> None:
    """A bar an outlet; a click keeps the events it reports."""
    words = context.words
    rows: pd.DataFrame = ask(context.cube, relations.outlets, context.filter)
    twin = pd.DataFrame(
        {
            words("table.outlet"): rows["outlet"].replace("", "–"),
            words("filter.langs"): [words.maybe("language", lang) for lang in rows["lang"]],
            words("map.n"): rows["events"],
            words("outlets.share"): [words.percent(n / max(context.totals.events, 1)) for n in rows["events"]],
        }
    )
    figure_block(
        context,
        "outlets",
        draw_outlets(rows, context.totals.events, words, context.look),
        title=words("dyad.outlets"),
        sub=words("dyad.outlets_sub"),
        alt=describe_outlets(rows, context.totals.events, words),
        ground=counted(context),
        twin=Twin(twin, list(rows["outlet"])),
        clicks=Clicks(lambda codes: context.go(replace(context.filter, outlets=(codes[0],)))),
    )
