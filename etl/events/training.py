"""This module is about training: the weights of the role and acceptance models, from articles with gold events.

`python -m etl.events.training` (`make train`) reads the looked-at part of the gold and the project's training articles, and writes
`etl/resources/model/weights.json`. Seeded; one to a few minutes. Gold names events, not words, so labels are drawn from it: a
candidate is a true source when a gold event of the trigger's type (and date, where several fit) has it as source.
"""

import argparse
import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from etl.articles.dates import date_told
from etl.events.candidates import Candidate
from etl.events.deciding import accept_features, choose
from etl.events.model import Models, models_from
from etl.events.proposal import Proposal
from etl.events.reading import read_article
from etl.events.roles import possible_targets, source_features, target_features
from etl.lexicon.reading import RESOURCES
from etl.places import Gazetteer
from etl.schema import Article

Gold = dict[str, Any]
Example = tuple[dict[str, float], int, float]
STRENGTH = {"source": 0.1, "target": 0.1, "accept": 0.08}
"""Inverse regularisation of each model (C), chosen by cross-validation over articles."""


THRESHOLD = 0.4
"""Least probability of a coded reading: F1 is flat between .35 and .5 in cross-validation, precision on
unseen real articles passes .60 at .4 in both languages."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """An article read into proposals, with its gold events."""

    article: Article
    proposals: tuple[Proposal, ...]
    events: tuple[Gold, ...]


def _actor(code: str) -> str:
    return code if code.startswith("NSA:") else code.split(":")[0]


def _sides(event: Gold) -> tuple[set[str], set[str]]:
    return {_actor(a) for a in event["source"]}, {_actor(a) for a in event.get("target") or ()}


def is_near_date(event: Gold, proposal: Proposal) -> bool:
    """Whether the proposal's date is a gold event's, at the event's precision."""
    dates = [dt.date.fromisoformat(d[:10]) for d in (event.get("date"), *event.get("alt_dates", ())) if d]
    slack = {"day": 1, "month": 31, "year": 366}[event.get("date_precision") or "day"]
    return not dates or any(abs((proposal.dated.date - d).days) <= slack for d in dates)


def relevant_events(lesson: Lesson, proposal: Proposal) -> list[Gold]:
    """Gold events that the trigger may report: same type, actors among the candidates, same date where that decides.

    An event whose words are marked in the text is reported by these alone.
    """
    actors = {one.actor for one in proposal.candidates}
    fitting = []
    for event in lesson.events:
        if event.get("words") and not _is_among(proposal, _find_words(lesson.article.text, event["words"])):
            continue
        if proposal.trigger.sense.event_type not in {event["type"], *event.get("alt_types", ())}:
            continue
        sources, targets = _sides(event)
        if sources & actors and (not targets or targets & actors):
            fitting.append(event)
    near = [event for event in fitting if is_near_date(event, proposal)]
    here = {one.actor for one in proposal.candidates if one.position is not None}
    best = [e for e in near if _sides(e)[0] & here and (not _sides(e)[1] or _sides(e)[1] & here)]
    return best or near or fitting


def _find_words(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where the marked words of an event stand in its article."""
    return [match.span() for written in words for match in re.finditer(re.escape(written.replace("\u00a0", " ")), text)]


def _is_among(proposal: Proposal, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether the trigger or the verb that carries it stands within one of the spans."""
    offset, carrier = proposal.sentence.start, proposal.trigger.carrier
    return any(
        (start < proposal.end and proposal.start < end) or (carrier is not None and start <= offset + carrier.idx < end)
        for start, end in spans
    )


def _is_source(one: Candidate, events: Iterable[Gold]) -> bool:
    return any(one.actor in _sides(e)[0] or (e.get("symmetric") and one.actor in _sides(e)[1]) for e in events)


def _is_target(one: Candidate, source: Candidate, events: Iterable[Gold]) -> bool:
    for event in events:
        sources, targets = _sides(event)
        if source.actor in sources and one.actor in targets:
            return True
        if event.get("symmetric") and {source.actor, one.actor} <= sources | targets and source.actor != one.actor:
            return True
    return False


def _binary(features: Iterable[str]) -> dict[str, float]:
    return dict.fromkeys(features, 1.0)


def source_examples(lessons: Iterable[Lesson]) -> Iterator[Example]:
    """Candidates of triggers that report a gold event: is it the source?"""
    for lesson in lessons:
        for proposal in lesson.proposals:
            events = relevant_events(lesson, proposal)
            if events:
                for one in proposal.candidates:
                    yield _binary(source_features(one, proposal)), int(_is_source(one, events)), 1.0


def target_examples(lessons: Iterable[Lesson]) -> Iterator[Example]:
    """Candidates beside a true source: is it the target?"""
    for lesson in lessons:
        for proposal in lesson.proposals:
            events = relevant_events(lesson, proposal)
            for source in proposal.candidates:
                mine = [e for e in events if _is_source(source, [e]) and e.get("target")]
                if not mine or (source.position is None and len(events) > 1):
                    continue
                for one in possible_targets(source, proposal.candidates):
                    features = target_features(one, source, proposal)
                    yield _binary(features), int(_is_target(one, source, mine)), 1.0


def matches_dyad(event: Gold, kind: str, source: str, target: str | None) -> bool:
    """Whether a type and its actors are those of a gold event, in either order where it is symmetric."""
    if kind not in {event["type"], *event.get("alt_types", ())}:
        return False
    sources, targets = _sides(event)
    if not targets:
        return source in sources and (target is None or target in sources or bool(event.get("symmetric")))
    if source in sources and (
        target in targets or (target is None and event["type"] in ("MOBILIZE", "PROTEST", "RETREAT"))
    ):
        return True
    return bool(event.get("symmetric")) and source != target and {source, target} <= sources | targets


def accept_examples(lessons: Iterable[Lesson], models: Models) -> Iterator[Example]:
    """Complete readings: does a gold event match? Optional events count a little, since they are no errors."""
    for lesson in lessons:
        for choice in choose(lesson.proposals, models):
            if choice.modality == "negated":
                continue
            source, target = choice.roles.source.actor, choice.roles.target.actor if choice.roles.target else None
            fits = [e for e in lesson.events if matches_dyad(e, choice.event_type, source, target)]
            features = accept_features(choice)
            if any(e.get("required", True) for e in fits):
                near = any(is_near_date(e, choice.proposal) for e in fits)
                yield features, 1, 1.0 if near else 0.5
            elif fits:
                yield features, 1, 0.3
            else:
                yield features, 0, 1.0


def fit(examples: Sequence[Example], strength: float) -> dict[str, Any]:
    """A logistic regression as {bias, weights}; features seen fewer than three times are dropped."""
    seen: dict[str, int] = {}
    for features, _, _ in examples:
        for name in features:
            seen[name] = seen.get(name, 0) + 1
    vectorizer = DictVectorizer()
    x = vectorizer.fit_transform([{n: v for n, v in f.items() if seen[n] >= 3} for f, _, _ in examples])
    y = np.array([label for _, label, _ in examples])
    weight = np.array([w for _, _, w in examples])
    model = LogisticRegression(C=strength, max_iter=2000, random_state=0).fit(x, y, sample_weight=weight)
    weights = dict(zip(vectorizer.feature_names_, model.coef_[0].tolist(), strict=True))
    return {
        "bias": round(float(model.intercept_[0]), 4),
        "weights": {k: round(v, 4) for k, v in sorted(weights.items()) if abs(v) > 0.005},
    }


def train(lessons: Sequence[Lesson], version: str, threshold: float = THRESHOLD) -> dict[str, Any]:
    """All three models; the acceptance model learns from role choices made for lessons held out from the role models."""
    raw: dict[str, Any] = {"version": version, "threshold": threshold, "accept": {"bias": 0.0, "weights": {}}}
    folds = 4
    accepted: list[Example] = []
    for fold in range(folds):
        kept = [lesson for i, lesson in enumerate(lessons) if i % folds != fold]
        held = [lesson for i, lesson in enumerate(lessons) if i % folds == fold]
        partial = {**raw, **_role_models(kept)}
        accepted.extend(accept_examples(held, models_from(partial)))
    raw.update(_role_models(lessons))
    raw["accept"] = fit(accepted, STRENGTH["accept"])
    return raw


def _role_models(lessons: Sequence[Lesson]) -> dict[str, Any]:
    return {
        "source": fit(list(source_examples(lessons)), STRENGTH["source"]),
        "target": fit(list(target_examples(lessons)), STRENGTH["target"]),
    }


def read_lessons(folders: Iterable[Path], gold_files: Iterable[Path], gazetteer: Gazetteer | None) -> list[Lesson]:
    """Articles with gold, read into proposals; articles whose text is not in the folders are left out."""
    texts = {path.stem: path for folder in folders for path in sorted(folder.glob("*.txt"))}
    lessons = []
    for file in gold_files:
        for line in file.read_text(encoding="utf-8").splitlines():
            gold = json.loads(line)
            if gold["id"] in texts:
                article = read_training_article(texts[gold["id"]], gold)
                reading = read_article(article, article.published or dt.date.today(), gazetteer)
                lessons.append(Lesson(article, reading.proposals, tuple(gold["events"])))
    return lessons


def read_training_article(path: Path, gold: Gold) -> Article:
    """A training article: header lines, an empty line, the body."""
    raw = path.read_text(encoding="utf-8")
    header, _, body = raw.partition("\n\n")
    fields = dict(re.findall(r"^(\w+): *(.*)$", header, re.M))
    title = fields.get("title")
    text = (f"{title}\n" if title else "") + re.sub(r"\n+", "\n", body.replace("\u00a0", " ").strip())
    written = fields.get("published") or gold.get("published")
    published = dt.date.fromisoformat(written) if written else date_told(text.split("\n"))
    return Article(
        path.stem, str(path), path.stem, text, gold["lang"], title=title, title_end=len(title) + 1 if title else 0,
        published=published,
    )  # fmt: skip


def main() -> None:
    """Train on the looked-at gold and every `gold-*.jsonl` of the training folder, and write the weights."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--looked-at", type=Path, default=Path("data/articles"), help="articles of the looked-at gold")
    parser.add_argument("--gold", type=Path, default=Path("tests/gold/gold.jsonl"), help="their gold")
    parser.add_argument(
        "--training", type=Path, default=Path("data/training"), help="folder with articles/ and gold-*.jsonl"
    )
    arguments = parser.parse_args()
    gold_files = [arguments.gold, *sorted(arguments.training.glob("gold-*.jsonl"))]
    lessons = read_lessons([arguments.looked_at, arguments.training / "articles"], gold_files, Gazetteer.open())
    digest = hashlib.sha256("".join(lesson.article.article for lesson in lessons).encode()).hexdigest()[:8]
    raw = train(lessons, f"{len(lessons)}-articles-{digest}")
    target = RESOURCES / "model" / "weights.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(raw, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
