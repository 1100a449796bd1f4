"""This module is about language: which language a text is in, and whether this project reads it."""

import functools
from typing import Any

from etl.articles.draft import SUPPORTED_LANGUAGES

CHARS = 2_000  # enough to be sure; more only costs time
FIRST_CHARS, CLEAR = 600, 0.9999  # a beginning that leaves no doubt is enough
SURE = 0.9  # below it, or for a text of few words, what the user or the header says counts
FEW_WORDS = 20


@functools.cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify(text: str) -> tuple[str, float]:
    """ISO 639-1 code of the most probable language and its probability."""
    shown = text[:CHARS].casefold() if text.isupper() else text[:CHARS]
    code, probability = _identifier().classify(shown[:FIRST_CHARS])
    if probability < CLEAR and len(shown) > FIRST_CHARS:
        code, probability = _identifier().classify(shown)
    return str(code), float(probability)


def choose_language(text: str, declared: str | None) -> tuple[str | None, str | None]:
    """(language, None), or (None, why the text is refused); `declared` counts when the text is too short to tell."""
    found, probability = identify(text)
    said = (declared or "").lower()[:2] or None
    if found in SUPPORTED_LANGUAGES and (probability >= SURE or said not in SUPPORTED_LANGUAGES):
        return found, None
    if said in SUPPORTED_LANGUAGES and (probability < SURE or len(text.split()) < FEW_WORDS):
        return said, None
    supported = " and ".join(SUPPORTED_LANGUAGES)
    return None, f"its language seems to be {found!r}; only {supported} are supported"
