"""This module is about place names as keys: how a spelling is folded so that Kyïv, KYIV and Kyiv meet.

Two keys: `fold_name` (case, accents, hyphens, apostrophes, saint/st) and `sound_name`, a rougher key under which French, English and
other romanisations of one name meet (Choucha, Shusha). It leaves out what the names mean.
"""

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose.
_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae",
     "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th", "ə": "a", "Ə": "A", "ħ": "h", "Ħ": "H"}
)  # fmt: skip
# Apostrophes, signs for ayn and hamza, and abbreviation dots join their neighbours; all else that is no letter or digit parts them.
_JOINED = re.compile(r"['’‘ʼʻʿʾ`´′.·]")
_PARTED = re.compile(r"[\W_]+")
_SAINT = re.compile(r"\b(?:saint|sainte|ste|sankt|sveti)\b")


@lru_cache(maxsize=100_000)
def fold_name(name: str) -> str:
    """Fold a name to its key: `Saint-Pétersbourg` and `ST. PETERSBOURG` -> `st petersbourg`; `N’Djamena` -> `ndjamena`."""
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name.translate(_LETTERS))
        name = "".join(char for char in decomposed if not unicodedata.combining(char))
    key = _PARTED.sub(" ", _JOINED.sub("", name).casefold()).strip()
    return _SAINT.sub("st", key) if "s" in key else key


# From a folded Latin key to its sound, in order: digraphs of French, English, German and Polish spelling first.
_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"\b(?:al|el|ad|as|ash|ach|ar|an|at|az|ez|ed|er|es|et|ul|le|la|les|the)\b", ""),
        (r"\s+", ""),
        (r"tsch|tch|tsh|sch|sh|ch|cz|sz", "c"),
        (r"dj|zh|dzh|gh(?=[ei])|g(?=[ei])|j", "z"),
        (r"gu(?=[ei])", "g"),
        (r"kh|gh", "h"),
        (r"ph", "f"),
        (r"ou|oo|w|v(?=[^aeiouy]|$)", "u"),
        (r"q|ck|c(?=[aour])", "k"),
        (r"x", "ks"),
        (r"tz|ts", "s"),
        (r"[yj]", "i"),
        (r"ai|ae|oe", "e"),
        (r"[ei]+", "i"),
        (r"h(?=[^aeiou]|$)", ""),
        (r"(.)\1+", r"\1"),
        (r"(?<=..)[eaoi]+$", ""),
    )
)


@lru_cache(maxsize=50_000)
def sound_name(key: str) -> str:
    """The rough sound of a folded Latin key; empty where too little is left to tell names apart (fewer than three letters)."""
    if not key.isascii():
        return ""
    for pattern, sound in _SOUNDS:
        key = pattern.sub(sound, key)
    return key if len(key) >= 3 else ""


# Words that say what a division is; without them its bare name is left ("Donetsk Oblast", "oblast de Donetsk" -> "donetsk").
_DIVISION = re.compile(
    r"\b(?:province|oblast|region|governorate|gouvernorat|state|etat|department|departement|district|county|comte|prefecture|krai|kray"
    r"|republic|republique|territory|territoire|municipality|voivodeship|voivodie|canton|wilaya|emirate|emirat|autonomous|autonome"
    r"|okrug|division|parish|borough|census area|raion|subdivision|muhafazat|communaute|forale|federal|city and county)\b"
)  # fmt: skip
_SMALL = re.compile(r"^(?:(?:of|de|du|des|la|le|les|the|d|l)\s+)+|\s+(?:of|de|du|des)$")
_ELIDED = re.compile(r"\b(?:[dl])['’](?=\w)", re.IGNORECASE)


def bare_name(name: str) -> str:
    """The key of a division's name without what says that it is one: `gouvernorat d'Alep` -> `alep`."""
    key = _DIVISION.sub(" ", fold_name(_ELIDED.sub(" ", name)))
    return _SMALL.sub("", _SMALL.sub("", " ".join(key.split()))).strip()
