"""This module is about toponyms: the place names of a text, each resolved to a place, or left unresolved with the reason.

`find_toponyms` finds the names itself; `resolve_names` takes them as given. Neither ever lets one name's failure touch the others.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from etl.places.evidence import ActorSpan
from etl.places.gazetteer import Gazetteer
from etl.places.geocoders import Geocoder
from etl.places.given import name_spans
from etl.places.ranking import NOTHING, Name, Ranked, rank_names
from etl.places.spotting import spot_names
from etl.schema.toponym import Toponym

MIN_SCORE = 0.35  # below, a place stays unresolved: on the looked-at articles two in three such guesses are wrong
ASKED = 0.5  # score of a service's answer, which knows the name and nothing of the text
INFERRED = 0.25  # score of a place taken from its neighbour, against the neighbour's own
COUNTRY_REMOTENESS = 400  # a town within so many more characters places an unknown name better than a country
ACTOR_WEIGHT = 0.7  # what an adjective or demonym says about where a text plays, against a country's own name


def find_toponyms(
    text: str,
    lang: str,
    gazetteer: Gazetteer,
    *,
    actor_spans: Sequence[ActorSpan] = (),
    title_end: int = 0,
    outlet_country: str | None = None,
) -> list[Toponym]:
    """Find and resolve the place names of a whole cleaned text, in order.

    `actor_spans` are (start, end, actor id, kind); persons and organisations are no places. `title_end` is where the title ends.
    """
    names = spot_names(text, lang, gazetteer, actor_spans, title_end)
    countries = _weigh_actors(actor_spans)
    ranked = rank_names(names, gazetteer, lang, countries=countries, outlet_country=outlet_country)
    metonyms = {(start, end) for start, end, _, kind in actor_spans if kind == "metonym"}
    return [
        _to_toponym(
            text, name, found, (not name.located and (name.start, name.end) in metonyms) or _is_metonym(name, found)
        )
        for name, found in zip(names, ranked, strict=True)
    ]


def _is_metonym(name: Name, found: Ranked) -> bool:
    """A seat, or a capital or country that nothing makes a location, stands for its government: « Moscou a dénoncé »; so does
    the name of a treaty."""
    best = found.best
    if best is None or name.container is not None:
        return False
    if name.document:
        return True
    if best.place.kind == "metonym":
        return not name.located
    return not name.located and (best.capital or best.place.kind == "country")


def _weigh_actors(actor_spans: Sequence[ActorSpan]) -> dict[str, float]:
    counts = Counter(actor for _, _, actor, kind in actor_spans if kind in {"adjective", "demonym"} and len(actor) == 3)
    return {actor: ACTOR_WEIGHT * min(2, number) for actor, number in counts.items()}


def _to_toponym(text: str, name: Name, found: Ranked, metonym: bool, min_share: float = MIN_SCORE) -> Toponym:
    written, count = text[name.start : name.end], len(name.candidates)
    best = found.best
    if best is None:
        return Toponym(written, name.start, name.end, None, reason="not in the gazetteer")
    if found.share < min_share:
        return Toponym(
            written,
            name.start,
            name.end,
            None,
            found.share,
            found.margin,
            count,
            reason="several places bear this name",
        )
    return Toponym(
        written, name.start, name.end, best.place, round(found.share, 3), round(found.margin, 3), count, metonym
    )


def resolve_names(
    text: str, spans: Sequence[tuple[int, int]], lang: str, gazetteer: Gazetteer, geocoder: Geocoder | None = None
) -> list[Toponym]:
    """Resolve the given (start, end) spans of a text, in the order given.

    The spans are places for sure, so the best candidate stands even where it leads by little, and a name that the gazetteer lacks is
    asked of the `geocoder`, if there is one, and else put at the nearest named town, with the reason and a low score: it is seldom
    far from there.
    """
    names = name_spans(text, spans, lang, gazetteer)
    ranked = rank_names(names, gazetteer, lang)
    known = {ranks.best.iso3 for name, ranks in zip(names, ranked, strict=True) if ranks.best and not name.guessed}
    ranked = [
        NOTHING if name.guessed and known and ranks.best and ranks.best.iso3 not in known else ranks
        for name, ranks in zip(names, ranked, strict=True)
    ]  # a guess from a country that the text does not speak of is worse than the town beside the name
    found = [_to_toponym(text, name, ranks, False, min_share=0.0) for name, ranks in zip(names, ranked, strict=True)]
    if geocoder is not None:
        found = [toponym if toponym.place else _ask(toponym, lang, geocoder) for toponym in found]
    return [toponym if toponym.place else _infer(toponym, found) for toponym in found]


def _ask(toponym: Toponym, lang: str, geocoder: Geocoder) -> Toponym:
    place = geocoder.geocode(toponym.text, lang=lang)
    return replace(toponym, place=place, score=ASKED, reason="from the geocoder of the settings") if place else toponym


def _infer(toponym: Toponym, others: Sequence[Toponym]) -> Toponym:
    """An unknown name at the place of the nearest resolved one, towns before countries; as it was when there is none."""
    placed = [other for other in others if other.place and other.place.kind not in {"continent", "sea"}]
    nearest = min(placed, key=lambda other: _remoteness(toponym, other), default=None)
    if nearest is None:
        return toponym
    reason = f"not in the gazetteer; placed at {nearest.text}, named beside it"
    return replace(toponym, place=nearest.place, score=round(INFERRED * nearest.score, 3), reason=reason)


def _remoteness(toponym: Toponym, other: Toponym) -> int:
    country = other.place is not None and other.place.kind == "country"
    return abs(other.start - toponym.start) + (COUNTRY_REMOTENESS if country else 0)
