"""This module is about reading an article: from its text to proposals, each a trigger with everything that may belong to it.

A proposal holds the trigger, its modality flags, the candidates for source and target, its date and its place. Nothing is
decided here; `etl.events.deciding` weighs proposals. One pass, sentence by sentence, so that each knows what came before.
"""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from etl.actors import ActorMention, Discourse, find_mentions
from etl.events import syntax
from etl.events.candidates import SentenceActors, align, find_candidates, find_slots
from etl.events.dates import DateMention, find_dates
from etl.events.language import MAX_TOKENS, load_language
from etl.events.locating import Locator
from etl.events.modality import find_flags
from etl.events.proposal import DatedBy, Proposal
from etl.events.sentences import Sentence, split_sentences
from etl.events.shape import find_shape
from etl.events.tokens import Doc, Token
from etl.events.triggers import Trigger, find_triggers
from etl.lexicon import RealisLexicon, load_actor_lexicon, load_realis_lexicon, load_trigger_lexicon
from etl.lexicon.dates import load_date_lexicon
from etl.places import Gazetteer, find_toponyms
from etl.schema import Article, Toponym

_RECALL = dt.timedelta(days=200)
"""A meeting that a noun recalls lies at most about half a year back."""
_FRESH = dt.timedelta(days=3)
"""A date the text spoke of in an earlier paragraph stays the date of undated sentences while it is this close to publication."""
_RECENT = dt.timedelta(days=20)
"""The first date of the lead dates an undated headline while it is this close to publication."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from an article: proposals and toponyms."""

    proposals: tuple[Proposal, ...]
    toponyms: tuple[Toponym, ...]


def _speaker(doc: Doc, actors: SentenceActors, realis: RealisLexicon) -> ActorMention | None:
    """Who the sentence is attributed to: the subject of a reporting verb, or "selon X", "according to X"."""
    for token in doc:
        lemma = token.lemma_.lower()
        if token.pos_ in ("VERB", "AUX") and (
            lemma in realis.verbs["reporting"] or lemma in realis.verbs["announcing"]
        ):
            heads = [*syntax.subjects(token), *(syntax.objects(token) if token.i + 4 >= len(doc) else [])]
        elif token.lower_ in ("selon", "according", "d'après", "d’après"):
            heads = [t for t in doc[token.i + 1 : token.i + 6] if t.i in actors.by_token][:1]
        else:
            continue
        for head in heads:
            index = actors.by_token.get(head.i)
            if index is None:
                index = next((actors.by_token[c.i] for c in head.children if c.i in actors.by_token), None)
            if index is not None and actors.mentions[index].actor:
                return actors.mentions[index]
    return None


def _main_subject(doc: Doc, actors: SentenceActors) -> ActorMention | None:
    root = next((token for token in doc if token.head.i == token.i), None)
    if root is None:
        return None
    for head in syntax.grammatical_subjects(root):
        for token in (head, *head.children):
            if token.i in actors.by_token and actors.mentions[actors.by_token[token.i]].actor:
                return actors.mentions[actors.by_token[token.i]]
    return next(
        (m for m, h in zip(actors.mentions, actors.heads, strict=True) if m.actor and h is not None and h.i < root.i),
        None,
    )


def _ancestors(token: Token) -> list[int]:
    return [token.i, *(head.i for head, _ in syntax.governors(token))]


def _noun_above(date: Token) -> int:
    """Number of the noun that a date describes: "last week's attacks", "the 1960 treaty"."""
    return next((head.i for head, _ in syntax.governors(date) if head.pos_ in ("NOUN", "PROPN", "VERB")), date.i)


def _choose_date(
    trigger: Trigger,
    doc: Doc,
    offset: int,
    dates: Sequence[DateMention],
    published: dt.date,
    fallback: DatedBy,
    future: bool,
) -> DatedBy:
    """The date expression nearest in the clause structure; else what the text spoke of before."""
    best: tuple[float, DateMention] | None = None
    above = _ancestors(trigger.carrier or trigger.token)
    at = (trigger.carrier or trigger.token).i
    for date in dates:
        if date.anchor and (published - date.date).days > 14:
            continue
        if date.date > published + dt.timedelta(days=1) and not future:
            continue  # "called for calm at the vote due on Sunday": what has happened has no future date
        root = doc.root_of(date.start - offset, date.end - offset)
        if root is None or (
            date.of_noun and _noun_above(root) not in (trigger.token.i, (trigger.carrier or trigger.token).i)
        ):
            continue
        path = _ancestors(root)
        common = next((node for node in path if node in above), None)
        if common is None:
            continue
        cost = path.index(common) * 0.6 + above.index(common) * 0.8 + abs(root.i - at) / 30
        clause = syntax.clause_verb(root).i
        if clause != trigger.clause.i and clause not in above:
            cost += 3
        cost += 1.5 * date.anchor
        if best is None or cost < best[0]:
            best = (cost, date)
    if best is None or best[0] > 7:
        return fallback
    date = best[1]
    return DatedBy(date.date, date.precision, date.text, date.start, date.end)


def _fallback_date(
    published: dt.date, narrative: DateMention | None, narrative_paragraph: int | None, paragraph: int
) -> DatedBy:
    if narrative is not None and (published - narrative.date <= _FRESH or narrative_paragraph == paragraph):
        return DatedBy(narrative.date, narrative.precision, "inherited", None, None)
    return DatedBy(published, "day", "published", None, None)


def _is_main(date: DateMention, doc: Doc, offset: int) -> bool:
    """Whether a date belongs to the sentence's main clause (or opens the sentence), so that it carries over to what follows."""
    if date.start - offset < 12:
        return True
    root = doc.root_of(date.start - offset, date.end - offset)
    if root is None or date.precision != "day":
        return False
    verb = syntax.clause_verb(root)
    return verb.head.i == verb.i or verb.dep_ == "conj"


def _parse(sentences: Sequence[Sentence], text: str, lang: str) -> list[Doc]:
    nlp = load_language(lang)
    docs = []
    for sentence in sentences:
        doc = nlp.make_doc(text[sentence.start : sentence.end].replace("’", "'"))
        docs.append(doc[:MAX_TOKENS].as_doc() if len(doc) > MAX_TOKENS else doc)
    return [Doc(parsed) for parsed in nlp.pipe(docs, batch_size=64)]


def _count_pairs(sentences: Sequence[Sentence], mentions: Sequence[ActorMention]) -> Counter[frozenset[str]]:
    """How many sentences name each pair of actors."""
    pairs: Counter[frozenset[str]] = Counter()
    for sentence in sentences:
        named = sorted({m.actor for m in mentions if m.actor and sentence.start <= m.start < sentence.end})
        pairs.update(frozenset(pair) for pair in itertools.combinations(named, 2))
    return pairs


def _place_mentions(toponyms: Sequence[Toponym], mentions: Sequence[ActorMention]) -> list[ActorMention]:
    """Places inside a state are weak mentions of it ("the shelling of Kharkiv"): kind `place`."""
    taken = [(mention.start, mention.end) for mention in mentions]
    return [
        ActorMention(t.start, t.end, "place", (t.place.country,), None, t.text)
        for t in toponyms
        if t.place is not None and t.place.country and all(t.end <= left or t.start >= right for left, right in taken)
    ]


def read_article(article: Article, published: dt.date, gazetteer: Gazetteer | None) -> Reading:
    """Read one article; `published` is its publication date or the date inferred in its place."""
    lexicon, realis = load_trigger_lexicon(article.lang), load_realis_lexicon(article.lang)
    date_lexicon = load_date_lexicon(article.lang)
    mentions = find_mentions(article.text, load_actor_lexicon(article.lang), published)
    spans = [(m.start, m.end, m.actor or "", m.kind) for m in mentions]
    toponyms = (
        find_toponyms(article.text, article.lang, gazetteer, actor_spans=spans, title_end=article.title_end)
        if gazetteer
        else []
    )
    mentions = sorted([*mentions, *_place_mentions(toponyms, mentions)], key=lambda m: m.start)
    sentences = split_sentences(article.text, article.title_end, article.captions)
    docs = _parse(sentences, article.text, article.lang)
    discourse = Discourse.of(mentions, article.title_end)
    locator = Locator(toponyms, sentences, article.text, gazetteer)
    frequent = tuple(discourse.main_actors()[:6])
    together = _count_pairs(sentences, mentions)
    narrative, narrative_paragraph = _lead_date(article, sentences, published), None
    met: DatedBy | None = None
    proposals: list[Proposal] = []
    for sentence, doc in zip(sentences, docs, strict=True):
        text = article.text[sentence.start : sentence.end]
        paragraph = article.text.count("\n", 0, sentence.start)
        inside = [m for m in mentions if sentence.start <= m.start and m.end <= sentence.end + 1]
        resolved = discourse.read_sentence(inside, article.text, sentence.start)
        if sentence.kind == "dateline":
            continue
        actors = align(doc, resolved, sentence.start)
        dates = find_dates(text, sentence.start, date_lexicon, published, narrative.date if narrative else None)
        fallback = _fallback_date(published, narrative, narrative_paragraph, paragraph)
        triggers = find_triggers(doc, lexicon, realis, actors.by_token)
        speaker = _speaker(doc, actors, realis) if triggers else None
        if not dates and met is not None and fallback.source == "published" and _recalls_meeting(triggers):
            fallback = DatedBy(met.date, met.precision, f"recalls: {met.source}")
        by_token = {t.token.i: t for t in triggers} | {t.carrier.i: t for t in triggers if t.carrier is not None}
        for trigger in triggers:
            head = trigger.token
            start, end = sentence.start + head.idx, sentence.start + head.idx + len(head)
            flags = find_flags(trigger, text, head.idx, realis, by_token)
            if sentence.kind != "body":
                flags.add(f"in-{sentence.kind}")
            dated = _choose_date(trigger, doc, sentence.start, dates, published, fallback, "future" in flags)
            flags |= _date_flags(dated, published)
            if dated.start is not None and trigger.sense.event_type == "CONSULT" and published - dated.date <= _RECALL:
                met = dated
            slots = find_slots(trigger)
            proposals.append(
                Proposal(
                    sentence, text, trigger, start, end, frozenset(flags),
                    find_shape(trigger, slots, actors.by_token, lexicon.classes),
                    tuple(find_candidates(trigger, slots, doc, actors, discourse, speaker.actor if speaker else None)),
                    frequent, together, dated, locator.gather(trigger, doc, sentence, actors), speaker.name if speaker else None,
                )
            )  # fmt: skip
        subject = _main_subject(doc, actors)
        if subject is not None and sentence.kind == "body":
            discourse.note_subject(subject)
        days = [
            d
            for d in dates
            if not d.anchor and d.date <= published + dt.timedelta(days=1) and _is_main(d, doc, sentence.start)
        ]
        if days and sentence.kind == "body":
            narrative, narrative_paragraph = days[-1], paragraph
    return Reading(tuple(proposals), tuple(locator.toponyms()))


def _recalls_meeting(triggers: Sequence[Trigger]) -> bool:
    """Whether the sentence speaks of a visit or meeting by a noun ("during the visit"), which dates what happened at it."""
    return any(trigger.form == "noun" and trigger.sense.event_type == "CONSULT" for trigger in triggers)


def _date_flags(dated: DatedBy, published: dt.date) -> set[str]:
    age = (published - dated.date).days
    how = "own" if dated.start is not None else "published" if dated.source == "published" else "inherited"
    flags = {f"date:{how}"}
    if age < -1:
        flags.add("date-future")
    elif age > 365:
        flags.add("date-old")
    elif age > 45:
        flags.add("date-past")
    return flags


def _lead_date(article: Article, sentences: Sequence[Sentence], published: dt.date) -> DateMention | None:
    """The first date of the first body sentence that has one: what an undated headline speaks of."""
    lexicon = load_date_lexicon(article.lang)
    for sentence in [s for s in sentences if s.kind == "body"][:2]:
        text = article.text[sentence.start : sentence.end]
        for date in find_dates(text, sentence.start, lexicon, published):
            if not date.anchor and dt.timedelta(0) <= published - date.date <= _RECENT:
                return date
    return None
