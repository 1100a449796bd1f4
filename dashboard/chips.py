"""This module is about chips: everything a filter narrows, each part with the way to take it away."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard import escape
from dashboard.data import ask
from dashboard.filters import Filter, State
from dashboard.queries import selection
from dashboard.session import Context, go


def chip_labels(context: Context) -> list[tuple[str, str]]:
    """Everything the filter narrows, as (kind, label); the labels are not escaped."""
    return [(kind, label) for kind, label, _ in chips(context)]


def chips(context: Context) -> list[tuple[str, str, Filter]]:
    """Kind, label, and the filter without it."""
    f, words = context.filter, context.words
    found: list[tuple[str, str, Filter]] = []
    if f.period != "1y":
        shown = words.period(*context.cube.span(f)) if f.period == "custom" else words(f"period.{f.period}")
        found.append(("period", shown, replace(f, period="1y", start=None, end=None)))
    lists: list[tuple[str, str, Callable[[Any], str]]] = [
        ("a", "a", context.name),
        ("a_sectors", "as", lambda s: f"A: {words.sector(s)}"),
        ("b", "b", context.name),
        ("b_sectors", "bs", lambda s: f"B: {words.sector(s)}"),
        ("quads", "quad", words.quad),
        ("types", "type", words.type),
        ("territories", "terr", lambda t: words("chip.in", place=context.name(t))),
        ("places", "place", _place_namer(context)),
        ("outlets", "outlet", str),
        ("langs", "in", lambda code: words.maybe("language", code)),
    ]
    for field, kind, label_of in lists:
        for value in getattr(f, field):
            rest = tuple(other for other in getattr(f, field) if other != value)
            narrower: dict[str, Any] = {field: rest}
            found.append((kind, label_of(value), replace(f, **narrower)))
    if f.directed:
        found.append(("dir", words("chip.directed"), replace(f, directed=False)))
    if f.confidence:
        found.append(("conf", words("chip.confidence", share=words.percent(f.confidence)), replace(f, confidence=0.0)))
    if f.share:
        found.append(("share", words("chip.share"), replace(f, share=False)))
    return found


def _place_namer(context: Context) -> Callable[[str], str]:
    names: dict[str, str] = ask(context.cube, selection.place_names, context.filter) if context.filter.places else {}
    return lambda place: context.words("chip.in", place=context.place(place, names.get(place)) or place)


def draw_chips(context: Context) -> None:
    """One button a chip; it takes the chip away."""
    shown = chips(context)
    if not shown:
        return
    with st.container(horizontal=True, gap="small", key="chips"):
        for index, (kind, label, rest) in enumerate(shown):
            name = escape.markdown(label if len(label) < 60 else label[:57] + "…")
            if st.button(f"{name} :material/close:", key=f"chip:{kind}:{index}", help=context.words("chip.remove")):
                go_first(context, rest)
        if len(shown) > 1 and st.button(context.words("chip.clear"), key="chip:all", type="tertiary"):
            go_first(context, Filter())


def go_first(context: Context, filter: Filter) -> None:
    """Show another filter, from the first page of its lists; ends this run."""
    go(context.pages, State(filter, replace(context.view, page=1, step=None)))
