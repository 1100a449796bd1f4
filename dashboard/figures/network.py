"""This module is about the network: an ECharts graph of actors.

Width says how many events, colour how they went, a dash repeats conflict. Nodes stand where `graphs.lay_out` put them.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from dashboard import escape
from dashboard.figures.look import FONT, Look
from dashboard.figures.measure import Measure
from dashboard.graphs import Member
from dashboard.text import Namer, Words

Places = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Pen:
    """What every node and edge is drawn with."""

    graph: nx.Graph
    name: Namer
    measure: Measure
    look: Look
    chosen: tuple[str, ...]

    def shown(self, actor: str) -> str:
        """The actor's name as ECharts may draw it."""
        return escape.echarts(self.name(actor))


def draw_network(
    graph: nx.Graph,
    places: Places,
    members: Mapping[str, Member],
    name: Namer,
    measure: Measure,
    look: Look,
    chosen: tuple[str, ...] = (),
) -> tuple[dict[str, Any], list[str], list[tuple[str, str]]]:
    """The option, and the actors and pairs in the order that a selection's indices count."""
    pen = Pen(graph, name, measure, look, chosen)
    actors = sorted(graph)
    pairs = sorted(tuple(sorted(edge)) for edge in graph.edges)
    strength = dict(graph.degree(weight="n"))
    top = max([*strength.values(), 1])
    nodes = [
        _node(pen, actor, places.get(actor, (0.0, 0.0)), strength[actor], top, members.get(actor)) for actor in actors
    ]
    heaviest = max([n for _, _, n in graph.edges(data="n")], default=1)
    index = {actor: k for k, actor in enumerate(actors)}
    links = [_link(pen, pair, index, heaviest) for pair in pairs]
    option = {"animation": False, "tooltip": _tooltip(look), "series": [_series(nodes + _anchors(places), links, look)]}
    return option, actors, pairs


def _tooltip(look: Look) -> dict[str, Any]:
    """Drawn on the canvas (`richText`), so that no name is ever read as HTML."""
    return {
        "renderMode": "richText",
        "backgroundColor": look.panel,
        "borderColor": look.border,
        "textStyle": {"color": look.ink, "fontFamily": FONT},
    }


def _series(nodes: list[dict[str, Any]], links: list[dict[str, Any]], look: Look) -> dict[str, Any]:
    return {
        "type": "graph",
        "layout": "none",
        "roam": True,
        "left": 40,
        "right": 170,
        "top": 24,
        "bottom": 24,
        "selectedMode": "single",
        "scaleLimit": {"min": 0.5, "max": 6},
        "data": nodes,
        "links": links,
        "label": {
            "show": True,
            "position": "right",
            "color": look.ink,
            "fontFamily": FONT,
            "fontSize": 12,
            "textBorderColor": look.paper,
            "textBorderWidth": 3,
        },
        "labelLayout": {"hideOverlap": True},
        "emphasis": {"focus": "adjacency", "lineStyle": {"opacity": 0.95}},
        "select": {"itemStyle": {"borderColor": look.ink, "borderWidth": 3}},
        "lineStyle": {"curveness": 0.06},
    }


def _node(
    pen: Pen, actor: str, place: tuple[float, float], strength: int, top: int, member: Member | None
) -> dict[str, Any]:
    shown, look, chosen = pen.shown(actor), pen.look, actor in pen.chosen
    lines = [shown, pen.measure.said(strength), *_community(member, pen.measure.words)]
    return {
        "id": actor,
        "name": shown,
        "x": place[0],
        "y": place[1],
        "symbolSize": round(10 + 34 * math.sqrt(strength / top), 1),
        "value": strength,
        "itemStyle": {
            "color": look.community(member.community) if member else look.muted,
            "borderColor": look.ink if chosen else look.paper,
            "borderWidth": 3 if chosen else 1.5,
        },
        "label": {"fontWeight": "bold" if chosen else "normal"},
        "tooltip": {"formatter": "\n".join(lines)},
    }


def _community(member: Member | None, words: Words) -> list[str]:
    if member is None:
        return []
    return [words("network.community_of", k=member.community + 1, share=words.percent(member.stability))]


def _link(pen: Pen, pair: tuple[str, str], index: Mapping[str, int], heaviest: int) -> dict[str, Any]:
    data, words = pen.graph.edges[pair], pen.measure.words
    both = f"{pen.shown(pair[0])} ↔ {pen.shown(pair[1])}"
    score = f"{words('figure.goldstein')} {words.signed(data['goldstein'])}"
    return {
        "source": index[pair[0]],
        "target": index[pair[1]],
        "value": data["n"],
        "tooltip": {"formatter": "\n".join([both, pen.measure.said(data["n"]), score])},
        "lineStyle": {
            "width": round(0.8 + 9 * math.sqrt(data["n"] / heaviest), 1),
            "color": pen.look.tension(data["goldstein"]),
            "type": "dashed" if data["goldstein"] < 0 else "solid",
            "opacity": 0.72,
        },
    }


def _anchors(places: Places) -> list[dict[str, Any]]:
    """Two invisible corners that keep the scale when nodes are hidden."""
    if not places:
        return []
    ends = [(extreme(x for x, _ in places.values()), extreme(y for _, y in places.values())) for extreme in (min, max)]
    quiet = {"symbolSize": 0, "silent": True, "label": {"show": False}, "tooltip": {"show": False}}
    return [{"id": f"corner{k}", "name": "", "x": x, "y": y, **quiet} for k, (x, y) in enumerate(ends)]


def describe_network(graph: nx.Graph, name: Namer, words: Words, view: str) -> str:
    """The network in words: its size and strongest pair."""
    if not graph.number_of_edges():
        return words("figure.alt_empty", view=view)
    a, b, n = max(graph.edges(data="n"), key=lambda edge: edge[2])
    return words(
        "network.alt",
        view=view,
        n=graph.number_of_nodes(),
        edges=words.number(graph.number_of_edges()),
        pair=f"{name(a)} ↔ {name(b)}",
        events=words.number(n),
    )
