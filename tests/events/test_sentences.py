"""Sentences are cut where they end, and nowhere else; offsets point into the text."""

import pytest

from etl.events.sentences import split_sentences


def cut(text: str, title_end: int = 0) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text, title_end)]


@pytest.mark.parametrize(
    "text",
    [
        "M. Macron a parlé.",
        "Mme. Meloni est arrivée à Tunis.",
        "Mr. Biden spoke to Gen. Milley.",
        "The U.S. Navy sailed on Jan. 3.",
        "Le général J. Dupont a signé.",
        "Le taux est de 3.5 points.",
        "L'O.N.U. a appelé au calme.",
    ],
)
def test_an_abbreviation_does_not_end_a_sentence(text: str) -> None:
    assert cut(text) == [text]


def test_full_stops_questions_and_exclamations_end_sentences() -> None:
    assert cut("Il vient. Vient-il ? Oui ! Bien.") == ["Il vient.", "Vient-il ?", "Oui !", "Bien."]


def test_a_paragraph_ends_a_sentence_without_a_full_stop() -> None:
    assert cut("Un sous-titre\nIl a parlé.") == ["Un sous-titre", "Il a parlé."]


@pytest.mark.xfail(reason="a space before the closing quotation mark keeps the sentences together", strict=False)
def test_a_closing_quotation_mark_belongs_to_its_sentence() -> None:
    assert cut("« Nous refusons. » Il est parti.") == ["« Nous refusons. »", "Il est parti."]


def test_sentences_are_numbered_and_carry_offsets() -> None:
    text = "Titre\nUne phrase. Une autre."
    sentences = split_sentences(text, title_end=5)
    assert [s.no for s in sentences] == [0, 1, 2]
    assert [s.kind for s in sentences] == ["title", "body", "body"]
    assert [text[s.start : s.end] for s in sentences] == ["Titre", "Une phrase.", "Une autre."]


def test_a_caption_is_known_as_one() -> None:
    text = "Une phrase.\nLe ministre à son bureau."
    assert [s.kind for s in split_sentences(text, captions=((12, len(text)),))] == ["body", "caption"]


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("SEOUL, Sept 14 - The army said so.", "SEOUL, Sept 14 -"),
        ("PARIS (Reuters) - Le ministre a parlé.", "PARIS (Reuters) -"),
        ("KYIV — The president spoke.", "KYIV —"),
    ],
)
def test_a_dateline_stands_apart(text: str, dateline: str) -> None:
    sentences = split_sentences(text)
    assert next((text[s.start : s.end], s.kind) for s in sentences) == (dateline, "dateline")
    assert len(sentences) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Le 3 mars, le Chili a critiqué la Bolivie. La Bolivie a répondu.",
        "On March 3, Chile criticised Bolivia. Bolivia replied.",
    ],
)
def test_a_sentence_that_opens_with_a_date_is_no_dateline(text: str, request: pytest.FixtureRequest) -> None:
    request.applymarker(
        pytest.mark.xfail(reason="an opening date and a short first sentence are taken for a dateline", strict=False)
    )
    assert [s.kind for s in split_sentences(text)] == ["body", "body"]


def test_an_empty_text_has_no_sentences() -> None:
    assert cut("") == []
    assert cut("\n\n") == []
