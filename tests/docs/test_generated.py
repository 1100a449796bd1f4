"""Generated parts of the documents say what the code says; `python -m tests.docs.test_generated` writes them anew.

A generated part stands between `<!-- generated: NAME -->` and `<!-- end -->`.
"""

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl.lexicon import load_ontology
from etl.schema import TABLES

ROOT = Path(__file__).parents[2]
CODEBOOK = ROOT / "docs" / "codebook.md"
DATASHEET = ROOT / "data" / "training" / "DATASHEET.md"
PART = re.compile(r"(<!-- generated: (?P<name>[a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def list_roots() -> str:
    """CAMEO roots with their Goldstein scores."""
    ontology = load_ontology()
    roots = sorted(code for code in ontology.goldstein if len(code) == 2)
    rows = [f"| {code} | {ontology.labels[code].lower()} | {ontology.goldstein[code]:g} |" for code in roots]
    return "\n".join(["| root | label | Goldstein score |", "|---|---|---|", *rows])


def list_columns() -> str:
    """Every table with its key and columns, from `etl.schema`."""
    parts = []
    for table in TABLES.values():
        rows = [f"| `{column.name}` | {column.kind} | {column.meaning.replace('|', '/')} |" for column in table]
        key = ", ".join(f"`{name}`" for name in table.key)
        parts.append(
            "\n".join([f"### {table.name} (key: {key})", "| column | kind | meaning |", "|---|---|---|", *rows])
        )
    return "\n\n".join(parts)


def list_floors() -> str:
    """Quality floors by part, language and metric."""
    floors = json.loads((ROOT / "tests" / "floors.json").read_text(encoding="utf-8"))
    rows = [
        f"| {part} | {lang} | "
        + " | ".join(f"{floors[part][lang][name]:.3f}" for name in ("strict", "who_what", "toponyms", "places"))
        + " |"
        for part in ("looked", "unread")
        for lang in ("fr", "en")
    ]
    return "\n".join(
        ["| part | language | strict F1 | who_what F1 | toponyms | places |", "|---|---|---|---|---|---|", *rows]
    )


def read_training() -> list[dict[str, Any]]:
    """The gold of the training articles."""
    files = sorted((ROOT / "data" / "training").glob("gold*.jsonl"))
    return [
        json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def list_counts() -> str:
    """Training articles, sentences and events by language."""
    rows = []
    documents = read_training()
    for lang in ("fr", "en"):
        mine = [document for document in documents if document["lang"] == lang]
        required = sum(event.get("required", True) for document in mine for event in document["events"])
        events = sum(len(document["events"]) for document in mine)
        texts = [
            (ROOT / "data" / "training" / "articles" / f"{document['id']}.txt").read_text(encoding="utf-8")
            for document in mine
        ]
        words = sum(len(text.split()) for text in texts)
        quiet = sum(not document["events"] for document in mine)
        rows.append(f"| {lang} | {len(mine)} | {words:,} | {required} | {events - required} | {quiet} |")
    head = "| language | articles | words | required events | optional events | articles without events |"
    return "\n".join([head, "|---|---|---|---|---|---|", *rows])


def list_types() -> str:
    """Events of the training articles by type and language."""
    tally: Counter[tuple[str, str]] = Counter()
    for document in read_training():
        tally.update((event["type"], document["lang"]) for event in document["events"])
    rows = [f"| {kind} | {tally[kind, 'fr']} | {tally[kind, 'en']} |" for kind in sorted({kind for kind, _ in tally})]
    return "\n".join(["| type | fr | en |", "|---|---|---|", *rows])


def list_years() -> str:
    """Training articles by year of publication."""
    tally = Counter(document["published"][:4] for document in read_training() if document.get("published"))
    return (
        "Articles by year of publication: "
        + ", ".join(f"{year} ({count})" for year, count in sorted(tally.items()))
        + "."
    )


PARTS: dict[str, Callable[[], str]] = {
    "roots": list_roots, "columns": list_columns, "floors": list_floors,
    "counts": list_counts, "types": list_types, "years": list_years,
}  # fmt: skip


def fill(text: str) -> str:
    """A document with its generated parts as they should be."""
    return PART.sub(lambda match: f"{match[1]}{PARTS[match['name']]()}\n{match[3]}", text)


@pytest.mark.parametrize("path", [CODEBOOK, DATASHEET], ids=lambda path: path.name)
def test_generated_parts_are_up_to_date(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert PART.search(text)
    assert fill(text) == text, "run: python -m tests.docs.test_generated"


if __name__ == "__main__":
    for document in (CODEBOOK, DATASHEET):
        document.write_text(fill(document.read_text(encoding="utf-8")), encoding="utf-8")
