"""This module is about drafts: one text as a reader found it, before cleaning, with what is said about it."""

import datetime as dt
from dataclasses import dataclass, field

SUPPORTED_LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Draft:
    """Raw fields of one article. `ref` is the path or URL as given; `modified` is the date of the file that holds it.

    `dates` holds (origin, text of the date) in order of precedence; `name` is the file's stem, or an id.
    """

    ref: str
    text: str
    name: str | None = None
    title: str | None = None
    outlet: str | None = None
    lang: str | None = None
    url: str | None = None
    dates: tuple[tuple[str, str], ...] = ()
    modified: dt.date | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user says about all inputs of one run.

    `published` and `lang` stand in where an input has none; `columns` maps our column names to theirs; `follow` reads
    the page behind a feed entry; `allow_private` lets URLs point into the own network.
    """

    published: dt.date | None = None
    lang: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    follow: bool = True
    allow_private: bool = False
