"""This module is about snapshots: all tables as they stood at one version of the store, unmoved by later commits."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from etl.errors import StoreError
from etl.schema import TABLES
from etl.store.arrow import SCHEMAS, fingerprint
from etl.store.location import DataFile, Location
from etl.store.manifest import Manifest
from etl.store.migrations import migrate_rows

DUCKDB_TYPES = {
    "text": "VARCHAR",
    "float": "DOUBLE",
    "int": "BIGINT",
    "bool": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMPTZ",
    "list": "VARCHAR[]",
}


def among(column: str, values: Iterable[str]) -> pc.Expression:
    """A filter for `Snapshot.read`: rows whose text `column` is one of `values` (none, when there are none).

    It names the range of the values, too, so that row groups outside it are not read: own ids are never among `gdelt:…`.
    """
    wanted = sorted(set(values))
    one_of = pc.field(column).isin(pa.array(wanted, pa.string()))
    return (pc.field(column) >= wanted[0]) & (pc.field(column) <= wanted[-1]) & one_of if wanted else one_of


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version of the store, for reading. Version 0 is the empty store."""

    location: Location
    manifest: Manifest

    @property
    def version(self) -> int:
        """The version, counted from 1; 0 when nothing was ever committed."""
        return self.manifest.version

    @property
    def committed_at(self) -> dt.datetime | None:
        """When this version was committed (UTC), or None for the empty store."""
        return self.manifest.commit.committed_at if self.manifest.commit else None

    @property
    def is_empty(self) -> bool:
        """Whether there is no row of events, mentions or articles."""
        return not any(file.rows for file in self.manifest.files if file.table in ("events", "mentions", "articles"))

    def data_files(self, table: str) -> tuple[DataFile, ...]:
        """The Parquet files of `table`, in the order they were added."""
        if table not in TABLES:
            raise StoreError(f"there is no table {table!r}; tables are {', '.join(TABLES)}", ref=self.location.url)
        return tuple(file for file in self.manifest.files if file.table == table)

    def count(self, table: str) -> int:
        """Number of rows of `table`."""
        return sum(file.rows for file in self.data_files(table))

    def files(self, table: str) -> list[str]:
        """Absolute paths (or URLs) of the Parquet files of `table`, for DuckDB's `read_parquet`; may be empty."""
        return [self.location.uri(file.path) for file in self.data_files(table)]

    def sql(self, table: str) -> str:
        """A DuckDB table expression for `table` with all its columns, also when it has no file or an older schema."""
        columns = TABLES[table]
        empty = ", ".join(f'NULL::{DUCKDB_TYPES[c.kind]} AS "{c.name}"' for c in columns)
        files = self.files(table)
        if not files:
            return f"(SELECT {empty} WHERE false)"
        listed = ", ".join("'" + path.replace("'", "''") + "'" for path in files)
        names = ", ".join(f'"{name}"' for name in columns.column_names)
        return (
            f"(SELECT {names} FROM (SELECT {empty} WHERE false UNION ALL BY NAME "
            f"SELECT * FROM read_parquet([{listed}], union_by_name = true)))"
            if self.manifest.fingerprint != fingerprint()
            else f"(SELECT {names} FROM read_parquet([{listed}]))"
        )

    def dataset(self, table: str) -> ds.Dataset:
        """A PyArrow dataset of `table`, scanned lazily."""
        files = self.data_files(table)
        if not files:
            return ds.dataset(SCHEMAS[table].empty_table())
        return ds.dataset(
            [file.path for file in files], schema=SCHEMAS[table], filesystem=self.location.filesystem, format="parquet"
        )

    def read(self, table: str, columns: Sequence[str] | None = None, filter: pc.Expression | None = None) -> pa.Table:
        """Rows of `table`: `columns` to keep, `filter` a PyArrow expression such as `field("x") == 1`."""
        wanted = list(columns) if columns is not None else list(TABLES[table].column_names)
        try:
            if self.manifest.fingerprint in (None, fingerprint()):
                return self.dataset(table).to_table(columns=wanted, filter=filter)
            return self._read_older(table, wanted, filter)
        except FileNotFoundError as error:
            raise StoreError(f"version {self.version} was vacuumed ({table})", ref=self.location.url) from error
        except (OSError, pa.ArrowException) as error:
            reason = str(error).splitlines()[0]
            raise StoreError(f"table {table} is damaged: {reason}", ref=self.location.url) from error

    def _read_older(self, table: str, wanted: list[str], filter: pc.Expression | None) -> pa.Table:
        parts = [
            migrate_rows(table, ds.dataset(file.path, filesystem=self.location.filesystem, format="parquet").to_table())
            for file in self.data_files(table)
        ]
        rows = pa.concat_tables(parts) if parts else SCHEMAS[table].empty_table()
        return (rows.filter(filter) if filter is not None else rows).select(wanted)
