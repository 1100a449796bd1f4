"""The realis lists of both languages are complete, and their classes do not contradict each other."""

import pytest

from etl.lexicon import load_realis_lexicon
from etl.lexicon.reading import read_yaml
from etl.lexicon.realis import VERB_CLASSES

LANGUAGES = ("fr", "en")
LISTS = ("negation_words", "hypothesis_markers", "purpose_markers", "future_markers", "hedges", "history_markers",
         "nonfact_adjectives")  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_list_holds_words(lang: str) -> None:
    raw = read_yaml(f"triggers/{lang}/realis.yaml")
    for name in (*(f"{kind}_verbs" for kind in VERB_CLASSES), *LISTS):
        assert raw.get(name), name
        assert all(isinstance(word, str) for word in raw[name]), f"{name}: quote words that YAML reads as truth values"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_stands_twice_in_a_list(lang: str) -> None:
    raw = read_yaml(f"triggers/{lang}/realis.yaml")
    repeated = {
        name: {w for w in words if words.count(w) > 1} for name, words in raw.items() if isinstance(words, list)
    }
    assert not {name: words for name, words in repeated.items() if words}


@pytest.mark.parametrize(
    ("lang", "kind", "verb"),
    [
        ("fr", "reporting", "déclarer"), ("fr", "announcing", "annoncer"), ("fr", "believing", "croire"),
        ("fr", "planning", "vouloir"), ("fr", "achieving", "réussir"), ("fr", "failing", "échouer"),
        ("en", "reporting", "say"), ("en", "announcing", "announce"), ("en", "believing", "believe"),
        ("en", "planning", "plan"), ("en", "achieving", "manage"), ("en", "failing", "fail"),
    ],
)  # fmt: skip
def test_a_verb_has_its_class(lang: str, kind: str, verb: str) -> None:
    assert verb in load_realis_lexicon(lang).verbs[kind]


def test_a_verb_that_needs_a_preposition_does_not_fit_without_it() -> None:
    achieving = load_realis_lexicon("fr").verbs["achieving"]
    assert achieving.fits("venir", {"de"})
    assert not achieving.fits("venir", {"à"})


def test_no_verb_is_both_achieved_and_failed() -> None:
    for lang in LANGUAGES:
        verbs = load_realis_lexicon(lang).verbs
        both = {lemma for lemma, words in verbs["achieving"].near.items() if lemma in verbs["failing"] and not words}
        assert not {lemma for lemma in both if not verbs["failing"].near[lemma]}
