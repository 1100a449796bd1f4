"""This module is about communities: who keeps to whom, and how firmly that holds over ten seeded runs."""

from collections.abc import Mapping

import networkx as nx

from dashboard.graphs import Member
from dashboard.parts import heading, reading_table
from dashboard.session import Context

MOST, MEMBERS = 8, 14  # communities, and members of each, that are written out


def draw_communities(context: Context, graph: nx.Graph, members: Mapping[str, Member]) -> None:
    """A row a community of two or more: its members, the strongest first, and its stability."""
    words = context.words
    strength = dict(graph.degree(weight="n"))
    rows = []
    for community in sorted({member.community for member in members.values()})[:MOST]:
        actors = sorted((a for a in members if members[a].community == community), key=lambda a: -strength[a])
        if len(actors) > 1:
            firm = sum(members[a].stability for a in actors) / len(actors)
            listed = ", ".join(context.name(a) for a in actors[:MEMBERS])
            rows.append([str(community + 1), listed + ("…" if len(actors) > MEMBERS else ""), words.percent(firm)])
    heading(words("network.communities"), words("network.communities_sub"))
    reading_table([words(f"network.{name}") for name in ("community", "members", "stability")], rows, numeric=2)
