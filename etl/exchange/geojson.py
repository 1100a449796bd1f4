"""This module is about GeoJSON (RFC 7946): a point for each row with coordinates, null geometry for the others.

An assumed seat (`place_precision: seat`) gets no point either: nobody saw anything happen there.
"""

import json
from typing import BinaryIO

from etl.exchange.flat import iso
from etl.exchange.shapes import Export


def write_geojson(export: Export, sink: BinaryIO) -> int:
    """Write a FeatureCollection; coordinates are longitude, latitude (WGS 84)."""
    head = {"type": "FeatureCollection", **({"citation": export.citation} if export.citation else {})}
    sink.write((json.dumps(head, ensure_ascii=False)[:-1] + ', "features": [').encode())
    separator = b"\n"
    for batch in export.rows.to_batches(max_chunksize=10_000):
        for row in batch.to_pylist():
            sink.write(separator + json.dumps(_feature(row), ensure_ascii=False, default=iso).encode())
            separator = b",\n"
    sink.write(b"\n]}\n")
    return len(export.rows)


def _feature(row: dict[str, object]) -> dict[str, object]:
    lat, lon = row.pop("lat", None), row.pop("lon", None)
    point = {"type": "Point", "coordinates": [lon, lat]} if lat is not None and lon is not None else None
    point = None if row.get("place_precision") == "seat" else point
    identity = next((row[name] for name in ("event_id", "mention_id", "place_id") if row.get(name)), None)
    return {"type": "Feature", **({"id": identity} if identity else {}), "geometry": point, "properties": row}
