"""The codebook explains every type, mode, sector, modality, table and column that a row can hold."""

import re
from pathlib import Path

import pytest

from etl.events.merging import NOT_EVENTS
from etl.lexicon import load_trigger_lexicon
from etl.lexicon.reading import read_yaml
from etl.schema import EVENT_TYPES, QUAD_CLASS, TABLES
from tests.lexicon.test_actors import HOLDERS, INSTITUTIONS, ORGANISATIONS
from tests.lexicon.test_triggers import MODES, senses

ROOT = Path(__file__).parents[2]
CODEBOOK = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The text under a second-level heading."""
    return CODEBOOK.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


@pytest.mark.parametrize("event_type", EVENT_TYPES)
def test_a_type_is_documented_with_its_quad_class_and_modes(event_type: str) -> None:
    assert f"| {event_type} | {QUAD_CLASS[event_type]} |" in section("Types")
    (row,) = [line for line in section("Modes").splitlines() if line.startswith(f"| {event_type} |")]
    assert set(re.findall(r"`([a-z-]+)`", row)) == MODES[event_type]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_mode_that_the_coder_gives_is_documented(lang: str) -> None:
    given = {(sense.event_type, sense.mode) for sense in senses(load_trigger_lexicon(lang)) if sense.mode}
    assert not {(kind, mode) for kind, mode in given if mode not in MODES[kind]}


@pytest.mark.parametrize("table", list(TABLES))
def test_every_column_of_a_table_is_documented(table: str) -> None:
    text = section("Columns").split(f"### {table} (", 1)[1].split("\n### ", 1)[0]
    assert not [column.name for column in TABLES[table] if f"| `{column.name}` |" not in text]


def test_every_sector_that_the_lexicons_give_is_documented() -> None:
    entries = [
        *INSTITUTIONS,
        *ORGANISATIONS,
        *HOLDERS,
        *read_yaml("actors/roles.fr.yaml"),
        *read_yaml("actors/roles.en.yaml"),
    ]
    given = {entry["sector"] for entry in entries if entry.get("sector")}
    documented = set(re.findall(r"\| ([A-Z]{3}) ", section("Actors")))
    assert given <= documented


def test_every_modality_is_documented_with_whether_it_is_an_event() -> None:
    for modality in ("asserted", "reported", "announced", *NOT_EVENTS):
        (row,) = [line for line in section("Modality").splitlines() if line.startswith(f"| {modality} |")]
        assert row.endswith("| no |") == (modality in NOT_EVENTS)


def test_decision_records_that_the_codebook_names_exist() -> None:
    for name in re.findall(r"docs/adr/(\d{4}[\w-]*)", CODEBOOK):
        assert list((ROOT / "docs" / "adr").glob(f"{name}*.md")), name
