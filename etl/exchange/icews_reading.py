"""This module is about reading ICEWS: 20 tab-separated columns with a header; an id occurs twice, so the date joins it."""

from collections.abc import Iterator
from pathlib import Path

from etl.exchange.delimited import read_blocks
from etl.exchange.icews import COLUMNS
from etl.exchange.reading_sql import parse_blocks
from etl.exchange.shapes import Parsed


def read_icews(path: Path) -> Iterator[Parsed]:
    """Events of one ICEWS file."""
    return parse_blocks(read_blocks(path, COLUMNS, header=True), _SELECT)


def _actor(alias: str, word: str, role: str, title: str) -> str:
    return (
        f"{alias}.iso3 AS {role}, nullif(\"{title} Name\", '') AS {role}_name, "
        f"coalesce({word}.sector, nullif(left(split_part(\"{title} Sectors\", ',', 1), 40), '')) AS {role}_sector"
    )


_SELECT = f"""
SELECT line, reason, url, outlet, sentence_no, seen, event_id, event_date, event_type, mode, context, cameo_code, quad_class,
    goldstein, source, source_name, source_sector, target, target_name, target_sector,
    CASE WHEN place_precision = 'country' AND place_country IS NOT NULL THEN 'country:' || place_country END AS place_id,
    place_name, place_precision AS place_kind, place_precision, lat, lon, place_country, 1::BIGINT AS n_mentions,
    1::BIGINT AS n_articles, 1::BIGINT AS n_outlets
FROM (
    SELECT line, 'icews-story:' || "Story ID" AS url, nullif(Publisher, '') AS outlet,
        try_cast("Sentence Number" AS BIGINT) - 1 AS sentence_no, try_strptime("Event Date", '%Y-%m-%d')::DATE AS event_date,
        event_date AS seen, 'icews:' || "Event ID" || ':' || "Event Date" AS event_id,
        cameo.event_type, cameo.mode, coalesce(cameo.context, []) AS context, "CAMEO Code" AS cameo_code, cameo.quad_class,
        coalesce(try_cast(Intensity AS DOUBLE), cameo.goldstein) AS goldstein,
        {_actor("n1", "w1", "source", "Source")}, {_actor("n2", "w2", "target", "Target")},
        coalesce(nullif(City, ''), nullif(District, ''), nullif(Province, ''), nullif(Country, '')) AS place_name,
        CASE WHEN City <> '' THEN 'city' WHEN District <> '' THEN 'district' WHEN Province <> '' THEN 'region'
            WHEN Country <> '' THEN 'country' END AS place_precision,
        try_cast(Latitude AS DOUBLE) AS lat, try_cast(Longitude AS DOUBLE) AS lon, n3.iso3 AS place_country,
        CASE
            WHEN NOT regexp_full_match("Event ID", '[0-9]+') THEN 'Event ID is not a number'
            WHEN event_date IS NULL THEN 'Event Date ' || left("Event Date", 20) || ' is not a date (YYYY-MM-DD)'
            WHEN NOT regexp_full_match("CAMEO Code", '[0-9]{{2,4}}') THEN 'CAMEO Code ' || left("CAMEO Code", 20)
                || ' is not CAMEO'
            WHEN Latitude <> '' AND (lat IS NULL OR lon IS NULL OR abs(lat) > 90 OR abs(lon) > 180)
                THEN 'Latitude and Longitude are not coordinates'
            WHEN length(Country) IN (2, 3) AND n3.iso3 IS NULL THEN 'Country ' || Country || ' is a code, where ICEWS has a name'
            WHEN contains(concat("Source Name", "Target Name", City, Publisher), '\ufffd') THEN 'not UTF-8 text'
        END AS reason
    FROM block
    LEFT JOIN cameo ON cameo.code = "CAMEO Code"
    LEFT JOIN country_names n1 ON n1.name = lower("Source Country")
    LEFT JOIN country_names n2 ON n2.name = lower("Target Country")
    LEFT JOIN country_names n3 ON n3.name = lower(Country)
    LEFT JOIN sector_words w1 ON w1.word = lower(trim(split_part("Source Sectors", ',', 1)))
    LEFT JOIN sector_words w2 ON w2.word = lower(trim(split_part("Target Sectors", ',', 1)))
)
"""
