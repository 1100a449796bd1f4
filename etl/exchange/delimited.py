"""This module is about reading delimited files of others: block by block, with line numbers, wrong lines set aside.

Files may be packed (.gz, .zip). Nothing is quoted in these formats. Bytes that are no UTF-8 are replaced, and rows that
hold a replaced character are refused by the importers.
"""

import codecs
import gzip
import io
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
import pyarrow as pa
import pyarrow.csv as pcsv

from etl.errors import InputError
from etl.settings import LIMITS, MEGABYTE

BLOCK_BYTES = 16 * MEGABYTE  # some 40,000 rows of GDELT in memory at once; the longest line that can be read
REPLACED = "\ufffd"


@dataclass(frozen=True, slots=True)
class Block:
    """Rows as text columns, with their line numbers, and the lines before them that have another number of columns."""

    rows: pa.Table
    lines: Any
    wrong: list[tuple[int | None, str]]


class _Repaired(io.RawIOBase):
    """A stream of valid UTF-8: other bytes become the replacement character. Refuses to unpack without bounds."""

    def __init__(self, inner: BinaryIO) -> None:
        self._inner = inner
        self._strict = codecs.getincrementaldecoder("utf-8")("replace")
        self._left = b""
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            block = self._inner.read(1 << 20)
            self._count += len(block)
            if self._count > LIMITS.container_bytes:
                raise InputError(f"unpacks to more than {LIMITS.container_bytes // MEGABYTE} MB")
            self._left = self._strict.decode(block, final=not block).encode()
            if not block and not self._left:
                return 0
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size


def read_blocks(path: Path, columns: Sequence[str], header: bool, used: Sequence[str] = ()) -> Iterator[Block]:
    """Blocks of `path`, tab-separated, of exactly `columns`. With `header` its first line names them (in this order).

    Blocks hold the columns `used` (all of them by default). Raises InputError when the file cannot be read or has other columns.
    """
    try:
        with _opened(path) as stream:
            yield from _blocks(stream, path, columns, header, used or columns)
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        raise InputError(f"cannot be read: {getattr(error, 'strerror', None) or error}", str(path)) from error
    except pa.ArrowInvalid as error:
        if "Empty CSV" in str(error):
            raise InputError("the file is empty", str(path)) from error
        raise InputError(f"cannot be read: {str(error).splitlines()[0]}", str(path)) from error


def _opened(path: Path) -> BinaryIO:
    if path.suffix.lower() == ".gz":
        return cast(BinaryIO, gzip.open(path, "rb"))
    if path.suffix.lower() == ".zip":
        archive = zipfile.ZipFile(path)
        members = [name for name in archive.namelist() if not name.endswith("/")]
        if len(members) != 1:
            raise InputError(f"the archive holds {len(members)} files where one was expected", str(path))
        return cast(BinaryIO, archive.open(members[0]))
    return path.open("rb")


def _blocks(stream: BinaryIO, path: Path, columns: Sequence[str], header: bool, used: Sequence[str]) -> Iterator[Block]:
    source = io.BufferedReader(_Repaired(stream), 1 << 20)
    if header:
        _check_header(source.readline(BLOCK_BYTES), columns, path)
    wrong: list[tuple[int | None, str]] = []
    first = 2 if header else 1
    seen: list[int] = []

    def set_aside(row: Any) -> str:
        line = row.number + first - 1
        seen.append(line)
        wrong.append((line, f"{row.actual_columns} columns where {row.expected_columns} were expected"))
        return "skip"

    reader = pcsv.open_csv(
        source,
        pcsv.ReadOptions(column_names=list(columns), block_size=BLOCK_BYTES, use_threads=False),
        pcsv.ParseOptions(
            delimiter="\t",
            quote_char=False,
            double_quote=False,
            escape_char=False,
            newlines_in_values=False,
            ignore_empty_lines=False,
            invalid_row_handler=set_aside,
        ),
        pcsv.ConvertOptions(
            column_types=dict.fromkeys(used, pa.string()),
            include_columns=list(used),
            strings_can_be_null=False,
            check_utf8=False,
        ),
    )
    line = first
    for batch in reader:
        lines = _numbers(line, len(batch), seen)
        line = int(lines[-1]) + 1 if len(lines) else line
        yield Block(pa.Table.from_batches([batch]), lines, wrong.copy())
        wrong.clear()
    if wrong:
        empty = pa.schema([pa.field(name, pa.string()) for name in used]).empty_table()
        yield Block(empty, np.array([], dtype=np.int64), wrong)


def _numbers(first: int, count: int, skipped: list[int]) -> Any:
    """The next `count` line numbers from `first` that are not `skipped`."""
    if not skipped:
        return np.arange(first, first + count)
    lines = np.arange(first, first + count + len(skipped))
    return lines[~np.isin(lines, np.array(skipped))][:count]


def _check_header(line: bytes, columns: Sequence[str], path: Path) -> None:
    names = [
        name.strip().strip('"') for name in line.decode("utf-8", "replace").lstrip("\ufeff").rstrip("\r\n").split("\t")
    ]
    if len(names) != len(columns):
        raise InputError(f"{len(names)} columns where {len(columns)} were expected", str(path), 1)
    for found, wanted in zip(names, columns, strict=True):
        if found.lower() not in (wanted.lower(), f"event {wanted}".lower()):
            raise InputError(f"column {found!r} where {wanted!r} was expected", str(path), 1)


def read_ahead(blocks: Iterator[Block]) -> Iterator[Block]:
    """The same blocks, the next one read in a thread while the last one is used."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        coming = pool.submit(next, blocks, None)
        while (block := coming.result()) is not None:
            coming = pool.submit(next, blocks, None)
            yield block
