"""Triggers of plain sentences: the sense that a verb is taken in, and what counts as its object."""

import pytest

from etl.events.language import load_language
from etl.events.tokens import Doc
from etl.events.triggers import find_triggers
from etl.lexicon import load_realis_lexicon, load_trigger_lexicon


def types_of(lang: str, text: str, actor_words: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    doc = Doc(load_language(lang)(text))
    actors = {token.i: 0 for token in doc if token.text in actor_words}
    found = find_triggers(doc, load_trigger_lexicon(lang), load_realis_lexicon(lang), actors)
    return [(trigger.token.text, trigger.sense.event_type) for trigger in found]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "The police arrested Vinod Mistri.", ("arrested", "COERCE")),  # a name that no lexicon knows
        ("en", "They released them in the evening.", ("released", "CONCEDE")),
        ("fr", "La police les a dispersés.", ("dispersés", "COERCE")),
        ("fr", "Deux d'entre eux ont été arrêtés jeudi.", ("arrêtés", "COERCE")),
    ],
)
def test_a_name_a_pronoun_or_a_number_may_be_somebody(lang: str, text: str, expected: tuple[str, str]) -> None:
    assert expected in types_of(lang, text)


def test_a_thing_is_nobody() -> None:
    assert ("dispersed", "COERCE") not in types_of("en", "The police dispersed the seeds.")


def test_an_excluded_class_of_people_excludes_no_other_actor() -> None:
    """`not_object: @troops` leaves "its ambassador" alone, which is an actor as well."""
    assert ("recalled", "SANCTION") in types_of("en", "Togo recalled its ambassador from Accra.", ("ambassador",))
    assert ("recalled", "SANCTION") not in types_of("en", "Togo recalled its troops from Accra.", ("troops",))


@pytest.mark.parametrize("verb", ["demande", "réclame"])
def test_a_french_verb_that_looks_like_a_noun_is_a_verb(verb: str) -> None:
    assert (verb, "REQUEST") in types_of("fr", f"Le parti {verb} au gouvernement de retirer le texte.")


@pytest.mark.parametrize("when", ["mercredi", "à Stockholm", "mercredi à Stockholm"])
def test_an_object_stays_one_behind_a_day_and_a_place(when: str) -> None:
    assert ("signé", "AGREE") in types_of("fr", f"Les deux ministres ont signé {when} un accord sur la frontière.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moscou dément toute implication.", ("dément", "REJECT")),
        ("Bush a téléphoné à Poutine.", ("téléphoné", "CONSULT")),
    ],
)
def test_a_verb_that_the_tagger_misreads_is_one(text: str, expected: tuple[str, str]) -> None:
    assert expected in types_of("fr", text)
