"""The modality of a statement: asserted, reported or announced ones are events; negated, hypothetical and future ones are not."""

import datetime as dt
from functools import cache
from typing import Any

import pytest

from etl.events.merging import NOT_EVENTS
from etl.events.modality import name_modality
from etl.events.reading import read_article
from etl.schema import Article

FRIDAY = dt.date(2025, 3, 14)


@cache
def proposals(lang: str, text: str) -> tuple[Any, ...]:
    article = Article(article_id="x", ref="x", article="x", text=text, lang=lang, published=FRIDAY)
    return read_article(article, FRIDAY, None).proposals


def modality(lang: str, text: str, event_type: str) -> set[str]:
    """Modalities of the proposals of a type, whatever their probability."""
    return {
        name_modality(set(p.flags), event_type)
        for p in proposals(lang, text)
        if p.trigger.sense.event_type == event_type
    }


@pytest.mark.parametrize(
    ("lang", "text", "event_type"),
    [
        ("fr", "La Turquie n'a pas attaqué la Syrie.", "ASSAULT"), ("en", "Turkey did not attack Syria.", "ASSAULT"),
        ("fr", "La Turquie n'a jamais sanctionné la Syrie.", "SANCTION"), ("en", "Turkey never sanctioned Syria.", "SANCTION"),
        ("fr", "Le Rwanda a refusé de rencontrer le Burundi.", "CONSULT"), ("en", "Rwanda refused to meet Burundi.", "CONSULT"),
        ("fr", "L'Égypte a renoncé à attaquer l'Éthiopie.", "ASSAULT"), ("en", "Egypt failed to attack Ethiopia.", "ASSAULT"),
    ],
)  # fmt: skip
def test_what_is_negated_or_failed_is_negated(lang: str, text: str, event_type: str) -> None:
    assert modality(lang, text, event_type) == {"negated"}


def test_a_refusal_in_negative_words_is_one() -> None:
    assert modality("en", "Kyiv did not accept the plan of Moscow.", "REJECT") == {"asserted"}


@pytest.mark.parametrize(
    ("lang", "text", "event_type"),
    [
        ("fr", "Si la Chine attaque Taïwan, le Japon réagira.", "ASSAULT"),
        ("en", "If China attacks Taiwan, Japan will react.", "ASSAULT"),
        ("fr", "La Russie veut attaquer la Moldavie.", "ASSAULT"), ("en", "Russia wants to attack Moldova.", "ASSAULT"),
        ("fr", "La France a demandé à l'Iran de libérer un otage.", "CONCEDE"),
        ("en", "France asked Iran to release a hostage.", "CONCEDE"),
        ("en", "Russia could attack Moldova.", "ASSAULT"), ("en", "Did India attack Pakistan?", "ASSAULT"),
        ("fr", "L'Inde a-t-elle attaqué le Pakistan ?", "ASSAULT"),
    ],
)  # fmt: skip
def test_what_is_conditional_wanted_asked_or_questioned_is_hypothetical(lang: str, text: str, event_type: str) -> None:
    assert modality(lang, text, event_type) <= {"hypothetical"}


@pytest.mark.parametrize(
    ("lang", "text"),
    [("fr", "Le président chinois visitera la Serbie."), ("en", "The Chinese president will visit Serbia.")],
)
def test_what_is_to_come_is_future(lang: str, text: str) -> None:
    assert modality(lang, text, "CONSULT") == {"future"}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "L'armée turque a affirmé que la Syrie avait attaqué l'Irak."),
        ("en", "The Turkish army said that Syria had attacked Iraq."),
        ("fr", "La Syrie aurait attaqué l'Irak."), ("en", "Syria allegedly attacked Iraq."),
    ],
)  # fmt: skip
def test_what_somebody_says_is_reported(lang: str, text: str) -> None:
    assert modality(lang, text, "ASSAULT") == {"reported"}


@pytest.mark.parametrize(("lang", "text"), [("fr", "La Turquie a attaqué la Syrie."), ("en", "Turkey attacked Syria.")])
def test_what_is_said_to_have_happened_is_asserted(lang: str, text: str) -> None:
    assert modality(lang, text, "ASSAULT") == {"asserted"}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "Le Japon n'a livré des casques qu'à l'Ukraine."),
        pytest.param(
            "fr",
            "Le Japon n'a sanctionné que la Russie.",
            marks=pytest.mark.xfail(reason="`que` hangs on the object, not on the verb", strict=False),
        ),
    ],
)
def test_a_restriction_is_no_negation(lang: str, text: str) -> None:
    found = {name_modality(set(p.flags), p.trigger.sense.event_type) for p in proposals(lang, text)}
    assert "negated" not in found


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        (set(), "asserted"), ({"past"}, "asserted"), ({"negated", "future"}, "negated"), ({"if", "future"}, "hypothetical"),
        ({"future", "announced"}, "future"), ({"announced", "reported"}, "announced"), ({"conditional"}, "reported"),
        ({"hedged"}, "reported"), ({"purpose"}, "hypothetical"), ({"under:REQUEST"}, "hypothetical"),
        ({"under:ACCUSE"}, "hypothetical"), ({"question"}, "hypothetical"), ({"failed"}, "negated"), ({"gov-future"}, "future"),
    ],
)  # fmt: skip
def test_flags_name_one_modality(flags: set[str], expected: str) -> None:
    assert name_modality(flags, "ASSAULT") == expected


def test_three_modalities_are_no_events() -> None:
    assert {"negated", "hypothetical", "future"} == NOT_EVENTS
