"""This module is about roles: which candidate is the source and which the target of a trigger.

Features are the candidate's relation labels, alone and crossed with the trigger's form and type, so that what is learned on one
verb holds for all verbs of its kind. Labels and weights are readable; a mention's `rule_id` names the labels that won.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from etl.events.candidates import Candidate
from etl.events.model import Models, sigmoid
from etl.events.proposal import Proposal
from etl.events.triggers import Trigger

_TOP = 3
_NOBODY = -9.0  # log-odds where there is no actor
_RECEIVER = frozenset({"obj|head", "ptgt|head", "optgt|head"})
_ORGANISATIONS = frozenset({"UNO", "EUR", "NAT"})
_CLOSEST = ("subj|head", "obj|head", "ptgt|head", "psrc|head", "poss|head", "adj|head", "p|head", "optgt|head",
            "csubj|head", "gsubj|head", "gobj|head", "subj|", "obj|", "ptgt|", "optgt|", "psrc|", "p|", "pron:subj1",
            "np:subj1", "nosubj:subj1", "pair", "speaker", "left1", "right1", "left", "right", "disc1", "main1",
            "disc", "main", "own")  # fmt: skip


def closest_relation(candidate: Candidate) -> str:
    """The one relation that ties a candidate most closely to its trigger, for features of pairs."""
    return _NAMES[min(map(_closeness, candidate.labels), default=-1)]


_NAMES = (*_CLOSEST, "none")


@lru_cache(maxsize=10_000)
def _closeness(label: str) -> int:
    """Number of the first relation that a label begins with: few labels, asked millions of times."""
    return next((number for number, kind in enumerate(_CLOSEST) if label.startswith(kind)), len(_CLOSEST))


def times_together(source: Candidate, target: Candidate, together: Mapping[frozenset[str], int]) -> str:
    """How often sentences name both actors, against the pair named together most: most, often, seldom, never, or same."""
    if source.actor == target.actor:
        return "same"
    count = together.get(frozenset((source.actor, target.actor)), 0)
    most = max(together.values(), default=0)
    if not count:
        return "never"
    return "most" if count == most else "often" if 2 * count >= most else "seldom"


_TYPES_BY_STANCE = {
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT"), "speech"),
    **dict.fromkeys(("AGREE", "CONSULT", "COOPERATE"), "mutual"),
    **dict.fromkeys(("ASSAULT", "COERCE", "SANCTION", "AID", "CONCEDE"), "deed"),
    **dict.fromkeys(("MOBILIZE", "RETREAT", "PROTEST"), "posture"),
}


def stance(event_type: str) -> str:
    """Speech, mutual, deed or posture: types whose arguments stand in similar places."""
    return _TYPES_BY_STANCE[event_type]


def _crossed(labels: set[str], trigger: Trigger) -> list[str]:
    form, kind = trigger.form, trigger.sense.event_type
    return [feature for label in labels for feature in _crossings(label, form, kind)]


@lru_cache(maxsize=100_000)
def _crossings(label: str, form: str, event_type: str) -> tuple[str, ...]:
    """A label alone and crossed with what the trigger is: few triples, asked millions of times."""
    crossed = (label, f"{label}&{form}", f"{label}&{stance(event_type)}")
    return (*crossed, f"{label}&{event_type}") if "|head" in label else crossed


def own_people(source: Candidate) -> Candidate | None:
    """Whom a domestic event meets when the text names no second actor: the source's own people, or its own government."""
    if source.actor.startswith("NSA:") or source.actor in _ORGANISATIONS:
        return None
    return Candidate(source.actor, not source.apart, None, {"own"})


def possible_targets(source: Candidate, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Every candidate but the source, and the source's own people unless an actor stands in the receiver's place."""
    others = [one for one in candidates if one is not source]
    own = own_people(source)
    if own is None or any(one.key == own.key or one.labels & _RECEIVER for one in others):
        return others
    return [*others, own]


def source_features(candidate: Candidate, proposal: Proposal) -> list[str]:
    """Binary features of a candidate for the source."""
    trigger = proposal.trigger
    features = _crossed(candidate.labels, trigger)
    relation = closest_relation(candidate)
    features += [f"{relation}&{word}" for word in proposal.shape]
    if candidate.apart:
        features.append(f"apart&{trigger.sense.event_type}")
    if candidate.actor.startswith("NSA:"):
        features.append(f"armed&{trigger.sense.event_type}")
    elif candidate.actor in _ORGANISATIONS:
        features.append(f"organisation&{trigger.sense.event_type}")
    if trigger.sense.symmetric:
        features.extend(f"{label}&symmetric" for label in candidate.labels)
    return features


def target_features(candidate: Candidate, source: Candidate, proposal: Proposal) -> list[str]:
    """Binary features of a candidate for the target, given the source."""
    trigger = proposal.trigger
    others = [actor for actor in proposal.frequent if actor != source.actor]
    features = _crossed(candidate.labels, trigger)
    kind = trigger.sense.event_type
    relation = closest_relation(candidate)
    pair = f"{closest_relation(source)}->{relation}"
    features += [f"{relation}&{word}" for word in proposal.shape]
    features += [pair, f"{pair}&{stance(kind)}", f"together{times_together(source, candidate, proposal.together)}"]
    if trigger.sense.symmetric:
        features.extend(f"{label}&symmetric" for label in candidate.labels)
    if candidate.actor == source.actor:
        features += ["same-state", f"same-state&{kind}"]
        if trigger.sense.domestic:
            features.append("same-state&domestic")
    if candidate.group is not None and candidate.group == source.group:
        features += ["coordinated", f"coordinated&{'symmetric' if trigger.sense.symmetric else 'directed'}"]
    if candidate.apart:
        features.append(f"apart&{kind}")
    if candidate.actor.startswith("NSA:"):
        features.append(f"armed&{kind}")
    if candidate.actor in _ORGANISATIONS:
        features.append(f"organisation&{kind}")
    if candidate.actor in others[:2]:
        features.append(f"other{others.index(candidate.actor) + 1}")
    if candidate.position is not None and source.position is not None:
        features.append("after-source" if candidate.position > source.position else "before-source")
    return features


@dataclass(frozen=True, slots=True)
class Roles:
    """A source and a target, each with its log-odds and by how much they exceed those of the next best actor."""

    source: Candidate
    source_logit: float
    source_margin: float
    target: Candidate | None
    target_logit: float
    target_margin: float


def choose_roles(proposal: Proposal, models: Models) -> Roles | None:
    """The most likely source and target, or null when nobody can be the source."""
    sources = _ranked((models.source.logit(source_features(one, proposal)), one) for one in proposal.candidates)
    best: tuple[float, Roles] | None = None
    for logit, source in sources[:_TOP]:
        targets = _ranked(
            (models.target.logit(target_features(one, source, proposal)), one)
            for one in possible_targets(source, proposal.candidates)
        )
        target_logit, target = targets[0] if targets else (_NOBODY, None)
        joint = sigmoid(logit) * max(sigmoid(target_logit), 0.05)
        if best is None or joint > best[0]:
            rival = next((other for other, one in sources if one.actor != source.actor), _NOBODY)
            second = targets[1][0] if len(targets) > 1 else _NOBODY
            best = joint, Roles(source, logit, logit - rival, target, target_logit, target_logit - second)
    return None if best is None else best[1]


def _ranked(scored: Iterable[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    return sorted(scored, key=lambda pair: -pair[0])
