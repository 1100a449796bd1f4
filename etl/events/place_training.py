"""This module is about training the place model: which of a text's places, or of the actors' seats, gold gives to an event.

`python -m etl.events.place_training` (part of `make train`) reads the same articles as `etl.events.training` and writes
`etl/resources/model/places.json`. It learns from statements whose type and actors are a gold event's with a place: a conditional
logistic regression in which every candidate within 161 km is right. Seeded by nothing, since the optimum is unique; about a minute.
"""

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from etl.events.deciding import NOT_EVENTS, Statement, decide
from etl.events.model import LinearModel, Models, load_models
from etl.events.placing import WEIGHTS, add_assumed, place_features
from etl.events.training import Gold, Lesson, is_near_date, matches_dyad, read_lessons
from etl.lexicon.reading import RESOURCES
from etl.places import Gazetteer
from etl.places.distance import distance_km

NEAR_KM = 161.0
STRENGTH = 0.1
"""Inverse regularisation, chosen by cross-validation over articles; .02 to .2 differ by less than a point."""
SEEN = 5
"""Features seen less often are left out."""
FOLDS = 5


@dataclass(frozen=True, slots=True)
class PlaceExample:
    """Candidates of one statement: the features of each, and whether it lies at the gold place."""

    article: str
    features: tuple[frozenset[str], ...]
    right: tuple[bool, ...]


def place_examples(lessons: Iterable[Lesson], models: Models, gazetteer: Gazetteer) -> Iterator[PlaceExample]:
    """Statements that report a gold event with a place; those without a right candidate have none that is `right`."""
    for lesson in lessons:
        for statement in decide(lesson.proposals, models):
            if statement.modality not in NOT_EVENTS:
                yield from _statement_examples(lesson, statement, gazetteer)


def _statement_examples(lesson: Lesson, statement: Statement, gazetteer: Gazetteer) -> Iterator[PlaceExample]:
    proposal = statement.proposal
    kind = proposal.trigger.sense.event_type
    for source in statement.sources[:2]:
        for target in statement.targets[:2] or (None,):
            if target is not None and source.key == target.key:
                continue
            receiver = target.actor if target else None
            events = [e for e in lesson.events if matches_dyad(e, kind, source.actor, receiver)]
            points = _points([e for e in events if is_near_date(e, proposal)] or events)
            if points:
                candidates = add_assumed(proposal.places, source.actor, receiver, gazetteer)
                yield PlaceExample(
                    lesson.article.article,
                    tuple(frozenset(place_features(one, candidates, proposal, source.actor, receiver)) for one in candidates),
                    tuple(any(distance_km(one.place.lat, one.place.lon, *point) <= NEAR_KM for point in points) for one in candidates),
                )  # fmt: skip


def _points(events: Sequence[Gold]) -> list[tuple[float, float]]:
    places = [event.get("place") for event in events]
    return [(place["lat"], place["lon"]) for place in places if place and place.get("lat") is not None]


def fit_places(examples: Sequence[PlaceExample]) -> dict[str, float]:
    """Weights by feature; examples without a right candidate teach nothing."""
    examples = [example for example in examples if any(example.right)]
    seen = Counter(name for example in examples for features in example.features for name in features)
    names = sorted(name for name, count in seen.items() if count >= SEEN)
    numbers = {name: number for number, name in enumerate(names)}
    rows = [[numbers[n] for n in features if n in numbers] for example in examples for features in example.features]
    ends = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.array([number for row in rows for number in row], dtype=np.int64)
    x = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), len(names)))
    right = np.array([flag for example in examples for flag in example.right], dtype=float)
    sizes = np.array([len(example.right) for example in examples])
    group = np.repeat(np.arange(len(examples)), sizes)
    starts = np.cumsum([0, *sizes[:-1]])

    def loss(weights: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> tuple[float, object]:
        logits = x @ weights
        odds = np.exp(logits - np.maximum.reduceat(logits, starts)[group])
        total = np.add.reduceat(odds, starts)
        good = np.add.reduceat(odds * right, starts) + 1e-12
        slope = x.T @ (odds / total[group] - odds * right / good[group]) + weights / STRENGTH
        return float(-np.log(good / total).sum() + weights @ weights / (2 * STRENGTH)), slope

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return {name: round(float(w), 3) for name, w in zip(names, found.x, strict=True) if abs(w) >= 0.01}


def share_right(examples: Iterable[PlaceExample], model: LinearModel) -> tuple[int, int]:
    """Examples whose best candidate is right, and all examples."""
    right = total = 0
    for example in examples:
        logits = [model.logit(features) for features in example.features]
        right += bool(logits) and example.right[max(range(len(logits)), key=logits.__getitem__)]
        total += 1
    return right, total


def cross_validate(examples: Sequence[PlaceExample]) -> float:
    """Share of right places in articles that the weights have not seen."""
    right = total = 0
    for fold in range(FOLDS):
        held = [example for example in examples if zlib.crc32(example.article.encode()) % FOLDS == fold]
        kept = [example for example in examples if zlib.crc32(example.article.encode()) % FOLDS != fold]
        hits, size = share_right(held, LinearModel(0.0, fit_places(kept)))
        right, total = right + hits, total + size
    return right / total


def write_weights(examples: Sequence[PlaceExample], target: Path) -> None:
    """Learn from all examples and write the weights."""
    raw = {"version": f"{len(examples)}-places", "weights": fit_places(examples)}
    target.write_text(json.dumps(raw, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")


def main() -> None:
    """Cross-validate, train and write the weights."""
    gazetteer, training = Gazetteer.open(), Path("data/training")
    gold_files = [Path("tests/gold/gold.jsonl"), *sorted(training.glob("gold-*.jsonl"))]
    lessons = read_lessons([Path("data/articles"), training / "articles"], gold_files, gazetteer)
    examples = list(place_examples(lessons, load_models(), gazetteer))
    print(f"places right in unseen articles: {cross_validate(examples):.3f} of {len(examples)}")
    write_weights(examples, RESOURCES / WEIGHTS)


if __name__ == "__main__":
    main()
