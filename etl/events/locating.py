"""This module is about locating: the places of a text that may be where an event happened, and how each relates to its trigger.

A relation is a short label such as `child:in:city` (a town after a locative preposition that depends on the trigger), `before1:in`
(one in the sentence before) or `dateline`. The place model (`etl.events.placing`) weighs the labels; nothing is decided here.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from etl.events import syntax
from etl.events.candidates import SentenceActors
from etl.events.sentences import Sentence
from etl.events.tokens import Doc, Token
from etl.events.triggers import Trigger
from etl.lexicon.places import read_seats
from etl.places import Gazetteer
from etl.schema import Place, Toponym

_LINKS = {
    **dict.fromkeys("à a au aux en dans sur près chez in at on near inside outside off over around across throughout along sous "
                    "devant lors through within aboard".split(), "in"),
    **dict.fromkeys("vers into to toward towards for pour jusqu'à jusqu".split(), "to"),
    **dict.fromkeys("depuis from hors".split(), "from"),
    **dict.fromkeys("entre between parmi among".split(), "between"),
    **dict.fromkeys("de du des d of 's".split(), "of"),
    **dict.fromkeys("par by contre against avec with selon according".split(), "actor"),
}  # fmt: skip
"""Preposition -> what it says of the place that it introduces."""
_SPEAKING = frozenset({"state", "metonym", "organisation", "institution", "person", "role", "demonym", "adjective"})
"""Kinds of actor mention whose name, with no preposition before it, is somebody who acts, not a place."""
_BEFORE = re.compile(
    r"(?:\b(\w+)|(['’]s))(?:\s+(?:the|la|le|les)|\s+l['’]|\s+(?:the\s+)?[a-zéèêç-]+(?:ern|al|e|ale)?\s+(?:city|town|village|port|ville|capitale|capital|province|région|region)"
    r"(?:\s+(?:of|de|d['’]))?)?\s*['’]?\s*$",
    re.IGNORECASE,
)
_CAPITAL = frozenset({"capital", "capitale"})
_RECALLS = re.compile(
    r"\b(?:cette (?:même )?(?:ville|cité|capitale|localité|région)|sur place|dans la (?:ville|cité|capitale|région)|sur les lieux"
    r"|that (?:same )?city|in the (?:city|capital|town|village|region|area)|the (?:same )?city['’]s|there)\b",
    re.IGNORECASE,
)
"""Words that go back to the place last spoken of."""
_FAR = 4


@dataclass(slots=True)
class PlaceCandidate:
    """A place that an event may have happened at: its labels, and the span that names it in the trigger's sentence, if one does.

    `how` says what it rests on: `clause` (named in the sentence), `named` (elsewhere), `metonym` (only named as one who acts),
    `seat` or `country` (of an actor, not named at all).
    """

    place: Place
    labels: set[str] = field(default_factory=set)
    start: int | None = None
    end: int | None = None
    how: str = "metonym"


@dataclass(frozen=True, slots=True)
class _Named:
    """A resolved toponym of the article: its number, sentence, and the link that the words before it make."""

    index: int
    toponym: Toponym
    place: Place
    sentence: int
    link: str


class Locator:
    """Walks through the sentences of an article with its toponyms, and gathers candidates for where each trigger happened."""

    def __init__(
        self, toponyms: Sequence[Toponym], sentences: Sequence[Sentence], text: str, gazetteer: Gazetteer | None
    ) -> None:
        self._toponyms = list(toponyms)
        self._gazetteer = gazetteer
        self._sentences = sentences
        starts = [sentence.start for sentence in sentences]
        self._named = [
            _Named(i, t, t.place, max(0, bisect_right(starts, t.start) - 1), _link_before(text, t.start))
            for i, t in enumerate(toponyms)
            if t.place is not None and t.place.kind != "continent"
        ]
        self._paragraph = [text.count("\n", 0, sentence.start) for sentence in sentences]
        self._counts = Counter(
            one.place.place_id for one in self._named if one.place.precision != "country" and not one.toponym.metonym
        )
        self._located = Counter(one.place.place_id for one in self._named if one.link in ("in", "to"))

    def toponyms(self) -> list[Toponym]:
        """The toponyms, metonyms marked."""
        return self._toponyms

    def gather(
        self, trigger: Trigger, doc: Doc, sentence: Sentence, actors: SentenceActors
    ) -> tuple[PlaceCandidate, ...]:
        """Places of the text that the trigger's event may have happened at, each with its labels."""
        found: dict[str, PlaceCandidate] = {}
        here = self._read_sentence(trigger, doc, sentence, actors, found)
        top = {place_id for place_id, _ in self._counts.most_common(1)}
        lead, last = self._narrative(sentence.no)
        recalls = _RECALLS.search(doc.text) is not None
        for one in self._named:
            gap = one.sentence - sentence.no
            kind = self._sentences[one.sentence].kind
            if gap == 0 and one.index not in here:
                continue
            candidate = found.setdefault(one.place.place_id, PlaceCandidate(one.place))
            if gap != 0:
                same = self._paragraph[one.sentence] == self._paragraph[sentence.no]
                side = "before" if gap < 0 else "after"
                where = kind if kind != "body" else f"{side}{min(abs(gap), _FAR)}"
                link = "name" if one.toponym.metonym else one.link
                if candidate.how == "metonym" and not one.toponym.metonym:
                    candidate.how = "named"
                candidate.labels |= {where, f"{where}:{link}", f"{where}:{link}:{one.place.precision}"}
                if same and kind == "body":
                    candidate.labels |= {f"{side}:same:{link}"}
            if one.place.place_id in top:
                candidate.labels.add("most-named")
            if one.index == lead:
                candidate.labels.add("lead-place")
            if one.index == last:
                candidate.labels |= {"last-place", f"last-place:{min(-gap, _FAR)}"}
                if recalls:
                    candidate.labels.add("recalled")
        for candidate in found.values():
            place = candidate.place
            candidate.labels |= {f"is:{place.precision}", f"kind:{place.kind}"}
            located = self._located[place.place_id]
            candidate.labels.add(f"located:{min(located, 3)}")
            if place.precision == "country" and any(
                other.place.country == place.country and other.place.precision != "country" and other.how == "clause"
                for other in found.values()
            ):
                candidate.labels.add("finer-in-sentence")
        return tuple(found.values())

    def _narrative(self, number: int) -> tuple[int | None, int | None]:
        """Numbers of the toponyms where the article first plays, and where it last played before this sentence."""
        playing = [
            one
            for one in self._named
            if one.link in ("in", "to") and one.place.precision != "country" and not one.toponym.metonym
        ]
        lead = next((one.index for one in playing if self._sentences[one.sentence].kind == "body"), None)
        last = next((one.index for one in reversed(playing) if one.sentence < number), None)
        return lead, last

    def _read_sentence(
        self, trigger: Trigger, doc: Doc, sentence: Sentence, actors: SentenceActors, found: dict[str, PlaceCandidate]
    ) -> set[int]:
        """Candidates of the trigger's own sentence; returns the numbers of their toponyms."""
        head = trigger.carrier or trigger.token
        above = [head.i, *(token.i for token, _ in syntax.governors(head))]
        inside: list[tuple[_Named, Token, set[str], bool]] = []
        for one in self._named:
            if not sentence.start <= one.toponym.start < sentence.end:
                continue
            root = doc.root_of(one.toponym.start - sentence.start, one.toponym.end - sentence.start)
            if root is None:
                continue
            labels, speaks = self._relate(trigger, root, above, actors, one)
            if speaks:
                self._mark_metonym(one.index)
            inside.append((one, root, labels, speaks))
        located = [one for one in inside if not one[3] and ("link:in" in one[2] or "link:to" in one[2])]
        for rank, (_, _, labels, _) in enumerate(sorted(located, key=lambda entry: abs(entry[1].i - head.i))):
            labels.add(f"nearest-in{min(rank + 1, 3)}")
        for one, _, labels, speaks in inside:
            candidate = found.setdefault(one.place.place_id, PlaceCandidate(one.place))
            candidate.labels |= labels
            if not speaks and candidate.how != "clause":
                candidate.how, candidate.start, candidate.end = "clause", one.toponym.start, one.toponym.end
        self._add_implied(doc, actors, found)
        return {one.index for one, *_ in inside}

    def _add_implied(self, doc: Doc, actors: SentenceActors, found: dict[str, PlaceCandidate]) -> None:
        """Places that the sentence implies: « dans la capitale congolaise », and the seats of organisations that it names."""
        if self._gazetteer is None:
            return
        for mention, head in zip(actors.mentions, actors.heads, strict=True):
            if mention.actor is None or head is None:
                continue
            around = {token.lower_ for token in doc[max(0, head.i - 3) : head.i + 3]}
            if mention.kind in ("adjective", "state") and around & _CAPITAL:
                capital = self._gazetteer.capital(mention.actor)
                if capital is not None:
                    candidate = found.setdefault(capital.place_id, PlaceCandidate(capital))
                    candidate.labels.add("the-capital")
                    candidate.how = "clause"
            elif mention.kind == "organisation":
                seat = find_seat(mention.actor, self._gazetteer)
                if seat is not None:
                    candidate = found.setdefault(seat.place_id, PlaceCandidate(seat, how="seat"))
                    candidate.labels.add("seat:forum")

    def _relate(
        self, trigger: Trigger, root: Token, above: list[int], actors: SentenceActors, one: _Named
    ) -> tuple[set[str], bool]:
        """Labels of a place named in the trigger's sentence, and whether its name stands for somebody who acts."""
        name = syntax.preposition(root)
        link = _LINKS.get(name, "other") if name else "none"
        mention_index = actors.by_token.get(root.i)
        kind = actors.mentions[mention_index].kind if mention_index is not None else "place"
        speaks = kind in _SPEAKING and (
            link in ("none", "between", "actor") or (kind != "state" and link == "of" and one.toponym.metonym)
        )
        if speaks and link == "none" and one.link in ("in", "to"):
            link, speaks = one.link, False
        if trigger.sense.host and link == "none" and root.i in {token.i for token in syntax.objects(trigger.clause)}:
            link, speaks = "in", False  # "visited Hanoi": the object of a visit is its place
        path = [root.i, *(token.i for token, _ in syntax.governors(root))]
        common = next((node for node in path if node in above), None)
        if common is None:
            scope, depth = "apart", 0
        else:
            down, up = path.index(common), above.index(common)
            scope = (
                ("child" if down <= 1 + (link != "none" and root.dep_ == "pobj") else "below")
                if up == 0
                else f"over{min(up, 3)}"
            )
            depth = min(down, 5)
        side = "right" if root.i > above[0] else "left"
        who = "name" if speaks else "actor" if kind != "place" else "place"
        distance = "near" if abs(root.i - above[0]) <= 4 else "mid" if abs(root.i - above[0]) <= 10 else "far"
        precision = one.place.precision
        labels = {f"link:{link}", f"{scope}:{link}", f"{scope}:{link}:{who}", f"{link}:{who}:{precision}", f"{scope}:{depth}",
                  f"{side}:{link}", f"{side}:{distance}", f"{distance}:{link}", f"{scope}:{link}:{precision}", f"{who}:{link}",
                  f"word:{name}:{who}"}  # fmt: skip
        if link in ("in", "from") and root.i <= 4:
            main = trigger.clause.head.i == trigger.clause.i
            labels |= {"opens", f"opens:{'main' if main else 'inner'}:{trigger.form}", f"opens:{link}:{precision}"}
        if name in trigger.sense.target:
            labels |= {f"receiver:{who}", f"receiver:{'host' if trigger.sense.host else 'other'}"}
        return labels, speaks

    def _mark_metonym(self, index: int) -> None:
        toponym = self._toponyms[index]
        if not toponym.metonym:
            self._toponyms[index] = replace(toponym, metonym=True)


def _link_before(text: str, start: int) -> str:
    """What the words before a name say of it, without a parse: in, to, from, of, actor, other or none."""
    match = _BEFORE.search(text, max(0, start - 60), start)
    if match is None:
        return "none"
    return _LINKS.get((match.group(1) or match.group(2)).lower(), "none")


def find_seat(actor: str | None, gazetteer: Gazetteer) -> Place | None:
    """Where an actor resides: its entry in `places/seats.yaml`, else its state's capital; null for those without a known seat."""
    if actor is None:
        return None
    place_id = read_seats().get(actor)
    return gazetteer.place(place_id) if place_id else gazetteer.capital(actor)
