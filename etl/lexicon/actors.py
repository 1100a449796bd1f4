"""This module is about actor names: which surface forms name a state, organisation, institution, role or person.

Forms are folded (case, accents, hyphens and apostrophes) and looked up token by token, longest first. It leaves out context:
combining a role with a nationality, or choosing between two Congos, is `etl.actors`.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from etl.errors import LexiconError
from etl.lexicon.reading import as_tuple, fold, read_csv, read_yaml

WORD = re.compile(r"[^\W_]+")
_SECTOR_OF_KIND = {
    "igo": "IGO", "armed_group": "REB", "party": "PTY", "alliance": "IGO", "company": "BUS", "ngo": "NGO", "media": "JRN",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a surface form can mean.

    `kind`: state, adjective, demonym, metonym, organisation, institution, role, person or nothing. `actors`: possible actor ids
    (none for a role on its own). `rank` of a role: head, minister, official, body, people or person. `since` and `until`
    bound the time a person held the office; `reporter` marks those who only report (media, analysts).
    """

    kind: str
    actors: tuple[str, ...] = ()
    sector: str | None = None
    name: str | None = None
    rank: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    reporter: bool = False
    group: bool = False
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A surface form as folded tokens. `case`: any, capital (first letter) or upper (all letters, acronyms).

    `written` are its spellings in small letters, with their accents: « juge » is a person, « jugé » is none.
    """

    tokens: tuple[str, ...]
    case: str
    meanings: tuple[Meaning, ...]
    written: frozenset[str]


@dataclass(frozen=True, slots=True)
class ActorLexicon:
    """All surface forms of a language by first token, longest form first; and who led each state when."""

    lang: str
    forms: Mapping[str, tuple[Form, ...]]
    names: Mapping[str, str]
    kinds: Mapping[str, str]
    parents: Mapping[str, str]


def _case(written: str, kind: str) -> str:
    letters = [char for char in written if char.isalpha()]
    if letters and len(letters) <= 5 and all(char.isupper() for char in letters):
        return "upper"
    if kind in ("role", "adjective") and written[:1].islower():
        return "any"
    return "capital" if written[:1].isupper() else "any"


def _date(text: str, last: bool) -> dt.date | None:
    parts = [int(part) for part in text.split("-")] if text else []
    match parts:
        case []:
            return None
        case [year]:
            return dt.date(year, 12, 31) if last else dt.date(year, 1, 1)
        case [year, month]:
            return dt.date(year, month, 28 if last else 1)
        case [year, month, day]:
            return dt.date(year, month, day)
        case _:
            raise LexiconError(f"not a date: {text}", "actors/office_holders.csv")


class _Forms:
    """Collects meanings by written form while the files are read."""

    def __init__(self) -> None:
        self.meanings: defaultdict[tuple[tuple[str, ...], str], dict[Meaning, None]] = defaultdict(dict)
        self.written: defaultdict[tuple[tuple[str, ...], str], set[str]] = defaultdict(set)

    def add(self, written: Iterable[str], meaning: Meaning) -> None:
        for text in written:
            tokens = tuple(fold(token) for token in WORD.findall(text))
            if tokens:
                key = tokens, _case(text, meaning.kind)
                self.meanings[key].setdefault(meaning)
                self.written[key].add(text.lower())

    def by_first_token(self) -> dict[str, tuple[Form, ...]]:
        index: defaultdict[str, list[Form]] = defaultdict(list)
        for (tokens, case), meanings in self.meanings.items():
            written = frozenset(self.written[tokens, case])
            index[tokens[0]].append(Form(tokens, case, _join_states(tuple(meanings)), written))
        return {
            first: tuple(sorted(forms, key=lambda f: (-len(f.tokens), f.case == "any")))
            for first, forms in index.items()
        }


def _join_states(meanings: tuple[Meaning, ...]) -> tuple[Meaning, ...]:
    """One meaning with several possible states for a shared adjective (`congolais`), instead of several meanings."""
    joined: dict[str, Meaning] = {}
    rest = []
    for meaning in meanings:
        if meaning.kind in ("state", "adjective", "demonym", "metonym"):
            known = joined.get(meaning.kind)
            actors = (*known.actors, *meaning.actors) if known else meaning.actors
            joined[meaning.kind] = Meaning(meaning.kind, tuple(dict.fromkeys(actors)), meaning.sector, meaning.name)
        else:
            rest.append(meaning)
    return (*joined.values(), *rest)


@cache
def _entries(kind: str) -> tuple[dict[str, Any], ...]:
    return tuple(read_yaml(f"actors/{kind}.yaml"))


@cache
def load_actor_names(lang: str) -> Mapping[str, str]:
    """The name of each state and organisation in a language, by actor id; much quicker than all surface forms."""
    names: dict[str, str] = {}
    for state in _entries("states"):
        if listed := as_tuple((state.get(lang) or {}).get("names")):
            names[state["id"]] = listed[0]
    for entry in _entries("organisations"):
        if (listed := as_tuple(entry.get(lang))) and _actor_of(entry) == entry["id"]:
            names.setdefault(entry["id"], listed[0])
    return names


def _actor_of(entry: Mapping[str, Any]) -> str:
    """The actor that an organisation acts for: a party, company, medium or NGO of a known state counts as its state's."""
    stands_for_state = entry["kind"] in ("party", "company", "media", "ngo") and entry.get("state")
    return str(entry["state"] if stands_for_state else entry["id"])


def _add_states(forms: _Forms, lang: str) -> None:
    for state in _entries("states"):
        words: dict[str, Any] = state.get(lang) or {}
        for field, kind in (
            ("names", "state"),
            ("adjectives", "adjective"),
            ("demonyms", "demonym"),
            ("metonyms", "metonym"),
        ):
            sector = "GOV" if kind in ("state", "metonym") else "CVL" if kind == "demonym" else None
            forms.add(as_tuple(words.get(field)), Meaning(kind, (state["id"],), sector))


def _add_organisations(forms: _Forms, lang: str, kinds: dict[str, str], parents: dict[str, str]) -> None:
    for entry in _entries("organisations"):
        kind, state, actor = entry["kind"], entry.get("state"), _actor_of(entry)
        listed = as_tuple(entry.get(lang))
        if listed and actor == entry["id"]:
            kinds.setdefault(actor, kind)
        if state and actor == entry["id"]:
            parents[actor] = state
        sector = entry.get("sector") or _SECTOR_OF_KIND.get(kind)
        meaning = Meaning(
            "organisation", (actor,), sector, listed[0] if listed else None, reporter=kind == "media", group=True
        )
        forms.add(listed, meaning)


@cache
def load_actor_lexicon(lang: str) -> ActorLexicon:
    """Load every actor file for a language (`fr` or `en`)."""
    forms = _Forms()
    kinds = {state["id"]: "state" for state in _entries("states") if as_tuple((state.get(lang) or {}).get("names"))}
    parents: dict[str, str] = {}
    _add_states(forms, lang)
    _add_organisations(forms, lang, kinds, parents)
    for entry in read_yaml("actors/institutions.yaml"):
        meaning = Meaning(
            "institution", (entry["actor"],), entry.get("sector"), group=True, ambiguous=bool(entry.get("ambiguous"))
        )
        forms.add(as_tuple(entry.get(lang)), meaning)
    for entry in read_yaml(f"actors/roles.{lang}.yaml"):
        meaning = Meaning(
            "role",
            as_tuple(entry.get("actor")),
            entry.get("sector"),
            rank=entry.get("rank"),
            reporter=entry.get("kind") == "reporter",
            group=bool(entry.get("group")),
        )
        forms.add(as_tuple(entry["forms"]), meaning)
    forms.add(as_tuple(read_yaml("actors/not_actors.yaml").get(lang)), Meaning("nothing"))
    for row in read_csv("actors/office_holders.csv"):
        written = (row["name"], *filter(None, (row["aliases"] or "").split("|")))
        since, until = _date(row["from"] or "", last=False), _date(row["to"] or "", last=True)
        forms.add(written, Meaning("person", (row["actor"],), row["sector"], row["name"], row["office"], since, until))
    return ActorLexicon(lang, forms.by_first_token(), load_actor_names(lang), kinds, parents)
