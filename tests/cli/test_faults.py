"""Faults: killed runs, full disks, read-only folders, damaged files, two runs at once, dying workers."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from deltalake import DeltaTable

from etl import pipeline, workers
from etl.articles import read_articles
from etl.errors import EtlError, StoreError
from etl.pipeline import RunOptions
from etl.schema import Article
from etl.store import Store
from etl.store.manifest import read_manifest
from tests import fake_events
from tests.cli.samples import text, write_corpus
from tests.cli.test_run import FAKE, run, snapshot

ROOT = Path(__file__).parents[2]
Digests = Callable[[Path], dict[str, list[str]]]


def start(store: Path, *arguments: str, **options: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "etl.cli", "run", *arguments, "--store", str(store)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT, **options)  # type: ignore[call-overload]


class Waiting:
    """A run in a process of its own that has imported everything and waits for `go`."""

    def __init__(self, folder: Path, store: Path) -> None:
        command = [sys.executable, "-m", "tests.cli.waiting", str(folder), str(store)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)

    def go(self) -> None:
        """Wait until it is ready, and let it run."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"
        self.process.stdin.write("\n")
        self.process.stdin.flush()


def test_killed_at_20_moments_and_run_again_the_tables_are_those_of_a_quiet_run(
    tmp_path: Path, digests: Digests, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = write_corpus(tmp_path / "in", 40)
    (corpus / "bad.bin").write_bytes(b"\0")
    for name, value in (
        ("_events", lambda: fake_events),
        ("describe_actors", lambda _: []),
        ("describe_places", lambda _: []),
    ):
        monkeypatch.setattr(pipeline, name, value)
    quiet, began = Waiting(corpus, tmp_path / "quiet"), 0.0
    quiet.go()
    began = time.monotonic()
    assert quiet.process.wait(60) == 0
    length = time.monotonic() - began
    expected = digests(tmp_path / "quiet")
    moments, killed_after = random.Random(5), []
    following = Waiting(corpus, tmp_path / "s0")
    for number in range(20):
        store, victim = tmp_path / f"s{number}", following
        victim.go()
        following = Waiting(corpus, tmp_path / f"s{number + 1}")
        time.sleep(length * moments.uniform(0.05, 1.0))
        victim.process.kill()
        victim.process.wait()
        seen = snapshot(store)
        killed_after.append(seen.version)
        assert seen.count("articles") in (0, 40)
        assert seen.read("events").num_rows == seen.count("events")
        run(store, corpus)
        assert digests(store) == expected
        named = {file.path for file in read_manifest(Store.open(store).location).files}
        for table in ("events", "mentions", "articles"):
            uris = DeltaTable(str(store / table)).file_uris()
            listed = {f"{table}/{uri.rsplit('/', 1)[-1]}" for uri in uris}
            assert listed == {path for path in named if path.startswith(f"{table}/")}
    following.process.kill()
    following.process.wait()
    assert 0 in killed_after


def test_a_full_disk_stops_the_run_and_the_store_stays_as_it_was(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() != 0 or subprocess.call(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(disk)]) != 0:
        pytest.skip("mounting a small disk needs root")
    try:
        run(disk / "s", write_corpus(tmp_path / "few", 3))
        (disk / "ballast").write_bytes(b"x" * (shutil.disk_usage(disk).free - 40_000))
        with pytest.raises(StoreError, match=r"No space left|cannot be used"):
            run(disk / "s", write_corpus(tmp_path / "many", 300, first=100))
        assert snapshot(disk / "s").count("articles") == 3
        assert snapshot(disk / "s").read("events").num_rows > 0
        (disk / "ballast").unlink()
        assert run(disk / "s", tmp_path / "few", write_corpus(tmp_path / "more", 2, first=50)).articles == 2
    finally:
        subprocess.call(["umount", "-l", str(disk)])


def test_a_read_only_store_is_a_one_line_error(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    run(folder, write_corpus(tmp_path / "in", 2))
    if os.geteuid() == 0 and subprocess.call(["mount", "--bind", "-o", "ro", str(folder), str(folder)]) != 0:
        pytest.skip("a folder that root cannot write to needs a mount")
    if os.geteuid() == 0:
        subprocess.check_call(["mount", "-o", "remount,ro,bind", str(folder)])
    else:
        folder.chmod(0o555)
    try:
        with pytest.raises(StoreError, match="cannot be used") as caught:
            run(folder, write_corpus(tmp_path / "more", 2, first=10))
        assert "\n" not in str(caught.value)
        assert snapshot(folder).count("articles") == 2
    finally:
        if os.geteuid() == 0:
            subprocess.call(["umount", "-l", str(folder)])


def test_two_runs_at_once_both_succeed(tmp_path: Path) -> None:
    both = [write_corpus(tmp_path / name, 40, first) for name, first in (("a", 0), ("b", 20))]
    processes = [start(tmp_path / "s", str(folder)) for folder in both]
    for process in processes:
        assert process.wait(120) == 0, process.stderr.read() if process.stderr else ""
    now = snapshot(tmp_path / "s")
    ids = now.read("articles")["article_id"].to_pylist()
    assert len(ids) == len(set(ids)) == 60
    mentions = now.read("mentions")["mention_id"].to_pylist()
    assert len(mentions) == len(set(mentions))
    for event in now.read("events").to_pylist():
        assert event["n_mentions"] == sum(m == event["event_id"] for m in now.read("mentions")["event_id"].to_pylist())


def test_the_number_of_workers_does_not_change_a_byte(tmp_path: Path, digests: Digests) -> None:
    corpus = write_corpus(tmp_path / "in", 50)
    run(tmp_path / "one", corpus)
    run(tmp_path / "two", corpus, options=RunOptions(workers=2, coder=FAKE.coder))
    assert digests(tmp_path / "two") == digests(tmp_path / "one")


def test_a_killed_worker_costs_its_batch_a_retry(tmp_path: Path, digests: Digests) -> None:
    corpus = write_corpus(tmp_path / "in", 40)
    (corpus / "a00020.txt").write_text(text(20) + f"\nDIE ONCE {tmp_path / 'marker'}\n", encoding="utf-8")
    summary = run(tmp_path / "killed", corpus, options=RunOptions(workers=2, coder=FAKE.coder))
    assert (tmp_path / "marker").exists()
    assert (summary.articles, summary.refused) == (40, 0)
    run(tmp_path / "quiet", corpus)
    assert digests(tmp_path / "killed") == digests(tmp_path / "quiet")


@pytest.mark.slow
def test_an_article_that_kills_every_worker_is_refused(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "in", 20)
    (corpus / "a00010.txt").write_text(text(10) + "\nDIE\n", encoding="utf-8")
    summary = run(tmp_path / "s", corpus, options=RunOptions(workers=2, coder=FAKE.coder))
    assert (summary.articles, summary.refused) == (19, 1)
    assert summary.reasons[0].reason == "the coder's process died on it several times"


def test_workers_that_are_all_gone_are_started_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that dies while it starts is given up by its nanny: nobody is left then, and nothing would ever come."""
    import distributed

    clusters = []

    class Remembered(distributed.LocalCluster):  # type: ignore[misc]
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            clusters.append(self)

    monkeypatch.setattr(distributed, "LocalCluster", Remembered)
    monkeypatch.setattr(workers, "PATIENCE_SECONDS", 2)
    corpus = write_corpus(tmp_path / "in", 20)
    articles = [article for article in read_articles([str(corpus)]) if isinstance(article, Article)]
    batches = [(article,) for article in articles]
    coded = workers.code_on_cluster(batches, FAKE.coder, 1, None)
    done = [next(coded)]
    for nanny in list(clusters[0].workers.values()):
        clusters[0].sync(nanny.close)
    done += list(coded)
    assert [batch.articles for batch in done] == batches


def test_a_running_scheduler_is_used(tmp_path: Path, digests: Digests) -> None:
    import dask

    dask.config.set({"logging.distributed": "critical"})
    from distributed import LocalCluster

    corpus = write_corpus(tmp_path / "in", 20)
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        run(tmp_path / "far", corpus, options=RunOptions(scheduler=cluster.scheduler_address, coder=FAKE.coder))
    run(tmp_path / "near", corpus)
    assert digests(tmp_path / "far") == digests(tmp_path / "near")


def test_a_scheduler_that_does_not_answer_is_a_one_line_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.workers.SCHEDULER_SECONDS", 1)
    with pytest.raises(EtlError, match="no Dask scheduler answers"):
        run(
            tmp_path / "s",
            write_corpus(tmp_path / "in", 1),
            options=RunOptions(scheduler="tcp://127.0.0.1:9", coder=FAKE.coder),
        )
