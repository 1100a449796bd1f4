"""Actors are found with their roles, nationalities and names, and resolved to ids."""

import datetime as dt
import itertools

import pytest

from etl.actors import ActorMention, find_mentions
from etl.lexicon import load_actor_lexicon

PUBLISHED = dt.date(2024, 7, 19)


def find(lang: str, text: str, published: dt.date = PUBLISHED) -> list[ActorMention]:
    return find_mentions(text, load_actor_lexicon(lang), published)


def actors(lang: str, text: str, published: dt.date = PUBLISHED) -> list[str | None]:
    return [mention.actor for mention in find(lang, text, published)]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("fr", "la France", ["FRA"]), ("en", "France", ["FRA"]),
        ("fr", "les États-Unis", ["USA"]), ("en", "the United States", ["USA"]), ("en", "the U.S.", ["USA"]),
        ("fr", "la RDC", ["COD"]), ("fr", "la Corée du Nord", ["PRK"]), ("en", "North Korea", ["PRK"]),
        ("fr", "le Kosovo", ["XKX"]), ("en", "Taiwan", ["TWN"]),
        ("fr", "l'ONU", ["UNO"]), ("en", "the European Union", ["EUR"]), ("en", "NATO", ["NAT"]), ("fr", "la Cédéao", ["ECW"]),
        ("fr", "le Hamas", ["NSA:HAMAS"]), ("en", "Hezbollah", ["NSA:HEZBOLLAH"]), ("fr", "le M23", ["NSA:M23"]),
        ("fr", "le Kremlin", ["RUS"]), ("en", "Downing Street", ["GBR"]), ("fr", "Matignon", ["FRA"]),
        ("fr", "le Quai d'Orsay", ["FRA"]), ("en", "the Pentagon", ["USA"]), ("fr", "Zhongnanhai", ["CHN"]),
    ],
)  # fmt: skip
def test_a_name_or_metonym_is_an_actor(lang: str, text: str, expected: list[str]) -> None:
    assert actors(lang, text) == expected


@pytest.mark.parametrize(
    ("lang", "text", "actor", "sector"),
    [
        ("fr", "le président russe", "RUS", "GOV"), ("en", "the Russian president", "RUS", "GOV"),
        ("fr", "l'armée malienne", "MLI", "MIL"), ("en", "Mali's army", "MLI", "MIL"), ("en", "the army of Mali", "MLI", "MIL"),
        ("fr", "la police du Kenya", "KEN", "COP"), ("en", "Kenyan police", "KEN", "COP"),
        ("fr", "le Parlement géorgien", "GEO", "LEG"), ("en", "the Georgian parliament", "GEO", "LEG"),
        ("fr", "l'opposition vénézuélienne", "VEN", "OPP"), ("en", "the Venezuelan opposition", "VEN", "OPP"),
        ("fr", "le ministre japonais des Affaires étrangères", "JPN", "GOV"), ("en", "Japan's foreign minister", "JPN", "GOV"),
        ("fr", "des manifestants serbes", "SRB", None), ("en", "Serbian protesters", "SRB", None),
    ],
)  # fmt: skip
def test_a_role_takes_its_nationality(lang: str, text: str, actor: str, sector: str | None) -> None:
    mentions = [mention for mention in find(lang, text) if mention.role]
    assert [mention.actor for mention in mentions] == [actor]
    if sector:
        assert mentions[0].sector == sector


@pytest.mark.parametrize(
    ("lang", "text", "actor", "person"),
    [
        ("fr", "le vice-ministre russe Alexeï Krivoroutchko", "RUS", "Alexeï Krivoroutchko"),
        ("fr", "le président russe Vladimir Poutine", "RUS", "Vladimir Poutine"),
        ("en", "Vietnamese Deputy Minister Nguyen Van Test", "VNM", "Nguyen Van Test"),
        ("en", "Russian President Vladimir Putin", "RUS", "Vladimir Poutine"),
    ],
)  # fmt: skip
def test_role_nationality_and_name_are_one_mention(lang: str, text: str, actor: str, person: str) -> None:
    (mention,) = find(lang, text)
    assert mention.actor == actor
    assert mention.person is not None
    assert mention.person.split()[0][:5] == person.split()[0][:5]


@pytest.mark.parametrize(
    ("lang", "text", "published", "actor"),
    [
        ("fr", "Emmanuel Macron", "2024-07-19", "FRA"), ("en", "Emmanuel Macron", "2024-07-19", "FRA"),
        ("fr", "Volodymyr Zelensky", "2022-03-01", "UKR"), ("en", "Antonio Guterres", "2020-01-01", "UNO"),
        ("fr", "Jens Stoltenberg", "2020-01-01", "NAT"), ("en", "Mark Rutte", "2025-01-01", "NAT"),
        ("en", "Mark Rutte", "2019-01-01", "NLD"), ("fr", "Xi Jinping", "2024-07-19", "CHN"),
    ],
)  # fmt: skip
def test_a_person_acts_for_whom_they_held_office_at_the_time(lang: str, text: str, published: str, actor: str) -> None:
    assert actors(lang, text, dt.date.fromisoformat(published)) == [actor]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "Emmanuel Macron est arrivé. M. Macron a parlé."),
        ("en", "Volodymyr Zelensky arrived. Zelensky spoke."),
        ("fr", "La ministre française Anne Dupont-Test est là. Mme Dupont-Test a parlé."),
    ],
)
def test_a_bare_surname_is_the_person_named_in_full(lang: str, text: str) -> None:
    named = [mention for mention in find(lang, text) if mention.person]
    assert len(named) == 2
    assert named[0].actor == named[1].actor


@pytest.mark.parametrize(
    ("lang", "context", "actor"),
    [
        ("fr", "À Kinshasa, en République démocratique du Congo, l'armée congolaise a parlé.", "COD"),
        ("fr", "À Brazzaville, en République du Congo, l'armée congolaise a parlé.", "COG"),
        ("en", "In Pyongyang, North Korea, Korean soldiers marched.", "PRK"),
        ("en", "In Seoul, South Korea, Korean soldiers marched.", "KOR"),
        ("fr", "En Guinée-Bissau, l'armée a parlé.", "GNB"),
    ],
)
def test_an_ambiguous_adjective_is_settled_by_the_article(lang: str, context: str, actor: str) -> None:
    found = [a for a in actors(lang, context) if a]
    assert found
    assert set(found) == {actor}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "la mer de Chine méridionale"), ("en", "the South China Sea"), ("fr", "le golfe de Guinée"),
        ("en", "the Korean War"), ("fr", "l'océan Indien"), ("fr", "un tour de table"), ("en", "a turkey sandwich"),
        ("en", "he drank from the china cup"),
    ],
)  # fmt: skip
def test_a_name_inside_another_name_or_a_common_word_is_no_actor(lang: str, text: str) -> None:
    assert actors(lang, text) == []


@pytest.mark.parametrize(("lang", "text"), [("fr", "le président a parlé"), ("en", "the president spoke")])
def test_a_bare_role_waits_for_the_discourse(lang: str, text: str) -> None:
    (mention,) = find(lang, text)
    assert (mention.actor, mention.role, mention.rank) == (None, "president", "head")


def test_news_agencies_only_report() -> None:
    assert all(mention.reporter for mention in find("fr", "selon l'agence Reuters"))


def test_spans_point_into_the_text_in_order_without_overlap() -> None:
    text = "Le président turc Recep Tayyip Erdogan a reçu à Ankara le ministre grec des Affaires étrangères et l'ONU."
    mentions = find("fr", text)
    assert [m.start for m in mentions] == sorted(m.start for m in mentions)
    assert all(left.end <= right.start for left, right in itertools.pairwise(mentions))
    assert text[mentions[0].start : mentions[0].end].startswith("président turc")


@pytest.mark.parametrize(
    ("text", "names"),
    [("Le juge a parlé.", ["juge"]), ("Il a jugé, ils ont pressé.", []), ("les deputes", ["deputes"])],
)
def test_a_role_bears_its_own_accents_or_none(text: str, names: list[str]) -> None:
    assert [mention.name for mention in find_mentions(text, load_actor_lexicon("fr"), None)] == names
