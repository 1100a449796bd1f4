"""This module is about writing POLECAT: 40 columns, tab-separated, with a header; PLOVER types, ISO and COW countries.

Source of the columns: POLECAT's weekly files (Dataverse AJGVIT).
"""

from typing import BinaryIO

from etl.exchange.codes import QUAD_NAMES, countries, name_of
from etl.exchange.related import number, place_parts, write_lines
from etl.exchange.shapes import Export, Row

COLUMNS: tuple[str, ...] = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version",
)  # fmt: skip
LANGUAGES = {"fr": "French", "en": "English"}
VERSION = "detente 0.1"


def write_events(export: Export, sink: BinaryIO) -> int:
    """Write events as POLECAT rows."""
    return write_lines(export, sink, COLUMNS, _event)


def _event(row: Row, report: Row) -> list[object]:
    place_id = row.get("place_id") or ""
    return [
        row["event_id"].removeprefix("polecat:"), row.get("event_date"), row.get("event_type"), row.get("mode"),
        number(row.get("goldstein")), QUAD_NAMES.get(row.get("quad_class") or 0), ";".join(row.get("context") or []),
        *_party(row, "source"), *_party(row, "target"),
        row.get("place_name"), *place_parts(row),
        row.get("place_country"), number(row.get("lat")), number(row.get("lon")),
        place_id.removeprefix("geonames:") if place_id.startswith("geonames:") else None, row.get("place_name"),
        row.get("place_kind"), report.get("outlet"), row.get("first_published"), None, None, None,
        LANGUAGES.get(report.get("lang") or "", report.get("lang")), VERSION,
    ]  # fmt: skip


def _party(row: Row, role: str) -> list[object]:
    actor, sector = row.get(role) or "", row.get(f"{role}_sector")
    country = countries().get(actor)
    name = name_of(actor) or actor.removeprefix("NSA:") or None
    code = actor if not actor.startswith("NSA:") else None
    return [name, code or None, country.cow if country else None, sector, sector, None, row.get(f"{role}_name"), None]
