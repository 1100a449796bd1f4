# ruff: noqa: E501 (rows of examples are read across)
"""How fast the dashboard answers: `python -m tests.dashboard.bench [EVENTS]` prints seconds, ratios and memory.

Filter changes run whole pages through Streamlit's script runner on a synthetic store; the naive way is the same tables
computed with pandas in the session, as most open dashboards do.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import psutil

from dashboard.cube import Cube, load_cube
from dashboard.cubefile import cache_folder
from dashboard.filters import Filter, State
from dashboard.links import encode
from dashboard.queries import change, geography, relations, selection
from dashboard.queries import time as when
from etl.store import Store
from tests.dashboard.crowd import View, crowd, serve
from tests.dashboard.synthetic import STATES, make_large_store, make_store

CHANGES = 24
MOST_NAIVE = 2_000_000  # events that pandas holds in a few gigabytes
VIEWS: dict[str, tuple[Callable[[Cube, Filter], object], ...]] = {
    "overview": (selection.totals, change.change_of_pairs, change.change_of_territories, change.weekly_counts, geography.places),
    "map": (selection.totals, geography.places, geography.territories, geography.located, when.top_events),
    "network": (selection.totals, relations.pairs),
    "timeline": (selection.totals, lambda c, f: when.bins(c, f, "week"), lambda c, f: when.gaps(c, f, "week"), lambda c, f: when.tension(c, f, "week"), when.days, when.top_events),
    "dyad": (selection.totals, lambda c, f: when.bins(c, f, "week"), lambda c, f: when.tension(c, f, "week", "RUS", "PRK"), lambda c, f: when.tension(c, f, "week", "PRK", "RUS"),
             lambda c, f: relations.balance(c, f, "RUS", "PRK"), relations.years, lambda c, f: relations.ledger(c, f, "visits"), relations.outlets, when.top_events),
}  # fmt: skip


def filters(n: int) -> list[Filter]:
    """Filters as readers change them: an actor, a kind, a period, a confidence."""
    rng, codes = np.random.default_rng(3), list(STATES)
    return [Filter(period=("1y", "3m", "all")[k % 3], a=(codes[rng.integers(len(codes))],) if k % 4 else (), quads=((), (3, 4), (1,))[k % 3], confidence=(0, 0.6)[k % 2]) for k in range(n)]  # fmt: skip


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return float(np.percentile(values, 95))


def naive(table: pd.DataFrame, f: Filter) -> None:
    """The timeline and the pairs with pandas."""
    rows = table[table["confidence"] >= f.confidence]
    if f.a:
        rows = rows[rows["source"].isin(f.a) | rows["target"].isin(f.a)]
    if f.quads:
        rows = rows[rows["quad_class"].isin(f.quads)]
    week = pd.to_datetime(rows["event_date"]).dt.to_period("W")
    rows.groupby([week, "quad_class"]).size()
    rows.groupby(week)["goldstein"].agg(["mean", "sem", "size"])
    rows.groupby(["source", "target"]).agg(n=("event_id", "size"), goldstein=("goldstein", "mean"))


def plan(seed: int, pages: int) -> list[View]:
    """Views as one reader opens them: pages in turn, filters of `filters`, some of which others ask for too."""
    rng = np.random.default_rng(seed)
    chosen = [filters(200)[int(k)] for k in rng.integers(0, 200, pages)]
    names = ("overview", "map", "network", "timeline", "dyad", "table")
    states = [replace(f, a=("RUS",), b=("PRK",)) if k % 6 == 4 else f for k, f in enumerate(chosen)]
    return [View(names[k % 6], tuple((key, v) for key, values in encode(State(f)).items() for v in values)) for k, f in enumerate(states)]  # fmt: skip


def measure_cube(store: Path) -> Cube:
    """The time to make and to open the cube, its size, and each page's questions."""
    began = time.perf_counter()
    load_cube(Store.open(store).snapshot()).close()
    made = time.perf_counter() - began
    before, began = psutil.Process().memory_info().rss, time.perf_counter()
    cube = load_cube(Store.open(store).snapshot())
    size = sum(path.stat().st_size for path in cache_folder().glob("*.duckdb")) / 1e6
    print(f"  cube: made in {made:.1f} s, opened again in {time.perf_counter() - began:.2f} s, {size:.0f} MB on disk")
    for name, questions in VIEWS.items():
        took = [seconds(lambda f=f, questions=questions: [ask(cube, f) for ask in questions]) for f in filters(CHANGES)]  # type: ignore[misc]
        print(f"  {name:9s} questions of a filter change: median {np.median(took):.3f} s, p95 {p95(took):.3f} s")
    print(f"  memory after all questions: {(psutil.Process().memory_info().rss - before) / 1e6:+.0f} MB")
    return cube


def measure_pages(store: Path) -> None:
    """Whole pages from a running dashboard: one reader, the same views again, twenty readers."""
    with serve(store) as server:
        (first,) = crowd(server.address, [[View("")]])
        print(
            f"  dashboard healthy after {server.started:.1f} s, first view {first.seconds:.2f} s, {server.megabytes:.0f} MB"
        )
        for name, readers, pages, pause in (
            ("one reader", 1, 36, 0.0), ("the same views again", 1, 36, 0.0), ("20 readers, 5 s of reading a page", 20, 6, 5.0), ("20 readers without a pause", 20, 6, 0.0),
        ):  # fmt: skip
            memory, cpu = server.megabytes, server.cpu_seconds
            answers = crowd(
                server.address, [plan(k + (100 if pause else 0) * (readers > 1), pages) for k in range(readers)], pause
            )
            took = [answer.seconds for answer in answers]
            print(
                f"  {name}: median {np.median(took):.2f} s, p95 {p95(took):.2f} s; {(server.cpu_seconds - cpu) / len(answers):.3f} CPU s a page,"
                f" p95 {p95([answer.bytes / 1e3 for answer in answers]):.0f} kB, {(server.megabytes - memory) / readers:+.1f} MB a reader,"
                f" {sum(not answer.well for answer in answers)} failed"
            )


def measure_naive(store: Path, cube: Cube) -> None:
    """The same tables with pandas in the session."""
    loaded = seconds(lambda: Store.open(store).snapshot().read("events").to_pandas())
    table = Store.open(store).snapshot().read("events").to_pandas()
    plain = [seconds(lambda f=f: naive(table, f)) for f in filters(6)]  # type: ignore[misc]
    questions = (*VIEWS["timeline"][1:4], relations.pairs)
    ours = [seconds(lambda f=f: [ask(cube, f) for ask in questions]) for f in filters(6)]  # type: ignore[misc]
    ratio = np.median(plain) / np.median(ours)
    print(f"  pandas in the session: {loaded:.1f} s to load, median {np.median(plain):.2f} s a change; here {np.median(ours):.3f} s: {ratio:.1f} times as fast")  # fmt: skip


def main(n: int) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DETENTE_CACHE"] = f"{folder}/cache"
        store = Path(folder) / "store"
        built = seconds(lambda: (make_large_store if n > 50_000 else make_store)(store, n))
        print(f"{n:,} events: store written in {built:.1f} s")
        cube = measure_cube(store)
        measure_pages(store)
        if n <= MOST_NAIVE:
            measure_naive(store, cube)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
