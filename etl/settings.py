"""This module is about settings: where the store is, what the clock says, and the limits that keep a run bounded.

Every limit stands here with its reason; a setting that a deployment changes is read from the environment. It leaves out
what a command line option sets for one run.
"""

import datetime as dt
import os
import time
from dataclasses import dataclass

DEFAULT_STORE = "data/store"
MEGABYTE = 1024 * 1024


def store_url(given: str | None = None) -> str:
    """Path or URL of the store: the option, else `DETENTE_STORE`, else `data/store`."""
    return given or os.environ.get("DETENTE_STORE") or DEFAULT_STORE


def geocoder() -> tuple[str, str | None]:
    """Which geocoder answers for names that the gazetteer lacks, and the URL of a server of one's own, if any.

    `DETENTE_GEOCODER` is offline (the default: no name leaves the machine), nominatim, photon or geonames; `DETENTE_GEOCODER_URL`
    points it at another server than the service's public one.
    """
    return os.environ.get("DETENTE_GEOCODER") or "offline", os.environ.get("DETENTE_GEOCODER_URL") or None


def now() -> dt.datetime:
    """The time in UTC; `SOURCE_DATE_EPOCH` (seconds) freezes it, so that a run can be reproduced."""
    frozen = os.environ.get("SOURCE_DATE_EPOCH")
    seconds = float(frozen) if frozen else time.time()
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one input. Beyond them it is refused with the reason, so that memory and time stay bounded."""

    article_bytes: int = 10 * MEGABYTE  # a text, Markdown or HTML file; the longest articles in news corpora have 1 MB
    line_bytes: int = 5 * MEGABYTE  # one line of JSONL or CSV; one line holds one article
    paragraph_chars: int = 100_000  # one paragraph; a longer one is data, not prose, and parsing it takes minutes
    article_chars: int = 500_000  # one cleaned text; below spaCy's own limit of a million characters
    container_bytes: int = 50 * 1024 * MEGABYTE  # a WARC, JSONL or CSV file is streamed, so only disk bounds it
    unpacked_bytes: int = 200 * MEGABYTE  # one member of a ZIP file or one gzip file, unpacked
    unpack_ratio: int = 200  # prose packs 2–10 times, HTML up to 50; a bomb packs 1,000 times
    zip_members: int = 100_000  # members of one ZIP file
    zip_depth: int = 2  # a ZIP in a ZIP is read, deeper ones are not
    folder_files: int = 5_000_000  # files below one folder
    page_bytes: int = 5 * MEGABYTE  # one page or feed from the web
    page_seconds: float = 20.0  # from request to last byte
    redirects: int = 5
    host_interval_seconds: float = 1.0  # one request a second a host
    json_depth: int = 50  # nesting of one JSON value; articles are flat


LIMITS = Limits()
USER_AGENT = "Detente/0.1 (+https://example.org/detente; news article reader)"
