"""The language of a text shows in its beginning; a beginning that leaves doubt is not enough."""

from etl.articles import language

FRENCH = "Le ministre des Affaires étrangères a reçu son homologue pour évoquer la situation à la frontière. "
NAMES = "Kim Jong Un, Vladimir Poutine, Xi Jinping, Emmanuel Macron, Angela Merkel, Recep Tayyip Erdogan; "


def test_a_clear_beginning_decides() -> None:
    text = FRENCH * 8
    assert len(text) > language.FIRST_CHARS
    assert language.identify(text) == language.identify(text[: language.FIRST_CHARS])
    assert language.identify(text)[0] == "fr"


def test_a_doubtful_beginning_is_read_on() -> None:
    beginning = (NAMES * 7)[: language.FIRST_CHARS]
    assert language.identify(beginning)[1] < language.CLEAR
    code, probability = language.identify(beginning + FRENCH * 10)
    assert code == "fr"
    assert probability > language.SURE
