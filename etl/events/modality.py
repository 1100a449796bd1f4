"""This module is about modality: whether a trigger is said to have happened, or is denied, planned, feared or hypothetical.

It gives a set of flags, which the acceptance model weighs, and the one modality that a mention carries. Source of the idea:
factuality and hedging are kept apart from the event itself, as in PLOVER's auxiliary modes (historical, future, hypothetical,
negation).
"""

import re
from collections.abc import Mapping

from etl.events import syntax
from etl.events.tokens import Token
from etl.events.triggers import Trigger
from etl.lexicon import RealisLexicon

_NEGATIONS = {
    "fr": {"ne", "n'", "n’", "non", "sans"},
    "en": {"not", "n't", "n’t", "no", "never", "without", "neither", "nor"},
}
_RESTRICTIVE = {"que", "qu'", "qu’"}
_REFUSING = frozenset({"not", "never", "pas", "jamais"})
"""Words of senses that are refusals by themselves ("will not accept"): their negation denies nothing."""
_MODALS = frozenset({"may", "might", "could", "should", "must", "can", "would"})
_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_EMBEDDING = frozenset({"REQUEST", "THREATEN", "REJECT", "AGREE", "ACCUSE", "CONCEDE", "SUPPORT"})


_EMBEDDED = frozenset(
    {
        "under:REQUEST",
        "under:THREATEN",
        "under:AGREE",
        "under:REJECT",
        "under:ACCUSE",
        "within:THREATEN",
        "within:REQUEST",
    }
)
"""What is asked, threatened, promised, refused or alleged is content of that event, no event of its own."""


def _is_negated(token: Token, lang: str, words: frozenset[str]) -> bool:
    strong = _NEGATIONS[lang]
    for child in token.children:
        low = child.lower_
        if (
            child.dep_ == "neg"
            or (low in strong and child.i < token.i)
            or (low in ("aucun", "aucune", "no", "nul") and child.dep_ == "det")
        ):
            if low in ("ne", "n'", "n’") and any(
                c.lower_ in _RESTRICTIVE and c.dep_ == "advmod" for c in token.children
            ):
                continue
            return True
        if low in words and child.dep_ == "advmod" and child.i < token.i and low in ("jamais", "never", "hardly"):
            return True
    return False


def _tense_flags(verb: Token) -> set[str]:
    flags: set[str] = set()
    chain = [verb, *(token for token in syntax.auxiliaries(verb) if token.lower_ != "to")]
    for token in chain:
        mood, tense = token.morph.get("Mood", []), token.morph.get("Tense", [])
        low = token.lower_
        if "Cnd" in mood:
            flags.add("conditional")
        if "Fut" in tense or low in _FUTURE:
            flags.add("future")
        if "Sub" in mood:
            flags.add("subjunctive")
        if token.i != verb.i and low in _MODALS:
            flags.add("conditional" if low == "would" else "modal")
    if len(chain) == 1 and syntax.is_infinitive(verb):
        flags.add("infinitive")
    elif any("Past" in token.morph.get("Tense", []) or "Imp" in token.morph.get("Tense", []) for token in chain):
        flags.add("past")
    else:
        flags.add("present")
    if verb.tag_ == "VBG" or ("Part" in verb.morph.get("VerbForm", []) and "Pres" in verb.morph.get("Tense", [])):
        flags.add("gerund")
    return flags


def _tenses(verb: Token) -> list[str]:
    return [tense for token in (verb, *syntax.auxiliaries(verb)) for tense in token.morph.get("Tense", [])]


def _marker_flags(verb: Token, lexicon: RealisLexicon) -> set[str]:
    flags = set()
    for child in verb.children:
        if child.dep_ in ("mark", "case", "advmod") and child.i < verb.i:
            low = child.lower_.replace("’", "'")
            if low in lexicon.hypothesis_markers:
                flags.add("if")
            elif low in lexicon.purpose_markers and low != "to":
                flags.add("purpose")
    return flags


_CLASSES = (
    ("reporting", "reported"), ("announcing", "announced"), ("believing", "believed"),
    ("planning", "planned"), ("achieving", "achieved"), ("failing", "failed"),
)  # fmt: skip


def _words_near(verb: Token) -> set[str]:
    near = set()
    for child in verb.children:
        near.add(child.lower_)
        near.add(child.lemma_.lower())
        near.update(grand.lower_ for grand in child.children)
    return near


def _governor_flags(trigger: Trigger, lexicon: RealisLexicon, others: Mapping[int, Trigger]) -> set[str]:
    """Flags from what the clause hangs on: reporting and planning verbs, and other triggers that embed it."""
    flags: set[str] = set()
    start = trigger.carrier or trigger.token
    for depth, (head, dep) in enumerate(syntax.governors(start)):
        if dep in ("conj", "ROOT") or (dep in ("acl:relcl", "relcl") and depth > 0):
            if dep == "conj":
                continue
            break
        other = others.get(head.i)
        if other is not None and other is not trigger and other.sense.event_type in _EMBEDDING:
            kind = "under" if dep in ("ccomp", "xcomp", "pcomp", "acl") else "beside" if dep == "advcl" else "within"
            flags.add(f"{kind}:{other.sense.event_type}")
        lemma = head.lemma_.lower()
        for name, flag in _CLASSES:
            if lemma not in lexicon.verbs[name] or not lexicon.verbs[name].fits(lemma, _words_near(head)):
                continue
            if flag in ("planned", "achieved", "failed") and dep not in (
                "xcomp",
                "ccomp",
                "pcomp",
                "advcl",
                "obj",
                "dobj",
            ):
                continue
            if dep in ("ccomp", "xcomp", "pcomp", "parataxis") or flag in ("planned", "failed", "announced"):
                flags.add(flag)
        if head.pos_ in ("VERB", "AUX") and depth == 0 and dep in ("ccomp", "xcomp"):
            flags |= {f"gov-{flag}" for flag in _tense_flags(head) & {"future", "conditional", "modal"}}
            if _is_negated(head, lexicon.lang, lexicon.negation_words):
                flags.add("gov-negated")
    return flags


def _quoted(text: str, at: int) -> bool:
    """Whether position `at` of the sentence stands inside quotation marks."""
    before = text[:at]
    if before.count("«") > before.count("»") or before.count("“") > before.count("”"):
        return True
    return before.count('"') % 2 == 1


def find_flags(
    trigger: Trigger, sentence: str, at: int, lexicon: RealisLexicon, others: Mapping[int, Trigger]
) -> set[str]:
    """Modality flags of a trigger at character `at` of its sentence; `others` maps token numbers to triggers."""
    clause, flags = trigger.clause, set()
    verb = trigger.carrier or trigger.token
    if trigger.form == "noun":
        if _is_negated(trigger.token, lexicon.lang, lexicon.negation_words):
            flags.add("negated")
        if any(child.lemma_.lower() in lexicon.nonfact_adjectives for child in trigger.token.children):
            flags.add("nonfact")
        flags |= {f"clause-{flag}" for flag in _tense_flags(clause)}
        if _is_negated(clause, lexicon.lang, lexicon.negation_words):
            flags.add("clause-negated")
        if lexicon.verbs["planning"].fits(clause.lemma_.lower(), _words_near(clause)):
            flags.add("planned")
    else:
        flags |= _tense_flags(verb)
        flags |= _marker_flags(verb, lexicon)
        refuses = not trigger.sense.words.isdisjoint(_REFUSING)
        if not refuses and _is_negated(verb, lexicon.lang, lexicon.negation_words):
            flags.add("negated")
        flags.add(f"clause:{verb.dep_.split(':')[0]}")
        if trigger.carrier is not None and _is_negated(trigger.token, lexicon.lang, lexicon.negation_words):
            flags.add("negated")
    flags |= _governor_flags(trigger, lexicon, others)
    flags |= {
        "clause-if"
        for child in clause.children
        if child.dep_ == "mark" and child.lower_ in ("si", "s'", "s’", "if", "unless")
    }
    low = sentence.lower()
    if any(hedge in low for hedge in lexicon.hedges):
        flags.add("hedged")
    if sentence.rstrip(' »”"').endswith("?"):
        flags.add("question")
    if _quoted(sentence, at):
        flags.add("quoted")
    if re.search(r"\b(?:19\d\d|20[01]\d)\b", sentence):
        flags.add("old-year")
    return flags


def name_modality(flags: set[str], event_type: str) -> str:
    """The modality a mention carries: negated, hypothetical, future, announced, reported or asserted."""
    if "negated" in flags or "failed" in flags:
        return "negated"
    if flags & {"if", "clause-if", "modal", "purpose", "planned", "nonfact", "question", "gov-negated"}:
        return "hypothetical"
    if flags & _EMBEDDED:
        return "hypothetical"
    if "future" in flags or "gov-future" in flags:
        return "future"
    if "announced" in flags:
        return "announced"
    if flags & {"reported", "conditional", "hedged", "believed"}:
        return "reported"
    return "asserted"
