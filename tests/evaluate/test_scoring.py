"""Scoring follows the rules that the gold's guide states; the totals below were worked out by hand."""

import json
from pathlib import Path

import pytest

from etl.errors import InputError
from etl.evaluate import list_errors, matches, read_gold, score

PLACE = {"name": "Pyongyang", "lat": 39.03, "lon": 125.75}
GOLD = [
    {
        "id": "a",
        "lang": "fr",
        "events": [
            {"type": "CONSULT", "source": ["RUS:GOV"], "target": ["PRK:GOV"], "symmetric": True, "date": "2024-06-19",
             "date_precision": "day", "place": PLACE},
            {"type": "AGREE", "alt_types": ["SUPPORT"], "source": ["RUS"], "target": ["PRK"], "date": "2024-06-01",
             "date_precision": "month"},
            {"type": "MOBILIZE", "source": ["PRK"], "target": ["KOR"], "date": "2024-01-01", "date_precision": "year"},
            {"type": "ACCUSE", "required": False, "source": ["USA"], "target": ["PRK"], "date": None},
        ],
        "toponyms": [{"lat": 39.03, "lon": 125.75, "kind": "city"}, {"lat": 42.3, "lon": 130.7, "kind": "river"},
                     {"lat": 40.0, "lon": 127.0, "kind": "country"}],
    },
    {"id": "quiet", "lang": "en", "events": []},
]  # fmt: skip
ROWS = [
    {"article": "a", "event_type": "CONSULT", "source": "PRK", "target": "RUS", "event_date": "2024-06-20", "lat": 39.0,
     "lon": 125.8},
    {"article": "a", "event_type": "CONSULT", "source": "PRK", "target": "RUS", "event_date": "2024-06-20", "lat": None},
    {"article": "a", "event_type": "SUPPORT", "source": "RUS", "target": "PRK", "event_date": "2024-06-30", "lat": None},
    {"article": "a", "event_type": "MOBILIZE", "source": "PRK", "target": None, "event_date": "2023-12-31", "lat": None},
    {"article": "a", "event_type": "ACCUSE", "source": "USA", "target": "PRK", "event_date": None, "lat": None},
    {"article": "a", "event_type": "ASSAULT", "source": "USA", "target": "PRK", "event_date": None, "lat": None},
    {"article": "quiet", "event_type": "AID", "source": "USA", "target": "FRA", "event_date": None, "lat": None},
]  # fmt: skip
TOPONYMS = [{"article": "a", "toponym": "Pyongyang", "lat": 39.0, "lon": 125.8}]


def test_totals_are_those_worked_out_by_hand() -> None:
    scores = score(GOLD, ROWS, TOPONYMS)
    assert scores["strict"] == {"precision": 0.4, "recall": 0.667, "f1": 0.5, "gold": 3, "rows": 5}
    assert scores["who_what"] == {"precision": 0.6, "recall": 1.0, "f1": 0.75, "gold": 3, "rows": 5}
    assert scores["recall_by_type"] == {"AGREE": "1/1", "CONSULT": "1/1", "MOBILIZE": "1/1"}
    assert scores["precision_by_type"] == {
        "AID": "0/1", "ASSAULT": "0/1", "CONSULT": "1/1", "MOBILIZE": "1/1", "SUPPORT": "1/1",
    }  # fmt: skip
    assert scores["event_place_acc161"] == {"acc": 1.0, "n": 1}
    assert scores["toponym_recall161"] == {"acc": 0.5, "n": 2}
    assert scores["false_alarm_docs"] == "1/1"


def test_errors_name_each_miss_and_each_false_row() -> None:
    lines = list_errors(GOLD, ROWS)
    assert [line.split()[:3] for line in lines] == [
        ["MISS", "a", "MOBILIZE"], ["FALSE", "a", "MOBILIZE"], ["FALSE", "a", "ASSAULT"], ["FALSE", "quiet", "AID"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "event", "expected"),
    [
        ({"source": "RUS:MIL", "target": "PRK"}, {"source": ["RUS"], "target": ["PRK"]}, True),
        ({"source": "PRK", "target": "RUS"}, {"source": ["RUS"], "target": ["PRK"]}, False),
        ({"source": "PRK", "target": "RUS"}, {"source": ["RUS"], "target": ["PRK"], "symmetric": True}, True),
        ({"source": "RUS", "target": "RUS"}, {"source": ["RUS"], "target": ["PRK"], "symmetric": True}, False),
        ({"source": "RUS", "target": None}, {"source": ["RUS"], "target": ["PRK"]}, False),
        ({"source": "RUS", "target": "RUS"}, {"source": ["RUS"], "target": None}, True),
        ({"source": "NSA:HAMAS", "target": "ISR"}, {"source": ["NSA:HAMAS"], "target": ["ISR:GOV"]}, True),
    ],
)
def test_actors_match_by_state_and_in_order(row: dict, event: dict, expected: bool) -> None:
    assert matches({"event_type": "AID", **row}, {"type": "AID", **event}, "who_what") is expected


def test_quad_level_takes_any_type_of_the_class() -> None:
    row, event = {"event_type": "AGREE", "source": "A"}, {"type": "CONSULT", "source": ["A"], "target": None}
    assert matches(row, event, "quad")
    assert not matches(row, event, "who_what")


def test_gold_is_read_by_language_and_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(document) for document in GOLD), encoding="utf-8")
    assert [document["id"] for document in read_gold(path, "fr")] == ["a"]
    path.write_text('{"id": 1}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"gold.jsonl:1: not a gold document"):
        read_gold(path)
