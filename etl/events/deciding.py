"""This module is about deciding: which proposals are statements of events, and the rows they become.

For each proposal the role models choose source and target, and the acceptance model gives the probability that type and actors are
right. Below the threshold nothing is coded. Negated, hypothetical and future statements are kept apart with their modality.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from etl.events.candidates import Candidate
from etl.events.modality import name_modality
from etl.events.model import Models
from etl.events.proposal import Proposal
from etl.events.roles import choose_roles, closest_relation, stance, times_together

TARGET_OPTIONAL = frozenset({"MOBILIZE", "PROTEST", "RETREAT"})
"""Types that make sense without a receiver (PLOVER: recipient not required; the addressee is a matter of reading)."""
NOT_EVENTS = frozenset({"negated", "hypothetical", "future"})
_MOST = 4


@dataclass(frozen=True, slots=True)
class Statement:
    """A decided proposal: its sources and targets (best first; several when coordinated) and its probability."""

    proposal: Proposal
    sources: tuple[Candidate, ...]
    targets: tuple[Candidate, ...]
    modality: str
    probability: float


def accept_features(
    proposal: Proposal, source: Candidate, target: Candidate | None, modality: str
) -> tuple[list[str], dict[str, float]]:
    """Features of a complete reading for the acceptance model."""
    sense, form = proposal.trigger.sense, proposal.trigger.form
    kind = sense.event_type
    base = [f"type:{kind}", f"form:{form}", f"type:{kind}&{form}", f"modality:{modality}", f"modality:{modality}&{form}",
            f"modality:{modality}&{stance(kind)}", f"specific:{min(sense.specificity, 3)}", f"kind:{proposal.sentence.kind}",
            f"lemma:{sense.lemma}&{kind}"]  # fmt: skip
    base += [f"flag:{flag}" for flag in proposal.flags]
    base += [f"flag:{flag}&{form}" for flag in proposal.flags]
    base += [f"source:{label}" for label in source.labels if "|" in label or ":" in label]
    base.append(f"source-relation:{closest_relation(source)}&{kind}")
    base += [f"source-in-sentence:{source.position is not None}&{form}"]
    if target is None:
        base += ["no-target", f"no-target&{kind}"]
    else:
        base += [f"target:{label}" for label in target.labels if "|" in label or ":" in label]
        base += [f"target-in-sentence:{target.position is not None}&{form}"]
        pair = f"pair:{closest_relation(source)}->{closest_relation(target)}"
        base += [
            pair,
            f"{pair}&{form}",
            f"{pair}&{stance(kind)}",
            f"together{times_together(source, target, proposal.together)}",
        ]
        if target.actor == source.actor:
            base += ["same-state", f"same-state&{kind}"]
    if source.mention is not None and source.mention.reporter:
        base.append("source-reporter")
    return base, {}


def decide(proposal: Proposal, models: Models) -> Statement | None:
    """The best reading of a proposal with its probability, or null when nobody can be its source."""
    chosen = choose_roles(proposal, models)
    if chosen is None:
        return None
    source, source_logit, target, target_logit = chosen
    sense = proposal.trigger.sense
    modality = name_modality(set(proposal.flags), sense.event_type)
    if target is not None and sense.event_type in TARGET_OPTIONAL and target_logit < 0:
        target = None
    features, numbers = accept_features(proposal, source, target, modality)
    numbers = {**numbers, "source-logit": source_logit, "target-logit": target_logit if target is not None else -3.0}
    probability = models.accept.probability(features, numbers)
    sources = _with_coordinated(source, proposal.candidates, exclude=target)
    targets = _with_coordinated(target, proposal.candidates, exclude=source) if target is not None else ()
    return Statement(proposal, sources, targets, modality, probability)


def _with_coordinated(
    chosen: Candidate, candidates: Sequence[Candidate], exclude: Candidate | None
) -> tuple[Candidate, ...]:
    """The chosen candidate and those coordinated with it, unless the other role is among them."""
    if chosen.group is None or (exclude is not None and exclude.group == chosen.group):
        return (chosen,)
    more = [one for one in candidates if one is not chosen and one.group == chosen.group and one is not exclude]
    return (chosen, *more[: _MOST - 1])
