"""This module is about fetching: one page from the web, politely and without reaching into the own network.

Addresses are checked after the name is resolved, and the connection is made to the very address that was checked, so
that a name cannot change its mind in between; each redirect is checked anew. robots.txt is honoured, sizes, time and
redirects are capped, and each host gets at most one request a second.
"""

import gzip
import http.client
import ipaddress
import socket
import ssl
import time
import urllib.parse
import urllib.robotparser
import zlib
from dataclasses import dataclass, field

from etl.errors import InputError
from etl.settings import LIMITS, MEGABYTE, USER_AGENT

REDIRECTS = (301, 302, 303, 307, 308)
_SAFE = "/%:@!$&'()*+,;=~-._?[]"  # what an address may hold as it is
ROBOTS_BYTES = 512 * 1024  # what search engines read of a robots.txt


@dataclass(frozen=True, slots=True)
class Page:
    """One fetched page: the address it was finally found at, its content type (lower case) and its bytes."""

    url: str
    content_type: str
    data: bytes


@dataclass
class Fetcher:
    """Fetches pages and remembers, for each host, its robots.txt and when it was last asked."""

    allow_private: bool = False
    host_interval_seconds: float = LIMITS.host_interval_seconds
    _asked: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, urllib.robotparser.RobotFileParser] = field(default_factory=dict)

    def fetch(self, url: str) -> Page:
        """The page at `url`. Raises InputError with the reason when it may not or cannot be read."""
        deadline = time.monotonic() + LIMITS.page_seconds
        current = url
        for _ in range(LIMITS.redirects + 1):
            parts = _checked(current)
            if not self._allowed(parts, deadline):
                raise InputError("robots.txt of the site asks not to read it", ref=url)
            status, headers, data = self._request(parts, deadline, LIMITS.page_bytes)
            if status in REDIRECTS and headers.get("location"):
                current = urllib.parse.urljoin(current, headers["location"])
                continue
            if status != 200:
                raise InputError(f"the server answered {status}", ref=url)
            return Page(current, headers.get("content-type", "").lower(), data)
        raise InputError(f"more than {LIMITS.redirects} redirects", ref=url)

    def _allowed(self, parts: urllib.parse.SplitResult, deadline: float) -> bool:
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._read_robots(site, deadline)
        return self._robots[site].can_fetch(USER_AGENT, parts.geturl())

    def _read_robots(self, site: str, deadline: float) -> urllib.robotparser.RobotFileParser:
        rules = urllib.robotparser.RobotFileParser()
        try:
            status, _, data = self._request(_checked(f"{site}/robots.txt"), deadline, ROBOTS_BYTES)
        except _TooLargeError:
            status, data = 200, b""
        rules.parse(data.decode("utf-8", "replace").splitlines() if status == 200 else [])
        if status in (401, 403) or status >= 500:  # the site does not say what it allows: ask nothing of it
            rules.disallow_all = True  # type: ignore[attr-defined]
        return rules

    def _request(
        self, parts: urllib.parse.SplitResult, deadline: float, limit: int
    ) -> tuple[int, dict[str, str], bytes]:
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = resolve(host, port, self.allow_private)
        self._wait_turn(f"{host}:{port}", deadline)
        try:
            return _exchange(parts, host, port, address, deadline, limit)
        except (OSError, http.client.HTTPException) as error:
            reason = "took too long" if isinstance(error, TimeoutError) else str(error) or type(error).__name__
            raise InputError(f"cannot be fetched: {reason}", ref=parts.geturl()) from error

    def _wait_turn(self, host: str, deadline: float) -> None:
        ready = self._asked.get(host, float("-inf")) + self.host_interval_seconds
        pause = ready - time.monotonic()
        if pause > 0:
            time.sleep(min(pause, max(0.0, deadline - time.monotonic())))
        self._asked[host] = time.monotonic()


class _TooLargeError(InputError):
    pass


def resolve(host: str, port: int, allow_private: bool) -> str:
    """The address of `host` to connect to. Raises InputError when any of its addresses is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise InputError(f"the host {host!r} is unknown") from error
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if not allow_private and not is_public(address):
            raise InputError(f"the host {host!r} has a private address ({address}); --allow-private lets it through")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether `address` is public: not private, loopback, link-local, multicast, reserved or mapped to one."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if ip in ipaddress.ip_network("64:ff9b::/96"):  # NAT64 leads to an IPv4 address
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast


def _checked(url: str) -> urllib.parse.SplitResult:
    try:
        parts = urllib.parse.urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise InputError(f"not a valid address ({error})", ref=url) from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError("only http and https addresses are read", ref=url)
    if parts.username or parts.password:
        raise InputError("an address with a user name is not read", ref=url)
    if port == 0:
        raise InputError("not a valid port", ref=url)
    return parts


def _exchange(
    parts: urllib.parse.SplitResult, host: str, port: int, address: str, deadline: float, limit: int
) -> tuple[int, dict[str, str], bytes]:
    """One request to `address` (already checked) in the name of `host`."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    connection = http.client.HTTPConnection(host, port, timeout=left)
    raw = socket.create_connection((address, port), timeout=left)
    try:
        secure = ssl.create_default_context().wrap_socket(raw, server_hostname=host) if parts.scheme == "https" else raw
        connection.sock = secure
        path = urllib.parse.quote(parts.path or "/", safe=_SAFE)
        path += f"?{urllib.parse.quote(parts.query, safe=_SAFE)}" if parts.query else ""
        connection.request("GET", path, headers=_headers(parts))
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        if response.status in REDIRECTS:
            return response.status, headers, b""
        data = _body(response, secure, deadline, limit)
        return response.status, headers, _unpacked(data, headers.get("content-encoding", ""), limit)
    finally:
        connection.close()
        raw.close()


def _headers(parts: urllib.parse.SplitResult) -> dict[str, str]:
    return {
        "Host": parts.netloc,
        "User-Agent": USER_AGENT,
        "Accept": "text/html, application/xml, application/rss+xml, application/atom+xml, text/plain, application/json",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }


def _body(response: http.client.HTTPResponse, sock: socket.socket, deadline: float, limit: int) -> bytes:
    blocks: list[bytes] = []
    size = 0
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        sock.settimeout(left)
        block = response.read1(65536)
        if not block:
            return b"".join(blocks)
        size += len(block)
        if size > limit:
            raise _TooLargeError(f"the page is larger than {limit // MEGABYTE} MB")
        blocks.append(block)


def _unpacked(data: bytes, encoding: str, limit: int) -> bytes:
    if encoding.lower() not in ("gzip", "x-gzip"):
        return data
    try:
        unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
        unpacked = unpacker.decompress(data, limit + 1)
    except (zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"damaged gzip ({error})") from error
    if len(unpacked) > limit:
        raise _TooLargeError(f"the page is larger than {limit // MEGABYTE} MB")
    return unpacked
