"""This module is about siting: which of a text's places an event happened at.

A place in the event's own clause comes first, then its sentence, then the sentence before, then the dateline, each with less
confidence. A capital that stands for a government is no place; a country stays a country, never a point in its capital.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from etl.lexicon.places import read_expected_kinds
from etl.places.gazetteer import Gazetteer
from etl.schema.toponym import Toponym

Span = tuple[int, int]

# Confidence of where the place was found: own clause, own sentence, sentence before, dateline, the host's country.
CLAUSE, SENTENCE, BEFORE, DATELINE, HOST = 0.95, 0.75, 0.5, 0.4, 0.4
FINENESS = {
    "site": 0.0,
    "city": 0.0,
    "district": 0.0,
    "water": 0.3,
    "region": 0.5,
    "country": 1.0,
}  # lower is preferred
EXPECTED = 0.1  # a kind that the event type expects, against one that it does not


@dataclass(frozen=True, slots=True)
class Site:
    """Where an event happened: the toponym, a confidence (0 to 1) and the rule that chose it."""

    toponym: Toponym
    confidence: float
    rule: str


def expected_kinds(event_type: str) -> tuple[str, ...]:
    """Kinds of place where events of this PLOVER type happen; empty for an unknown type."""
    return read_expected_kinds().get(event_type, ())


def locate_event(
    toponyms: Sequence[Toponym],
    *,
    event_type: str,
    clause: Span,
    sentence: Span,
    before: Span | None = None,
    dateline: Toponym | None = None,
    host: str | None = None,
    gazetteer: Gazetteer | None = None,
    trigger: int | None = None,
) -> Site | None:
    """The place of an event whose clause and sentence span these characters, or null when the text does not say.

    `host` is the alpha-3 code of a state that received the event (a visit, talks): its country is taken when no place is named.
    """
    for span, confidence, rule in (
        (clause, CLAUSE, "clause"),
        (sentence, SENTENCE, "sentence"),
        (before, BEFORE, "before"),
    ):
        if span and (found := _best_in(toponyms, span, event_type, trigger)):
            return Site(found, round(confidence * found.score, 3), rule)
    if dateline and dateline.place:
        return Site(dateline, round(DATELINE * dateline.score, 3), "dateline")
    if host and gazetteer:
        place = gazetteer.country(host)
        return Site(Toponym(place.name, clause[0], clause[0], place, 1.0), HOST, "host")
    return None


def _best_in(toponyms: Sequence[Toponym], span: Span, event_type: str, trigger: int | None) -> Toponym | None:
    kinds = expected_kinds(event_type)
    anchor = span[0] if trigger is None else trigger
    inside = [
        toponym for toponym in toponyms
        if toponym.place and not toponym.metonym and span[0] <= toponym.start < span[1] and toponym.place.kind != "metonym"
    ]  # fmt: skip
    return min(inside, key=lambda toponym: _cost(toponym, kinds, anchor), default=None)


def _cost(toponym: Toponym, kinds: tuple[str, ...], anchor: int) -> tuple[float, int]:
    """Finer places first (a town before its country), then expected kinds, then the nearest after the trigger."""
    place = toponym.place
    fineness = FINENESS[place.precision] if place else FINENESS["country"]
    distance = toponym.start - anchor if toponym.start >= anchor else 3 * (anchor - toponym.start)
    return fineness - (EXPECTED if place and place.kind in kinds else 0.0), distance
