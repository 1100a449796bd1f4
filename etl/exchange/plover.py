"""This module is about writing PLOVER records: one JSON object a line, many-sided events as lists, not as many events.

Source of the fields: PLOVER manual, 2023-12, chapter Data Fields. Rows of one group become one record; in a symmetric
event everyone is an actor and nobody a recipient.
"""

import json
from itertools import groupby
from typing import BinaryIO

from etl.exchange.flat import iso
from etl.exchange.related import first_reports, link
from etl.exchange.shapes import Export, Row

RESOLUTION = {"site": 5, "city": 4, "district": 3, "region": 2, "country": 1, "seat": 1}
"""Place precision -> PLOVER's resolution."""


def write_events(export: Export, sink: BinaryIO) -> int:
    """Write one record for each event or group of events."""
    reports, count = first_reports(export), 0
    rows = sorted(export.rows.to_pylist(), key=lambda row: (row.get("group_id") or row["event_id"], row["event_id"]))
    for identity, group in groupby(rows, key=lambda row: row.get("group_id") or row["event_id"]):
        record = _record(identity, list(group), reports)
        sink.write(json.dumps(record, ensure_ascii=False, default=iso).encode() + b"\n")
        count += 1
    return count


def _record(identity: str, rows: list[Row], reports: dict[str, Row]) -> Row:
    first = rows[0]
    report = reports.get(first["event_id"], {})
    actors, recipients = _unique(rows, "source"), _unique(rows, "target")
    if all(row.get("symmetric") for row in rows):
        actors += [entity for entity in recipients if entity not in actors]
        recipients = []
    place = _location(first)
    return {
        "id": identity,
        "has_event": True,
        "date": first.get("event_date"),
        "actor": actors,
        "recipient": recipients,
        "event": sorted({row["event_type"] for row in rows if row["event_type"]}),
        "mode": sorted({row["mode"] for row in rows if row.get("mode")}),
        "context": sorted({name for row in rows for name in row.get("context") or []}),
        "quad_code": first.get("quad_class"),
        "event_scale": first.get("goldstein"),
        **({"event_loc": place} if place else {}),
        "event_text": report.get("sentence"),
        "link": link(report) or None,
        "text": report.get("sentence"),
        "text_info": {
            "sequence": report.get("sentence_no"),
            "start": report.get("trigger_start"),
            "end": report.get("trigger_end"),
        },
        "cite_info": {name: report.get(key) for name, key in _CITED},
        "coder": "detente",
        "comment": first.get("status"),
    }


_CITED = (("title", "title"), ("url", "url"), ("language", "lang"), ("publication", "outlet"))


def _unique(rows: list[Row], role: str) -> list[Row]:
    entities: dict[tuple[str, str | None], Row] = {}
    for row in rows:
        if row.get(role):
            key = (row[role], row.get(f"{role}_sector"))
            entities.setdefault(key, {"code": key[0], "sector": key[1], "entity_text": row.get(f"{role}_name")})
    return list(entities.values())


def _location(row: Row) -> Row | None:
    if not row.get("place_name") and row.get("lat") is None:
        return None
    place_id = row.get("place_id") or ""
    precision = row.get("place_precision") or ""
    return {
        "resolved_place": row.get("place_name"),
        "geonameid": place_id.removeprefix("geonames:") if place_id.startswith("geonames:") else None,
        "lat": row.get("lat"),
        "lon": row.get("lon"),
        "country_code": row.get("place_country"),
        "resolution": RESOLUTION.get(precision),
    }
