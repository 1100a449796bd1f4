"""This module is about proposals: one trigger of one sentence, with everything that may belong to it. Nothing is decided here."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from etl.events.candidates import Candidate
from etl.events.locating import PlaceCandidate
from etl.events.sentences import Sentence
from etl.events.triggers import Trigger


@dataclass(frozen=True, slots=True)
class DatedBy:
    """An event's date, its precision, and what it came from: an expression (with its span) or a rule."""

    date: dt.date
    precision: str
    source: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """One trigger of one sentence with all that may belong to it."""

    sentence: Sentence
    text: str
    trigger: Trigger
    start: int
    end: int
    flags: frozenset[str]
    shape: frozenset[str]
    candidates: tuple[Candidate, ...]
    frequent: tuple[str, ...]
    together: Mapping[frozenset[str], int]
    dated: DatedBy
    places: tuple[PlaceCandidate, ...]
    attribution: str | None
