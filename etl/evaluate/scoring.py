"""This module is about scoring: precision, recall and place accuracy of coded mentions against gold documents.

Rows of one article with the same type, actors and date count once. Recall: required gold events that some row matches.
Precision: rows that match a required event, over those and the rows that match nothing; rows that match optional events
only count nowhere.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from etl.errors import InputError
from etl.evaluate.matching import LEVELS, Level, Row, distance_km, matches

NEAR_KM = 161  # the field's tolerance of 100 miles
Rows = Mapping[str, list[Row]]


def read_gold(path: Path, lang: str | None = None) -> list[dict[str, Any]]:
    """Gold documents of a JSONL file, one a line; only those in `lang` when it is given."""
    documents = []
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    documents.append(_document(line, number, path))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the gold cannot be read: {error}", str(path)) from error
    return [document for document in documents if not lang or document["lang"] == lang]


def _document(line: str, number: int, path: Path) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(line)
        return {"id": document["id"], "lang": document["lang"], "events": document["events"], **document}
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"not a gold document ({type(error).__name__}: {error})", str(path), number) from error


def score(gold: list[dict[str, Any]], mentions: Iterable[Row], toponyms: Iterable[Row]) -> dict[str, Any]:
    """Scores by name: one entry for each level, then recall and precision by type, place and toponym accuracy, and false alarms."""
    rows, found = _by_article(mentions), _toponyms(toponyms)
    result: dict[str, Any] = {}
    for level in LEVELS:
        result[level] = _score_level(gold, rows, level)
        if level == "who_what":
            result["recall_by_type"] = _recall_by_type(gold, rows, level)
            result["precision_by_type"] = _precision_by_type(gold, rows, level)
    result["event_place_acc161"] = _place_accuracy(gold, rows)
    result["toponym_recall161"] = _toponym_recall(gold, found)
    quiet = [document for document in gold if not document["events"]]
    result["false_alarm_docs"] = f"{sum(bool(rows[document['id']]) for document in quiet)}/{len(quiet)}"
    return result


def list_errors(gold: list[dict[str, Any]], mentions: Iterable[Row]) -> list[str]:
    """One line for each gold event that no row matches, and for each row that matches nothing."""
    rows, lines = _by_article(mentions), []
    for document in gold:
        required, optional = _events(document)
        got = rows[document["id"]]
        for event in required:
            if not any(matches(row, event, "strict") for row in got):
                gist = event.get("gist") or event.get("what") or ""
                dyad = f"{event['source']}->{event.get('target')}"
                lines.append(f"MISS {document['id']} {event['type']} {dyad} {event.get('date')} {gist}")
        for row in got:
            if not any(matches(row, event, "strict") for event in required + optional):
                dyad = f"{row.get('source')}->{row.get('target')}"
                sentence = (row.get("sentence") or "")[:110]
                lines.append(f"FALSE {document['id']} {row['event_type']} {dyad} {row.get('event_date')} {sentence}")
    return lines


_NOT_EVENTS = frozenset({"negated", "hypothetical", "future"})
"""Statements of these modalities stand in `mentions` but claim no event."""


def _by_article(mentions: Iterable[Row]) -> defaultdict[str, list[Row]]:
    unique: defaultdict[str, dict[tuple[Any, ...], Row]] = defaultdict(dict)
    for row in mentions:
        if row.get("modality") in _NOT_EVENTS:
            continue
        key = (row["event_type"], row.get("source"), row.get("target"), row.get("event_date"))
        unique[row["article"]].setdefault(key, row)
    return defaultdict(list, {article: list(rows.values()) for article, rows in unique.items()})


def _toponyms(toponyms: Iterable[Row]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in toponyms:
        found[row["article"]].append(row)
    return found


def _events(document: Row) -> tuple[list[Row], list[Row]]:
    required = [event for event in document["events"] if event.get("required", True)]
    return required, [event for event in document["events"] if not event.get("required", True)]


def _score_level(gold: list[dict[str, Any]], rows: Rows, level: Level) -> dict[str, Any]:
    right = wrong = hit = needed = 0
    for document in gold:
        required, optional = _events(document)
        got = rows[document["id"]]
        needed += len(required)
        hit += sum(any(matches(row, event, level) for row in got) for event in required)
        for row in got:
            if any(matches(row, event, level) for event in required):
                right += 1
            elif not any(matches(row, event, level) for event in optional):
                wrong += 1
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = hit / needed if needed else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0
    figures = {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}
    return {**figures, "gold": needed, "rows": right + wrong}


def _recall_by_type(gold: list[dict[str, Any]], rows: Rows, level: Level) -> dict[str, str]:
    tally: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for document in gold:
        for event in _events(document)[0]:
            tally[event["type"]][0] += any(matches(row, event, level) for row in rows[document["id"]])
            tally[event["type"]][1] += 1
    return _as_shares(tally)


def _precision_by_type(gold: list[dict[str, Any]], rows: Rows, level: Level) -> dict[str, str]:
    tally: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for document in gold:
        required, optional = _events(document)
        for row in rows[document["id"]]:
            right = any(matches(row, event, level) for event in required)
            if right or not any(matches(row, event, level) for event in optional):
                tally[row["event_type"]][0] += right
                tally[row["event_type"]][1] += 1
    return _as_shares(tally)


def _as_shares(tally: Mapping[str, list[int]]) -> dict[str, str]:
    return {name: f"{hit}/{total}" for name, (hit, total) in sorted(tally.items())}


def _place_accuracy(gold: list[dict[str, Any]], rows: Rows) -> dict[str, Any]:
    near = placed = 0
    for document in gold:
        for event in _events(document)[0]:
            place = event.get("place")
            hits = [row for row in rows[document["id"]] if matches(row, event, "strict")]
            if place and place.get("lat") is not None and hits:
                placed += 1
                near += any(_near(row, place) for row in hits)
    return {"acc": round(near / placed, 3) if placed else None, "n": placed}


def _toponym_recall(gold: list[dict[str, Any]], found: Rows) -> dict[str, Any]:
    hit = needed = 0
    for document in gold:
        for toponym in document.get("toponyms", []):
            if toponym.get("required", True) and toponym.get("lat") is not None and toponym.get("kind") != "country":
                needed += 1
                hit += any(_near(row, toponym) for row in found[document["id"]])
    return {"acc": round(hit / needed, 3) if needed else None, "n": needed}


def _near(row: Row, place: Row) -> bool:
    if row.get("lat") is None:
        return False
    return distance_km(row["lat"], row["lon"], place["lat"], place["lon"]) <= NEAR_KM
