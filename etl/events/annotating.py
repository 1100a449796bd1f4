"""This module is about annotating: what spaCy's attribute rules and lemmatizer say of a word, worked out once and remembered.

Both look at one word at a time (its form, tag, relation), except for a few rules on two words ("let's", "gonna"). Asking them for every
token costs a quarter of a pipeline's time; the answers are the same. Sentences with such words or with loose spaces go to spaCy.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

_GIVEN: list[int | str] = ["ORTH", "LOWER", "TAG", "POS", "MORPH", "DEP", "LEMMA"]
_SET: list[int | str] = ["TAG", "POS", "MORPH", "LEMMA"]
_MOST_LEMMAS = 500_000
"""Remembered lemmas; beyond it (some 100 MB) they are forgotten, so that memory stays flat."""

_Spec = Mapping[str, Any]


class RememberedAnnotations:
    """Takes the place of `attribute_ruler` and `lemmatizer` in a pipeline that has both."""

    def __init__(self, nlp: Language) -> None:
        self._ruler = cast(Any, nlp.get_pipe("attribute_ruler"))
        self._lemmatizer = cast(Any, nlp.get_pipe("lemmatizer"))
        self._strings = nlp.vocab.strings
        _index_by_hash(self._lemmatizer.lookups)
        specs = [spec for rule in self._ruler.patterns for pattern in rule["patterns"] for spec in pattern]
        self._words, self._expressions = _words(specs)
        openers = [p[0] for rule in self._ruler.patterns for p in rule["patterns"] if len(p) > 1]
        self._opening_words, self._opening_expressions = _words(openers)
        self._opening_relations = {nlp.vocab.strings[spec["DEP"]] for spec in openers if "LOWER" not in spec}
        self._kinds: dict[int, int | None] = {}
        self._rules: dict[tuple[int, ...], tuple[int, int, int, int]] = {}
        self._lemmas: dict[tuple[int, int, int], int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set tag, part of speech, morphology and lemma of every token."""
        given = doc.to_array(_GIVEN).tolist()
        keys = self._keys(given)
        if keys is None:
            done: Doc = self._lemmatizer(self._ruler(doc))
            return done
        rules, lemmas = self._rules, self._lemmas
        try:
            ruled = [rules[key] for key in keys]
        except KeyError:
            found = self._ruler(doc).to_array(_SET).tolist()
            rules.update(zip(keys, map(tuple, found), strict=True))
            ruled = [rules[key] for key in keys]
        asked = [(row[0], rule[1], rule[2]) for row, rule in zip(given, ruled, strict=True)]
        if any(word not in lemmas for word in asked):
            _set(doc, ruled)
            self._learn_lemmas(doc, asked)
        _set(doc, [(*rule[:3], rule[3] or lemmas[word]) for rule, word in zip(ruled, asked, strict=True)])
        return doc

    def _keys(self, given: list[list[int]]) -> list[tuple[int, ...]] | None:
        """What rules can tell of each token, or None where a rule on two words may apply or a token is a space (rules then
        change relations as well)."""
        keys: list[tuple[int, ...]] = []
        for _, lower, tag, pos, morph, dep, lemma in given:
            kind = self._kinds[lower] if lower in self._kinds else self._kind(lower)
            if kind is None or dep in self._opening_relations:
                return None
            keys.append((kind, tag, pos, morph, dep, lemma))
        return keys

    def _kind(self, lower: int) -> int | None:
        """The word, where a rule names it, else 0, since rules cannot tell other words apart; None for one that needs its context."""
        word = self._strings[lower]
        if word.isspace() or _names(word, self._opening_words, self._opening_expressions):
            kind = None
        else:
            kind = lower if _names(word, self._words, self._expressions) else 0
        self._kinds[lower] = kind
        return kind

    def _learn_lemmas(self, doc: Doc, words: list[tuple[int, int, int]]) -> None:
        if len(self._lemmas) >= _MOST_LEMMAS:
            self._lemmas.clear()
            self._lemmatizer.cache.clear()
        for token, word in zip(doc, words, strict=True):
            if word not in self._lemmas:
                self._lemmas[word] = self._strings.add(self._lemmatizer.lemmatize(token)[0])


def _set(doc: Doc, values: list[Any]) -> None:
    doc.from_array(_SET, cast(Any, np.array(values, dtype=np.uint64)))


def _words(specs: Iterable[_Spec]) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Words (lower case) and expressions that token patterns ask for."""
    words: set[str] = set()
    expressions = []
    for asked in (spec["LOWER"] for spec in specs if "LOWER" in spec):
        if isinstance(asked, str):
            words.add(asked)
        else:
            words.update(asked.get("IN", ()))
            expressions += [re.compile(asked["REGEX"])] if "REGEX" in asked else []
    return frozenset(words), tuple(expressions)


def _names(word: str, words: frozenset[str], expressions: tuple[re.Pattern[str], ...]) -> bool:
    return word in words or any(expression.search(word) for expression in expressions)


def _index_by_hash(lookups: Any) -> None:
    """spaCy's tables list the known lemmas; a set holds the same and is not searched from its beginning."""
    table = lookups.get_table("lemma_index")
    for part in list(table):
        table[part] = frozenset(table[part])
