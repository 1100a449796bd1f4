"""What date expressions mean, in both languages: a table of expression, publication date and the day they stand for."""

import datetime as dt

import pytest

from etl.events.dates import DateMention, find_dates
from etl.lexicon.dates import load_date_lexicon

FRIDAY = dt.date(2025, 3, 14)


def read(lang: str, text: str, published: dt.date = FRIDAY, narrative: dt.date | None = None) -> list[DateMention]:
    return find_dates(text, 0, load_date_lexicon(lang), published, narrative)


TABLE = [
    # weekdays: the latest one up to publication
    ("fr", "Il a parlé lundi.", "2025-03-10", "day"), ("en", "He spoke on Monday.", "2025-03-10", "day"),
    ("fr", "Il a parlé vendredi.", "2025-03-14", "day"), ("en", "He spoke on Friday.", "2025-03-14", "day"),
    ("fr", "Il a parlé vendredi dernier.", "2025-03-07", "day"), ("en", "He spoke last Friday.", "2025-03-07", "day"),
    ("fr", "Il parlera lundi prochain.", "2025-03-17", "day"), ("en", "He will speak next Monday.", "2025-03-17", "day"),
    ("fr", "Il a parlé samedi soir.", "2025-03-08", "day"), ("en", "He spoke on Saturday night.", "2025-03-08", "day"),
    # days counted from publication
    ("fr", "Il a parlé aujourd'hui.", "2025-03-14", "day"), ("en", "He spoke today.", "2025-03-14", "day"),
    ("fr", "Il a parlé hier soir.", "2025-03-13", "day"), ("en", "He spoke yesterday.", "2025-03-13", "day"),
    ("fr", "Il a parlé avant-hier.", "2025-03-12", "day"), ("en", "He spoke the day before yesterday.", "2025-03-12", "day"),
    ("fr", "Il parlera demain.", "2025-03-15", "day"), ("en", "He will speak tomorrow.", "2025-03-15", "day"),
    ("fr", "Il a parlé il y a trois jours.", "2025-03-11", "day"), ("en", "He spoke three days ago.", "2025-03-11", "day"),
    ("fr", "Il a parlé il y a deux semaines.", "2025-02-28", "day"), ("en", "He spoke two weeks ago.", "2025-02-28", "day"),
    ("fr", "Il a parlé il y a une semaine.", "2025-03-07", "day"), ("en", "He spoke a week ago.", "2025-03-07", "day"),
    ("fr", "Il a parlé la semaine dernière.", "2025-03-07", "day"), ("en", "He spoke last week.", "2025-03-07", "day"),
    # months and years
    ("fr", "Il a parlé le mois dernier.", "2025-02-01", "month"), ("en", "He spoke last month.", "2025-02-01", "month"),
    ("fr", "Il a parlé l'an dernier.", "2024-01-01", "year"), ("en", "He spoke last year.", "2024-01-01", "year"),
    ("fr", "Il a parlé en février.", "2025-02-01", "month"), ("en", "He spoke in February.", "2025-02-01", "month"),
    ("fr", "Il a parlé en novembre.", "2024-11-01", "month"), ("en", "He spoke in November.", "2024-11-01", "month"),
    ("fr", "Il a parlé en novembre 2021.", "2021-11-01", "month"), ("en", "He spoke in November 2021.", "2021-11-01", "month"),
    ("fr", "Il a parlé en 2019.", "2019-01-01", "year"), ("en", "He spoke in 2019.", "2019-01-01", "year"),
    # calendar dates
    ("fr", "Il a parlé le 3 mars.", "2025-03-03", "day"), ("en", "He spoke on March 3.", "2025-03-03", "day"),
    ("fr", "Il a parlé le 1er mars.", "2025-03-01", "day"), ("en", "He spoke on 1 March.", "2025-03-01", "day"),
    ("fr", "Il a parlé le 22 décembre.", "2024-12-22", "day"), ("en", "He spoke on December 22.", "2024-12-22", "day"),
    ("fr", "Il a parlé le 2 août 1990.", "1990-08-02", "day"), ("en", "He spoke on August 2, 1990.", "1990-08-02", "day"),
    ("fr", "Il a parlé le 19/06/2024.", "2024-06-19", "day"), ("en", "He spoke on 2024-06-19.", "2024-06-19", "day"),
    ("fr", "Il a parlé le 9.", "2025-03-09", "day"), ("en", "He spoke on the 9th.", "2025-03-09", "day"),
    ("fr", "Il a parlé le 24 à Oslo.", "2025-02-24", "day"), ("en", "He spoke on the 24th.", "2025-02-24", "day"),
    # ranges begin on their first day
    ("fr", "Il était là du 3 au 5 mars.", "2025-03-03", "day"), ("en", "He was there March 3-5.", "2025-03-03", "day"),
    # a weekday and a day of the month fix the year
    ("fr", "Il a parlé le lundi 24 juin.", "2024-06-24", "day"), ("en", "He spoke on Monday, June 24.", "2024-06-24", "day"),
    ("fr", "Il a parlé samedi 24 juin.", "2023-06-24", "day"), ("en", "He spoke on Sunday, June 25.", "2023-06-25", "day"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "date", "precision"), TABLE, ids=lambda value: str(value))
def test_an_expression_stands_for_a_day(lang: str, text: str, date: str, precision: str) -> None:
    found = read(lang, text)
    assert [(str(mention.date), mention.precision) for mention in found] == [(date, precision)]
    assert text[found[0].start : found[0].end] == found[0].text


@pytest.mark.parametrize(
    ("lang", "text", "date"),
    [
        ("fr", "Le lendemain, il a parlé.", "2024-06-20"), ("en", "The next day, he spoke.", "2024-06-20"),
        ("fr", "La veille, il a parlé.", "2024-06-18"), ("en", "The previous day, he spoke.", "2024-06-18"),
        ("fr", "Le même jour, il a parlé.", "2024-06-19"), ("en", "The same day, he spoke.", "2024-06-19"),
        ("fr", "Deux jours plus tard, il a parlé.", "2024-06-21"), ("en", "Two days later, he spoke.", "2024-06-21"),
        ("fr", "Trois jours plus tôt, il a parlé.", "2024-06-16"), ("en", "Three days earlier, he spoke.", "2024-06-16"),
    ],
)  # fmt: skip
def test_some_expressions_count_from_the_date_that_the_text_speaks_of(lang: str, text: str, date: str) -> None:
    assert [str(mention.date) for mention in read(lang, text, narrative=dt.date(2024, 6, 19))] == [date]


@pytest.mark.parametrize(
    ("lang", "text"),
    [("fr", "Le 3 mars il a parlé ; le lendemain il est parti."), ("en", "On March 3 he spoke; the next day he left.")],
)
def test_a_date_moves_the_time_that_the_sentence_speaks_of(lang: str, text: str) -> None:
    assert [str(mention.date) for mention in read(lang, text)] == ["2025-03-03", "2025-03-04"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "La guerre dure depuis le 7 octobre."), ("en", "War has raged since October 7."),
        ("fr", "Ils ont jusqu'au 20 mars."), ("en", "They have until March 20."),
        ("fr", "Il est là depuis lundi."), ("en", "He has been there since Monday."),
    ],
)  # fmt: skip
def test_a_bound_of_a_period_is_an_anchor(lang: str, text: str) -> None:
    assert [mention.anchor for mention in read(lang, text)] == [True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They denounced last week's attacks.", [True]),
        ("They suspended the 1960 Indus Waters Treaty.", [True]),
        ("They met last week in Minsk.", [False]),
        ("It was founded in 1960.", [False]),
    ],
)
def test_a_date_may_belong_to_the_noun_after_it(text: str, expected: list[bool]) -> None:
    assert [mention.of_noun for mention in read("en", text)] == expected


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "Le ministre a reçu 24 délégués."), ("en", "The minister received 24 delegates."),
        ("fr", "Il reste 30 otages."), ("en", "There may be 30 hostages left."),
        ("fr", "Ils ont marché vers la mairie."), ("en", "Troops march towards the city."),
        ("fr", "Le 31 février n'existe pas."), ("en", "February 31 does not exist."),
    ],
)  # fmt: skip
def test_numbers_and_words_that_look_like_dates_are_none(lang: str, text: str) -> None:
    assert [mention.text for mention in read(lang, text) if mention.precision == "day"] == []


def test_a_date_after_publication_stays_near_publication() -> None:
    assert str(read("fr", "Le sommet du 2 avril")[0].date) == "2025-04-02"
    assert str(read("en", "The summit of December 20", dt.date(2025, 3, 14))[0].date) == "2024-12-20"


@pytest.mark.parametrize("published", [dt.date(2024, 2, 29), dt.date(2025, 12, 31), dt.date(2025, 1, 1)])
@pytest.mark.parametrize(
    ("lang", "text"), [("fr", "le mois dernier"), ("en", "last month"), ("fr", "le 31"), ("en", "on the 31st")]
)
def test_odd_publication_days_break_nothing(lang: str, text: str, published: dt.date) -> None:
    for mention in read(lang, text, published):
        assert mention.date <= published
