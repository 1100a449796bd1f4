"""This module is about the network: an ECharts graph of actors, and a matrix for when there are too many for a graph.

Width says how many events, colour how they went, a dash repeats conflict. Nodes stand where `graphs.lay_out` put them.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

import networkx as nx
import pandas as pd
import plotly.graph_objects as go

from dashboard import escape
from dashboard.figures.chart import Chart
from dashboard.figures.look import FONT, Look, dress
from dashboard.graphs import Member
from dashboard.text import Words

COMMUNITY_COLORS = ("#5E7F9A", "#B8793A", "#6B8F71", "#8A72B4", "#A3616F", "#4F9AA0", "#8C8C5A", "#7A7F87")


def draw_network(
    graph: nx.Graph,
    places: Mapping[str, tuple[float, float]],
    members: Mapping[str, Member],
    name: Callable[[str | None], str],
    words: Words,
    look: Look,
    chosen: tuple[str, ...] = (),
) -> tuple[dict[str, Any], list[str], list[tuple[str, str]]]:
    """The option, and the actors and pairs in the order that a selection's indices count."""
    actors = sorted(graph)
    pairs = sorted(tuple(sorted(edge)) for edge in graph.edges)
    strength = dict(graph.degree(weight="n"))
    top = max([*strength.values(), 1])
    nodes = [
        _node(actor, places.get(actor, (0.0, 0.0)), strength[actor], top, members.get(actor), name, words, look, chosen)
        for actor in actors
    ]
    heaviest = max([n for _, _, n in graph.edges(data="n")], default=1)
    index = {actor: k for k, actor in enumerate(actors)}
    links = [_link(graph, pair, index, heaviest, name, words, look) for pair in pairs]
    option = {
        "animation": False,
        "tooltip": {
            "renderMode": "richText",
            "backgroundColor": look.panel,
            "borderColor": look.border,
            "textStyle": {"color": look.ink, "fontFamily": FONT},
        },
        "series": [
            {
                "type": "graph",
                "layout": "none",
                "roam": True,
                "left": 40,
                "right": 170,
                "top": 24,
                "bottom": 24,
                "selectedMode": "single",
                "scaleLimit": {"min": 0.5, "max": 6},
                "data": nodes + _anchors(places),
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
        ],
    }
    return option, actors, pairs


def _node(
    actor: str,
    place: tuple[float, float],
    strength: int,
    top: int,
    member: Member | None,
    name: Callable[[str | None], str],
    words: Words,
    look: Look,
    chosen: tuple[str, ...],
) -> dict[str, Any]:
    shown = escape.echarts(name(actor))
    color = COMMUNITY_COLORS[member.community % len(COMMUNITY_COLORS)] if member else look.muted
    lines = [shown, words("frame.events", n=strength)] + (
        [words("network.community_of", k=member.community + 1, share=words.percent(member.stability))] if member else []
    )
    return {
        "id": actor,
        "name": shown,
        "x": place[0],
        "y": place[1],
        "symbolSize": round(10 + 34 * math.sqrt(strength / top), 1),
        "value": strength,
        "itemStyle": {
            "color": color,
            "borderColor": look.ink if actor in chosen else look.paper,
            "borderWidth": 3 if actor in chosen else 1.5,
        },
        "label": {"fontWeight": "bold" if actor in chosen else "normal"},
        "tooltip": {"formatter": "\n".join(lines)},
    }


def _link(
    graph: nx.Graph,
    pair: tuple[str, str],
    index: Mapping[str, int],
    heaviest: int,
    name: Callable[[str | None], str],
    words: Words,
    look: Look,
) -> dict[str, Any]:
    data = graph.edges[pair]
    both = f"{escape.echarts(name(pair[0]))} ↔ {escape.echarts(name(pair[1]))}"
    said = (
        f"{both}\n{words('frame.events', n=data['n'])}\n{words('figure.goldstein')} {words.signed(data['goldstein'])}"
    )
    return {
        "source": index[pair[0]],
        "target": index[pair[1]],
        "value": data["n"],
        "tooltip": {"formatter": said},
        "lineStyle": {
            "width": round(0.8 + 9 * math.sqrt(data["n"] / heaviest), 1),
            "color": look.tension(data["goldstein"]),
            "type": "dashed" if data["goldstein"] < 0 else "solid",
            "opacity": 0.72,
        },
    }


def _anchors(places: Mapping[str, tuple[float, float]]) -> list[dict[str, Any]]:
    """Two invisible corners that keep the scale when nodes are hidden."""
    if not places:
        return []
    corners = [
        (extreme(x for x, _ in places.values()), extreme(y for _, y in places.values())) for extreme in (min, max)
    ]
    return [
        {
            "id": f"corner{k}",
            "name": "",
            "x": x,
            "y": y,
            "symbolSize": 0,
            "silent": True,
            "label": {"show": False},
            "tooltip": {"show": False},
        }
        for k, (x, y) in enumerate(corners)
    ]


def draw_matrix(
    graph: nx.Graph, members: Mapping[str, Member], name: Callable[[str | None], str], words: Words, look: Look
) -> go.Figure:
    """Actor by actor, communities side by side: square's area ~ events, colour ~ mean Goldstein score."""
    strength = dict(graph.degree(weight="n"))
    order = sorted(graph, key=lambda actor: (members[actor].community, -strength[actor], actor))
    labels = {actor: escape.plotly(name(actor)) for actor in order}
    cells = [(a, b, data) for a, b, data in graph.edges(data=True)] + [
        (b, a, data) for a, b, data in graph.edges(data=True)
    ]
    top = max([data["n"] for _, _, data in cells], default=1)
    size = max(4.0, min(22.0, 620 / max(len(order), 1)))
    chart = Chart()
    chart.add(
        "scatter",
        x=[order.index(b) for _, b, _ in cells],
        y=[order.index(a) for a, _, _ in cells],
        mode="markers",
        customdata=[f"{a}|{b}" for a, b, _ in cells],
        marker={
            "symbol": "square",
            "size": [round(size * (0.3 + 0.7 * math.sqrt(d["n"] / top)), 1) for _, _, d in cells],
            "color": [look.tension(d["goldstein"]) for _, _, d in cells],
            "line": {"width": 0.5, "color": look.border},
            "opacity": 1,
        },
        text=[
            f"<b>{labels[a]} ↔ {labels[b]}</b>"
            f"<br>{words('frame.events', n=d['n'])}<br>{words('figure.goldstein')} {words.signed(d['goldstein'])}"
            for a, b, d in cells
        ],
        hovertemplate="%{text}<extra></extra>",
        unselected={"marker": {"opacity": 0.6}},
    )
    dress(
        chart,
        look,
        max(420, min(980, 60 + round(size * 1.25 * len(order)))),
        showlegend=False,
        clickmode="event+select",
    )
    ticks = {
        "tickvals": list(range(len(order))),
        "ticktext": [labels[actor] for actor in order],
        "tickfont": {"size": 10.5, "color": look.muted},
        "showgrid": True,
        "zeroline": False,
    }
    chart.set(
        xaxis={**ticks, "tickangle": -60, "side": "top", "range": [-0.6, len(order) - 0.4]},
        yaxis={**ticks, "range": [len(order) - 0.4, -0.6]},
    )
    return chart.finish()


def describe_network(graph: nx.Graph, name: Callable[[str | None], str], words: Words, view: str) -> str:
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


def table_of(graph: nx.Graph) -> pd.DataFrame:
    """The graph as rows: a, b, n, goldstein, conflict; the busiest first."""
    rows = [{"a": min(a, b), "b": max(a, b), **data} for a, b, data in graph.edges(data=True)]
    return pd.DataFrame(rows, columns=["a", "b", "n", "goldstein", "conflict"]).sort_values(
        ["n", "a", "b"], ascending=[False, True, True]
    )
