"""This module is about the map as a page shows it: its tables, its legend, and what a click or a box keeps."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from dashboard import escape
from dashboard.blocks import Clicks, Ground, Twin, counted, figure_block, measured
from dashboard.data import ask
from dashboard.figures.arcs import PAIR
from dashboard.figures.worldmap import TERRITORY, describe_arcs, describe_map, describe_territories, draw_map
from dashboard.filters import Filter
from dashboard.names import named, placed
from dashboard.queries import geography, relations
from dashboard.sections.opening import open_pair
from dashboard.sections.pickers import pair_table
from dashboard.sentence import describe
from dashboard.session import Context, land_url

MOST_KEPT = 40  # places in one link
MOST_ROWS = 300  # of the twin
TOOLS = {"scrollZoom": True, "displaylogo": False, "modeBarButtonsToRemove": ["lasso2d", "toImage"]}


def draw_map_block(context: Context, mode: str, shown: Filter) -> None:
    """Places, territories or pairs of `shown`; a selection keeps them, a pair opens its dyad."""
    words = context.words
    places = in_words(context, ask(context.cube, geography.places, shown))
    lands: pd.DataFrame = ask(context.cube, geography.territories, shown)
    arcs = arcs_of(context, shown) if mode == "arcs" else None
    figure_block(
        context,
        "map",
        draw_map(
            places if mode == "places" else places.head(0),
            lands if mode == "places" else lands.drop(columns="coarse") if mode == "countries" else None,
            measured(context, context.cube.span(shown)),
            context.look,
            land_url(),
            arcs=arcs,
            name=context.name,
        ),
        title=words(f"map.mode_{mode}"),
        sub=words(f"map.hint_{mode}"),
        alt=_alt(context, mode, places, lands, arcs),
        ground=_ground(context, shown, places),
        twin=_twin(context, mode, places, lands, arcs),
        clicks=Clicks(lambda codes: keep(context, codes), boxes=True),
        legend=map_legend(context, fills=mode == "places"),
        config=TOOLS,
    )


def in_words(context: Context, places: pd.DataFrame) -> pd.DataFrame:
    """Places with their names in the reader's language."""
    return places.assign(name=placed(context, places, "name"))


def _alt(context: Context, mode: str, places: pd.DataFrame, lands: pd.DataFrame, arcs: pd.DataFrame | None) -> str:
    view = describe(context)
    if arcs is not None:
        return describe_arcs(arcs, context.name, context.words, view)
    if mode == "countries":
        return describe_territories(lands, context.name, context.words, view)
    return describe_map(places, context.words, view)


def _ground(context: Context, shown: Filter, places: pd.DataFrame) -> Ground:
    words = context.words
    located: dict[str, int] = ask(context.cube, geography.located, shown)
    parts = [
        f"{words.maybe('precision', k)} {words.number(n)}" for k, n in sorted(located.items(), key=lambda x: -x[1])
    ]
    precision = f"{words('map.precision')}{words('frame.colon')}{', '.join(parts)}"
    gridded = [words("map.gridded")] if geography.is_gridded(places) else []
    return counted(context, sum(located.values()), context.cube.span(shown), precision, *gridded)


def _twin(context: Context, mode: str, places: pd.DataFrame, lands: pd.DataFrame, arcs: pd.DataFrame | None) -> Twin:
    words, measure = context.words, measured(context)
    if arcs is not None:
        return Twin(pair_table(context, arcs), [f"{PAIR}{row.a}|{row.b}" for row in arcs.itertuples()])
    if mode == "countries":
        table, codes = lands, TERRITORY + lands["territory"]
        names: Mapping[str, object] = {words("map.country"): named(context, lands["territory"])}
    else:
        table = places.head(MOST_ROWS)
        codes = table["place_id"]
        names = {words("map.name"): table["name"], words("map.country"): named(context, table["country"])}
    tone = {words("figure.mean_goldstein"): table["goldstein"].round(1)}
    return Twin(pd.DataFrame({**names, **measure.columns(table["n"]), **tone}), list(codes))


def arcs_of(context: Context, shown: Filter) -> pd.DataFrame:
    """The busiest pairs with a point for each side."""
    pairs: pd.DataFrame = ask(context.cube, relations.pairs, shown, limit=60)
    points: pd.DataFrame = ask(context.cube, geography.capitals)
    table = pairs.merge(points.add_suffix("_a"), left_on="a", right_on="actor_a").merge(
        points.add_suffix("_b"), left_on="b", right_on="actor_b"
    )
    return table.assign(n_max=table["n"].max() if len(table) else 1)


def keep(context: Context, codes: list[str]) -> None:
    """Places or territories become chips; a pair opens its dyad."""
    pair = next((code for code in codes if code.startswith(PAIR)), None)
    if pair:
        open_pair(context, *pair.removeprefix(PAIR).split("|", 1))
    lands = tuple(code.removeprefix(TERRITORY) for code in codes if code.startswith(TERRITORY))
    places = tuple(code for code in codes if not code.startswith(TERRITORY))[:MOST_KEPT]
    context.go(replace(context.filter, places=places) if places else replace(context.filter, territories=lands))


def map_legend(context: Context, fills: bool = False) -> str:
    """What area and colour of a map say, and whose boundaries it shows, as HTML."""
    words = context.words
    colors = ", ".join(color for _, color in context.look.diverging)
    filled = f"<span>{escape.html(words('figure.fill_means'))}</span>" if fills else ""
    tone, colon, conflict, cooperation, area, boundaries = (
        escape.html(words(key))
        for key in (
            "figure.mean_goldstein",
            "frame.colon",
            "figure.conflict",
            "figure.cooperation",
            "figure.area_means",
            "figure.boundaries",
        )
    )
    return (
        f"<div class='dt-scale'><span>{tone}{colon}{conflict}"
        f"<i style='background:linear-gradient(90deg,{colors})'></i>{cooperation}</span>"
        f"<span><b></b><b class='big'></b>{area}</span>{filled}</div><p class='dt-note'>{boundaries}</p>"
    )
