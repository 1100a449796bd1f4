"""This module is about marks: a sentence with the words that say who, what, whom, when and where set apart.

Spans point into the article's cleaned text. A span outside the sentence (a name given earlier, which a pronoun stands for)
is quoted beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard import escape

ROLES = ("trigger", "source", "target", "date", "place")  # where spans overlap, the first wins


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence as (text, role or None) runs, and the words of roles that stand elsewhere in the article."""

    runs: tuple[tuple[str, str | None], ...]
    elsewhere: tuple[tuple[str, str], ...]

    @property
    def roles(self) -> frozenset[str]:
        """The roles that are marked in the sentence."""
        return frozenset(role for _, role in self.runs if role)


def mark(mention: Mapping[str, Any]) -> Marked:
    """The marked sentence of a mention row joined with its article's `text`."""
    sentence, text = mention.get("sentence") or "", mention.get("text") or ""
    spans = {role: (mention.get(f"{role}_start"), mention.get(f"{role}_end")) for role in ROLES}
    known = {
        role: (int(a), int(b))
        for role, (a, b) in spans.items()
        if a is not None and b is not None and 0 <= a < b <= len(text)
    }
    start = _find(sentence, text, known.get("trigger", (0, 0))[0])
    labels: list[str | None] = [None] * len(sentence)
    elsewhere = []
    for role, (a, b) in known.items():
        first, last = a - start, b - start
        if start < 0 or first < 0 or last > len(sentence):
            elsewhere.append((role, text[a:b]))
            continue
        for k in range(first, last):
            labels[k] = labels[k] or role
    return Marked(_runs(sentence, labels), tuple(elsewhere))


def _find(sentence: str, text: str, near: int) -> int:
    """Where in `text` the sentence that holds position `near` begins; -1 when it is not there."""
    found, best = text.find(sentence) if sentence else -1, -1
    while found >= 0:
        best = found
        if found <= near < found + len(sentence):
            return found
        found = text.find(sentence, found + 1)
    return best


def _runs(sentence: str, labels: list[str | None]) -> tuple[tuple[str, str | None], ...]:
    runs: list[tuple[str, str | None]] = []
    for char, role in zip(sentence, labels, strict=True):
        if runs and runs[-1][1] == role:
            runs[-1] = (runs[-1][0] + char, role)
        else:
            runs.append((char, role))
    return tuple(runs)


def to_html(marked: Marked, title_of: Mapping[str, str]) -> str:
    """The sentence as HTML; every mark says its role as its title."""
    return "".join(
        f"<mark class='dt {role}' title='{escape.html(title_of[role])}'>{escape.html(text)}</mark>"
        if role
        else escape.html(text)
        for text, role in marked.runs
    )
