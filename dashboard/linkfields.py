"""This module is about the fields of a link: for each parameter, what it sets and how its codes are read and written.

A reader gives the value and the texts that mean nothing to it; a writer gives the texts of a value.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from typing import Any

from dashboard.filters import LANGS, MODES, PERIODS, SECTORS, SORTABLE
from etl.schema import EVENT_TYPES, EVENTS

Reader = Callable[[Sequence[str]], tuple[Any, list[str]]]
Writer = Callable[[Any], list[str]]


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

FIELDS: dict[str, tuple[str, Reader, Writer]] = {
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
