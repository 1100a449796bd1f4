# ruff: noqa: E501 (rows of examples are read across)
"""Questions to the cube: what is counted, and what is called a change."""

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from dashboard import exports, hexagons, report
from dashboard.claims import find_claims
from dashboard.conditions import where
from dashboard.cube import Cube, load_cube
from dashboard.filters import Filter
from dashboard.grains import grain
from dashboard.localplaces import add_alias
from dashboard.marks import mark
from dashboard.queries import change, events, geography, quality, relations, selection, time
from dashboard.text import Words
from etl.store import Store
from tests.dashboard.synthetic import make_store

ALL = Filter(period="all")


def count(cube: Cube, filter: Filter) -> int:
    return selection.totals(cube, filter).events


def test_two_actors_mean_events_between_them_in_either_direction(cube: Cube) -> None:
    both = count(cube, Filter(period="all", a=("RUS",), b=("PRK",)))
    assert both == count(cube, Filter(period="all", a=("PRK",), b=("RUS",))) > 0
    forth, back = (
        count(cube, Filter(period="all", a=(x,), b=(y,), directed=True)) for x, y in (("RUS", "PRK"), ("PRK", "RUS"))
    )
    assert forth < both and forth + back >= both, "symmetric events count in both directions"


def test_a_place_has_its_name_in_the_readers_language(cube: Cube) -> None:
    assert [cube.place("city:RUS", "Moscou", lang) for lang in ("fr", "en")] == ["Moscou", "Moscow"]
    assert cube.place("unknown", "Atlantis", "fr") == "Atlantis" and cube.place(None, None, "fr") is None


def test_kinds_of_relation_add_up_to_all_events(cube: Cube) -> None:
    assert (
        sum(count(cube, Filter(period="all", quads=(quad,))) for quad in (1, 2, 3, 4))
        == count(cube, ALL)
        == cube.n_events
    )


def test_an_outlet_narrows_to_events_it_reports(cube: Cube) -> None:
    one = count(cube, Filter(period="all", outlets=("desk-c",)))
    assert 0 < one < cube.n_events
    assert one == relations.outlets(cube, ALL).set_index("outlet").loc["desk-c", "events"]


def test_values_of_a_filter_are_parameters_and_never_sql() -> None:
    condition, params = where(Filter(places=("'; DROP TABLE facts; --",)), None)
    assert "DROP" not in condition and params == ["'; DROP TABLE facts; --"]


def test_weeks_and_quad_classes_add_up_to_the_dated_events(cube: Cube) -> None:
    assert time.bins(cube, ALL, "week")["n"].sum() + time.undated(cube, ALL, "week") == cube.n_events


def test_events_known_or_assumed_only_by_territory_are_no_places(cube: Cube) -> None:
    places, lands = geography.places(cube, ALL), geography.territories(cube, ALL)
    located = geography.located(cube, ALL)
    assert places["n"].sum() == located["city"] and lands["coarse"].sum() == located["country"] + located["seat"]


def test_an_assumed_seat_has_no_name_and_no_point(cube: Cube) -> None:
    seats = geography.located(cube, ALL)["seat"]
    named = cube.rows(
        "SELECT count(place_id) + count(place_name) + count(lat) AS n FROM facts WHERE place_precision = 'seat'"
    )
    assert seats > 0 and named.iloc[0]["n"] == 0


def test_the_grain_keeps_axes_readable() -> None:
    day = dt.date(2026, 1, 1)
    assert [grain((day, day + dt.timedelta(days=d))) for d in (20, 364, 2000, 9000)] == ["day", "week", "month", "year"]


@pytest.mark.parametrize(
    ("recent", "baseline", "expected"),
    [(40, 130, "rise"), (12, 130, "slight_rise"), (10, 130, "stable"), (8, 130, "slight_fall"), (2, 130, "fall"), (5, 13, "few"), (2, 0, "new"), (1, 0, "few")],
)  # fmt: skip
def test_change_is_symmetric_and_small_numbers_are_no_change(recent: int, baseline: int, expected: str) -> None:
    table = pd.DataFrame({"recent": [recent], "baseline": [baseline]})
    assert change.classify(table)["change"].tolist() == [expected]


def test_more_news_alone_is_not_a_rise_under_share_of_coverage() -> None:
    table = pd.DataFrame({"recent": [40], "baseline": [130]})
    assert change.classify(table, factor=4.0)["change"].tolist() == ["stable"]


def test_the_surge_in_the_data_is_the_first_claim(cube: Cube) -> None:
    pairs, lands = change.change_of_pairs(cube, Filter()), change.change_of_territories(cube, Filter())
    claims = find_claims(pairs, lands, Words("fr"), lambda code: cube.name(code, "fr"))
    assert 3 <= len(claims) <= 5 and {claims[0].a, claims[0].b} == {"PRK", "RUS"}
    assert "fois plus" in claims[0].lead and "attendre" in claims[0].why


def test_a_handful_where_nothing_is_usual_is_counted_not_multiplied() -> None:
    row = {
        "a": ["CHN"],
        "b": ["USA"],
        "recent": [6],
        "baseline": [1],
        "goldstein": [-2.4],
        "goldstein_before": [-2.0],
        "reports": [6],
    }
    pairs = change.classify(pd.DataFrame(row))
    claim = find_claims(pairs, pairs.head(0).rename(columns={"a": "territory"}), Words("en"), str)[0]
    assert claim.lead == "CHN ↔ USA: 6 events, where fewer than one is usual" and "52 weeks before: 1." in claim.why


def test_pairs_that_all_fell_silent_are_claims_without_reports(cube: Cube) -> None:
    """Every pair of the selection fell silent, so no row has a report of the last weeks."""
    day = cube.data_to + dt.timedelta(days=28)
    pairs = change.change_of_pairs(cube, Filter().during(cube.data_from, day))
    assert pairs["reports"].notna().all()
    silent = pairs.assign(recent=0, reports=pairs["reports"] * 0, change="fall", ratio=0.1)
    assert find_claims(silent, pairs.head(0).rename(columns={"a": "territory"}), Words("en"), str)


def test_a_page_of_events_is_sorted_searched_and_counted(cube: Cube) -> None:
    rows, n = events.page(cube, ALL, sort="goldstein", up=True, number=2)
    assert len(rows) == events.PAGE_ROWS and n == cube.n_events and rows["goldstein"].is_monotonic_increasing
    found, hits = events.page(cube, ALL, find="SEOUL repris")
    assert 0 < hits < n and all(
        "Séoul" in s for s in events.sentences(cube, tuple(found["event_id"])).values() if "repris" in s
    )


def test_an_event_comes_with_every_report_and_its_marks(cube: Cube) -> None:
    event = events.event(cube, "e000000005")
    assert event and event.reports and {"trigger", "source", "date"} <= mark(event.reports[0]).roles
    assert events.event(cube, "nothing") is None


def test_a_span_outside_the_sentence_is_quoted_apart() -> None:
    text = "Kim Jong Un arrived. He met Putin."
    row = {
        "sentence": "He met Putin.",
        "text": text,
        "trigger_start": 24,
        "trigger_end": 27,
        "source_start": 0,
        "source_end": 11,
        "target_start": 28,
        "target_end": 33,
    }
    marked = mark(row)
    assert (
        ("met", "trigger") in marked.runs
        and ("Putin", "target") in marked.runs
        and marked.elsewhere == (("source", "Kim Jong Un"),)
    )
    assert "".join(part for part, _ in marked.runs) == "He met Putin."


@pytest.mark.parametrize("format", exports.FORMATS)
def test_every_format_downloads_with_its_citation(cube: Cube, format: str) -> None:
    data = exports.pack(cube, Filter(period="4w", a=("PRK",)), format, "", "cite me, version 1")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert archive.read("CITATION.txt") == b"cite me, version 1" and len(archive.read(names[0])) > 100
        if format == "jsonl":
            rows = [
                json.loads(line)
                for line in archive.read(names[0]).decode().splitlines()
                if line.startswith('{"event_id')
            ]
            assert len(rows) == count(cube, Filter(period="4w", a=("PRK",)))


def test_the_report_command_writes_one_self_contained_file(
    small_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "brief.html"
    assert report.main(["--dyad", "RUS-PRK", "--lang", "fr", "--store", str(small_store), "--out", str(out)]) == 0
    html = out.read_text("utf-8")
    assert (
        html.count("<svg") == 2
        and "Russie ↔ Corée du Nord" in html
        and "<mark" in html
        and " src=" not in html
        and "url(" not in html
    )
    assert report.main(
        ["--week", "--store", str(small_store), "--out", str(out)]
    ) == 0 and "What changed" in out.read_text("utf-8")
    assert report.main(["--dyad", "nonsense", "--store", str(small_store), "--out", str(out)]) == 2
    assert (
        report.main(["--week", "--store", str(tmp_path / "none"), "--out", str(out)]) == 1
        and "detente report:" in capsys.readouterr().err
    )


def test_a_correction_changes_the_event_in_a_new_version(tmp_path: Path) -> None:
    from dashboard.sections.verdict import correction

    store = make_store(tmp_path / "store", n_events=40)
    row = correction(
        "e000000001", "status", "rejected", "Ana", "no such meeting", dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    )
    assert store.add_corrections([row]) == 2
    before, after = (load_cube(store.snapshot(version)) for version in (1, 2))
    assert (before.n_events, after.n_events) == (40, 39)
    event = events.event(after, "e000000001")
    assert event and event.row["status"] == "rejected" and event.corrections[0]["author"] == "Ana"


def test_an_alias_is_written_as_the_gazetteer_reads_it(tmp_path: Path) -> None:
    from etl.places.local import read_local
    from etl.schema import Place

    path = tmp_path / "home" / "places.local.csv"
    goma = Place("city:goma", "Goma", "city", "city", "COD", -1.67, 29.23)
    add_alias(path, "la ville; volcan", "city:goma")
    add_alias(path, "Camp Echo", lat=12.5, lon=3.25, country="mli", kind="base")
    rows = list(read_local(path, {"city:goma": goma}.get))
    assert rows[0][1] == goma and (rows[1][1].lat, rows[1][1].country) == (12.5, "MLI")
    with pytest.raises(ValueError):
        add_alias(path, "Nowhere")


def test_doubtful_names_come_unresolved_first(cube: Cube) -> None:
    table = quality.doubtful_places(cube)
    assert table["toponym"].tolist() == ["Goma", "Tumannaya", "Paris"] and table["n"].tolist() == [2, 1, 1]


def test_a_cube_outlives_the_files_of_its_version(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store", n_events=40)
    cube = load_cube(Store.open(tmp_path / "store").snapshot())
    for name in store.snapshot().files("events"):
        Path(name).unlink()
    assert count(cube, ALL) == 40


def test_a_point_lies_in_the_hexagon_whose_centre_is_nearest() -> None:
    rng = np.random.default_rng(4)
    points = pd.DataFrame(
        {"lat": np.degrees(np.arcsin(rng.uniform(-0.98, 0.98, 3000))), "lon": rng.uniform(-180, 180, 3000)}
    )
    cells = duckdb.sql(f"SELECT {hexagons.number_sql('lat', 'lon')} AS cell FROM points").df()["cell"].to_numpy()
    x, y = points["lon"], np.degrees(np.log(np.tan(np.radians(45 + points["lat"] / 2))))
    spots = np.column_stack([x, y]) / hexagons.WIDTH
    column, row = cells % 1000 - 500, cells // 1000 - 500
    centres = np.column_stack([column / 2, row * np.sqrt(3) / 2])
    nearest = np.linalg.norm(spots[:, None] - np.unique(centres, axis=0)[None], axis=2).min(axis=1)
    own = np.linalg.norm(spots - centres, axis=1)
    assert own.max() <= 1 / np.sqrt(3) + 1e-9 and np.allclose(own, nearest)


def test_above_the_limit_neighbouring_places_are_one_circle_and_no_event_is_lost(cube: Cube) -> None:
    all_places, cells = geography.places(cube, ALL), geography.places(cube, ALL, limit=20)
    assert not geography.is_gridded(all_places) and geography.is_gridded(cells)
    assert cells["n"].sum() == all_places["n"].sum() and cells["places"].sum() == len(all_places) > len(cells)
    assert (cells["goldstein"] * cells["n"]).sum() == pytest.approx((all_places["goldstein"] * all_places["n"]).sum())
    assert cells["name"].str.contains(r" \+\d+$").sum() == (cells["places"] > 1).sum() > 0


def test_a_cell_selects_its_places_like_a_place_does(cube: Cube) -> None:
    cells = geography.places(cube, ALL, limit=20)
    row = cells[cells["places"] > 1].iloc[0]
    chosen = Filter(period="all", places=(row["place_id"],))
    assert count(cube, chosen) == row["n"] and len(geography.places(cube, chosen)) == row["places"]
    assert selection.place_names(cube, chosen) == {row["place_id"]: row["name"]}
    both = Filter(period="all", places=(row["place_id"], "city:FRA"))
    assert count(cube, both) >= row["n"] and "Paris" in selection.place_names(cube, both).values()
    assert count(cube, Filter(period="all", places=("hex:12; DROP", "hex:", "hex:999999999"))) == 0
