"""This module is about tables: their names, their columns and what each column means.

A table is declared once, here in `etl.schema`; the store, the exports, the codebook and the dashboard all read that
declaration. It leaves out how tables are stored (`etl.store`) and how rows are made (the other packages).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "float", "int", "bool", "date", "timestamp", "list"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, kind (`timestamp` is UTC, `list` holds text) and meaning. Every column may be null."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A named table with ordered columns; `key` names the columns that identify a row."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of all columns, in order."""
        return tuple(column.name for column in self.columns)


def text(name: str, meaning: str) -> Column:
    """A text column."""
    return Column(name, "text", meaning)


def number(name: str, meaning: str) -> Column:
    """A floating-point column."""
    return Column(name, "float", meaning)


def count(name: str, meaning: str) -> Column:
    """An integer column."""
    return Column(name, "int", meaning)


def flag(name: str, meaning: str) -> Column:
    """A true/false column."""
    return Column(name, "bool", meaning)


def day(name: str, meaning: str) -> Column:
    """A calendar date column."""
    return Column(name, "date", meaning)


RUN_ID = text("run_id", "the run that wrote the row")
