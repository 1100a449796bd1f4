"""The network answers: who with whom?"""

from dataclasses import replace
from typing import Any

import networkx as nx
import pandas as pd
import streamlit as st

from dashboard import escape
from dashboard.cube import Cube
from dashboard.data import ask
from dashboard.figures.network import describe_network, draw_matrix, draw_network, table_of
from dashboard.filters import Filter
from dashboard.frame import describe
from dashboard.graphs import MOST_EDGES, build_graph, find_communities, lay_out, narrow
from dashboard.parts import heading, named, note, twin
from dashboard.queries import relations
from dashboard.session import Context

ALL_TIME = Filter(period="all")


def positions(cube: Cube) -> dict[str, tuple[float, float]]:
    """Where each actor stands, in every view of this data version."""
    return lay_out(relations.pairs(cube, ALL_TIME, limit=600))


def draw(context: Context) -> None:
    """Controls, graph or matrix, its table, the communities."""
    words, view = context.words, context.view
    pairs: pd.DataFrame = ask(context.cube, relations.pairs, _around(context), limit=2000)
    whole = build_graph(pairs)
    mode = view.mode if view.mode in ("graph", "matrix") else "graph" if len(whole) <= 400 else "matrix"
    mode = _draw_controls(context, mode)
    graph = narrow(whole, context.filter.a + context.filter.b, view.hops, view.weight, view.core)
    if mode == "graph" and graph.number_of_edges() > MOST_EDGES:
        graph = _strongest(graph, MOST_EDGES)
    members = find_communities(graph)
    alt = describe_network(graph, context.name, words, describe(context))
    if mode == "matrix":
        figure = draw_matrix(graph, members, context.name, words, context.look)
        chosen: Any = st.plotly_chart(
            figure,
            key=context.key("matrix"),
            theme=None,
            on_select="rerun",
            selection_mode="points",
            config={"displayModeBar": False},
            alt=alt,
        )
        _select_cell(context, chosen)
    else:
        places: dict[str, tuple[float, float]] = ask(context.cube, positions)
        option, actors, links = draw_network(
            graph, places, members, context.name, words, context.look, context.filter.a + context.filter.b
        )
        chosen = st.echarts_chart(option, height=600, key=context.key("graph"), on_select="rerun", theme=None, alt=alt)
        _select_mark(context, chosen, actors, links)
    shown = sum(n for _, _, n in graph.edges(data="n"))
    left_out = len(whole) - len(graph)
    note(context, shown, *([words("network.left_out", n=left_out)] if left_out else []), words("network.legend"))
    _draw_table(context, graph)
    _draw_communities(context, graph, members)


def _around(context: Context) -> Filter:
    """With two hops the friends' own relations count too, so the actors no longer narrow the query."""
    return replace(context.filter, a=(), b=(), a_sectors=(), b_sectors=()) if context.view.hops else context.filter


def _strongest(graph: nx.Graph, edges: int) -> nx.Graph:
    kept = sorted(graph.edges(data="n"), key=lambda edge: (-edge[2], edge[0], edge[1]))[:edges]
    return graph.edge_subgraph([(a, b) for a, b, _ in kept]).copy()


def _draw_controls(context: Context, mode: str) -> str:
    words, view, key = context.words, context.view, context.key
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        wanted = st.segmented_control(
            words("network.mode"),
            ("graph", "matrix"),
            default=mode,
            format_func=lambda m: words(f"network.{m}"),
            key=key("mode"),
        )
        hops: int | None = view.hops
        if context.filter.a or context.filter.b:
            hops = st.segmented_control(
                words("network.hops"),
                (0, 1, 2),
                default=view.hops,
                format_func=lambda h: words(f"network.hops_{h}"),
                key=key("hops"),
                help=words("network.hops_help"),
            )
        weight = st.number_input(words("network.weight"), 1, 1_000_000, view.weight, key=key("weight"), width=130)
        core = st.number_input(
            words("network.core"), 0, 50, view.core, key=key("core"), width=130, help=words("network.core_help")
        )
    wanted, hops = wanted or mode, view.hops if hops is None else hops
    if (wanted, hops, weight, core) != (mode, view.hops, view.weight, view.core):
        context.go(mode=wanted, hops=hops, weight=int(weight), core=int(core))
    return wanted


def _select_mark(context: Context, chosen: Any, actors: list[str], links: list[tuple[str, str]]) -> None:
    """A node becomes actor A (or B beside an A), an edge opens its dyad."""
    for group in chosen.selection.selected if chosen else []:
        index = group["data_indices"][-1] if group["data_indices"] else -1
        if group["data_type"] == "edge" and 0 <= index < len(links):
            open_pair(context, *links[index])
        elif 0 <= index < len(actors):
            choose(context, actors[index])


def choose(context: Context, actor: str) -> None:
    """Make an actor A, or B when there is another A; clicked again, it goes."""
    f = context.filter
    if actor in f.a + f.b:
        context.go(replace(f, a=tuple(x for x in f.a if x != actor), b=tuple(x for x in f.b if x != actor)))
    context.go(replace(f, b=(actor,)) if f.a else replace(f, a=(actor,)))


def open_pair(context: Context, a: str, b: str) -> None:
    """The dyad page of two actors."""
    context.go(replace(context.filter, a=(a,), b=(b,), directed=False), page="dyad")


def _select_cell(context: Context, chosen: Any) -> None:
    points = chosen.selection["points"] if chosen else []
    if points:
        a, _, b = str(points[0]["customdata"]).partition("|")
        open_pair(context, a, b)


def _draw_table(context: Context, graph: nx.Graph) -> None:
    words = context.words
    table = table_of(graph).head(300)
    shown = pd.DataFrame(
        {
            words("overview.pair"): [
                f"{a} ↔ {b}" for a, b in zip(named(context, table["a"]), named(context, table["b"]), strict=True)
            ],
            words("map.n"): table["n"],
            words("map.tone"): table["goldstein"].round(1),
            words("network.conflict"): (table["conflict"] * 100).round(),
        }
    )
    row = twin(context, shown, "network", words("network.question"))
    if row is not None:
        open_pair(context, str(table.iloc[row]["a"]), str(table.iloc[row]["b"]))


def _draw_communities(context: Context, graph: nx.Graph, members: dict[str, Any]) -> None:
    words = context.words
    heading(words("network.communities"), words("network.communities_sub"))
    strength = dict(graph.degree(weight="n"))
    lines = []
    for community in sorted({member.community for member in members.values()})[:8]:
        actors = sorted((a for a in members if members[a].community == community), key=lambda a: -strength[a])
        if len(actors) > 1:
            firm = sum(members[a].stability for a in actors) / len(actors)
            lines.append(
                f"<tr><td>{community + 1}</td>"
                f"<td>{escape.html(', '.join(context.name(a) for a in actors[:14]))}{'…' if len(actors) > 14 else ''}</td>"
                f"<td class='num'>{escape.html(words.percent(firm))}</td></tr>"
            )
    head = "".join(
        f"<th{' class=num' if k == 2 else ''}>{escape.html(words(f'network.{name}'))}</th>"
        for k, name in enumerate(("community", "members", "stability"))
    )
    st.html(
        f"<div class='dt-scroll'><table class='dt-table'><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )
