"""What exists: articles, mentions, events, toponyms, actors, places, refusals; one noun a module, with its table."""

from etl.schema.actor import ACTORS
from etl.schema.article import ARTICLES, Article
from etl.schema.event import EVENT_TYPES, EVENTS, QUAD_CLASS
from etl.schema.mention import MENTIONS
from etl.schema.place import PLACES, Place
from etl.schema.refusal import CORRECTIONS, REJECTED, Refusal
from etl.schema.table import Column, Table
from etl.schema.toponym import TOPONYMS, Toponym

TABLES: dict[str, Table] = {
    table.name: table for table in (ARTICLES, MENTIONS, EVENTS, TOPONYMS, ACTORS, PLACES, REJECTED, CORRECTIONS)
}

__all__ = [
    "ACTORS", "ARTICLES", "CORRECTIONS", "EVENTS", "EVENT_TYPES", "MENTIONS", "PLACES", "QUAD_CLASS", "REJECTED", "TABLES",
    "TOPONYMS", "Article", "Column", "Place", "Refusal", "Table", "Toponym",
]  # fmt: skip
