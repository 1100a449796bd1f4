"""This module is about importing: events that others coded become rows of the same tables, with where they are from.

An imported event keeps its coder's id behind a prefix (`gdelt:…`), so that it is never mixed up with own events, and a
second import of the same file changes nothing. Lines that cannot be read go to `rejected` with their number.
"""

import hashlib
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from etl.errors import InputError, UsageError
from etl.exchange.gdelt_reading import read_gdelt
from etl.exchange.icews_reading import read_icews
from etl.exchange.polecat_reading import read_polecat
from etl.exchange.reading_sql import list_sources, rows_sql
from etl.exchange.shapes import Imported, Importer, Parsed
from etl.store import SCHEMAS, Store, Transaction, to_arrow

IMPORTERS: dict[str, Importer] = {
    importer.name: importer
    for importer in (Importer("gdelt", read_gdelt), Importer("polecat", read_polecat), Importer("icews", read_icews))
}
FLUSH_ROWS = 131_072  # events held before they are written, one file a table: about 60 MB, twice


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
    """Collects parsed events and appends those that the store does not have yet, in the order of the files.

    Writing goes on in a thread while the next rows are parsed.
    """

    def __init__(self, transaction: Transaction, prefix: str, run_id: str) -> None:
        self._transaction, self._prefix, self._run_id = transaction, prefix, run_id
        self._held: list[pa.Table] = []
        self._rows = self._events = 0
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._writing: Future[None] | None = None
        self._refusals: list[dict[str, object]] = []
        self._sql = duckdb.connect(config={"threads": 2})
        for table, key in (("events", "event_id"), ("articles", "article_id")):
            known = transaction.snapshot.read(table, [key], pc.starts_with(pc.field(key), f"{prefix}:"))
            self._sql.register("known", known)
            self._sql.execute(f"CREATE TABLE seen_{table} AS SELECT {key} FROM known")

    def __enter__(self) -> "_Merger":
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True)
        self._sql.close()

    def refuse(self, ref: str, refusals: list[tuple[int | None, str]]) -> None:
        """Hold refusals of one file."""
        at = self._transaction.started_at
        rows = ({"ref": ref, "line": line, "reason": reason, "refused_at": at} for line, reason in refusals)
        self._refusals.extend({**row, "run_id": self._run_id} for row in rows)

    def add(self, parsed: Parsed) -> None:
        """Hold parsed events; write them once there are many."""
        self._held.append(parsed.events)
        self._rows += len(parsed.events)
        if self._rows >= FLUSH_ROWS:
            self._flush()

    def finish(self) -> int:
        """Write what is held; returns how many events were added."""
        self._flush()
        self._wait()
        self._transaction.insert_new("rejected", to_arrow("rejected", self._refusals))
        return self._events

    def _flush(self) -> None:
        """Have what is held written in the thread, once it is done with what came before."""
        self._wait()
        if self._rows:
            self._writing = self._pool.submit(self._write, pa.concat_tables(self._held))
        self._held.clear()
        self._rows = 0

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()
            self._writing = None

    def _write(self, held: pa.Table) -> None:
        rows = self._new_rows(held)
        self._sql.register("fresh", rows)
        self._sql.register("sources", list_sources(rows))
        self._events += self._append("events", rows_sql("events", self._prefix, self._run_id))
        self._append("mentions", rows_sql("mentions", self._prefix, self._run_id))
        unseen = "WHERE article_id NOT IN (SELECT article_id FROM seen_articles)"
        articles = f"SELECT * FROM ({rows_sql('articles', self._prefix, self._run_id)}) {unseen}"
        self._sql.execute(f"CREATE OR REPLACE TEMP TABLE fresh_articles AS {articles}")
        self._append("articles", "SELECT * FROM fresh_articles")
        self._sql.execute("INSERT INTO seen_articles SELECT article_id FROM fresh_articles")
        self._sql.unregister("fresh")
        self._sql.unregister("sources")

    def _new_rows(self, rows: pa.Table) -> pa.Table:
        """`rows` whose event is neither in the store nor earlier in this import."""
        self._sql.register("held", rows)
        found = self._sql.sql(
            "SELECT min(place) AS place FROM (SELECT event_id, row_number() OVER () - 1 AS place FROM held) "
            "WHERE event_id NOT IN (SELECT event_id FROM seen_events) GROUP BY event_id ORDER BY place"
        ).to_arrow_table()["place"]
        self._sql.execute("INSERT INTO seen_events SELECT DISTINCT event_id FROM held")
        self._sql.unregister("held")
        return rows if len(found) == len(rows) else rows.take(found)

    def _append(self, table: str, query: str) -> int:
        reader = self._sql.sql(query).to_arrow_reader(65_536)
        return self._transaction.append(table, (batch.cast(SCHEMAS[table]) for batch in reader))
