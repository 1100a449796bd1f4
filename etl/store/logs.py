"""This module is about the tables' own Delta logs: they let Spark, Trino or Polars read each table as a Delta table.

They follow the manifest: after each commit every log is brought to the newest manifest by adding and removing files.
Doing so twice changes nothing, so a writer that dies in between leaves work that the next one finishes. This project's
own readers never look at them.
"""

import json
import time

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from deltalake.transaction import AddAction, RemoveAction

from etl.errors import StoreError
from etl.schema import TABLES
from etl.store.arrow import SCHEMAS
from etl.store.location import DataFile, Location
from etl.store.manifest import CONFIGURATION, read_manifest

ATTEMPTS = 20


def follow_manifest(location: Location) -> None:
    """Bring every table's Delta log to the newest manifest; returns when no other writer moved it meanwhile."""
    for _ in range(ATTEMPTS):
        manifest = read_manifest(location)
        try:
            for table in TABLES:
                _follow(location, table, [f for f in manifest.files if f.table == table], manifest.version)
        except CommitFailedError:
            continue  # another writer follows too: look again
        if read_manifest(location).version == manifest.version:
            return
    raise StoreError("the Delta logs could not follow the manifest; the next run tries again", ref=location.url)


def _follow(location: Location, table: str, files: list[DataFile], version: int) -> None:
    delta = _open_or_create(location, table)
    there = {path.rsplit("/", 1)[-1] for path in delta.file_uris()}
    wanted = {file.path.rsplit("/", 1)[-1]: file for file in files}
    stamp = int(time.time() * 1000)
    actions: list[AddAction | RemoveAction] = [
        AddAction(name, file.size, {}, stamp, True, json.dumps({"numRecords": file.rows}))
        for name, file in wanted.items()
        if name not in there
    ]
    actions += [RemoveAction(name, True, stamp) for name in sorted(there - wanted.keys())]
    if actions:
        properties = CommitProperties(custom_metadata={"manifest_version": str(version)})
        delta.create_write_transaction(actions, "append", SCHEMAS[table], commit_properties=properties)


def _open_or_create(location: Location, table: str) -> DeltaTable:
    uri, options = location.uri(table), dict(location.options)
    try:
        return _evolved(DeltaTable(uri, storage_options=options), SCHEMAS[table])
    except TableNotFoundError:
        try:
            return DeltaTable.create(uri, SCHEMAS[table], storage_options=options, configuration=CONFIGURATION)
        except DeltaError as error:
            raise CommitFailedError(str(error)) from error


def _evolved(delta: DeltaTable, schema: pa.Schema) -> DeltaTable:
    """`delta` with the columns of `schema` added that an older version did not have."""
    known = {field.name for field in delta.schema().fields}
    missing = [field for field in schema if field.name not in known]
    if missing:
        from deltalake import Schema

        wanted = {field.name for field in missing}
        delta.alter.add_columns([f for f in Schema.from_arrow(schema).fields if f.name in wanted])
        return DeltaTable(delta.table_uri)
    return delta
