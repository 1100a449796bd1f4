"""This module is about triggers: which verbs and nouns state an event, in which sense, and where doer and receiver stand.

A sense is one YAML entry (see `etl/resources/README.md`). Look-ups are by lemma; the coder chooses the most specific sense
whose constraints hold. It leaves out syntax: how a slot is found in a sentence is `etl.events.syntax`.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from etl.errors import LexiconError
from etl.lexicon.reading import RESOURCES, as_tuple, read_yaml
from etl.schema import EVENT_TYPES

_FIELDS = {
    "verb", "noun", "particle", "object", "not_object", "words", "subject", "complement", "type", "mode", "cameo", "source",
    "target", "symmetric", "host", "domestic", "example", "event",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sense:
    """One sense of one trigger lemma. Word constraints are sets of lemmas; the name `@actor` stands for any actor."""

    sense_id: str
    lemma: str
    pos: str
    event_type: str
    mode: str | None
    cameo: str | None
    particle: frozenset[str]
    object: frozenset[str]
    not_object: frozenset[str]
    words: frozenset[str]
    subject: frozenset[str]
    needs_clause: bool
    reflexive: bool
    source: tuple[str, ...]
    target: tuple[str, ...]
    symmetric: bool
    host: bool
    domestic: bool
    stands_alone: bool

    @property
    def specificity(self) -> int:
        """How many constraints the sense has; the most specific sense that fits wins."""
        asked = (self.particle, self.object, self.words, self.subject)
        return 2 * bool(self.words) + sum(map(bool, asked)) + self.needs_clause + self.reflexive


@dataclass(frozen=True, slots=True)
class LightVerb:
    """A verb that lends its subject to an event noun in `slot` (`object` or a preposition); one of `words` must stand by.

    `passive`: the subject receives the event (subir une attaque). `announced`: the event is an official announcement.
    """

    lemma: str
    slot: str
    words: frozenset[str] = frozenset()
    passive: bool = False
    announced: bool = False


@dataclass(frozen=True, slots=True)
class TriggerLexicon:
    """All triggers of one language: senses by verb and noun lemma, most specific first; light verbs; word classes."""

    lang: str
    verbs: Mapping[str, tuple[Sense, ...]]
    nouns: Mapping[str, tuple[Sense, ...]]
    light_verbs: Mapping[str, tuple[LightVerb, ...]]
    participles: Mapping[str, str]
    classes: Mapping[str, frozenset[str]] = field(default_factory=dict)


def _expand(words: tuple[str, ...], classes: Mapping[str, frozenset[str]], ref: str) -> frozenset[str]:
    """Replace `@class` by its lemmas; `@actor` stays, and stands for whatever names an actor."""
    out: set[str] = set()
    for word in words:
        if word == "@actor":
            out.add(word)
        elif word.startswith("@"):
            if word[1:] not in classes:
                raise LexiconError(f"unknown class {word}", ref)
            out |= classes[word[1:]]
            if word in ("@person", "@delegation", "@diplomat", "@ambassador", "@people", "@troops"):
                out.add("@actor")
        else:
            out.add(word)
    return frozenset(out)


def _unnamed(entry: Mapping[str, Any]) -> frozenset[str]:
    """`@actor` where an entry's exclusions do not name it: excluding `@troops` excludes the word, not every actor."""
    return frozenset({"@actor"}) - set(as_tuple(entry.get("not_object")))


def _senses(entry: dict[str, Any], lang: str, ref: str, row: int, classes: Mapping[str, frozenset[str]]) -> list[Sense]:
    unknown = set(entry) - _FIELDS
    if unknown or ("verb" in entry) == ("noun" in entry):
        raise LexiconError(f"entry {row}: unknown fields {sorted(unknown)} or not exactly one of verb, noun", ref)
    if entry.get("type") not in EVENT_TYPES:
        raise LexiconError(f"entry {row}: unknown type {entry.get('type')}", ref)
    pos = "verb" if "verb" in entry else "noun"
    default_target = ("object",) if pos == "verb" else ()
    out = []
    for written in as_tuple(entry[pos]):
        reflexive = written.startswith(("se ", "s'"))
        lemma = written.removeprefix("se ").removeprefix("s'").lower()
        out.append(
            Sense(
                sense_id=f"{lang}.{entry['type'].lower()}.{written.replace(' ', '_')}.{row}",
                lemma=lemma,
                pos=pos,
                event_type=entry["type"],
                mode=entry.get("mode"),
                cameo=None if entry.get("cameo") is None else str(entry["cameo"]),
                particle=frozenset(as_tuple(entry.get("particle"))),
                object=_expand(as_tuple(entry.get("object")), classes, ref),
                not_object=_expand(as_tuple(entry.get("not_object")), classes, ref) - _unnamed(entry),
                words=_expand(as_tuple(entry.get("words")), classes, ref),
                subject=_expand(as_tuple(entry.get("subject")), classes, ref),
                needs_clause=entry.get("complement") == "clause",
                reflexive=reflexive,
                source=as_tuple(entry.get("source")),
                target=as_tuple(entry.get("target")) or default_target,
                symmetric=bool(entry.get("symmetric", False)),
                host=bool(entry.get("host", False)),
                domestic=bool(entry.get("domestic", False)),
                stands_alone=entry.get("event") is not False,
            )
        )
    return out


@cache
def load_trigger_lexicon(lang: str) -> TriggerLexicon:
    """Load and validate every trigger file of a language."""
    folder = f"triggers/{lang}"
    raw_classes = read_yaml(f"{folder}/classes.yaml") or {}
    classes = {name.lstrip("@"): frozenset(map(str, lemmas)) for name, lemmas in raw_classes.items()}
    found: dict[str, defaultdict[str, list[Sense]]] = {"verb": defaultdict(list), "noun": defaultdict(list)}
    for name in sorted(f"{event_type.lower()}.yaml" for event_type in EVENT_TYPES):
        ref = f"{folder}/{name}"
        if not (RESOURCES / ref).exists():
            raise LexiconError("missing trigger file", ref)
        for row, entry in enumerate(read_yaml(ref) or ()):
            for sense in _senses(entry, lang, ref, row, classes):
                found[sense.pos][sense.lemma].append(sense)
    lights: defaultdict[str, list[LightVerb]] = defaultdict(list)
    for entry in read_yaml(f"{folder}/light_verbs.yaml") or ():
        for verb in as_tuple(entry["verb"]):
            for slot in as_tuple(entry.get("slot", "object")):
                words = frozenset(as_tuple(entry.get("words")))
                passive, announced = bool(entry.get("passive", False)), bool(entry.get("announced", False))
                light = LightVerb(verb, slot, words, passive, announced)
                lights[verb.removeprefix("se ").removeprefix("s'")].append(light)
    ordered = {
        pos: {lemma: tuple(sorted(senses, key=lambda s: -s.specificity)) for lemma, senses in by_lemma.items()}
        for pos, by_lemma in found.items()
    }
    participles = _participles(ordered["verb"]) if lang == "fr" else {}
    return TriggerLexicon(
        lang, ordered["verb"], ordered["noun"], {k: tuple(v) for k, v in lights.items()}, participles, classes
    )


def _participles(verbs: Mapping[str, object]) -> dict[str, str]:
    """Past participles of regular French verbs -> infinitive; the tagger calls many of them adjectives."""
    endings = {"er": "é", "ir": "i"}
    return {
        verb[:-2] + endings[verb[-2:]] + agreement: verb
        for verb in verbs
        if verb[-2:] in endings and " " not in verb
        for agreement in ("", "e", "s", "es")
    }
