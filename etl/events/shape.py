"""This module is about the shape of a statement: what fills the slots of a trigger where no known actor does.

"The police arrested two journalists" has a receiver that the lexicons do not know, yet it says that the receiver is nobody else
in the sentence. The role and acceptance models read the shape as words such as `doer=actor`, `receiver=people`, `receiver=thing`.
"""

from collections.abc import Container, Mapping, Sequence

from etl.events import syntax
from etl.events.tokens import Token
from etl.events.triggers import Trigger

PEOPLE = ("people", "crowd", "civilian", "victim", "prisoner", "hostage", "migrant", "worker", "person", "suspect")
"""Word classes of the trigger lexicons that mean people without arms or office."""
FORCES = ("troops", "police", "police_force", "rebel", "militia", "fighter", "peacekeeper")
"""Word classes that mean armed people."""
_DOERS = frozenset({"subj", "poss", "psrc"})
_RECEIVERS = frozenset({"obj", "ptgt", "optgt"})
_FIRST_PERSON = frozenset("nous je j' notre nos mon ma mes on we us i me our my".split())
_DETERMINERS = {
    **dict.fromkeys(("le", "la", "l'", "les", "the"), "definite"),
    **dict.fromkeys(("un", "une", "des", "a", "an"), "indefinite"),
    **dict.fromkeys(("ce", "cet", "cette", "ces", "this", "that", "these", "those"), "this"),
    **dict.fromkeys(("son", "sa", "ses", "leur", "leurs", "his", "her", "its", "their"), "its"),
    **dict.fromkeys(("aucun", "aucune", "no", "any", "tout", "toute", "chaque", "every"), "any"),
}
_RELATIVE = frozenset("qui que qu' dont who which that whom".split())


def _filler(token: Token, actor_tokens: Container[int], classes: Mapping[str, frozenset[str]]) -> str:
    """What kind of word fills a slot: actor, inside (an actor stands below it), first, pronoun, name, people, forces, clause, thing."""
    lemma = token.lemma_.lower()
    if token.i in actor_tokens:
        return "actor"
    if token.lower_ in _FIRST_PERSON:
        return "first"
    if token.pos_ == "PRON" or token.dep_ == "poss" or token.lower_ in _RELATIVE:
        return "pronoun"
    if token.pos_ in ("VERB", "AUX"):
        return "clause"
    kind = "thing"
    if any(lemma in classes.get(name, ()) for name in FORCES):
        kind = "forces"
    elif token.pos_ == "NUM" or any(lemma in classes.get(name, ()) for name in PEOPLE):
        kind = "people"
    elif token.pos_ == "PROPN":
        kind = "name"
    inside = any(child.i in actor_tokens for child in token.subtree)
    return f"{kind}-of-actor" if inside else kind


def _setting(trigger: Trigger) -> set[str]:
    """How a noun stands in its sentence ("after the visit", "a visit"), or what its verb depends on."""
    token = trigger.token
    if trigger.form != "noun":
        return {f"dep={trigger.clause.dep_}"}
    determiner = next((child for child in token.children if child.dep_ == "det" or child.dep_ == "poss"), None)
    kind = "none" if determiner is None else _DETERMINERS.get(determiner.lower_, "other")
    return {f"dep={token.dep_}", f"prep={syntax.preposition(token) or 'none'}", f"det={kind}"}


def find_shape(
    trigger: Trigger,
    slots: Sequence[tuple[str, Token]],
    actor_tokens: Container[int],
    classes: Mapping[str, frozenset[str]],
) -> frozenset[str]:
    """The shape of a trigger: `doer=` and `receiver=` with what fills them (or `none`), `passive`, `states` (it has a clause)."""
    found: set[str] = set()
    for side, labels in (("doer", _DOERS), ("receiver", _RECEIVERS)):
        kinds = {_filler(head, actor_tokens, classes) for label, head in slots if label in labels}
        found.update(f"{side}={kind}" for kind in kinds or {"none"})
    found.update(_setting(trigger))
    clause = trigger.clause
    if syntax.is_passive(clause):
        found.add("passive" if syntax.agents(clause) else "passive-agentless")
    if any(child.dep_ in ("ccomp", "xcomp") for child in clause.children):
        found.add("states")
    return frozenset(found)
