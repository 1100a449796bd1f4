"""This module is about the network as a page shows it: the list of its pairs, graph or matrix."""

from collections.abc import Mapping
from dataclasses import replace

import networkx as nx
import pandas as pd
import streamlit as st

from dashboard.blocks import Clicks, EChart, Ground, Twin, counted, figure_block, ground_line, measured
from dashboard.cube import Cube
from dashboard.data import ask
from dashboard.figures.matrix import draw_matrix
from dashboard.figures.network import describe_network, draw_network
from dashboard.filters import Filter
from dashboard.graphs import Member, lay_out, table_of
from dashboard.parts import heading, pick
from dashboard.queries import relations
from dashboard.sections.opening import open_code
from dashboard.sections.pickers import pair_table
from dashboard.sentence import describe
from dashboard.session import Context

ALL_TIME = Filter(period="all")
MOST_PAIRS = 2000  # read for a graph; the strongest are drawn
HEIGHT = 600  # pixels


def positions(cube: Cube) -> dict[str, tuple[float, float]]:
    """Where each actor stands, in every view of this data version."""
    return lay_out(relations.pairs(cube, ALL_TIME, limit=600))


def pairs_around(context: Context) -> pd.DataFrame:
    """The pairs of the view; with hops, the friends' own relations too, so the actors no longer narrow the query."""
    f = context.filter
    wide = replace(f, a=(), b=(), a_sectors=(), b_sectors=()) if context.view.hops else f
    pairs: pd.DataFrame = ask(context.cube, relations.pairs, wide, limit=MOST_PAIRS)
    return pairs


def draw_list_block(context: Context, graph: nx.Graph, members: Mapping[str, Member], left_out: int) -> None:
    """The pairs, the busiest first; a row opens its dyad."""
    words, twin = context.words, _twin(context, graph)
    heading(words("network.graph_title"), words("network.list_sub"))
    row = pick(context, twin.table, "pairs", {}, words("network.graph_title"), most=620)
    st.html(ground_line(context, _ground(context, graph, left_out)))
    if row is not None:
        open_code(context, twin.codes[row])


def draw_graph_block(context: Context, graph: nx.Graph, members: Mapping[str, Member], left_out: int) -> None:
    """Actors as nodes where they always stand; a node is chosen, an edge opens its dyad."""
    words, f = context.words, context.filter
    places: dict[str, tuple[float, float]] = ask(context.cube, positions)
    option, actors, links = draw_network(
        graph, places, members, context.name, measured(context), context.look, f.a + f.b
    )
    codes = {"node": actors, "edge": [f"{a}|{b}" for a, b in links]}
    figure_block(
        context,
        "graph",
        EChart(option, codes, HEIGHT),
        title=words("network.graph_title"),
        sub=words("network.legend"),
        alt=describe_network(graph, context.name, words, describe(context)),
        ground=_ground(context, graph, left_out),
        twin=_twin(context, graph),
        clicks=Clicks(lambda picked: open_code(context, picked[0])),
    )


def draw_matrix_block(context: Context, graph: nx.Graph, members: Mapping[str, Member], left_out: int) -> None:
    """Actor by actor; a cell opens its dyad."""
    words = context.words
    figure_block(
        context,
        "matrix",
        draw_matrix(graph, members, context.name, measured(context), context.look),
        title=words("network.matrix_title"),
        sub=words("network.matrix_sub"),
        alt=describe_network(graph, context.name, words, describe(context)),
        ground=_ground(context, graph, left_out),
        twin=_twin(context, graph),
        clicks=Clicks(lambda picked: open_code(context, picked[0])),
    )


def _ground(context: Context, graph: nx.Graph, left_out: int) -> Ground:
    shown = sum(n for _, _, n in graph.edges(data="n"))
    caveats = [context.words("network.left_out", n=left_out)] if left_out else []
    return counted(context, shown, None, *caveats)


def _twin(context: Context, graph: nx.Graph) -> Twin:
    table = table_of(graph).head(300)
    return Twin(pair_table(context, table), [f"{row.a}|{row.b}" for row in table.itertuples()])
