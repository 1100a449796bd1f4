"""Exchange: what is written is what each format says, and what is read comes back the same."""

import csv
import datetime as dt
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import networkx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from etl.errors import UsageError
from etl.exchange import EXPORTERS, IMPORTERS, export_rows, export_snapshot, import_files
from etl.exchange.codes import by_fips, cameo_table, countries
from etl.exchange.gdelt import EVENT_COLUMNS, MENTION_COLUMNS
from etl.exchange.icews import COLUMNS as ICEWS
from etl.exchange.polecat import COLUMNS as POLECAT
from etl.schema import TABLES
from etl.store import Store, Transaction, to_arrow

DAY = dt.date(2024, 6, 19)
EVENTS: list[dict[str, Any]] = [
    {
        "event_id": f"e{number}", "event_date": DAY, "date_precision": "day", "date_inferred": False, "event_type": kind,
        "mode": None, "context": ["military", "diplomatic"], "cameo_code": code, "quad_class": quad, "goldstein": score,
        "source": source, "source_name": "Vladimir Poutine", "source_sector": "GOV", "target": target, "target_name": "Kim",
        "target_sector": "MIL", "symmetric": kind == "CONSULT", "place_id": "geonames:1871859", "place_name": "Pyongyang",
        "place_kind": "city", "place_precision": "city", "place_score": 0.8, "lat": 39.03, "lon": 125.75, "place_country": "PRK",
        "n_mentions": 3, "n_articles": 2, "n_outlets": 2, "first_published": DAY, "last_published": DAY, "confidence": 0.9,
        "status": "coded", "group_id": "g1" if number < 3 else None, "run_id": "r",
    }
    for number, (kind, code, quad, score, source, target) in enumerate(
        [
            ("CONSULT", "042", 1, 1.9, "RUS", "PRK"), ("CONSULT", "042", 1, 1.9, "RUS", "CHN"),
            ("CONSULT", "042", 1, 1.9, "RUS", "DEU"), ("ASSAULT", "190", 4, -10.0, "ISR", "NSA:HAMAS"),
            ("COERCE", "163", 4, -8.0, "EUR", "ROU"), ("MOBILIZE", "150", 4, -7.2, "CHE", None),
        ]
    )
]  # fmt: skip
ARTICLE = {"article_id": "a", "ref": "x.txt", "url": "https://e.org/a", "title": "T", "outlet": "Agency", "lang": "fr",
           "published": DAY, "text": "Vladimir Poutine a rencontré Kim."}  # fmt: skip
MENTION = {"mention_id": "m", "event_id": "e0", "article_id": "a", "sentence_no": 0, "sentence": "Vladimir Poutine a rencontré Kim.",
           "event_type": "CONSULT", "event_date": DAY, "trigger_start": 20, "trigger_end": 29, "confidence": 0.9}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store.open(tmp_path / "s")

    def write(transaction: Transaction) -> None:
        for table, rows in (("events", EVENTS), ("articles", [ARTICLE]), ("mentions", [MENTION])):
            transaction.append(table, to_arrow(table, rows))

    store.commit(write, "run", "r")
    return store


def written(store: Store, what: str, format: str) -> bytes:
    sink = io.BytesIO()
    export_snapshot(store.snapshot(), what, format, sink)
    return sink.getvalue()


def lines(data: bytes) -> list[list[str]]:
    return [line.split("\t") for line in data.decode().splitlines()]


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_format_writes_every_table_it_says(name: str, store: Store, tmp_path: Path) -> None:
    for what in EXPORTERS[name].tables or (*TABLES, "network"):
        target = tmp_path / f"{what}{EXPORTERS[name].suffix}"
        export_snapshot(store.snapshot(), what, name, target)
        assert target.read_bytes() == written(store, what, name)
        empty = tmp_path / "empty"
        export_snapshot(Store.open(tmp_path / "none").snapshot(), what, name, empty)
        assert empty.exists()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_csv_cells_that_a_spreadsheet_would_execute_are_neutralised() -> None:
    texts = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "fine = 1", None, 'say "hi", you']
    sink = io.BytesIO()
    export_rows("articles", [{"article_id": str(n), "title": text} for n, text in enumerate(texts)], "csv", sink)
    rows = list(csv.DictReader(io.StringIO(sink.getvalue().decode(), newline="")))
    assert [row["title"] for row in rows] == [f"'{t}" if t and n < 7 else t or "" for n, t in enumerate(texts)]
    sink = io.BytesIO()
    export_rows("events", [{"event_id": "e", "goldstein": -5.0, "context": ["a", "b"]}], "csv", sink)
    (row,) = csv.DictReader(io.StringIO(sink.getvalue().decode()))
    assert (float(row["goldstein"]), row["context"]) == (-5.0, "a;b")


@pytest.mark.parametrize(("name", "delimiter"), [("csv", ","), ("gdelt", "\t"), ("polecat", "\t"), ("icews", "\t")])
def test_no_file_that_a_spreadsheet_opens_holds_a_cell_it_would_execute(name: str, delimiter: str) -> None:
    hostile = dict.fromkeys(("source_name", "target_name", "place_name", "place_id"), "=1+1") | {
        "lat": -2.5,
        "lon": -3.0,
    }
    article = ARTICLE | {"ref": "@x", "url": "+1(2)", "title": "-1+cmd|' /C calc'!A0", "outlet": "=2*2"}
    sink = io.BytesIO()
    related = {
        "mentions": to_arrow("mentions", [MENTION | {"sentence": "=3"}]),
        "articles": to_arrow("articles", [article]),
    }
    export_rows("events", [EVENTS[0] | hostile, EVENTS[3]], name, sink, related=related)
    cells = [cell for row in csv.reader(io.StringIO(sink.getvalue().decode()), delimiter=delimiter) for cell in row]
    assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")] == [
        cell for cell in cells if re.fullmatch(r"-\d+(\.\d+)?", cell)
    ]
    assert any(cell.startswith("'=1+1") for cell in cells) and {"-2.5", "-3"} <= {c.removesuffix(".0") for c in cells}


def test_jsonl_and_parquet_come_back_the_same(store: Store, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in written(store, "events", "jsonl").splitlines()]
    assert list(rows[0]) == list(TABLES["events"].column_names)
    assert {**rows[0], "event_date": DAY, "first_published": DAY, "last_published": DAY} == EVENTS[0]
    export_snapshot(store.snapshot(), "events", "parquet", tmp_path / "e.parquet")
    assert pq.read_table(tmp_path / "e.parquet").to_pylist() == EVENTS
    assert b"version 1" in pq.read_schema(tmp_path / "e.parquet").metadata[b"citation"]


def test_geojson_is_a_feature_collection_with_longitude_first(store: Store) -> None:
    data = json.loads(written(store, "events", "geojson"))
    assert (data["type"], len(data["features"])) == ("FeatureCollection", 6)
    assert data["features"][0]["geometry"] == {"type": "Point", "coordinates": [125.75, 39.03]}
    assert data["features"][0]["properties"]["event_date"] == "2024-06-19"


@pytest.mark.parametrize(("name", "reader"), [("gexf", networkx.read_gexf), ("graphml", networkx.read_graphml)])
def test_graphs_open_with_their_weights(name: str, reader: Any, store: Store) -> None:
    graph = reader(io.BytesIO(written(store, "network", name)))
    assert graph.number_of_edges() == 5
    assert graph.edges["RUS", "PRK"]["weight"] == 1
    assert graph.nodes["RUS"]["n_events"] == 3
    assert reader(io.BytesIO(written(store, "events", name))).edges.keys() == graph.edges.keys()


def test_gdelt_events_have_61_columns_and_fips_countries(store: Store) -> None:
    rows = [dict(zip(EVENT_COLUMNS, line, strict=True)) for line in lines(written(store, "events", "gdelt"))]
    assert len(EVENT_COLUMNS) == 61
    first = rows[0]
    assert (first["SQLDATE"], first["EventCode"], first["EventRootCode"], first["QuadClass"]) == (
        "20240619",
        "042",
        "04",
        "1",
    )
    assert (first["Actor1Code"], first["Actor2CountryCode"], first["ActionGeo_CountryCode"]) == ("RUSGOV", "PRK", "KN")
    assert (first["SOURCEURL"], first["DATEADDED"]) == ("https://e.org/a", "20240619000000")
    assert rows[4]["Actor2CountryCode"] == "ROM"


def test_gdelt_mentions_have_16_columns(store: Store) -> None:
    (line,) = lines(written(store, "mentions", "gdelt"))
    row = dict(zip(MENTION_COLUMNS, line, strict=True))
    assert (len(MENTION_COLUMNS), row["Confidence"], row["MentionIdentifier"]) == (16, "90", "https://e.org/a")


def test_icews_has_20_columns_and_polecat_40(store: Store) -> None:
    for name, columns, count in (("icews", ICEWS, 20), ("polecat", POLECAT, 40)):
        rows = lines(written(store, "events", name))
        assert (len(columns), rows[0]) == (count, list(columns))
        assert {len(row) for row in rows} == {count}


def test_plover_makes_one_record_of_a_many_sided_event(store: Store) -> None:
    records = [json.loads(line) for line in written(store, "events", "plover").splitlines()]
    group = next(record for record in records if record["id"] == "g1")
    assert [entity["code"] for entity in group["actor"]] == ["RUS", "PRK", "CHN", "DEU"]
    assert (group["recipient"], group["event"], group["quad_code"], group["link"]) == (
        [],
        ["CONSULT"],
        1,
        "https://e.org/a",
    )
    assert len(records) == 4


ROUND = {
    "gdelt": ("event_date", "event_type", "cameo_code", "goldstein", "lat", "lon", "place_country", "n_mentions", "n_articles"),
    "icews": ("event_date", "event_type", "cameo_code", "goldstein", "lat", "lon", "place_country", "place_name", "source_sector"),
    "polecat": ("event_date", "event_type", "mode", "context", "quad_class", "goldstein", "source_name", "target_sector", "lat",
                "lon", "place_id", "place_name", "place_country"),
}  # fmt: skip


@pytest.mark.parametrize("name", IMPORTERS)
def test_what_is_written_is_read_back_the_same(name: str, store: Store, tmp_path: Path) -> None:
    export_snapshot(store.snapshot(), "events", name, tmp_path / "out")
    into = Store.open(tmp_path / "in")
    result = import_files(name, [tmp_path / "out"], into)
    assert (result.rows, result.events, result.refused) == (6, 6, 0), into.snapshot().read("rejected").to_pylist()
    back = into.snapshot().read("events").to_pylist()
    assert [{k: row[k] for k in ROUND[name]} for row in back] == [{k: row[k] for k in ROUND[name]} for row in EVENTS]
    for row, event in zip(back, EVENTS, strict=True):
        for role in ("source", "target"):
            if event[role] in countries():
                assert row[role] == event[role]
        assert row["event_id"].startswith(f"{name}:")
    assert into.snapshot().count("mentions") == 6
    assert import_files(name, [tmp_path / "out"], into).version == 1
    export_snapshot(into.snapshot(), "events", name, tmp_path / "again")
    first, again = (lines((tmp_path / n).read_bytes()) for n in ("out", "again"))
    assert [row[0] for row in again] == [row[0] for row in first]


def gdelt_line(**changes: str) -> str:
    row = dict.fromkeys(EVENT_COLUMNS, "")
    row |= {
        "GLOBALEVENTID": "1", "SQLDATE": "20240619", "EventCode": "042", "QuadClass": "1", "GoldsteinScale": "1.9", "NumMentions": "1",
        "NumSources": "1", "NumArticles": "1", "Actor1CountryCode": "FRA", "ActionGeo_Type": "4", "ActionGeo_CountryCode": "GM",
        "ActionGeo_Lat": "52.5", "ActionGeo_Long": "13.4", "DATEADDED": "20240619120000", "SOURCEURL": "https://www.e.org/1",
    }  # fmt: skip
    return "\t".join((row | changes).values())


def test_lines_that_cannot_be_read_are_refused_with_their_number(tmp_path: Path) -> None:
    bad = {
        "61 were expected": gdelt_line() + "\textra",
        "SQLDATE 20241345 is not a date": gdelt_line(SQLDATE="20241345"),
        "ActionGeo_CountryCode DE is ISO 3166": gdelt_line(ActionGeo_CountryCode="DE"),
        "CH means CHN in FIPS 10-4, but the point lies in CHE": gdelt_line(
            ActionGeo_CountryCode="CH", ActionGeo_Lat="46.9", ActionGeo_Long="7.4"
        ),
        "has not two letters": gdelt_line(ActionGeo_CountryCode="DEU"),
        "Actor1CountryCode FR has not three letters": gdelt_line(Actor1CountryCode="FR"),
        "are not coordinates": gdelt_line(ActionGeo_Lat="95"),
        "EventCode xx is not CAMEO": gdelt_line(EventCode="xx"),
        "QuadClass 7": gdelt_line(QuadClass="7"),
        "GLOBALEVENTID is not a number": gdelt_line(GLOBALEVENTID="x"),
        "GLOBALEVENTID is": "",
        "not UTF-8 text": gdelt_line(Actor1Name="S\udce9goul"),
    }
    good = [gdelt_line(GLOBALEVENTID=str(number)) for number in (100, 101, 101)]
    text = "\n".join([good[0], *bad.values(), *good[1:]]) + "\n"
    path = tmp_path / "g.csv"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    store = Store.open(tmp_path / "s")
    result = import_files("gdelt", [path], store)
    assert (result.rows, result.events, result.refused) == (15, 2, 12)
    refused = {row["line"]: row["reason"] for row in store.snapshot().read("rejected").to_pylist()}
    for line, part in enumerate(bad, start=2):
        assert part in refused[line], (line, part, refused[line])
    event = store.snapshot().read("events").to_pylist()[0]
    assert (event["source"], event["place_country"], event["event_id"]) == ("FRA", "DEU", "gdelt:100")
    (article,) = store.snapshot().read("articles").to_pylist()
    assert (article["url"], article["outlet"]) == ("https://www.e.org/1", "e.org")


def test_wrong_headers_and_files_are_refused(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "s")
    files = {
        "short.tab": "\t".join(ICEWS[:19]) + "\n", "other.tab": "\t".join(["X", *ICEWS[1:]]) + "\n", "empty.tab": "", "gone.tab": None,
    }  # fmt: skip
    for name, text in files.items():
        if text is not None:
            (tmp_path / name).write_text(text, encoding="utf-8")
        assert import_files("icews", [tmp_path / name], store).refused == 1
    reasons = [row["reason"] for row in store.snapshot().read("rejected").to_pylist()]
    assert "19 columns where 20 were expected" in reasons
    assert any("column 'X' where 'Event ID'" in reason for reason in reasons)
    with pytest.raises(UsageError, match="no import of 'acled'"):
        import_files("acled", [], store)


def test_packed_files_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "g.CSV.zip", "w") as archive:
        archive.writestr("g.CSV", gdelt_line() + "\n")
    assert import_files("gdelt", [tmp_path / "g.CSV.zip"], Store.open(tmp_path / "s")).events == 1


def test_the_code_tables_are_whole() -> None:
    assert by_fips()["GM"].iso3 == "DEU"
    assert by_fips()["CH"].iso3 == "CHN"
    assert {country.iso3 for country in countries().values() if country.cow} >= {"USA", "RUS", "PRK", "XKX", "TWN"}
    assert len(cameo_table()) == 312
    assert pa.types.is_string(to_arrow("events", [{"cameo_code": "010"}])["cameo_code"].type)
