"""Stores for the dashboard's tests, made once a session, and a way to run a page as a reader would."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.cube import Cube, load_cube
from etl.store import Store
from tests.dashboard.synthetic import make_large_store, make_store

APP = str(Path(__file__).parents[2] / "dashboard" / "app.py")
RunPage = Callable[..., AppTest]
QUERIES: dict[str, dict[str, str]] = {
    "dyad": {"a": "PRK", "b": "RUS", "vs": "CHN,USA"},
    "actor": {"a": "FRA"},
    "event": {"event": "e000000005"},
    "network": {"a": "RUS", "hops": "1"},
    "map": {"step": "2026-10-01", "per": "3m"},
    "table": {"find": "repris", "sort": "goldstein", "up": "1", "p": "2"},
}


@pytest.fixture(scope="session", autouse=True)
def _cubes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Cubes of tests are kept in a folder of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DETENTE_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """3,000 events over three years."""
    folder = tmp_path_factory.mktemp("small") / "store"
    make_store(folder)
    return folder


@pytest.fixture(scope="session")
def hostile_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Events whose names, titles, sentences and links try to run."""
    folder = tmp_path_factory.mktemp("hostile") / "store"
    make_store(folder, n_events=120, years=1, hostile=True)
    return folder


@pytest.fixture(scope="session")
def large_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A million events."""
    folder = tmp_path_factory.mktemp("large") / "store"
    make_large_store(folder, 1_000_000)
    return folder


@pytest.fixture(scope="session")
def cube(small_store: Path) -> Iterator[Cube]:
    """The small store, loaded."""
    cube = load_cube(Store.open(small_store).snapshot())
    yield cube
    cube.close()


@pytest.fixture
def run_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[RunPage]:
    """`run_page(store, "map", lang="fr", a="RUS")` runs a page with a query."""

    def run(store: Path, page: str = "overview", **query: Any) -> AppTest:
        monkeypatch.setenv("DETENTE_STORE", str(store))
        test = AppTest.from_file(APP, default_timeout=60)
        if page != "overview":
            test.query_params["lang"] = "en"
            test.run()
            open_page(test, page)
        set_query(test, query)
        return test.run()

    yield run


def open_page(test: AppTest, page: str) -> None:
    """Point a run at a page, as the navigation does (pages are functions here, which `switch_page` cannot name)."""
    pages: Mapping[str, Mapping[str, str]] = test._registered_pages
    test._page_hash = next(key for key, info in pages.items() if info.get("url_pathname") == page)


def set_query(test: AppTest, query: Mapping[str, Any]) -> None:
    """Replace the query of the URL."""
    for key in list(test.query_params):
        del test.query_params[key]
    for key, value in query.items():
        test.query_params[key] = value


def shown(test: AppTest) -> str:
    """Every text a run put on the page, markup included."""
    kinds = ("markdown", "warning", "error", "info", "success", "button", "title", "caption", "code")
    texts = [
        str(getattr(element, "value", "")) + str(getattr(element, "label", ""))
        for kind in kinds
        for element in getattr(test, kind)
    ]
    texts += [element.proto.body for element in test.get("html")]
    return "\n".join(texts)
