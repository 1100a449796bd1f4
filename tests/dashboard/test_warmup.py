"""The dashboard as a server: warm before the first reader, ready for new versions, whole while the store is rewritten."""

import asyncio
import datetime as dt
import gc
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import server as server_module
from dashboard import warmup
from dashboard.cube import load_cube
from dashboard.cubefile import cache_folder
from etl.store import Store
from etl.store.transaction import Transaction
from tests.dashboard.conftest import QUERIES, RunPage, set_query, shown
from tests.dashboard.crowd import Server, View, crowd, serve
from tests.dashboard.synthetic import make_store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store of its own, with cubes of its own."""
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "cache"))
    return make_store(tmp_path / "store", n_events=300)


@pytest.fixture(scope="module")
def server(small_store: Path) -> Iterator[Server]:
    """The dashboard as `detente dashboard` starts it."""
    with serve(small_store) as running:
        yield running


def strike(store: Store, number: int) -> None:
    """A new version without one event; the files of events and mentions are written anew."""
    gone = [f"e{number:09d}"]

    def write(transaction: Transaction) -> None:
        transaction.delete("events", "event_id", gone)
        transaction.delete("mentions", "event_id", gone)

    store.commit(write, operation="run", run_id=f"r{number}")


def cubes() -> int:
    return len(list(cache_folder().glob("*.duckdb")))


def test_warming_up_makes_the_cube_before_anyone_asks(store: Store) -> None:
    assert warmup.warm_up(store.location.url) == 1 and cubes() == 1


def test_what_stays_is_not_searched_for_garbage_after_every_page(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_STORE", store.location.url)

    async def count() -> int:
        async with server_module.warmed(None):
            return gc.get_freeze_count()

    try:
        assert asyncio.run(count()) > 100_000
    finally:
        gc.unfreeze()


def test_each_new_version_is_made_ready_in_the_background(store: Store) -> None:
    url, stop = store.location.url, threading.Event()
    ready = warmup.prepare(url, 0)
    watching = threading.Thread(target=warmup.watch, args=(url, ready, stop, 0.05))
    watching.start()
    try:
        strike(store, 1)
        until = time.monotonic() + 60
        while cubes() < 2 and time.monotonic() < until:
            time.sleep(0.05)
        assert cubes() == 2
    finally:
        stop.set()
        watching.join(20)


def test_a_store_that_is_empty_or_broken_does_not_stop_the_server(tmp_path: Path) -> None:
    (tmp_path / "broken").write_text("not a folder")
    assert warmup.warm_up(str(tmp_path / "none")) == 0 and warmup.prepare(str(tmp_path / "broken"), 3) == 3


def test_the_first_page_does_not_wait_for_the_data(server: Server) -> None:
    first, again = (crowd(server.address, [[View("", (("v", "1"), ("lang", "en")))]])[0] for _ in range(2))
    assert first.well and again.well and first.seconds < 10 * max(again.seconds, 0.3)


def test_twenty_readers_at_once_all_get_their_pages(server: Server) -> None:
    plans = [
        [
            View(page, tuple({"v": "1", "a": "RUS", **QUERIES.get(page, {})}.items()))
            for page in ("map", "dyad", "table")
        ]
        for _ in range(20)
    ]
    answers = crowd(server.address, plans)
    assert len(answers) == 60 and all(answer.well for answer in answers)
    assert max(answer.bytes for answer in answers) < 400_000


def test_pages_stay_whole_while_the_store_is_rewritten_under_them(run_page: RunPage, store: Store) -> None:
    """A writer commits version after version and removes the old ones' files while a session goes through the pages."""
    stop, committed = threading.Event(), []

    def write() -> None:
        while not stop.is_set() and len(committed) < 200:
            strike(store, len(committed))
            committed.append(store.snapshot().version)
            store.vacuum(dt.timedelta(0))

    folder = Path(store.location.url)
    writer = threading.Thread(target=write)
    writer.start()
    try:
        for page in ("overview", "map", "network", "timeline", "dyad", "table", "data"):
            test = run_page(folder, page, v="1", lang="en", **QUERIES.get(page, {}))
            assert not test.exception and not test.error, page
    finally:
        stop.set()
        writer.join(60)
    assert len(committed) > 3
    cube = load_cube(store.snapshot())
    assert cube.n_events == 300 - len(committed)
    test = run_page(folder, v="1", lang="en", per="all")
    assert f"data version {committed[-1]}" in shown(test)


@pytest.mark.parametrize("pinned", [False, True])
def test_a_session_whose_version_was_removed_goes_on_with_the_newest(
    run_page: RunPage, store: Store, pinned: bool
) -> None:
    folder = Path(store.location.url)
    frozen = {"data": "1"} if pinned else {}
    test = run_page(folder, v="1", lang="en", **frozen)
    strike(store, 2)
    store.vacuum(dt.timedelta(0))
    set_query(test, {"v": "1", "lang": "en", "a": "RUS", "quad": "3,4", **frozen})
    test.run()
    assert not test.exception and not test.error and "data version 2" in shown(test)
