"""This module is about cleaning: from raw lines to a title and paragraphs, captions marked, page furniture left out.

What stays is what the outlet wrote, datelines included. Spans of captions are kept, since a caption is evidence but
never the only report of an event.
"""

import re
import unicodedata
from dataclasses import dataclass

from etl.articles.boilerplate import CAPTION_CREDIT, FURNITURE, SOURCE_LINK, TRAILING_CREDIT

SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
WRAP_MIN, WRAP_MAX = 45, 100  # columns of a hard-wrapped line: mail and agency feeds wrap at 60 to 80
WRAPPED_LINES = 3  # fewer lines in mid-sentence are headlines or lists
SENTENCE_END = (".", "!", "?", ":", ";", "»", '"', "”", "…", ")", "|")
BULLET = re.compile(r"^(?:[-–—*•·]|\d{1,3}[.)])\s")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Title and paragraphs as one text (see `etl.schema.Article`), with the spans that are captions."""

    text: str
    title_end: int
    captions: tuple[tuple[int, int], ...]
    url: str | None


def normalise(text: str) -> str:
    """`text` in NFC with one kind of line end and space, without invisible and control characters."""
    ends = LINE_ENDS.sub("\n", text)
    return unicodedata.normalize("NFC", CONTROL.sub("", INVISIBLE.sub("", ends)))


def clean(raw: str, title: str | None) -> Cleaned:
    """The cleaned text of one article; a first paragraph that repeats the title is left out."""
    head = squeeze(normalise(title or ""))
    url: str | None = None
    paragraphs: list[str] = []
    captions: list[bool] = []
    for paragraph in split_paragraphs(normalise(raw)):
        if link := SOURCE_LINK.match(paragraph):
            url = url or link.group(1)
        elif not FURNITURE.match(paragraph):
            kept, is_caption = _without_credit(paragraph)
            if kept and not (not paragraphs and head and kept.casefold() == head.casefold()):
                paragraphs.append(kept)
                captions.append(is_caption)
    text, title_end = (head + "\n", len(head)) if head else ("", 0)
    spans = []
    for paragraph, is_caption in zip(paragraphs, captions, strict=True):
        if is_caption:
            spans.append((len(text), len(text) + len(paragraph)))
        text += paragraph + "\n"
    return Cleaned(text.removesuffix("\n"), title_end, tuple(spans), url)


def squeeze(line: str) -> str:
    """`line` with single spaces, none at its ends."""
    return SPACES.sub(" ", line.replace("\n", " ")).strip()


def split_paragraphs(text: str) -> list[str]:
    """Paragraphs of `text`: its lines, joined where the whole text is hard-wrapped."""
    lines = [squeeze(line) for line in text.split("\n")]
    if not _is_wrapped(lines):
        return [line for line in lines if line]
    paragraphs: list[str] = []
    joins = False
    for line in lines:
        if joins and line and not BULLET.match(line):
            paragraphs[-1] += " " + line
        elif line:
            paragraphs.append(line)
        joins = _goes_on(line)
    return paragraphs


def _is_wrapped(lines: list[str]) -> bool:
    """Whether a text is cut at a fixed column: no long line, and many that end in mid-sentence."""
    return max(map(len, lines)) <= WRAP_MAX and sum(map(_goes_on, lines)) >= WRAPPED_LINES


def _goes_on(line: str) -> bool:
    """Whether `line` looks as if its sentence goes on in the next line."""
    return len(line) >= WRAP_MIN and not line.endswith(SENTENCE_END)


def _without_credit(paragraph: str) -> tuple[str, bool]:
    """The paragraph without a picture credit at its end, and whether it is a caption."""
    bare = paragraph
    if found := CAPTION_CREDIT.search(paragraph):
        bare = paragraph[: found.start()].strip()
        return bare, True
    return TRAILING_CREDIT.sub("", bare).strip(), False
