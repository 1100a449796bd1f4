"""This module is about the SQL that importers share: code tables as DuckDB tables, and what every format checks."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from etl.exchange.codes import CAMEO_COUNTRY, PLOVER_SECTOR, cameo_table, countries
from etl.exchange.delimited import Block
from etl.exchange.icews import SECTOR_WORDS
from etl.exchange.shapes import Parsed
from etl.schema import QUAD_CLASS
from etl.store import SCHEMAS

_MIDDLE = ("iso3", "mid_lat", "mid_lon", "radius_km")
FAR = 500  # kilometres beyond a country's radius: further off, its code was read from the wrong list


def connect() -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with the code tables and a distance in kilometres."""
    sql = duckdb.connect(config={"threads": 2})
    sql.execute("SET preserve_insertion_order = true")
    for name, rows in _tables().items():
        sql.register(f"{name}_rows", rows)
        sql.execute(f"CREATE TABLE {name} AS SELECT * FROM {name}_rows")
    sql.execute(
        "CREATE MACRO km(a, b, c, d) AS 12742 * asin(least(1, sqrt(pow(sin(radians(c - a) / 2), 2) "
        "+ cos(radians(a)) * cos(radians(c)) * pow(sin(radians(d - b) / 2), 2))))"
    )
    return sql


def _tables() -> dict[str, pa.Table]:
    known = countries().values()
    middles = [(c.iso2, c.iso3, c.lat, c.lon, c.radius_km) for c in known]
    fips = [(code, c.iso3, c.lat, c.lon, c.radius_km) for c in known for code in c.fips]
    names = [(name.lower(), c.iso3) for c in known for name in c.names]
    cameo = [
        (code, c.goldstein, c.event_type, c.mode, list(c.contexts), c.quad_class, c.label)
        for code, c in cameo_table().items()
    ]
    country = [(CAMEO_COUNTRY.get(c.iso3, c.iso3), c.iso3) for c in known] + [(iso, iso) for iso in CAMEO_COUNTRY]
    sectors = [(word.lower(), code) for code, word in SECTOR_WORDS.items()]
    return {
        "iso": _table(middles, ("iso2", *_MIDDLE)),
        "fips": _table(fips, ("code", *_MIDDLE)),
        "country_names": _table(names, ("name", "iso3")),
        "cameo": _table(cameo, ("code", "goldstein", "event_type", "mode", "context", "quad_class", "label")),
        "cameo_countries": _table(country, ("code", "iso3")),
        "roles": _table(list(PLOVER_SECTOR.items()), ("code", "sector")),
        "sector_words": _table(sectors, ("word", "sector")),
        "types": _table(list(QUAD_CLASS.items()), ("event_type", "quad_class")),
    }


def _table(rows: list[Any], names: tuple[str, ...]) -> pa.Table:
    return pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)})


def parse_blocks(
    path: Path, blocks: Iterator[Block], select: str, prefix: str, prepare: Callable[[pa.Table], pa.Table] | None = None
) -> Iterator[Parsed]:
    """Blocks as rows of our tables. `select` reads `block` (with `line`) into columns of EVENTS, `reason`, `url`, `outlet`,
    `sentence_no` and `seen`; rows with a reason are refused, the others get a mention and an article as provenance.
    """
    with connect() as sql:
        for block in blocks:
            rows = block.rows.append_column("line", pa.array(block.lines, pa.int64()))
            sql.register("block", prepare(rows) if prepare else rows)
            sql.execute(f"CREATE OR REPLACE TEMP TABLE parsed AS {select}")
            refused = sql.execute("SELECT line, reason FROM parsed WHERE reason IS NOT NULL ORDER BY line").fetchall()
            yield Parsed(
                _fetch(sql, "events", _events_sql()),
                _fetch(sql, "mentions", _mentions_sql(prefix)),
                _fetch(sql, "articles", _articles_sql(prefix)),
                [*block.wrong, *refused],
                len(rows) + len(block.wrong),
            )
            sql.unregister("block")


def _fetch(sql: duckdb.DuckDBPyConnection, table: str, query: str) -> pa.Table:
    found: pa.Table = sql.sql(query).to_arrow_table()
    return found.cast(SCHEMAS[table])


def _events_sql() -> str:
    names = ", ".join(
        f'"{name}"' if name in _GIVEN else f'{_DEFAULTS.get(name, "NULL")} AS "{name}"'
        for name in SCHEMAS["events"].names
    )
    return f"SELECT {names} FROM parsed WHERE reason IS NULL"


_GIVEN = (
    "event_id", "event_date", "event_type", "mode", "context", "cameo_code", "quad_class", "goldstein", "source", "source_name",
    "source_sector", "target", "target_name", "target_sector", "place_id", "place_name", "place_kind", "place_precision", "lat",
    "lon", "place_country", "n_mentions", "n_articles", "n_outlets",
)  # fmt: skip
"""Columns that an importer's SELECT gives."""

_DEFAULTS = {
    "date_precision": "'day'",
    "date_inferred": "false",
    "symmetric": "false",
    "first_published": "seen",
    "last_published": "seen",
    "status": "'coded'",
}


def _article_key(prefix: str) -> str:
    return f"'{prefix}:' || left(md5(coalesce(url, event_id)), 16)"


def _mentions_sql(prefix: str) -> str:
    given = {
        "mention_id": "event_id",
        "article_id": _article_key(prefix),
        "article": _article_key(prefix),
        "date_precision": "'day'",
        "date_from": f"'{prefix}'",
        "modality": "'reported'",
        "rule_id": f"'{prefix}'",
        "sentence_no": "sentence_no",
    }
    names = ", ".join(
        f'{given[name]} AS "{name}"' if name in given else f'"{name}"' if name in _GIVEN else f'NULL AS "{name}"'
        for name in SCHEMAS["mentions"].names
    )
    return f"SELECT {names} FROM parsed WHERE reason IS NULL"


def _articles_sql(prefix: str) -> str:
    given = {
        "article_id": _article_key(prefix),
        "ref": "coalesce(url, event_id)",
        "article": _article_key(prefix),
        "url": "CASE WHEN url LIKE 'http%' THEN url END",
        "outlet": "outlet",
        "published": "seen",
        "published_from": "'feed'",
    }
    names = ", ".join(
        f'{given[name]} AS "{name}"' if name in given else f'NULL AS "{name}"' for name in SCHEMAS["articles"].names
    )
    return (
        f"SELECT {names} FROM (SELECT coalesce(url, event_id) AS url, min(event_id) AS event_id, min(outlet) AS outlet, "
        "min(seen) AS seen FROM parsed WHERE reason IS NULL GROUP BY 1)"
    )


def country_reason(code: str, column: str, lat: str, lon: str) -> str:
    """SQL branches of a CASE: a FIPS `code` that is not one, or that the point shows to be an ISO code."""
    return (
        f"WHEN {code} <> '' AND f.iso3 IS NULL AND i.iso3 IS NOT NULL "
        f"THEN '{column} ' || {code} || ' is ISO 3166, where FIPS 10-4 was expected' "
        f"WHEN {code} <> '' AND f.iso3 IS NOT NULL AND i.iso3 IS NOT NULL AND f.iso3 <> i.iso3 AND {lat} IS NOT NULL "
        f"AND km(f.mid_lat, f.mid_lon, {lat}, {lon}) > f.radius_km + {FAR} "
        f"AND km(i.mid_lat, i.mid_lon, {lat}, {lon}) < i.radius_km + {FAR} / 5 "
        f"THEN '{column} ' || {code} || ' means ' || f.iso3 || ' in FIPS 10-4, but the point lies in ' || i.iso3 "
        f"|| ' (ISO 3166)' "
    )
