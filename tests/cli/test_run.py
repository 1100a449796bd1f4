"""`run_articles`: what a run leaves in the store, and that it does so whatever happens around it."""

from collections.abc import Callable
from pathlib import Path

import pyarrow.compute as pc
import pytest

from etl.articles import ReadOptions
from etl.pipeline import RunOptions, Summary, forget, run_articles
from etl.store import Snapshot, Store
from tests.cli.samples import text, write_corpus

FAKE = RunOptions(coder="tests.fake_coder:FakeCoder")
Digests = Callable[[Path], dict[str, list[str]]]


def run(store: Path, *refs: Path | str, options: RunOptions = FAKE, **reading: object) -> Summary:
    return run_articles([str(ref) for ref in refs], Store.open(store), ReadOptions(**reading), options)  # type: ignore[arg-type]


def snapshot(store: Path) -> Snapshot:
    return Store.open(store).snapshot()


def test_a_second_run_changes_nothing(tmp_path: Path, digests: Digests) -> None:
    corpus = write_corpus(tmp_path / "in", 20)
    (corpus / "bad.bin").write_bytes(b"\0\1")
    first = run(tmp_path / "s", corpus)
    before = digests(tmp_path / "s")
    again = run(tmp_path / "s", corpus)
    assert (first.version, first.articles, first.refused, first.changed) == (1, 20, 1, True)
    assert (again.version, again.articles, again.known, again.refused, again.changed) == (1, 0, 20, 1, False)
    assert digests(tmp_path / "s") == before


def test_every_event_has_its_mentions_and_counts(tmp_path: Path) -> None:
    run(tmp_path / "s", write_corpus(tmp_path / "in", 30))
    now = snapshot(tmp_path / "s")
    mentions = now.read("mentions").to_pylist()
    for event in now.read("events").to_pylist():
        own = [m for m in mentions if m["event_id"] == event["event_id"]]
        assert event["n_mentions"] == len(own) > 0
        assert event["n_articles"] == len({m["article_id"] for m in own})
    assert {m["modality"] for m in mentions if m["event_id"] is None} == {"negated"}
    assert now.count("places") == 1
    assert now.count("actors") == 10


def test_late_reports_update_the_same_events(tmp_path: Path) -> None:
    for number, outlet in enumerate("xyz"):
        body = text(3, outlet).replace("Sentence", f"Phrase {number} of another text altogether {outlet * 3}")
        path = tmp_path / f"{outlet}.txt"
        path.write_text(body, encoding="utf-8")
        run(tmp_path / "late", path)
    run(tmp_path / "once", *(tmp_path / f"{outlet}.txt" for outlet in "xyz"))
    named_by_first = ["run_id", "event_id", "group_id"]  # the first report read names an event
    late, once = (snapshot(tmp_path / name).read("events").drop(named_by_first) for name in ("late", "once"))
    assert sorted(map(str, late.to_pylist())) == sorted(map(str, once.to_pylist()))
    assert set(once["n_outlets"].to_pylist()) == {3}
    assert snapshot(tmp_path / "late").version == 3


def test_events_of_one_statement_stay_in_their_group(tmp_path: Path) -> None:
    run(tmp_path / "s", write_corpus(tmp_path / "in", 6))
    before = {row["event_id"]: row["group_id"] for row in snapshot(tmp_path / "s").read("events").to_pylist()}
    assert any(before.values())
    run(tmp_path / "s", write_corpus(tmp_path / "in", 60))
    after = {row["event_id"]: row["group_id"] for row in snapshot(tmp_path / "s").read("events").to_pylist()}
    assert {key: after[key] for key, group in before.items() if group} == {k: g for k, g in before.items() if g}


def test_chunks_do_not_change_the_tables(tmp_path: Path, digests: Digests, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = write_corpus(tmp_path / "in", 60)
    run(tmp_path / "whole", corpus)
    monkeypatch.setattr("etl.pipeline.CHUNK_ROWS", 8)
    run(tmp_path / "small", corpus)
    assert digests(tmp_path / "small") == digests(tmp_path / "whole")


def test_copies_are_reports_but_not_independent_ones(tmp_path: Path) -> None:
    for outlet in "abc":
        (tmp_path / f"{outlet}.txt").write_text(text(1, f"outlet-{outlet}"), encoding="utf-8")
    summary = run(tmp_path / "s", tmp_path / "a.txt", tmp_path / "b.txt")
    assert summary.duplicates == 1
    assert run(tmp_path / "s", tmp_path / "c.txt").duplicates == 1
    events = snapshot(tmp_path / "s").read("events").to_pylist()
    assert {(row["n_mentions"], row["n_articles"], row["n_outlets"]) for row in events} == {(3, 1, 3)}


def test_a_date_given_later_replaces_an_inferred_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text(1).replace("published: 2024-02-02\n", ""), encoding="utf-8")
    run(tmp_path / "s", path)
    assert all(snapshot(tmp_path / "s").read("events")["date_inferred"].to_pylist())
    summary = run(tmp_path / "s", path, published=__import__("datetime").date(2024, 7, 19))
    assert (summary.articles, summary.changed) == (1, True)
    now = snapshot(tmp_path / "s")
    assert now.read("articles", ["published_from"]).to_pylist() == [{"published_from": "option"}]
    assert not any(now.read("events")["date_inferred"].to_pylist())
    assert now.count("mentions") == 4
    assert run(tmp_path / "s", path).changed is False


def test_one_bad_article_never_stops_a_run(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "in", 3)
    (corpus / "b.txt").write_text(text(9) + "\n\nCRASH", encoding="utf-8")
    summary = run(tmp_path / "s", corpus)
    assert (summary.articles, summary.refused) == (3, 1)
    (row,) = snapshot(tmp_path / "s").read("rejected").to_pylist()
    assert row["reason"] == "the coder failed: RuntimeError: the text says CRASH"


def test_a_forgotten_article_is_gone_and_stays_away(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "in", 10)
    run(tmp_path / "s", corpus)
    store = Store.open(tmp_path / "s")
    gone = store.snapshot().read("articles", filter=pc.field("url") == "https://example.org/3").to_pylist()[0]
    assert forget(store, "https://example.org/3") == 1
    now = store.snapshot()
    for table in ("articles", "mentions", "toponyms"):
        assert now.read(table, filter=pc.field("article_id") == gone["article_id"]).num_rows == 0
    assert set(now.read("events")["event_id"].to_pylist()) == set(
        now.read("mentions")["event_id"].drop_null().to_pylist()
    )
    summary = run(tmp_path / "s", corpus)
    assert (summary.articles, summary.refused) == (0, 1)
    run(tmp_path / "fresh", *(path for path in sorted(corpus.iterdir()) if path.stem != "a00003"))
    left, fresh = (snapshot(tmp_path / name).read("events").drop(["run_id", "group_id"]) for name in ("s", "fresh"))
    keys = ["event_date", "event_type", "source", "target", "n_mentions", "n_articles"]
    assert sorted(map(str, left.select(keys).to_pylist())) == sorted(map(str, fresh.select(keys).to_pylist()))


def test_when_the_first_of_copies_is_forgotten_the_next_one_counts(tmp_path: Path) -> None:
    for outlet in "abc":
        (tmp_path / f"{outlet}.txt").write_text(text(1, f"outlet-{outlet}"), encoding="utf-8")
    run(tmp_path / "s", *(tmp_path / f"{outlet}.txt" for outlet in "abc"))
    forget(Store.open(tmp_path / "s"), str(tmp_path / "a.txt"))
    now = snapshot(tmp_path / "s")
    rows = sorted(
        now.read("articles", ["article_id", "duplicate_of"]).to_pylist(), key=lambda row: row["duplicate_of"] or ""
    )
    assert [rows[0]["duplicate_of"], rows[1]["duplicate_of"]] == [None, rows[0]["article_id"]]
    assert {(row["n_mentions"], row["n_articles"]) for row in now.read("events").to_pylist()} == {(2, 1)}


def test_a_correction_survives_later_reports(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "in", 5)
    run(tmp_path / "s", corpus)
    store = Store.open(tmp_path / "s")
    event = store.snapshot().read("events").to_pylist()[0]
    store.add_corrections(
        [{"correction_id": "c", "event_id": event["event_id"], "field": "status", "value": "rejected"}]
    )
    path = tmp_path / "more.txt"
    for number in range(5):
        path.write_text(
            text(number, f"new-{number}").replace("Sentence", "Another text says this and"), encoding="utf-8"
        )
        run(tmp_path / "s", path)
    after = store.snapshot().read("events", filter=pc.field("event_id") == event["event_id"]).to_pylist()[0]
    assert after["n_mentions"] > event["n_mentions"]
    assert after["status"] == "rejected"


def test_a_run_as_of_an_older_version_undoes_later_ones(tmp_path: Path) -> None:
    run(tmp_path / "s", write_corpus(tmp_path / "a", 3))
    run(tmp_path / "s", write_corpus(tmp_path / "b", 3, first=10))
    options = RunOptions(coder=FAKE.coder, as_of=1)
    summary = run(tmp_path / "s", write_corpus(tmp_path / "c", 2, first=20), options=options)
    assert summary.version == 3
    assert snapshot(tmp_path / "s").count("articles") == 5
