"""This module is about repairs: what the French parser regularly gets wrong in news, put right in the tree right after it.

Each repair is a component of spaCy's pipeline. It looks at the few words it is about, found in the arrays of all words at once.
"""

from collections.abc import Collection

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def _tokens_with(doc: Doc, attribute: str, values: Collection[str]) -> list[Token]:
    """Words one of whose attributes (by spaCy's name) is one of the values."""
    numbers = [doc.vocab.strings[value] for value in values]
    return [doc[int(i)] for i in np.flatnonzero(np.isin(doc.to_array([attribute]), numbers))]


@Language.component("french_weekdays")
def reattach_behind_weekdays(doc: Doc) -> Doc:
    """ "ont signé mercredi un accord": the parser takes the weekday for the object, or hangs the object on it; undo both."""
    for token in _tokens_with(doc, "LOWER", _WEEKDAYS):
        verb = token.head
        if verb.pos_ not in ("VERB", "AUX") or verb.i > token.i:
            continue
        taken = token.dep_ in ("obj", "nsubj", "xcomp")
        for child in list(token.children):
            if (
                child.i > token.i + 1
                and child.pos_ in ("NOUN", "PROPN")
                and child.dep_ in ("nmod", "appos", "obj", "flat:name")
            ):
                cased = any(grand.dep_ == "case" for grand in child.children)
                child.head, child.dep_ = verb, "obl:mod" if cased else "obj"
        if taken:
            token.dep_ = "obl:mod"
    return doc


@Language.component("french_objects")
def reattach_objects(doc: Doc) -> Doc:
    """ "ont signé à Stockholm un accord": the parser takes the object for an apposition to the place; undo it."""
    for token in _tokens_with(doc, "DEP", ("appos",)):
        place = token.head
        if token.pos_ != "NOUN" or place.i > token.i or not place.dep_.startswith("obl"):
            continue
        verb = place.head
        if verb.pos_ != "VERB" or any(child.dep_ in ("obj", "ccomp") for child in verb.children):
            continue
        first = min(child.i for child in (token, *token.children))
        if doc[first].pos_ in ("DET", "NUM") and all(t.pos_ != "PUNCT" for t in doc[place.i : first]):
            token.head, token.dep_ = verb, "obj"
    return doc
