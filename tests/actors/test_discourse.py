"""Bare roles, possessives and "the two countries" are those who were named before."""

import datetime as dt

import pytest

from etl.actors import ActorMention, Discourse, find_mentions
from etl.events.sentences import split_sentences
from etl.lexicon import load_actor_lexicon


def resolve(lang: str, text: str) -> list[list[ActorMention]]:
    """Resolved mentions of each sentence; the first mention of a sentence counts as its subject."""
    mentions = find_mentions(text, load_actor_lexicon(lang), dt.date(2024, 7, 19))
    discourse = Discourse.of(mentions, 0)
    sentences = []
    for sentence in split_sentences(text):
        inside = [m for m in mentions if sentence.start <= m.start < sentence.end]
        resolved = discourse.read_sentence(inside, text, sentence.start)
        if resolved:
            discourse.note_subject(resolved[0])
        sentences.append(resolved)
    return sentences


def read_through(text: str, title: str = "") -> Discourse:
    """What a discourse knows at the end of a French text that begins with `title`."""
    mentions = find_mentions(text, load_actor_lexicon("fr"), None)
    discourse = Discourse.of(mentions, len(title))
    for sentence in split_sentences(text):
        discourse.read_sentence([m for m in mentions if sentence.start <= m.start < sentence.end], text, sentence.start)
    return discourse


@pytest.mark.parametrize(
    ("lang", "text", "actor"),
    [
        ("fr", "Le président malien est arrivé au Niger. Le président a parlé.", "MLI"),
        ("en", "The Malian president arrived in Niger. The president spoke.", "MLI"),
        ("fr", "Le ministre grec a rencontré le président turc. Le ministre a parlé.", "GRC"),
        ("en", "The Greek minister met the Turkish president. The minister spoke.", "GRC"),
        ("fr", "Le ministre grec a rencontré le président turc. Le président a parlé.", "TUR"),
        ("en", "The Greek minister met the Turkish president. The president spoke.", "TUR"),
        ("fr", "Au Soudan, la situation empire. L'armée avance.", "SDN"),
        ("en", "In Sudan, things are getting worse. The army is advancing.", "SDN"),
    ],
)
def test_a_bare_role_is_the_one_named_before(lang: str, text: str, actor: str) -> None:
    last = resolve(lang, text)[-1][0]
    assert last.actor == actor
    assert last.inferred


@pytest.mark.parametrize(
    ("lang", "text", "actor"),
    [
        ("fr", "Le président soudanais a accusé l'Éthiopie. Son armée avance.", "SDN"),
        ("en", "The Sudanese president accused Ethiopia. His army is advancing.", "SDN"),
        ("fr", "La Grèce a critiqué la Turquie. Son gouvernement a parlé.", "GRC"),
        ("en", "Greece criticised Turkey. Its government spoke.", "GRC"),
    ],
)
def test_a_possessive_belongs_to_the_last_subject(lang: str, text: str, actor: str) -> None:
    assert resolve(lang, text)[-1][0].actor == actor


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "La Grèce et la Turquie ont parlé. Le ministre turc a vu son homologue."),
        ("en", "Greece and Turkey spoke. The Turkish minister met his counterpart."),
    ],
)
def test_a_counterpart_is_the_other_side(lang: str, text: str) -> None:
    last = [
        mention for mention in resolve(lang, text)[-1] if "homologue" in mention.name or "counterpart" in mention.name
    ]
    assert [mention.actor for mention in last] == ["GRC"]


def test_the_two_countries_are_the_two_most_present() -> None:
    discourse = read_through("Le Kenya et l'Ouganda ont parlé. L'ONU a écouté.")
    assert set(discourse.pair() or ()) == {"KEN", "UGA"}


def test_nobody_named_leaves_a_bare_role_open() -> None:
    assert resolve("fr", "Le président a parlé.")[0][0].actor is None


def test_those_who_only_report_do_not_count() -> None:
    sentences = resolve("fr", "Le Mali a parlé, selon Reuters. L'armée avance.")
    assert sentences[-1][0].actor == "MLI"


def test_a_guess_does_not_confirm_itself() -> None:
    discourse = read_through(
        "Le Kenya a parlé. La police avance. La police avance. L'Ouganda répond. L'Ouganda répond."
    )
    assert discourse.salient() == ["UGA", "KEN"]


def test_it_knows_how_long_ago_an_actor_was_named() -> None:
    discourse = read_through("Le Kenya a parlé. L'Ouganda a répondu.", "Le Kenya a parlé.")
    assert [discourse.sentences_since(actor) for actor in ("UGA", "KEN", "TZA")] == [0, 1, None]
    assert discourse.titled == {"KEN"}
