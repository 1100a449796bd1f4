"""This module is about claims: what changed, as sentences computed from the numbers. Nothing is guessed or worded by hand.

Each claim holds what it says (`lead`), the numbers behind it (`why`) and where it leads (`a`, `b`, `territory` or `event`).
"""

from dataclasses import dataclass

import pandas as pd

from dashboard.text import Namer, Words

AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence and its ground."""

    lead: str
    why: str
    a: str = ""
    b: str = ""
    territory: str = ""


def find_claims(pairs: pd.DataFrame, territories: pd.DataFrame, words: Words, name: Namer) -> list[Claim]:
    """At most five claims: the largest rises and falls, new pairs, turns of tone, and the busiest when nothing moved."""
    found: list[Claim] = []
    rises = pairs[pairs["change"] == "rise"].assign(gain=lambda t: t["recent"] - t["expected"]).nlargest(2, "gain")
    found += [_moved(_rise(row), row, words, name) for row in rises.to_dict("records")]
    fresh = pairs[(pairs["change"] == "new") & (pairs["recent"] >= 3)].nlargest(1, "recent")
    found += [_moved("claim.new", row, words, name) for row in fresh.to_dict("records")]
    found += _turns(pairs, words, name)
    falls = pairs[pairs["change"] == "fall"].assign(loss=lambda t: t["expected"] - t["recent"]).nlargest(1, "loss")
    found += [_moved("claim.fall", row, words, name) for row in falls.to_dict("records")]
    found += _territory(territories, words, name)
    if len(found) < 3:
        busiest = pairs[pairs["recent"] > 0].nlargest(AT_MOST, "recent")
        said = {(claim.a, claim.b) for claim in found}
        found += [
            _moved("claim.busiest", row, words, name)
            for row in busiest.to_dict("records")
            if (row["a"], row["b"]) not in said
        ]
    return found[:AT_MOST]


def _rise(row: dict[str, float | str]) -> str:
    """Where less than one event is usual, "78 times" would be a big word for a handful: the counts are said instead."""
    return "claim.rise" if float(row["expected"]) >= 1 else "claim.surge"


def _moved(key: str, row: dict[str, float | str], words: Words, name: Namer) -> Claim:
    pair = f"{name(str(row['a']))} ↔ {name(str(row['b']))}"
    numbers = _numbers(row, words)
    return Claim(words(key, pair=pair, **numbers), words(f"{key}_why", **numbers), str(row["a"]), str(row["b"]))


def _numbers(row: dict[str, float | str], words: Words) -> dict[str, str | int]:
    ratio = float(row["recent"]) / float(row["expected"]) if float(row["expected"]) > 0 else float("nan")
    return {
        "n": int(row["recent"]),
        "baseline": int(row["baseline"]),
        "expected": words.number(float(row["expected"]), 1),
        "times": words.number(ratio, 1),
        "less": words.percent(1 - ratio if ratio == ratio else None),
        "goldstein": words.signed(float(row["goldstein"])),
        "before": words.signed(float(row["goldstein_before"])),
        "reports": words.number(float(row["reports"]) if row["reports"] == row["reports"] else 0),
    }


def _turns(pairs: pd.DataFrame, words: Words, name: Namer) -> list[Claim]:
    """The pair whose tone turned most, among those with enough events on both sides."""
    enough = pairs[(pairs["recent"] >= 5) & (pairs["baseline"] >= 20)]
    if not len(enough):
        return []
    turned = enough.assign(turn=enough["goldstein"] - enough["goldstein_before"])
    row = turned.loc[turned["turn"].abs().idxmax()]
    if abs(row["turn"]) < 1:
        return []
    return [_moved("claim.worse" if row["turn"] < 0 else "claim.better", dict(row), words, name)]


def _territory(territories: pd.DataFrame, words: Words, name: Namer) -> list[Claim]:
    rises = territories[territories["change"].isin(("rise", "new")) & (territories["recent"] >= 5)].assign(
        gain=lambda t: t["recent"] - t["expected"]
    )
    if not len(rises):
        return []
    row = rises.loc[rises["gain"].idxmax()].to_dict()
    numbers = _numbers(row, words)
    place = name(str(row["territory"]))
    return [
        Claim(
            words("claim.territory", place=place, **numbers),
            words("claim.territory_why", **numbers),
            territory=str(row["territory"]),
        )
    ]
