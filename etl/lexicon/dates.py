"""This module is about date words: the expressions of a language that say when, as compiled patterns.

It leaves out resolving them to calendar dates, which is `etl.events.dates`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from etl.lexicon.reading import read_yaml


@dataclass(frozen=True, slots=True)
class DatePattern:
    """One kind of date expression; the fields are those of `etl/resources/dates/fr.yaml`."""

    regex: re.Pattern[str]
    precision: str = "day"
    offset: int | None = None
    sign: int = 0
    from_narrative: bool = False
    weekday: str = "past"
    shift: int = 0
    months: int | None = None
    years: int | None = None
    last_month: bool = False
    weekend: bool = False


@dataclass(frozen=True, slots=True)
class DateLexicon:
    """Date patterns of a language in order, a pattern that matches where any does, and word values."""

    lang: str
    patterns: tuple[DatePattern, ...]
    anywhere: re.Pattern[str]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    numbers: Mapping[str, int]
    units: Mapping[str, int]
    since: tuple[str, ...]


def _alternatives(words: Mapping[str, int]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


def _compile(source: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{source})(?![\w])")


@cache
def load_date_lexicon(lang: str) -> DateLexicon:
    """Load the date expressions of a language."""
    raw: dict[str, Any] = read_yaml(f"dates/{lang}.yaml")
    words = {
        "MONTH": _alternatives(raw["months"]),
        "WEEKDAY": _alternatives(raw["weekdays"]),
        "NUMBER": _alternatives(raw["numbers"]),
        "UNIT": _alternatives(raw["units"]),
    }
    patterns, sources = [], []
    for entry in raw["patterns"]:
        source = entry["regex"]
        for placeholder, alternatives in words.items():
            source = source.replace(placeholder, alternatives)
        sources.append(source)
        patterns.append(
            DatePattern(
                regex=_compile(source),
                precision=entry.get("precision", "day"),
                offset=entry.get("offset"),
                sign=entry.get("sign", 0),
                from_narrative=entry.get("from") == "narrative",
                weekday=entry.get("weekday", "past"),
                shift=entry.get("shift", 0),
                months=entry.get("months"),
                years=entry.get("years"),
                last_month=entry.get("month_shift") == "last",
                weekend=bool(entry.get("weekend", False)),
            )
        )
    anywhere = _compile("|".join(re.sub(r"\(\?P<\w+>", "(?:", source) for source in sources))
    since = tuple(raw["since"])
    values = (raw["months"], raw["weekdays"], raw["numbers"], raw["units"])
    return DateLexicon(lang, tuple(patterns), anywhere, *values, since)
