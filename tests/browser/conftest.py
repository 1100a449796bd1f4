"""A running dashboard and real Chromium; whatever a page asks for outside the machine fails the test that asked."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.dashboard.synthetic import make_store

ROOT = Path(__file__).parents[2]
FLAGS = ("--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
         "--disable-sync --use-angle=swiftshader --enable-unsafe-swiftshader").split()  # fmt: skip
HARMLESS = (
    "_stcore/health",
    "_stcore/host-config",
)  # Streamlit's client looks for its base path, below each page first


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs Chromium."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, with WebGL in software."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def serve(store: Path, base: str = "") -> tuple[subprocess.Popen[bytes], str]:
    """Start the dashboard on a free port; returns the process and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "dashboard/app.py",
        "--server.port",
        str(port),
        "--server.baseUrlPath",
        base,
    ]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "DETENTE_STORE": str(store)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}{base}"
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
            return process, address
        except OSError:
            time.sleep(0.2)
    process.terminate()
    raise RuntimeError("the dashboard did not start")


@pytest.fixture(scope="session")
def store_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """3,000 events over three years."""
    folder = tmp_path_factory.mktemp("browser") / "store"
    make_store(folder)
    return folder


@pytest.fixture(scope="session")
def address(store_folder: Path) -> Iterator[str]:
    """A dashboard on the synthetic store."""
    process, url = serve(store_folder)
    yield url
    process.terminate()
    process.wait(10)


Server = Callable[..., str]


@pytest.fixture
def serve_store() -> Iterator[Server]:
    """`serve_store(folder, base)` starts another dashboard; name it before `open_page`, so that pages close before it."""
    processes = []

    def start(store: Path, base: str = "") -> str:
        process, url = serve(store, base)
        processes.append(process)
        return url

    yield start
    for process in processes:
        process.terminate()
        process.wait(10)


Opener = Callable[..., Page]
Profile = tuple[str, bool, int]  # language, dark, width


@pytest.fixture(scope="session")
def profiles(chromium: Browser) -> Iterator[dict[Profile, BrowserContext]]:
    """Browser profiles that tests share, so that scripts and fonts are fetched once."""
    opened: dict[Profile, BrowserContext] = {}
    yield opened
    for context in opened.values():
        context.close()


def new_profile(chromium: Browser, lang: str, dark: bool, width: int) -> BrowserContext:
    """A profile that knows nothing: no cache, no cookie."""
    return chromium.new_context(
        viewport={"width": width, "height": 1000},
        color_scheme="dark" if dark else "light",
        locale="fr-FR" if lang == "fr" else "en-GB",
        accept_downloads=True,
    )


@pytest.fixture
def open_page(chromium: Browser, address: str, profiles: dict[Profile, BrowserContext]) -> Iterator[Opener]:
    """`open_page("map?v=1", lang="fr", dark=True, width=390)` opens a page; `fresh=True` in a profile of its own."""
    pages: list[Page] = []
    own: list[BrowserContext] = []
    complaints: list[str] = []
    foreign: list[str] = []

    def open_one(
        path: str = "", lang: str = "en", dark: bool = False, width: int = 1400, base: str = "", fresh: bool = False
    ) -> Page:
        home, profile = base or address, (lang, dark, width)
        if fresh:
            context = new_profile(chromium, *profile)
            own.append(context)
        else:
            context = profiles.get(profile) or profiles.setdefault(profile, new_profile(chromium, *profile))
        page = context.new_page()
        pages.append(page)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("console", lambda message: note_console(message, complaints))
        page.on("request", lambda request: foreign.append(request.url) if is_foreign(request.url, home) else None)
        page.on("websocket", lambda socket_: foreign.append(socket_.url) if is_foreign(socket_.url, home) else None)
        page.goto(f"{home}/{path}")
        return settle(page)

    yield open_one
    for thing in (*pages, *own):
        thing.close()
    assert foreign == [], f"requests left the machine: {foreign[:5]}"
    assert complaints == [], complaints[:5]


def note_console(message: Any, complaints: list[str]) -> None:
    """Keep errors that are not the client's own search for its base path."""
    where = (message.location or {}).get("url", "")
    if message.type == "error" and not where.endswith(HARMLESS):
        complaints.append(message.text)


def is_foreign(url: str, home: str) -> bool:
    """Whether a request goes anywhere but to the dashboard itself."""
    port = home.rsplit(":", 1)[1].split("/")[0]
    return not url.startswith((f"http://127.0.0.1:{port}/", f"ws://127.0.0.1:{port}/", "data:", "blob:"))


def settle(page: Page) -> Page:
    """Wait until the script has run and the figures are drawn."""
    page.wait_for_selector(".dt-head, .dt-empty", timeout=60_000)
    page.wait_for_timeout(250)
    page.wait_for_function(
        "() => !document.querySelector('[data-testid=stStatusWidget]') && !document.querySelector('[data-testid=stSkeleton]')",
        timeout=60_000,
    )
    page.wait_for_timeout(250)
    return page


@pytest.fixture(scope="session")
def hostile_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard on articles whose titles, sentences, names, outlets and links try to run."""
    folder = tmp_path_factory.mktemp("hostile") / "store"
    make_store(folder, n_events=120, years=1, hostile=True)
    process, url = serve(folder)
    yield url
    process.terminate()
    process.wait(10)
