"""This module is about flat files: CSV, Parquet and JSON Lines, with the column names of the tables."""

import datetime as dt
import json
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from etl.exchange.shapes import Export
from etl.exchange.spreadsheet import inert_column

LIST_SEPARATOR = ";"


def write_csv(export: Export, sink: BinaryIO) -> int:
    """Write comma-separated values with a header line; lists are joined by semicolons."""
    rows = export.rows
    columns = [_cell_column(rows[name]) for name in rows.column_names]
    pcsv.write_csv(pa.table(dict(zip(rows.column_names, columns, strict=True))), sink)
    return len(rows)


def _cell_column(column: pa.ChunkedArray) -> Any:
    if pa.types.is_list(column.type):
        joined = [None if value is None else LIST_SEPARATOR.join(value) for value in column.to_pylist()]
        column = pa.chunked_array([pa.array(joined, pa.string())])
    if pa.types.is_timestamp(column.type):
        return pc.strftime(column, format="%Y-%m-%dT%H:%M:%SZ")
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return inert_column(column)
    return column


def write_parquet(export: Export, sink: BinaryIO) -> int:
    """Write Parquet; the citation stands in the file's metadata."""
    rows = export.rows
    if export.citation:
        rows = rows.replace_schema_metadata({"citation": export.citation})
    pq.write_table(rows, sink, compression="zstd")
    return len(rows)


def write_jsonl(export: Export, sink: BinaryIO) -> int:
    """Write one JSON object a line; dates are ISO 8601."""
    for batch in export.rows.to_batches(max_chunksize=10_000):
        for row in batch.to_pylist():
            sink.write(json.dumps(row, ensure_ascii=False, default=iso).encode() + b"\n")
    return len(export.rows)


def iso(value: Any) -> str:
    """ISO 8601 text of a date or time (`Z` for UTC)."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"no JSON form for {type(value).__name__}")
