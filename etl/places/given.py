"""This module is about given names: spans known to be places (marked by hand or by another tool) that only need resolving.

What a spotted name must prove is taken for granted here; instead, every span should get candidates: « North Lebanon », “Dulles
International Airport” and “Washtenaw County Sheriff” fall back to the known name inside them.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from etl.lexicon.places import read_kinds, read_place_context
from etl.places.gazetteer import SOUND, Candidate, Gazetteer
from etl.places.names import bare_name, fold_name
from etl.places.ranking import Name, lies_in
from etl.places.tokens import Word, split_words

# "X, Y", "X (Y)", "X in northern Y", « X, dans le nord de Y ».
BETWEEN = re.compile(
    r"\s*(?:,|\(|,?\s+(?:in|en|au|aux|dans))\s*(?:in\s+|en\s+|au\s+|dans\s+)?(?:the\s+|le\s+|la\s+|l['’])?"
    r"(?:(?:far\s+)?(?:north|south|east|west|central|nord|sud|est|ouest|centre)[a-z-]*\s+)?(?:of\s+|du\s+|de\s+(?:la\s+|l['’])?|d['’])?"
    r"(?:the\s+)?",
    re.IGNORECASE,
)


def name_spans(text: str, spans: Sequence[tuple[int, int]], lang: str, gazetteer: Gazetteer) -> list[Name]:
    """Names with candidates, cues and containers for the given spans, in the order given."""
    words = split_words(text)
    names = [_name_span(text, start, end, words, lang, gazetteer) for start, end in spans]
    order = sorted(range(len(spans)), key=lambda index: spans[index])
    for index, follower in itertools.pairwise(order):
        if BETWEEN.fullmatch(text, spans[index][1], spans[follower][0]) and _may_contain(names[index], names[follower]):
            names[index] = replace(names[index], container=follower)
    return names


def _may_contain(inner: Name, outer: Name) -> bool:
    return any(lies_in(place, around) for around in outer.candidates[:4] for place in inner.candidates)


def _name_span(text: str, start: int, end: int, words: Sequence[Word], lang: str, gazetteer: Gazetteer) -> Name:
    key = fold_name(text[start:end])
    candidates, kinds = find_inside(text[start:end], lang, gazetteer)
    near = [word.key for word in words if start - 40 <= word.start < start or end <= word.start <= end + 25]
    beside = {word.key for word in words if end <= word.start <= end + 2} | {
        word.key for word in words if start - 2 <= word.end <= start
    }
    asked = {kind for kind, entry in read_kinds().items() if not entry.cues[lang].isdisjoint(beside)}
    guessed = all(one.rank == SOUND for one in candidates) or not (
        gazetteer.find(key) or gazetteer.find(bare_name(text[start:end]))
    )
    return Name(start, end, key, candidates, frozenset(kinds | asked), frozenset(near), located=True, guessed=guessed)


def find_inside(written: str, lang: str, gazetteer: Gazetteer) -> tuple[tuple[Candidate, ...], set[str]]:
    """Candidates of a name, or of the longest known name inside it, and the kinds that its other words ask for."""
    key = fold_name(written)
    found = gazetteer.find(key)
    if found:
        return found, set()
    bare = bare_name(written)
    if bare != key and (found := gazetteer.find(bare)):
        return found, _kinds_of(key, lang)
    found = gazetteer.find_by_sound(key)
    if found:
        return found, set()
    parts, context = key.split(), read_place_context()
    common = context.generic[lang] | context.words[lang]
    for size in range(len(parts) - 1, 0, -1):
        for first in range(len(parts) - size, -1, -1):
            part = parts[first : first + size]
            if common.issuperset(part) or (size == 1 and len(part[0]) < 3):
                continue
            if found := gazetteer.find(" ".join(part)):
                return found, set()
    return (), set()


def _kinds_of(key: str, lang: str) -> set[str]:
    words = set(key.split())
    return {kind for kind, entry in read_kinds().items() if not entry.cues[lang].isdisjoint(words)}
