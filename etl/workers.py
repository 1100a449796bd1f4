"""This module is about workers: coding batches of articles here, or in the processes of a Dask cluster, with one result.

Results come back in the order the batches went out, so the tables do not depend on how many workers there are. The coder
loads once in each worker. A worker that dies costs its batch a retry; an article that kills its worker again and again is
refused, and the others of its batch are coded.
"""

import atexit
import functools
import gc
import importlib
import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import pyarrow as pa

from etl.errors import EtlError, GazetteerError, LexiconError, UsageError
from etl.schema import Article, Refusal
from etl.spool import SPOOLED

LOG = logging.getLogger(__name__)
CODER = "etl.events:Coder"
BATCH_ARTICLES = 16  # a few seconds' work: small enough to spread, large enough to hide the cost of sending it
BATCH_CHARS = 60_000
SCHEDULER_SECONDS = 20  # to find a scheduler
PATIENCE_SECONDS = 15  # without a result, before one looks whether any worker is left
LOOKS = 6  # in a row without any; then even workers that seem to be starting are started anew
IN_FLIGHT_PER_WORKER = 3  # one being coded, two waiting: more would only hold memory
GARBAGE = (100_000, 10, 10)
"""Thresholds of the garbage collector: articles make many short-lived objects; looking through all of them often costs a tenth."""
RETRIES = 3  # times a batch is tried again after an error
DEATHS = 2  # workers that a batch may take with it before its articles are looked at one by one

Row = dict[str, Any]


class Coded(Protocol):
    """What a coder says of one article: rows of mentions and toponyms."""

    @property
    def mentions(self) -> list[Row]:
        """Rows of `mentions`, without `event_id` and `run_id`."""

    @property
    def toponyms(self) -> list[Row]:
        """Rows of `toponyms`, without `run_id`."""


class ArticleCoder(Protocol):
    """Anything that codes an article."""

    def code(self, article: Article) -> Coded:
        """Code one article."""


@dataclass(frozen=True, slots=True)
class CodedBatch:
    """The rows of one batch of articles, as Arrow tables, and the articles the coder could not do."""

    articles: tuple[Article, ...]
    mentions: pa.Table
    toponyms: pa.Table
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that the coder needs and a worker does not have."""

    reason: str
    ref: str | None


@functools.cache
def load_coder(name: str) -> ArticleCoder:
    """The coder `module:Class`, made once in each process, which then looks for cyclic garbage seldom."""
    gc.set_threshold(*GARBAGE)
    module, _, cls = name.partition(":")
    coder: ArticleCoder = getattr(importlib.import_module(module), cls)()
    return coder


@functools.cache
def _settle() -> None:
    """Once a process has coded its first batch, what it has loaded (models, lexicons) stays out of the search for garbage."""
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # else DuckDB complains at the end that its objects were never released


def code_batch(articles: tuple[Article, ...], coder_name: str) -> CodedBatch:
    """Code `articles`; one that the coder fails on becomes a refusal."""
    coder = load_coder(coder_name)
    mentions: list[Row] = []
    toponyms: list[Row] = []
    refusals: list[Refusal] = []
    done: list[Article] = []
    for article in articles:
        try:
            coded = coder.code(article)
        except (GazetteerError, LexiconError):
            raise  # what the coder needs is missing: no article can be coded
        except Exception as error:  # one bad article never stops a run; its reason is kept
            LOG.exception("coding failed ref=%s", article.ref)
            refusals.append(Refusal(article.ref, f"the coder failed: {type(error).__name__}: {_first_line(error)}"))
        else:
            done.append(article)
            mentions += coded.mentions
            toponyms += coded.toponyms
    _settle()
    return CodedBatch(tuple(done), _table("mentions", mentions), _table("toponyms", toponyms), tuple(refusals))


def batched(articles: Iterable[Article]) -> Iterator[tuple[Article, ...]]:
    """Batches of articles, bounded in number and characters; they do not depend on the workers."""
    batch: list[Article] = []
    chars = 0
    for article in articles:
        batch.append(article)
        chars += len(article.text)
        if len(batch) >= BATCH_ARTICLES or chars >= BATCH_CHARS:
            yield tuple(batch)
            batch, chars = [], 0
    if batch:
        yield tuple(batch)


def code_here(batches: Iterable[tuple[Article, ...]], coder_name: str) -> Iterator[CodedBatch]:
    """Code in this process."""
    for batch in batches:
        yield code_batch(batch, coder_name)


def code_on_cluster(
    batches: Iterable[tuple[Article, ...]], coder_name: str, workers: int, scheduler: str | None
) -> Iterator[CodedBatch]:
    """Code on `workers` local processes, or on the cluster at `scheduler`; results in the order of `batches`."""
    import dask

    dask.config.set({"logging.distributed": "critical", "distributed.scheduler.allowed-failures": DEATHS})
    from distributed import Client, LocalCluster, Status

    if scheduler:
        try:
            client = Client(scheduler, timeout=SCHEDULER_SECONDS)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise UsageError(f"no Dask scheduler answers at {scheduler}: {_first_line(error)}") from error
        with client:
            yield from _stream(
                client, batches, coder_name, max(1, len(client.scheduler_info()["workers"])), _wait_for_workers
            )
        return
    options: Row = {"threads_per_worker": 1, "dashboard_address": None, "memory_limit": 0}
    cluster = LocalCluster(n_workers=workers, processes=True, **options)  # type: ignore[no-untyped-call]

    def start_workers_anew(alone: int) -> None:
        on_its_way = any(
            nanny.status in (Status.init, Status.starting, Status.running) for nanny in cluster.workers.values()
        )
        if on_its_way and alone % LOOKS:
            return
        LOG.warning("no worker is left; starting them anew")
        cluster.scale(0)  # type: ignore[no-untyped-call]
        cluster.scale(workers)  # type: ignore[no-untyped-call]

    with cluster, Client(cluster) as client:  # type: ignore[no-untyped-call]
        yield from _stream(client, batches, coder_name, workers, start_workers_anew)


def _wait_for_workers(alone: int) -> None:
    """A cluster that is not ours gets its workers from whoever keeps it."""


def _stream(
    client: Any, batches: Iterable[tuple[Article, ...]], coder_name: str, workers: int, revive: Callable[[int], None]
) -> Iterator[CodedBatch]:
    waiting: deque[tuple[tuple[Article, ...], Any]] = deque()
    for batch in batches:
        waiting.append((batch, _submit(client, batch, coder_name)))
        if len(waiting) >= workers * IN_FLIGHT_PER_WORKER:
            yield from _result(client, *waiting.popleft(), coder_name, revive)
    while waiting:
        yield from _result(client, *waiting.popleft(), coder_name, revive)


def _submit(client: Any, batch: tuple[Article, ...], coder_name: str) -> Any:
    return client.submit(_code_remotely, batch, coder_name, pure=False, retries=RETRIES)


def _code_remotely(batch: tuple[Article, ...], coder_name: str) -> CodedBatch | Missing:
    """`code_batch` in a worker; what is missing there is said, not raised, so that it is not tried again."""
    try:
        return code_batch(batch, coder_name)
    except EtlError as error:
        return Missing(error.reason, error.ref)


def _outcome(client: Any, future: Any, revive: Callable[[int], None]) -> Any:
    """What a batch came to.

    Dask does not start a worker again that dies while it starts. When none is left, `revive` is asked, with how often in a row none was
    found.
    """
    from distributed import TimeoutError as NotYet

    alone = 0
    while True:
        try:
            return future.result(timeout=PATIENCE_SECONDS)
        except NotYet:
            if future.done():
                raise
            alone = 0 if client.nthreads() else alone + 1
            if alone:
                revive(alone)


def _result(
    client: Any, batch: tuple[Article, ...], future: Any, coder_name: str, revive: Callable[[int], None]
) -> Iterator[CodedBatch]:
    from distributed import KilledWorker

    try:
        found = _outcome(client, future, revive)
        if isinstance(found, Missing):
            raise GazetteerError(found.reason, found.ref)
        yield found
    except KilledWorker:
        if len(batch) == 1:
            refusal = Refusal(batch[0].ref, "the coder's process died on it several times")
            yield CodedBatch((), _table("mentions", []), _table("toponyms", []), (refusal,))
            return
        for article in batch:
            yield from _result(client, (article,), _submit(client, (article,), coder_name), coder_name, revive)
    finally:
        future.release()


def _table(table: str, rows: list[Row]) -> pa.Table:
    schema = SPOOLED[table]
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema=schema)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or ["no reason given"])[0][:300]
