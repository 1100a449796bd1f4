"""This module is about Arrow: how a table declared in `etl.schema` looks in memory and in Parquet.

It is the one place that maps column kinds to Arrow types; the store, the exports and the tests read it.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from etl.schema import TABLES, Table

ARROW_TYPES: dict[str, pa.DataType] = {
    "text": pa.string(),
    "float": pa.float64(),
    "int": pa.int64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us", tz="UTC"),
    "list": pa.list_(pa.string()),
}


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of `table`: its columns, in order, all nullable."""
    return pa.schema([pa.field(column.name, ARROW_TYPES[column.kind]) for column in table])


SCHEMAS: dict[str, pa.Schema] = {name: arrow_schema(table) for name, table in TABLES.items()}


def to_arrow(table: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """`rows` as an Arrow table of `table`'s schema; missing keys are null, unknown keys are left out."""
    schema = SCHEMAS[table]
    listed = list(rows)
    columns = [pa.array([row.get(field.name) for row in listed], type=field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def conform(table: str, rows: pa.Table) -> pa.Table:
    """`rows` with exactly the columns and types of `table`: missing ones null, unknown ones dropped."""
    schema = SCHEMAS[table]
    columns = [
        rows[field.name].cast(field.type) if field.name in rows.column_names else pa.nulls(len(rows), field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def fingerprint() -> str:
    """Hash of all tables' columns and types: a store written under another one is migrated before it is written to."""
    listing = "\n".join(f"{name}.{field.name}:{field.type}" for name in sorted(SCHEMAS) for field in SCHEMAS[name])
    return hashlib.blake2b(listing.encode(), digest_size=8).hexdigest()
