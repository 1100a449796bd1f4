"""This module is about WARC files: the pages of a crawl, such as Common Crawl News, streamed record by record."""

import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO

from etl.articles.draft import Draft
from etl.articles.html_reader import read_html
from etl.errors import InputError
from etl.schema import Refusal
from etl.settings import LIMITS, MEGABYTE


def read_warc(stream: BinaryIO, base: Draft) -> Iterator[Draft | Refusal]:
    """One draft for each HTML response. Raises InputError when the file is damaged; what came before is kept."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number = 0
    try:
        for record in ArchiveIterator(stream):
            number += 1
            if record.rec_type == "response" and "html" in (record.http_headers.get_header("Content-Type") or "html"):
                yield _record_draft(record, number, base)
    except (ArchiveLoadFailed, OSError, EOFError, ValueError, AttributeError) as error:
        raise InputError(f"not a readable WARC file ({str(error).splitlines()[0]})", line=number or None) from error
    if not number:
        raise InputError("not a readable WARC file (no record)")


def _record_draft(record: object, number: int, base: Draft) -> Draft | Refusal:
    headers = record.rec_headers  # type: ignore[attr-defined]
    url = headers.get_header("WARC-Target-URI") or f"{base.ref}#{number}"
    data = record.content_stream().read(LIMITS.page_bytes + 1)  # type: ignore[attr-defined]
    if len(data) > LIMITS.page_bytes:
        return Refusal(url, f"the page is larger than {LIMITS.page_bytes // MEGABYTE} MB", number)
    try:
        return read_html(
            data, Draft(ref=url, text="", url=url, modified=_crawled(headers) or base.modified, line=number)
        )
    except InputError as error:
        return Refusal(url, error.reason, number)


def _crawled(headers: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat((headers.get_header("WARC-Date") or "")[:10])  # type: ignore[attr-defined]
    except ValueError:
        return None
