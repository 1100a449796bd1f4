"""This module is about data: the only reader of the store, cached by store version and filter.

A session keeps the version it began with until its user asks for the newer one, so no page changes under the reader, and
a store that is being rewritten never breaks a page: what a page needs was read into the cube of that version.
"""

import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import duckdb
import streamlit as st

from dashboard.cube import Cube, load_cube
from dashboard.filters import Filter, State
from dashboard.links import encode
from etl.errors import EtlError, StoreError
from etl.settings import store_url
from etl.store import Store

ATTEMPTS = 20  # to open a version before a writer and a vacuum have removed it; one lasts about a second at most
VERSIONS_IN_MEMORY = 3  # the shown one, the newer one, and one pinned by a link


@dataclass(frozen=True, slots=True)
class Opened:
    """The cube a page draws, the newest version there is, and whether the version a link asked for is gone."""

    cube: Cube
    newest: int
    missing: bool = False

    @property
    def is_stale(self) -> bool:
        """Whether there is newer data than what is shown."""
        return self.newest > self.cube.version


def open_data(pinned: int | None) -> Opened | None:
    """The data to show: the version in the link, else the session's; None when the store holds nothing yet.

    A version that is no longer there gives way to the newest, as often as a writer outruns this reader.
    """
    store, url = open_store(), str(store_url())
    newest = store.snapshot()
    if newest.is_empty:
        return None
    wanted = pinned or st.session_state.setdefault("version", newest.version)
    for _ in range(ATTEMPTS):
        with contextlib.suppress(EtlError, duckdb.Error):
            if wanted <= newest.version and wanted not in _gone(url):
                return Opened(_cube(url, wanted), newest.version, pinned not in (None, wanted))
        newest = store.snapshot()
        wanted = st.session_state["version"] = newest.version
    raise StoreError(f"no version could be read in {ATTEMPTS} attempts", ref=url)


def leave(opened: Opened) -> bool:
    """Show this version to no one any more, since the store removed its files; False when there is no newer one to show."""
    if open_store().snapshot().version == opened.cube.version:
        return False
    _gone(str(store_url())).add(opened.cube.version)
    return True


@st.cache_resource(show_spinner=False)
def _gone(url: str) -> set[int]:
    """Versions of a store whose files were found to be missing."""
    return set()


def open_store() -> Store:
    """The store of this deployment (`DETENTE_STORE`, else data/store)."""
    return Store.open(store_url())


@st.cache_resource(show_spinner=False, max_entries=VERSIONS_IN_MEMORY)
def _cube(url: str, version: int) -> Cube:
    return load_cube(Store.open(url).snapshot(version))


def ask(cube: Cube, question: Callable[..., Any], filter: Filter | None = None, **options: Any) -> Any:
    """The answer of a function of `dashboard.queries`, remembered for this version, filter and options."""
    key = json.dumps(encode(State(filter)), sort_keys=True) if filter else ""
    return _answer(
        store_url(),
        cube.version,
        f"{question.__module__}.{question.__qualname__}",
        key,
        options,
        cube,
        question,
        filter,
    )


@st.cache_data(show_spinner=False, max_entries=4000, max_size="400MB")
def _answer(
    url: str,
    version: int,
    name: str,
    key: str,
    options: dict[str, Any],
    _cube: Cube,
    _question: Callable[..., Any],
    _filter: Filter | None,
) -> Any:
    return _question(_cube, _filter, **options) if _filter is not None else _question(_cube, **options)
