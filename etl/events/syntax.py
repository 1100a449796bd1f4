"""This module is about syntax: one view of a parsed sentence for both annotation schemes.

The French model speaks Universal Dependencies, the English one ClearNLP labels. Everything else in `etl.events` asks here for
subjects, objects, obliques and modifiers, and never reads a dependency label itself.
"""

from collections.abc import Iterator

from etl.events.tokens import Token

_SUBJECT = frozenset({"nsubj", "nsubj:pass", "nsubjpass", "csubj", "expl:subj"})
_OBJECT = frozenset({"obj", "dobj", "attr", "oprd"})
_INDIRECT = frozenset({"iobj", "dative"})
_AUX_PASSIVE = frozenset({"aux:pass", "auxpass"})
_AUX = frozenset({"aux", "aux:tense", "aux:pass", "auxpass", "cop"})
_CLAUSAL = frozenset({"ccomp", "xcomp", "advcl", "acl", "acl:relcl", "relcl", "pcomp", "parataxis", "csubj"})
_RELATIVE = frozenset({"acl:relcl", "relcl"})
_NOUNY = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X", "ADJ", "SYM"})


def is_clause(token: Token) -> bool:
    """Whether the token heads a clause of its own."""
    return token.dep_ in _CLAUSAL or token.dep_ == "ROOT" or (token.dep_ == "conj" and token.pos_ in ("VERB", "AUX"))


def is_passive(verb: Token) -> bool:
    """Passive voice by its auxiliary or bare past participle; a label `nsubj:pass` alone is not trusted."""
    if any(child.dep_ in _AUX_PASSIVE for child in verb.children):
        return True
    if verb.dep_ in ("acl", "advcl", "amod") and is_past_participle(verb):
        return not any(child.dep_ in _AUX for child in verb.children)
    return (
        verb.dep_ == "conj"
        and is_past_participle(verb)
        and is_passive(verb.head)
        and not any(child.dep_ in _SUBJECT or child.dep_ in _AUX for child in verb.children)
    )


def is_past_participle(token: Token) -> bool:
    """Past participle by morphology or tag."""
    if token.tag_ == "VBN":
        return True
    return "Part" in token.morph.get("VerbForm", []) and "Past" in token.morph.get("Tense", [])


def is_infinitive(token: Token) -> bool:
    """Infinitive: VerbForm=Inf, or in English a `to` auxiliary."""
    return "Inf" in token.morph.get("VerbForm", []) and (
        token.lang_ != "en" or any(child.lower_ == "to" and child.i < token.i for child in token.children)
    )


def auxiliaries(verb: Token) -> list[Token]:
    """Auxiliaries and modals of a verb; those of the first verb for a coordinated one without its own."""
    own = [child for child in verb.children if child.dep_ in _AUX]
    if not own and verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX") and verb.head.i < verb.i:
        return auxiliaries(verb.head)
    return own


def _conjuncts(token: Token) -> Iterator[Token]:
    yield token
    for child in token.children:
        if child.dep_ == "conj" and child.pos_ in _NOUNY:
            yield from _conjuncts(child)


def grammatical_subjects(verb: Token) -> list[Token]:
    """Subject tokens of the verb itself."""
    return [child for child in verb.children if child.dep_ in _SUBJECT]


def grammatical_objects(verb: Token) -> list[Token]:
    """Direct object tokens of the verb itself."""
    return [child for child in verb.children if child.dep_ in _OBJECT]


def preposition(token: Token) -> str | None:
    """The preposition that introduces a token, lower case (French: its `case` child; English: its head)."""
    for child in token.children:
        if child.dep_ == "case" and child.i < token.i:
            return _base_preposition(child)
    if token.dep_ == "pobj":
        return token.head.lower_
    return None


_CONTRACTED = {
    "au": "à",
    "aux": "à",
    "du": "de",
    "des": "de",
    "d'": "de",
    "d’": "de",
    "auprès": "auprès",
    "envers": "envers",
}


def _base_preposition(token: Token) -> str:
    return _CONTRACTED.get(token.lower_, token.lower_)


def obliques(token: Token) -> list[tuple[str, Token]]:
    """Prepositional dependents of a verb or noun as (preposition, head of the phrase); agents have `by`/`par`."""
    found: list[tuple[str, Token]] = []
    for child in token.children:
        dep = child.dep_
        if dep.startswith("obl") or dep == "nmod" or (dep in _INDIRECT and child.pos_ != "ADP"):
            found.append((preposition(child) or ("par" if dep == "obl:agent" else ""), child))
        elif dep in ("prep", "agent", "dative") and child.pos_ in ("ADP", "SCONJ", "PART", "VERB"):
            found.extend((child.lower_, grand) for grand in child.children if grand.dep_ in ("pobj", "pcomp"))
            for grand in child.children:
                if grand.dep_ == "prep":
                    found.extend((grand.lower_, great) for great in grand.children if great.dep_ == "pobj")
    return found


def particles(verb: Token) -> set[str]:
    """Particles, prepositions and infinitive marks that go with the verb, lower case."""
    found = {name for name, _ in obliques(verb)}
    for child in verb.children:
        if child.dep_ in ("prt", "prep", "agent", "case", "mark", "dative", "advmod"):
            found.add(_base_preposition(child))
        elif child.dep_ in ("xcomp", "ccomp", "advcl"):
            found.update(_base_preposition(grand) for grand in child.children if grand.dep_ in ("mark", "case", "aux"))
    return found


def is_reflexive(verb: Token) -> bool:
    """Whether the verb has a reflexive pronoun."""
    return any(
        child.dep_.startswith(("expl:comp", "expl:pass")) or child.lower_ in ("se", "s'", "s’")
        for child in verb.children
    )


def agents(verb: Token) -> list[Token]:
    """The agent phrase of a passive."""
    return [head for name, head in obliques(verb) if name in ("par", "by")]


def _antecedent_or_governor_subjects(verb: Token, depth: int) -> list[Token]:
    """Where a clause without subject takes it from: coordination, control, relative clause, participle."""
    head = verb.head
    if depth > 4 or head.i == verb.i:
        return []
    if verb.dep_ == "conj":
        return subjects(head, depth + 1)
    if verb.dep_ in ("acl:relcl", "relcl", "acl"):
        return [head]
    if verb.dep_ in ("xcomp", "ccomp", "advcl", "pcomp", "parataxis", "dep"):
        governor = head.head if head.pos_ == "ADP" else head
        controlled = list(grammatical_objects(governor)) if verb.dep_ in ("xcomp", "ccomp", "pcomp") else []
        return controlled or subjects(governor, depth + 1)
    return []


def subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Logical doers: agents of a passive, else subjects, also inherited ones; coordinated heads included."""
    if is_passive(verb):
        found = agents(verb)
    else:
        found = grammatical_subjects(verb)
        if found and all(token.lower_ in ("qui", "who", "which", "that") for token in found) and verb.dep_ in _RELATIVE:
            found = [verb.head]
        if not found:
            found = _antecedent_or_governor_subjects(verb, depth)
    return [token for head in found for token in _conjuncts(head)]


def objects(verb: Token) -> list[Token]:
    """Logical receivers: subjects of a passive (the noun itself for a participle), else direct objects."""
    if is_passive(verb):
        found = grammatical_subjects(verb)
        if found and all(token.lower_ in ("qui", "who", "which", "that") for token in found):
            found = [verb.head]
        if not found and verb.dep_ in ("acl", "amod", "advcl", "acl:relcl", "relcl"):
            found = [verb.head]
        if not found and verb.dep_ == "conj":
            found = objects(verb.head)
    else:
        found = grammatical_objects(verb)
        if any(token.lower_ in ("que", "qu'", "that", "which", "whom") for token in found) and verb.dep_ in _RELATIVE:
            found = [verb.head]
    return [token for head in found for token in _conjuncts(head)]


def possessors(noun: Token) -> list[Token]:
    """Possessive modifiers: English `X's` and possessive pronouns, French possessive determiners."""
    return [
        child
        for child in noun.children
        if child.dep_ == "poss" or (child.dep_ == "det" and child.lower_ in ("son", "sa", "ses", "leur", "leurs"))
    ]


def adjectives(noun: Token) -> list[Token]:
    """Adjectival and compound modifiers of a noun."""
    return [
        child
        for child in noun.children
        if child.dep_ in ("amod", "compound", "nmod", "nummod")
        and not [grand for grand in child.children if grand.dep_ == "case"]
    ]


def clause_verb(token: Token) -> Token:
    """The verb of the clause that the token stands in."""
    while token.head.i != token.i:
        if token.pos_ in ("VERB", "AUX") and is_clause(token):
            return token
        token = token.head
    return token


def governors(token: Token) -> Iterator[tuple[Token, str]]:
    """Heads above the token, nearest first, each with the relation through which the token depends on it."""
    while token.head.i != token.i:
        yield token.head, token.dep_
        token = token.head
