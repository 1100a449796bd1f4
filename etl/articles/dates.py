"""This module is about publication dates: where one is found, in which order, and what counts as a date at all."""

import datetime as dt
import re

from etl.settings import now

EARLIEST = dt.date(1900, 1, 1)
AHEAD = dt.timedelta(days=2)  # time zones and embargoes; anything later is an error in the input
MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january janvier jan janv", "february février fevrier feb févr fév", "march mars mar",
            "april avril apr avr",
            "may mai", "june juin jun", "july juillet jul juil", "august août aout aug", "september septembre sep sept",
            "october octobre oct", "november novembre nov", "december décembre decembre dec déc",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?:\d{6})?(?!\d)")
DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)")
WORDS_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th)?\.?\s+([A-Za-zéûÉÛ]+)\.?,?\s+(\d{4})")
WORDS_MONTH_FIRST = re.compile(r"([A-Za-zéûÉÛ]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
IN_URL = re.compile(r"/(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:[/-]|$|\D)")
IN_TEXT = re.compile(
    r"^(?:publié|mis en ligne|mis à jour|paru|published|posted|updated|last updated|date)\b", re.IGNORECASE
)
_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_WEEKDAY = (
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
TOLD = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?P<month>{_MONTH})\b\.?(?:,?\s+(?P<year>\d{{4}})\b)?"
    rf"|\b(?P<month2>{_MONTH})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year2>\d{{4}})\b)?"
    rf"|\b(?:{_WEEKDAY})\s+(?P<day3>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*(?:h|:|heures|{_MONTH})\b)",
    re.IGNORECASE,
)
RELATIVE = re.compile(
    rf"\b(?:hier|aujourd['’]hui|yesterday|today|ce matin|this morning|(?:{_WEEKDAY})\b(?!,?\s*(?:le\s|the\s)?(?:\d|{_MONTH})))\b",
    re.IGNORECASE,
)  # a text that says these reports news, and its full dates are of the past
OPENING = 400  # characters in which a chronicle names its first day
TOLD_APART = dt.timedelta(days=120)  # between two days of a chronicle
ENDS = 3  # paragraphs at either end of a text where a "published" line stands


def parse_date(text: str | None) -> dt.date | None:
    """The first plausible calendar date in `text` (ISO, compact, day first, in words), or None."""
    if not text:
        return None
    for pattern, order in ((ISO, "ymd"), (COMPACT, "ymd"), (DAY_FIRST, "dmy")):
        if found := pattern.search(text):
            parts = dict(zip(order, (int(part) for part in found.groups()), strict=True))
            return _plausible(parts["y"], parts["m"], parts["d"])
    if found := WORDS_DAY_FIRST.search(text):
        return _plausible(int(found[3]), MONTHS.get(found[2].lower(), 0), int(found[1]))
    if found := WORDS_MONTH_FIRST.search(text):
        return _plausible(int(found[3]), MONTHS.get(found[1].lower(), 0), int(found[2]))
    return None


def date_in_url(url: str | None) -> dt.date | None:
    """The date in an address such as `/2024/07/19/…`, or None."""
    if not url:
        return None
    found = IN_URL.search(url)
    if found:
        return _plausible(int(found[1]), int(found[2]), int(found[3]))
    compact = COMPACT.search(url)
    return _plausible(*(int(part) for part in compact.groups())) if compact else None


def date_in_text(paragraphs: list[str]) -> dt.date | None:
    """The date of a line such as "Publié le 19 juillet 2024" near the start or the end of a text, or None."""
    for paragraph in [*paragraphs[:ENDS], *paragraphs[-ENDS:]]:
        if len(paragraph) < 120 and IN_TEXT.match(paragraph) and (found := parse_date(paragraph)):
            return found
    return None


def date_told(paragraphs: list[str]) -> dt.date | None:
    """The last day that a text tells of, when it opens with a full date as chronicles and communiqués do; or None.

    Days without a year follow the date before them: « 3 avril 2024 … Jeudi 11 … 2 mai » ends on 2 May 2024.
    """
    text = "\n".join(paragraphs)
    last: dt.date | None = None
    relative = RELATIVE.search(text)
    opening = min(OPENING, relative.start() if relative else OPENING)
    for found in TOLD.finditer(text):
        day, month, year = (
            int(found["day"] or found["day2"] or found["day3"]),
            found["month"] or found["month2"],
            found["year"] or found["year2"],
        )
        number = MONTHS.get(month.lower(), 0) if month else 0
        if month and not number:
            continue
        if year:
            full = _plausible(int(year), number, day)
            if last is None and (full is None or found.start() > opening):
                return None
            last = max(filter(None, (last, full)))
        elif last is not None:
            later = (_plausible(*part) for part in _following(last, number, day))
            last = next((date for date in later if date and last <= date <= last + TOLD_APART), last)
        elif month:
            return None
    return last


def _following(last: dt.date, month: int, day: int) -> list[tuple[int, int, int]]:
    """The day of that month, or of no named month, in the months after `last`, as (year, month, day)."""
    if month:
        return [(last.year, month, day), (last.year + 1, month, day)]
    return [(last.year, last.month, day), (last.year + last.month // 12, last.month % 12 + 1, day)]


def publication_date(
    dates: tuple[tuple[str, str], ...],
    option: dt.date | None,
    url: str | None,
    paragraphs: list[str],
    name: str | None,
    modified: dt.date | None,
) -> tuple[dt.date | None, str | None]:
    """Publication date and its origin: header, html or feed, the option, URL, text, file name, dates told, else the file's date."""
    for origin, text in dates:
        if found := parse_date(text):
            return found, origin
    if option:
        return option, "option"
    for origin, guess in (
        ("url", date_in_url(url)),
        ("text", date_in_text(paragraphs)),
        ("filename", parse_date(name)),
        ("text", date_told(paragraphs)),
    ):
        if guess:
            return guess, origin
    return (modified, "inferred") if modified else (None, None)


def _plausible(year: int, month: int, day: int) -> dt.date | None:
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return None
    return date if EARLIEST <= date <= now().date() + AHEAD else None
