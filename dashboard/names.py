"""This module is about names: how pages write dyads, types and lists of codes. Nothing here is escaped unless it is HTML."""

from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from dashboard import escape
from dashboard.session import Context


def named(context: Context, codes: Sequence[str | None], name: Callable[[str | None], str] | None = None) -> list[str]:
    """Names of codes, for a table."""
    return [(name or context.name)(code if code == code else None) for code in codes]


def placed(context: Context, places: pd.DataFrame, name: str = "place_name") -> list[str]:
    """Names of the places of rows with `place_id` and `name`, for a table or a map; an en dash where there is none."""
    return [context.place(*pair) or "–" for pair in zip(places["place_id"], places[name], strict=True)]


def pair_name(context: Context, a: str, b: str) -> str:
    """`Russia ↔ North Korea`: both directions together."""
    return f"{context.name(a)} ↔ {context.name(b)}"


def pair_names(context: Context, a: Iterable[str], b: Iterable[str]) -> list[str]:
    """The names of pairs, for a table."""
    return [pair_name(context, x, y) for x, y in zip(a, b, strict=True)]


def dyad_name(context: Context, source: str | None, target: str | None, mutual: bool = False) -> str:
    """`Russia → North Korea`; `↔` where the order says nothing."""
    if not target or target != target:
        return context.name(source)
    return f"{context.name(source)} {'↔' if mutual else '→'} {context.name(target)}"


def kind_name(context: Context, event_type: str | None, mode: object) -> str:
    """The event type with its mode: `Consult · visit`."""
    said = context.words.maybe("mode", mode) if isinstance(mode, str) else ""
    return " · ".join(filter(None, [context.words.type(event_type), said]))


def tag(context: Context, event_type: str | None, quad: int | None) -> str:
    """The event type as a small label (HTML) in its quad class's colour."""
    return f"<span class='dt-tag q{int(quad) if quad == quad and quad else 0}'>{escape.html(context.words.type(event_type))}</span>"
