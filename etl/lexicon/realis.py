"""This module is about realis words: reporting verbs, negation, hypothesis, future, purpose, hedges.

They set a statement's modality. It leaves out grammar (conditional mood, modal auxiliaries), which is `etl.events.modality`.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache

from etl.lexicon.reading import as_tuple, read_yaml


@dataclass(frozen=True, slots=True)
class VerbList:
    """Verbs of one class; `near` maps a lemma to words of which one must stand by (empty: the verb alone is enough)."""

    near: Mapping[str, frozenset[str]]

    def __contains__(self, lemma: str) -> bool:
        return lemma in self.near

    def fits(self, lemma: str, words: Set[str]) -> bool:
        """Whether the verb belongs to the class beside these words (lower case, of its own phrase)."""
        asked = self.near.get(lemma)
        return asked is not None and (not asked or bool(asked & words))


@dataclass(frozen=True, slots=True)
class RealisLexicon:
    """Word lists of one language: verb classes, single-word markers (lower case), hedges (expressions), adjectives (lemmas)."""

    lang: str
    verbs: Mapping[str, VerbList]
    negation_words: frozenset[str]
    hypothesis_markers: frozenset[str]
    purpose_markers: frozenset[str]
    future_markers: frozenset[str]
    hedges: frozenset[str]
    history_markers: frozenset[str]
    nonfact_adjectives: frozenset[str]


VERB_CLASSES = ("reporting", "announcing", "believing", "planning", "achieving", "failing")
_VAGUE_FIRST_WORDS = frozenset("en de à dans sous au aux par d le la les un une to in on for as with so of the".split())


def _verb_list(entries: tuple[str, ...]) -> VerbList:
    """`venir de` needs the preposition, `faire + savoir` the word, `se targuer` is written by its verb."""
    near: dict[str, set[str]] = {}
    free: set[str] = set()
    for entry in entries:
        lemma, *rest = entry.replace("+", " ").removeprefix("se ").removeprefix("s'").split()
        near.setdefault(lemma, set()).update(rest)
        if not rest:
            free.add(lemma)
    return VerbList({lemma: frozenset() if lemma in free else frozenset(words) for lemma, words in near.items()})


def _first_words(markers: tuple[str, ...]) -> frozenset[str]:
    """Markers as the single word that the parser attaches: `afin de` -> `afin`."""
    firsts = {marker.split()[0].lower() for marker in markers if len(marker.split()) <= 2}
    singles = {marker.lower() for marker in markers if " " not in marker}
    return frozenset(singles | (firsts - _VAGUE_FIRST_WORDS))


@cache
def load_realis_lexicon(lang: str) -> RealisLexicon:
    """Load the realis words of a language."""
    raw = read_yaml(f"triggers/{lang}/realis.yaml")
    words = {
        name: as_tuple(raw.get(name))
        for name in ("negation_words", "hypothesis_markers", "purpose_markers", "future_markers", "hedges", "history_markers",
                     "nonfact_adjectives")
    }  # fmt: skip
    return RealisLexicon(
        lang=lang,
        verbs={name: _verb_list(as_tuple(raw.get(f"{name}_verbs"))) for name in VERB_CLASSES},
        negation_words=frozenset(words["negation_words"]),
        hypothesis_markers=_first_words(words["hypothesis_markers"]),
        purpose_markers=_first_words(words["purpose_markers"]),
        future_markers=frozenset(words["future_markers"]),
        hedges=frozenset(words["hedges"]),
        history_markers=frozenset(words["history_markers"]),
        nonfact_adjectives=frozenset(words["nonfact_adjectives"]),
    )
