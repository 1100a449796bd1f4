"""This module is about the accuracy that was measured for this coder, kept in `accuracy.json` so that readers can see it.

`python -m tests.gold.test_quality` measures it against the articles annotated by hand and writes the file; the tests fail when the
coder does worse than the file says. Parts: `unread`, articles that nobody looked at, and `looked`, those that helped to write rules.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("accuracy.json")


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n`."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None of nothing."""
        return self.hits / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class OfType:
    """Of one event type: the gold's events that were found, and the rows that were right (type and both actors)."""

    found: Share
    right: Share


@dataclass(frozen=True, slots=True)
class Accuracy:
    """One part of the corpus: figures by language (`strict`, `who_what`, `toponyms`, `places`, 0 to 1, and `events`), and by type."""

    languages: Mapping[str, Mapping[str, float]]
    types: Mapping[str, OfType]


@cache
def load_accuracy() -> Mapping[str, Accuracy]:
    """The measured accuracy by part of the corpus."""
    parts = json.loads(FILE.read_text("utf-8"))["parts"]
    return {
        part: Accuracy(
            figures["languages"],
            {code: OfType(Share(*kind["found"]), Share(*kind["right"])) for code, kind in figures["types"].items()},
        )
        for part, figures in parts.items()
    }
