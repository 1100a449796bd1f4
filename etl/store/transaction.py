"""This module is about transactions: the changes of one run, prepared beside the store and invisible until published.

A transaction writes Parquet files and remembers which files each table consists of; nothing refers to them before the
manifest does. Files are immutable: a row is changed by writing its file anew without it, and the new row elsewhere.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from etl.schema import TABLES
from etl.store.arrow import SCHEMAS, conform
from etl.store.location import DataFile, Location
from etl.store.migrations import migrate_rows
from etl.store.snapshot import Snapshot, among

FILE_ROWS = 131_072  # rows a file: an update rewrites few of them, a reader opens few
COMPACT_FILES = 48  # small files of one table before they are merged in the commit that finds them
SMALL_ROWS = FILE_ROWS // 4
COMPARED_ROWS = 5_000  # rows in memory as Python values at once
IGNORED = ("run_id", "ingested_at", "refused_at")  # a row that differs in these alone has not changed


class Transaction:
    """Changes on top of `snapshot`. `append`, `delete` and `upsert` may be called in any order, for any tables."""

    def __init__(self, location: Location, snapshot: Snapshot, started_at: dt.datetime) -> None:
        self.location, self.snapshot, self.started_at = location, snapshot, started_at
        self.added: Counter[str] = Counter()
        self.removed: Counter[str] = Counter()
        self._files: dict[str, list[DataFile]] = {name: list(snapshot.data_files(name)) for name in TABLES}
        self._written: list[DataFile] = []

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return self.files == self.snapshot.manifest.files

    @property
    def files(self) -> tuple[DataFile, ...]:
        """The files every table consists of after this transaction."""
        return tuple(file for name in TABLES for file in self._files[name])

    def append(self, table: str, rows: pa.Table | Iterable[pa.RecordBatch]) -> int:
        """Add `rows` as they come, in files of a bounded number of rows; returns how many."""
        batches = rows.to_batches(max_chunksize=FILE_ROWS) if isinstance(rows, pa.Table) else rows
        total = sum(self._write(table, chunk).rows for chunk in _chunks(batches, FILE_ROWS))
        self.added[table] += total
        return total

    def delete(self, table: str, column: str, values: Iterable[str]) -> int:
        """Remove the rows whose `column` is one of `values`; returns how many."""
        wanted = sorted(set(values))
        if not wanted:
            return 0
        removed = 0
        for file in list(self._files[table]):
            stored = ds.dataset(file.path, filesystem=self.location.filesystem, format="parquet")
            if count := stored.count_rows(filter=among(column, wanted)):
                rows = self._read(file)
                hit = pc.is_in(rows[column], value_set=pa.array(wanted, pa.string()))
                self._replace(file, rows.filter(pc.invert(hit)))
                removed += count
        self.removed[table] += removed
        return removed

    def upsert(self, table: str, rows: pa.Table) -> int:
        """Add or replace `rows` by the table's single key column, unchanged ones left out; returns how many changed."""
        (key,) = TABLES[table].key
        changed = self._changed(table, key, conform(table, rows))
        if len(changed):
            self.delete(table, key, changed[key].to_pylist())
            self.append(table, changed)
        return len(changed)

    def insert_new(self, table: str, rows: pa.Table) -> int:
        """Add those of `rows` whose key (of one or more columns) is not there yet; returns how many."""
        keys = list(TABLES[table].key)
        there = {tuple(row.values()) for row in self.snapshot.read(table, keys).to_pylist()} if len(rows) else set()
        fresh = []
        for position, row in enumerate(rows.select(keys).to_pylist()):
            if (key := tuple(row.values())) not in there:
                there.add(key)
                fresh.append(position)
        return self.append(table, rows.take(fresh)) if fresh else 0

    def migrate(self) -> None:
        """Rewrite every file that was written under an older schema."""
        for table, files in self._files.items():
            for file in list(files):
                old = ds.dataset(file.path, filesystem=self.location.filesystem, format="parquet").to_table()
                if not old.schema.equals(SCHEMAS[table]):
                    self._replace(file, migrate_rows(table, old))

    def compact(self) -> None:
        """Merge the small files of a table once there are too many of them."""
        for table, files in self._files.items():
            small = [file for file in files if file.rows < SMALL_ROWS]
            if len(small) < COMPACT_FILES:
                continue
            self._files[table] = [file for file in files if file.rows >= SMALL_ROWS]
            for chunk in _chunks((b for file in small for b in self._read(file).to_batches()), FILE_ROWS):
                self._write(table, chunk)

    @property
    def is_whole(self) -> bool:
        """Whether every file it wrote is still there; a vacuum may have taken one that an older version had too."""
        return all(self.location.holds(file.path) for file in self._written)

    def _changed(self, table: str, key: str, rows: pa.Table) -> pa.Table:
        old = self.snapshot.read(table, filter=among(key, rows[key].to_pylist()))
        compared = [name for name in TABLES[table].column_names if name not in IGNORED]
        before = {row[key]: row for row in old.select(compared).to_pylist()}
        if not before:
            return rows
        after = (row for batch in rows.select(compared).to_batches(COMPARED_ROWS) for row in batch.to_pylist())
        return rows.take(pa.array([i for i, row in enumerate(after) if before.get(row[key]) != row], type=pa.int64()))

    def _write(self, table: str, batches: Iterable[pa.RecordBatch]) -> DataFile:
        file = self.location.write(table, batches, SCHEMAS[table])
        if file.path not in {other.path for other in self._files[table]}:
            self._files[table].append(file)
        self._written.append(file)
        return file

    def _replace(self, file: DataFile, rows: pa.Table) -> None:
        place = self._files[file.table].index(file)
        del self._files[file.table][place]
        if len(rows):
            written = self._write(file.table, rows.to_batches())
            if self._files[file.table][-1] is written:
                self._files[file.table].insert(place, self._files[file.table].pop())

    def _read(self, file: DataFile) -> pa.Table:
        return pq.read_table(file.path, filesystem=self.location.filesystem, schema=SCHEMAS[file.table])


def _chunks(batches: Iterable[pa.RecordBatch], rows: int) -> Iterator[Iterator[pa.RecordBatch]]:
    """Streams of about `rows` rows each, to be used up in turn; empty batches are left out."""
    source = (batch for batch in batches if len(batch))
    for first in source:
        yield _until(first, source, rows)


def _until(first: pa.RecordBatch, source: Iterator[pa.RecordBatch], rows: int) -> Iterator[pa.RecordBatch]:
    size = len(first)
    yield first
    while size < rows and (batch := next(source, None)) is not None:
        size += len(batch)
        yield batch
