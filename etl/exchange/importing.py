"""This module is about importing: events that others coded become rows of the same tables, with where they are from.

An imported event keeps its coder's id behind a prefix (`gdelt:…`), so that it is never mixed up with own events, and a
second import of the same file changes nothing. Lines that cannot be read go to `rejected` with their number.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from etl.errors import InputError, UsageError
from etl.exchange.gdelt_reading import read_gdelt
from etl.exchange.icews_reading import read_icews
from etl.exchange.polecat_reading import read_polecat
from etl.exchange.shapes import Imported, Importer, Parsed
from etl.store import SCHEMAS, Store, Transaction, to_arrow

IMPORTERS: dict[str, Importer] = {
    importer.name: importer
    for importer in (Importer("gdelt", read_gdelt), Importer("polecat", read_polecat), Importer("icews", read_icews))
}
FLUSH_ROWS = 500_000  # events in memory before they are sorted and written: about 500 MB with their provenance
_KEYS = {"events": "event_id", "mentions": "mention_id", "articles": "article_id"}
_ORDER = {"events": "event_date, event_id", "mentions": "event_date, mention_id", "articles": "article_id"}


def import_files(format: str, paths: Iterable[Path], store: Store) -> Imported:
    """Bring events of `paths` into `store` as one version. Raises UsageError for an unknown format."""
    importer = IMPORTERS.get(format)
    if importer is None:
        raise UsageError(f"there is no import of {format!r}; choose one of {', '.join(IMPORTERS)}")
    listed = [Path(path) for path in paths]
    digest = hashlib.blake2b("\n".join(path.name for path in listed).encode(), digest_size=8).hexdigest()
    run_id = f"import-{format}-{digest}"
    counts = {"rows": 0, "events": 0, "refused": 0}

    def write(transaction: Transaction) -> None:
        counts.update(rows=0, events=0, refused=0)
        with _Merger(transaction, format, run_id) as merger:
            for path in listed:
                _import_file(importer, path, merger, counts)
            counts["events"] = merger.finish()

    version = store.commit(write, operation=f"import {format}", run_id=run_id)
    return Imported(version, counts["rows"], counts["events"], counts["refused"])


def _import_file(importer: Importer, path: Path, merger: "_Merger", counts: dict[str, int]) -> None:
    try:
        for parsed in importer.read(path):
            counts["rows"] += parsed.rows
            counts["refused"] += len(parsed.refusals)
            merger.refuse(str(path), parsed.refusals)
            merger.add(parsed)
    except InputError as error:
        counts["refused"] += 1
        merger.refuse(str(path), [(error.line, error.reason)])


class _Merger:
    """Collects parsed rows and appends those that the store does not have yet, sorted by date."""

    def __init__(self, transaction: Transaction, prefix: str, run_id: str) -> None:
        self._transaction, self._run_id = transaction, run_id
        self._held: dict[str, list[pa.Table]] = {name: [] for name in _KEYS}
        self._rows = self._events = 0
        self._refusals: list[dict[str, object]] = []
        self._sql = duckdb.connect(config={"threads": 2})
        for table, key in _KEYS.items():
            known = transaction.snapshot.read(table, [key], pc.starts_with(pc.field(key), f"{prefix}:"))
            self._sql.register("known", known)
            self._sql.execute(f"CREATE TABLE seen_{table} AS SELECT {key} FROM known")

    def __enter__(self) -> "_Merger":
        return self

    def __exit__(self, *_: object) -> None:
        self._sql.close()

    def refuse(self, ref: str, refusals: list[tuple[int | None, str]]) -> None:
        """Hold refusals of one file."""
        at = self._transaction.started_at
        rows = ({"ref": ref, "line": line, "reason": reason, "refused_at": at} for line, reason in refusals)
        self._refusals.extend({**row, "run_id": self._run_id} for row in rows)

    def add(self, parsed: Parsed) -> None:
        """Hold parsed rows; write them once there are many."""
        for name in _KEYS:
            self._held[name].append(getattr(parsed, name))
        self._rows += len(parsed.events)
        if self._rows >= FLUSH_ROWS:
            self._flush()

    def finish(self) -> int:
        """Write what is held; returns how many events were added."""
        self._flush()
        self._transaction.insert_new("rejected", to_arrow("rejected", self._refusals))
        return self._events

    def _flush(self) -> None:
        for table, parts in self._held.items():
            if parts:
                added = self._transaction.append(table, self._new_rows(table, pa.concat_tables(parts)))
                self._events += added if table == "events" else 0
            parts.clear()
        self._rows = 0

    def _new_rows(self, table: str, rows: pa.Table) -> Iterator[pa.RecordBatch]:
        key = _KEYS[table]
        once = pc.count_distinct(rows[key]).as_py() == len(rows)
        self._sql.register("held", rows)
        names = ", ".join(
            f'"{name}"' if name != "run_id" else f"'{self._run_id}' AS run_id" for name in rows.column_names
        )
        first = "" if once else f"QUALIFY row_number() OVER (PARTITION BY {key}) = 1"
        self._sql.execute(
            f"CREATE OR REPLACE TEMP TABLE fresh AS SELECT {names} FROM held "
            f"WHERE {key} NOT IN (SELECT {key} FROM seen_{table}) {first}"
        )
        self._sql.unregister("held")
        self._sql.execute(f"INSERT INTO seen_{table} SELECT {key} FROM fresh")
        reader = self._sql.sql(f"SELECT * FROM fresh ORDER BY {_ORDER[table]}").fetch_record_batch(65_536)
        for batch in reader:
            yield batch.cast(SCHEMAS[table])
