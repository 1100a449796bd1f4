"""This module is about toponyms: place names in a text and the place each was resolved to."""

from dataclasses import dataclass

from etl.schema.place import Place
from etl.schema.table import RUN_ID, Table, count, flag, number, text

TOPONYMS = Table(
    "toponyms",
    ("article_id", "start"),
    (
        text("article_id", "the article that names it"),
        text("article", "file stem, or the id for other inputs"),
        text("toponym", "the name as written"),
        count("start", "span in the cleaned text"),
        count("end", "end of that span (exclusive)"),
        text("place_id", "the resolved place, or null when unresolved"),
        number("lat", "latitude in degrees (WGS 84)"),
        number("lon", "longitude in degrees (WGS 84)"),
        text("country", "ISO 3166 alpha-3 code"),
        text("kind", "city, region, river, sea, strait, base, country …"),
        number("score", "how sure the resolution is, 0 to 1"),
        flag("metonym", "true where the name stands for a government"),
        text("reason", "why it stayed unresolved, or null"),
        RUN_ID,
    ),
)


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name at `start:end` of an article's cleaned text. `place` is null when it stayed unresolved (`reason` says why).

    `score` is 0 to 1; `margin` is the distance to the runner-up's score; `n_candidates` counts gazetteer candidates.
    """

    text: str
    start: int
    end: int
    place: Place | None
    score: float = 0.0
    margin: float = 0.0
    n_candidates: int = 0
    metonym: bool = False
    reason: str | None = None
