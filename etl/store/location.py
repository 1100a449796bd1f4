"""This module is about the store's location: a local folder or an object storage URL, with the same few operations.

Files are named by a hash of their bytes, so a repeated write of the same rows is the same file, and a file once written
never changes. Local files are written beside their final place and renamed; nothing half-written has a final name.
"""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.fs as pafs
import pyarrow.parquet as pq
from deltalake._internal import DeltaFileSystemHandler
from deltalake.fs import DeltaStorageHandler

from etl.errors import StoreError

ROW_GROUP_ROWS = 65_536  # DuckDB reads a row group a thread; smaller ones cost space, larger ones memory
ROW_GROUP_BYTES = 32 * 1024 * 1024  # articles have kilobytes a row
COMPRESSION = "zstd"
PART = "part-"
UPLOADED_BYTES = 1 << 20  # handed over at once; the storage's client makes parts of them
UNFINISHED = ".unfinished-"


@dataclass(frozen=True, slots=True)
class DataFile:
    """One Parquet file of a table: its path within the store, size in bytes and number of rows."""

    table: str
    path: str
    size: int
    rows: int


@dataclass(frozen=True)
class Location:
    """Where the store is. `url` is an absolute local path or `s3://`, `az://`, `gs://`…; options go to the storage."""

    url: str
    options: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, given: str | os.PathLike[str], options: Mapping[str, str] | None = None) -> "Location":
        """The location for a path or URL as a user gives it."""
        text = os.fspath(given)
        if text.startswith("file://"):
            text = text.removeprefix("file://")
        if "://" not in text:
            text = str(Path(text).expanduser().absolute())
        return cls(text.rstrip("/") or "/", dict(options or {}))

    @property
    def is_local(self) -> bool:
        """Whether the store is a folder on this machine."""
        return "://" not in self.url

    def uri(self, name: str) -> str:
        """Path or URL of `name` within the store."""
        return f"{self.url}/{name}"

    @property
    def filesystem(self) -> pafs.FileSystem:
        """A PyArrow file system rooted at the store."""
        if self.is_local:
            return pafs.SubTreeFileSystem(self.url, pafs.LocalFileSystem())
        return pafs.PyFileSystem(DeltaStorageHandler(self.url, dict(self.options)))

    def write(self, table: str, batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> DataFile:
        """Write `batches` to one Parquet file of `table` and name it by its content."""
        with self._scratch(table) as scratch:
            rows = _write_parquet(scratch, batches, schema)
            size, digest = scratch.stat().st_size, _digest(scratch)
            path = f"{table}/{PART}{digest}.parquet"
            self._place(scratch, path)
            return DataFile(table, path, size, rows)

    @contextlib.contextmanager
    def _scratch(self, table: str) -> Iterator[Path]:
        folder = Path(self.url, table) if self.is_local else Path(tempfile.gettempdir())
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=folder)
        os.close(handle)
        try:
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)

    def _place(self, scratch: Path, path: str) -> None:
        if self.is_local:
            scratch.chmod(0o644)  # mkstemp's 0600 would hide the table from other readers of a shared folder
            scratch.replace(Path(self.url, path))
            return
        # DeltaStorageHandler's own stream hands on PyArrow buffers, which the storage refuses: it takes bytes alone.
        sink: Any = DeltaFileSystemHandler(self.url, dict(self.options)).open_output_stream(path)
        with scratch.open("rb") as source:
            while block := source.read(UPLOADED_BYTES):
                sink.write(block)
        sink.close()

    def listing(self, table: str) -> list[tuple[str, float, int]]:
        """Data files below `table`, unfinished ones included: (path, age as UNIX time, size in bytes)."""
        selector = pafs.FileSelector(table, allow_not_found=True)
        found = [info for info in self.filesystem.get_file_info(selector) if info.is_file]
        named = [info for info in found if info.base_name.startswith((PART, UNFINISHED))]
        return sorted((f"{table}/{info.base_name}", info.mtime.timestamp(), info.size) for info in named)

    def holds(self, path: str) -> bool:
        """Whether there is a file at `path`."""
        return bool(self.filesystem.get_file_info(path).is_file)

    def delete(self, path: str) -> None:
        """Delete one file; a missing one is no error."""
        with contextlib.suppress(FileNotFoundError):
            self.filesystem.delete_file(path)


def _write_parquet(path: Path, batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> int:
    rows = 0
    with path.open("wb") as sink:
        with pq.ParquetWriter(sink, schema, compression=COMPRESSION, store_schema=False) as writer:
            for group in _row_groups(batches):
                writer.write_table(pa.Table.from_batches(group, schema=schema), row_group_size=ROW_GROUP_ROWS)
                rows += sum(map(len, group))
        sink.flush()
        os.fsync(sink.fileno())
    return rows


def _row_groups(batches: Iterable[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    held: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        held.append(batch)
        rows, size = rows + len(batch), size + batch.nbytes
        if rows >= ROW_GROUP_ROWS or size >= ROW_GROUP_BYTES:
            yield held
            held, rows, size = [], 0, 0
    if held:
        yield held


def _digest(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def signalled(error: BaseException, location: Location) -> StoreError:
    """The one-line reason for a storage error, naming the store."""
    first: Any = str(error).splitlines()[0] if str(error) else type(error).__name__
    if isinstance(error, OSError) and error.strerror:
        first = error.strerror
    return StoreError(f"the store cannot be used: {first}", ref=location.url)
