"""This module is about reading POLECAT: 40 tab-separated columns with a header; PLOVER types, ISO countries, GeoNames ids."""

from collections.abc import Iterator
from pathlib import Path

from etl.exchange.delimited import read_blocks
from etl.exchange.polecat import COLUMNS
from etl.exchange.reading_sql import parse_blocks
from etl.exchange.shapes import Parsed


def read_polecat(path: Path) -> Iterator[Parsed]:
    """Events of one POLECAT file."""
    return parse_blocks(read_blocks(path, COLUMNS, header=True), _SELECT)


def _actor(title: str, role: str) -> str:
    return (
        f"nullif(\"{title} Country\", '') AS {role}, "
        f"coalesce(nullif(\"{title} Name Raw\", ''), nullif(\"{title} Name\", '')) AS {role}_name, "
        f"nullif(\"Primary {title} Sector\", '') AS {role}_sector"
    )


def _country_reason(column: str) -> str:
    return (
        f'WHEN length("{column}") NOT IN (0, 3) THEN \'{column} \' || left("{column}", 20) '
        "|| ' has not three letters (ISO 3166)' "
    )


_SELECT = f"""
SELECT line,
    NULL::VARCHAR AS url, nullif(Source, '') AS outlet, NULL::BIGINT AS sentence_no,
    'polecat:' || "Event ID" AS event_id, try_strptime(left("Event Date", 10), '%Y-%m-%d')::DATE AS event_date,
    coalesce(try_strptime(left("Publication Date", 10), '%Y-%m-%d')::DATE, event_date) AS seen,
    types.event_type, nullif("Event Mode", '') AS mode,
    [trim(x) FOR x IN string_split_regex(Contexts, '[;,]') IF trim(x) <> ''] AS context,
    NULL::VARCHAR AS cameo_code, types.quad_class, try_cast(Intensity AS DOUBLE) AS goldstein,
    {_actor("Actor", "source")}, {_actor("Recipient", "target")},
    CASE WHEN City <> '' THEN 'city' WHEN District <> '' THEN 'district' WHEN Province <> '' THEN 'region'
        WHEN Country <> '' THEN 'country' END AS place_precision,
    CASE WHEN "GeoNames ID" <> '' THEN 'geonames:' || "GeoNames ID" WHEN place_precision = 'country' AND Country <> ''
        THEN 'country:' || Country END AS place_id,
    coalesce(nullif(Placename, ''), nullif(City, ''), nullif(Country, '')) AS place_name,
    coalesce(nullif("Feature Type", ''), place_precision) AS place_kind,
    try_cast(Latitude AS DOUBLE) AS lat, try_cast(Longitude AS DOUBLE) AS lon, nullif(Country, '') AS place_country,
    1::BIGINT AS n_mentions, 1::BIGINT AS n_articles, 1::BIGINT AS n_outlets,
    CASE
        WHEN "Event ID" = '' THEN 'Event ID is empty'
        WHEN event_date IS NULL THEN 'Event Date ' || left("Event Date", 20) || ' is not a date (YYYY-MM-DD)'
        WHEN types.event_type IS NULL THEN 'Event Type ' || left("Event Type", 20) || ' is not PLOVER'
        {_country_reason("Actor Country")} {_country_reason("Recipient Country")} {_country_reason("Country")}
        WHEN Latitude <> '' AND (lat IS NULL OR lon IS NULL OR abs(lat) > 90 OR abs(lon) > 180)
            THEN 'Latitude and Longitude are not coordinates'
        WHEN contains(concat("Actor Name", "Recipient Name", Placename, Source), '\ufffd') THEN 'not UTF-8 text'
    END AS reason
FROM block LEFT JOIN types ON types.event_type = upper("Event Type")
"""
