"""This module is about actors: who does and who receives, as ids that a dyad can be counted by.

Ids are ISO 3166 alpha-3 codes for states and territories, three-letter codes for organisations, `NSA:NAME` for non-state
actors; a sector (GOV, MIL, OPP …) stands beside the id, never inside it.
"""

from etl.schema.table import RUN_ID, Table, text

ACTORS = Table(
    "actors",
    ("actor_id",),
    (
        text("actor_id", "ISO 3166 alpha-3, organisation code or NSA:NAME"),
        text("kind", "state, igo, armed_group, party, alliance, company, ngo or media"),
        text("name_fr", "French name"),
        text("name_en", "English name"),
        RUN_ID,
    ),
)
