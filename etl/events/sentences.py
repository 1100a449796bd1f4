"""This module is about sentences: cutting a cleaned text into them, paragraph by paragraph.

The parser's own splits are not used: it cuts one French sentence in seven in two, and runs on across headings.
"""

import re
from dataclasses import dataclass

_ABBREVIATIONS = frozenset(
    "m mm mme mmes mlle dr pr me st ste gen gén col lt sgt adm sen rep gov mr mrs ms prof hon jr sr no n° art av bd cf etc ex p "
    "vol fig u.s u.k u.n e.u d.c n u s k v b j a c d e f g h i l o q r t w x y z jan feb fév févr mar apr avr jun jul juil aug sept "
    "sep oct nov dec déc approx inc ltd co corp vs".split()
)
_END = re.compile(r"([.!?…]+)([»”\"')\]]*)(?=\s+|$|(?<=[a-zé][.])(?=[A-ZÉÀ]))")
_CITY = r"[A-ZÀ-Þ][\w'’\-]+(?: [A-ZÀ-Þ][\w'’\-]+){0,2}"
_DAY = r"(?:\d{1,2}(?:er)? [a-zéû]{3,9}|[A-Z][a-z]{2,8}\.? \d{1,2})(?: \d{4})?"
_DASH = r" ?(?:[–—]|--?) "
DATELINE = re.compile(
    rf"(?:[A-ZÀ-Þ]{{3,}}[A-ZÀ-Þ'’/,.\- ]*(?:{_DAY})?[^\n–—.-]{{0,30}}{_DASH}"
    rf"|{_CITY}(?:/{_CITY})?,? (?:{_DAY})? ?(?:\([^)\n]{{2,40}}\))?{_DASH}"
    rf"|{_CITY}, {_DAY} ?(?:\([^)\n]{{2,40}}\))?\. (?=[A-ZÀ-Þ«]))"
)
"""A paragraph's opening "SEOUL, Sept 14 -" or "Pyongyang, 20 juin.": where and when it was filed, not what happened."""
_HEADING = re.compile(r"([^:«»\n]{2,40}?) ?: (?=\S)")
_OPENER = re.compile(r"\s*[«“\"'(\[\-–—•]*\s*[A-ZÀ-ÖØ-Þ0-9]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Sentence number `no` of an article at `start:end` of its text; `kind` is title, caption, dateline or body."""

    no: int
    start: int
    end: int
    kind: str = "body"


def _is_boundary(text: str, match: re.Match[str], paragraph_end: int) -> bool:
    if match.end() >= paragraph_end:
        return True
    if not _OPENER.match(text, match.end()):
        return False
    if match.group(1) != ".":
        return True
    word = re.search(r"[\w.°]+$", text[max(0, match.start() - 12) : match.start()])
    if word is None:
        return True
    last = word.group().casefold()
    return not (last in _ABBREVIATIONS or re.fullmatch(r"(?:[a-z]\.)+[a-z]", last))


def split_sentences(text: str, title_end: int = 0, captions: tuple[tuple[int, int], ...] = ()) -> list[Sentence]:
    """Cut `text` (paragraphs separated by newlines) into sentences with offsets."""
    sentences: list[Sentence] = []
    for paragraph in re.finditer(r"[^\n]+", text):
        start, end = paragraph.span()
        kind = "title" if start < title_end else "body"
        if any(left <= start < right for left, right in captions):
            kind = "caption"
        dateline = DATELINE.match(text, start, end) if kind == "body" else None
        if dateline:
            _add(sentences, text, start, dateline.end(), "dateline")
            start = dateline.end()
        heading = _HEADING.match(text, start, end) if kind == "title" else None
        if heading:
            _add(sentences, text, start, heading.end(1), kind)
            start = heading.end()
        for match in _END.finditer(text, start, end):
            if match.end() > start and _is_boundary(text, match, end):
                _add(sentences, text, start, match.end(), kind)
                start = match.end()
        _add(sentences, text, start, end, kind)
    return sentences


def _add(sentences: list[Sentence], text: str, start: int, end: int, kind: str) -> None:
    stripped = text[start:end]
    start += len(stripped) - len(stripped.lstrip())
    end -= len(stripped) - len(stripped.rstrip())
    if end - start > 2:
        sentences.append(Sentence(len(sentences), start, end, kind))
