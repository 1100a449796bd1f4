"""This module is about candidates: every actor who could be the source or the target of a trigger, and how each relates to it.

A relation is a short label such as `subj|head` (the actor is the subject), `obj|in` (it stands inside the object), `ptgt|head`
(it follows a preposition that introduces this sense's receiver), `pron` (a pronoun subject that may mean it), `disc1` (the
most present actor of the sentences before). The role models weigh the labels; this module only finds them.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from etl.actors import ActorMention, Discourse
from etl.events import syntax
from etl.events.tokens import Doc, Token
from etl.events.triggers import Trigger

_APART = frozenset({"OPP", "REB", "CVL", "JRN", "PTY", "EDU", "LAB", "REL", "BUS", "UAF", "CRM", "SOC", "REF"})
_PRONOUNS = frozenset(
    "il elle ils elles celui-ci celle-ci ceux-ci celles-ci dernier dernière he she it they who qui lequel laquelle on we nous i je".split()
)
_PAIR = re.compile(
    r"\b(?:les deux (?:pays|parties|dirigeants|hommes|camps|voisins|capitales|états|etats|puissances|chefs|présidents|ministres|"
    r"alliés|armées|gouvernements|délégations|nations|rivaux|homologues)|des deux (?:pays|parties|capitales|côtés)|both (?:sides|countries|"
    r"leaders|nations|governments|parties|men|states|armies)|the two (?:sides|countries|leaders|nations|men|neighbou?rs|governments|"
    r"parties|presidents|ministers|capitals|powers|states|armies|allies|rivals|foes|delegations|koreas)|l['’]un et l['’]autre|each other|"
    r"de part et d['’]autre)\b",
    re.I,
)
_SOURCE_PREPOSITIONS = frozenset({"de", "par", "of", "by", "'s", "from", "chez"})
_MAX_DISCOURSE = 4
_LONG_AGO = 4  # sentences; more make no difference
_LEAD = 2  # the title and the first sentence


@dataclass(slots=True)
class Candidate:
    """An actor who may take part. `labels` say how it relates to the trigger; `mention` is its best span, if in the sentence.

    `position` is the number of the mention's head token, or null for actors from other sentences.
    """

    actor: str
    apart: bool
    mention: ActorMention | None
    labels: set[str] = field(default_factory=set)
    position: int | None = None
    group: int | None = None
    rank: int = -1

    @property
    def key(self) -> tuple[str, bool]:
        """Candidates are told apart by actor id and by whether they stand apart from the state (opposition, civilians)."""
        return self.actor, self.apart


@dataclass(frozen=True, slots=True)
class SentenceActors:
    """Actor mentions of one parsed sentence: by token number, and each mention's head token."""

    mentions: tuple[ActorMention, ...]
    by_token: Mapping[int, int]
    heads: tuple[Token | None, ...]
    groups: tuple[int, ...]


def is_apart(mention: ActorMention) -> bool:
    """Whether the mention stands apart from the state whose id it bears."""
    group = mention.actor is not None and mention.actor.startswith("NSA:")
    return mention.sector in _APART and mention.kind != "place" and not group


def align(doc: Doc, mentions: Sequence[ActorMention], offset: int) -> SentenceActors:
    """Map mentions (spans of the article) to tokens of the sentence that begins at `offset`."""
    by_token: dict[int, int] = {}
    heads: list[Token | None] = []
    spans: list[tuple[int, int]] = []
    starts = [token.idx for token in doc]
    ends = [token.idx + len(token) for token in doc]
    for index, mention in enumerate(mentions):
        inside = [doc[i] for i in _overlapping(ends, starts, mention.start - offset, mention.end - offset)]
        for token in inside:
            by_token.setdefault(token.i, index)
        numbers = {token.i for token in inside}
        outer = [t for t in inside if t.head.i not in numbers or t.head.i == t.i]
        solid = [t for t in outer if t.pos_ not in ("DET", "ADP", "PUNCT", "PART")]
        heads.append(next(iter(solid or outer), None))
        spans.append((inside[0].i, inside[-1].i) if inside else (-1, -1))
    return SentenceActors(tuple(mentions), by_token, tuple(heads), _coordination(doc, spans))


def _overlapping(ends: Sequence[int], starts: Sequence[int], start: int, end: int) -> range:
    """Numbers of the tokens (given by where they end and start, ascending) that share a character with `start:end`."""
    return range(bisect_right(ends, start), bisect_left(starts, end))


def _coordination(doc: Doc, spans: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Number coordinated mentions alike: A et B; A, B and C (only commas, conjunctions and articles between)."""
    groups = list(range(len(spans)))
    for index in range(1, len(spans)):
        between = [token.lower_ for token in doc[spans[index - 1][1] + 1 : spans[index][0]]]
        glue = [
            word
            for word in between
            if word not in ("le", "la", "les", "l'", "l’", "the", "d'", "de", "du", "celui", "ses")
        ]
        if (
            between
            and len(between) <= 4
            and glue
            and all(word in (",", "et", "and", "ainsi", "que", "as", "well", "&", "ou") for word in glue)
        ):
            groups[index] = groups[index - 1]
    # a list joined only by commas is an apposition unless a conjunction closes it
    closed = {
        groups[i]
        for i in range(1, len(spans))
        if any(t.lower_ in ("et", "and", "&", "ou") for t in doc[spans[i - 1][1] + 1 : spans[i][0]])
    }
    return tuple(group if group in closed else -index - 1 for index, group in enumerate(groups))


def _governor_slots(verb: Token) -> list[tuple[str, Token]]:
    """Subject, object and obliques of the verb above the clause, which lend an infinitive or a reported clause its actors."""
    above = next((head for head, _ in syntax.governors(verb) if head.pos_ in ("VERB", "AUX")), None)
    if above is None:
        return []
    slots = [("gsubj", head) for head in syntax.subjects(above)]
    slots.extend(("gobj", head) for head in syntax.objects(above))
    slots.extend((f"gp:{name}", head) for name, head in syntax.obliques(above))
    return slots


def find_slots(trigger: Trigger) -> list[tuple[str, Token]]:
    """Places in the sentence where arguments of the trigger can stand, as (label, head token)."""
    sense, token = trigger.sense, trigger.token
    slots: list[tuple[str, Token]] = []

    def oblique(name: str, head: Token, prefix: str) -> None:
        by_default = trigger.form == "noun" and not sense.source and name in _SOURCE_PREPOSITIONS
        kind = "ptgt" if name in sense.target else "psrc" if name in sense.source or by_default else "p"
        slots.append((f"{prefix}{kind}", head))
        slots.append((f"{prefix}p:{name}", head))

    if trigger.form == "noun":
        slots.extend(("poss", head) for head in syntax.possessors(token))
        slots.extend(("adj", head) for head in syntax.adjectives(token))
        for name, head in syntax.obliques(token):
            oblique(name, head, "")
        clause = trigger.clause
        if clause.i != token.i and clause.pos_ in ("VERB", "AUX"):
            slots.extend(("csubj", head) for head in syntax.subjects(clause) if head.i != token.i)
            slots.extend(("cobj", head) for head in syntax.objects(clause) if head.i != token.i)
            for name, head in syntax.obliques(clause):
                if head.i != token.i:
                    oblique(name, head, "c")
            slots.extend(_governor_slots(clause))
        return slots
    verb = trigger.carrier or token
    flipped = trigger.light is not None and trigger.light.passive
    doers, receivers = ("obj", "subj") if flipped else ("subj", "obj")
    slots.extend((doers, head) for head in syntax.subjects(verb))
    if trigger.carrier is None:
        slots.extend((receivers, head) for head in syntax.objects(verb))
        for noun in syntax.objects(verb):
            for name, head in syntax.obliques(noun):
                oblique(name, head, "o")
    else:
        slots.extend(("adj", head) for head in syntax.adjectives(token))
        slots.extend(("poss", head) for head in syntax.possessors(token))
        for name, head in syntax.obliques(token):
            oblique(name, head, "")
    for name, head in syntax.obliques(verb):
        if head.i != token.i:
            oblique(name, head, "")
    slots.extend(_governor_slots(verb))
    named = {"subj": "subject", "obj": "object"}
    slots.extend(("ptgt", head) for label, head in list(slots) if named.get(label) in sense.target)
    slots.extend(("psrc", head) for label, head in list(slots) if named.get(label) in sense.source)
    return slots


def _relations(trigger: Trigger, actors: SentenceActors, slots: Sequence[tuple[str, Token]]) -> list[set[str]]:
    """Labels of every mention of the sentence."""
    labels: list[set[str]] = [set() for _ in actors.mentions]
    for label, filler in slots:
        index = actors.by_token.get(filler.i)
        if index is not None:
            labels[index].add(f"{label}|head")
    fillers: dict[int, list[str]] = {}
    for label, filler in slots:
        fillers.setdefault(filler.i, []).append(label)
    clause = trigger.clause
    for index, head in enumerate(actors.heads):
        if head is None or any(label.endswith("|head") for label in labels[index]):
            continue
        path, node, below = 0, head, head
        while node.head.i != node.i and path < 7:
            below, node, path = node, node.head, path + 1
            if node.i in fillers:
                how = "de" if syntax.preposition(below) in ("de", "of") else "in" if path == 1 else "deep"
                labels[index].update(f"{label}|{how}" for label in fillers[node.i])
                break
            if node.i in (trigger.token.i, clause.i):
                break
    _add_positions(trigger, actors, labels)
    return labels


def _add_positions(trigger: Trigger, actors: SentenceActors, labels: list[set[str]]) -> None:
    """Surface order: nearest actors left and right of the trigger, in the same clause or not."""
    at, clause = (trigger.carrier or trigger.token).i, trigger.clause
    rank = {"left": 0, "right": 0}
    order = sorted(
        (index for index, head in enumerate(actors.heads) if head is not None),
        key=lambda index: abs(actors.heads[index].i - at),  # type: ignore[union-attr]
    )
    for index in order:
        head = actors.heads[index]
        if head is None:
            continue
        side = "left" if head.i < at else "right"
        rank[side] += 1
        same = syntax.clause_verb(head).i == clause.i
        bare = "bare" if syntax.preposition(head) is None else "prep"
        labels[index].add(f"{side}{min(rank[side], 3)}:{'same' if same else 'other'}:{bare}")


def _pronoun_subject(slots: Sequence[tuple[str, Token]], actors: SentenceActors) -> str | None:
    """How the doer's slot is filled when no named actor fills it: pron, pair, noun or none."""
    heads = [head for label, head in slots if label in ("subj", "poss")]
    if any(head.i in actors.by_token for head in heads):
        return None
    if not heads:
        return "nosubj"
    if any(head.lower_ in _PRONOUNS or head.pos_ == "PRON" or head.dep_ in ("poss", "det") for head in heads):
        return "pron"
    return "np"


def find_candidates(
    trigger: Trigger,
    slots: Sequence[tuple[str, Token]],
    doc: Doc,
    actors: SentenceActors,
    discourse: Discourse,
    speaker: str | None,
) -> list[Candidate]:
    """All candidates of a trigger, each with its labels. `speaker` is the actor to whom the sentence is attributed."""
    found: dict[tuple[str, bool], Candidate] = {}

    def candidate(actor: str, apart: bool, mention: ActorMention | None) -> Candidate:
        return found.setdefault((actor, apart), Candidate(actor, apart, mention))

    for index, labels in enumerate(_relations(trigger, actors, slots)):
        mention, head = actors.mentions[index], actors.heads[index]
        if mention.actor is None:
            continue
        one = candidate(mention.actor, is_apart(mention), mention)
        rank = _rank(labels)
        if one.position is None or rank > one.rank:
            one.labels = {label for label in one.labels if "|" in label}
            one.mention, one.position, one.rank = mention, head.i if head is not None else None, rank
            one.group = actors.groups[index]
            one.labels |= labels | {f"kind:{mention.kind}"}
            one.labels |= {name for name, on in (("reporter", mention.reporter), ("inferred", mention.inferred)) if on}
        else:
            one.labels |= {label for label in labels if "|" in label}
    filling = _pronoun_subject(slots, actors)
    pair = discourse.pair()
    if pair and _PAIR.search(doc.text):
        for actor in pair:
            candidate(actor, False, None).labels.add("pair")
    if filling:
        for rank, mention in enumerate(_recent_subjects(discourse)):
            candidate(mention.actor or "", is_apart(mention), mention).labels.add(f"{filling}:subj{rank + 1}")
    if speaker:
        candidate(speaker, False, None).labels.add("speaker")
    for rank, actor in enumerate(discourse.salient()[:_MAX_DISCOURSE]):
        candidate(actor, False, None).labels.add(f"disc{rank + 1}")
    for rank, actor in enumerate(discourse.main_actors()[:3]):
        candidate(actor, False, None).labels.add(f"main{rank + 1}")
    for one in found.values():
        one.labels |= _presence(one, discourse, filling or "named")
    return list(found.values())


def _presence(one: Candidate, discourse: Discourse, filling: str) -> set[str]:
    """How present the article makes an actor: how many sentences ago it was named, in the title, at the start. Crossed with how the
    doer's slot is filled, since "the attack", which names nobody, means an actor named before."""
    titled = one.actor in discourse.titled
    if one.position is not None:
        return {"here-titled"} if titled else set()
    ago = discourse.sentences_since(one.actor)
    words = [f"ago{'-later' if ago is None else min(ago, _LONG_AGO)}", *(["titled"] if titled else [])]
    led = discourse.first_named.get(one.actor, _LEAD + 1) <= _LEAD
    return {*words, *(f"{word}/{filling}" for word in words), *(["led"] if led else [])}


def _rank(labels: set[str]) -> int:
    """How closely a mention is tied to the trigger: 3 for the head of a slot, 2 within one, 1 in the clause, else 0."""
    if any(label.endswith("|head") for label in labels):
        return 3
    if any("|" in label for label in labels):
        return 2
    return int(any(":same:" in label for label in labels))


def _recent_subjects(discourse: Discourse) -> list[ActorMention]:
    recent: dict[str, ActorMention] = {}
    for mention in reversed(discourse.last_subjects[-4:]):
        if mention.actor:
            recent.setdefault(mention.actor, mention)
    return list(recent.values())[:2]
