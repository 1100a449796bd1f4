"""This module is about the words of a text as place names need them: offsets, capitals, and what joins a word to the last.

French elisions part (`l’Élysée` -> `l`, `Élysée`); hyphens and apostrophes part too but are remembered (`Tongchang`-`ri`), and
dotted abbreviations stay whole (`U.S.`).
"""

import re
from functools import lru_cache
from typing import NamedTuple

from etl.places.names import fold_name

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?|[^\W_]+")
_HYPHENS = frozenset("-‐‑–")
_APOSTROPHES = frozenset("'’‘ʼʻ`´")
_SENTENCE_END = frozenset('.!?…\n«»“”"•:;')


class Word(NamedTuple):
    """A word at `start:end`; `gap` is the text between it and the word before (empty for the first)."""

    start: int
    end: int
    text: str
    key: str
    capital: bool
    gap: str

    @property
    def hyphened(self) -> bool:
        """Joined to the word before by a hyphen without spaces."""
        return len(self.gap) == 1 and self.gap in _HYPHENS

    @property
    def apostrophed(self) -> bool:
        """Joined to the word before by an apostrophe."""
        return len(self.gap) == 1 and self.gap in _APOSTROPHES

    @property
    def joined(self) -> bool:
        """Joined to the word before with no space."""
        return len(self.gap) == 1 and (self.gap in _HYPHENS or self.gap in _APOSTROPHES)

    @property
    def spaced(self) -> bool:
        """Parted from the word before by white space alone (or joined), on one line."""
        return self.joined or (bool(self.gap) and not self.gap.strip() and "\n" not in self.gap)

    @property
    def opens(self) -> bool:
        """First word of a sentence, quotation or line."""
        return not self.gap or not _SENTENCE_END.isdisjoint(self.gap)


@lru_cache(maxsize=100_000)
def _key(text: str) -> str:
    return fold_name(text)


def split_words(text: str) -> list[Word]:
    """Words of the text in order."""
    words: list[Word] = []
    last = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match.group()
        words.append(Word(start, end, word, _key(word), word[0].isupper(), text[last:start]))
        last = end
    return words


def phrase_words(name: str) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    """A name's words, folded, and which are capitalised: what a scan compares with the words of a text."""
    words = split_words(name)
    return tuple(word.key for word in words), tuple(word.capital for word in words)
