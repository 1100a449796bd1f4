# ruff: noqa: E501 (rows of examples are read across)
"""Hostile text is shown as text, in every sink."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

import networkx as nx
import pandas as pd
import pyarrow.parquet as pq
import pytest

from dashboard import escape, exports, report
from dashboard.cube import load_cube
from dashboard.figures import balance, coverage, matrix, network, outlets, partners, tension, worldmap
from dashboard.figures.look import LIGHT
from dashboard.figures.measure import Measure
from dashboard.filters import Filter
from dashboard.graphs import Member
from dashboard.marks import mark, to_html
from dashboard.text import Words
from etl.store import Store
from tests.dashboard.conftest import RunPage, shown
from tests.dashboard.synthetic import HOSTILE_PLACE

HOSTILE = (
    "<img src=x onerror=alert(1)><script>alert(1)</script> **b** [x](javascript:alert(1)) {a|b} {{7*7}} $x$ :red[r] <b>"
)
EN = Words("en")
PLAIN = Measure(EN)


@pytest.mark.parametrize("url", ["javascript:alert(1)", " JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil", "https://", "http://a b", 'https://a"onclick=x', None, 3, "http://[", "https://a/`x`"])  # fmt: skip
def test_only_web_addresses_become_links(url: object) -> None:
    assert escape.link(url) is None


def test_a_web_address_stays_a_link() -> None:
    assert escape.link(" https://example.org/a?b=1 ") == "https://example.org/a?b=1"


def test_markdown_is_escaped_for_labels() -> None:
    assert not re.search(r"(?<!\\)[<*\[\]({$:_`]", escape.markdown(HOSTILE))


def test_plotly_figures_hold_no_markup_from_names() -> None:
    places = pd.DataFrame(
        {
            "place_id": ["p"],
            "name": [HOSTILE],
            "country": ["FRA"],
            "lat": [1.0],
            "lon": [1.0],
            "n": [3],
            "goldstein": [1.0],
            "reports": [3],
            "conflict": [0.1],
        }
    )
    bins = pd.DataFrame({"date": pd.to_datetime(["2026-01-05"]), "n": [9], "mean": [1.0], "error": [0.1]})
    rows = pd.DataFrame({"event_type": ["CONSULT"], "forth": [1], "back": [2], "mutual": [3]})
    others = pd.DataFrame({"partner": [HOSTILE], "n": [2], "goldstein": [1.0]})
    papers = pd.DataFrame({"outlet": [HOSTILE], "lang": ["fr"], "events": [2]})
    lands = pd.DataFrame({"territory": ["FRA"], "n": [5], "goldstein": [1.0]})
    lines = pd.DataFrame({"a": ["FRA"], "b": ["USA"], "lat_a": [48.9], "lon_a": [2.4], "lat_b": [38.9], "lon_b": [-77.0],
                          "n": [4], "n_max": [4], "goldstein": [2.0]})  # fmt: skip
    months = pd.DataFrame({"outlet": [HOSTILE], "date": pd.to_datetime(["2026-01-01"]), "n": [4]})
    graph = nx.Graph()
    graph.add_edge("A", "B", n=3, goldstein=-1.0, conflict=0.5)
    figures = [
        worldmap.draw_map(places, None, PLAIN, LIGHT, "land"), worldmap.draw_map(places.head(0), lands, PLAIN, LIGHT, "land", name=lambda _: HOSTILE), tension.draw_tension([tension.Line(HOSTILE, bins, "#112233")], EN, LIGHT),
        balance.draw_balance(rows, HOSTILE, HOSTILE, PLAIN, LIGHT), partners.draw_partners(others, lambda code: code or "", PLAIN, LIGHT),
        coverage.draw_coverage(months, months.head(0), "month", EN, LIGHT), outlets.draw_outlets(papers, 4, EN, LIGHT),
        worldmap.draw_map(places.head(0), None, PLAIN, LIGHT, "land", name=lambda _: HOSTILE, arcs=lines),
        matrix.draw_matrix(graph, {"A": Member(0, 1), "B": Member(0, 1)}, lambda _: HOSTILE, PLAIN, LIGHT),
    ]  # fmt: skip
    for figure in figures:
        for text in texts_of(json.loads(figure.to_json())):
            assert "<img" not in text and "<script" not in text, text


def texts_of(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for key, part in value.items() if key not in ("customdata", "template") for text in texts_of(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts_of(part)]
    return [value] if isinstance(value, str) else []


def test_echarts_draws_tooltips_on_canvas_and_names_hold_no_template() -> None:
    graph = nx.Graph()
    graph.add_edge("A", "B", n=3, goldstein=-1.0, conflict=0.5)
    option, _, _ = network.draw_network(graph, {"A": (0, 0), "B": (1, 1)}, {}, lambda _: HOSTILE, PLAIN, LIGHT)
    assert option["tooltip"]["renderMode"] == "richText"
    assert not [node for node in option["series"][0]["data"] if set("{}|") & set(node["name"])]


def test_marks_escape_everything_around_and_inside_them() -> None:
    text = f"T\n{HOSTILE} met"
    row = {
        "sentence": f"{HOSTILE} met",
        "text": text,
        "trigger_start": len(text) - 3,
        "trigger_end": len(text),
        "source_start": 2,
        "source_end": 40,
    }
    html = to_html(mark(row), dict.fromkeys(("trigger", "source"), '"><script>'))
    assert "<script" not in html and "<img" not in html and html.count("<mark") == 2


def test_a_report_holds_no_script_and_no_foreign_markup(hostile_store: Path) -> None:
    cube = load_cube(Store.open(hostile_store).snapshot())
    html = report.dyad_brief(cube, Filter(period="all", a=("RUS",), b=("UKR",)), "fr") + report.week_brief(
        cube, Filter(), "en"
    )
    assert "default-src 'none'" in html
    for forbidden in ("<script", "<img", "href='javascript", "<b onmouseover"):
        assert forbidden not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("event", {"event": "e000000001"}),
        ("overview", {}),
        ("table", {}),
        ("dyad", {"a": "RUS", "b": "UKR"}),
        ("timeline", {}),
        ("data", {}),
    ],
)
def test_pages_show_hostile_articles_as_text(
    run_page: RunPage, hostile_store: Path, page: str, query: dict[str, str]
) -> None:
    test = run_page(hostile_store, page, v="1", lang="en", **query)
    assert not test.exception and not test.error
    text = shown(test)
    assert not re.search(r"<(script|img src=x|b onmouse)", text) and "href='javascript" not in text
    if page == "event":
        assert "&lt;script&gt;" in text


def test_hostile_chips_and_outlets_are_escaped(run_page: RunPage, hostile_store: Path) -> None:
    test = run_page(hostile_store, v="1", lang="en", outlet=HOSTILE, place="<script>alert(1)</script>")
    assert not test.exception
    assert not [
        button.label
        for button in test.button
        if re.search(r"(?<!\\)[<\[*]", button.label.replace(":material/close:", ""))
    ]


def test_tables_hold_no_cell_that_a_spreadsheet_would_execute() -> None:
    table = pd.DataFrame({"=1+1": ["=cmd", "-2", "fine"], "n": [-1, 2, 3], "day": pd.to_datetime(["2026-01-01"] * 3)})
    safe = escape.table(table)
    assert list(safe.columns) == ["'=1+1", "n", "day"] and safe["'=1+1"].tolist() == ["'=cmd", "'-2", "fine"]
    assert safe["n"].tolist() == [-1, 2, 3] and safe["day"].dtype == table["day"].dtype


@pytest.mark.parametrize("format", exports.FORMATS)
def test_exports_keep_hostile_text_as_data(hostile_store: Path, format: str) -> None:
    cube = load_cube(Store.open(hostile_store).snapshot())
    archive = zipfile.ZipFile(io.BytesIO(exports.pack(cube, Filter(period="all"), format, "", "cite\n")))
    name = next(name for name in archive.namelist() if name != "CITATION.txt")
    data = archive.read(name)
    if name.endswith(".parquet"):
        assert HOSTILE_PLACE in pq.read_table(io.BytesIO(data))["place_name"].to_pylist()
    elif name.endswith((".gexf", ".graphml")):
        assert ElementTree.fromstring(data) is not None and b"<img" not in data
    elif name.endswith((".json", ".geojson")):
        assert "features" in json.loads(data)
    elif name.endswith(".jsonl"):
        assert all(isinstance(json.loads(line), dict) for line in data.decode().splitlines())
    else:
        text = data.decode("utf-8-sig")
        rows = list(csv.reader((line for line in text.splitlines() if line[:1] != "#"), delimiter=delimiter_of(text)))
        assert len({len(row) for row in rows}) == 1, "no text breaks out of its cell"


def delimiter_of(text: str) -> str:
    """A tab where the format has one, else a comma."""
    first = next(line for line in text.splitlines() if line[:1] != "#")
    return "\t" if "\t" in first else ","
