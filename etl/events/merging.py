"""This module is about merging: which mentions report the same event, and the row an event becomes.

Two mentions report one event when they agree on type, dyad (unordered where the type is mutual) and date (within a day; a month or
year covers its days), and do not name two different places. The first report gives the event its id, so ids never change
when later reports arrive. It leaves out storage: the caller brings the events already known for the dyads at hand.
"""

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from geopy.distance import great_circle

from etl.events.deciding import NOT_EVENTS
from etl.lexicon import load_ontology
from etl.schema import QUAD_CLASS

Row = dict[str, Any]
MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
"""Types whose dyad has no direction unless the sense says so (a visit has, a meeting has not)."""
_IN_PERSON = frozenset({"visit", "multilateral", "third-party"})
_FAR_KM = 161.0
"""Two named places further apart than this are two events (the field's usual tolerance of 100 miles)."""


def _dyad(row: Mapping[str, Any]) -> tuple[str, str, str]:
    source, target = row["source"], row["target"] or ""
    if row["event_type"] in MUTUAL:
        source, target = sorted((source, target))
    return row["event_type"], source, target


def _same_time(left: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    a, b = left["event_date"], right["event_date"]
    if a is None or b is None:
        return a is b
    precisions = {left["date_precision"], right["date_precision"]}
    if "year" in precisions:
        return bool(a.year == b.year)
    if "month" in precisions:
        return bool((a.year, a.month) == (b.year, b.month))
    return bool(abs(a - b) <= dt.timedelta(days=1))


def _same_place(left: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    if left["lat"] is None or right["lat"] is None or left["place_id"] == right["place_id"]:
        return True
    if _is_vague(left) or _is_vague(right):
        return True
    return bool(great_circle((left["lat"], left["lon"]), (right["lat"], right["lon"])).km <= _FAR_KM)


def _is_vague(row: Mapping[str, Any]) -> bool:
    """A country, or a seat that is only assumed: it speaks against no other place."""
    return str(row["place_id"]).startswith("country:") or row.get("place_precision") == "seat"


def _tells_place(mention: Mapping[str, Any], match: Mapping[str, Any]) -> bool:
    """Whether a mention says where, or says it better than the reports before."""
    if mention["lat"] is None:
        return False
    return match["lat"] is None or (_is_vague(match) and not _is_vague(mention))


def _same_mode(left: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    """Modes agree, one is unknown, or both are meetings in person (a summit may be called a visit)."""
    if {left["mode"], right["mode"]} <= _IN_PERSON:
        return True
    return left["mode"] is None or right["mode"] is None or left["mode"] == right["mode"]


def _order(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Day-precise reports first, so that vaguer ones join them; then by article and position."""
    precision = ("day", "month", "year").index(row["date_precision"] or "year")
    return precision, row["event_date"] or dt.date.min, row["article_id"], row["sentence_no"], row["mention_id"]


def assign_events(mentions: Sequence[Row], known: Iterable[Row]) -> list[Row]:
    """Give each mention its `event_id`; order kept.

    `known` holds rows of `events` for the same dyads (either order). Statements that are not events get null.
    """
    clusters: defaultdict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for event in sorted(known, key=lambda row: str(row["event_id"])):
        clusters[_dyad(event)].append(event)
    assigned: dict[int, str | None] = {}
    for index in sorted(range(len(mentions)), key=lambda i: _order(mentions[i])):
        mention = mentions[index]
        if mention["modality"] in NOT_EVENTS:
            assigned[index] = None
            continue
        candidates = clusters[_dyad(mention)]
        match = next(
            (e for e in candidates if _same_time(mention, e) and _same_place(mention, e) and _same_mode(mention, e)),
            None,
        )
        if match is None:
            match = {**mention, "event_id": _event_id(mention)}
            candidates.append(match)
        elif "sentence" in match and _tells_place(mention, match):
            match.update({name: mention.get(name) for name in ("lat", "lon", "place_id", "place_precision")})
        assigned[index] = str(match["event_id"])
    return [{**mention, "event_id": assigned[index]} for index, mention in enumerate(mentions)]


def _event_id(mention: Row) -> str:
    key = (
        *_dyad(mention),
        mention["event_date"],
        mention["date_precision"],
        mention["mode"],
        mention["place_id"],
        mention["mention_id"],
    )
    return hashlib.sha256(repr(key).encode()).hexdigest()[:16]


def _most_common(rows: Sequence[Row], name: str) -> Any:
    values = Counter(row[name] for row in rows if row.get(name) is not None)
    return min(values, key=lambda value: (-values[value], str(value))) if values else None


def _best_placed(rows: Sequence[Row]) -> Row | None:
    """The row whose place is surest: named ones before countries, countries before assumed seats."""
    placed = [row for row in rows if row["lat"] is not None]
    return max(placed, key=_placed_rank) if placed else None


def _placed_rank(row: Row) -> tuple[Any, ...]:
    fine = 2 if not _is_vague(row) else 0 if row.get("place_precision") == "seat" else 1
    return fine, row.get("place_score") or 0.0, row["confidence"], row["mention_id"]


def _leads(row: Row) -> tuple[Any, ...]:
    """Mentions that name their own day speak for the event, the surest of them first."""
    own = row["date_precision"] == "day" and row.get("date_start") is not None
    return own, row["confidence"], row["mention_id"]


def _sum_event(
    event_id: str, rows: Sequence[Row], articles: Mapping[str, Mapping[str, Any]], group_id: str | None
) -> Row:
    rows = sorted(rows, key=lambda row: str(row["mention_id"]))
    lead = max(rows, key=_leads)
    precise = min(rows, key=_order)
    cameo = lead["cameo_code"]
    ontology = load_ontology()
    place = _best_placed(rows)
    sources = [articles[row["article_id"]] for row in rows]
    counted = {a.get("duplicate_of") or a["article_id"] for a in sources}
    published = sorted(a["published"] for a in sources if a.get("published"))
    doubt = 1.0
    for article in {row["article_id"]: row for row in sorted(rows, key=lambda row: float(row["confidence"]))}.values():
        doubt *= 1 - float(article["confidence"])
    return {
        "event_id": event_id,
        "event_date": precise["event_date"],
        "date_precision": precise["date_precision"],
        "date_inferred": all(a.get("published_from") == "inferred" for a in sources),
        "event_type": lead["event_type"],
        "mode": lead["mode"] or _most_common(rows, "mode"),
        "context": list(ontology.contexts.get(cameo or "", ())),
        "cameo_code": cameo,
        "quad_class": QUAD_CLASS[lead["event_type"]],
        "goldstein": ontology.goldstein.get(cameo or ""),
        "source": lead["source"],
        "source_name": _most_common(rows, "source_name"),
        "source_sector": lead["source_sector"],
        "target": lead["target"],
        "target_name": _most_common(rows, "target_name"),
        "target_sector": lead["target_sector"],
        "symmetric": lead["event_type"] in MUTUAL and lead["mode"] != "visit",
        "place_id": place["place_id"] if place else None,
        "place_name": place["place_name"] if place else None,
        "place_kind": place.get("place_kind") if place else None,
        "place_precision": place.get("place_precision") if place else None,
        "place_score": place.get("place_score") if place else None,
        "lat": place["lat"] if place else None,
        "lon": place["lon"] if place else None,
        "place_country": place["place_country"] if place else None,
        "n_mentions": len(rows),
        "n_articles": len(counted),
        "n_outlets": len({a["outlet"] for a in sources if a.get("outlet")}),
        "first_published": published[0] if published else None,
        "last_published": published[-1] if published else None,
        "confidence": round(1 - doubt, 3),
        "status": "coded",
        "group_id": group_id,
    }


def group_events(stated: Iterable[Iterable[str]]) -> dict[str, str]:
    """Events that one trigger states share a group: event_id -> group_id, named after the first. `stated` holds each trigger's events."""
    groups: dict[str, str] = {}
    for events in sorted(sorted(set(ids)) for ids in stated):
        if len(events) > 1:
            group = next((groups[event] for event in events if event in groups), f"g{events[0]}")
            groups.update(dict.fromkeys(events, group))
    return groups


def _by_trigger(mentions: Sequence[Row]) -> Iterable[set[str]]:
    """Ids of the events that each trigger states."""
    found: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for row in mentions:
        if row["event_id"]:
            found[row["article_id"], row["trigger_start"]].add(row["event_id"])
    return found.values()


def sum_events(
    mentions: Sequence[Row], articles: Mapping[str, Mapping[str, Any]] | Iterable[Mapping[str, Any]]
) -> list[Row]:
    """Rows of `events` (without run_id), sorted by id, from all mentions of each event.

    `articles` are the mentions' articles (rows of `articles`), by id or as they come.
    """
    by_id = articles if isinstance(articles, Mapping) else {row["article_id"]: row for row in articles}
    by_event: defaultdict[str, list[Row]] = defaultdict(list)
    for row in mentions:
        if row["event_id"] is not None:
            by_event[row["event_id"]].append(row)
    groups = group_events(_by_trigger(mentions))
    return [_sum_event(event_id, rows, by_id, groups.get(event_id)) for event_id, rows in sorted(by_event.items())]
