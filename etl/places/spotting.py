"""This module is about spotting: which spans of a text are place names, without a language model.

Two scans: the names that curated places, countries and divisions bear (also those written small: « mer Jaune », « bande de Gaza »),
and runs of capitalised words that the gazetteer knows. What speaks for a place (prepositions, kind words, datelines, containers, the
countries of the text) must outweigh what speaks against it (titles, surnames, other capitalised words beside it). It leaves out what
the names mean (`etl.places.ranking`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from etl.lexicon.places import Kind, PlaceContext, read_kinds, read_place_context
from etl.places.gazetteer import CUED, SOUND, SPELLING, Candidate, Gazetteer
from etl.places.names import fold_name
from etl.places.ranking import Name
from etl.places.tokens import Word, split_words

ActorSpan = tuple[
    int, int, str, str
]  # start, end, actor id, kind (state, adjective, demonym, metonym, person, organisation, role)

MAX_WORDS = 6  # of a name in a run: "Santa Cruz de la Sierra" has five
PARTICLES = frozenset(
    "de du des d la le les l el al ez ad as ash of the upon on sur sous en y do da dos del di van der den bin ben abu aux lez am an a"
    " et and".split()
)
# Evidence in points; a name is a place from what its prominence asks for.
LOCATIVE, WEAK, KIND_WORD, DATELINE, CONTAINER, LISTED, KNOWN_COUNTRY = 2.0, 0.6, 2.5, 3.0, 3.0, 1.0, 1.0
OPENS, WRITTEN_SMALL, SURNAME, TITLE, COMMON_WORD, BESIDE_NAME, TREATY, MASKED = (
    -0.7,
    -3.0,
    -4.0,
    -4.0,
    -4.0,
    -4.0,
    -6.0,
    -9.0,
)
STRONG, MEDIUM, FAINT = -1.0, 1.2, 2.0  # evidence needed by places everyone knows, by towns, by villages
STRONG_POPULATION, MEDIUM_POPULATION = 150_000, 15_000
HEADLINE_SHARE = 0.6  # from this share of capitalised words on, capitals say nothing (titles in English)
_DATELINE_AFTER = re.compile(r"\s*(?:\([^)\n]{2,60}\)\s*)?(?:,[^.\n–—-]{2,40})?\s*(?:–|—|-|:|\()\s*")
_CONTAINER_AFTER = re.compile(r"(?:,\s+|\s*\(\s*)(?:in\s+|en\s+|au\s+|dans\s+(?:le|la)\s+)?")


@dataclass(frozen=True, slots=True)
class Spot:
    """A span that may be a place name, with its candidates, the evidence for it and its first and last word's numbers."""

    name: Name
    first: int
    last: int
    evidence: float
    needed: float
    preposition: bool
    certain: bool

    @property
    def accepted(self) -> bool:
        """Whether the evidence reaches what the name's prominence needs."""
        return self.evidence >= self.needed


class Spotter:
    """Finds the place names of one text. One use a text; `spot()` gives the names in order."""

    def __init__(
        self, text: str, lang: str, gazetteer: Gazetteer, actor_spans: Sequence[ActorSpan] = (), title_end: int = 0
    ) -> None:
        self.text, self.lang, self.gazetteer, self.title_end = text, lang, gazetteer, title_end
        self.words = split_words(text)
        self.context: PlaceContext = read_place_context()
        self.kinds: Mapping[str, Kind] = read_kinds()
        self.masked = [
            (start, end)
            for start, end, _, kind in actor_spans
            if kind in {"person", "organisation", "institution", "party"}
        ]
        self.countries = {actor for _, _, actor, kind in actor_spans if kind in {"state", "adjective", "demonym"}}
        self.small = {word.key for word in self.words if not word.capital}
        self.headline = self._find_headline()
        self.surnames: set[str] = set()
        self.first_body_word = next((i for i, word in enumerate(self.words) if word.start >= title_end), 0)

    def _find_headline(self) -> bool:
        long = [word for word in self.words if word.start < self.title_end and len(word.text) > 3]
        return len(long) >= 4 and sum(word.capital for word in long) / len(long) >= HEADLINE_SHARE

    def spot(self) -> list[Name]:
        """Names of places in order, without overlaps, with kinds, cues, containers and prepositions; candidates unranked."""
        scanned = self._scan_phrases()
        runs = self._scan_runs({word for first, last in scanned for word in range(first, last + 1)})
        spans = sorted({*scanned, *runs})
        spots = [spot for first, last in spans if (spot := self._weigh(first, last)) is not None]
        for spot in spots:  # countries named for sure speak for the towns in them
            if spot.certain and spot.accepted:
                self.countries.update(c.iso3 for c in spot.name.candidates[:1] if c.iso3 and c.place.kind == "country")
                if len(spot.name.candidates) == 1 and spot.name.candidates[0].iso3:
                    self.countries.add(spot.name.candidates[0].iso3)
        spots = self._add_context(spots)
        kept = [spot for spot in spots if spot.accepted]
        return _link_containers(self.text, kept)

    def _scan_phrases(self) -> list[tuple[int, int]]:
        scanner, words, found, index = self.gazetteer.scanner, self.words, [], 0
        while index < len(words):
            match = 0
            for parts, capitals in scanner.get(words[index].key, ()):
                size = len(parts)
                if size > match and self._matches(index, parts, capitals):
                    match = size
            if match:
                found.append((index, index + match - 1))
                index += match
            else:
                index += 1
        return found

    def _matches(self, index: int, parts: tuple[str, ...], capitals: str) -> bool:
        words = self.words
        if index + len(parts) > len(words):
            return False
        for offset, (part, flag) in enumerate(zip(parts, capitals, strict=True)):
            word = words[index + offset]
            if word.key != part or (flag == "1" and not word.capital) or (offset and not word.spaced):
                return False
        word = words[index]
        # Two and three letters are an acronym, not a word: "US", never "us".
        return not (len(parts) == 1 and len(word.key) <= 3 and not word.text.replace(".", "").isupper())

    def _scan_runs(self, taken: set[int]) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for first, last in self._runs(taken):
            index, hit = first, False
            while index <= last:
                size = self._longest(index, last)
                if size:
                    found.append((index, index + size - 1))
                    hit = True
                    index += size
                else:
                    index += 1
            if not hit and last > first:
                self._note_person(first, last)
        return found

    def _runs(self, taken: set[int]) -> list[tuple[int, int]]:
        """Capitalised words in a row, with the particles and hyphened or apostrophed small words between and after them."""
        words, runs, index = self.words, [], 0
        while index < len(words):
            if index in taken or not words[index].capital:
                index += 1
                continue
            last = index
            while last + 1 < len(words) and last + 1 not in taken:
                word = words[last + 1]
                if not word.spaced:
                    break
                if word.capital or (word.joined and word.key != "s" and len(word.key) > 1):
                    last += 1
                    continue
                step = last + 1
                while (
                    step < len(words)
                    and words[step].key in PARTICLES
                    and words[step].spaced
                    and not words[step].capital
                ):
                    step += 1
                if step == last + 1 or step > last + 3 or step >= len(words) or step in taken:
                    break
                if not (words[step].capital and words[step].spaced):
                    break
                last = step
            runs.append((index, last))
            index = last + 1
        return runs

    def _longest(self, index: int, last: int) -> int:
        words = self.words
        if not words[index].capital or (index and words[index].joined and words[index - 1].key not in {"l", "d", "qu"}
                                        and words[index - 1].capital):  # fmt: skip
            return 0
        for size in range(min(MAX_WORDS, last - index + 1), 0, -1):
            final = words[index + size - 1]
            if not final.capital and not final.joined:
                continue
            after = words[index + size] if index + size < len(words) else None
            if (
                after is not None
                and after.hyphened
                and after.key not in {"est", "nord", "sud", "ouest", "based", "born"}
            ):
                continue
            key = fold_name(self.text[words[index].start : final.end])
            if len(key) > 1 and self.gazetteer.find(key):
                return size
        return 0

    def _note_person(self, first: int, last: int) -> None:
        """The words of an unknown run of several are names of people or bodies; alone, they are no places later on."""
        for word in self.words[first : last + 1]:
            if word.capital and len(word.key) > 2:
                self.surnames.add(word.key)

    def _weigh(self, first: int, last: int) -> Spot | None:
        words, context, lang = self.words, self.context, self.lang
        start, end = words[first].start, words[last].end
        key = fold_name(self.text[start:end])
        candidates = self.gazetteer.find(key)
        if not candidates:
            return None
        before, after = self._before(first), words[last + 1] if last + 1 < len(words) else None
        kinds, cues = self._find_cues(first, last)
        needed = self._needed(candidates, key)
        certain = needed == STRONG
        evidence = 0.0
        preposition = None
        locative = False
        if before is not None:
            link = self._preposition(first)
            locative = link in context.locative[lang]
            evidence += LOCATIVE if locative else WEAK if link in context.weak[lang] else 0.0
            if lang == "fr" and link in context.city_prepositions["fr"]:
                preposition = "city"
            elif lang == "fr" and link in context.region_prepositions["fr"]:
                preposition = "region"
            if before.key in context.person_before[lang] and words[first].gap.strip() in {"", "."}:
                evidence += TITLE
            if self._treaty(first, last):
                evidence += TREATY
        dateline = self._is_dateline(first, last)
        evidence += (KIND_WORD if kinds else 0.0) + (DATELINE if dateline else 0.0)
        if words[first].opens:
            evidence += OPENS
        in_headline = self.headline and end <= self.title_end
        if first == last and not locative:
            if key in context.words[lang]:
                evidence += COMMON_WORD
            elif key in self.small and not certain:
                evidence += WRITTEN_SMALL
            if key in self.surnames:
                evidence += SURNAME
        elif first == last and key in context.words[lang]:
            evidence += COMMON_WORD if needed != STRONG else -1.0
        if not in_headline:
            evidence += self._beside(first, last, before, after)
        if any(low < end and start < high for low, high in self.masked):
            evidence += MASKED
        if all(candidate.rank == CUED for candidate in candidates) and not kinds:
            evidence += COMMON_WORD
        located = locative or dateline or bool(kinds)
        name = Name(start, end, key, candidates, kinds, cues, None, preposition, located)
        return Spot(name, first, last, evidence, needed, locative, certain)

    def _needed(self, candidates: Sequence[Candidate], key: str) -> float:
        best = FAINT
        for candidate in candidates:
            place = candidate.place
            if not place.place_id.startswith(("geonames:", "admin2:")):
                if place.kind != "admin1" or candidate.rank < SPELLING or place.population > STRONG_POPULATION:
                    return STRONG
            elif candidate.capital or (
                place.population >= STRONG_POPULATION and (candidate.rank < SPELLING or len(key) >= 5)
            ):
                return STRONG
            elif place.population >= MEDIUM_POPULATION:
                best = min(best, MEDIUM)
        return best

    def _before(self, first: int) -> Word | None:
        return self.words[first - 1] if first and "\n" not in self.words[first].gap else None

    def _preposition(self, first: int) -> str:
        """The preposition before a name, over an article or a particle: « dans la », “in the”; folded, empty when there is none."""
        words, index = self.words, first - 1
        if words[first].gap.strip() and not words[first].apostrophed:
            return ""
        key = words[index].key
        while key in {"la", "le", "les", "l", "the", "d", "de"} and index and words[index].spaced:
            known = key in {"d", "de"} and words[index - 1].key not in {
                "pres",
                "autour",
                "travers",
                "large",
                "hors",
                "loin",
                "partir",
            }
            if known:
                return "de"
            index -= 1
            key = words[index].key
        return key

    def _treaty(self, first: int, last: int) -> bool:
        words, context, lang = self.words, self.context, self.lang
        if (
            first >= 2
            and words[first - 1].key in {"de", "d", "du"}
            and words[first - 2].key in context.treaty_before[lang]
        ):
            return True
        after = words[last + 1] if last + 1 < len(words) else None
        return after is not None and after.capital and after.spaced and after.key in context.treaty_after[lang]

    def _find_cues(self, first: int, last: int) -> tuple[frozenset[str], frozenset[str]]:
        """Kinds that the words right beside a name ask for (« ville de X », “X River”), and up to three words on either side."""
        words, lang = self.words, self.lang
        near = {word.key for word in words[max(0, first - 3) : first]} | {
            word.key for word in words[last + 1 : last + 3]
        }
        beside: set[str] = set()
        index = first - 1
        while (
            index >= 0
            and words[index].key in {"de", "d", "du", "des", "la", "le", "les", "l", "of", "the"}
            and words[index + 1].spaced
        ):
            index -= 1
        if (
            index >= 0
            and words[index + 1].spaced
            and (lang == "fr" or index == first - 1 or words[first - 1].key in {"of", "the"})
        ):
            beside.add(words[index].key)
        if last + 1 < len(words) and words[last + 1].spaced and (lang == "en" or words[last + 1].hyphened):
            beside.add(words[last + 1].key)
        kinds = {kind for kind, entry in self.kinds.items() if not entry.cues[lang].isdisjoint(beside)}
        return frozenset(kinds), frozenset(near)

    def _is_dateline(self, first: int, last: int) -> bool:
        word, end = self.words[first], self.words[last].end
        line = self.text.rfind("\n", 0, word.start) + 1
        if self.text[line : word.start].strip(' \t\u00a0(—–-*•«"') and not self.text[line : word.start].isupper():
            return False
        return word.start >= self.title_end and _DATELINE_AFTER.match(self.text, end) is not None

    def _beside(self, first: int, last: int, before: Word | None, after: Word | None) -> float:
        """What other capitalised words right beside the name say: it is a part of another name ("Paris Match", "Michael Jordan")."""
        context, lang, evidence = self.context, self.lang, 0.0
        if after is not None and after.capital and after.spaced and not after.apostrophed:
            if after.key in context.other_after[lang] or after.key in context.treaty_after[lang]:
                evidence += BESIDE_NAME
            elif (
                after.key not in context.generic[lang]
                and after.key not in context.words[lang]
                and not self._known(last + 1)
            ):
                evidence += 0.5 * BESIDE_NAME if first != last else BESIDE_NAME
        elif (
            after is not None
            and after.hyphened
            and after.key not in {"est", "nord", "sud", "ouest", "based", "born", "area"}
        ):
            evidence += 0.5 * BESIDE_NAME
        if before is not None and before.capital and self.words[first].spaced and not self.words[first].apostrophed:
            key = before.key
            if key not in context.generic[lang] and key not in context.words[lang] and not self._known(first - 1):
                evidence += BESIDE_NAME
        return evidence

    def _known(self, index: int) -> bool:
        """Whether this word alone is a well-known place, or an adjective of a country."""
        candidates = self.gazetteer.find(self.words[index].key)
        return any(c.place.kind == "country" or c.capital or c.place.population > 1_000_000 for c in candidates)

    def _add_context(self, spots: Sequence[Spot]) -> list[Spot]:
        """Second pass: towns in a country of the text, towns with a container, and names in a list with accepted ones."""
        out: list[Spot] = []
        for index, spot in enumerate(spots):
            evidence = spot.evidence
            if any(candidate.iso3 in self.countries for candidate in spot.name.candidates):
                evidence += KNOWN_COUNTRY
            follower = spots[index + 1] if index + 1 < len(spots) else None
            if follower and _contains(self.text, spot, follower):
                evidence += CONTAINER
            elif follower and follower.accepted and _listed(self.text, spot, follower):
                evidence += LISTED
            if out and out[-1].accepted and _listed(self.text, out[-1], spot):
                evidence += LISTED + (LOCATIVE / 2 if out[-1].preposition else 0.0)
            out.append(replace(spot, evidence=evidence))
        return out


def _between(text: str, left: Spot, right: Spot) -> str:
    return text[left.name.end : right.name.start]


def _listed(text: str, left: Spot, right: Spot) -> bool:
    return (
        re.fullmatch(
            r"\s*(?:,|,?\s*(?:et|and|ou|or|à|to|/|-|–))\s+(?:à |d[’']|de |in |the |la |le |l[’'])?",
            _between(text, left, right),
        )
        is not None
    )


def _contains(text: str, inner: Spot, outer: Spot) -> bool:
    if _CONTAINER_AFTER.fullmatch(_between(text, inner, outer)) is None:
        return False
    countries = {c.iso3 for c in outer.name.candidates[:3] if c.place.kind == "country"}
    divisions = {c.admin1 for c in outer.name.candidates[:6] if c.place.kind in {"admin1", "admin2"}}
    return any(
        (c.iso3 in countries or c.admin1 in divisions) and c.place.kind not in {"country"}
        for c in inner.name.candidates
    )


def _link_containers(text: str, spots: Sequence[Spot]) -> list[Name]:
    names = []
    for index, spot in enumerate(spots):
        follower = spots[index + 1] if index + 1 < len(spots) else None
        container = index + 1 if follower and _contains(text, spot, follower) else None
        names.append(replace(spot.name, container=container))
    return names


__all__ = ["SOUND", "ActorSpan", "Spotter"]
