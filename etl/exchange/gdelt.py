"""This module is about writing GDELT 2.0: events of 61 columns and mentions of 16, tab-separated, without a header.

Source of the columns: GDELT Event Codebook 2.0 and its header file. Countries of places are FIPS 10-4, event codes text.
GDELT has no place for an event without a date; those are left out.
"""

import datetime as dt
from typing import BinaryIO

from etl.exchange.codes import CAMEO_COUNTRY, CAMEO_TYPE, cameo_of, cameo_table, fips_of, name_of
from etl.exchange.related import first_reports, link, number, tab_line
from etl.exchange.shapes import Export, Row

_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code",
    "Type3Code",
)  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
EVENT_COLUMNS: tuple[str, ...] = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{name}" for name in _ACTOR), *(f"Actor2{name}" for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources",
    "NumArticles", "AvgTone",
    *(f"Actor1Geo_{name}" for name in _GEO), *(f"Actor2Geo_{name}" for name in _GEO), *(f"ActionGeo_{name}" for name in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
MENTION_COLUMNS: tuple[str, ...] = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier", "SentenceID",
    "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen", "MentionDocTone",
    "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
GEO_TYPE = {"country": 1, "seat": 1, "region": 5, "district": 5}
"""Place precision -> GDELT's Geo_Type; cities and sites are 4 (a city of the world), an assumed seat says no more than its country."""

WEB = 1  # GDELT's MentionType for the open web


def write_events(export: Export, sink: BinaryIO) -> int:
    """Write events (61 columns) or mentions (16), whichever table is given."""
    return _write_mentions(export, sink) if export.table == "mentions" else _write_events(export, sink)


def _write_events(export: Export, sink: BinaryIO) -> int:
    reports, count = first_reports(export), 0
    for batch in export.rows.to_batches(max_chunksize=10_000):
        for row in batch.to_pylist():
            if row.get("event_date") is not None:
                sink.write(tab_line(_event(row, link(reports.get(row["event_id"])))))
                count += 1
    return count


def _event(row: Row, url: str) -> list[object]:
    day: dt.date = row["event_date"]
    code = cameo_of(row["event_type"], row.get("cameo_code"))
    goldstein = row.get("goldstein")
    if goldstein is None and code in cameo_table():
        goldstein = cameo_table()[code].goldstein
    added = row.get("last_published") or day
    return [
        event_number(row["event_id"]), f"{day:%Y%m%d}", f"{day:%Y%m}", day.year, f"{day.year + fraction(day):.4f}",
        *_actor(row, "source"), *_actor(row, "target"),
        1, code, code[:3], code[:2], row.get("quad_class"), number(goldstein), row.get("n_mentions") or 1,
        row.get("n_outlets") or 1, row.get("n_articles") or 1, "",
        *[""] * 16, *_geo(row),
        f"{added:%Y%m%d}000000", url,
    ]  # fmt: skip


def fraction(day: dt.date) -> float:
    """GDELT's fraction of the year: (month × 30 + day) / 365, at most 0.9999."""
    return min(0.9999, (day.month * 30 + day.day) / 365)


def event_number(event_id: str) -> int:
    """GLOBALEVENTID: the number itself for an event that came from GDELT, else a hash of the id (60 bits)."""
    if event_id.startswith("gdelt:"):
        return int(event_id.removeprefix("gdelt:"))
    import hashlib

    return int.from_bytes(hashlib.blake2b(event_id.encode(), digest_size=8).digest()) >> 4


def _actor(row: Row, role: str) -> list[object]:
    actor, sector = row.get(role) or "", row.get(f"{role}_sector") or ""
    name = (row.get(f"{role}_name") or "").upper()
    kind = CAMEO_TYPE.get(sector, sector)
    if actor.startswith("NSA:"):
        return [kind or "REB", name or actor[4:], "", actor[4:7], "", "", "", kind or "REB", "", ""]
    country = CAMEO_COUNTRY.get(actor, actor) if name_of(actor) else ""
    group = "" if country else actor
    return [f"{country or group}{kind}", name, country, group, "", "", "", kind, "", ""]


def _geo(row: Row) -> list[object]:
    if row.get("lat") is None:
        return [0, "", "", "", "", "", "", ""]
    country, place = row.get("place_country"), row.get("place_name") or ""
    if row.get("place_precision") == "seat":
        return [1, name_of(country), fips_of(country), fips_of(country), "", number(row["lat"]), number(row["lon"]), ""]
    name = place if row.get("place_precision") == "country" or not name_of(country) else f"{place}, {name_of(country)}"
    feature = (row.get("place_id") or "").removeprefix("geonames:")
    kind = GEO_TYPE.get(row.get("place_precision") or "", 4)
    return [kind, name, fips_of(country), fips_of(country), "", number(row["lat"]), number(row["lon"]), feature]


def _write_mentions(export: Export, sink: BinaryIO) -> int:
    articles = export.related.get("articles")
    by_id = {row["article_id"]: row for row in articles.to_pylist()} if articles is not None else {}
    count = 0
    for batch in export.rows.to_batches(max_chunksize=10_000):
        for row in batch.to_pylist():
            if row.get("event_id") and row.get("event_date"):
                sink.write(tab_line(_mention(row, by_id.get(row["article_id"], {}))))
                count += 1
    return count


def _mention(row: Row, article: Row) -> list[object]:
    seen = article.get("published") or row["event_date"]
    source = article.get("outlet") or ""
    offsets = [-1 if row.get(name) is None else row[name] for name in ("source_start", "target_start", "trigger_start")]
    confidence = round(100 * (row.get("confidence") or 0) / 10) * 10
    sentence = (row.get("sentence_no") or 0) + 1
    return [
        event_number(row["event_id"]), f"{row['event_date']:%Y%m%d}000000", f"{seen:%Y%m%d}000000", WEB, source, link(article),
        sentence, *offsets, 1, confidence, len(article.get("text") or ""), "", "", "",
    ]  # fmt: skip
