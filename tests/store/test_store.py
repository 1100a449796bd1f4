"""The store: whole versions, nothing in between, and nothing lost."""

import datetime as dt
import multiprocessing
import os
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from etl.errors import StoreError
from etl.schema import TABLES
from etl.store import SCHEMAS, Store, Transaction, migrations, to_arrow
from etl.store.logs import follow_manifest
from etl.store.manifest import read_manifest


def event(number: int, **more: Any) -> dict[str, Any]:
    return {
        "event_id": f"e{number:04d}",
        "event_date": dt.date(2024, 1, 1),
        "source": "FRA",
        "context": ["military"],
        **more,
    }


def put(store: Store, rows: list[dict[str, Any]], run_id: str = "r") -> int:
    def write(transaction: Transaction) -> None:
        transaction.upsert("events", to_arrow("events", rows))

    return store.commit(write, "run", run_id)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "store")


def test_an_empty_store_has_version_0_and_all_tables(store: Store) -> None:
    snapshot = store.snapshot()
    assert (snapshot.version, snapshot.is_empty, snapshot.committed_at) == (0, True, None)
    for table in TABLES:
        assert snapshot.files(table) == []
        assert snapshot.read(table).schema == SCHEMAS[table]
        assert duckdb.sql(f"SELECT * FROM {snapshot.sql(table)}").columns == SCHEMAS[table].names
    assert not Path(store.location.url).exists()


def test_a_second_write_of_the_same_rows_changes_nothing(store: Store) -> None:
    assert put(store, [event(1), event(2)]) == 1
    assert put(store, [event(2), event(1)], "another run") == 1
    assert put(store, [event(1), event(2, target="USA")]) == 2
    assert store.snapshot().count("events") == 2


def test_a_snapshot_does_not_move(store: Store) -> None:
    put(store, [event(1)])
    before = store.snapshot()
    put(store, [event(1, target="USA"), event(2)])
    assert before.read("events", ["target"]).to_pylist() == [{"target": None}]
    assert store.snapshot(1).read("events", ["event_id"]).to_pylist() == [{"event_id": "e0001"}]
    chosen = store.snapshot().read("events", ["event_id"], pc.field("target") == "USA")
    assert chosen.to_pylist() == [{"event_id": "e0001"}]


def test_one_commit_spans_all_tables_and_a_failing_one_leaves_nothing(store: Store) -> None:
    put(store, [event(1)])

    def fail(transaction: Transaction) -> None:
        transaction.upsert("events", to_arrow("events", [event(2)]))
        transaction.append("rejected", to_arrow("rejected", [{"ref": "x", "reason": "y"}]))
        raise StoreError("no")

    with pytest.raises(StoreError):
        store.commit(fail, "run", "r")
    assert store.snapshot().version == 1
    assert store.snapshot().count("events") == 1
    assert [file.table for file in read_manifest(store.location).files] == ["events"]


def test_deleting_and_replacing_keeps_the_other_rows(store: Store) -> None:
    put(store, [event(n) for n in range(10)])

    def write(transaction: Transaction) -> None:
        assert transaction.delete("events", "event_id", ["e0003", "none"]) == 1
        assert transaction.upsert("events", to_arrow("events", [event(5, target="USA"), event(6)])) == 1

    store.commit(write, "run", "r")
    rows = store.snapshot().read("events", ["event_id", "target"]).to_pylist()
    assert {row["event_id"] for row in rows} == {f"e{n:04d}" for n in range(10) if n != 3}
    assert [row["target"] for row in rows if row["event_id"] == "e0005"] == ["USA"]


def test_duckdb_and_delta_readers_see_the_same_rows(store: Store) -> None:
    put(store, [event(1), event(2)])
    put(store, [event(2, target="USA"), event(3)])
    snapshot = store.snapshot()
    assert duckdb.sql(f"SELECT count(*), count(target) FROM {snapshot.sql('events')}").fetchall() == [(3, 1)]
    delta = DeltaTable(store.location.uri("events"))
    assert sorted(delta.to_pyarrow_table()["event_id"].to_pylist()) == ["e0001", "e0002", "e0003"]


def test_a_log_that_was_left_behind_follows_at_the_next_commit(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, [event(1)])
    monkeypatch.setattr("etl.store.store.follow_manifest", lambda _: None)
    put(store, [event(2)])
    assert len(DeltaTable(store.location.uri("events")).to_pyarrow_table()) == 1
    assert store.snapshot().count("events") == 2
    monkeypatch.undo()
    put(store, [event(2)])
    assert len(DeltaTable(store.location.uri("events")).to_pyarrow_table()) == 2


def _write_many(url: str, worker: int, runs: int) -> None:
    store = Store.open(url)
    for number in range(runs):
        put(store, [event(worker * 100 + number), event(9999, target=f"W{worker}{number}")], f"w{worker}")


def test_two_writers_at_once_both_succeed(store: Store) -> None:
    context = multiprocessing.get_context("spawn")  # Delta Lake's threads do not survive a fork
    writers = [context.Process(target=_write_many, args=(store.location.url, number, 5)) for number in (1, 2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    rows = store.snapshot().read("events")["event_id"].to_pylist()
    assert len(rows) == len(set(rows)) == 11
    assert store.snapshot().version == 10
    assert len(DeltaTable(store.location.uri("events")).to_pyarrow_table()) == 11


def test_a_clock_that_goes_backwards_does_not_turn_history_around(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seconds, number in (("1700000000", 1), ("1600000000", 2), ("1700000001", 3)):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
        put(store, [event(number)])
    times = [commit.committed_at for commit in store.history()]
    assert times == sorted(times, reverse=True)
    assert [commit.version for commit in store.history()] == [3, 2, 1]


def test_history_says_what_each_version_did(store: Store) -> None:
    put(store, [event(1)], "first")
    put(store, [event(1, target="USA"), event(2)], "second")
    newest, oldest = store.history()
    assert (newest.run_id, newest.operation, newest.added["events"], newest.removed["events"]) == (
        "second",
        "run",
        2,
        1,
    )
    assert (oldest.version, oldest.added["events"]) == (1, 1)


def test_vacuum_keeps_what_kept_versions_need(store: Store) -> None:
    put(store, [event(1)])
    put(store, [event(1, target="USA")])
    leftover = Path(store.location.url, "events", ".unfinished-x")
    leftover.write_bytes(b"half")
    os.utime(leftover, (1_600_000_000, 1_600_000_000))
    fresh = leftover.with_name(".unfinished-of-a-run-in-progress")
    fresh.write_bytes(b"half")
    assert store.vacuum(dt.timedelta(days=1)).files == 1
    assert not leftover.exists()
    assert store.snapshot(1).count("events") == 1
    done = store.vacuum(dt.timedelta(0))
    assert (done.files, done.oldest_version) == (1, 2)
    assert fresh.exists()
    assert store.snapshot().read("events", ["target"]).to_pylist() == [{"target": "USA"}]
    assert store.snapshot().version == 2
    with pytest.raises(StoreError, match="version 1"):
        store.snapshot(1).read("events")


def test_a_run_can_build_on_an_older_version(store: Store) -> None:
    put(store, [event(1)])
    put(store, [event(2)])

    def write(transaction: Transaction) -> None:
        transaction.upsert("events", to_arrow("events", [event(3)]))

    assert store.commit(write, "run", "r", as_of=1) == 3
    assert sorted(store.snapshot().read("events")["event_id"].to_pylist()) == ["e0001", "e0003"]


def test_small_files_are_merged(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.store.transaction.COMPACT_FILES", 4)
    for number in range(6):
        put(store, [event(number)])
    snapshot = store.snapshot()
    assert snapshot.count("events") == 6
    assert len(snapshot.files("events")) == 3
    assert len(DeltaTable(store.location.uri("events")).to_pyarrow_table()) == 6


def test_corrections_are_kept_and_applied(store: Store) -> None:
    put(store, [event(1), event(2)])
    at = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    row = {"correction_id": "c1", "event_id": "e0001", "author": "me", "made_at": at}
    version = store.add_corrections([{**row, "field": "event_date", "value": "2024-02-03"}])
    assert store.add_corrections([{**row, "field": "event_date", "value": "2024-02-03"}]) == version
    bad = [
        {**row, "correction_id": "c2", "field": "lat", "value": "north"},
        {**row, "correction_id": "c3", "field": "x"},
    ]
    store.add_corrections([{"value": "", **line} for line in bad])
    corrected = store.snapshot().read("events", filter=pc.field("event_id") == "e0001").to_pylist()[0]
    assert (corrected["event_date"], corrected["status"], corrected["lat"]) == (dt.date(2024, 2, 3), "corrected", None)
    assert store.snapshot().count("corrections") == 3


def test_a_truncated_file_is_a_one_line_error(store: Store) -> None:
    put(store, [event(n) for n in range(100)])
    path = Path(store.snapshot().files("events")[0])
    path.write_bytes(path.read_bytes()[:-50])
    with pytest.raises(StoreError, match="table events is damaged") as caught:
        store.snapshot().read("events")
    assert "\n" not in str(caught.value)
    with pytest.raises(StoreError, match=r"damaged|cannot be used"):
        put(store, [event(1, target="USA")])
    assert store.snapshot().version == 1


def test_a_folder_that_cannot_be_written_is_a_one_line_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be used") as caught:
        put(Store.open(tmp_path / "file"), [event(1)])
    assert "\n" not in str(caught.value)


def test_an_older_schema_is_read_at_once_and_migrated_by_the_next_writer(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = pa.schema([field.with_name("old_target") if field.name == "target" else field for field in SCHEMAS["events"]
                       if field.name != "group_id"])  # fmt: skip
    file = store.location.write(
        "events", pa.Table.from_pylist([{"event_id": "e0001", "old_target": "USA"}], schema=older).to_batches(), older
    )
    from etl.store.manifest import Commit, publish

    at = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    publish(store.location, 0, (file,), "an older fingerprint", Commit(1, at, "run", "r", {}, {}))
    monkeypatch.setitem(migrations.RENAMED, "events", {"old_target": "target"})
    assert store.snapshot().read("events", ["event_id", "target", "group_id"]).to_pylist() == [
        {"event_id": "e0001", "target": "USA", "group_id": None}
    ]
    found = duckdb.sql(f"SELECT event_id, group_id FROM {store.snapshot().sql('events')}").fetchall()
    assert found == [("e0001", None)]
    assert put(store, [event(2)]) == 2
    rows = store.snapshot().read("events", ["event_id", "target"]).to_pylist()
    assert rows == [{"event_id": "e0001", "target": "USA"}, {"event_id": "e0002", "target": None}]
    assert all(pq.read_schema(path).names == SCHEMAS["events"].names for path in store.snapshot().files("events"))
    follow_manifest(store.location)
    assert len(DeltaTable(store.location.uri("events")).to_pyarrow_table()) == 2


def test_unknown_tables_and_versions_are_named(store: Store) -> None:
    put(store, [event(1)])
    with pytest.raises(StoreError, match="no table 'evnts'"):
        store.snapshot().files("evnts")
    with pytest.raises(StoreError, match="no version 7"):
        store.snapshot(7)
