"""This module is about tables of articles: JSONL, CSV and Parquet, one row an article, columns mapped by name."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from etl.articles.bounded import decode, read_lines, too_long
from etl.articles.draft import Draft, ReadOptions
from etl.articles.html_reader import html_to_text
from etl.errors import InputError
from etl.schema import Refusal
from etl.settings import LIMITS

COLUMNS: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article_text", "maintext", "main_text", "full_text", "texte", "article_body"),
    "title": ("title", "headline", "titre", "head"),
    "published": (
        "published",
        "date",
        "published_at",
        "publish_date",
        "date_publish",
        "publication_date",
        "pubdate",
        "day",
    ),
    "url": ("url", "link", "source_url", "canonical_url", "web_url"),
    "outlet": ("outlet", "source", "publisher", "site", "sitename", "domain", "source_domain", "publication", "media"),
    "lang": ("lang", "language", "langue"),
    "id": ("id", "article_id", "doc_id", "uid", "guid"),
}
BATCH_ROWS = 64  # rows of a Parquet file in memory at once; an article may have 10 MB


def read_jsonl(stream: BinaryIO, base: Draft, options: ReadOptions) -> Iterator[Draft | Refusal]:
    """One draft a line; a line that is no article is refused with its number."""
    for number, line in read_lines(stream):
        if line is None:
            yield Refusal(base.ref, too_long(), number)
        elif line.strip():
            yield from _json_line(line, number, base, options)


def _json_line(line: bytes, number: int, base: Draft, options: ReadOptions) -> Iterator[Draft | Refusal]:
    try:
        value = json.loads(decode(line))
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else f"not JSON ({error})"
        yield Refusal(base.ref, reason.splitlines()[0], number)
    except InputError as error:
        yield Refusal(base.ref, error.reason, number)
    else:
        rows = value if isinstance(value, list) else [value]
        for row in rows:
            if isinstance(row, dict):
                yield row_draft(row, number, base, options)
            else:
                yield Refusal(base.ref, "a line must be a JSON object", number)


def read_csv(stream: BinaryIO, base: Draft, options: ReadOptions) -> Iterator[Draft | Refusal]:
    """One draft a row; the first line names the columns, the separator is found in it."""
    csv.field_size_limit(LIMITS.line_bytes)
    refusals: list[Refusal] = []
    lines = _text_lines(stream, base.ref, refusals)
    head = next(lines, "")
    separator = max(",;\t|", key=head.count)
    try:
        names = next(csv.reader([head], delimiter=separator), [])
    except csv.Error as error:
        raise InputError(f"not CSV ({error})", line=1) from error
    rows = csv.reader(lines, delimiter=separator)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield Refusal(base.ref, f"not CSV ({error})", rows.line_num + 1)
            break
        if row:
            yield _csv_row(names, row, rows.line_num + 1, base, options)
        yield from refusals
        refusals.clear()
    yield from refusals


def _csv_row(names: list[str], row: list[str], number: int, base: Draft, options: ReadOptions) -> Draft | Refusal:
    if len(row) != len(names):
        return Refusal(base.ref, f"{len(row)} cells where the header names {len(names)} columns", number)
    return row_draft(dict(zip(names, row, strict=True)), number, base, options)


def _text_lines(stream: BinaryIO, ref: str, refusals: list[Refusal]) -> Iterator[str]:
    for number, line in read_lines(stream):
        if line is None:
            refusals.append(Refusal(ref, too_long(), number))
            continue
        try:
            yield decode(line).replace("\r", " ") + "\n"
        except InputError as error:
            refusals.append(Refusal(ref, error.reason, number))


def read_parquet(stream: BinaryIO, base: Draft, options: ReadOptions) -> Iterator[Draft | Refusal]:
    """One draft a row. Raises InputError when the file is truncated or no Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    source = stream if stream.seekable() else io.BytesIO(stream.read(LIMITS.unpacked_bytes))
    number = 0
    try:
        file = pq.ParquetFile(source)
        wanted = [name for name in file.schema_arrow.names if _known(name, options)]
        for batch in file.iter_batches(batch_size=BATCH_ROWS, columns=wanted):
            for row in batch.to_pylist():
                number += 1
                yield row_draft(row, number, base, options)
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"not a readable Parquet file ({str(error).splitlines()[0]})", line=number or None) from error


def row_draft(row: Mapping[str, Any], number: int, base: Draft, options: ReadOptions) -> Draft | Refusal:
    """The draft of one row, or why it has none."""
    lowered = {str(name).strip().lower(): value for name, value in row.items()}

    def cell(ours: str) -> str | None:
        mapped = options.columns.get(ours)
        for name in (mapped.lower(),) if mapped else COLUMNS[ours]:
            value = lowered.get(name)
            if value is not None and not isinstance(value, (dict, list)) and str(value).strip():
                return str(value)
        return None

    text = cell("text")
    if text is None:
        named = ", ".join(sorted(lowered)[:12])
        return Refusal(
            base.ref, f"no text column or an empty one (columns: {named}); name it with --map text=COLUMN", number
        )
    published = cell("published")
    return Draft(
        ref=f"{base.ref}#{number}",
        name=cell("id"),
        text=html_to_text(text) if "</p>" in text or "<br" in text else text,
        title=cell("title"),
        outlet=cell("outlet"),
        lang=cell("lang"),
        url=cell("url"),
        dates=(("header", published),) if published else (),
        modified=base.modified,
        line=number,
    )


def _known(name: str, options: ReadOptions) -> bool:
    lowered = name.strip().lower()
    mapped = {theirs.lower() for theirs in options.columns.values()}
    return lowered in mapped or any(lowered in names for names in COLUMNS.values())
