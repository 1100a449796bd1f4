"""This module is about discourse: who a bare role, a pronoun or "the two countries" stands for, from what was said before.

A `Discourse` walks through an article once, sentence by sentence. It remembers who was named, how lately and how often, and
fills mentions that have no actor of their own. It leaves out syntax: the caller tells which mentions were subjects.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from etl.actors.mention import ActorMention

_POSSESSIVE = re.compile(
    r"(?:\b(?:son|sa|ses|leur|leurs|his|her|its|their)|\b(?:son|sa|ses|leurs?) propres?)\s+(?:\w+\s+)?$", re.I
)
_COUNTERPART = re.compile(r"\b(?:homologue|counterpart)\b", re.I)
_DECAY = 0.75
"""How fast an actor's salience fades from one sentence to the next; an actor named two sentences ago counts about half."""

_INFERRED = 0.3
"""What a mention weighs whose actor is itself inferred: a guess must not confirm itself."""


@dataclass(slots=True)
class Discourse:
    """What the article has said so far.

    `salience` maps actor ids to weights, `last_subjects` holds recent subjects, `titled` the actors of the title; `sentence` is the number
    of the sentence read last, `first_named` and `latest_named` are the numbers of those that name an actor.
    """

    salience: Counter[str] = field(default_factory=Counter)
    frequency: Counter[str] = field(default_factory=Counter)
    by_role: dict[str, ActorMention] = field(default_factory=dict)
    by_rank: dict[str, ActorMention] = field(default_factory=dict)
    last_subjects: list[ActorMention] = field(default_factory=list)
    titled: set[str] = field(default_factory=set)
    sentence: int = 0
    first_named: dict[str, int] = field(default_factory=dict)
    latest_named: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, mentions: Sequence[ActorMention], title_end: int) -> "Discourse":
        """A discourse that knows how often the whole article names each actor (the title counts twice)."""
        discourse = cls()
        for mention in mentions:
            if mention.actor and not mention.reporter:
                in_title = mention.start < title_end
                discourse.frequency[mention.actor] += 2 if in_title else 1
                if in_title:
                    discourse.titled.add(mention.actor)
        return discourse

    def read_sentence(self, mentions: Sequence[ActorMention], text: str, start: int) -> list[ActorMention]:
        """Resolve the mentions of the next sentence (its text begins at `start`), and remember them."""
        self.sentence += 1
        for actor in list(self.salience):
            self.salience[actor] *= _DECAY  # type: ignore[assignment]
        resolved: list[ActorMention] = []
        for mention in mentions:
            full = mention
            if not mention.actors:
                found, donor = self._resolve(mention, resolved, text[start : mention.start])
                full = replace(
                    mention,
                    actors=(found,) if found else (),
                    inferred=True,
                    person=mention.person or (donor.person if donor else None),
                )
            resolved.append(full)
            self._remember(full)
        return resolved

    def note_subject(self, mention: ActorMention) -> None:
        """Remember that `mention` was the subject of a main clause."""
        if mention.actor:
            self.last_subjects.append(mention)
            self.salience[mention.actor] += 0.5  # type: ignore[assignment]

    def sentences_since(self, actor: str) -> int | None:
        """How many sentences ago the actor was named last, 0 in this sentence; null when only later sentences name it."""
        latest = self.latest_named.get(actor)
        return None if latest is None else self.sentence - latest

    def main_actors(self) -> list[str]:
        """Actors of the article by how often it names them."""
        return [actor for actor, _ in self.frequency.most_common()]

    def salient(self) -> list[str]:
        """Actors named so far, the most present first."""
        return [actor for actor, _ in self.salience.most_common()]

    def pair(self) -> tuple[str, str] | None:
        """The two actors that "both sides" would mean here."""
        states = [actor for actor in self.salient() if actor not in ("UNO", "EUR")] or self.salient()
        return (states[0], states[1]) if len(states) > 1 else None

    def _remember(self, mention: ActorMention) -> None:
        if not mention.actor:
            return
        self.first_named.setdefault(mention.actor, self.sentence)
        self.latest_named[mention.actor] = self.sentence
        if not mention.reporter:
            self.salience[mention.actor] += _INFERRED if mention.inferred else 1  # type: ignore[assignment]
        if mention.role:
            self.by_role[mention.role] = mention
        if mention.rank:
            self.by_rank[mention.rank] = mention
        elif mention.kind == "person":
            self.by_rank["person"] = mention

    def _resolve(
        self, mention: ActorMention, before: Sequence[ActorMention], left: str
    ) -> tuple[str | None, ActorMention | None]:
        in_sentence = [m for m in before if m.actor and not m.reporter]
        if _COUNTERPART.search(mention.name):
            others = [a for a in self.salient() if not in_sentence or a != in_sentence[-1].actor]
            return (others[0] if others else None), None
        if _POSSESSIVE.search(left[-30:]):
            owner = in_sentence[-1] if in_sentence else self.last_subjects[-1] if self.last_subjects else None
            if owner:
                return owner.actor, None
        known = self.by_role.get(mention.role or "")
        if known is None and mention.rank == "head" and mention.person is None:
            known = self.by_rank.get("head") or self.by_rank.get("person")
        if known is None and mention.rank in ("minister", "official", "person") and mention.person is None:
            known = self.by_rank.get(mention.rank)
        if known:
            return known.actor, known
        present = [actor for actor in self.salient() if not _is_organisation(actor)]
        frequent = [actor for actor in self.main_actors() if not _is_organisation(actor)]
        if present:
            return present[0], None
        return (frequent[0] if frequent else None), None


_ORGANISATIONS = frozenset({"UNO", "EUR", "NAT", "AFU", "ECW", "IAE", "ICC", "WHO", "ARL", "ASN"})


def _is_organisation(actor: str) -> bool:
    """Whether a bare "president" or "army" is unlikely to belong to the actor."""
    return actor in _ORGANISATIONS or actor.startswith("NSA:")
