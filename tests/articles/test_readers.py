"""Readers: every supported input becomes articles with title, outlet, date, language and text."""

import csv
import datetime as dt
import gzip
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from etl.articles import ReadOptions, read_articles
from etl.schema import Article, Refusal

BODY = (
    "The foreign minister of France met his British counterpart in London on Tuesday and signed an agreement on fishing.\n\n"
    "Both governments welcomed the result of the talks, which had lasted for more than three years without any progress."
)
CHRONICLE = (
    "3 November 2015. The ministers of France and Britain sign an agreement on fishing in London.\n\n"
    "14 December. Parliament approves the text. Wednesday 30. The king signs it.\n\n"
    "2 February. The agreement enters into force, and both governments welcome the result of their talks."
)
FIELDS = {"title": "France and Britain sign", "published": "2024-07-18", "outlet": "Agency-A", "url": "https://e.org/a"}
HTML = (
    '<html lang="en"><head><title>France and Britain sign</title>'
    '<meta property="article:published_time" content="2024-07-18T10:00:00Z"><meta property="og:site_name" content="Agency-A">'
    "</head><body><nav>Home | News</nav><article><h1>France and Britain sign</h1>"
    + "".join(f"<p>{part}</p>" for part in BODY.split("\n\n"))
    + "</article><footer>Copyright</footer></body></html>"
)
RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Agency-A</title><language>en</language><item>'
    "<title>France and Britain sign</title><link>https://e.org/a</link><pubDate>Thu, 18 Jul 2024 10:00:00 GMT</pubDate>"
    f"<description>&lt;p&gt;{BODY.replace(chr(10) * 2, '&lt;/p&gt;&lt;p&gt;')}&lt;/p&gt;</description></item></channel></rss>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Agency-A</title><entry><title>France and Britain sign</title>'
    '<link href="https://e.org/a"/><updated>2024-07-18T10:00:00Z</updated><content type="html">'
    f"{BODY}</content></entry></feed>"
)
TEXT = (
    "title: France and Britain sign\npublished: 2024-07-18\nsource: Agency-A\nlang: en\nurl: https://e.org/a\n\n" + BODY
)
MARKDOWN = (
    "---\npublished: 2024-07-18\nsource: Agency-A\nurl: https://e.org/a\n---\n# France and Britain sign\n\n"
    + BODY.replace("agreement", "**agreement**")
)


def read(*refs: object, **options: object) -> list[Article | Refusal]:
    return list(read_articles([str(ref) for ref in refs], ReadOptions(**options)))  # type: ignore[arg-type]


def write_warc(path: Path, packed: bool = True) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with path.open("wb") as sink:
        writer = WARCWriter(sink, gzip=packed)
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            "https://e.org/a", "response", payload=io.BytesIO(HTML.encode()), http_headers=headers
        )
        writer.write_record(record)


def write_csv(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as sink:
        writer = csv.writer(sink)
        writer.writerow(["headline", "date", "source", "link", "body"])
        writer.writerow([*FIELDS.values(), BODY])


def write_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("folder/a.txt", TEXT)


WRITERS: dict[str, Callable[[Path], object]] = {
    "a.txt": lambda p: p.write_text(TEXT, encoding="utf-8"),
    "bom.txt": lambda p: p.write_text(TEXT, encoding="utf-8-sig"),
    "utf16.txt": lambda p: p.write_text(TEXT, encoding="utf-16"),
    "crlf.txt": lambda p: p.write_bytes(TEXT.replace("\n", "\r\n").encode()),
    "a.md": lambda p: p.write_text(MARKDOWN, encoding="utf-8"),
    "a.html": lambda p: p.write_text(HTML, encoding="utf-8"),
    "noext": lambda p: p.write_text(HTML, encoding="utf-8"),
    "a.jsonl": lambda p: p.write_text(json.dumps({**FIELDS, "text": BODY}) + "\n", encoding="utf-8"),
    "a.json": lambda p: p.write_text(json.dumps([{**FIELDS, "text": BODY}], indent=1), encoding="utf-8"),
    "a.csv": write_csv,
    "a.parquet": lambda p: pq.write_table(pa.table({k: [v] for k, v in {**FIELDS, "text": BODY}.items()}), p),
    "a.rss": lambda p: p.write_text(RSS, encoding="utf-8"),
    "feed.xml": lambda p: p.write_text(ATOM, encoding="utf-8"),
    "a.warc": lambda p: write_warc(p, packed=False),
    "a.warc.gz": write_warc,
    "a.txt.gz": lambda p: p.write_bytes(gzip.compress(TEXT.encode())),
    "a.jsonl.gz": lambda p: p.write_bytes(gzip.compress(json.dumps({**FIELDS, "text": BODY}).encode())),
    "a.zip": write_zip,
}
NO_URL = ("a.html", "noext")


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_article(name: str, tmp_path: Path) -> None:
    WRITERS[name](tmp_path / name)
    (article,) = read(tmp_path / name, follow=False)
    assert isinstance(article, Article), article
    assert article.title == "France and Britain sign"
    assert article.text == article.title + "\n" + BODY.replace("\n\n", "\n")
    assert article.title_end == len(article.title)
    assert (article.lang, article.published, article.outlet) == ("en", dt.date(2024, 7, 18), "Agency-A")
    assert article.url == "https://e.org/a" or name in NO_URL
    origin = {"html": "html", "noext": "html", "warc": "html", "rss": "feed", "xml": "feed"}
    expected = next((value for key, value in origin.items() if key in name), "header")
    assert article.published_from == expected


def test_the_same_article_has_the_same_id_from_every_container(tmp_path: Path) -> None:
    for name in ("a.txt", "a.jsonl", "a.csv", "a.zip", "crlf.txt"):
        WRITERS[name](tmp_path / name)
    ids = {article.article_id for article in read(tmp_path) if isinstance(article, Article)}
    assert len(ids) == 1


def test_folders_globs_and_files_are_read_in_a_fixed_order(tmp_path: Path) -> None:
    for name in ("b", "a", "c/d"):
        path = tmp_path / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT.replace("fishing", f"fishing {name}"), encoding="utf-8")
    (tmp_path / ".hidden.txt").write_text(TEXT, encoding="utf-8")
    assert [a.article for a in read(tmp_path) if isinstance(a, Article)] == ["a", "b", "d"]
    assert [a.article for a in read(tmp_path / "*.txt") if isinstance(a, Article)] == ["a", "b"]
    assert [a.article for a in read(tmp_path / "**/d.txt") if isinstance(a, Article)] == ["d"]


def test_columns_are_mapped_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"nyt_text": BODY, "ID": 7}), encoding="utf-8")
    (refusal,) = read(tmp_path / "a.jsonl")
    assert isinstance(refusal, Refusal)
    assert "--map text=" in refusal.reason
    (article,) = read(tmp_path / "a.jsonl", columns={"text": "nyt_text"})
    assert isinstance(article, Article)
    assert (article.article, article.ref) == ("7", f"{tmp_path / 'a.jsonl'}#1")


@pytest.mark.parametrize(
    ("name", "text", "option", "expected"),
    [
        ("a", "published: 2024-01-02\n\n" + BODY, "2020-01-01", ("2024-01-02", "header")),
        ("a", BODY, "2020-01-01", ("2020-01-01", "option")),
        ("a", BODY + "\n\nSource: https://e.org/2023/05/06/x.html", None, ("2023-05-06", "url")),
        ("2021-02-03", "Published on 4 March 2022\n\n" + BODY, None, ("2022-03-04", "text")),
        ("a", "Publié le 1er août 2022 à 10h\n\n" + BODY, None, ("2022-08-01", "text")),
        ("report-20210203", BODY, None, ("2021-02-03", "filename")),
        ("a", "published: 2999-01-01\n\n" + BODY, None, ("2019-05-05", "inferred")),
        ("a", BODY, None, ("2019-05-05", "inferred")),
        ("a", CHRONICLE, None, ("2016-02-02", "text")),
        ("a", BODY + " It began on 3 April 2014.", None, ("2019-05-05", "inferred")),
    ],
)
def test_the_publication_date_comes_from_the_best_place(
    name: str, text: str, option: str | None, expected: tuple[str, str], tmp_path: Path
) -> None:
    path = tmp_path / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    os.utime(path, (dt.datetime(2019, 5, 5, 12).timestamp(),) * 2)
    (article,) = read(path, published=dt.date.fromisoformat(option) if option else None)
    assert isinstance(article, Article)
    assert (str(article.published), article.published_from) == expected


def test_an_unsupported_language_is_refused_with_the_reason(tmp_path: Path) -> None:
    german = "lang: fr\n\nDer Bundeskanzler hat am Dienstag in Berlin den französischen Präsidenten empfangen und mit ihm gesprochen."
    (tmp_path / "a.txt").write_text(german + " " + german[10:], encoding="utf-8")
    (refusal,) = read(tmp_path / "a.txt")
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "its language seems to be 'de'; only fr and en are supported"


def test_a_text_too_short_to_tell_takes_the_language_it_is_said_to_have(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Paris, Berlin, Moscou, Minsk", encoding="utf-8")
    (article,) = read(tmp_path / "a.txt", lang="fr")
    assert isinstance(article, Article)
    assert article.lang == "fr"
