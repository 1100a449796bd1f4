"""This module is about articles: one text as an outlet published it, and the table that lists them."""

import datetime as dt
from dataclasses import dataclass

from etl.schema.table import RUN_ID, Column, Table, count, day, text

ARTICLES = Table(
    "articles",
    ("article_id",),
    (
        text("article_id", "stable hash of the cleaned text, title and outlet"),
        text("ref", "path or URL as given"),
        text("article", "file stem, or the id for other inputs"),
        text("url", "address of the article, when known"),
        text("title", "headline"),
        text("outlet", "who published it"),
        text("lang", "ISO 639-1 code of its language: fr or en"),
        day("published", "publication date"),
        text("published_from", "header, html, feed, url, text, filename, option, inferred, or null"),
        Column("ingested_at", "timestamp", "when it was read, UTC"),
        text("text", "cleaned text (title first, then paragraphs); all spans point into it"),
        count("n_words", "words in the cleaned text"),
        text("duplicate_of", "article_id of the near-duplicate that counts instead, or null"),
        RUN_ID,
    ),
)


@dataclass(frozen=True, slots=True)
class Article:
    """One article, cleaned. `text` begins with the title (if any) and a newline; paragraphs are separated by newlines.

    `title_end` is the offset where the title ends in `text` (0 without a title); `captions` are the spans of picture
    captions, which are evidence but never the only report of an event.
    """

    article_id: str
    ref: str
    article: str
    text: str
    lang: str
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: dt.date | None = None
    published_from: str | None = None
    title_end: int = 0
    captions: tuple[tuple[int, int], ...] = ()
    duplicate_of: str | None = None
