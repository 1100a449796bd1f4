"""This module is about links: the URL that holds the state of the dashboard.

`encode` and `decode` are one pure pair: `decode(encode(state))` is `state`. The URL holds codes, never labels, so a link
means the same in every language. Values that a link should not hold are reported, not dropped in silence.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard.filters import Filter, State, View
from dashboard.linkfields import FIELDS

VERSION = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of a link that means nothing here."""

    key: str
    value: str


Query = Mapping[str, Sequence[str]]


def decode(query: Query) -> tuple[State, tuple[Problem, ...]]:
    """The state that a query string holds, and the parts of it that are not known."""
    asked = upgrade(query)
    problems = [Problem(key, value) for key in asked if key not in FIELDS and key != "v" for value in asked[key]]
    values: dict[str, Any] = {}
    for key, (name, read, _) in FIELDS.items():
        if key in asked:
            value, bad = read([text[:500] for text in asked[key]][:200])
            values[name] = value
            problems += [Problem(key, text) for text in bad]
    chosen = {name: value for name, value in values.items() if value is not None}
    filter = Filter(**{name: value for name, value in chosen.items() if name in Filter.__slots__})
    if filter.period == "custom" and not (filter.start or filter.end):
        filter = replace(filter, period="1y")
    elif (filter.start or filter.end) and filter.period != "custom":
        filter = replace(filter, period="custom")
    if filter.start and filter.end and filter.start > filter.end:
        filter = replace(filter, start=filter.end, end=filter.start)
    view = View(**{name: value for name, value in chosen.items() if name in View.__slots__})
    return State(filter, view), tuple(problems)


def encode(state: State) -> dict[str, list[str]]:
    """The query that holds `state`; what stands at its default is left out."""
    query: dict[str, list[str]] = {"v": [str(VERSION)]}
    for key, (name, _, write) in FIELDS.items():
        part: Any = state.filter if name in Filter.__slots__ else state.view
        value = getattr(part, name)
        if value != getattr(type(part)(), name) and not (name == "period" and value == "custom"):
            query[key] = write(value)
    return query


def upgrade(query: Query) -> dict[str, list[str]]:
    """A query of an older version of the scheme, in today's words."""
    current = {key: [*([value] if isinstance(value, str) else value)] for key, value in query.items()}
    version = (current.get("v") or ["0"])[0]
    return current if version not in _UPGRADES else _UPGRADES[version](current)


def _from_drafts(query: dict[str, list[str]]) -> dict[str, list[str]]:
    """Version 0, links without `v`: periods were called `last4w`, quad classes `q`, sectors and lists used dots."""
    names = {"q": "quad", "src": "outlet", "id": "event"}
    periods = {"last4w": "4w", "last3m": "3m", "last1y": "1y"}
    new = {names.get(key, key): values for key, values in query.items()}
    if "per" in new:
        new["per"] = [periods.get(value, value) for value in new["per"]]
    if "quad" in new:
        new["quad"] = [value.replace(".", ",") for value in new["quad"]]
    return new


_UPGRADES: dict[str, Callable[[dict[str, list[str]]], dict[str, list[str]]]] = {"0": _from_drafts}
