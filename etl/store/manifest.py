"""This module is about the manifest: the Delta table whose commits are the store's versions.

One manifest version lists the Parquet files of every table, so one commit of it makes a whole run visible at once: it
is the only commit point. Two writers that start from the same version overwrite the same manifest file, which Delta
Lake refuses for the second; that one starts again from the newer version. The tables' own Delta logs follow
(`etl.store.logs`).
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from etl.errors import StoreError
from etl.schema import TABLES
from etl.store.location import DataFile, Location

MANIFEST = "manifest"
SCHEMA = pa.schema(
    [
        pa.field("table", pa.string()),
        pa.field("path", pa.string()),  # null in the row that only says that the table exists
        pa.field("size", pa.int64()),
        pa.field("rows", pa.int64()),
        pa.field("fingerprint", pa.string()),
    ]
)
CONFIGURATION = {"delta.logRetentionDuration": "interval 3650 days"}  # `detente vacuum` decides what history is kept


class ConflictError(Exception):
    """Another writer committed first; the change has to be made again on the newer version."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One version of the store: `version` counts from 1, `added` and `removed` are rows by table."""

    version: int
    committed_at: dt.datetime
    operation: str
    run_id: str
    added: Mapping[str, int]
    removed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of one version, in the order they were added; version 0 is the empty store."""

    version: int = 0
    files: tuple[DataFile, ...] = ()
    fingerprint: str | None = None
    commit: Commit | None = None


def read_manifest(location: Location, version: int | None = None) -> Manifest:
    """The manifest at `version` (the newest by default). Raises StoreError for a version that is not there."""
    if version == 0:
        return Manifest()
    delta = _open(location, None if version is None else version - 1)
    if delta is None:
        if version is None:
            return Manifest()
        raise StoreError(f"the store has no version {version}", ref=location.url)
    try:
        paths = [f"{MANIFEST}/{uri.rsplit('/', 1)[-1]}" for uri in delta.file_uris()]
        tables = [pq.read_table(path, filesystem=location.filesystem) for path in paths]
        rows = pa.concat_tables(tables).to_pylist()
    except (OSError, pa.ArrowException) as error:
        raise StoreError(f"version {delta.version() + 1} was vacuumed or is damaged", ref=location.url) from error
    files = tuple(DataFile(r["table"], r["path"], r["size"], r["rows"]) for r in rows if r["path"] is not None)
    print_ = rows[0]["fingerprint"] if rows else None
    return Manifest(delta.version() + 1, files, print_, _commit(delta.history(1)[0]))


def manifest_files(location: Location, version: int) -> list[str]:
    """Paths of the Parquet files that hold the manifest of `version`; none when there is no such version."""
    delta = _open(location, version - 1)
    return [f"{MANIFEST}/{uri.rsplit('/', 1)[-1]}" for uri in delta.file_uris()] if delta is not None else []


def publish(
    location: Location,
    base: int,
    files: tuple[DataFile, ...],
    fingerprint: str,
    commit: Commit,
    checkpoint: bool = True,
) -> int:
    """Commit `files` as the version after `base`. Raises ConflictError when another writer was first."""
    live = [_row(file, fingerprint) for file in files]
    empty: list[dict[str, Any]] = [
        {"table": t, "path": None, "size": 0, "rows": 0, "fingerprint": fingerprint} for t in TABLES
    ]
    rows = pa.Table.from_pylist(empty + live, schema=SCHEMA)
    properties = CommitProperties(custom_metadata={"detente": _encode(commit)}, max_commit_retries=0)
    delta = _open(location, None)
    if (delta.version() + 1 if delta else 0) != base:
        raise ConflictError
    try:
        write_deltalake(
            delta if delta is not None else location.uri(MANIFEST),
            rows,
            mode="overwrite" if delta is not None else "error",
            configuration=None if delta is not None else CONFIGURATION,
            storage_options=None if delta is not None else dict(location.options),
            commit_properties=properties,
        )
    except CommitFailedError as error:
        raise ConflictError from error
    except DeltaError as error:
        if "already exists" in str(error):
            raise ConflictError from error
        raise
    return base + 1


def read_history(location: Location) -> list[Commit]:
    """All commits, newest first."""
    delta = _open(location, None)
    return [_commit(entry) for entry in delta.history()] if delta is not None else []


def _open(location: Location, delta_version: int | None) -> DeltaTable | None:
    try:
        return DeltaTable(location.uri(MANIFEST), version=delta_version, storage_options=dict(location.options))
    except TableNotFoundError:
        return None
    except DeltaError as error:
        if delta_version is not None:
            return None
        raise StoreError(f"the manifest is damaged: {str(error).splitlines()[0]}", ref=location.url) from error


def _row(file: DataFile, fingerprint: str) -> dict[str, Any]:
    return {
        "table": file.table,
        "path": file.path,
        "size": file.size,
        "rows": file.rows,
        "fingerprint": fingerprint,
    }


def _encode(commit: Commit) -> str:
    return json.dumps(
        {
            "committed_at": commit.committed_at.isoformat(),
            "operation": commit.operation,
            "run_id": commit.run_id,
            "added": dict(commit.added),
            "removed": dict(commit.removed),
        }
    )


def _commit(entry: Mapping[str, Any]) -> Commit:
    known = json.loads(entry.get("detente") or "{}")
    stamp = known.get("committed_at")
    when = (
        dt.datetime.fromisoformat(stamp) if stamp else dt.datetime.fromtimestamp(entry["timestamp"] / 1000, tz=dt.UTC)
    )
    return Commit(
        version=int(entry["version"]) + 1,
        committed_at=when,
        operation=known.get("operation", "unknown"),
        run_id=known.get("run_id", ""),
        added=known.get("added", {}),
        removed=known.get("removed", {}),
    )
