"""This module is about evidence: what speaks for and against a span being the name of a place.

What speaks for it (prepositions, kind words, datelines, containers, countries of the text) must outweigh what speaks against it
(titles, surnames, common words, other capitalised words beside it) by what the name's prominence asks for: nothing for what everyone
knows, much for a village. Points are set by hand; the looked-at articles chose among values half a point apart.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from etl.lexicon.places import Kind, PlaceContext, read_country_acronyms, read_kinds, read_place_context
from etl.places.gazetteer import ADJECTIVE, CUED, MAIN, SPELLING, Candidate, Gazetteer
from etl.places.names import fold_name
from etl.places.ranking import Name
from etl.places.scanning import DIRECTIONS, Span, is_well_known
from etl.places.tokens import Word

ActorSpan = tuple[
    int, int, str, str
]  # start, end, actor id, kind (state, adjective, demonym, metonym, person, organisation, role)

# For a place.
LOCATIVE, WEAK, KIND_WORD, DATELINE = 2.0, 0.6, 2.5, 3.0
# Against one.
OPENS, WRITTEN_SMALL, SURNAME, TITLE, COMMON_WORD, BESIDE_NAME, NEVER = -0.7, -3.0, -4.0, -4.0, -4.0, -4.0, -9.0
# Needed by places that everyone knows, by towns, by villages.
STRONG, MEDIUM, FAINT = -1.0, 1.2, 2.0
STRONG_POPULATION, MEDIUM_POPULATION = 150_000, 15_000
HEADLINE_SHARE = 0.6  # from this share of capitalised words on, capitals say nothing (titles in English)
LONG_SPELLING = 5  # a foreign spelling this long is no chance hit
ARTICLES = frozenset({"la", "le", "les", "l", "the", "d", "de"})
OF = frozenset({"de", "d", "du", "des", "la", "le", "les", "l", "of", "the"})
# « près de », « autour de »: the preposition is the first word, not « de ».
OUTER = frozenset({"pres", "autour", "travers", "large", "hors", "loin", "partir"})
MASKING = frozenset({"person", "organisation", "institution", "party"})
_DATELINE_AFTER = re.compile(r"\s*(?:\([^)\n]{2,60}\)\s*)?(?:,[^.\n–—-]{2,40})?\s*(?:–|—|-|:|\()\s*")


@dataclass(frozen=True, slots=True)
class Spot:
    """A span that may be a place name: its candidates and cues, the evidence for it and the evidence it needs."""

    name: Name
    evidence: float
    needed: float
    preposition: bool

    @property
    def accepted(self) -> bool:
        """Whether the evidence reaches what the name's prominence needs."""
        return self.evidence >= self.needed


class Weigher:
    """Weighs the spans of one text."""

    def __init__(
        self, text: str, words: Sequence[Word], lang: str, gazetteer: Gazetteer, actor_spans: Sequence[ActorSpan], title_end: int,
        surnames: frozenset[str],
    ) -> None:  # fmt: skip
        self.text, self.words, self.lang, self.gazetteer, self.title_end = text, words, lang, gazetteer, title_end
        self.surnames = surnames
        self.context: PlaceContext = read_place_context()
        self.kinds: Mapping[str, Kind] = read_kinds()
        self.acronyms = read_country_acronyms()
        self.masked = [(start, end) for start, end, _, kind in actor_spans if kind in MASKING]
        self.small = {word.key for word in words if not word.capital}
        long = [word for word in words if word.start < title_end and len(word.text) > 3]
        self.headline = len(long) >= 4 and sum(word.capital for word in long) / len(long) >= HEADLINE_SHARE

    def weigh(self, span: Span) -> Spot | None:
        """The span with its evidence, or null when nothing by that name can be meant."""
        first, last = span
        start, end = self.words[first].start, self.words[last].end
        key = fold_name(self.text[start:end])
        candidates = self._choose(first, last, key)
        if not candidates:
            return None
        kinds, cues = self._find_cues(first, last)
        link = self._find_preposition(first)
        locative = link in self.context.locative[self.lang]
        dateline = self._is_dateline(first, last)
        needed = find_needed(candidates, key)
        evidence = self._weigh_before(first, link) + (KIND_WORD if kinds else 0.0) + (DATELINE if dateline else 0.0)
        if first == last:
            evidence += self._weigh_word(key, locative, needed)
        if not (self.headline and end <= self.title_end):
            evidence += self._weigh_beside(first, last, locative and needed == STRONG)
        elif not locative and needed != STRONG:
            evidence += BESIDE_NAME  # "World Heritage Site Attacked": any word may be capitalised
        if any(
            low < end and start < high and not (start <= low and high <= end and high - low < end - start)
            for low, high in self.masked
        ):  # a person inside a longer known name is none: "Xi" in "Xi'an"
            evidence += NEVER
        if all(candidate.rank == CUED for candidate in candidates) and not kinds:
            evidence += COMMON_WORD
        name = Name(
            start, end, key, candidates, kinds, cues, None, self._french_sense(link), locative or dateline or bool(kinds),
            self._is_treaty(first, last),
        )  # fmt: skip
        return Spot(name, evidence, needed, locative)

    def _choose(self, first: int, last: int, key: str) -> tuple[Candidate, ...]:
        """Candidates, but none for an adjective or demonym of this language, an unknown acronym or another language's country."""
        candidates = self.gazetteer.find(key)
        if any(c.rank == ADJECTIVE and c.lang in {"", self.lang} for c in candidates):
            return tuple(
                c for c in candidates if c.rank == MAIN and c.place.kind == "country" and c.lang in {"", self.lang}
            )
        kept = tuple(c for c in candidates if c.rank != ADJECTIVE)
        if kept and all(c.place.kind == "country" and c.lang not in {"", self.lang} for c in kept):
            return ()
        text = self.words[first].text
        if first == last and key in self.acronyms and not text.isupper():
            return tuple(c for c in kept if c.place.kind != "country")
        if first == last and 2 <= len(text) <= 5 and text.isupper() and not self._shouts(first):
            return tuple(c for c in kept if c.place.kind == "country" or not c.place.place_id.startswith("geonames:"))
        return kept

    def _shouts(self, index: int) -> bool:
        """Whether capitals are this line's style (a title, a dateline), so that "ROME" is no acronym."""
        start = self.words[index].start
        head = self.text[self.text.rfind("\n", 0, start) + 1 : start]
        return start < self.title_end or not head.strip() or head.isupper() or self._is_dateline(index, index)

    def _weigh_before(self, first: int, link: str) -> float:
        word, context, lang = self.words[first], self.context, self.lang
        evidence = LOCATIVE if link in context.locative[lang] else WEAK if link in context.weak[lang] else 0.0
        if word.opens:
            evidence += OPENS
        elif self.words[first - 1].key in context.person_before[lang] and word.gap.strip() in {"", "."}:
            evidence += TITLE
        return evidence

    def _weigh_word(self, key: str, locative: bool, needed: float) -> float:
        """What one word alone is likely to be: a body, a common word, a given name, a surname of the text."""
        context, evidence = self.context, 0.0
        if key in context.bodies:
            return NEVER
        if key in context.words[self.lang]:
            return COMMON_WORD if not locative or needed != STRONG else -1.0
        if locative:
            return 0.0
        if key in context.people:
            evidence += COMMON_WORD
        elif key in self.small and needed != STRONG:
            evidence += WRITTEN_SMALL
        if key in self.surnames and not is_well_known(key, self.gazetteer):
            evidence += SURNAME
        return evidence

    def _weigh_beside(self, first: int, last: int, sure: bool) -> float:
        """What capitalised words right beside the name say: it is a part of another name ("Paris Match", "Michael Jordan").

        After a preposition, a name that everyone knows (`sure`) may stand before anyone's (« depuis Tachkent Sergueï Lavrov »).
        """
        context, lang, evidence = self.context, self.lang, 0.0
        after = self.words[last + 1] if last + 1 < len(self.words) else None
        if after is not None and after.capital and after.spaced and not after.apostrophed:
            if after.key in context.people and self.words[first].key in context.people:
                evidence += NEVER
            elif after.key in context.other_after[lang]:
                evidence += BESIDE_NAME
            elif (not sure or self.words[first].key in context.people) and self._is_name_part(last + 1):
                evidence += BESIDE_NAME if first == last else 0.5 * BESIDE_NAME
        elif after is not None and after.hyphened and lang == "fr" and after.key not in DIRECTIONS:
            evidence += 0.5 * BESIDE_NAME
        word = self.words[first]
        if (
            first
            and self.words[first - 1].capital
            and word.spaced
            and not word.apostrophed
            and self._is_name_part(first - 1)
        ):
            evidence += BESIDE_NAME
        return evidence

    def _is_name_part(self, index: int) -> bool:
        """Whether a capitalised word beside a name must belong to the same name: no kind word, no common word, no known place."""
        key = self.words[index].key
        if key in self.context.people:
            return True
        if key in self.context.bodies:
            return False
        if (
            key in self.context.generic[self.lang]
            or key in self.context.words[self.lang]
            or is_well_known(key, self.gazetteer)
        ):
            return False
        return not any(c.rank == ADJECTIVE for c in self.gazetteer.find(key))

    def _find_preposition(self, first: int) -> str:
        """The preposition before a name, over an article or a particle: « dans la », “in the”; empty when there is none."""
        words, index = self.words, first - 1
        if index < 0 or (words[first].gap.strip() and not words[first].apostrophed):
            return ""
        key = words[index].key
        while key in ARTICLES and index and words[index].spaced:
            if key in {"d", "de"} and words[index - 1].key not in OUTER:
                return "de"
            index -= 1
            key = words[index].key
        return key

    def _french_sense(self, link: str) -> str | None:
        """French says « à Québec » of the city and « au Québec » of the province."""
        if link in self.context.city_prepositions[self.lang]:
            return "city"
        return "region" if link in self.context.region_prepositions[self.lang] else None

    def _is_treaty(self, first: int, last: int) -> bool:
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
        """Kinds that the words right beside a name ask for (« ville de X », “X River”), and the words around it."""
        words, lang = self.words, self.lang
        near = {word.key for word in words[max(0, first - 4) : first]} | {
            word.key for word in words[last + 1 : last + 4]
        }
        beside: set[str] = set()
        index = first - 1
        while index >= 0 and words[index].key in OF and words[index + 1].spaced:
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
        start, end = self.words[first].start, self.words[last].end
        head = self.text[self.text.rfind("\n", 0, start) + 1 : start]
        if start < self.title_end or (head.strip(' \t\u00a0(—–-*•«"') and not head.isupper()):
            return False
        return _DATELINE_AFTER.match(self.text, end) is not None


def find_needed(candidates: Sequence[Candidate], key: str) -> float:
    """How much evidence a name needs, from its best-known candidate."""
    needed = FAINT
    for candidate in candidates:
        place = candidate.place
        if not place.place_id.startswith(("geonames:", "admin2:")):
            if place.kind != "admin1" or candidate.rank < SPELLING or place.population > STRONG_POPULATION:
                return STRONG
        elif candidate.capital or (
            place.population >= STRONG_POPULATION and (candidate.rank < SPELLING or len(key) >= LONG_SPELLING)
        ):
            return STRONG
        elif place.population >= MEDIUM_POPULATION:
            needed = MEDIUM
    return needed
