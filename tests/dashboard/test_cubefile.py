"""The cube's file: made once for a version, shared by processes, and never half made."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard import cubefile
from dashboard.cube import load_cube
from dashboard.filters import Filter
from dashboard.queries import relations, selection
from etl.store import Store
from tests.dashboard.synthetic import make_store

ALL = Filter(period="all")


def test_a_version_is_read_once_and_opened_by_all_who_come_later(small_store: Path, tmp_path: Path) -> None:
    snapshot = Store.open(small_store).snapshot()
    first = load_cube(snapshot, folder=tmp_path)
    (file,) = tmp_path.glob("*.duckdb")
    made = file.stat().st_ino
    second = load_cube(Store.open(small_store).snapshot(), folder=tmp_path)
    assert [file.stat().st_ino for file in tmp_path.iterdir()] == [made]
    assert relations.pairs(first, ALL).equals(relations.pairs(second, ALL))
    first.close()
    second.close()


def test_another_version_is_another_file(tmp_path: Path) -> None:
    one = make_store(tmp_path / "one", n_events=30, seed=1).snapshot()
    other = make_store(tmp_path / "other", n_events=40, seed=2).snapshot()
    cubes = [load_cube(snapshot, folder=tmp_path / "cubes") for snapshot in (one, other)]
    assert [cube.n_events for cube in cubes] == [30, 40]
    assert len(list((tmp_path / "cubes").glob("*.duckdb"))) == 2


def test_two_who_make_the_same_cube_at_once_both_get_all_of_it(tmp_path: Path) -> None:
    snapshot = make_store(tmp_path / "store", n_events=400).snapshot()
    with ThreadPoolExecutor(4) as pool:
        paths = list(pool.map(lambda _: cubefile._made(snapshot, tmp_path / "cubes", {"threads": 1}), range(4)))
    assert len(set(paths)) == 1 and list((tmp_path / "cubes").iterdir()) == [paths[0]], "no draft is left behind"
    assert load_cube(snapshot, folder=tmp_path / "cubes").n_events == 400


def test_where_nothing_can_be_written_the_cube_is_held_in_memory(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    snapshot = make_store(tmp_path / "store", n_events=30).snapshot()
    (tmp_path / "taken").write_text("a file where the folder should be")
    with caplog.at_level(logging.WARNING, "detente.dashboard"):
        assert load_cube(snapshot, folder=tmp_path / "taken").n_events == 30
    assert "kept in memory" in caplog.text


def test_only_the_cubes_used_last_are_kept(tmp_path: Path) -> None:
    for number in range(cubefile.KEPT + 3):
        (tmp_path / f"old{number}.duckdb").write_bytes(b"")
        time.sleep(0.01)
    load_cube(make_store(tmp_path / "store", n_events=30).snapshot(), folder=tmp_path)
    kept = sorted(path.name for path in tmp_path.glob("*.duckdb"))
    assert len(kept) == cubefile.KEPT and "old0.duckdb" not in kept and "old8.duckdb" in kept


def test_a_cube_holds_no_text_of_an_article(tmp_path: Path) -> None:
    snapshot = make_store(tmp_path / "store", n_events=60).snapshot()
    load_cube(snapshot, folder=tmp_path / "cubes").close()
    (file,) = (tmp_path / "cubes").glob("*.duckdb")
    assert b"talks have resumed" not in file.read_bytes() and b"Report no." not in file.read_bytes()


def test_codes_that_the_data_does_not_hold_match_nothing(small_store: Path) -> None:
    cube = load_cube(Store.open(small_store).snapshot())
    for filter in (
        Filter(a=("XYZ",)),
        Filter(territories=("XYZ",)),
        Filter(places=("p:none",)),
        Filter(outlets=("none",)),
    ):
        assert selection.totals(cube, filter).events == 0
    assert selection.totals(cube, Filter(a=("XYZ", "FRA"))) == selection.totals(cube, Filter(a=("FRA",)))


def test_a_table_holds_texts_not_categories(small_store: Path) -> None:
    table = relations.pairs(load_cube(Store.open(small_store).snapshot()), ALL)
    assert {str(dtype) for dtype in table[["a", "b"]].dtypes} == {"str"} and (table["a"] < table["b"]).all()
