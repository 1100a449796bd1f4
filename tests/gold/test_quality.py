"""Measured quality of the coder on articles with gold, per language, never below the floors of `tests/floors.json`.

Two parts: `looked`, the sample articles that anybody may read; `unread`, articles that nobody opens, so that their figures show what
the coder does on news it was not built on. Of the unread part only totals are printed. The floors hold a digest of the corpus: they
mean nothing for another one. They only rise; `python -m tests.gold.test_quality` prints the figures, writes higher floors, and keeps
what was measured, also by type, in `etl/evaluate/accuracy.json`, which the dashboard shows.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from etl.articles import ReadOptions, read_articles
from etl.evaluate import load_accuracy, read_gold, score
from etl.evaluate.accuracy import FILE as ACCURACY
from etl.events import Coder
from etl.events.merging import NOT_EVENTS
from etl.schema import Article

ROOT = Path(__file__).parents[2]
FLOORS = ROOT / "tests" / "floors.json"
GOLD = ROOT / "tests" / "gold" / "gold.jsonl"
FOLDERS = {"looked": ROOT / "data" / "articles", "unread": ROOT / "tests" / "gold" / "articles"}
LANGUAGES = ("fr", "en")
METRICS = ("strict", "who_what", "toponyms", "places")
MARGIN = 0.02  # between a measured figure and its floor: another machine's arithmetic may tip a borderline reading
Figures = dict[str, dict[str, dict[str, float]]]


@dataclass(frozen=True)
class Measured:
    """Figures by part, language and metric; by part and type; and the articles without events in which something was coded."""

    figures: Figures
    types: dict[str, dict[str, dict[str, list[int]]]]
    false_alarms: dict[str, str]


def digest() -> str:
    """Digest of all articles and their gold."""
    total = hashlib.sha256(GOLD.read_bytes())
    for folder in FOLDERS.values():
        for path in sorted(folder.glob("*.txt")):
            total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()[:16]


@cache
def measure() -> Measured:
    """Code every article once and score it."""
    coder = Coder()
    figures: Figures = {}
    alarms = {}
    types = {}
    gold = read_gold(GOLD)
    for part, folder in FOLDERS.items():
        mentions: list[dict[str, Any]] = []
        toponyms: list[dict[str, Any]] = []
        known = set()
        for article in read_articles([str(folder)], ReadOptions()):
            assert isinstance(article, Article)
            known.add(article.article)
            coded = coder.code(article)
            mentions += [row for row in coded.mentions if row["modality"] not in NOT_EVENTS]
            toponyms += coded.toponyms
        documents = [document for document in gold if document["id"] in known]
        assert {document["id"] for document in documents} == known
        whole = score(documents, mentions, toponyms)
        alarms[part], types[part] = whole["false_alarm_docs"], by_type(whole)
        figures[part] = {}
        for lang in LANGUAGES:
            result = score([document for document in documents if document["lang"] == lang], mentions, toponyms)
            figures[part][lang] = {
                "strict": result["strict"]["f1"],
                "who_what": result["who_what"]["f1"],
                "toponyms": result["toponym_recall161"]["acc"],
                "places": result["event_place_acc161"]["acc"],
                "events": result["strict"]["gold"],
            }
    return Measured(figures, types, alarms)


def by_type(scores: dict[str, Any]) -> dict[str, dict[str, list[int]]]:
    """Events found of all in the gold, rows right of all coded, by event type."""
    found, right = scores["recall_by_type"], scores["precision_by_type"]
    return {
        code: {
            name: [int(count) for count in shares.get(code, "0/0").split("/")]
            for name, shares in (("found", found), ("right", right))
        }
        for code in sorted({*found, *right})
    }


@pytest.fixture(scope="session")
def measured() -> Measured:
    result = measure()
    print(json.dumps(result.figures), result.false_alarms)
    return result


@pytest.fixture(scope="session")
def floors() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return found


def test_the_floors_are_those_of_this_corpus(floors: dict[str, Any]) -> None:
    assert floors["corpus"] == digest(), "the articles or their gold changed: measure anew and write the floors"


@pytest.mark.slow
@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("part", FOLDERS)
def test_quality_is_not_below_its_floor(
    part: str, lang: str, metric: str, measured: Measured, floors: dict[str, Any]
) -> None:
    assert measured.figures[part][lang][metric] >= floors[part][lang][metric]


def test_the_accuracy_that_is_shown_was_measured_on_this_corpus() -> None:
    assert json.loads(ACCURACY.read_text("utf-8"))["corpus"] == digest(), "measure anew"
    for part in FOLDERS:
        kept = load_accuracy()[part]
        assert sum(kind.found.n for kind in kept.types.values()) == sum(
            kept.languages[lang]["events"] for lang in LANGUAGES
        )


@pytest.mark.slow
@pytest.mark.parametrize("part", FOLDERS)
def test_the_accuracy_that_is_shown_is_not_better_than_what_is_measured(part: str, measured: Measured) -> None:
    kept = load_accuracy()[part]
    for lang in LANGUAGES:
        assert all(kept.languages[lang][name] <= measured.figures[part][lang][name] + MARGIN for name in METRICS)
    for name in ("found", "right"):
        shown, now = (
            [
                sum(getattr(kind, name).hits for kind in kept.types.values()),
                sum(getattr(kind, name).n for kind in kept.types.values()),
            ],
            [sum(kind[name][k] for kind in measured.types[part].values()) for k in (0, 1)],
        )
        assert shown[0] / shown[1] <= now[0] / now[1] + MARGIN, name


@pytest.mark.slow
@pytest.mark.parametrize("part", FOLDERS)
def test_articles_without_events_raise_few_false_alarms(part: str, measured: Measured, floors: dict[str, Any]) -> None:
    raised, _, quiet = measured.false_alarms[part].partition("/")
    assert int(raised) <= floors["false_alarms"][part], f"{raised} of {quiet} articles without events"


def write_figures() -> None:
    """Keep what was measured; write floors where the measured figure less the margin is higher (all of them when the corpus changed)."""
    old = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    same = old.get("corpus") == digest()
    result = measure()
    new: dict[str, Any] = {"corpus": digest(), "cases": old.get("cases", 0)}
    for part, langs in result.figures.items():
        new[part] = {
            lang: {
                name: max(round(value - MARGIN, 3), old[part][lang].get(name, 0.0) if same else 0.0)
                for name, value in metrics.items()
                if name in METRICS
            }
            for lang, metrics in langs.items()
        }
    raised = {part: int(text.split("/")[0]) for part, text in result.false_alarms.items()}
    new["false_alarms"] = {part: min(n, old["false_alarms"][part]) if same else n for part, n in raised.items()}
    FLOORS.write_text(json.dumps(new, indent=2) + "\n", encoding="utf-8")
    parts = {part: {"languages": result.figures[part], "types": result.types[part]} for part in FOLDERS}
    ACCURACY.write_text(json.dumps({"corpus": digest(), "parts": parts}, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result.figures, indent=1), result.false_alarms)


if __name__ == "__main__":
    write_figures()
