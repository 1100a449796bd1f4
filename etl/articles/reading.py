"""This module is about reading: any supported input, as a stream of drafts, by its name or its first bytes."""

import datetime as dt
import gzip
import io
import logging
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from etl.articles.bounded import Unpacking, decode, read_whole
from etl.articles.draft import Draft, ReadOptions
from etl.articles.feed_reader import read_feed
from etl.articles.html_reader import read_html
from etl.articles.rows_reader import read_csv, read_jsonl, read_parquet
from etl.articles.sources import Source
from etl.articles.text_reader import read_text
from etl.articles.warc_reader import read_warc
from etl.articles.web import Fetcher
from etl.errors import InputError
from etl.schema import Refusal
from etl.settings import LIMITS, MEGABYTE, now

LOG = logging.getLogger(__name__)
SUFFIXES: dict[str, str] = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "csv",
    ".parquet": "parquet", ".rss": "feed", ".atom": "feed", ".xml": "feed", ".warc": "warc", ".zip": "zip",
    ".gz": "gzip",
}  # fmt: skip
FORMATS = tuple(sorted(set(SUFFIXES.values())))
STREAMED = ("jsonl", "csv", "parquet", "warc", "gzip", "zip")


class Reader:
    """Reads sources into drafts. One reader serves a run, so that its pace towards each host is kept."""

    def __init__(self, options: ReadOptions) -> None:
        self.options = options
        self.fetcher = Fetcher(allow_private=options.allow_private)

    def read(self, source: Source) -> Iterator[Draft | Refusal]:
        """Drafts and refusals of one source; it never raises for what the input holds."""
        try:
            found = False
            for item in self._read_url(source.ref) if source.is_url else self._read_file(source.ref):
                found = True
                yield item
            if not found:
                yield Refusal(source.ref, "it holds no article")
        except InputError as error:
            yield Refusal(error.ref or source.ref, error.reason, error.line)
        except (OSError, EOFError, zlib.error) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            yield Refusal(source.ref, f"cannot be read: {reason}")
        except Exception as error:  # a parser may raise anything on damaged bytes; one input never stops a run
            LOG.exception("reading failed ref=%s", source.ref)
            yield Refusal(source.ref, f"cannot be read: {_said(error)}")

    def _read_file(self, ref: str) -> Iterator[Draft | Refusal]:
        path = Path(ref)
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError("not a regular file")
        if not status.st_size:
            raise InputError("the file is empty")
        if status.st_size > LIMITS.container_bytes:
            raise InputError(f"the file is larger than {LIMITS.container_bytes // MEGABYTE} MB")
        modified = dt.datetime.fromtimestamp(status.st_mtime, tz=dt.UTC).date()
        with path.open("rb") as stream:
            base = Draft(ref=ref, text="", name=path.stem, modified=modified)
            yield from self.read_stream(stream, path.name, status.st_size, base)

    def read_stream(
        self, stream: BinaryIO, name: str, size: int, base: Draft, depth: int = 0
    ) -> Iterator[Draft | Refusal]:
        """Drafts of one stream named `name` of `size` bytes (packed size inside an archive)."""
        buffered = stream if hasattr(stream, "peek") else io.BufferedReader(cast(io.RawIOBase, stream), 1 << 16)
        kind = _kind(name, cast(io.BufferedReader, buffered).peek(512)[:512])
        binary: Any = buffered
        if kind == "gzip":
            yield from self._read_gzip(binary, name, size, base, depth)
        elif kind == "zip":
            yield from self._read_zip(binary, base, depth)
        elif kind == "jsonl":
            yield from read_jsonl(binary, base, self.options)
        elif kind == "csv":
            yield from read_csv(binary, base, self.options)
        elif kind == "parquet":
            yield from read_parquet(binary, base, self.options)
        elif kind == "warc":
            yield from read_warc(binary, base)
        else:
            yield from self._read_whole(read_whole(binary, LIMITS.article_bytes), kind, base)

    def _read_whole(self, data: bytes, kind: str, base: Draft) -> Iterator[Draft | Refusal]:
        if not data.strip():
            raise InputError("the file is empty")
        if kind == "html":
            yield read_html(data, base)
        elif kind == "feed":
            follow = self._page_draft if self.options.follow else None
            yield from read_feed(data, base, follow)
        elif kind == "json":
            yield from read_jsonl(io.BytesIO(_one_line_json(data)), base, self.options)
        else:
            yield read_text(decode(data), base, markdown=kind == "markdown")

    def _read_gzip(self, stream: BinaryIO, name: str, size: int, base: Draft, depth: int) -> Iterator[Draft | Refusal]:
        if depth >= LIMITS.zip_depth:
            raise InputError("an archive nested too deeply")
        inner_name = name[:-3] if name.lower().endswith(".gz") else name
        if PurePosixPath(inner_name).suffix.lower() == ".warc":
            yield from read_warc(stream, base)
            return
        limit = LIMITS.container_bytes if _kind(inner_name, b"") in STREAMED else LIMITS.unpacked_bytes
        unpacked = Unpacking(cast(BinaryIO, gzip.GzipFile(fileobj=stream)), size, limit)
        inner = Draft(ref=base.ref, text="", name=PurePosixPath(inner_name).stem, modified=base.modified)
        yield from self.read_stream(cast(BinaryIO, io.BufferedReader(unpacked)), inner_name, size, inner, depth + 1)

    def _read_zip(self, stream: BinaryIO, base: Draft, depth: int) -> Iterator[Draft | Refusal]:
        if depth >= LIMITS.zip_depth:
            raise InputError("an archive nested too deeply")
        seekable = stream if stream.seekable() else io.BytesIO(read_whole(stream, LIMITS.unpacked_bytes))
        with zipfile.ZipFile(seekable) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > LIMITS.zip_members:
                raise InputError(f"more than {LIMITS.zip_members:,} members")
            if not members:
                raise InputError("the archive is empty")
            for member in members:
                yield from self._read_member(archive, member, base, depth)

    def _read_member(
        self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, base: Draft, depth: int
    ) -> Iterator[Draft | Refusal]:
        ref = f"{base.ref}!{member.filename}"
        inside = PurePosixPath(member.filename.replace("\\", "/"))
        try:
            if inside.is_absolute() or ".." in inside.parts or ":" in inside.parts[0]:
                raise InputError("its name points outside the archive")
            if member.flag_bits & 1:
                raise InputError("it is encrypted")
            inner = Draft(ref=ref, text="", name=inside.stem, modified=_member_date(member) or base.modified)
            with archive.open(member) as packed:
                unpacked = Unpacking(cast(BinaryIO, packed), member.compress_size, LIMITS.unpacked_bytes)
                buffered = cast(BinaryIO, io.BufferedReader(unpacked))
                yield from self.read_stream(buffered, inside.name, member.compress_size, inner, depth + 1)
        except InputError as error:
            yield Refusal(ref, error.reason, error.line)
        except Exception as error:  # as for files
            LOG.exception("unpacking failed ref=%s", ref)
            yield Refusal(ref, f"cannot be unpacked: {_said(error)}")

    def _read_url(self, url: str) -> Iterator[Draft | Refusal]:
        page = self.fetcher.fetch(url)
        base = Draft(ref=url, text="", url=page.url, modified=now().date())
        kind = _web_kind(page.content_type, page.data)
        if kind in ("jsonl", "csv"):
            yield from self.read_stream(io.BufferedReader(io.BytesIO(page.data)), f"page.{kind}", len(page.data), base)
        else:
            yield from self._read_whole(page.data, kind, base)

    def _page_draft(self, url: str, entry: Draft) -> Draft:
        page = self.fetcher.fetch(url)
        return read_html(page.data, entry)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"


def _kind(name: str, head: bytes) -> str:
    """Format of an input, by its suffix, else by its first bytes."""
    suffix = PurePosixPath(name).suffix.lower()
    found = SUFFIXES.get(suffix)
    if found == "feed" or found is None:
        return _sniff(head) or found or "text"
    return found


def _sniff(head: bytes) -> str | None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, kind in (
        (b"pk\x03\x04", "zip"),
        (b"\x1f\x8b", "gzip"),
        (b"par1", "parquet"),
        (b"warc/", "warc"),
        (b"<!doctype html", "html"),
        (b"<html", "html"),
        (b"<rss", "feed"),
        (b"<feed", "feed"),
        (b"<?xml", "feed"),
        (b'{"', "jsonl"),
    ):
        if start.startswith(mark):
            return "html" if kind == "feed" and b"<html" in start else kind
    return None


def _web_kind(content_type: str, data: bytes) -> str:
    for mark, kind in (("html", "html"), ("rss", "feed"), ("atom", "feed"), ("xml", "feed"), ("markdown", "markdown")):
        if mark in content_type:
            return "html" if kind == "feed" and b"<html" in data[:500].lower() else kind
    if "ndjson" in content_type or "jsonl" in content_type:
        return "jsonl"
    if "json" in content_type:
        return "json"
    if "csv" in content_type:
        return "csv"
    return _sniff(data[:512]) or "text"


def _one_line_json(data: bytes) -> bytes:
    """A JSON file as one line, so that a list of articles or a single one reads like JSONL; JSONL stays as it is."""
    stripped = data.strip()
    return b" ".join(stripped.splitlines()) if stripped[:1] == b"[" or b"}\n{" not in stripped else stripped


def _member_date(member: zipfile.ZipInfo) -> dt.date | None:
    try:
        return dt.date(*member.date_time[:3])
    except ValueError:
        return None
