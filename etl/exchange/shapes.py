"""This module is about shapes: what an exporter is given, what an importer gives back, and the registries' entries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

Row = dict[str, Any]


@dataclass(frozen=True)
class Export:
    """Rows of one table to be written. `related` may hold `mentions` and `articles` of events, for links and sentences."""

    table: str
    rows: pa.Table
    citation: str | None = None
    related: Mapping[str, pa.Table] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exporter:
    """One format. `tables` it can write (None: any); `write` returns the number of records written."""

    name: str
    suffix: str
    media_type: str
    tables: tuple[str, ...] | None
    write: Callable[[Export, BinaryIO], int]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A block of imported events (columns of `reading_sql.PARSED`), refusals by line, and how many rows it had."""

    events: pa.Table
    refusals: list[tuple[int | None, str]]
    rows: int


@dataclass(frozen=True, slots=True)
class Importer:
    """One format that events are read from, block by block."""

    name: str
    read: Callable[[Path], Any]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    version: int
    rows: int
    events: int
    refused: int
