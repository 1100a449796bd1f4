"""The store on object storage: the same versions as in a folder, also with two writers at once."""

import datetime as dt
import multiprocessing
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.store import Store, Transaction
from tests.store.s3_server import serve_s3
from tests.store.test_store import event, put

PART_BYTES = 5 * 2**20  # the smallest part that S3 takes
URL = "s3://bucket/folder/store"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with serve_s3() as url:
        for name, value in {
            "AWS_ENDPOINT_URL": url,
            "AWS_ALLOW_HTTP": "true",
            "AWS_ACCESS_KEY_ID": "anyone",
            "AWS_SECRET_ACCESS_KEY": "anything",
            "AWS_REGION": "us-east-1",
        }.items():
            monkeypatch.setenv(name, value)
        yield url


@pytest.mark.usefixtures("server")
def test_versions_on_s3_are_those_of_a_folder(tmp_path: Path) -> None:
    stores = (Store.open(URL), Store.open(tmp_path / "store"))
    for store in stores:
        assert put(store, [event(1), event(2)]) == 1
        assert put(store, [event(2, target="USA"), event(3)]) == 2
        assert put(store, [event(1)]) == 2
    remote, local = (store.snapshot() for store in stores)
    assert remote.read("events").equals(local.read("events"))
    assert remote.manifest.files == local.manifest.files
    assert stores[0].snapshot(1).read("events").equals(stores[1].snapshot(1).read("events"))
    assert [commit.operation for commit in stores[0].history()] == ["run", "run"]


@pytest.mark.usefixtures("server")
def test_a_file_of_several_parts_arrives_whole() -> None:
    draw = random.Random(1)
    rows = [event(number, source_name=draw.randbytes(100).hex()) for number in range(60_000)]
    store = Store.open(URL)
    put(store, rows)
    assert max(file.size for file in store.snapshot().data_files("events")) > PART_BYTES
    assert store.snapshot().read("events", ["event_id"])["event_id"].to_pylist() == [row["event_id"] for row in rows]


def _write_some(first: int) -> None:
    for number in range(first, first + 3):
        put(Store.open(URL), [event(number)], f"writer {first}")


@pytest.mark.usefixtures("server")
def test_two_writers_at_once_both_succeed_on_s3() -> None:
    processes = [multiprocessing.get_context("spawn").Process(target=_write_some, args=(n,)) for n in (10, 20)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0, 0]
    found = Store.open(URL).snapshot()
    assert found.version == 6
    assert sorted(found.read("events", ["event_id"])["event_id"].to_pylist()) == [
        f"e{n:04d}" for n in (10, 11, 12, 20, 21, 22)
    ]


@pytest.mark.usefixtures("server")
def test_vacuum_and_deletion_work_on_s3() -> None:
    store = Store.open(URL)
    put(store, [event(1), event(2)])

    def remove(transaction: Transaction) -> None:
        assert transaction.delete("events", "event_id", ["e0001"]) == 1

    store.commit(remove, "forget", "f")
    assert store.snapshot().read("events", ["event_id"]).to_pylist() == [{"event_id": "e0002"}]
    assert store.vacuum(dt.timedelta(0)).files == 1
    assert store.snapshot().read("events").num_rows == 1
