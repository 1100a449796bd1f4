"""This module is about the ontology: CAMEO codes, their Goldstein scores and the PLOVER contexts they imply.

Source: the CAMEO codebook's scale as in `etl/resources/cameo.csv` (the 312-code table used for ICEWS).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from etl.lexicon.reading import read_csv


@dataclass(frozen=True, slots=True)
class Ontology:
    """CAMEO code -> Goldstein score (-10 to 10), label and PLOVER contexts."""

    goldstein: Mapping[str, float]
    labels: Mapping[str, str]
    contexts: Mapping[str, tuple[str, ...]]


@cache
def load_ontology() -> Ontology:
    """Load the CAMEO table."""
    rows = list(read_csv("cameo.csv", delimiter=","))
    return Ontology(
        goldstein={row["cameo_code"]: float(row["goldstein"]) for row in rows if row["goldstein"]},
        labels={row["cameo_code"]: row["label"] for row in rows},
        contexts={
            row["cameo_code"]: tuple(part.strip() for part in row["plover_context"].split(";"))
            for row in rows
            if row["plover_context"]
        },
    )
