"""Cleaning: page furniture goes, what the outlet wrote stays, captions are marked."""

import pytest

from etl.articles.clean import clean
from etl.articles.duplicates import NearDuplicates
from etl.schema import Article

PARAGRAPH = "Le président russe a reçu jeudi à Moscou son homologue chinois pour des entretiens consacrés à l'énergie."


@pytest.mark.parametrize(
    "line",
    [
        "Comment (0)", "Comments", "3 commentaires", "Comment (8)   Share   Print", "Partager sur Facebook", "Share this article",
        "(Traduit du turc) — 3 commentaires — Envoyer à un ami", "Lire aussi : Un concert de gala", "À lire aussi : autre chose",
        "Read more: Something else happened", "Texte et photo : DR", "Sign up for our daily newsletter and never miss a story",
        "Inscrivez-vous à notre newsletter quotidienne", "Publicité", "© 2024 Agence A", "* * *", "|",
        "Source : https://example.org/a.html",
    ],
)  # fmt: skip
def test_page_furniture_is_left_out(line: str) -> None:
    assert clean(f"{PARAGRAPH}\n{line}\n{PARAGRAPH}", None).text == f"{PARAGRAPH}\n{PARAGRAPH}"


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell in Moscow after the announcement of sanctions by the European Union.",
        "Print media in Iran said on Monday that the talks had failed.",
        "SÉOUL, 4 juin (Yonhap) – La Corée du Sud a condamné mardi le tir d'un missile balistique.",
        "« Lire la déclaration suffit », a dit le ministre à la presse.",
        "Source proche du dossier : l'accord sera signé lundi.",
    ],
)
def test_sentences_that_look_like_furniture_stay(line: str) -> None:
    assert clean(line, None).text == line


@pytest.mark.parametrize(
    "credit",
    ["(Source : KCNA) |", "(Photo : AFP)", "(AP Photo/John Doe)", "© AFP", "Crédit photo : Reuters", "(AP Photo)"],
)
def test_a_caption_keeps_its_words_and_is_marked(credit: str) -> None:
    cleaned = clean(f"{PARAGRAPH}\nLes deux dirigeants se serrent la main le 18 juillet. {credit}", "Titre")
    (span,) = cleaned.captions
    assert cleaned.text[slice(*span)] == "Les deux dirigeants se serrent la main le 18 juillet."


def test_spaces_ends_and_invisible_characters_become_plain() -> None:
    raw = "\ufeffLa\u00a0France\u202fet\u2009le Mali\u200b ont\tsigné\u00ad un accord.\r\n\r\nE\u0301lu\x00 hier."
    assert clean(raw, None).text == "La France et le Mali ont signé un accord.\nÉlu hier."


def test_the_title_comes_first_and_is_not_repeated() -> None:
    cleaned = clean(f"UN TITRE\n{PARAGRAPH}", "Un titre")
    assert cleaned.text == f"Un titre\n{PARAGRAPH}"
    assert cleaned.title_end == 8


def test_the_source_line_gives_the_url() -> None:
    assert clean(f"{PARAGRAPH}\nSource : https://example.org/a.html", None).url == "https://example.org/a.html"


def test_hard_wrapped_lines_are_joined_and_short_ones_are_not() -> None:
    wrapped = "The foreign minister of France met his British counterpart\nin London on Tuesday and they talked about the old\n"
    wrapped += "agreement on fishing that both countries had signed in the\nyear before.\n\nA second paragraph."
    assert clean(wrapped, None).text.split("\n")[1] == "A second paragraph."
    assert clean("- one item\n- another item\nlast", None).text == "- one item\n- another item\nlast"


def article(key: str, text: str) -> Article:
    return Article(key, key, key, text, "en")


def test_agency_copy_is_a_near_duplicate_and_another_story_is_not() -> None:
    words = [f"word{number} goes here" for number in range(80)]
    seen = NearDuplicates()
    assert seen.first_like(article("a", " ".join(words))) is None
    assert seen.first_like(article("b", "PARIS (Agency) - " + " ".join(words[:76]))) == "a"
    assert seen.first_like(article("c", " ".join(f"other{number} goes there" for number in range(80)))) is None
    assert seen.first_like(article("d", " ".join(words[:30] + [f"new{n} words come" for n in range(50)]))) is None
