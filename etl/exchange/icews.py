"""This module is about writing ICEWS: 20 columns, tab-separated, with a header; countries are English names.

Source of the columns: the ICEWS coded event data (Dataverse 28075) as the R package `icews` reads it.
"""

from typing import BinaryIO

from etl.exchange.codes import cameo_of, cameo_table, name_of
from etl.exchange.gdelt import event_number
from etl.exchange.related import number, place_parts, write_lines
from etl.exchange.shapes import Export, Row

COLUMNS: tuple[str, ...] = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity",
    "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City", "District",
    "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
SECTOR_WORDS = {
    "GOV": "Government", "MIL": "Military", "COP": "Police", "JUD": "Judicial", "LEG": "Legislative / Parliamentary",
    "OPP": "Opposition", "REB": "Rebel", "PTY": "Parties", "CVL": "General Population / Civilian / Social", "BUS": "Business",
    "JRN": "Media", "REL": "Religious", "EDU": "Education", "MED": "Medical / Health", "SPY": "Intelligence",
    "IGO": "International Government Organization", "NGO": "Nongovernmental Organization / Activists", "CRM": "Criminals / Gangs",
    "LAB": "Labor", "UAF": "Unidentified Forces", "AGR": "Agriculture", "ELI": "Elite", "REF": "Refugees / Displaced",
}  # fmt: skip
"""PLOVER sector -> the word ICEWS uses for it."""


def write_events(export: Export, sink: BinaryIO) -> int:
    """Write events as ICEWS rows."""
    return write_lines(export, sink, COLUMNS, _event)


def _event(row: Row, report: Row) -> list[object]:
    code = cameo_of(row["event_type"], row.get("cameo_code"))
    known = cameo_table().get(code)
    score = row.get("goldstein") if row.get("goldstein") is not None else known.goldstein if known else None
    sentence = report.get("sentence_no")
    return [
        _number(row["event_id"]), row.get("event_date"), *_party(row, "source"), known.label if known else row["event_type"],
        code, number(score), *_party(row, "target"), report.get("article_id"), None if sentence is None else sentence + 1,
        report.get("outlet"), *place_parts(row),
        name_of(row.get("place_country")), number(row.get("lat")), number(row.get("lon")),
    ]  # fmt: skip


def _party(row: Row, role: str) -> list[object]:
    sector = row.get(f"{role}_sector") or ""
    actor = row.get(role)
    name = row.get(f"{role}_name") or name_of(actor) or (actor or "").removeprefix("NSA:")
    return [name, SECTOR_WORDS.get(sector, sector), name_of(actor)]


def _number(event_id: str) -> int:
    parts = event_id.split(":")
    return int(parts[1]) if parts[0] == "icews" else event_number(event_id)
