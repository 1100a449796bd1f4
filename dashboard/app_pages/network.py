"""The network answers: who with whom?"""

from dashboard.cards import top_events
from dashboard.graphs import (
    MOST_EDGES,
    MOST_IN_MATRIX,
    MOST_NODES,
    build_graph,
    find_communities,
    narrow,
    strongest_edges,
)
from dashboard.sections.communities import draw_communities
from dashboard.sections.graphcontrols import draw_graph_controls
from dashboard.sections.network import draw_graph_block, draw_list_block, draw_matrix_block, pairs_around
from dashboard.session import Context

DRAW = {"list": draw_list_block, "graph": draw_graph_block, "matrix": draw_matrix_block}


def draw(context: Context) -> None:
    """Controls, the list, graph or matrix, the communities, the events behind them."""
    words, view, f = context.words, context.view, context.filter
    whole = build_graph(pairs_around(context))
    mode = draw_graph_controls(context)
    most = MOST_IN_MATRIX if mode == "matrix" else MOST_NODES
    graph = narrow(whole, f.a + f.b, view.hops, view.weight, view.core, most)
    if mode == "graph":
        graph = strongest_edges(graph, MOST_EDGES)
    members = find_communities(graph)
    DRAW[mode](context, graph, members, len(whole) - len(graph))
    draw_communities(context, graph, members)
    top_events(context, words("dyad.main"), words("dyad.main_sub"), "network", limit=4)
