"""The gazetteer: what it holds, how fast it opens and answers, and what happens when it is missing or half-built."""

import pickle
import sqlite3
import time
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from etl.errors import GazetteerError
from etl.lexicon.places import read_countries, read_curated, read_divisions
from etl.places import Gazetteer
from etl.places.build import build_gazetteer
from etl.places.commands import gazetteer_app, places_app
from etl.places.distance import distance_km


def test_resources_hold_what_is_promised() -> None:
    curated = list(read_curated())
    assert len(curated) >= 600
    assert len({row.place_id for row in curated}) == len(curated)
    assert all(row.name_fr or row.cued for row in curated if row.kind in {"river", "sea", "gulf", "lake"})
    assert len(list(read_countries())) >= 240
    assert sum(row.code.count(".") == 1 for row in read_divisions()) >= 1500


def test_every_curated_town_lies_near_a_town_of_its_country(gazetteer: Gazetteer) -> None:
    db = sqlite3.connect(gazetteer.path)
    for row in read_curated():
        if (
            row.kind not in {"city", "port", "airport", "metonym", "seat"}
            or not row.countries
            or row.countries[0] in {"FK", "VA"}
        ):
            continue
        near = db.execute(
            "SELECT lat, lon FROM places WHERE kind = 'city' AND abs(lat - ?) < 1.5 AND abs(lon - ?) < 2.5",
            (row.lat, row.lon),
        ).fetchall()
        reach = 160 if row.place_id in {"city:tinzaouatine", "port:duqm"} else 60  # in the desert
        assert min(distance_km(row.lat, row.lon, *point) for point in near) < reach, row.place_id


def test_every_country_has_a_point_and_states_have_capitals(gazetteer: Gazetteer) -> None:
    for row in read_countries():
        place = gazetteer.country(row.iso3)
        assert (place.kind, place.precision) == ("country", "country")
    for iso3, capital in (
        ("FRA", "Paris"),
        ("PRK", "Pyongyang"),
        ("MMR", "Nay Pyi Taw"),
        ("KAZ", "Astana"),
        ("TZA", "Dodoma"),
    ):
        found = gazetteer.capital(iso3)
        assert found is not None and found.name == capital
    with pytest.raises(GazetteerError, match="XXX"):
        gazetteer.country("XXX")


def test_it_opens_in_under_50_ms(gazetteer: Gazetteer) -> None:
    start = time.perf_counter()
    Gazetteer(gazetteer.path).close()
    assert time.perf_counter() - start < 0.05


def test_it_answers_20_000_names_a_second(gazetteer: Gazetteer) -> None:
    """Half known, half unknown, none asked before; in processor time, since other tests share the machine (measured: 46,000)."""
    db = sqlite3.connect(gazetteer.path)
    keys = [key for (key,) in db.execute("SELECT key FROM names LIMIT 200000")]
    keys = keys[::20]
    names = [name for key in keys for name in (key, key + "qz")]
    fresh = Gazetteer(gazetteer.path)
    start = time.process_time()
    for name in names:
        fresh.candidates(name)
    assert len(names) / (time.process_time() - start) > 20_000


def test_it_travels_to_workers(gazetteer: Gazetteer) -> None:
    copy = pickle.loads(pickle.dumps(gazetteer))
    assert copy.candidates("Goma") == gazetteer.candidates("Goma")


def test_a_missing_gazetteer_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="detente gazetteer build"):
        Gazetteer.open(tmp_path / "none.sqlite")


@pytest.mark.parametrize("content", [b"", b"not a database at all", b"SQLite format 3\x00" + b"\x00" * 100])
def test_a_broken_gazetteer_says_what_to_run(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.sqlite"
    path.write_bytes(content)
    with pytest.raises(GazetteerError, match="detente gazetteer build"):
        Gazetteer.open(path)


def dump_line(
    number: int, name: str, lat: float, lon: float, code: str, feature: str, iso2: str, population: int = 0
) -> str:
    others = f"{name}ville" if feature == "P" else ""
    cells = [str(number), name, name, others, str(lat), str(lon), feature, code, iso2, "", "01", "", "", "", str(population),
             "", "", "UTC", "2026-01-01"]  # fmt: skip
    return "\t".join(cells)


def test_a_geonames_dump_is_read_with_its_alternate_names(tmp_path: Path) -> None:
    dump, names = tmp_path / "allCountries.zip", tmp_path / "alternateNamesV2.zip"
    lines = [
        dump_line(9_000_001, "Zzyx Town", 10.0, 20.0, "PPL", "P", "TD", 40_000),
        dump_line(9_000_002, "Zzyx Airport", 10.1, 20.1, "AIRP", "S", "TD"),
        dump_line(9_000_003, "Zzyx School", 10.2, 20.2, "SCH", "S", "TD"),
    ]
    with zipfile.ZipFile(dump, "w") as archive:
        archive.writestr("readme.txt", "short")
        archive.writestr("allCountries.txt", "\n".join(lines) + "\n")
    with zipfile.ZipFile(names, "w") as archive:
        archive.writestr(
            "alternateNamesV2.txt", "1\t9000001\tfr\tZzyxbourg\t\t\t\t\t\t\n2\t9000001\tlink\thttps://x\t\t\t\t\t\t\n"
        )
    path = build_gazetteer(tmp_path / "g.sqlite", geonames=dump, alternate_names=names)
    gazetteer = Gazetteer.open(path)
    assert [c.place.place_id for c in gazetteer.candidates("Zzyxbourg")] == ["geonames:9000001"]
    assert [c.place.kind for c in gazetteer.candidates("Zzyx Airport")] == ["airport"]
    assert not gazetteer.candidates("Zzyx School")
    assert gazetteer.candidates("mer Rouge")[0].place.place_id == "sea:red"
    assert not list(tmp_path.glob(".gazetteer-*"))  # nothing half-written stays behind


def test_a_broken_dump_names_its_line_and_leaves_the_old_gazetteer(tmp_path: Path) -> None:
    target, dump = tmp_path / "g.sqlite", tmp_path / "dump.txt"
    target.write_bytes(b"old")
    dump.write_text(dump_line(1, "A", 1, 2, "PPL", "P", "TD") + "\nno dump\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"dump\.txt:2"):
        build_gazetteer(target, geonames=dump)
    assert target.read_bytes() == b"old"


def test_the_users_own_places_win(gazetteer: Gazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_HOME", str(tmp_path))
    (tmp_path / "gazetteer.sqlite").symlink_to(gazetteer.path)
    runner = CliRunner()
    added = runner.invoke(
        places_app, ["alias", "Paris", "--lat", "1.5", "--lon", "2.5", "--country", "FRA", "--kind", "base"]
    )
    assert added.exit_code == 0, added.output
    assert runner.invoke(places_app, ["alias", "la Ville lumière", "--place-id", "geonames:2988507"]).exit_code == 0
    own = Gazetteer.open()
    assert [(c.place.kind, c.place.lat) for c in own.candidates("PARIS")] == [("base", 1.5)]
    assert own.candidates("La ville lumiere")[0].place.name == "Paris"
    assert runner.invoke(gazetteer_app, ["build", "--if-missing"]).exit_code == 0


@pytest.mark.parametrize(
    "row", [";;1;2;FRA;city", "X;;one;2;FRA;city", "X;;95;2;FRA;city", "X;nowhere;;;;", "X;;1;2;FRA;volcano"]
)
def test_a_broken_row_of_the_users_names_file_and_line(row: str, gazetteer: Gazetteer, tmp_path: Path) -> None:
    (tmp_path / "gazetteer.sqlite").symlink_to(gazetteer.path)
    (tmp_path / "places.local.csv").write_text(f"name;place_id;lat;lon;country;kind\n{row}\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"places\.local\.csv:2"):
        Gazetteer.open(tmp_path / "gazetteer.sqlite")


def test_explain_and_resolve_speak_plainly(
    gazetteer: Gazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_HOME", str(tmp_path))
    (tmp_path / "gazetteer.sqlite").symlink_to(gazetteer.path)
    runner = CliRunner()
    explained = runner.invoke(places_app, ["explain", "mer Rouge", "--context", "YEM"])
    assert explained.exit_code == 0 and "margin" in explained.output
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    text = "Shelling hit Goma."
    source.write_text(
        f'{{"id": 1, "text": "{text}", "toponyms": [{{"start": 13, "end": 17, "text": "Goma"}}]}}\n', encoding="utf-8"
    )
    assert runner.invoke(places_app, ["resolve", str(source), "--out", str(out)]).exit_code == 0
    assert '"country": "COD"' in out.read_text(encoding="utf-8")
    source.write_text('{"id": 1, "text": "x", "toponyms": [{"start": 0, "end": 9}]}\n', encoding="utf-8")
    failed = runner.invoke(places_app, ["resolve", str(source), "--out", str(tmp_path / "none.jsonl")])
    assert failed.exit_code != 0 and not (tmp_path / "none.jsonl").exists()
