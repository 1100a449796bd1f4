"""This module is about the coder: one article in, its mentions and toponyms out, as rows of the tables.

`Coder` loads language models, lexicons and gazetteer on first use and keeps them; coding is a pure function of the article.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from etl.errors import EtlError
from etl.events.candidates import Candidate
from etl.events.deciding import NOT_EVENTS, Statement, decide
from etl.events.model import Models, load_models
from etl.events.placing import choose_place, load_place_model
from etl.events.proposal import Proposal
from etl.events.reading import read_article
from etl.events.settling import settle_dates
from etl.places import Gazetteer
from etl.schema import Article, Toponym

Row = dict[str, Any]
_LONG = 600
_SURE = 0.68
"""An article of more than 600 characters in which no reading is this sure is about something else (sport, weather, culture).
Cross-validated, 31 of 48 articles without events raised a false alarm and about 12 do now; F1 stays where it was (ADR 0006)."""


@dataclass(frozen=True, slots=True)
class Coded:
    """What was coded from an article: rows of `mentions` (without event_id and run_id) and of `toponyms` (without run_id)."""

    article: Article
    mentions: list[Row]
    toponyms: list[Row]


class Coder:
    """Codes articles. `gazetteer_path` is the compiled gazetteer (default: the user's)."""

    def __init__(self, gazetteer_path: Path | None = None) -> None:
        self._gazetteer_path = gazetteer_path

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer, opened on first use."""
        return Gazetteer.open(self._gazetteer_path)

    def code(self, article: Article) -> Coded:
        """Code one article. It needs a publication date, given or inferred."""
        if article.published is None:
            raise EtlError("article without a publication date reached the coder", article.ref)
        reading = read_article(article, article.published, self.gazetteer)
        mentions = code_proposals(article, reading.proposals, load_models(), self.gazetteer)
        return Coded(article, mentions, [_toponym_row(article, toponym) for toponym in reading.toponyms])


def code_proposals(article: Article, proposals: Iterable[Proposal], models: Models, gazetteer: Gazetteer) -> list[Row]:
    """Rows of `mentions` for the proposals that the models accept."""
    rows: list[Row] = []
    statements = decide(proposals, models)
    if len(article.text) > _LONG and all(statement.probability < _SURE for statement in statements):
        return []
    for statement in statements:
        if statement.probability >= models.threshold:
            rows.extend(_rows(article, statement, gazetteer))
    return settle_dates(_without_repeats(rows))


def _rows(article: Article, statement: Statement, gazetteer: Gazetteer) -> list[Row]:
    """One row for each source and target of a statement."""
    rows = []
    for source in statement.sources:
        for target in statement.targets or (None,):
            if target is None or source.key != target.key:
                rows.append(_row(article, statement, source, target, gazetteer))
    return rows


def _row(
    article: Article, statement: Statement, source: Candidate, target: Candidate | None, gazetteer: Gazetteer
) -> Row:
    proposal = statement.proposal
    sense, dated = proposal.trigger.sense, proposal.dated
    place = choose_place(proposal, source.actor, target.actor if target else None, gazetteer, load_place_model())
    row: Row = {
        "article_id": article.article_id,
        "article": article.article,
        "sentence_no": proposal.sentence.no,
        "sentence": proposal.text,
        "event_type": sense.event_type,
        "mode": sense.mode,
        "cameo_code": sense.cameo,
        **_actor_fields("source", source, proposal.sentence.start, proposal.sentence.end),
        **_actor_fields("target", target, proposal.sentence.start, proposal.sentence.end),
        "event_date": dated.date,
        "date_precision": dated.precision,
        "date_from": dated.source,
        "place_id": place.place.place_id if place else None,
        "place_name": place.place.name if place else None,
        "lat": place.place.lat if place else None,
        "lon": place.place.lon if place else None,
        "place_country": place.place.country if place else None,
        "place_kind": place.place.kind if place else None,
        "place_precision": place.place.precision if place else None,
        "place_from": place.how if place else None,
        "place_score": place.share if place else None,
        "modality": statement.modality,
        "attribution": proposal.attribution,
        "rule_id": f"{sense.sense_id}/{proposal.trigger.form}",
        "confidence": round(statement.probability, 3),
        "trigger_start": proposal.start,
        "trigger_end": proposal.end,
        "date_start": dated.start,
        "date_end": dated.end,
        "place_start": place.start if place else None,
        "place_end": place.end if place else None,
    }
    key = [row[name] for name in ("article_id", "trigger_start", "event_type", "source", "target")]
    row["mention_id"] = hashlib.sha256(repr(key).encode()).hexdigest()[:16]
    row["event_id"] = None
    return row


def _actor_fields(role: str, candidate: Candidate | None, start: int, end: int) -> Row:
    mention = candidate.mention if candidate else None
    here = mention is not None and start <= mention.start and mention.end <= end + 1
    sector = mention.sector if mention else None
    return {
        role: candidate.actor if candidate else None,
        f"{role}_sector": sector
        or ("GOV" if candidate and not candidate.apart and not candidate.actor.startswith("NSA:") else None),
        f"{role}_name": mention.name if mention else None,
        f"{role}_start": mention.start if mention and here else None,
        f"{role}_end": mention.end if mention and here else None,
    }


def _tells_more(row: Row, other: Row) -> bool:
    """A visit says more than the talks held during it; else the surer row does."""
    return (row["mode"] == "visit", row["confidence"]) > (other["mode"] == "visit", other["confidence"])


def _without_repeats(rows: list[Row]) -> list[Row]:
    """One row for each sentence, type and dyad: a verb and its noun say the same thing once; the surer one stays."""
    kept: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        key = (row["sentence_no"], row["event_type"], *sorted((row["source"], row["target"] or "")), row["event_date"],
               row["modality"] in NOT_EVENTS)  # fmt: skip
        if key not in kept or _tells_more(row, kept[key]):
            kept[key] = row
    return list(kept.values())


def _toponym_row(article: Article, toponym: Toponym) -> Row:
    place = toponym.place
    return {
        "article_id": article.article_id,
        "article": article.article,
        "toponym": toponym.text,
        "start": toponym.start,
        "end": toponym.end,
        "place_id": place.place_id if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "country": place.country if place else None,
        "kind": place.kind if place else None,
        "score": round(toponym.score, 3),
        "metonym": toponym.metonym,
        "reason": toponym.reason,
    }
