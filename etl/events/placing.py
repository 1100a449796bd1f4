"""This module is about placing: which candidate is the place of an event whose actors are known.

Beside the places that the text names stand assumed ones: the seat of a government or an organisation that speaks or receives, and
the country of an actor. A linear model over readable labels chooses; an assumed seat is marked by its precision `seat`, so that no map
draws it as the point where something was seen to happen. Weights: `etl/resources/model/places.json`, made by `make train`.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from etl.errors import LexiconError
from etl.events.locating import PlaceCandidate, find_seat
from etl.events.model import LinearModel
from etl.events.proposal import Proposal
from etl.events.roles import stance
from etl.lexicon.reading import RESOURCES
from etl.places import Gazetteer
from etl.places.distance import distance_km
from etl.schema import Place

WEIGHTS = "model/places.json"
_ASSUMED = ("seat:", "country:")
_CROSSED = ("of:", *_ASSUMED, "how:", "receiver:", "child:", "before1:", "is:")
_STATED = frozenset({"child:in", "child:to", "receiver:host"})
"""Labels of a place that the trigger's own clause gives as location or destination."""
_SAME_KM = 30.0
"""A town this near to a seat is the seat: Putrajaya beside Kuala Lumpur, a ministry's suburb."""
_STRONG = frozenset({"dateline", "lead-place", "last-place", "title", "before1:in", "before2:in", "after1:in", "opens", "link:in",
                     "link:none", "before:same:in", "most-named", "recalled"})  # fmt: skip
"""Labels that a seat may have beside that of being one; each pair is a feature."""
_SHOWN = frozenset({"dateline", "title:in", "lead-place", "last-place", "recalled", "before1:in", "before2:in", "before:same:in",
                    "after1:in"})  # fmt: skip
"""Labels that show a seat to be where the text plays."""
SEAT = "seat"
"""Precision of an assumed place: the seat of who acts or receives."""


@dataclass(frozen=True, slots=True)
class EventPlace:
    """The place of an event, the span that names it (null when it is not named in the sentence), how it was found (clause, named,
    seat, country) and its share of the candidates' probability."""

    place: Place
    start: int | None
    end: int | None
    how: str
    share: float


@cache
def load_place_model() -> LinearModel:
    """Read the weights that the project ships."""
    try:
        raw = json.loads((RESOURCES / WEIGHTS).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LexiconError(f"{error}; run `make train`", WEIGHTS) from error
    return LinearModel(0.0, raw["weights"])


def add_assumed(
    named: Sequence[PlaceCandidate], source: str | None, target: str | None, gazetteer: Gazetteer
) -> list[PlaceCandidate]:
    """The named candidates and the assumed ones: seats and countries of source and target."""
    out = [replace(one, labels=set(one.labels)) for one in named if one.how != "metonym"]
    metonyms = {one.place.place_id: one.labels for one in named if one.how == "metonym"}
    for role, actor in (("source", source), ("target", target)):
        seat = find_seat(actor, gazetteer)
        if seat is not None:
            _add(out, seat, {f"seat:{role}"} | metonyms.get(seat.place_id, set()), "seat")
        if actor is not None and gazetteer.capital(actor) is not None:
            country = gazetteer.country(actor)
            _add(out, country, {f"country:{role}"} | metonyms.get(country.place_id, set()), "country")
    return _within_stated(out)


def _within_stated(candidates: list[PlaceCandidate]) -> list[PlaceCandidate]:
    """Where the clause gives a country as location (« en Russie »), only what it names and what lies in that country remains."""
    stated = {
        one.place.country
        for one in candidates
        if one.how == "clause" and one.place.precision == "country" and one.labels & _STATED
    }
    if not stated:
        return candidates
    return [one for one in candidates if one.how == "clause" or one.place.country in stated]


def _add(out: list[PlaceCandidate], place: Place, labels: set[str], how: str) -> None:
    same = [one for one in out if one.place.place_id == place.place_id or (
        how == "seat" and one.place.precision in ("city", "site", "district") and
        distance_km(one.place.lat, one.place.lon, place.lat, place.lon) <= _SAME_KM)]  # fmt: skip
    for one in same:
        one.labels |= labels
    if not any(one.place.place_id == place.place_id for one in same):
        out.append(PlaceCandidate(place, labels | {f"is:{place.precision}"}, how=how))


def place_features(
    one: PlaceCandidate,
    others: Sequence[PlaceCandidate],
    proposal: Proposal,
    source: str | None,
    target: str | None,
) -> set[str]:
    """Binary features of a candidate beside the others, given the event's actors.

    Labels are crossed with the type's stance; those that say whose place it is also with type, mode, form and kind of sentence.
    """
    sense, form, where = proposal.trigger.sense, proposal.trigger.form, proposal.sentence.kind
    labels = one.labels | _whose(one.place, source, target) | {f"how:{one.how}"}
    seats = [label for label in labels if label.startswith("seat:")]
    labels |= {f"{seat}+{label}" for seat in seats for label in _STRONG & labels}
    if one.how in ("seat", "country"):
        rival = _rival(others)
        labels |= {f"{label}!{rival}" for label in one.labels if label.startswith(_ASSUMED)}
        labels.add(f"home:{source == target}")
    kind = sense.event_type
    mode = "host" if sense.host and not sense.mode else sense.mode
    features = {f"{seat}&{sense.lemma}" for seat in seats}
    for label in labels:
        features.update(_crossings(label, kind, mode, form, where))
    return features


@lru_cache(maxsize=100_000)
def _crossings(label: str, event_type: str, mode: str | None, form: str, where: str) -> tuple[str, ...]:
    """A label alone and crossed with what the event is: few combinations, asked very often."""
    crossed = (label, f"{label}&{stance(event_type)}")
    if not label.startswith(_CROSSED):
        return crossed
    return (*crossed, f"{label}&{event_type}", f"{label}&{mode}", f"{label}&{form}", f"{label}&in-{where}")


def _whose(place: Place, source: str | None, target: str | None) -> set[str]:
    """Whether a place lies in the state of the source, of the target, of both or of neither."""
    ours, theirs = place.country == source, place.country == target
    whose = "both" if ours and theirs else "source" if ours else "target" if theirs else "other"
    return {f"of:{whose}", f"of:{whose}:{place.precision}"}


def _rival(others: Sequence[PlaceCandidate]) -> str:
    """What an assumed place has to stand against: a location named in the sentence, one named shortly before, or none."""
    if any(one.how == "clause" and one.labels & {"link:in", "link:to"} for one in others):
        return "clause"
    near = ("before1:in", "before2:in", "dateline")
    return "before" if any(label.startswith(near) for one in others for label in one.labels) else "none"


def choose_place(
    proposal: Proposal, source: str | None, target: str | None, gazetteer: Gazetteer, model: LinearModel
) -> EventPlace | None:
    """The most likely place of the event, or null when there is no candidate."""
    candidates = add_assumed(proposal.places, source, target, gazetteer)
    if not candidates:
        return None
    logits = [model.logit(place_features(one, candidates, proposal, source, target)) for one in candidates]
    best = max(range(len(candidates)), key=logits.__getitem__)
    share = 1 / sum(math.exp(max(-30.0, logit - logits[best])) for logit in logits)
    one = candidates[best]
    if _is_assumed(one):
        return EventPlace(replace(one.place, precision=SEAT), None, None, "seat", round(share, 3))
    return EventPlace(one.place, one.start, one.end, one.how, round(share, 3))


def _is_assumed(one: PlaceCandidate) -> bool:
    """A seat that the text does not show to be where it plays: not named, or named only far from the event."""
    if one.how == "seat":
        return True
    seat = any(label.startswith("seat:") for label in one.labels)
    return seat and one.how == "named" and not one.labels & _SHOWN
