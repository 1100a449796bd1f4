"""Words as plain values say what spaCy's tokens say."""

import pytest
from spacy.tokens import Doc as SpacyDoc

from etl.events.language import load_language
from etl.events.tokens import Doc

SENTENCES = {
    "fr": "Le président russe, arrivé mercredi à Pékin, y a signé un accord que la Chine n'avait pas annoncé.",
    "en": "The minister, who arrived in Beijing on Monday, didn't say whether they'd sign the agreement.",
}


@pytest.fixture(params=SENTENCES)
def parsed(request: pytest.FixtureRequest) -> SpacyDoc:
    return load_language(request.param)(SENTENCES[request.param])


@pytest.mark.parametrize("name", ["i", "idx", "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "lang_"])
def test_an_attribute_is_that_of_spacy(parsed: SpacyDoc, name: str) -> None:
    assert [getattr(token, name) for token in Doc(parsed)] == [getattr(token, name) for token in parsed]


def test_heads_children_and_what_stands_below_are_those_of_spacy(parsed: SpacyDoc) -> None:
    for ours, theirs in zip(Doc(parsed), parsed, strict=True):
        assert ours.head.i == theirs.head.i
        assert [child.i for child in ours.children] == [child.i for child in theirs.children]
        assert sorted(token.i for token in ours.subtree) == [token.i for token in theirs.subtree]


def test_morphology_is_that_of_spacy(parsed: SpacyDoc) -> None:
    for ours, theirs in zip(Doc(parsed), parsed, strict=True):
        assert dict(ours.morph) == {name: theirs.morph.get(name) for name in theirs.morph.to_dict()}


def test_the_root_of_characters_is_the_highest_word_that_shares_one(parsed: SpacyDoc) -> None:
    doc = Doc(parsed)
    for start in range(0, len(doc.text) - 12, 5):
        span = parsed.char_span(start, start + 12, alignment_mode="expand")
        root = doc.root_of(start, start + 12)
        assert root is not None
        assert root.i == span.root.i
    assert doc.root_of(len(doc.text) + 1, len(doc.text) + 5) is None
