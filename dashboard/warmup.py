"""This module is about warming up: what the first reader would wait for is done before anyone comes.

The newest version's cube is made when the dashboard starts, and again, in the background, for each version that a run of
`detente run` adds; a store that cannot be read is left to the pages, which say so.
"""

import importlib
import logging
import threading
import time

import duckdb

from dashboard.cube import load_cube
from etl.errors import EtlError
from etl.store import Store

log = logging.getLogger("detente.dashboard")
EVERY_SECONDS = 20.0  # between two looks at the store's version; a look reads one small file


def warm_up(url: str) -> int:
    """Import the pages and make the cube of the newest version; returns that version, 0 when there is nothing to read."""
    importlib.import_module("dashboard.app_pages")
    return prepare(url, 0)


def prepare(url: str, known: int) -> int:
    """Make the newest version's cube unless it is `known`; returns the newest version that is ready."""
    try:
        snapshot = Store.open(url).snapshot()
        if snapshot.is_empty or snapshot.version == known:
            return known
        began = time.perf_counter()
        load_cube(snapshot).close()
        log.info("version ready version=%d seconds=%.1f", snapshot.version, time.perf_counter() - began)
    except (EtlError, OSError, duckdb.Error) as error:
        log.warning("store unreadable reason=%s", error)
        return known
    return snapshot.version


def watch(url: str, ready: int, stop: threading.Event, every: float = EVERY_SECONDS) -> None:
    """Make the cube of each new version until `stop` is set."""
    while not stop.wait(every):
        ready = prepare(url, ready)
