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
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import psutil

from dashboard.cube import Cube, load_cube
from dashboard.filters import Filter
from dashboard.queries import change, geography, relations, selection
from dashboard.queries import time as when
from etl.store import Store
from tests.dashboard.synthetic import STATES, make_large_store, make_store

CHANGES = 24
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


def main(n: int) -> None:
    """Print the figures."""
    process = psutil.Process(os.getpid())
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        (make_large_store if n > 50_000 else make_store)(store, n)
        before = process.memory_info().rss
        opened = time.perf_counter()
        cube = load_cube(Store.open(store).snapshot())
        print(
            f"{n:,} events: cube loaded in {time.perf_counter() - opened:.1f} s, {(process.memory_info().rss - before) / 1e6:.0f} MB"
        )
        for name, questions in VIEWS.items():
            took = [
                seconds(lambda f=f, questions=questions: [ask(cube, f) for ask in questions]) for f in filters(CHANGES)
            ]  # type: ignore[misc]
            print(f"  {name:9s} filter change: median {np.median(took):.3f} s, p95 {p95(took):.3f} s")
        with ThreadPoolExecutor(20) as pool:
            crowd = list(pool.map(lambda f: seconds(lambda: [ask(cube, f) for ask in VIEWS["timeline"]]), filters(100)))
        print(f"  20 readers at once, timeline: p95 {p95(crowd):.2f} s")
        loaded = seconds(lambda: Store.open(store).snapshot().read("events").to_pandas())
        table = Store.open(store).snapshot().read("events").to_pandas()
        plain = [seconds(lambda f=f: naive(table, f)) for f in filters(6)]  # type: ignore[misc]
        ours = [
            seconds(lambda f=f: [ask(cube, f) for ask in (*VIEWS["timeline"][1:4], relations.pairs)])
            for f in filters(6)
        ]  # type: ignore[misc]
        print(
            f"  pandas in the session: {loaded:.1f} s to load, median {np.median(plain):.2f} s a change; here {np.median(ours):.3f} s: {np.median(plain) / np.median(ours):.1f} times as fast"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
