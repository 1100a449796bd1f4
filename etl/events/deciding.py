"""This module is about deciding: which proposals are statements of events, and the rows they become.

For each proposal the role models choose source and target, and the acceptance model gives the probability that type and actors are
right. Below the threshold nothing is coded. Negated, hypothetical and future statements are kept apart with their modality.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from etl.events.candidates import Candidate
from etl.events.modality import name_modality
from etl.events.model import Models
from etl.events.proposal import Proposal
from etl.events.roles import Roles, choose_roles, closest_relation, stance, times_together

TARGET_OPTIONAL = frozenset({"MOBILIZE", "PROTEST", "RETREAT"})
"""Types that make sense without a receiver (PLOVER: recipient not required; the addressee is a matter of reading)."""
NOT_EVENTS = frozenset({"negated", "hypothetical", "future"})
_MOST = 4
_UNTARGETED = -3.0  # log-odds of a receiver that is left out
_SURELY = 3.0  # a margin of log-odds beyond which there is little to add


@dataclass(frozen=True, slots=True)
class Choice:
    """A proposal with its most likely actors and its modality."""

    proposal: Proposal
    roles: Roles
    modality: str

    @property
    def event_type(self) -> str:
        """The PLOVER type that the trigger states."""
        return self.proposal.trigger.sense.event_type


@dataclass(frozen=True, slots=True)
class Statement:
    """A decided proposal: its sources and targets (best first; several when coordinated) and its probability."""

    proposal: Proposal
    sources: tuple[Candidate, ...]
    targets: tuple[Candidate, ...]
    modality: str
    probability: float


def choose(proposals: Iterable[Proposal], models: Models) -> list[Choice]:
    """The most likely actors of each proposal of an article; proposals that nobody can have done are left out."""
    choices = []
    for proposal in proposals:
        roles = choose_roles(proposal, models)
        if roles is None:
            continue
        kind = proposal.trigger.sense.event_type
        if roles.target is None or (kind in TARGET_OPTIONAL and roles.target_logit < 0):
            roles = replace(roles, target=None, target_logit=_UNTARGETED)
        choices.append(Choice(proposal, roles, name_modality(set(proposal.flags), kind)))
    return choices


def accept_features(choice: Choice) -> dict[str, float]:
    """Features of a reading for the acceptance model."""
    proposal, roles, modality = choice.proposal, choice.roles, choice.modality
    source, target = roles.source, roles.target
    sense, form, kind = proposal.trigger.sense, proposal.trigger.form, choice.event_type
    base = [f"type:{kind}", f"form:{form}", f"type:{kind}&{form}", f"modality:{modality}", f"modality:{modality}&{form}",
            f"modality:{modality}&{stance(kind)}", f"specific:{min(sense.specificity, 3)}", f"kind:{proposal.sentence.kind}",
            f"lemma:{sense.lemma}&{kind}"]  # fmt: skip
    base += [f"flag:{flag}" for flag in proposal.flags]
    base += [f"flag:{flag}&{form}" for flag in proposal.flags]
    base += [crossed for word in proposal.shape for crossed in (word, f"{word}&{form}", f"{word}&{stance(kind)}")]
    base += [f"source:{closest_relation(source)}&{word}" for word in proposal.shape]
    base += [f"source:{label}" for label in source.labels if "|" in label or ":" in label]
    base.append(f"source-relation:{closest_relation(source)}&{kind}")
    base += [f"source-in-sentence:{source.position is not None}&{form}"]
    if source.mention is not None and source.mention.reporter:
        base.append("source-reporter")
    if target is None:
        base += ["no-target", f"no-target&{kind}"]
    else:
        base += [f"target:{label}" for label in target.labels if "|" in label or ":" in label]
        base += [f"target-in-sentence:{target.position is not None}&{form}"]
        base += [f"target:{closest_relation(target)}&{word}" for word in proposal.shape]
        pair = f"pair:{closest_relation(source)}->{closest_relation(target)}"
        base += [pair, f"{pair}&{form}", f"{pair}&{stance(kind)}"]
        base.append(f"together{times_together(source, target, proposal.together)}")
        if target.actor == source.actor:
            base += ["same-state", f"same-state&{kind}"]
    return {
        **dict.fromkeys(base, 1.0), "source-logit": roles.source_logit, "target-logit": roles.target_logit,
        "source-margin": _clipped(roles.source_margin), "target-margin": _clipped(roles.target_margin),
    }  # fmt: skip


def _clipped(margin: float) -> float:
    return max(-_SURELY, min(margin, 2 * _SURELY))


def decide(proposals: Iterable[Proposal], models: Models) -> list[Statement]:
    """An article's proposals as statements with their probabilities."""
    statements = []
    for choice in choose(proposals, models):
        source, target = choice.roles.source, choice.roles.target
        sources = _with_coordinated(source, choice.proposal.candidates, exclude=target)
        targets = _with_coordinated(target, choice.proposal.candidates, exclude=source) if target is not None else ()
        probability = models.accept.probability(accept_features(choice))
        statements.append(Statement(choice.proposal, sources, targets, choice.modality, probability))
    return statements


def _with_coordinated(
    chosen: Candidate, candidates: Sequence[Candidate], exclude: Candidate | None
) -> tuple[Candidate, ...]:
    """The chosen candidate and those coordinated with it, unless the other role is among them."""
    if chosen.group is None or (exclude is not None and exclude.group == chosen.group):
        return (chosen,)
    more = [one for one in candidates if one is not chosen and one.group == chosen.group and one is not exclude]
    return (chosen, *more[: _MOST - 1])
