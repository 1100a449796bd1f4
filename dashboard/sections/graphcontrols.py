"""This module is about the network's controls: list, graph or matrix, around whom, how strong, how dense."""

import streamlit as st

from dashboard.screen import is_narrow
from dashboard.session import Context

MODES = ("list", "graph", "matrix")


def draw_graph_controls(context: Context) -> str:
    """The mode that is shown: the link's, else the graph; on a phone, where a graph has no room, the list of pairs."""
    words, view, key = context.words, context.view, context.key
    mode = view.mode if view.mode in MODES else "list" if is_narrow() else "graph"
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        wanted = st.segmented_control(
            words("network.mode"),
            MODES,
            default=mode,
            format_func=lambda m: words(f"network.{m}"),
            key=key(f"mode:{mode}"),
        )
        hops = _draw_hops(context)
        weight = st.number_input(words("network.weight"), 1, 1_000_000, view.weight, key=key("weight"), width=130)
        core = st.number_input(
            words("network.core"), 0, 50, view.core, key=key("core"), width=130, help=words("network.core_help")
        )
    if (wanted or mode, hops, weight, core) != (mode, view.hops, view.weight, view.core):
        context.go(mode=wanted or mode, hops=hops, weight=int(weight), core=int(core))
    return mode


def _draw_hops(context: Context) -> int:
    """How far around the chosen actors; without any there is no centre to go around."""
    words, view = context.words, context.view
    if not (context.filter.a or context.filter.b):
        return view.hops
    hops: int | None = st.segmented_control(
        words("network.hops"),
        (0, 1, 2),
        default=view.hops,
        format_func=lambda h: words(f"network.hops_{h}"),
        key=context.key("hops"),
        help=words("network.hops_help"),
    )
    return view.hops if hops is None else hops
