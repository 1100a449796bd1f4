"""This module is about graphs of actors: a layout that does not jump, the part of a graph to show, its communities.

Positions come from all pairs of the data version, so a filter hides nodes but never moves them. Communities are Louvain's,
run with ten seeds; an actor's stability is how often it stays with the actors it is shown with.
"""

from dataclasses import dataclass

import networkx as nx
import pandas as pd

SEED = 11
RUNS = 10  # Louvain runs: enough to tell a firm community from a coin toss
SCALE = 200.0  # ECharts snaps edges of graphs drawn in coordinates near 1
EVEN = 0.7  # how far positions go from the forces' result to even spacing
MOST_NODES, MOST_EDGES = 60, 150  # beyond, the matrix says more
MOST_IN_MATRIX = 80  # actors; names of more rows than that no longer fit beside one another


@dataclass(frozen=True, slots=True)
class Member:
    """An actor's community (0 is the largest) and its stability, 0 to 1."""

    community: int
    stability: float


def build_graph(pairs: pd.DataFrame) -> nx.Graph:
    """An undirected graph; edges carry n, goldstein and conflict."""
    graph = nx.Graph()
    for row in pairs.to_dict("records"):
        graph.add_edge(
            row["a"], row["b"], n=int(row["n"]), goldstein=float(row["goldstein"]), conflict=float(row["conflict"])
        )
    return graph


def lay_out(pairs: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Positions for every actor of `pairs`, the same for the same pairs."""
    graph = build_graph(pairs)
    for _, _, data in graph.edges(data=True):
        data["pull"] = data["n"] ** 0.35
    if not graph:
        return {}
    start = nx.circular_layout(sorted(graph))
    places = nx.spring_layout(
        graph, weight="pull", seed=SEED, pos=start, iterations=200, k=2.4 / max(len(graph), 1) ** 0.5, method="force"
    )
    x, y = (_spread({actor: float(point[axis]) for actor, point in places.items()}) for axis in (0, 1))
    return {actor: (round(x[actor] * SCALE, 2), round(y[actor] * SCALE * 0.62, 2)) for actor in places}


def _spread(values: dict[str, float]) -> dict[str, float]:
    """Values between -1 and 1, halfway to even spacing: a far pair must not squeeze the crowd in the middle."""
    order = sorted(values, key=lambda actor: (values[actor], actor))
    low, wide = values[order[0]], (values[order[-1]] - values[order[0]]) or 1.0
    last = max(len(order) - 1, 1)
    return {
        actor: (1 - EVEN) * ((values[actor] - low) / wide * 2 - 1) + EVEN * (rank / last * 2 - 1)
        for rank, actor in enumerate(order)
    }


def narrow(
    graph: nx.Graph, ego: tuple[str, ...] = (), hops: int = 0, weight: int = 1, core: int = 0, nodes: int = MOST_NODES
) -> nx.Graph:
    """The part to show: near `ego`, edges of at least `weight` events, in the `core`-core, the strongest `nodes` actors."""
    kept = graph.edge_subgraph([(a, b) for a, b, n in graph.edges(data="n") if n >= weight]).copy()
    centres = [actor for actor in ego if actor in kept]
    if hops and centres:
        near = set().union(*(nx.ego_graph(kept, actor, radius=hops).nodes for actor in centres))
        kept = kept.subgraph(near).copy()
    if core:
        kept = nx.k_core(kept, core).copy()
    strength = dict(kept.degree(weight="n"))
    strongest = sorted(strength, key=lambda actor: (actor not in centres, -strength[actor], actor))[:nodes]
    return kept.subgraph(strongest).copy()


def strongest_edges(graph: nx.Graph, most: int) -> nx.Graph:
    """The graph with its `most` heaviest edges and the actors they join."""
    if graph.number_of_edges() <= most:
        return graph
    kept = sorted(graph.edges(data="n"), key=lambda edge: (-edge[2], edge[0], edge[1]))[:most]
    return graph.edge_subgraph([(a, b) for a, b, _ in kept]).copy()


def find_communities(graph: nx.Graph) -> dict[str, Member]:
    """The community of each actor, largest first, with its stability over ten seeded runs."""
    if not graph.number_of_edges():
        return {actor: Member(0, 1.0) for actor in graph}
    runs = [nx.community.louvain_communities(graph, weight="n", seed=SEED + run) for run in range(RUNS)]
    best = sorted(
        max(runs, key=lambda parts: nx.community.modularity(graph, parts, weight="n")),
        key=lambda part: (-len(part), min(part)),
    )
    homes = [{actor: part for part in parts for actor in part} for parts in runs]
    return {actor: Member(index, _stability(actor, part, homes)) for index, part in enumerate(best) for actor in part}


def _stability(actor: str, part: set[str], homes: list[dict[str, set[str]]]) -> float:
    others = part - {actor}
    if not others:
        return 1.0
    return sum(len(home[actor] & others) / len(others) for home in homes) / len(homes)


def table_of(graph: nx.Graph) -> pd.DataFrame:
    """The graph as rows: a, b, n, goldstein, conflict; the busiest first."""
    rows = [{"a": min(a, b), "b": max(a, b), **data} for a, b, data in graph.edges(data=True)]
    return pd.DataFrame(rows, columns=["a", "b", "n", "goldstein", "conflict"]).sort_values(
        ["n", "a", "b"], ascending=[False, True, True]
    )
