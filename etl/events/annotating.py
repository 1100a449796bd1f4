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
        self._kinds: dict[int, int] = {}
        self._openers: dict[int, bool] = {}
        self._rules: dict[tuple[int, ...], tuple[int, int, int, int]] = {}
        self._lemmas: dict[tuple[int, int, int], int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set tag, part of speech, morphology and lemma of every token."""
        given = doc.to_array(_GIVEN).tolist()
        if self._needs_context(doc, given):
            done: Doc = self._lemmatizer(self._ruler(doc))
            return done
        keys = [(self._kind(lower), tag, pos, morph, dep, lemma) for _, lower, tag, pos, morph, dep, lemma in given]
        if any(key not in self._rules for key in keys):
            found = self._ruler(doc).to_array(_SET).tolist()
            self._rules.update(zip(keys, map(tuple, found), strict=True))
        ruled = [self._rules[key] for key in keys]
        _set(doc, _SET, ruled)
        lemmas = [
            lemma or self._lemma(doc, i, (row[0], pos, morph))
            for i, (row, (_, pos, morph, lemma)) in enumerate(zip(given, ruled, strict=True))
        ]
        _set(doc, ["LEMMA"], lemmas)
        return doc

    def _lemma(self, doc: Doc, at: int, key: tuple[int, int, int]) -> int:
        known = self._lemmas.get(key)
        if known is None:
            if len(self._lemmas) >= _MOST_LEMMAS:
                self._lemmas.clear()
                self._lemmatizer.cache.clear()
            known = self._lemmas[key] = self._strings.add(self._lemmatizer.lemmatize(doc[at])[0])
        return known

    def _needs_context(self, doc: Doc, given: list[list[int]]) -> bool:
        """Whether a rule on two words may apply, or a token is a space (rules then change relations as well)."""
        return any(self._opens(row[1]) or row[5] in self._opening_relations for row in given) or bool(
            doc.to_array(["IS_SPACE"]).any()
        )

    def _kind(self, lower: int) -> int:
        """The word, where a rule names it, else 0: rules cannot tell other words apart."""
        kind = self._kinds.get(lower)
        if kind is None:
            kind = self._kinds[lower] = lower if _names(self._strings[lower], self._words, self._expressions) else 0
        return kind

    def _opens(self, lower: int) -> bool:
        opens = self._openers.get(lower)
        if opens is None:
            word = self._strings[lower]
            opens = self._openers[lower] = _names(word, self._opening_words, self._opening_expressions)
        return opens


def _set(doc: Doc, attributes: list[int | str], values: list[Any]) -> None:
    doc.from_array(attributes, cast(Any, np.array(values, dtype=np.uint64)))


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
