"""This module is about the state of the dashboard: what is filtered and how it is shown, and the URL that holds both.

`encode` and `decode` are one pure pair: `decode(encode(state))` is `state`. The URL holds codes, never labels, so a link
means the same in every language. Values that a link should not hold are reported, not dropped in silence.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from etl.schema import EVENT_TYPES, EVENTS

VERSION = 1
PERIODS = ("4w", "3m", "1y", "5y", "all", "custom")
SPANS = {"4w": 28, "3m": 91, "1y": 364, "5y": 1820}  # days: whole weeks, so that weekly bars are never cut
SECTORS = (
    "GOV", "MIL", "COP", "JUD", "LEG", "SPY", "OPP", "REB", "PTY", "CVL", "BUS", "JRN", "REL", "PRM", "UAF", "AGR",
    "CRM", "EDU", "ELI", "LAB", "MED", "REF", "PRE", "SOC", "UNK", "IGO",
)  # fmt: skip
QUADS = (1, 2, 3, 4)
LANGS = ("fr", "en")
MODES = ("", "list", "graph", "matrix", "places", "countries", "arcs")
SORTABLE = ("event_date", "event_type", "source", "target", "goldstein", "n_articles", "confidence", "place_country")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events count. `a` and `b` are actor ids: with both, events between them; with one, events it takes part in."""

    period: str = "1y"
    start: dt.date | None = None
    end: dt.date | None = None
    a: tuple[str, ...] = ()
    b: tuple[str, ...] = ()
    a_sectors: tuple[str, ...] = ()
    b_sectors: tuple[str, ...] = ()
    directed: bool = False
    types: tuple[str, ...] = ()
    quads: tuple[int, ...] = ()
    territories: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    confidence: float = 0.0
    share: bool = False

    def span(self, data_from: dt.date, data_to: dt.date) -> tuple[dt.date, dt.date]:
        """First and last day (inclusive) of the period, in data that reach from `data_from` to `data_to`."""
        if self.period == "custom":
            return self.start or data_from, self.end or data_to
        if self.period == "all":
            return data_from, data_to
        return data_to - dt.timedelta(days=SPANS[self.period] - 1), data_to

    def during(self, start: dt.date, end: dt.date) -> "Filter":
        """The same filter on another period."""
        return replace(self, period="custom", start=min(start, end), end=max(start, end))


@dataclass(frozen=True, slots=True)
class View:
    """How a page shows it. `lang` is None until someone chose one; `data` pins a version of the store."""

    lang: str | None = None
    data: int | None = None
    event: str = ""
    find: str = ""
    sort: str = "event_date"
    up: bool = False
    page: int = 1
    columns: tuple[str, ...] = ()
    mode: str = ""
    hops: int = 0
    weight: int = 1
    core: int = 0
    step: dt.date | None = None
    versus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """Everything a link holds."""

    filter: Filter = Filter()
    view: View = View()


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of a link that means nothing here."""

    key: str
    value: str


Query = Mapping[str, Sequence[str]]
Reader = Callable[[Sequence[str]], tuple[Any, list[str]]]
Writer = Callable[[Any], list[str]]


def decode(query: Query) -> tuple[State, tuple[Problem, ...]]:
    """The state that a query string holds, and the parts of it that are not known."""
    asked = upgrade(query)
    problems = [Problem(key, value) for key in asked if key not in _FIELDS and key != "v" for value in asked[key]]
    values: dict[str, Any] = {}
    for key, (name, read, _) in _FIELDS.items():
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
    for key, (name, _, write) in _FIELDS.items():
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


def _codes(pattern: str, allowed: Sequence[str] = ()) -> tuple[Reader, Writer]:
    """Comma-separated codes."""

    def read(texts: Sequence[str]) -> tuple[Any, list[str]]:
        parts = [part for text in texts for part in text.split(",") if part]
        good = [part for part in parts if re.fullmatch(pattern, part) and (not allowed or part in allowed)]
        return tuple(dict.fromkeys(good)), [part for part in parts if part not in good]

    return read, lambda values: [",".join(values)]


def _quads() -> tuple[Reader, Writer]:
    read, _ = _codes("[1-4]")

    def read_numbers(texts: Sequence[str]) -> tuple[Any, list[str]]:
        good, bad = read(texts)
        return tuple(int(code) for code in good), bad

    return read_numbers, lambda values: [",".join(map(str, values))]


def _names() -> tuple[Reader, Writer]:
    """Free names, one a parameter, since they may hold commas."""
    return lambda texts: (tuple(dict.fromkeys(text for text in texts if text)), []), lambda values: list(values)


def _one(parse: Callable[[str], Any], write: Callable[[Any], str] = str) -> tuple[Reader, Writer]:
    """One value; the last one given counts. `parse` raises ValueError on what it does not know."""

    def read(texts: Sequence[str]) -> tuple[Any, list[str]]:
        if not texts:
            return None, []
        try:
            return parse(texts[-1]), []
        except ValueError:
            return None, [texts[-1]]

    return read, lambda value: [write(value)]


def _choice(*allowed: str) -> tuple[Reader, Writer]:
    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(text)
        return text

    return _one(parse)


def _whole(low: int, high: int) -> tuple[Reader, Writer]:
    def parse(text: str) -> int:
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not low <= int(text) <= high:
            raise ValueError(text)
        return int(text)

    return _one(parse)


def _unit(text: str) -> float:
    value = float(text)
    if not (math.isfinite(value) and 0 <= value <= 1):
        raise ValueError(text)
    return round(value, 2)


def _flag(word: str) -> tuple[Reader, Writer]:
    def parse(text: str) -> bool:
        if text != word:
            raise ValueError(text)
        return True

    return _one(parse, lambda _: word)


def _day(text: str) -> dt.date:
    value = dt.date.fromisoformat(text)
    if not dt.date(1800, 1, 1) <= value <= dt.date(2200, 12, 31):
        raise ValueError(text)
    return value


_ACTOR = r"[A-Z][A-Z0-9]{2}|NSA:[A-Z0-9_.-]{1,40}"
_COLUMN = "|".join(EVENTS.column_names)

_FIELDS: dict[str, tuple[str, Reader, Writer]] = {
    "per": ("period", *_choice(*PERIODS)),
    "from": ("start", *_one(_day)),
    "to": ("end", *_one(_day)),
    "a": ("a", *_codes(_ACTOR)),
    "b": ("b", *_codes(_ACTOR)),
    "as": ("a_sectors", *_codes("[A-Z]{3}", SECTORS)),
    "bs": ("b_sectors", *_codes("[A-Z]{3}", SECTORS)),
    "dir": ("directed", *_flag("ab")),
    "type": ("types", *_codes("[A-Z]+", EVENT_TYPES)),
    "quad": ("quads", *_quads()),
    "terr": ("territories", *_codes("[A-Z]{3}")),
    "place": ("places", *_names()),
    "outlet": ("outlets", *_names()),
    "in": ("langs", *_codes("[a-z]{2}")),
    "conf": ("confidence", *_one(_unit)),
    "n": ("share", *_flag("share")),
    "lang": ("lang", *_choice(*LANGS)),
    "data": ("data", *_whole(1, 999_999_999)),
    "event": ("event", *_one(lambda text: text[:200])),
    "find": ("find", *_one(lambda text: text[:200])),
    "sort": ("sort", *_choice(*SORTABLE)),
    "up": ("up", *_flag("1")),
    "p": ("page", *_whole(1, 1_000_000)),
    "cols": ("columns", *_codes(_COLUMN)),
    "mode": ("mode", *_choice(*MODES)),
    "hops": ("hops", *_whole(0, 2)),
    "w": ("weight", *_whole(1, 1_000_000)),
    "core": ("core", *_whole(0, 50)),
    "step": ("step", *_one(_day)),
    "vs": ("versus", *_codes(_ACTOR)),
}
