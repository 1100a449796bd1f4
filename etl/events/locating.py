"""This module is about locating: which of a text's places is where an event happened.

A place counts when a locative preposition ties it to the trigger's clause; a name that stands for a government does not. Without
one, the last dateline or place carries over with less confidence; a country is only ever a country, never its capital.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from etl.events import syntax
from etl.events.candidates import SentenceActors
from etl.events.sentences import Sentence
from etl.events.triggers import Trigger
from etl.places import Gazetteer
from etl.schema import Place, Toponym

_LOCATIVE = frozenset(
    "à a au aux en dans sur près chez vers depuis sous entre devant in at on near inside outside off over around across from to "
    "into toward towards throughout along between".split()
)
_STATE_KINDS = frozenset({"country"})


@dataclass(frozen=True, slots=True)
class EventPlace:
    """The place of an event, the toponym it came from (null when derived) and how it was found."""

    place: Place
    start: int | None
    end: int | None
    how: str


class Locator:
    """Walks through the sentences of an article with its toponyms, and says where each trigger happened."""

    def __init__(self, toponyms: Sequence[Toponym], gazetteer: Gazetteer | None) -> None:
        self._toponyms = list(toponyms)
        self._gazetteer = gazetteer
        self._here: list[int] = []
        self._carried: EventPlace | None = None

    def toponyms(self) -> list[Toponym]:
        """The toponyms, metonyms marked."""
        return self._toponyms

    def enter(self, sentence: Sentence) -> None:
        """Go to the next sentence."""
        self._here = [i for i, t in enumerate(self._toponyms) if sentence.start <= t.start < sentence.end]

    def file_from(self, sentence: Sentence) -> None:
        """Note a dateline: where the article was filed says nothing sure about where its events happened."""
        self.enter(sentence)

    def locate(self, trigger: Trigger, doc: Doc, sentence: Sentence, actors: SentenceActors) -> EventPlace | None:
        """Where the trigger's event happened, as far as the text says."""
        best: tuple[float, int] | None = None
        at = (trigger.carrier or trigger.token).i
        above = [at, *(head.i for head, _ in syntax.governors(trigger.carrier or trigger.token))]
        for index in self._here:
            toponym = self._toponyms[index]
            if toponym.place is None:
                continue
            span = doc.char_span(toponym.start - sentence.start, toponym.end - sentence.start, alignment_mode="expand")
            if span is None:
                continue
            root = span.root
            cost = self._cost(trigger, root, above, at, actors)
            if cost is None:
                self._mark_metonym(index)
                continue
            if toponym.place.kind in _STATE_KINDS:
                cost += 1.0
            if best is None or cost < best[0]:
                best = (cost, index)
        if best is not None and best[0] < 6:
            toponym = self._toponyms[best[1]]
            if toponym.place is not None:
                found = EventPlace(toponym.place, toponym.start, toponym.end, "clause")
                if toponym.place.kind not in _STATE_KINDS:
                    self._carried = EventPlace(toponym.place, None, None, "inherited")
                return found
        return self._carried if trigger.form != "noun" else None

    def _mark_metonym(self, index: int) -> None:
        toponym = self._toponyms[index]
        if not toponym.metonym:
            self._toponyms[index] = replace(toponym, metonym=True)

    def _cost(self, trigger: Trigger, root: Token, above: list[int], at: int, actors: SentenceActors) -> float | None:
        """Distance of a place from the trigger in the clause structure; null for a name that stands for a government."""
        name = syntax.preposition(root)
        mention_index = actors.by_token.get(root.i)
        kind = actors.mentions[mention_index].kind if mention_index is not None else "place"
        if name in ("entre", "between") and kind != "place":
            return None
        if name is None and kind in (
            "state",
            "metonym",
            "organisation",
            "institution",
            "person",
            "role",
            "demonym",
            "adjective",
        ):
            return None
        if (
            name is not None
            and name not in _LOCATIVE
            and kind != "place"
            and not (trigger.sense.host and name in trigger.sense.target)
        ):
            return None
        path = [root.i, *(head.i for head, _ in syntax.governors(root))]
        common = next((node for node in path if node in above), None)
        if common is None:
            return None
        cost = path.index(common) * 0.7 + above.index(common) * 0.9 + abs(root.i - at) / 25
        if name in _LOCATIVE:
            cost -= 1.0
        elif name in ("de", "of", "'s"):
            cost += 0.5
        else:
            cost += 1.0
        return cost
