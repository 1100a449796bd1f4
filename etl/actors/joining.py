"""This module is about joining: a role, its nationality and a name beside each other are one mention.

French puts the nationality after the role ("président russe", "armée du Mali"), English before it ("Russian President",
"Mali's army") or after `of`. The name may be unknown to the lexicon: capitalised words beside a role are a person.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from etl.actors.mention import ActorMention

_NAME = r"(?:[A-ZÀ-ÖØ-ÞŁŠŽİ][\w’'\-]+|[A-Z]\.)"
_UNKNOWN_NAME = re.compile(
    rf"{_NAME}(?:[ \u00a0](?:de|du|van|von|bin|ben|al|el|der|den|da|dos|ould|ag)(?=[ \u00a0]))?(?:[ \u00a0\-]{_NAME}){{0,3}}"
)
_SKIP = {
    "fr": r"(?:[ \u00a0](?:par intérim|intérimaire|sortant|sortante|adjoint|adjointe|délégué|déléguée|élu|élue|populaire|nationale?|"
    r"régulière|fédérale?s?|actuel|actuelle|général|générale|suprême|militaires?|de transition|terrestre|aérienne|du pays|"
    r"de l['’]air|navale|publique|centrale?|spéciale?s?|civiles?|rebelles?))?",
    "en": r"(?:[ ](?:acting|outgoing|deputy|interim|armed|ground|air|naval|military|federal|national|central|senior|top|special|"
    r"new|former|then|state|government|security|defence|defense|chief|de facto|longtime|veteran|vice|ex-?))?(?:[ ](?:ruling|civilian))?",
}
_OF = {
    "fr": re.compile(r"^[ \u00a0](?:de la|de l['’]|du|des|de|d['’]|auprès de la|auprès de l['’]|auprès du)[ \u00a0]?$"),
    "en": re.compile(r"^ (?:of|for|to|from) (?:the )?$"),
}
_STATE_KINDS = ("state", "metonym", "organisation", "institution")
_TITLE = re.compile(r"^(?:[ \u00a0]|, |[ \u00a0]?\()$")


def _joins_adjective(gap: str, lang: str) -> bool:
    pattern = _SKIP[lang] + (r"[ \u00a0]" if lang == "fr" else r"[ \-]")
    return re.fullmatch(pattern, gap) is not None


def _with_actor(role: ActorMention, other: ActorMention, text: str) -> ActorMention:
    """The role filled with the other's actor; the span covers both."""
    start, end = min(role.start, other.start), max(role.end, other.end)
    return replace(
        role, start=start, end=end, actors=other.actors, name=other.person or text[start:end], person=other.person
    )


def _join_left_to_right(
    mentions: Sequence[ActorMention], joined: Callable[[ActorMention, ActorMention], ActorMention | None]
) -> list[ActorMention]:
    out: list[ActorMention] = []
    for mention in mentions:
        merged = joined(out[-1], mention) if out else None
        if merged is None:
            out.append(mention)
        else:
            out[-1] = merged
    return out


def _join_right_to_left(
    mentions: Sequence[ActorMention], joined: Callable[[ActorMention, ActorMention], ActorMention | None]
) -> list[ActorMention]:
    out: list[ActorMention] = []
    for mention in reversed(mentions):
        merged = joined(mention, out[-1]) if out else None
        if merged is None:
            out.append(mention)
        else:
            out[-1] = merged
    return out[::-1]


def _is_open_role(mention: ActorMention) -> bool:
    return mention.role is not None and not mention.actors


def join_mentions(text: str, mentions: Sequence[ActorMention], lang: str) -> list[ActorMention]:
    """Join neighbouring mentions into one, and add unknown names that stand beside a role."""

    def gap(left: ActorMention, right: ActorMention) -> str:
        return text[left.end : right.start]

    def role_and_adjective(left: ActorMention, right: ActorMention) -> ActorMention | None:
        if (
            _is_open_role(left)
            and right.kind == "adjective"
            and lang == "fr"
            and _joins_adjective(gap(left, right), lang)
        ):
            return _with_actor(left, right, text)
        return None

    def state_before_role(left: ActorMention, right: ActorMention) -> ActorMention | None:
        if (
            lang != "en"
            or not _is_open_role(right)
            or left.kind not in ("adjective", "state", "metonym", "organisation")
        ):
            return None
        between = gap(left, right)
        if re.match(r"^(?:['’]s|['’])", between):
            between = re.sub(r"^(?:['’]s|['’])", "", between)
        elif left.kind in ("metonym",):
            return None
        return _with_actor(right, left, text) if _joins_adjective(between, lang) else None

    def adjective_before_institution(left: ActorMention, right: ActorMention) -> ActorMention | None:
        if left.kind == "adjective" and right.kind == "institution" and gap(left, right) == " " and lang == "en":
            return replace(right, start=left.start, actors=left.actors, name=text[left.start : right.end])
        return None

    def institution_and_adjective(left: ActorMention, right: ActorMention) -> ActorMention | None:
        if (
            left.kind == "institution"
            and right.kind == "adjective"
            and lang == "fr"
            and _joins_adjective(gap(left, right), lang)
        ):
            return replace(left, end=right.end, actors=right.actors, name=text[left.start : right.end])
        return None

    def role_of(left: ActorMention, right: ActorMention) -> ActorMention | None:
        if not _is_open_role(left) or not right.actors or not _OF[lang].match(gap(left, right)):
            return None
        if right.kind in _STATE_KINDS or right.role:
            return replace(
                left,
                end=right.end,
                actors=right.actors,
                name=text[left.start : right.end],
                reporter=left.reporter or right.reporter,
            )
        return None

    def role_and_person(left: ActorMention, right: ActorMention) -> ActorMention | None:
        if left.role and left.person is None and right.kind == "person" and _TITLE.match(gap(left, right)):
            actors = left.actors or right.actors
            return replace(
                left,
                end=right.end,
                actors=actors,
                name=right.name,
                person=right.person,
                sector=right.sector or left.sector,
            )
        return None

    def person_and_role(left: ActorMention, right: ActorMention) -> ActorMention | None:
        apposed = re.fullmatch(r", (?:(?:le|la|l['’]|the|an?|un|une|son|his|her) ?)?", gap(left, right))
        if left.kind == "person" and right.role and right.person is None and apposed:
            return replace(left, end=right.end, role=right.role, rank=right.rank)
        return None

    found = _join_right_to_left(list(mentions), role_and_adjective)
    found = _join_left_to_right(found, adjective_before_institution)
    found = _join_left_to_right(found, institution_and_adjective)
    found = _join_left_to_right(found, state_before_role)
    found = _join_right_to_left(found, role_of)
    found = _join_left_to_right(found, role_and_person)
    found = _join_left_to_right(found, person_and_role)
    return _add_unknown_names(text, found, lang)


def _add_unknown_names(text: str, mentions: Sequence[ActorMention], lang: str) -> list[ActorMention]:
    """Give a role the capitalised name beside it ("le vice-ministre Liu Zhenmin", "Prabowo, the president")."""
    out = []
    for index, mention in enumerate(mentions):
        limit = mentions[index + 1].start if index + 1 < len(mentions) else len(text)
        if mention.role and mention.person is None and mention.rank not in ("body", "people"):
            found = re.compile(r"[ \u00a0]|, ").match(text, mention.end)
            name = _UNKNOWN_NAME.match(text, found.end()) if found else None
            closed = found is not None and found.group() == ", "
            if (
                name
                and name.end() <= limit
                and (not closed or re.match(r",| et | and |\.|$", text[name.end() : name.end() + 5]))
            ):
                written = name.group()
                out.append(replace(mention, end=name.end(), name=written, person=written))
                continue
        out.append(mention)
    return out
