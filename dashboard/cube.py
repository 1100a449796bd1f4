"""This module is about the cube: one version of the store, held in DuckDB so that every view is one small aggregation.

Its tables are described in `cubefile`. Long texts (sentences, titles) stay in the store's Parquet files and are read by id.
Nothing here knows Streamlit; reports and benches use it too.
"""

import datetime as dt
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pandas as pd
import pyarrow as pa

from dashboard.cubefile import connect
from dashboard.filters import Filter
from dashboard.text import territory


class Snapshot(Protocol):
    """What the cube needs of `etl.store.Snapshot`."""

    @property
    def version(self) -> int: ...  # noqa: D102
    @property
    def committed_at(self) -> dt.datetime | None: ...  # noqa: D102
    @property
    def is_empty(self) -> bool: ...  # noqa: D102
    def sql(self, table: str) -> str: ...  # noqa: D102
    def read(self, table: str, columns: Sequence[str] | None = None) -> pa.Table: ...  # noqa: D102


@dataclass(frozen=True)
class Cube:
    """One version of the store. `rows` may be called from several threads at once."""

    version: int
    committed_at: dt.datetime | None
    snapshot: Snapshot
    connection: duckdb.DuckDBPyConnection
    data_from: dt.date
    data_to: dt.date
    n_events: int
    actors: dict[str, tuple[str, str]]
    places: dict[str, tuple[str, str]]
    lock: threading.Lock = field(default_factory=threading.Lock, compare=False)

    def rows(self, sql: str, params: Sequence[Any] = ()) -> pd.DataFrame:
        """The answer to a query as a table."""
        with self.lock:
            cursor = self.connection.cursor()
        table = cursor.execute(sql, list(params)).df()
        named = {
            c: table[c].astype(table[c].cat.categories.dtype)
            for c in table
            if isinstance(table[c].dtype, pd.CategoricalDtype)
        }
        return table.assign(**named) if named else table

    def arrow(self, sql: str, params: Sequence[Any] = ()) -> pa.Table:
        """The answer to a query as an Arrow table, for exports."""
        with self.lock:
            cursor = self.connection.cursor()
        return cursor.sql(sql, params=list(params)).to_arrow_table()

    def stored(self, table: str) -> str:
        """A table expression over the store's own files."""
        return self.snapshot.sql(table)

    def name(self, actor: str | None, lang: str) -> str:
        """The name of an actor or territory; the world's name for the territory, else the id, when the store has none."""
        french, english = self.actors.get(actor or "", ("", ""))
        stored = (french if lang == "fr" else english) or english or french
        return stored or territory(actor or "", lang) or (actor or "").removeprefix("NSA:")

    def place(self, place_id: object, name: object, lang: str) -> str | None:
        """The name of a place in a language, else the gazetteer's own `name`; None where there is no name."""
        french, english = self.places.get(str(place_id), ("", ""))
        return (french if lang == "fr" else english) or (name if isinstance(name, str) else None)

    def span(self, filter: Filter) -> tuple[dt.date, dt.date]:
        """First and last day that the filter lets through."""
        return filter.span(self.data_from, self.data_to)

    def close(self) -> None:
        """Give the memory back."""
        self.connection.close()


def load_cube(snapshot: Snapshot, threads: int = 2, folder: Path | None = None) -> Cube:
    """Open the cube of a version, making it first where no one has: some seconds a million events, once."""
    connection = connect(snapshot, threads, folder)
    first, last, n = connection.execute("SELECT min(event_date), max(event_date), count(*) FROM facts").fetchall()[0]
    covered = connection.execute(
        "SELECT coalesce(max(published) FILTER (guessed IS NOT TRUE), max(published)) FROM coverage"
    ).fetchall()[0][0]
    today = dt.date(1970, 1, 1)
    return Cube(
        snapshot.version,
        snapshot.committed_at,
        snapshot,
        connection,
        first or covered or today,
        covered or last or today,
        int(n),
        _actor_names(snapshot),
        _place_names(snapshot),
    )


def _actor_names(snapshot: Snapshot) -> dict[str, tuple[str, str]]:
    rows = snapshot.read("actors", ["actor_id", "name_fr", "name_en"]).to_pylist()
    names = {row["actor_id"]: (row["name_fr"] or "", row["name_en"] or "") for row in rows}
    for row in snapshot.read("places", ["country", "kind", "name", "name_fr", "name_en"]).to_pylist():
        if row["kind"] == "country" and row["country"] and row["country"] not in names:
            names[row["country"]] = (row["name_fr"] or row["name"] or "", row["name_en"] or row["name"] or "")
    return names


def _place_names(snapshot: Snapshot) -> dict[str, tuple[str, str]]:
    """Place id -> French and English name, of the places that have one beside the gazetteer's own."""
    rows = snapshot.read("places", ["place_id", "name_fr", "name_en"]).to_pylist()
    return {
        row["place_id"]: (row["name_fr"] or "", row["name_en"] or "")
        for row in rows
        if row["name_fr"] or row["name_en"]
    }
