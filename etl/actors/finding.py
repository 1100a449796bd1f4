"""This module is about finding actor mentions: names from the lexicon, joined with roles, nationalities and unknown names.

"le vice-ministre russe de la Défense Alexeï Krivoruchko" is one mention of RUS, sector GOV. It leaves out anything that needs
other sentences (bare roles, pronouns): that is `etl.actors.discourse`.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from etl.actors.joining import join_mentions
from etl.actors.mention import ActorMention
from etl.lexicon import ActorLexicon, Meaning
from etl.lexicon.actors import WORD, Form
from etl.lexicon.reading import fold

_PREFERENCE = ("nothing", "person", "organisation", "institution", "state", "metonym", "demonym", "adjective", "role")


class _Word(NamedTuple):
    start: int
    end: int
    text: str
    folded: str


def _fits(form: Form, words: Sequence[_Word], folded: Sequence[str], at: int) -> bool:
    if folded[at : at + len(form.tokens)] != form.tokens:
        return False
    here = words[at : at + len(form.tokens)]
    if form.case == "upper":
        return all(word.text.isupper() for word in here)
    if here[0].text[0].isupper():
        return True
    return form.case == "any" and (len(here) > 1 or _spelt(form, here[0]))


def _spelt(form: Form, word: _Word) -> bool:
    """Whether a word in small letters bears no accents but those of the form; it may lack them."""
    small = word.text.lower()
    return small == word.folded or small in form.written


def _adjacent(words: Sequence[_Word], text: str, at: int, length: int) -> bool:
    """No sentence or clause boundary inside the form."""
    return all(
        not re.search(r"[,;:!?()«»\"\n]|\.\s", text[words[i].end : words[i + 1].start]) or words[i].text.isupper()
        for i in range(at, at + length - 1)
    )


def _preferred(meanings: tuple[Meaning, ...], published: dt.date | None) -> Meaning:
    """The meaning that a form most likely has: persons by who held an office at the time, then by kind."""

    def unlikely(meaning: Meaning) -> tuple[int, int]:
        days = 0
        if published and meaning.kind == "person":
            before = (meaning.since - published).days if meaning.since else 0
            after = (published - meaning.until).days if meaning.until else 0
            days = max(before, after, 0)
        return _PREFERENCE.index("role") + 1 if meaning.ambiguous else _PREFERENCE.index(meaning.kind), days

    return min(meanings, key=unlikely)


def _base_mentions(text: str, lexicon: ActorLexicon, published: dt.date | None) -> list[ActorMention]:
    words = [_Word(m.start(), m.end(), m.group(), fold(m.group())) for m in WORD.finditer(text)]
    folded = tuple(word.folded for word in words)
    found, at = [], 0
    while at < len(words):
        forms = lexicon.forms.get(folded[at])
        if forms is None:
            at += 1
            continue
        form = next(
            (form for form in forms if _fits(form, words, folded, at) and _adjacent(words, text, at, len(form.tokens))),
            None,
        )
        if form is None:
            at += 1
            continue
        start, end = words[at].start, words[at + len(form.tokens) - 1].end
        meaning = _preferred(form.meanings, published)
        if meaning.kind != "nothing":
            found.append(_mention(text[start:end], start, end, meaning))
        at += len(form.tokens)
    return found


def _mention(written: str, start: int, end: int, meaning: Meaning) -> ActorMention:
    is_role = meaning.kind == "role"
    return ActorMention(
        start=start,
        end=end,
        kind=meaning.kind,
        actors=meaning.actors,
        sector=meaning.sector,
        name=meaning.name if meaning.kind == "person" and meaning.name else written,
        role=" ".join(fold(word) for word in WORD.findall(written)) if is_role else None,
        rank=meaning.rank if is_role else None,
        person=meaning.name if meaning.kind == "person" else None,
        reporter=meaning.reporter,
        group=meaning.group,
    )


def _choose_states(mentions: list[ActorMention]) -> list[ActorMention]:
    """Settle shared adjectives (congolais, coréen) by which of their states the article names unambiguously."""
    seen = Counter(mention.actors[0] for mention in mentions if len(mention.actors) == 1)
    return [
        replace(mention, actors=tuple(sorted(mention.actors, key=lambda a: -seen[a])))
        if len(mention.actors) > 1
        else mention
        for mention in mentions
    ]


def find_mentions(text: str, lexicon: ActorLexicon, published: dt.date | None) -> list[ActorMention]:
    """Actor mentions of a whole article in order, without overlaps; bare roles have no actor yet."""
    mentions = join_mentions(text, _choose_states(_base_mentions(text, lexicon, published)), lexicon.lang)
    return _add_surnames(text, mentions)


def _add_surnames(text: str, mentions: list[ActorMention]) -> list[ActorMention]:
    """Find bare surnames ("M. Merz", "Kim said") of people whom the article names in full somewhere."""
    people: dict[str, ActorMention] = {}
    for mention in mentions:
        if mention.person:
            for surname in {mention.person.split()[-1], mention.person.split()[0]}:
                if len(surname) > 2 and surname[0].isupper():
                    people.setdefault(surname, mention)
    if not people:
        return mentions
    taken = [(mention.start, mention.end) for mention in mentions]
    pattern = re.compile(
        r"(?<![\w\-])(?:" + "|".join(map(re.escape, sorted(people, key=len, reverse=True))) + r")(?![\w\-])"
    )
    added = []
    for match in pattern.finditer(text):
        start, end = match.span()
        if any(left < end and start < right for left, right in taken):
            continue
        added.append(
            replace(
                people[match.group()], start=start, end=end, kind="person", role=None, rank=people[match.group()].rank
            )
        )
    return sorted([*mentions, *added], key=lambda mention: mention.start)
