"""This module is about reading GDELT 2.0 events: 61 tab-separated columns, FIPS countries of places, CAMEO codes."""

from collections.abc import Iterator
from pathlib import Path

from etl.exchange.delimited import read_blocks
from etl.exchange.gdelt import EVENT_COLUMNS
from etl.exchange.reading_sql import country_reason, parse_blocks
from etl.exchange.shapes import Parsed


def read_gdelt(path: Path) -> Iterator[Parsed]:
    """Events of one GDELT 2.0 file."""
    return parse_blocks(read_blocks(path, EVENT_COLUMNS, header=False, used=_USED), _SELECT)


def _actor(number: int, role: str) -> str:
    code = f"Actor{number}CountryCode"
    return (
        f"coalesce(c{number}.iso3, nullif({code}, ''), nullif(Actor{number}KnownGroupCode, '')) AS {role}, "
        f"nullif(Actor{number}Name, '') AS {role}_name, "
        f"coalesce(r{number}.sector, nullif(Actor{number}Type1Code, '')) AS {role}_sector"
    )


def _day(column: str) -> str:
    """SQL for the date of YYYYMMDD…, or null; a cast takes a fifth of the time of strptime."""
    return f"try_cast(left({column}, 4) || '-' || substr({column}, 5, 2) || '-' || substr({column}, 7, 2) AS DATE)"


_SELECT = f"""
SELECT line, reason, url, outlet, sentence_no, seen, event_id, event_date, event_type, mode, context, cameo_code, quad_class,
    goldstein, source, source_name, source_sector, target, target_name, target_sector,
    CASE WHEN lat IS NULL THEN NULL WHEN place_precision = 'country' AND place_country IS NOT NULL
        THEN 'country:' || place_country WHEN feature <> '' THEN 'gns:' || feature END AS place_id,
    place_name, place_precision AS place_kind, place_precision, lat, lon, place_country, n_mentions, n_articles, n_outlets
FROM (
    SELECT line, nullif(SOURCEURL, '') AS url, nullif(replace(split_part(split_part(SOURCEURL, '/', 3), ':', 1), 'www.', ''), '') AS outlet,
        NULL::BIGINT AS sentence_no, {_day("DATEADDED")} AS seen,
        'gdelt:' || GLOBALEVENTID AS event_id, {_day("SQLDATE")} AS event_date,
        cameo.event_type, cameo.mode, coalesce(cameo.context, []) AS context, EventCode AS cameo_code,
        coalesce(cameo.quad_class, try_cast(QuadClass AS BIGINT)) AS quad_class,
        coalesce(try_cast(GoldsteinScale AS DOUBLE), cameo.goldstein) AS goldstein,
        {_actor(1, "source")}, {_actor(2, "target")},
        nullif(ActionGeo_FullName, '') AS place_name, ActionGeo_FeatureID AS feature,
        CASE ActionGeo_Type WHEN '1' THEN 'country' WHEN '2' THEN 'region' WHEN '5' THEN 'region' WHEN '3' THEN 'city'
            WHEN '4' THEN 'city' END AS place_precision,
        try_cast(ActionGeo_Lat AS DOUBLE) AS lat, try_cast(ActionGeo_Long AS DOUBLE) AS lon, f.iso3 AS place_country,
        try_cast(NumMentions AS BIGINT) AS n_mentions, try_cast(NumArticles AS BIGINT) AS n_articles,
        try_cast(NumSources AS BIGINT) AS n_outlets,
        CASE
            WHEN try_cast(GLOBALEVENTID AS UBIGINT) IS NULL THEN 'GLOBALEVENTID is not a number'
            WHEN event_date IS NULL THEN 'SQLDATE ' || left(SQLDATE, 20) || ' is not a date'
            WHEN seen IS NULL THEN 'DATEADDED ' || left(DATEADDED, 20) || ' is not a time'
            WHEN try_cast(EventCode AS USMALLINT) IS NULL OR length(EventCode) NOT BETWEEN 2 AND 4
                THEN 'EventCode ' || left(EventCode, 20) || ' is not CAMEO'
            WHEN QuadClass NOT IN ('1', '2', '3', '4') THEN 'QuadClass ' || left(QuadClass, 20) || ' is not 1 to 4'
            WHEN length(Actor1CountryCode) NOT IN (0, 3) THEN 'Actor1CountryCode ' || left(Actor1CountryCode, 20)
                || ' has not three letters (CAMEO)'
            WHEN length(Actor2CountryCode) NOT IN (0, 3) THEN 'Actor2CountryCode ' || left(Actor2CountryCode, 20)
                || ' has not three letters (CAMEO)'
            WHEN ActionGeo_Lat <> '' AND (lat IS NULL OR lon IS NULL OR abs(lat) > 90 OR abs(lon) > 180)
                THEN 'ActionGeo_Lat and ActionGeo_Long are not coordinates'
            WHEN length(ActionGeo_CountryCode) NOT IN (0, 2) THEN 'ActionGeo_CountryCode '
                || left(ActionGeo_CountryCode, 20) || ' has not two letters (FIPS 10-4)'
            {country_reason("ActionGeo_CountryCode", "ActionGeo_CountryCode", "lat", "lon")}
            WHEN contains(concat(Actor1Name, Actor2Name, ActionGeo_FullName, SOURCEURL), '\ufffd') THEN 'not UTF-8 text'
        END AS reason
    FROM block
    LEFT JOIN cameo ON cameo.code = EventCode
    LEFT JOIN fips f ON f.code = ActionGeo_CountryCode
    LEFT JOIN iso i ON i.iso2 = ActionGeo_CountryCode
    LEFT JOIN cameo_countries c1 ON c1.code = Actor1CountryCode
    LEFT JOIN cameo_countries c2 ON c2.code = Actor2CountryCode
    LEFT JOIN roles r1 ON r1.code = Actor1Type1Code
    LEFT JOIN roles r2 ON r2.code = Actor2Type1Code
)
"""
_USED = [column for column in EVENT_COLUMNS if column in _SELECT]
