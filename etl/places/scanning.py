"""This module is about scanning: which spans of a text bear a name that the gazetteer knows.

Two scans: the names of curated places, countries and divisions, also those written small (« mer Jaune », « bande de Gaza »), and runs
of capitalised words. It leaves out whether a span means a place (`etl.places.evidence`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from etl.places.gazetteer import Gazetteer
from etl.places.names import fold_name
from etl.places.tokens import Word

MAX_WORDS = 6  # of a name in a run: "Santa Cruz de la Sierra" has five
FAMOUS = 1_000_000  # inhabitants from which a city's name is known on its own
PARTICLES = frozenset(
    "de du des d la le les l el al ez ad as ash of the upon on sur sous en y do da dos del di van der den bin ben abu aux lez am an a"
    " et and".split()
)
ELISIONS = frozenset({"l", "d", "qu", "jusqu", "lorsqu"})
DIRECTIONS = frozenset({"est", "nord", "sud", "ouest"})

Span = tuple[int, int]  # first and last word's number


@dataclass(frozen=True, slots=True)
class Scan:
    """Spans with a known name, and the words of unknown capitalised runs (persons and bodies)."""

    spans: tuple[Span, ...]
    surnames: frozenset[str]


def scan_words(text: str, words: Sequence[Word], lang: str, gazetteer: Gazetteer) -> Scan:
    """Spans of words that bear a known name, in order, and surnames seen on the way."""
    scanner = _Scanner(text, words, lang, gazetteer)
    phrases = scanner.scan_phrases()
    taken = {number for first, last in phrases for number in range(first, last + 1)}
    runs, surnames = scanner.scan_runs(taken)
    return Scan(tuple(sorted({*phrases, *runs})), frozenset(surnames))


def is_well_known(key: str, gazetteer: Gazetteer) -> bool:
    """Whether this name alone is a country, a capital or a city of a million."""
    return any(c.place.kind == "country" or c.capital or c.place.population > FAMOUS for c in gazetteer.find(key))


class _Scanner:
    def __init__(self, text: str, words: Sequence[Word], lang: str, gazetteer: Gazetteer) -> None:
        self.text, self.words, self.lang, self.gazetteer = text, words, lang, gazetteer

    def scan_phrases(self) -> list[Span]:
        """Longest names from the gazetteer's list of phrases, left to right."""
        scanner, words, index = self.gazetteer.scanner, self.words, 0
        found: list[Span] = []
        while index < len(words):
            for parts, capitals in scanner.get(words[index].key, ()):  # longest first
                if self._matches(index, parts, capitals):
                    found.append((index, index + len(parts) - 1))
                    index += len(parts) - 1
                    break
            index += 1
        return found

    def _matches(self, index: int, parts: tuple[str, ...], capitals: str) -> bool:
        words = self.words
        if index + len(parts) > len(words):
            return False
        for offset, (part, flag) in enumerate(zip(parts, capitals, strict=True)):
            word = words[index + offset]
            if word.key != part or (flag == "1" and not word.capital) or (offset and not word.spaced):
                return False
        word = words[index]
        # One word of two or three letters is an acronym: "US", never "us".
        if len(parts) == 1 and len(word.key) <= 3 and not word.text.replace(".", "").isupper():
            return False
        return self._stands_alone(index, index + len(parts) - 1)

    def _stands_alone(self, first: int, last: int) -> bool:
        """Whether hyphens beside a span join two places ("Algiers-Madrid") or a suffix ("Iran-backed"), not parts of one name."""
        words = self.words
        if (
            words[first].hyphened
            and words[first - 1].capital
            and not is_well_known(words[first - 1].key, self.gazetteer)
        ):
            return False
        after = words[last + 1] if last + 1 < len(words) else None
        if after is None or not after.hyphened:
            return True
        if after.capital:
            return is_well_known(after.key, self.gazetteer)
        return self.lang == "en" or after.key in DIRECTIONS

    def scan_runs(self, taken: set[int]) -> tuple[list[Span], set[str]]:
        """Longest known names in runs of capitalised words; the words of runs without any are surnames."""
        found: list[Span] = []
        surnames: set[str] = set()
        for first, last in self._find_runs(taken):
            index, hit = first, False
            while index <= last:
                size = self._longest(index, last)
                if size:
                    found.append((index, index + size - 1))
                    hit = True
                index += max(size, 1)
            if not hit and last > first:
                surnames |= {word.key for word in self.words[first : last + 1] if word.capital and len(word.key) > 2}
        return found, surnames

    def _find_runs(self, taken: set[int]) -> list[Span]:
        runs: list[Span] = []
        index = 0
        while index < len(self.words):
            if index in taken or not self.words[index].capital:
                index += 1
                continue
            last = index
            while (step := self._extend(last, taken)) is not None:
                last = step
            runs.append((index, last))
            index = last + 1
        return runs

    def _extend(self, last: int, taken: set[int]) -> int | None:
        """The next word of a run: capitalised, joined by a hyphen or apostrophe, or capitalised after small particles."""
        words, step = self.words, last + 1
        if step >= len(words) or step in taken or not words[step].spaced:
            return None
        word = words[step]
        if word.capital or (word.joined and word.key != "s" and len(word.key) > 1):
            return step
        while (
            step < len(words)
            and step <= last + 3
            and words[step].key in PARTICLES
            and words[step].spaced
            and not words[step].capital
        ):
            step += 1
        if step == last + 1 or step >= len(words) or step in taken or not (words[step].capital and words[step].spaced):
            return None
        return step

    def _longest(self, index: int, last: int) -> int:
        """How many words from `index` on make the longest known name; 0 when none does."""
        words = self.words
        word = words[index]
        if not word.capital or (word.apostrophed and words[index - 1].capital and words[index - 1].key not in ELISIONS):
            return 0
        for size in range(min(MAX_WORDS, last - index + 1), 0, -1):
            final = words[index + size - 1]
            if not (final.capital or final.joined) or not self._stands_alone(index, index + size - 1):
                continue
            key = fold_name(self.text[word.start : final.end])
            if len(key) > 1 and self.gazetteer.find(key):
                return size
        return 0
