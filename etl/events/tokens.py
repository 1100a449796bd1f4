"""This module is about a parsed sentence as plain values: its words, each with lemma, tag, relation, head and children.

The names are those of spaCy's tokens, which look every attribute up anew; rules on syntax ask for some hundreds a word. It leaves
out what relations mean, which is `etl.events.syntax`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import overload

import numpy as np
from spacy.strings import StringStore
from spacy.tokens import Doc as SpacyDoc

_ATTRIBUTES: list[int | str] = ["ORTH", "LOWER", "LEMMA", "POS", "TAG", "DEP", "MORPH", "IDX"]
_MOST_STRINGS = 200_000  # remembered words, some 20 MB


@dataclass(slots=True, eq=False, repr=False)
class Token:
    """A word: number `i`, character offset `idx` in the sentence, annotations, `head` (itself for the root) and children in order."""

    i: int
    text: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    morph: Mapping[str, list[str]]
    idx: int
    lang_: str
    head: "Token" = field(init=False)
    children: list["Token"] = field(default_factory=list, init=False)

    def __len__(self) -> int:
        return len(self.text)

    @property
    def subtree(self) -> Iterator["Token"]:
        """The word and all below it, each before its children."""
        yield self
        for child in self.children:
            yield from child.subtree


class Doc:
    """A parsed sentence: `text` and its words, by number."""

    __slots__ = ("_parsed", "_tokens", "text")

    def __init__(self, parsed: SpacyDoc) -> None:
        self.text = parsed.text
        self._parsed = parsed
        self._tokens = _read_tokens(parsed)

    def __len__(self) -> int:
        return len(self._tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self._tokens)

    @overload
    def __getitem__(self, number: int) -> Token: ...
    @overload
    def __getitem__(self, number: slice) -> list[Token]: ...
    def __getitem__(self, number: int | slice) -> Token | list[Token]:
        return self._tokens[number]

    def root_of(self, start: int, end: int) -> Token | None:
        """The highest word of those that share characters with `start:end`; null outside the sentence."""
        span = self._parsed.char_span(start, end, alignment_mode="expand")
        return None if span is None else self._tokens[span.root.i]


class _Strings(dict[int, str]):
    """Texts by spaCy's number for them, remembered."""

    def __init__(self, store: StringStore) -> None:
        self._store = store

    def __missing__(self, number: int) -> str:
        text = self[number] = self._store[number]
        return text


@cache
def _strings(store: StringStore) -> _Strings:
    return _Strings(store)


@cache
def _features(morphology: str) -> Mapping[str, list[str]]:
    """Values by feature: `Gender=Masc|Tense=Past` -> {"Gender": ["Masc"], "Tense": ["Past"]}."""
    pairs = (part.partition("=") for part in morphology.split("|") if "=" in part)
    return {name: values.split(",") for name, _, values in pairs}


def _read_tokens(parsed: SpacyDoc) -> list[Token]:
    strings, lang = _strings(parsed.vocab.strings), parsed.lang_
    if len(strings) > _MOST_STRINGS:
        strings.clear()
    tokens = [
        Token(i, strings[orth], strings[lower], strings[lemma], strings[pos], strings[tag], strings[dep],
              _features(strings[morph]), idx, lang)
        for i, (orth, lower, lemma, pos, tag, dep, morph, idx) in enumerate(parsed.to_array(_ATTRIBUTES).tolist())
    ]  # fmt: skip
    for token, distance in zip(tokens, parsed.to_array(["HEAD"]).view(np.int64).tolist(), strict=True):
        token.head = tokens[token.i + distance]
        if distance:
            token.head.children.append(token)
    return tokens
