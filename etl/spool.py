"""This module is about the spool: what a run has coded so far, on local disk, until it is recorded in the store.

It keeps memory flat however many articles a run has. Nothing in it is visible to a reader of the store; it is deleted
with the run, and a killed run's spool is in the system's temporary folder, where nothing looks for it.
"""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from etl.schema import Refusal
from etl.store import SCHEMAS

SPOOLED = {name: SCHEMAS[name] for name in ("articles", "mentions", "toponyms", "rejected")}
BUFFERED_ROWS = 5_000  # rows in memory before they are written as one row group
DUCKDB_MEMORY = "256MB"  # sorting a run's mentions spills to disk beyond it


class Spool:
    """Coded rows of one run, by table, in the order they came. Use it as a context manager."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="detente-", ignore_cleanup_errors=True)
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._buffers: dict[str, list[pa.RecordBatch]] = {name: [] for name in SPOOLED}
        self.counts: dict[str, int] = dict.fromkeys(SPOOLED, 0)

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for writer in self._writers.values():
            writer.close()
        self._folder.cleanup()

    def add(self, table: str, rows: pa.Table) -> None:
        """Append `rows` to what is spooled for `table`."""
        self.counts[table] += len(rows)
        buffer = self._buffers[table]
        buffer.extend(rows.to_batches())
        if sum(map(len, buffer)) >= BUFFERED_ROWS:
            self._flush(table)

    def add_refusals(self, refusals: Sequence[Refusal], run_at: Any) -> None:
        """Append refusals, with the time of the run."""
        if refusals:
            rows = [{"ref": r.ref, "line": r.line, "reason": r.reason, "refused_at": run_at} for r in refusals]
            self.add("rejected", pa.Table.from_pylist(rows, schema=SPOOLED["rejected"]))

    def close(self) -> None:
        """End writing; from here on the spool is read."""
        for table in SPOOLED:
            self._flush(table)
            self._writers[table].close()

    def path(self, table: str) -> str:
        """The Parquet file of `table`, after `close`."""
        return str(Path(self._folder.name, f"{table}.parquet"))

    def batches(self, table: str, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """Rows of `table` in the order they came, after `close`."""
        with pq.ParquetFile(self.path(table)) as file:
            yield from file.iter_batches(batch_size=BUFFERED_ROWS, columns=list(columns) if columns else None)

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB connection with a view for each table, bounded in memory, spilling to the spool's folder."""
        connection = duckdb.connect(config={"memory_limit": DUCKDB_MEMORY, "threads": 1})
        connection.execute(f"SET temp_directory = '{self._folder.name}/spill'")
        for table in SPOOLED:
            connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{self.path(table)}')")
        return connection

    def _flush(self, table: str) -> None:
        if table not in self._writers:
            self._writers[table] = pq.ParquetWriter(self.path(table), SPOOLED[table], compression="zstd")
        buffer = self._buffers[table]
        if buffer:
            whole = pa.Table.from_batches(buffer, schema=SPOOLED[table]).combine_chunks()
            self._writers[table].write_table(whole)
            buffer.clear()
