"""Remembered annotations are those of spaCy's own attribute rules and lemmatizer."""

import importlib

import pytest
from spacy.tokens import Doc

from etl.events.language import load_language

TEXTS = {
    "fr": (
        "La présidente s'est rendue à Tokyo, où elle a signé deux accords.",
        "Les ministres des Affaires étrangères n'ont pas condamné les frappes.",
        "Les ministres ont condamné les frappes  menées hier.",
        "Elle a signé les accords de Tokyo.",
    ),
    "en": (
        "Let's say they ain't gonna sign; you've got to talk, y'all.",
        "There are those who've said it'll fail, but she wo n't have it.",
        "The ministers' talks, held in Geneva, were said to have failed.",
        "It was them that did it, and it does what he had done.",
        "Nothing  was signed.",
        "The ministers have said what they did was held to be nothing.",
    ),
}


def _annotations(doc: Doc) -> list[tuple[str, ...]]:
    return [(t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, str(t.head.i)) for t in doc]


@pytest.mark.parametrize("lang", sorted(TEXTS))
def test_they_are_those_of_spacy_at_first_sight_and_when_remembered(lang: str) -> None:
    ours = load_language(lang)
    stock = importlib.import_module(ours.meta["lang"] + "_" + ours.meta["name"]).load(exclude=["ner"])
    stock.add_pipe("one_sentence", before="parser")
    if lang == "fr":
        stock.add_pipe("french_weekdays", after="parser")
    expected = [_annotations(stock(text)) for text in TEXTS[lang]]
    for _ in range(2):
        assert [_annotations(ours(text)) for text in TEXTS[lang]] == expected


def test_spacys_own_components_do_not_run_beside_them() -> None:
    for lang in TEXTS:
        assert load_language(lang).pipe_names[-1] == "remembered_annotations"
        assert not {"attribute_ruler", "lemmatizer"} & set(load_language(lang).pipe_names)
