"""This module is about the small map of the overview: where the last four weeks happened."""

from dataclasses import replace

import pandas as pd

from dashboard.blocks import Clicks, Twin, counted, figure_block, measured
from dashboard.data import ask
from dashboard.figures.worldmap import describe_map, draw_map
from dashboard.filters import Filter
from dashboard.names import named
from dashboard.parts import onward
from dashboard.queries import geography
from dashboard.sections.mapblock import MOST_KEPT, in_words, map_legend
from dashboard.session import Context, land_url

MOST = 200  # places; a small map holds no more


def draw_small_map(context: Context, lately: Filter) -> None:
    """The busiest places; a click opens the map on one of them."""
    words, span = context.words, context.cube.span(lately)
    places = in_words(context, ask(context.cube, geography.places, lately, limit=MOST))
    measure = measured(context, span)
    twin = pd.DataFrame(
        {
            words("map.name"): places["name"],
            words("map.country"): named(context, places["country"]),
            **measure.columns(places["n"]),
            words("figure.mean_goldstein"): places["goldstein"].round(1),
        }
    )

    def keep(codes: list[str]) -> None:
        context.go(replace(lately, places=tuple(codes[:MOST_KEPT])), page="map")

    figure_block(
        context,
        "small",
        draw_map(places, None, measure, context.look, land_url(), height=300, width=430),
        title=words("overview.where"),
        sub=words.period(*span),
        alt=describe_map(places, words, words.period(*span)),
        ground=counted(context, int(places["n"].sum()), span),
        twin=Twin(twin, list(places["place_id"])),
        clicks=Clicks(keep),
        legend=map_legend(context),
    )
    onward(context, "map", words("overview.to_map"), context.query(lately, page="map"))
