"""This module is about triggers: the verbs and nouns of a sentence that state an event, each in its sense.

A verb counts in the most specific sense whose constraints the sentence meets; a noun counts on its own, or under a light verb
("mener une frappe") that lends it a subject. It leaves out who the actors are and whether it really happened.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from etl.events import syntax
from etl.events.tokens import Doc, Token
from etl.lexicon import LightVerb, RealisLexicon, Sense, TriggerLexicon

_ARGUMENTS = frozenset({"obj", "dobj", "nsubj", "nsubj:pass", "nsubjpass", "iobj"})
"""Relations in which a pronoun stands for somebody or something, in either language's scheme."""


_TAKEN_FOR_ADVERBS = {"dément": "démentir"}
"""Verbs that the French tagger takes for adverbs by their ending."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A stated event: its token, sense, and the light verb that carries a noun (with its description), if any."""

    token: Token
    sense: Sense
    carrier: Token | None = None
    light: LightVerb | None = None

    @property
    def form(self) -> str:
        """verb, noun, or light (a noun under a light verb)."""
        return "light" if self.carrier is not None else self.sense.pos

    @property
    def clause(self) -> Token:
        """The verb that says it: the trigger itself, its light verb, or the verb above a noun."""
        return self.carrier or (self.token if self.sense.pos == "verb" else syntax.clause_verb(self.token))


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a verb's senses are tested against."""

    particles: Set[str]
    object_words: Set[str]
    subject_words: Set[str]
    words: Set[str]
    has_clause: bool
    states_content: bool
    reflexive: bool


def _lemmas(tokens: list[Token], actor_tokens: Mapping[int, object], quantities: Set[str]) -> set[str]:
    """Lemmas of heads, and `@actor` where an actor stands in the phrase's head or its name, or where it may: a name that no lexicon
    knows, a pronoun, a number ("four others")."""
    found = set()
    for token in tokens:
        found.add(token.lemma_.lower())
        found.add(token.lower_)
        if token.lemma_.lower() in quantities or token.pos_ == "NUM":
            found.update(head.lemma_.lower() for _, head in syntax.obliques(token))
        someone = token.pos_ in ("PROPN", "NUM") or (token.pos_ == "PRON" and token.dep_ in _ARGUMENTS)
        if someone or token.i in actor_tokens or any(child.i in actor_tokens for child in token.children):
            found.add("@actor")
    return found


def _frame(verb: Token, actor_tokens: Mapping[int, object], quantities: Set[str]) -> _Frame:
    object_tokens = syntax.objects(verb)
    oblique = syntax.obliques(verb)
    near = {token.lemma_.lower() for child in verb.children for token in (child, *child.children)}
    near |= {head.lemma_.lower() for _, head in oblique}
    near |= {
        word.lemma_.lower()
        for token in object_tokens
        for _, head in syntax.obliques(token)
        for word in (head, *head.children)
    }
    return _Frame(
        particles=syntax.particles(verb),
        object_words=_lemmas(object_tokens, actor_tokens, quantities),
        subject_words=_lemmas(syntax.subjects(verb), actor_tokens, quantities),
        words=near,
        has_clause=any(child.dep_ in ("xcomp", "ccomp") for child in verb.children)
        or any(grand.dep_ == "pcomp" for child in verb.children for grand in child.children),
        states_content=any(child.dep_ == "ccomp" for child in verb.children),
        reflexive=syntax.is_reflexive(verb),
    )


def _fits(sense: Sense, frame: _Frame, reporting: bool) -> bool:
    return (
        (not sense.particle or bool(sense.particle & frame.particles))
        and (not sense.object or bool(sense.object & frame.object_words))
        and not (sense.not_object & frame.object_words)
        and (not sense.words or bool(sense.words & frame.words))
        and (not sense.subject or bool(sense.subject & frame.subject_words))
        and (not sense.needs_clause or frame.has_clause)
        and (not sense.reflexive or frame.reflexive)
        and (not frame.states_content or sense.needs_clause or bool(sense.words | sense.particle) or not reporting)
    )


def _light_noun(verb: Token, light: LightVerb, lexicon: TriggerLexicon) -> Token | None:
    if light.slot in ("object", "obj"):
        heads = syntax.objects(verb)
    elif light.slot == "subject":
        heads = syntax.grammatical_subjects(verb)
    else:
        heads = [head for name, head in syntax.obliques(verb) if name == light.slot]
    return next((head for head in heads if head.pos_ != "VERB" and head.lemma_.lower() in lexicon.nouns), None)


def _noun_sense(noun: Token, lexicon: TriggerLexicon) -> Sense | None:
    senses = lexicon.nouns.get(noun.lemma_.lower(), ())
    if not senses:
        return None
    near = {token.lemma_.lower() for child in noun.children for token in (child, *child.children)}
    names = {name for name, _ in syntax.obliques(noun)}
    for sense in senses:
        if sense.words and not sense.words & near:
            continue
        if sense.object and not sense.object & near:
            continue
        if sense.not_object & near:
            continue
        if sense.particle and not sense.particle & names:
            continue
        return sense
    return None


def _lemma_of_verb(token: Token, lexicon: TriggerLexicon) -> str | None:
    """The verb lemma of a token, also of a participle that the tagger calls an adjective; null for other words."""
    if token.pos_ in ("VERB", "AUX"):
        lemma = token.lemma_.lower()  # "demande" where French forms of the first group are nouns too
        return f"{lemma}r" if f"{lemma}r" in lexicon.verbs else lemma
    if token.pos_ == "ADJ" and token.dep_ in ("ROOT", "acl", "conj", "amod", "xcomp", "advcl", "acl:relcl"):
        return lexicon.participles.get(token.lower_)
    if token.pos_ == "NOUN" and syntax.auxiliaries(token):
        return lexicon.participles.get(token.lower_)
    return _TAKEN_FOR_ADVERBS.get(token.lower_) if token.pos_ == "ADV" else None


def find_triggers(
    doc: Doc, lexicon: TriggerLexicon, realis: RealisLexicon, actor_tokens: Mapping[int, object]
) -> list[Trigger]:
    """Triggers of a parsed sentence in order. `actor_tokens` maps token numbers inside actor mentions to anything."""
    found: list[Trigger] = []
    carried: set[int] = set()
    quantities = lexicon.classes.get("quantity", frozenset())
    for token in doc:
        lemma = _lemma_of_verb(token, lexicon)
        if lemma is None or token.i in actor_tokens:
            continue
        senses, lights = lexicon.verbs.get(lemma, ()), lexicon.light_verbs.get(lemma, ())
        if not senses and not lights:
            continue
        frame = _frame(token, actor_tokens, quantities)
        reporting = lemma in realis.verbs["reporting"]
        sense = next((sense for sense in senses if _fits(sense, frame, reporting)), None)
        light, noun = next(
            (
                (light, noun)
                for light in lights
                if (not light.words or light.words & frame.words)
                and (noun := _light_noun(token, light, lexicon)) is not None
            ),
            (None, None),
        )
        noun_sense = _noun_sense(noun, lexicon) if noun is not None else None
        if noun is not None and noun_sense is not None and (sense is None or sense.specificity < 1):
            found.append(Trigger(noun, noun_sense, token, light))
            carried.add(noun.i)
        elif sense is not None:
            found.append(Trigger(token, sense))
            carried.update(
                head.i for head in syntax.objects(token) if head.lemma_.lower() in sense.object | sense.words
            )
    for token in doc:
        if token.pos_ in ("NOUN", "PROPN") and token.i not in carried and token.i not in actor_tokens:
            sense = _noun_sense(token, lexicon)
            if sense is not None and sense.stands_alone:
                found.append(Trigger(token, sense))
    return sorted(found, key=lambda trigger: trigger.token.i)
