"""This module is about ranking: which candidate each name of a text means, decided for all names together.

A candidate's score adds what is known of it (kind, population and fame as priors only) and what the text says: countries named,
containers ("X, Y"), cue words ("fleuve", "gare"), French prepositions ("au Québec", "à Québec") and the distance to the other places.
It leaves out which words are names (`etl.places.spotting`).
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from etl.places.distance import distance_km
from etl.places.gazetteer import ADJECTIVE, ALIAS, BARE, CUED, MAIN, SOUND, SPELLING, Candidate, Gazetteer
from etl.places.names import fold_name

# Weights in score units, in which 1 is about the difference between a town of 10,000 and a city of a million. Set by hand on the
# looked-at articles; moving any one by a third changes the devset's recall by less than a point.
RANK_SCORE = {MAIN: 0.0, ALIAS: 0.0, SPELLING: -0.55, BARE: -0.3, CUED: -5.0, ADJECTIVE: 0.0, SOUND: -1.2}
KIND_SCORE = {"country": 4.4, "continent": 4.0, "admin1": 0.3, "admin2": 0.7}
PER_ADMIN1 = 0.5  # for each factor of ten of its people: "Ontario" is the province, a district of some thousands seldom the sense
CURATED_SCORE = 3.5
CAPITAL_SCORE = 2.2
PER_POPULATION = 0.5  # for each factor of ten
PER_FAME = 0.2  # for each doubling of the number of names
WORLD_CITY = 1.8  # known to every reader: a namesake needs a container, or all of its surroundings
WORLD_POPULATION, WORLD_FAME = 1_000_000, 60
OTHER_LANGUAGE = -8.0  # "Mexico" is the country in English, the city in French
SAME_COUNTRY = 2.4
COUNTRY_AGAIN = 1.2  # its towns speak for a country, less than it speaks for them
NEIGHBOUR = 0.3
FOREIGN, LOCAL_SHARE, LOCAL_NAMES = (
    -1.2,
    0.7,
    2.5,
)  # where most names lie in one country, a town far outside it is seldom meant
SAME_DIVISION = 1.2
NEAR = 1.2
ALSO_NEAR = (1.0, 0.7, 0.4)  # what the nearest, second and third place beside a candidate count
OF_CITIES, CITY_POPULATION = (
    2.2,
    50_000,
)  # surroundings count more for a namesake that is a city itself (Athens, Georgia)
NEAR_KM = 120.0  # distance at which nearness has fallen to a third
CONTAINED = 6.0
NOT_CONTAINED = -2.5
NAMESAKE, MUCH_LARGER = -2.0, 10
CONTAINS = 1.5  # what follows the comma is the division that holds what stands before it
SHADOWED, ALIKE = (
    -2.0,
    50.0,
)  # another name of a place, unlike its own, where some place bears it itself: "Victoria" is seldom Hong Kong
CUE = 4.0
KIND_CUE = 1.6
OTHER_KIND = -0.5
PREPOSITION = 1.2
OUTLET = 0.5
MIN_VOTE = 0.3  # a name less sure than this says nothing of the others
ROUNDS = 3  # the assignment settles after two
TEMPERATURE = 0.8  # turns score differences into shares: a lead of one unit is 3.5 to 1
RANK_TRUST = {MAIN: 1.0, ALIAS: 1.0, SPELLING: 0.95, BARE: 0.9, CUED: 0.9, ADJECTIVE: 0.9, SOUND: 0.6}


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `start:end` to resolve, with its folded `key` and its candidates.

    `kinds` are those that words beside it ask for, `cues` the folded words beside it; `container` is the index of the name that
    follows after a comma, `preposition` is `city` or `region` where French tells; `located` says that a preposition, a kind word or
    a dateline makes it a location, not a government; `document` that it names a treaty (« convention de Vienne »),
    `guessed` that the gazetteer has no such name and the candidates only sound like it or bear a part of it.
    """

    start: int
    end: int
    key: str
    candidates: tuple[Candidate, ...]
    kinds: frozenset[str] = frozenset()
    cues: frozenset[str] = frozenset()
    container: int | None = None
    preposition: str | None = None
    located: bool = False
    document: bool = False
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """The candidates of a name, best first, with their scores; `share` (0 to 1) is the best one's, `margin` its lead in shares."""

    candidates: tuple[Candidate, ...]
    scores: tuple[float, ...]
    share: float
    margin: float

    @property
    def best(self) -> Candidate | None:
        """The best candidate, or null when there is none."""
        return self.candidates[0] if self.candidates else None


NOTHING = Ranked((), (), 0.0, 0.0)


@dataclass(slots=True)
class _Focus:
    """What the names settled so far say: weights by country and division, and points with their weights, each spelling once."""

    countries: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    divisions: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    own: dict[str, tuple[Candidate, float]] = field(default_factory=dict)
    points: dict[tuple[float, float, str], float] = field(default_factory=dict)
    near: dict[tuple[float, float, str], float] = field(default_factory=dict)
    containers: dict[str, int] = field(default_factory=dict)
    home: str | None = None


def rank_names(
    names: Sequence[Name],
    gazetteer: Gazetteer,
    lang: str,
    *,
    countries: Mapping[str, float] | None = None,
    outlet_country: str | None = None,
) -> list[Ranked]:
    """Rank the candidates of all names together. `countries` are weights (alpha-3) known from elsewhere: actors, adjectives."""
    known = dict(countries or {})
    if outlet_country:
        known[outlet_country] = known.get(outlet_country, 0.0) + OUTLET
    base = [
        [score + extra for score, extra in zip(_priors(name, lang), _holds(index, names), strict=True)]
        for index, name in enumerate(names)
    ]
    ranked = [_order(name, scores) for name, scores in zip(names, base, strict=True)]
    for _ in range(ROUNDS):
        focus = _find_focus(names, ranked, known)
        ranked = [
            _order(name, [
                score + _support(candidate, name, focus, gazetteer, ranked)
                for candidate, score in zip(name.candidates, scores, strict=True)
            ])
            for name, scores in zip(names, base, strict=True)
        ]  # fmt: skip
    return ranked


def _order(name: Name, scores: Sequence[float]) -> Ranked:
    if not scores:
        return NOTHING
    order = sorted(range(len(scores)), key=lambda index: -scores[index])
    top = scores[order[0]]
    # Candidates that are one place on the map (a city and the district named after it) share their weight.
    leader = name.candidates[order[0]].place
    total = same = second = 0.0
    for index in order:
        weight = math.exp((scores[index] - top) / TEMPERATURE)
        total += weight
        place = name.candidates[index].place
        reach = max(80.0, 0.6 * (place.radius_km + leader.radius_km))
        if place.country == leader.country and distance_km(place.lat, place.lon, leader.lat, leader.lon) <= reach:
            same += weight
        else:
            second = max(second, weight)
    trust = RANK_TRUST[name.candidates[order[0]].rank]
    return Ranked(
        tuple(name.candidates[index] for index in order), tuple(scores[index] for index in order),
        same / total * trust, (same - second) / total,
    )  # fmt: skip


def _priors(name: Name, lang: str) -> list[float]:
    """What is known of each candidate before the text speaks."""
    if len(name.candidates) == 1:
        return [_prior(name.candidates[0], name, lang)]
    own = any(candidate.rank in (MAIN, ALIAS) and candidate.place.kind == "city" for candidate in name.candidates)
    return [
        _prior(candidate, name, lang)
        + (SHADOWED if own and candidate.rank == SPELLING and _is_unlike(name.key, candidate) else 0.0)
        + _against_namesake(candidate, name.candidates)
        for candidate in name.candidates
    ]


def _against_namesake(candidate: Candidate, candidates: Sequence[Candidate]) -> float:
    """A country goes before its own state of that name (Mexico), a province before its far smaller town (Quebec)."""
    place = candidate.place
    for other in (one.place for one in candidates if one.rank == MAIN and one.place.country == place.country):
        if place.kind == "admin1" and other.kind == "country":
            return NAMESAKE
        if place.kind == "city" and other.kind == "admin1" and not candidate.capital:
            return NAMESAKE if other.population >= MUCH_LARGER * place.population > 0 else 0.0
    return 0.0


def _is_unlike(key: str, candidate: Candidate) -> bool:
    return fuzz.ratio(key, fold_name(candidate.place.name)) < ALIKE


def _holds(index: int, names: Sequence[Name]) -> list[float]:
    """A bonus for candidates that hold a candidate of the name before the comma."""
    inner = [one for one in names if one.container == index]
    return [
        CONTAINS * any(lies_in(place, around) for one in inner for place in one.candidates)
        if around.place.kind in {"country", "admin1"}
        else 0.0
        for around in names[index].candidates
    ]


def _prior(candidate: Candidate, name: Name, lang: str) -> float:
    place = candidate.place
    score = RANK_SCORE[candidate.rank]
    if place.kind in KIND_SCORE:
        score += KIND_SCORE[place.kind] + (
            PER_ADMIN1 * math.log10(place.population + 1) if place.kind == "admin1" else 0.0
        )
    elif candidate.fame == 30 and not place.place_id.startswith(("geonames:", "local:")):
        score += CURATED_SCORE
    else:
        score += PER_POPULATION * math.log10(place.population + 10) + PER_FAME * math.log2(candidate.fame + 1)
        score += CAPITAL_SCORE if candidate.capital else 0.0
        score += WORLD_CITY if place.population >= WORLD_POPULATION or candidate.fame >= WORLD_FAME else 0.0
    if candidate.lang and candidate.lang != lang and candidate.rank != ADJECTIVE:
        score += OTHER_LANGUAGE
    if candidate.cues & name.cues or (candidate.rank == CUED and _is_asked(place.kind, name)):
        score += CUE
        score -= RANK_SCORE[CUED] if candidate.rank == CUED else 0.0
    if name.kinds:
        score += KIND_CUE if place.kind in name.kinds else OTHER_KIND
    if name.preposition == "city" and place.kind == "city":
        score += PREPOSITION
    if name.preposition == "region" and place.kind in {"country", "admin1", "region", "admin2"}:
        score += PREPOSITION
    return score


def _is_asked(kind: str, name: Name) -> bool:
    return kind in name.kinds or (kind == "city" and name.preposition == "city")


def _find_focus(names: Sequence[Name], ranked: Sequence[Ranked], known: Mapping[str, float]) -> _Focus:
    focus = _Focus()
    focus.countries.update(known)
    for name, found in zip(names, ranked, strict=True):
        best = found.best
        if name.container is not None:
            focus.containers.setdefault(name.key, name.container)
        if (
            best is None
            or name.guessed
            or found.share < MIN_VOTE
            or found.share <= focus.own.get(name.key, (None, 0.0))[1]
        ):
            continue
        focus.own[name.key] = (best, found.share)
    for key, (best, weight) in focus.own.items():
        place = best.place
        if place.country:
            focus.countries[place.country] += weight
        if best.admin1 and place.kind != "country":
            focus.divisions[best.admin1] += weight
        if place.radius_km < 150 and place.kind != "country":
            focus.points[place.lat, place.lon, key] = weight
    total = sum(focus.countries.values())
    if total >= LOCAL_NAMES:
        top = max(focus.countries, key=lambda code: focus.countries[code])
        focus.home = top if focus.countries[top] >= LOCAL_SHARE * total else None
    return focus


def _support(candidate: Candidate, name: Name, focus: _Focus, gazetteer: Gazetteer, ranked: Sequence[Ranked]) -> float:
    place, score = candidate.place, 0.0
    own, weight = focus.own.get(name.key, (None, 0.0))
    own_country = own.place.country if own else None
    states = (place.country,) if place.country else candidate.shores
    votes = max((focus.countries[state] - (weight if own_country == state else 0.0) for state in states), default=0.0)
    if votes > 0:
        score += (SAME_COUNTRY if place.kind != "country" else COUNTRY_AGAIN) * votes / (votes + 1.0)
    if (
        place.country
        and votes < 0.5
        and any(focus.countries[code] >= 0.8 for code in gazetteer.neighbours(place.country))
    ):
        score += NEIGHBOUR
    if focus.home and votes < 0.5 and place.kind != "country" and place.country not in {focus.home, None}:
        score += 0.0 if place.country in gazetteer.neighbours(focus.home) else FOREIGN
    size = OF_CITIES if place.kind == "city" and place.population >= CITY_POPULATION else 1.0
    if candidate.admin1 and place.kind != "country":
        votes = focus.divisions[candidate.admin1] - (weight if own and own.admin1 == candidate.admin1 else 0.0)
        score += size * SAME_DIVISION * votes / (votes + 1.0)
    if place.kind != "country" and place.radius_km < 400 and len(name.candidates) > 1:
        score += size * NEAR * _nearness(place.lat, place.lon, name.key, focus)
    if name.container is not None:
        score += _containment(candidate, ranked[name.container])
    elif (container := focus.containers.get(name.key)) is not None:
        score += 0.5 * _containment(candidate, ranked[container])
    return score


def _nearness(lat: float, lon: float, name: str, focus: _Focus) -> float:
    key = (lat, lon, name)
    near = focus.near.get(key)
    if near is None:
        found = []
        for (other_lat, other_lon, other), weight in focus.points.items():
            if other == name or abs(other_lat - lat) > 6:
                continue
            found.append(weight * math.exp(-distance_km(lat, lon, other_lat, other_lon) / NEAR_KM))
        found.sort(reverse=True)
        near = sum(share * value for share, value in zip(ALSO_NEAR, found, strict=False))
        focus.near[key] = near
    return near


def _containment(candidate: Candidate, container: Ranked) -> float:
    """Whether the candidate lies in what follows it after a comma: "Moscow, Idaho"; nothing where that is no container."""
    outer = container.best
    if outer is None:
        return 0.0
    score = NOT_CONTAINED
    for around, its_score in zip(container.candidates[:4], container.scores[:4], strict=True):
        if container.scores[0] - its_score > 4:  # far behind: not what the container means
            break
        if lies_in(candidate, around):
            score = CONTAINED
            break
    if score < 0 and outer.place.kind not in {"country", "admin1", "admin2", "region"}:
        return 0.0
    return score


def lies_in(candidate: Candidate, outer: Candidate) -> bool:
    """Whether a candidate lies in a country, division or other place, by codes where they exist and by distance elsewhere."""
    place, around = candidate.place, outer.place
    if place.place_id == around.place_id or (place.kind == around.kind and place.kind != "city"):
        return False
    if around.kind == "country":
        return place.country == around.country and place.kind != "country"
    if around.kind == "admin1":
        return candidate.admin1 == outer.admin1 and candidate.admin1 is not None
    reach = max(around.radius_km, 20.0) * (1.6 if around.kind == "admin2" else 1.0)
    return distance_km(place.lat, place.lon, around.lat, around.lon) <= reach + 15.0
