"""This module is about spotting: the place names of a text, found without a language model.

Spans with a known name are scanned for, weighed, and weighed again with what the others say: towns in a country that the text names,
towns with a container ("X, Y"), names in a list with accepted ones. It leaves out what the names mean (`etl.places.ranking`).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from etl.places.evidence import LOCATIVE, STRONG, ActorSpan, Spot, Weigher
from etl.places.gazetteer import Gazetteer
from etl.places.given import BETWEEN
from etl.places.ranking import Name
from etl.places.scanning import scan_words
from etl.places.tokens import split_words

CONTAINER, LISTED, KNOWN_COUNTRY = 3.0, 1.0, 1.0  # points of evidence, as in `etl.places.evidence`
_LIST_BETWEEN = re.compile(r"\s*(?:,|,?\s*(?:et|and|ou|or|à|to|/|-|–))\s+(?:à |d[’']|de |in |the |la |le |l[’'])?")


def spot_names(
    text: str, lang: str, gazetteer: Gazetteer, actor_spans: Sequence[ActorSpan] = (), title_end: int = 0
) -> list[Name]:
    """Names of places in order, without overlaps, with kinds, cues, containers and prepositions; candidates unranked."""
    words = split_words(text)
    scan = scan_words(text, words, lang, gazetteer)
    weigher = Weigher(text, words, lang, gazetteer, actor_spans, title_end, scan.surnames)
    spots = [spot for span in scan.spans if (spot := weigher.weigh(span)) is not None]
    countries = _find_countries(spots) | {
        actor for _, _, actor, kind in actor_spans if kind in {"state", "adjective", "demonym"}
    }
    kept = [spot for spot in _add_context(text, spots, countries) if spot.accepted]
    return _link_containers(text, kept)


def _find_countries(spots: Sequence[Spot]) -> set[str]:
    """Countries named for sure, and those of places that bear a name alone."""
    found: set[str] = set()
    for spot in spots:
        if spot.accepted and spot.needed == STRONG:
            first = spot.name.candidates[0]
            if first.iso3 and (first.place.kind == "country" or len(spot.name.candidates) == 1):
                found.add(first.iso3)
            found |= {candidate.iso3 for candidate in spot.name.candidates if candidate.capital and candidate.iso3}
    return found


def _add_context(text: str, spots: Sequence[Spot], countries: set[str]) -> list[Spot]:
    out: list[Spot] = []
    for index, spot in enumerate(spots):
        evidence = spot.evidence
        if any(candidate.iso3 in countries for candidate in spot.name.candidates):
            evidence += KNOWN_COUNTRY
        follower = spots[index + 1] if index + 1 < len(spots) else None
        if follower and _contains(text, spot, follower):
            evidence += CONTAINER
        elif follower and follower.accepted and _listed(text, spot, follower):
            evidence += LISTED
        if out and out[-1].accepted and _listed(text, out[-1], spot):
            evidence += LISTED + (LOCATIVE / 2 if out[-1].preposition else 0.0)
        out.append(replace(spot, evidence=evidence))
    return out


def _listed(text: str, left: Spot, right: Spot) -> bool:
    return _LIST_BETWEEN.fullmatch(text, left.name.end, right.name.start) is not None


def _contains(text: str, inner: Spot, outer: Spot) -> bool:
    if BETWEEN.fullmatch(text, inner.name.end, outer.name.start) is None:
        return False
    countries = {c.iso3 for c in outer.name.candidates[:3] if c.place.kind == "country"}
    divisions = {c.admin1 for c in outer.name.candidates[:6] if c.place.kind in {"admin1", "admin2"}}
    return any(
        (c.iso3 in countries or c.admin1 in divisions) and c.place.kind != "country" for c in inner.name.candidates
    )


def _link_containers(text: str, spots: Sequence[Spot]) -> list[Name]:
    names = []
    for index, spot in enumerate(spots):
        follower = spots[index + 1] if index + 1 < len(spots) else None
        container = index + 1 if follower and _contains(text, spot, follower) else None
        names.append(replace(spot.name, container=container))
    return names
