"""Every trigger file obeys its schema, and the lexicons cover the ontology in both languages."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from etl.lexicon import Sense, TriggerLexicon, load_ontology, load_trigger_lexicon
from etl.lexicon.reading import RESOURCES, as_tuple, read_csv, read_yaml
from etl.schema import EVENT_TYPES

LANGUAGES = ("fr", "en")
ENOUGH_VERBS = 500  # senses a language, as the project plans them
ENOUGH_NOUNS = 250
MODES: dict[str, set[str]] = {
    "AGREE": set(),
    "CONSULT": {"visit", "third-party", "multilateral", "phone"},
    "SUPPORT": set(),
    "CONCEDE": {"release", "resign"},  # not in the manual: releases and resignations stand here too, see docs/adr/0003
    "COOPERATE": set(),
    "AID": set(),
    "RETREAT": {"withdraw", "release", "disarm", "ceasefire", "access", "resign"},
    "REQUEST": {"assist", "change", "yield", "meet"},
    "ACCUSE": {"disapprove", "investigate", "allege"},
    "REJECT": {"assist", "change", "yield", "meet"},
    "THREATEN": {"restrict", "arrest", "relations", "expel", "territory", "violence"},
    "PROTEST": {"demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"},
    "SANCTION": {"convict", "expel", "withdraw", "discontinue"},
    "MOBILIZE": {"troops", "weapons", "police", "militia"},
    "COERCE": {"seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation", "cyber"},
    "ASSAULT": {"abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives",
                "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional"},
}  # fmt: skip
"""PLOVER manual 2023-12: event type -> modes. A type without modes takes none."""
EITHER_TYPE = {("RETREAT", "release"), ("RETREAT", "resign"), ("CONCEDE", "release"), ("CONCEDE", "resign")}
"""Modes that a language may give under one of two types (docs/adr/0003): covered when either has them."""
MODES_OF_2021 = {"1712"}
"""Codes whose mode in the 2021 mapping is not the manual's (ASSAULT seize; the manual says destroy)."""
ENTRIES = [
    (f"triggers/{lang}/{event_type.lower()}.yaml", row, entry)
    for lang in LANGUAGES
    for event_type in EVENT_TYPES
    for row, entry in enumerate(read_yaml(f"triggers/{lang}/{event_type.lower()}.yaml"))
]


def senses(lexicon: TriggerLexicon) -> Iterator[Sense]:
    for by_lemma in (lexicon.verbs, lexicon.nouns):
        for group in by_lemma.values():
            yield from group


@pytest.fixture(params=LANGUAGES)
def lexicon(request: pytest.FixtureRequest) -> TriggerLexicon:
    return load_trigger_lexicon(request.param)


def problems(check: Any) -> list[str]:
    """Where an entry breaks a rule; `check` gives a word on what is wrong, or null."""
    return [f"{ref} entry {row}: {wrong}" for ref, row, entry in ENTRIES if (wrong := check(entry, ref))]


def test_there_are_enough_verb_and_noun_senses(lexicon: TriggerLexicon) -> None:
    assert sum(map(len, lexicon.verbs.values())) >= ENOUGH_VERBS
    assert sum(map(len, lexicon.nouns.values())) >= ENOUGH_NOUNS


def test_every_type_has_verbs_and_nouns(lexicon: TriggerLexicon) -> None:
    for pos in ("verb", "noun"):
        assert {sense.event_type for sense in senses(lexicon) if sense.pos == pos} == set(EVENT_TYPES)


def test_every_mode_of_the_manual_is_covered(lexicon: TriggerLexicon) -> None:
    covered = {(sense.event_type, sense.mode) for sense in senses(lexicon)}
    missing = {(kind, mode) for kind, modes in MODES.items() for mode in modes} - covered - EITHER_TYPE
    assert not missing
    for mode in ("release", "resign"):
        assert {("RETREAT", mode), ("CONCEDE", mode)} & covered


def test_an_entry_stands_in_the_file_of_its_type() -> None:
    assert not problems(
        lambda entry, ref: entry["type"] if not ref.endswith(f"/{entry['type'].lower()}.yaml") else None
    )


def test_a_mode_belongs_to_its_type() -> None:
    assert not problems(
        lambda entry, ref: entry["mode"] if entry.get("mode") and entry["mode"] not in MODES[entry["type"]] else None
    )


def test_a_code_is_text_and_stands_in_the_ontology() -> None:
    known = load_ontology().labels
    assert not problems(
        lambda entry, ref: (
            f"code {entry.get('cameo')!r}"
            if not isinstance(entry.get("cameo"), str) or entry["cameo"] not in known
            else None
        )
    )


def test_flags_are_true_or_false() -> None:
    assert not problems(
        lambda entry, ref: next(
            (f for f in ("symmetric", "host", "domestic", "event") if f in entry and not isinstance(entry[f], bool)),
            None,
        )
    )


def test_a_lemma_is_lower_case_and_a_reflexive_is_written_with_se() -> None:
    def wrong(entry: dict[str, Any], ref: str) -> str | None:
        for word in as_tuple(entry.get("verb")):
            if word != word.lower() or word.startswith(("s'", "s’")):
                return word
        return None

    assert not problems(wrong)


def test_words_of_a_constraint_are_text() -> None:
    fields = ("particle", "object", "not_object", "words", "subject", "target", "source")

    def wrong(entry: dict[str, Any], ref: str) -> str | None:
        for field in fields:
            value = entry.get(field)
            words = value if isinstance(value, list) else [] if value is None else [value]
            for word in words:
                if not isinstance(word, str):  # YAML reads a bare `no` or `on` as a truth value
                    return f"{field}: {word!r}"
        return None

    assert not problems(wrong)


def test_every_class_that_a_sense_names_exists(lexicon: TriggerLexicon) -> None:
    for sense in senses(lexicon):
        named = sense.object | sense.not_object | sense.words | sense.subject
        assert not {word for word in named if word.startswith("@")} - {"@actor"}, sense.sense_id


def test_sense_ids_are_unique(lexicon: TriggerLexicon) -> None:
    counts: defaultdict[str, int] = defaultdict(int)
    for sense in senses(lexicon):
        counts[f"{sense.pos}:{sense.sense_id}"] += 1
    assert not [name for name, count in counts.items() if count > 1]


def test_light_verbs_lend_a_known_slot(lexicon: TriggerLexicon) -> None:
    for lights in lexicon.light_verbs.values():
        for light in lights:
            assert light.slot
            assert light.slot == light.slot.lower()


@pytest.mark.parametrize("name", ["procéder", "mener", "apporter", "subir"])
def test_french_light_verbs_are_there(name: str) -> None:
    assert name in load_trigger_lexicon("fr").light_verbs


@pytest.mark.parametrize("name", ["hold", "launch", "carry", "voice"])
def test_english_light_verbs_are_there(name: str) -> None:
    assert name in load_trigger_lexicon("en").light_verbs


def test_every_cameo_row_is_complete() -> None:
    rows = list(read_csv("cameo.csv", delimiter=","))
    assert len(rows) == 312
    assert len({row["cameo_code"] for row in rows}) == 312
    for row in rows:
        assert row["label"]
        assert -10 <= float(row["goldstein"]) <= 10
        assert row["plover_event"] in {*EVENT_TYPES, ""}
        if row["plover_mode"] and row["cameo_code"] not in MODES_OF_2021:
            assert row["plover_mode"] in MODES[row["plover_event"]], row


def test_only_statements_and_appeals_have_no_type() -> None:
    rows = read_csv("cameo.csv", delimiter=",")
    assert {row["cameo_code"][:2] for row in rows if not row["plover_event"]} <= {"01", "02"}


NO_COMMENTS = {
    "model/weights.json",
    "model/places.json",
    "places/admin2.csv.gz",
}  # formats without comments; documented in docs/


@pytest.mark.parametrize(
    "name",
    sorted(
        str(path.relative_to(RESOURCES).as_posix())
        for path in RESOURCES.rglob("*")
        if path.suffix in (".yaml", ".csv", ".json", ".gz")
        and path.relative_to(RESOURCES).as_posix() not in NO_COMMENTS
    ),
)
def test_a_resource_begins_with_a_comment_on_what_it_holds(name: str) -> None:
    path = RESOURCES / name
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines[:15] if line.startswith("#")]
    assert lines[0].startswith("#")
    assert len(" ".join(head)) > 60
