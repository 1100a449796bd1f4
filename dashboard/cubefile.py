"""This module is about the cube's file: one version of the store as DuckDB tables that are ready to be added up.

A version never changes, so its tables are made once and kept in a cache folder; a restart, a second process and a report
open them at once. `facts` has a row for each event that was not rejected, in order of date, with names of few values as
numbers (ENUM) and the cell of the map that holds its place; `seen` one for each event, outlet and language; `coverage` the
articles by day, outlet and language. Long texts stay in the store, where `detente forget` finds them.
"""

import contextlib
import datetime as dt
import hashlib
import logging
import os
import tempfile
from pathlib import Path
from typing import Any, Protocol

import duckdb

from dashboard.hexagons import number_sql

SITES = ("site", "city", "district", "region", "water")  # precisions that make a dot; a country makes a fill
log = logging.getLogger("detente.dashboard")
KEPT = 6  # files: the versions that open dashboards may show, of a few stores
_KINDS = {
    "actor": ("events", ("source", "target")),
    "event_type": ("events", ("event_type",)),
    "mode": ("events", ("mode",)),
    "sector": ("events", ("source_sector", "target_sector")),
    "place": ("events", ("place_id",)),
    "place_name": ("events", ("place_name",)),
    "territory": ("events", ("place_country",)),
    "place_precision": ("events", ("place_precision",)),
    "date_precision": ("events", ("date_precision",)),
    "status": ("events", ("status",)),
    "outlet": ("articles", ("coalesce(outlet, '')",)),
    "lang": ("articles", ("lang",)),
}  # kind -> table and columns whose values it names; sorted, so that order and comparison are those of the texts
_SEEN = ", ".join(
    f"CASE WHEN place_precision IS DISTINCT FROM 'seat' THEN {column} END AS {column}"
    for column in ("place_id", "place_name", "lat", "lon")
)
"""An assumed seat counts for its territory, and is no place where anything was seen: no name, no point."""
_TABLES = (
    """
CREATE TABLE facts AS SELECT (row_number() OVER ())::INTEGER AS n, *,
       CASE WHEN place_precision IN ({sites}) THEN {cell} END AS cell FROM (
SELECT event_id, event_date, date_precision::date_precision AS date_precision, event_type::event_type AS event_type, mode::mode AS mode,
       quad_class::TINYINT AS quad, goldstein::FLOAT AS goldstein, source::actor AS source, source_sector::sector AS source_sector,
       target::actor AS target, target_sector::sector AS target_sector, coalesce("symmetric", false) AS mutual,
       place_id::place AS place_id, place_name::place_name AS place_name, place_precision::place_precision AS place_precision,
       place_country::territory AS place_country, lat::FLOAT AS lat, lon::FLOAT AS lon, confidence::FLOAT AS confidence,
       coalesce(n_articles, 1)::INTEGER AS n_articles, coalesce(n_outlets, 1)::INTEGER AS n_outlets, date_inferred, status::status AS status
FROM (SELECT * REPLACE ({seen}) FROM {events}) WHERE coalesce(status, 'coded') <> 'rejected' ORDER BY event_date, event_id)
""",
    """
CREATE TABLE seen AS
SELECT *, lang IS NOT DISTINCT FROM min(lang) OVER (PARTITION BY n, outlet) AS first FROM (
SELECT DISTINCT n, coalesce(outlet, '')::outlet AS outlet, lang::lang AS lang
FROM (SELECT event_id, article_id FROM {mentions}) JOIN (SELECT event_id, n FROM facts) USING (event_id)
JOIN (SELECT article_id, outlet, lang FROM {articles}) USING (article_id)) ORDER BY n
""",
    """
CREATE TABLE coverage AS
SELECT published, coalesce(outlet, '') AS outlet, lang, count(*) AS n_articles,
       bool_and(published_from = 'inferred') AS guessed FROM {articles}
WHERE duplicate_of IS NULL AND published IS NOT NULL GROUP BY ALL
""",
)


class Tables(Protocol):
    """What is needed of a version of the store: its number, its time, and a table expression over each table's files."""

    @property
    def version(self) -> int: ...  # noqa: D102
    @property
    def committed_at(self) -> dt.datetime | None: ...  # noqa: D102
    def sql(self, table: str) -> str: ...  # noqa: D102


def cache_folder() -> Path:
    """Where cubes are kept: `DETENTE_CACHE`, else the user's cache folder."""
    base = (
        os.environ.get("DETENTE_CACHE") or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "detente"
    )
    return Path(base) / "cubes"


def connect(snapshot: Tables, threads: int, folder: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A connection to the cube of a version, made now if it is not in `folder` (default: the cache folder).

    Where nothing can be written, the cube is made in memory.
    """
    config: dict[str, Any] = {"threads": threads, "preserve_insertion_order": True}
    try:
        path = _made(snapshot, folder or cache_folder(), config)
    except (OSError, duckdb.IOException) as error:
        log.warning("cube kept in memory reason=%s", error)
        connection = duckdb.connect(":memory:", config=config)
        _make(connection, snapshot)
    else:
        connection = duckdb.connect(str(path), read_only=True, config=config)
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def _made(snapshot: Tables, folder: Path, config: dict[str, Any]) -> Path:
    """The file of a version. It is made under a name of its own and then moved, so no one opens half a cube."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{_key(snapshot)}.duckdb"
    if path.exists():
        path.touch()
        return path
    with tempfile.TemporaryDirectory(dir=folder, prefix="making-") as workshop:
        draft = Path(workshop) / "cube.duckdb"
        with duckdb.connect(str(draft), config=config) as connection:
            _make(connection, snapshot)
        draft.replace(path)
    _forget_oldest(folder)
    return path


def _key(snapshot: Tables) -> str:
    """What the cube follows from: the files of the version, and how its tables are made."""
    sources = [snapshot.sql(table) for table in ("events", "mentions", "articles")]
    text = "\n".join(
        [
            str(snapshot.version),
            str(snapshot.committed_at),
            *sources,
            *_TABLES,
            number_sql("lat", "lon"),
            _SEEN,
            repr(_KINDS),
            duckdb.__version__,
        ]
    )
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _make(connection: duckdb.DuckDBPyConnection, snapshot: Tables) -> None:
    tables = {name: snapshot.sql(name) for name in ("events", "mentions", "articles")}
    for kind, (table, columns) in _KINDS.items():
        values = " UNION ".join(f"SELECT {column} AS value FROM {tables[table]}" for column in columns)
        connection.execute(
            f"CREATE TYPE {kind} AS ENUM (SELECT value FROM ({values}) WHERE value IS NOT NULL ORDER BY value)"
        )
    sites = ", ".join(f"'{precision}'" for precision in SITES)
    for statement in _TABLES:
        connection.execute(statement.format(**tables, sites=sites, seen=_SEEN, cell=number_sql("lat", "lon")))


def _forget_oldest(folder: Path) -> None:
    """Keep the cubes used last; one that is open stays readable until it is closed."""
    by_age = sorted(folder.glob("*.duckdb"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in by_age[KEPT:]:
        with contextlib.suppress(OSError):  # on Windows a file in use stays
            path.unlink()
