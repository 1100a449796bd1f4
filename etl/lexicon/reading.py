"""This module is about reading resource files: where they are, and how YAML and CSV become plain values.

It leaves out what the values mean; each look-up module validates its own files and raises `LexiconError` with the file.
"""

import csv
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from etl.errors import LexiconError

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def read_yaml(name: str) -> Any:
    """Read `etl/resources/NAME`; safe YAML only."""
    path = RESOURCES / name
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        with path.open(encoding="utf-8") as file:
            return yaml.load(file, Loader=loader)  # noqa: S506 (a safe loader, in C where available)
    except (OSError, yaml.YAMLError) as error:
        raise LexiconError(str(error).replace("\n", " "), name) from error


def read_csv(name: str, delimiter: str = ";") -> Iterator[dict[str, str]]:
    """Yield the rows of `etl/resources/NAME`, comment lines (`#`) skipped."""
    try:
        with (RESOURCES / name).open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader((line for line in file if not line.startswith("#")), delimiter=delimiter)
    except OSError as error:
        raise LexiconError(str(error), name) from error


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Fold case and accents: `Élysée` -> `elysee`."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


def as_tuple(value: Any) -> tuple[str, ...]:
    """A YAML value that may be absent, one word or a list, as a tuple of words."""
    if value is None:
        return ()
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    return (str(value),)
