"""This module is about events: the tidy table, one row for each directed dyad and event."""

from typing import Literal

from etl.schema.table import RUN_ID, Column, Table, count, day, flag, number, text

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip

QUAD_CLASS: dict[str, int] = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}
"""PLOVER type -> quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.

Source: PLOVER manual, 2023-12. SANCTION is 4, as in its own section (the manual's summary table says 3).
"""

EVENT_TYPES: tuple[str, ...] = tuple(QUAD_CLASS)

EVENTS = Table(
    "events",
    ("event_id",),
    (
        text("event_id", "stable hash of what the event is"),
        day("event_date", "when it happened; the first day for month and year precision"),
        text("date_precision", "day, month or year"),
        flag("date_inferred", "true where the year was neither in the text nor in the metadata"),
        text("event_type", "PLOVER type"),
        text("mode", "PLOVER mode, or null"),
        Column("context", "list", "PLOVER contexts (military, economic, diplomatic …)"),
        text("cameo_code", "CAMEO code (text)"),
        count("quad_class", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict"),
        number("goldstein", "Goldstein score of the CAMEO code, -10 to 10"),
        text("source", "actor id of the doer"),
        text("source_name", "the doer as the texts name it most often"),
        text("source_sector", "PLOVER sector of the doer"),
        text("target", "actor id of the receiver, or null"),
        text("target_name", "the receiver as the texts name it most often"),
        text("target_sector", "PLOVER sector of the receiver"),
        flag("symmetric", "true where source and target are alike (a meeting, an agreement)"),
        text("place_id", "where it happened"),
        text("place_name", "name of that place"),
        text("place_kind", "city, region, river, sea, strait, base, country …"),
        text("place_precision", "site, city, district, region, country or water; seat where it is only assumed"),
        number("place_score", "how sure the place is among those that it could be, 0 to 1"),
        number("lat", "latitude in degrees (WGS 84)"),
        number("lon", "longitude in degrees (WGS 84)"),
        text("place_country", "ISO 3166 alpha-3 code of the place's state or territory"),
        count("n_mentions", "statements that report it"),
        count("n_articles", "articles that report it, near-duplicates counted once"),
        count("n_outlets", "outlets that report it"),
        day("first_published", "date of the first report"),
        day("last_published", "date of the last report"),
        number("confidence", "probability that type and actors are right, from its mentions, 0 to 1"),
        text("status", "coded, confirmed, corrected or rejected"),
        text("group_id", "rows that came from one many-sided event share it"),
        RUN_ID,
    ),
)
