"""This module is about dates: the expressions of a sentence, and the calendar date each stands for.

Relative expressions count from the publication date; "the next day" counts from the date the text speaks of. A day and month
without a year is the latest such day up to the publication date. It leaves out which event a date belongs to.
"""

import datetime as dt
import re
from dataclasses import dataclass

from etl.lexicon.dates import DateLexicon, DatePattern

_NEAR_FUTURE = dt.timedelta(days=45)
"""A day and month without a year up to this far after publication is taken as announced, beyond as last year's."""

_OF_NOUN = re.compile(r"['’]s\b|(?<=the \d{4}) (?=[^\W\d])")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression at `start:end` of the article's text. `precision` is day, month or year.

    `anchor` is true where the expression bounds a period ("since 7 October") rather than dating the event; `of_noun` where it dates the
    noun after it ("last week's attack", "the 1960 treaty") and nothing else.
    """

    start: int
    end: int
    text: str
    date: dt.date
    precision: str
    anchor: bool = False
    of_noun: bool = False


def _add_months(date: dt.date, months: int) -> dt.date:
    index = date.year * 12 + date.month - 1 + months
    return dt.date(index // 12, index % 12 + 1, 1)


def _past_weekday(reference: dt.date, weekday: int) -> dt.date:
    return reference - dt.timedelta(days=(reference.weekday() - weekday) % 7)


def _calendar(match: re.Match[str], lexicon: DateLexicon, pattern: DatePattern, reference: dt.date) -> dt.date | None:
    """A date from day, month and year groups; a missing year or month is the nearest that fits."""
    groups = match.groupdict()
    month = (
        lexicon.months[groups["month"]]
        if groups.get("month")
        else int(groups["monthno"])
        if groups.get("monthno")
        else None
    )
    year = int(groups["year"]) if groups.get("year") else None
    number = groups.get("day")
    day = 1 if number in (None, "premier") else int(number or 1)
    try:
        if month is None and year is not None:
            return dt.date(year, 1, 1)
        if month is None:
            date = dt.date(reference.year, reference.month, day)
            return date if date <= reference + dt.timedelta(days=3) else _add_months(date, -1).replace(day=day)
        if year is not None:
            return dt.date(year, month, day)
        date = dt.date(reference.year, month, day)
        if groups.get("weekday") and number:
            return _year_by_weekday(date, lexicon.weekdays[groups["weekday"]], reference)
        if date > reference + _NEAR_FUTURE or (pattern.last_month and date >= reference.replace(day=1)):
            return date.replace(year=reference.year - 1)
        if date < reference - dt.timedelta(days=330):
            return date.replace(year=reference.year + 1)
        return date
    except ValueError:
        return None


def _year_by_weekday(date: dt.date, weekday: int, reference: dt.date) -> dt.date:
    """The year near the reference in which that day has that weekday."""
    for year in (reference.year, reference.year - 1, reference.year + 1, reference.year - 2):
        candidate = date.replace(year=year)
        if candidate.weekday() == weekday:
            return candidate
    return date


def _resolve(
    match: re.Match[str], pattern: DatePattern, lexicon: DateLexicon, published: dt.date, narrative: dt.date
) -> dt.date | None:
    groups = match.groupdict()
    base = narrative if pattern.from_narrative else published
    if pattern.weekend:
        return _past_weekday(published, 5)
    if pattern.sign:
        raw = groups["count"]
        number = int(raw) if raw.isdigit() else lexicon.numbers[raw]
        return base + dt.timedelta(days=pattern.sign * number * lexicon.units[groups["unit"]])
    if pattern.offset is not None:
        return base + dt.timedelta(days=pattern.offset)
    if pattern.months is not None:
        return _add_months(base, pattern.months)
    if pattern.years is not None:
        return dt.date(base.year + pattern.years, 1, 1)
    if groups.get("weekday") and not groups.get("day"):
        weekday = lexicon.weekdays[groups["weekday"]]
        if pattern.weekday == "next":
            return published + dt.timedelta(days=(weekday - published.weekday() - 1) % 7 + 1)
        date = _past_weekday(published, weekday)
        if pattern.weekday == "last" and date == published:
            date -= dt.timedelta(days=7)
        return date + dt.timedelta(days=pattern.shift)
    return _calendar(match, lexicon, pattern, published)


def _precision(pattern: DatePattern, match: re.Match[str], date: dt.date, published: dt.date) -> str:
    if pattern.precision == "week":
        return "day"
    if pattern.sign:
        unit = match.group("unit")
        if unit[:2] in ("mo", "ye", "an", "de", "dé"):
            return "year" if unit[:2] != "mo" and (published - date).days > 400 else "month"
    return pattern.precision


def find_dates(
    sentence: str, offset: int, lexicon: DateLexicon, published: dt.date, narrative: dt.date | None = None
) -> list[DateMention]:
    """Date expressions of a sentence that begins at `offset` of the article, in order of appearance, resolved.

    `narrative` is the date the text spoke of before (default: the publication date); expressions update it as they come.
    """
    text = sentence.lower()
    if lexicon.anywhere.search(text) is None:
        return []
    spans: list[tuple[re.Match[str], DatePattern]] = []
    taken: list[tuple[int, int]] = []
    for pattern in lexicon.patterns:
        for match in pattern.regex.finditer(text):
            if all(match.end() <= left or match.start() >= right for left, right in taken):
                spans.append((match, pattern))
                taken.append(match.span())
    now = narrative or published
    found = []
    for match, pattern in sorted(spans, key=lambda pair: pair[0].start()):
        date = _resolve(match, pattern, lexicon, published, now)
        if date is None or not 1900 < date.year < 2100:
            continue
        before = text[max(0, match.start() - 18) : match.start()].rstrip()
        matched = match.group().split(" ")[0]
        anchor = before.endswith(lexicon.since) or matched in lexicon.since
        mention = DateMention(
            offset + match.start(), offset + match.end(), sentence[match.start() : match.end()], date,
            _precision(pattern, match, date, published), anchor, _OF_NOUN.match(sentence, match.end()) is not None,
        )  # fmt: skip
        found.append(mention)
        if not anchor and mention.precision == "day":
            now = date
    return found
