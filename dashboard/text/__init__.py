"""This module is about words: every visible word of the dashboard, in French and English, and how numbers are written.

The catalogues are `fr.yaml` and `en.yaml`; a test keeps their keys alike. A text with `one` and `other` follows the plural
rule of its language. Nothing here knows Streamlit, so figures and reports use it too.
"""

import datetime as dt
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

Namer = Callable[[str | None], str]  # code of an actor or territory -> its name in the reader's language, not escaped


@functools.cache
def catalogue(lang: str) -> Mapping[str, Any]:
    """All texts of a language by dotted key; plural texts are mappings with `one` and `other`."""
    tree = yaml.safe_load((Path(__file__).parent / f"{lang}.yaml").read_text("utf-8"))
    return dict(_flatten(tree))


def _flatten(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in tree.items():
        if isinstance(value, dict) and set(value) != {"one", "other"}:
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language. `words("map.title")`, or with values: `words("frame.events", n=3)`."""

    lang: str

    def __call__(self, key: str, **values: Any) -> str:
        """The text at `key` with `values` put in; `n` chooses the plural and is written as a number."""
        text = catalogue(self.lang)[key]
        if isinstance(text, dict):
            form = _locale(self.lang).plural_form(values["n"])
            text = text["one" if form == "one" else "other"]
        shown = {name: self.number(v) if isinstance(v, int) and name != "version" else v for name, v in values.items()}
        return str(text).format(**shown) if shown else str(text)

    def maybe(self, key: str, code: str | None) -> str:
        """The text at `key.code`, or the code itself where there is none."""
        return str(catalogue(self.lang).get(f"{key}.{code}", code or ""))

    def number(self, value: float | None, digits: int = 0) -> str:
        """A number with at most `digits` decimals; an en dash for none."""
        if value is None or value != value:
            return "–"
        return _decimal(float(round(value, digits)), digits, self.lang)

    def signed(self, value: float | None, digits: int = 1) -> str:
        """A number with its sign (a true minus)."""
        if value is None or value != value:
            return "–"
        return ("+" if value > 0 else "−" if value < 0 else "") + self.number(abs(value), digits)

    def percent(self, value: float | None, digits: int = 0) -> str:
        """A share of one, as a percentage."""
        if value is None or value != value:
            return "–"
        return format_percent(
            value,
            format="#,##0" + ("." + "0" * digits if digits else "") + (" %" if self.lang == "fr" else "%"),
            locale=self.lang,
        )

    def day(self, value: dt.date | None, precision: str | None = "day") -> str:
        """A date, no finer than it is known."""
        if value is None or value != value:
            return "–"
        skeleton = {"year": "y", "month": "MMM y"}.get(precision or "day", "d MMM y")
        return _date(value, skeleton, self.lang)

    def period(self, start: dt.date, end: dt.date) -> str:
        """Two dates, the common part written once."""
        if start == end:
            return self.day(start)
        first = (
            "d"
            if (start.year, start.month) == (end.year, end.month)
            else "d MMM"
            if start.year == end.year
            else "d MMM y"
        )
        return f"{format_date(start, first, locale=self.lang)} – {self.day(end)}"

    def instant(self, value: dt.datetime | None) -> str:
        """A time, in UTC."""
        if value is None:
            return "–"
        return format_datetime(value, "d MMM y, HH:mm", locale=self.lang) + " UTC"

    def series(self, items: list[str]) -> str:
        """Items in a sentence: a, b and c."""
        return format_list(items, locale=self.lang)

    def type(self, code: str | None) -> str:
        """The name of a PLOVER event type."""
        return self.maybe("type", code)

    def quad(self, code: int | None) -> str:
        """The name of a quad class."""
        return self.maybe("quad", None if code is None else str(code))

    def sector(self, code: str | None) -> str:
        """The name of a PLOVER sector."""
        return self.maybe("sector", code)


@functools.cache
def territory(code: str, lang: str) -> str:
    """The name of a territory given by its ISO 3166-1 alpha-3 code; empty for any other code."""
    alpha_2: Sequence[str] = get_global("territory_aliases").get(code, ()) if len(code) == 3 else ()
    return str(_locale(lang).territories.get(alpha_2[0], "")) if len(alpha_2) == 1 else ""


@functools.cache
def _locale(lang: str) -> Locale:
    return Locale.parse(lang)


@functools.lru_cache(maxsize=50_000)
def _decimal(value: float, digits: int, lang: str) -> str:
    """Babel reads the pattern anew for every number; a page writes the same few hundred again and again."""
    return format_decimal(value, format="#,##0." + "0" * digits if digits else "#,##0", locale=lang)


@functools.lru_cache(maxsize=50_000)
def _date(value: dt.date, skeleton: str, lang: str) -> str:
    return format_date(value, skeleton, locale=lang)
