"""This module is about measured accuracy: the coder against articles annotated by hand, where this installation holds it.

The numbers are the floors below which the test suite fails, so they cannot be better than what was measured.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dashboard.parts import heading, reading_table, remark
from dashboard.session import Context

FLOORS = Path(__file__).parents[2] / "tests" / "floors.json"
PARTS = ("unread", "looked")  # articles nobody looked at come first: theirs are the honest numbers
MEASURES = ("strict", "who_what", "toponyms")


def draw_accuracy(context: Context) -> None:
    """A row a language and part of the corpus, a column a measure."""
    words = context.words
    heading(words("data.accuracy"), words("data.accuracy_sub"))
    floors: Mapping[str, Any] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.is_file() else {}
    rows = [
        [words(f"data.part_{part}"), words.maybe("language", lang), *_scores(context, scores)]
        for part in PARTS
        for lang, scores in floors.get(part, {}).items()
    ]
    if not rows:
        return remark(words("data.accuracy_none"))
    head = [words("data.part"), words("filter.langs"), *(words(f"data.measure_{name}") for name in MEASURES)]
    reading_table(head, rows, numeric=2)
    return None


def _scores(context: Context, scores: Mapping[str, float]) -> list[str]:
    return [context.words.percent(scores.get(name), 1) for name in MEASURES]
