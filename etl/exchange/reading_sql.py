"""This module is about the SQL that importers share: code tables as DuckDB tables, and what every format checks."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from etl.exchange.codes import CAMEO_COUNTRY, PLOVER_SECTOR, cameo_table, countries
from etl.exchange.delimited import Block, read_ahead
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
    names = list({name.lower(): c.iso3 for c in known for name in c.names}.items())
    cameo = [
        (code, c.goldstein, c.event_type, c.mode, list(c.contexts), c.quad_class, c.label)
        for code, c in cameo_table().items()
    ]
    country = [(CAMEO_COUNTRY.get(c.iso3, c.iso3), c.iso3) for c in known] + [(iso, iso) for iso in CAMEO_COUNTRY]
    sectors = list({word.lower(): code for code, word in SECTOR_WORDS.items()}.items())
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


def parse_blocks(blocks: Iterator[Block], select: str) -> Iterator[Parsed]:
    """Blocks as rows of `PARSED`. `select` reads `block` (text columns and `line`) into its columns and `line`, `reason`.

    Rows with a reason are refused. Reading goes on in a thread of its own while the last block is parsed.
    """
    with connect() as sql:
        for block in read_ahead(blocks):
            rows = block.rows.append_column("line", pa.array(block.lines, pa.int64()))
            sql.register("block", rows)
            parsed = _by_line(sql.sql(select).to_arrow_table())
            sql.unregister("block")
            fine = pc.is_null(parsed["reason"])
            refused: list[tuple[int | None, str]] = []
            if not pc.all(fine).as_py():
                bad = parsed.filter(pc.invert(fine)).select(["line", "reason"])
                refused = [(row["line"], row["reason"]) for row in bad.to_pylist()]
                parsed = parsed.filter(fine)
            yield Parsed(
                parsed.select(PARSED.names).cast(PARSED), [*block.wrong, *refused], len(rows) + len(block.wrong)
            )


def _by_line(rows: pa.Table) -> pa.Table:
    """`rows` in the order of their lines, which joins seldom lose: asking is quicker than sorting."""
    lines = rows["line"].to_numpy()
    return rows if bool((lines[1:] > lines[:-1]).all()) else rows.sort_by("line")


PARSED = pa.schema(
    [
        *(
            SCHEMAS["events"].field(name)
            for name in (
                "event_id", "event_date", "event_type", "mode", "context", "cameo_code", "quad_class", "goldstein", "source",
                "source_name", "source_sector", "target", "target_name", "target_sector", "place_id", "place_name",
                "place_kind", "place_precision", "lat", "lon", "place_country", "n_mentions", "n_articles", "n_outlets",
            )
        ),
        pa.field("url", pa.string()),
        pa.field("outlet", pa.string()),
        pa.field("sentence_no", pa.int64()),
        pa.field("seen", pa.date32()),
    ]
)  # fmt: skip
"""What an importer reads of one event: columns of `events`, and where and when it was reported."""


def rows_sql(table: str, prefix: str, run_id: str) -> str:
    """The SELECT that makes rows of `table`: events and mentions of `fresh` (`PARSED`), articles of `sources` (`list_sources`)."""
    url = "url" if table == "articles" else "coalesce(url, event_id)"
    article = f"'{prefix}:' || left(md5({url}), 16)"
    run = f"'{run_id}'"
    given = {
        "events": {
            **{name: f'"{name}"' for name in PARSED.names},
            "date_precision": "'day'", "date_inferred": "false", "symmetric": "false", "first_published": "seen",
            "last_published": "seen", "status": "'coded'", "run_id": run,
        },
        "mentions": {
            **{name: f'"{name}"' for name in _MENTIONED},
            "mention_id": "event_id", "article_id": article, "article": article, "date_precision": "'day'",
            "date_from": f"'{prefix}'", "modality": "'reported'", "rule_id": f"'{prefix}'", "run_id": run,
        },
        "articles": {
            "article_id": article, "article": article, "ref": "url",
            "url": "CASE WHEN url LIKE 'http%' THEN url END", "outlet": "outlet", "published": "seen",
            "published_from": "'feed'", "run_id": run,
        },
    }[table]  # fmt: skip
    names = ", ".join(f'{given.get(name, "NULL")} AS "{name}"' for name in SCHEMAS[table].names)
    return f"SELECT {names} FROM {'sources' if table == 'articles' else 'fresh'}"


def list_sources(events: pa.Table) -> pa.Table:
    """`url`, `outlet` and `seen` of the articles that `PARSED` rows were read from, in order; an event without URL is its own source."""
    url = pc.coalesce(events["url"], events["event_id"])
    given = pa.table({"url": url, "outlet": events["outlet"], "seen": events["seen"]})
    firsts = given.group_by("url", use_threads=False).aggregate([("outlet", "min"), ("seen", "min")])
    return firsts.rename_columns({"outlet_min": "outlet", "seen_min": "seen"})


_MENTIONED = ("event_id", "sentence_no", "event_type", "cameo_code", "source", "target", "event_date")
"""Columns of an imported event that its mention repeats; the others stand in `events` alone."""


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
