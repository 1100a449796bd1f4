"""Hostile and broken inputs: each is an article or a refusal with a one-line reason, in bounded time and memory."""

import gzip
import io
import json
import os
import resource
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.articles import ReadOptions, read_articles
from etl.schema import Article, Refusal
from tests.articles.test_readers import BODY, WRITERS

ENTITY_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "lol lol lol">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    ) + "]><rss><channel><title>&j;</title><item><title>&j;</title></item></channel></rss>"
)  # fmt: skip
OUTSIDE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>&x;</title></channel></rss>'


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def nested_zip(depth: int) -> bytes:
    data = zipped(**{"a.txt": BODY.encode()})
    for _ in range(depth):
        data = zipped(**{"inner.zip": data})
    return data


DEEP = b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"
HOSTILE: dict[str, tuple[bytes, str]] = {
    "null.txt": (b"abc\x00def" * 20, "null bytes"),
    "latin.txt": ("café crème à Paris".encode("latin-1"), "not UTF-8"),
    "broken.txt": (b"The minister said \xf0\x28\x8c\x28 on Monday", "not UTF-8"),
    "half16.txt": (b"\xff\xfea\x00b", "not UTF-16"),
    "control.txt": (bytes(range(1, 9)) * 50, "control characters"),
    "png.bin": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "null bytes"),
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n", "empty"),
    "header.txt": (b"title: only a header\npublished: 2024-01-01\n\n", "few words|no text"),
    "line.txt": (b"x" * 12_000_000, "larger than 10 MB"),
    "long.txt": (b"word " * 60_000, "more than"),
    "line.jsonl": (b'{"text": "' + b"x" * 12_000_000 + b'"}\n', "longer than 5 MB"),
    "deep.jsonl": (DEEP, "nested too deeply|not JSON"),
    "deep.json": (DEEP, "nested too deeply|not JSON"),
    "number.jsonl": (b'{"text": ' + b"9" * 10_000 + b"}\n", "not JSON"),
    "list.jsonl": (b"[1, 2]\n", "JSON object"),
    "half.jsonl": (b'{"text": "abc', "not JSON"),
    "quote.csv": (b'text,date\n"never closed' + b" word" * 20, "text column|cells|CSV|few words"),
    "cells.csv": (b"text,date\na,b,c\n", "3 cells where the header names 2"),
    "bad.parquet": (b"PAR1" + b"\x00" * 100 + b"PAR1", "not a readable Parquet file"),
    "bad.zip": (b"PK\x03\x04" + b"\x00" * 50, "not a zip file|cannot be read"),
    "bad.gz": (b"\x1f\x8b\x08\x00garbage", "cannot be read"),
    "half.txt.gz": (gzip.compress(BODY.encode() * 50)[:-20], "cannot be read"),
    "bomb.txt.gz": (gzip.compress(b"\0" * 50_000_000), "larger than 10 MB|times its size"),
    "bomb.jsonl.gz": (gzip.compress(b"\0" * 50_000_000), "times its size"),
    "bomb.zip": (zipped(**{"a.txt": b"a" * 50_000_000}), "larger than 10 MB|times its size"),
    "bomb2.zip": (zipped(**{"a.jsonl": b"\n" * 50_000_000}), "times its size"),
    "deep.zip": (nested_zip(4), "nested too deeply"),
    "slip.zip": (zipped(**{"../../etc/passwd.txt": BODY.encode()}), "outside the archive"),
    "slip2.zip": (zipped(**{"/etc/cron.txt": BODY.encode()}), "outside the archive"),
    "slip3.zip": (zipped(**{"..\\evil.txt": BODY.encode()}), "outside the archive"),
    "none.zip": (zipped(), "archive is empty"),
    "entities.rss": (ENTITY_BOMB.encode(), "entities"),
    "outside.rss": (OUTSIDE.encode(), "entities"),
    "nofeed.xml": (b"<?xml version='1.0'?><note><to>you</to></note>", "not an RSS or Atom feed"),
    "nopage.html": (b"<html><body></body></html>", "no main text"),
    "bad.warc": (b"WARC/1.0\r\nnonsense", "not a readable WARC|no record|no article"),
    "bad.warc.gz": (
        gzip.compress(b"WARC/1.0\r\nContent-Length: 99999\r\n\r\nx"),
        "not a readable WARC|no record|no article|text",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_each_broken_input_has_a_one_line_reason(name: str, tmp_path: Path) -> None:
    data, reason = HOSTILE[name]
    (tmp_path / name).write_bytes(data)
    found = list(read_articles([str(tmp_path / name)]))
    refusals = [item for item in found if isinstance(item, Refusal)]
    assert refusals, found
    assert any(part in refusals[0].reason for part in reason.split("|")), refusals[0].reason
    assert all("\n" not in item.reason and item.ref.startswith(str(tmp_path)) for item in refusals)


def test_good_lines_around_bad_ones_are_read(tmp_path: Path) -> None:
    good = json.dumps({"text": BODY}).encode()
    (tmp_path / "a.jsonl").write_bytes(
        b"\n".join([good, b"{", b"\xff", b"5", b'{"text": ""}', good.replace(b"France", b"Spain")])
    )
    found = list(read_articles([str(tmp_path / "a.jsonl")]))
    assert [item.line for item in found if isinstance(item, Refusal)] == [2, 3, 4, 5]
    assert sum(isinstance(item, Article) for item in found) == 2


def test_good_members_around_bad_ones_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(**{"../a.txt": b"x", "b.txt": BODY.encode(), "c.bin": b"\0\1"}))
    found = list(read_articles([str(tmp_path / "a.zip")]))
    assert [type(item).__name__ for item in found] == ["Refusal", "Article", "Refusal"]


def test_links_that_loop_end(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(BODY, encoding="utf-8")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "up").symlink_to(tmp_path, target_is_directory=True)
    found = list(read_articles([str(tmp_path)]))
    assert [type(item).__name__ for item in found].count("Article") == 1
    assert any(isinstance(item, Refusal) and item.ref.endswith("self") for item in found)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    refs = [
        str(tmp_path / "missing.txt"),
        str(tmp_path / "*.none"),
        str(tmp_path / "pipe.txt"),
        "a\x00b",
        "",
        "x" * 5000,
    ]
    found = list(read_articles(refs))
    assert len(found) >= 5
    assert all(isinstance(item, Refusal) for item in found), found


SUFFIXES = sorted({Path(name).suffix for name in WRITERS} | {".rss", ".xml", ".tsv"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def _read_all(path: Path) -> None:
    found = list(read_articles([str(path)], ReadOptions(follow=False)))
    assert found
    for item in found:
        assert isinstance(item, (Article, Refusal))
        assert not isinstance(item, Refusal) or (item.reason and "\n" not in item.reason)


@settings(max_examples=int(os.environ.get("FUZZ_EXAMPLES", "600")), deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
@given(
    suffix=st.sampled_from(SUFFIXES),
    data=st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda t: t.encode("utf-8", "surrogatepass"))),
)
def test_any_bytes_are_read_or_refused(folder: Path, suffix: str, data: bytes) -> None:
    path = folder / f"fuzz{suffix}"
    path.write_bytes(data)
    _read_all(path)


@settings(max_examples=int(os.environ.get("FUZZ_EXAMPLES", "600")), deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
@given(
    name=st.sampled_from(sorted(WRITERS)),
    cut=st.floats(0, 1),
    flips=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=6),
)
def test_damaged_files_are_read_or_refused(folder: Path, name: str, cut: float, flips: list[tuple[float, int]]) -> None:
    path = folder / name
    WRITERS[name](path)
    data = bytearray(path.read_bytes())
    for where, value in flips:
        data[min(len(data) - 1, int(where * len(data)))] = value
    path.write_bytes(data[: max(1, int((cut if flips == [] else 1) * len(data)))])
    _read_all(path)


def test_memory_stays_bounded_over_hostile_inputs(tmp_path: Path) -> None:
    for name, (data, _) in HOSTILE.items():
        (tmp_path / name).write_bytes(data)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    list(read_articles([str(tmp_path)]))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert after - before < 300_000  # kilobytes
