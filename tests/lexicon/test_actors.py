"""Every actor file obeys its schema, and covers the world in both languages."""

import re
from collections import Counter
from typing import Any

import pytest

from etl.lexicon import load_actor_lexicon, load_actor_names
from etl.lexicon.reading import as_tuple, read_csv, read_yaml

LANGUAGES = ("fr", "en")
STATES: list[dict[str, Any]] = read_yaml("actors/states.yaml")
ORGANISATIONS: list[dict[str, Any]] = read_yaml("actors/organisations.yaml")
INSTITUTIONS: list[dict[str, Any]] = read_yaml("actors/institutions.yaml")
HOLDERS = list(read_csv("actors/office_holders.csv"))
SECTORS = frozenset(
    "GOV MIL COP JUD LEG SPY OPP REB PTY CVL BUS JRN REL PRM UAF UNK AGR CRM EDU ELI LAB MED REF PRE SOC IGO NGO".split()
)
"""PLOVER's 25 sectors, and IGO and NGO for organisations between and beside states."""
KINDS = {"igo", "armed_group", "party", "alliance", "company", "ngo", "media"}
RANKS = {"head", "minister", "official", "body", "people", "person"}
KNOWN = {state["id"] for state in STATES} | {entry["id"] for entry in ORGANISATIONS}
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def test_there_are_about_two_hundred_states_each_in_both_languages() -> None:
    assert len(STATES) >= 200
    assert len({state["id"] for state in STATES}) == len(STATES)
    for state in STATES:
        assert re.fullmatch(r"[A-Z]{3}", state["id"])
        assert re.fullmatch(r"[A-Z]{2}", str(state["iso2"])), f"{state['id']}: iso2 (quote NO)"
        for lang in LANGUAGES:
            assert as_tuple(state[lang].get("names")), (state["id"], lang)
            assert set(state[lang]) <= {"names", "adjectives", "demonyms", "metonyms"}


@pytest.mark.parametrize("field", ["adjectives", "demonyms", "metonyms"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_most_states_have_adjectives_demonyms_and_metonyms(lang: str, field: str) -> None:
    having = sum(bool(as_tuple(state[lang].get(field))) for state in STATES)
    assert having >= (150 if (lang, field) == ("en", "demonyms") else 190)


def test_there_are_over_three_hundred_organisations_and_armed_groups() -> None:
    ids = {entry["id"] for entry in ORGANISATIONS if entry["kind"] in ("igo", "alliance", "armed_group")}
    assert len(ids) >= 300


def test_organisations_obey_their_schema() -> None:
    for entry in ORGANISATIONS:
        assert set(entry) <= {"id", "kind", "sector", "state", "fr", "en", "members"}, entry["id"]
        assert entry["kind"] in KINDS, entry["id"]
        assert entry.get("sector") is None or entry["sector"] in SECTORS, entry["id"]
        assert entry.get("state") is None or entry["state"] in {state["id"] for state in STATES}, entry["id"]
        for lang in LANGUAGES:
            assert as_tuple(entry.get(lang)), (entry["id"], lang)


def test_an_organisation_between_states_has_three_letters_and_another_group_the_prefix() -> None:
    states = {state["id"] for state in STATES}
    for entry in ORGANISATIONS:
        if entry["kind"] in ("igo", "alliance"):
            assert re.fullmatch(r"[A-Z0-9]{3}|NSA:[A-Z0-9_]+", entry["id"]), entry["id"]
            assert entry["id"] not in states
        elif entry["kind"] == "armed_group":
            assert re.fullmatch(r"NSA:[A-Z0-9_\-]+", entry["id"]), entry["id"]


@pytest.mark.parametrize(
    "actor",
    "UNO EUR NAT ASN AFU IAE BRC G7X G20 OPC ECW ARL SCO WHO ICC NSA:HAMAS NSA:HEZBOLLAH NSA:HOUTHI NSA:M23 NSA:RSF NSA:ISIS "
    "NSA:JNIM NSA:TPLF NSA:WAGNER NSA:TALIBAN NSA:ELN NSA:LNA NSA:SDF NSA:ARTSAKH NSA:SOMALILAND XKX PSE TWN".split(),
)
def test_the_ids_that_the_project_promises_exist(actor: str) -> None:
    assert actor in KNOWN


def test_institutions_obey_their_schema() -> None:
    assert len(INSTITUTIONS) >= 300
    for entry in INSTITUTIONS:
        assert set(entry) <= {"actor", "sector", "fr", "en", "ambiguous"}
        assert entry["actor"] in KNOWN
        assert entry["sector"] in SECTORS
        assert as_tuple(entry.get("fr")) or as_tuple(entry.get("en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_roles_obey_their_schema(lang: str) -> None:
    roles = read_yaml(f"actors/roles.{lang}.yaml")
    assert len(roles) >= 300
    for entry in roles:
        assert set(entry) <= {"forms", "sector", "rank", "group", "kind", "actor"}, entry
        assert entry.get("sector") in SECTORS, entry
        assert entry.get("rank") in RANKS, entry
        assert as_tuple(entry["forms"])
        assert set(as_tuple(entry.get("actor"))) <= KNOWN
    assert {entry["rank"] for entry in roles} == RANKS


def test_there_are_over_a_thousand_office_holders_since_2015() -> None:
    recent = {row["name"] for row in HOLDERS if not row["to"] or row["to"][:4] >= "2015"}
    assert len(recent) >= 1000


def test_office_holders_obey_their_schema() -> None:
    for row in HOLDERS:
        assert row["name"], row
        assert row["actor"] in KNOWN, row
        assert row["sector"] in SECTORS, row
        assert row["gender"] in ("m", "f"), row
        assert re.fullmatch(r"[a-z_]+", row["office"]), row
        assert DATE.fullmatch(row["from"]), row
        assert not row["to"] or DATE.fullmatch(row["to"]), row


def test_an_office_begins_before_it_ends() -> None:
    assert not [row["name"] for row in HOLDERS if row["to"] and row["to"] < row["from"][: len(row["to"])]]


def test_most_states_have_a_head_of_state_or_of_government() -> None:
    heads = Counter(row["actor"] for row in HOLDERS if row["office"] in ("head_of_state", "head_of_government"))
    assert len(heads) >= 190


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_look_up_knows_a_name_for_every_state(lang: str) -> None:
    names = load_actor_lexicon(lang).names
    assert not [state["id"] for state in STATES if state["id"] not in names]


@pytest.mark.parametrize(("lang", "france"), [("fr", "France"), ("en", "France")])
def test_names_of_actors_are_known_without_their_forms(lang: str, france: str) -> None:
    names = load_actor_names(lang)
    assert names["FRA"] == france
    assert "UNO" in names
    assert names == load_actor_lexicon(lang).names
