"""URLs: read politely, within limits, and never inside the own network unless asked to."""

import gzip
import http.server
import itertools
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from etl.articles import ReadOptions, read_articles
from etl.articles.web import Fetcher, is_public, resolve
from etl.errors import InputError
from etl.schema import Article, Refusal
from tests.articles.test_readers import BODY, HTML, RSS

TEASER = RSS.replace(BODY.split("\n\n")[0], "A teaser")


class _Site(http.server.BaseHTTPRequestHandler):
    seen: list[tuple[str, float, str]]

    def do_GET(self) -> None:
        path = self.path
        self.seen.append((path, time.monotonic(), self.headers["User-Agent"]))
        if path == "/robots.txt":
            self._answer(200, b"User-agent: *\nDisallow: /private/\n", "text/plain")
        elif path == "/page":
            self._answer(200, HTML.encode(), "text/html; charset=utf-8")
        elif path == "/packed":
            self._answer(200, gzip.compress(HTML.encode()), "text/html", ("Content-Encoding", "gzip"))
        elif path == "/bomb":
            self._answer(200, gzip.compress(b"\0" * 20_000_000), "text/html", ("Content-Encoding", "gzip"))
        elif path == "/feed":
            self._answer(
                200, TEASER.replace("https://e.org/a", f"http://{self.headers['Host']}/page").encode(), "text/xml"
            )
        elif path == "/loop":
            self._answer(302, b"", "text/html", ("Location", "/loop"))
        elif path == "/inside":
            self._answer(302, b"", "text/html", ("Location", "http://169.254.169.254/latest/meta-data"))
        elif path == "/once":
            self._answer(301, b"", "text/html", ("Location", "/page"))
        elif path == "/huge":
            self._answer(200, b"x" * 6_000_000, "text/html")
        elif path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(50):
                self.wfile.write(b"x")
                time.sleep(0.1)
        else:
            self._answer(404, b"", "text/html")

    def _answer(self, status: int, body: bytes, kind: str, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(body))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    _Site.seen = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.articles.reading.Fetcher", lambda **options: Fetcher(host_interval_seconds=0.0, **options))


def read(url: str) -> Article | Refusal:
    (item,) = read_articles([url], ReadOptions(allow_private=True))
    return item


@pytest.mark.parametrize("path", ["/page", "/packed", "/once"])
def test_a_page_is_read(site: str, path: str) -> None:
    article = read(site + path)
    assert isinstance(article, Article), article
    assert (article.title, article.ref) == ("France and Britain sign", site + path)
    assert all("Detente" in agent for _, _, agent in _Site.seen)


def test_a_teaser_in_a_feed_leads_to_its_page(site: str) -> None:
    article = read(site + "/feed")
    assert isinstance(article, Article), article
    assert BODY.split("\n\n")[0] in article.text
    assert article.url == site + "/page"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/private/x", "robots.txt"), ("/missing", "answered 404"), ("/loop", "more than 5 redirects"), ("/huge", "larger than 5 MB"),
        ("/bomb", "larger than 5 MB"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_the_reason(site: str, path: str, reason: str) -> None:
    refusal = read(site + path)
    assert isinstance(refusal, Refusal)
    assert reason in refusal.reason


def test_a_slow_page_is_given_up(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from etl.articles import web

    monkeypatch.setattr(web, "LIMITS", web.LIMITS.__class__(page_seconds=1.0))
    started = time.monotonic()
    refusal = read(site + "/slow")
    assert isinstance(refusal, Refusal)
    assert "too long" in refusal.reason
    assert time.monotonic() - started < 4


def test_a_redirect_into_the_own_network_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.articles.web.is_public", lambda address: address == "127.0.0.1")
    with pytest.raises(InputError, match=r"private address \(169.254.169.254\)"):
        Fetcher(host_interval_seconds=0.0).fetch(site + "/inside")


def test_a_host_gets_one_request_a_second(site: str) -> None:
    fetcher = Fetcher(allow_private=True, host_interval_seconds=0.2)
    for _ in range(3):
        fetcher.fetch(site + "/page")
    times = [at for _, at, _ in _Site.seen]
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= 0.19


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "2002:0a00:0001::", "64:ff9b::a00:1", "ff02::1",
    ],
)  # fmt: skip
def test_addresses_of_the_own_network_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["localhost", "127.1", "0x7f000001", "2130706433", "[::1]".strip("[]")])
def test_names_that_resolve_to_this_machine_are_refused(host: str) -> None:
    with pytest.raises(InputError, match=r"private address|unknown"):
        resolve(host, 80, allow_private=False)


@pytest.mark.parametrize(
    "url",
    [
        "http://user:pw@e.org/",
        "http://e.org:99999/",
        "http:///x",
        "http://[::1/",
        "http://e.org:0/",
        "https://exa mple.org/",
    ],
)
def test_addresses_that_are_none_are_refused(url: str) -> None:
    (refusal,) = read_articles([url])
    assert isinstance(refusal, Refusal)
