"""This module is about the pipeline: the steps from inputs to a new version of the store, in order.

Read, look for near-duplicates, code, spool, record. Only `run_articles` touches the store; each step is a module of its
own. It leaves out how commands are parsed and what they print (`etl.cli`).
"""

import datetime as dt
import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.articles import NearDuplicates, ReadOptions, read_articles
from etl.dimensions import describe_actors, describe_places
from etl.record import CHUNK_ROWS, Events, Recording, remove_articles, resum
from etl.schema import Article, Refusal
from etl.settings import now
from etl.spool import SPOOLED, Spool
from etl.store import Snapshot, Store, Transaction, among, to_arrow
from etl.workers import CODER, CodedBatch, batched, code_here, code_on_cluster

FORGOTTEN = "forgotten at a user's request"
DUPLICATE_WINDOW = dt.timedelta(days=10)  # copies of one text appear within days; older ones are background
REASONS_SHOWN = 100  # refusals a summary carries; all of them are in `rejected`
REFUSALS_HELD = 1_000  # refusals in memory before they are spooled


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a run is carried out. `recode` codes known articles anew; `as_of` builds on an older version of the store."""

    workers: int = 1
    scheduler: str | None = None
    recode: bool = False
    as_of: int | None = None
    coder: str = CODER


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: numbers of what it added, the store's version after it, and the first reasons for refusals."""

    version: int
    changed: bool
    articles: int
    known: int
    duplicates: int
    mentions: int
    events: int
    refused: int
    seconds: float
    reasons: tuple[Refusal, ...] = ()

    @property
    def compression(self) -> float | None:
        """Mentions for each event added or updated."""
        return self.mentions / self.events if self.events else None


@dataclass
class _Intake:
    """What is known while articles come in."""

    store_index: "_ArticleIndex"
    duplicates: "_Copies"
    forgotten: frozenset[str]
    recode: bool
    seen: set[str] = field(default_factory=set)
    replaced: set[str] = field(default_factory=set)
    refusals: list[Refusal] = field(default_factory=list)
    reasons: list[Refusal] = field(default_factory=list)
    known: int = 0
    n_duplicates: int = 0
    refused: int = 0

    def refuse(self, refusal: Refusal) -> None:
        """Count and hold one refusal."""
        self.refused += 1
        self.refusals.append(refusal)
        if len(self.reasons) < REASONS_SHOWN:
            self.reasons.append(refusal)

    def admit(self, article: Article) -> Article | None:
        """`article`, with the text it is a copy of, or None when it is known, repeated or forgotten."""
        if {article.url, article.ref, article.article_id} & self.forgotten:
            self.refuse(Refusal(article.ref, FORGOTTEN))
            return None
        if article.article_id in self.seen:
            self.known += 1
            return None
        self.seen.add(article.article_id)
        if self.store_index.holds(article.article_id):
            if not self.recode and not self.store_index.is_better(article):
                self.known += 1
                return None
            self.replaced.add(article.article_id)
        first = self.duplicates.first_like(article)
        if first is None:
            return article
        self.n_duplicates += 1
        return replace(article, duplicate_of=first)


def run_articles(
    refs: Iterable[str],
    store: Store,
    reading: ReadOptions,
    options: RunOptions,
    progress: Callable[[int], None] = lambda _: None,
) -> Summary:
    """Read, code and record what is behind `refs` as one version of `store`. Raises EtlError when the run cannot go on."""
    started, run_at = time.monotonic(), now()
    snapshot = store.snapshot(options.as_of)
    intake = _Intake(_ArticleIndex(snapshot), _Copies(snapshot), _forgotten(snapshot), options.recode)
    with Spool() as spool:
        fresh = _admitted(read_articles(refs, reading), intake, spool, run_at)
        coded = (
            code_on_cluster(batched(fresh), options.coder, options.workers, options.scheduler)
            if options.workers > 1 or options.scheduler
            else code_here(batched(fresh), options.coder)
        )
        ids = hashlib.blake2b(digest_size=8)
        for batch in coded:
            _spool_batch(batch, intake, spool, run_at)
            for article in batch.articles:
                ids.update(article.article_id.encode())
            progress(len(batch.articles))
        spool.add_refusals(intake.refusals, run_at)
        spool.close()
        before = store.snapshot().version
        version, counts = _record(store, spool, intake, f"run-{ids.hexdigest()}", options.as_of)
    return Summary(
        version=version,
        changed=version != before,
        articles=counts.get("articles", 0),
        known=intake.known,
        duplicates=intake.n_duplicates,
        mentions=counts.get("mentions", 0),
        events=counts.get("events", 0),
        refused=intake.refused,
        seconds=time.monotonic() - started,
        reasons=tuple(intake.reasons),
    )


def forget(store: Store, url: str, events: Events | None = None) -> int:
    """Remove the articles at `url` (or with that ref or id) and what came from them; returns how many there were.

    The address stays in `rejected`, so that a later run does not read it again.
    """
    chosen = events or _events()
    found = 0

    def write(transaction: Transaction) -> None:
        nonlocal found
        named = (pc.field("url") == url) | (pc.field("ref") == url) | (pc.field("article_id") == url)
        ids = transaction.snapshot.read("articles", ["article_id"], named)["article_id"].to_pylist()
        found = len(ids)
        removed = remove_articles(transaction, ids)
        resum(transaction, chosen, removed, "forget")
        _promote_copies(transaction, ids)
        transaction.delete("rejected", "ref", [url])
        row = {"ref": url, "line": None, "reason": FORGOTTEN, "refused_at": transaction.started_at, "run_id": "forget"}
        transaction.append("rejected", to_arrow("rejected", [row]))

    store.commit(write, operation="forget", run_id="forget")
    return found


def _promote_copies(transaction: Transaction, ids: list[str]) -> None:
    """Copies of a forgotten article count on their own again: the first of them for the others."""
    rows = transaction.snapshot.read("articles", filter=among("duplicate_of", ids)).to_pylist()
    firsts: dict[str, str] = {}
    for row in sorted((row for row in rows if row["article_id"] not in ids), key=lambda row: row["article_id"]):
        first = firsts.setdefault(row["duplicate_of"], row["article_id"])
        row["duplicate_of"] = None if first == row["article_id"] else first
        transaction.upsert("articles", to_arrow("articles", [row]))


def _admitted(
    items: Iterable[Article | Refusal], intake: _Intake, spool: Spool, run_at: dt.datetime
) -> Iterator[Article]:
    for item in items:
        if isinstance(item, Refusal):
            intake.refuse(item)
        elif (article := intake.admit(item)) is not None:
            yield article
        if len(intake.refusals) >= REFUSALS_HELD:
            spool.add_refusals(intake.refusals, run_at)
            intake.refusals.clear()


def _spool_batch(batch: CodedBatch, intake: _Intake, spool: Spool, run_at: dt.datetime) -> None:
    spool.add("articles", pa.Table.from_pylist([_row(a, run_at) for a in batch.articles], schema=SPOOLED["articles"]))
    spool.add("mentions", batch.mentions)
    spool.add("toponyms", batch.toponyms)
    for refusal in batch.refusals:
        intake.refuse(refusal)


def _record(store: Store, spool: Spool, intake: _Intake, run_id: str, as_of: int | None) -> tuple[int, dict[str, int]]:
    if not (spool.counts["articles"] or spool.counts["rejected"]):
        return store.commit(lambda _: None, operation="run", run_id=run_id, as_of=as_of), {}
    recording = Recording(spool, _events(), run_id, frozenset(intake.replaced), CHUNK_ROWS)
    places, actors = describe_places(spool), describe_actors(spool)

    def write(transaction: Transaction) -> None:
        recording(transaction)
        for table, rows in (("places", places), ("actors", actors)):
            transaction.upsert(table, to_arrow(table, ({**row, "run_id": run_id} for row in rows)))

    return store.commit(write, operation="run", run_id=run_id, as_of=as_of), recording.counts


def _row(article: Article, run_at: dt.datetime) -> dict[str, Any]:
    row = {name: getattr(article, name, None) for name in SPOOLED["articles"].names}
    return {**row, "ingested_at": run_at, "n_words": len(article.text.split())}


def _forgotten(snapshot: Snapshot) -> frozenset[str]:
    return frozenset(snapshot.read("rejected", ["ref"], pc.field("reason") == FORGOTTEN)["ref"].to_pylist())


def _events() -> Events:
    import etl.events

    return etl.events


class _Copies:
    """Near-duplicates among the articles of a run and the stored ones of the same weeks."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot, self._duplicates = snapshot, NearDuplicates()
        self._recalled: set[tuple[int, int]] = set()

    def first_like(self, article: Article) -> str | None:
        """Id of the first article with nearly the same text, or None."""
        if article.published:
            for day in (article.published - DUPLICATE_WINDOW, article.published, article.published + DUPLICATE_WINDOW):
                self._recall(day.year, day.month)
        return self._duplicates.first_like(article)

    def _recall(self, year: int, month: int) -> None:
        """Remember the stored texts of one month, once."""
        if (year, month) in self._recalled or not self._snapshot.count("articles"):
            return
        self._recalled.add((year, month))
        first, after = dt.date(year, month, 1), dt.date(year + month // 12, month % 12 + 1, 1)
        wanted = (pc.field("published") >= first) & (pc.field("published") < after) & pc.field("text").is_valid()
        rows = self._snapshot.read(
            "articles", ["article_id", "title", "text"], wanted & pc.field("duplicate_of").is_null()
        )
        for row in rows.to_pylist():
            title_end = len(row["title"] or "")
            self._duplicates.first_like(Article(row["article_id"], "", "", row["text"], "", title_end=title_end))


class _ArticleIndex:
    """Ids and publication dates of stored articles, compact: 12 bytes each."""

    def __init__(self, snapshot: Snapshot) -> None:
        rows = snapshot.read("articles", ["article_id", "published"])
        keys = np.array(
            [int(i[:15], 16) if _is_hash(i) else -1 for i in rows["article_id"].to_pylist()], dtype=np.int64
        )
        days = np.asarray(rows["published"].cast(pa.int32()).fill_null(-(2**31)).to_numpy(), dtype=np.int32)
        order = np.argsort(keys, kind="stable")
        self._keys, self._days = keys[order], days[order]

    def holds(self, article_id: str) -> bool:
        """Whether the store has this article."""
        return self._place(article_id) is not None

    def is_better(self, article: Article) -> bool:
        """Whether `article` now has a publication date of its own that differs from the stored one."""
        place = self._place(article.article_id)
        if place is None or article.published is None or article.published_from == "inferred":
            return False
        return bool(self._days[place] != (article.published - dt.date(1970, 1, 1)).days)

    def _place(self, article_id: str) -> int | None:
        key = int(article_id[:15], 16)
        place = int(np.searchsorted(self._keys, key))
        return place if place < len(self._keys) and self._keys[place] == key else None


def _is_hash(text: str) -> bool:
    return len(text) == 20 and ":" not in text
