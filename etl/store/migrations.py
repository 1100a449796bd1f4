"""This module is about migrations: how rows written under an older schema become rows of today's.

A new column is null in old rows and a dropped one is left out; that needs no entry here. A renamed column does, and so
does a value that changed its meaning. Readers migrate in memory; the next writer rewrites the files in its own commit.
"""

from collections.abc import Callable

import pyarrow as pa

from etl.store.arrow import conform

RENAMED: dict[str, dict[str, str]] = {}
"""Table -> {old column: new column}."""

REVALUED: dict[str, Callable[[pa.Table], pa.Table]] = {}
"""Table -> a function from old rows to new rows, applied after renaming; it must leave new rows as they are."""


def migrate_rows(table: str, rows: pa.Table) -> pa.Table:
    """`rows` of `table`, whatever schema they were written under, in today's schema."""
    renamed = RENAMED.get(table, {})
    names = [
        renamed.get(name, name) if renamed.get(name) not in rows.column_names else name for name in rows.column_names
    ]
    moved = rows.rename_columns(names)
    revalue = REVALUED.get(table)
    return conform(table, revalue(moved) if revalue else moved)
