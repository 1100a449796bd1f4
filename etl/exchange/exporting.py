"""This module is about exporting: rows of a table into a file or stream, in one of the registered formats."""

import contextlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.compute as pc

from etl.errors import StoreError, UsageError
from etl.exchange import flat, gdelt, geojson, icews, network, plover, polecat
from etl.exchange.shapes import Export, Exporter
from etl.schema import TABLES
from etl.store import SCHEMAS, Snapshot, to_arrow

_LOCATED = ("events", "mentions", "toponyms", "places")
_EVENTS = ("events",)
EXPORTERS: dict[str, Exporter] = {
    exporter.name: exporter
    for exporter in (
        Exporter("csv", ".csv", "text/csv", None, flat.write_csv),
        Exporter("parquet", ".parquet", "application/vnd.apache.parquet", None, flat.write_parquet),
        Exporter("jsonl", ".jsonl", "application/x-ndjson", None, flat.write_jsonl),
        Exporter("geojson", ".geojson", "application/geo+json", _LOCATED, geojson.write_geojson),
        Exporter("gexf", ".gexf", "application/gexf+xml", ("events", "network"), network.write_gexf),
        Exporter("graphml", ".graphml", "application/graphml+xml", ("events", "network"), network.write_graphml),
        Exporter("gdelt", ".CSV", "text/tab-separated-values", ("events", "mentions"), gdelt.write_events),
        Exporter("plover", ".jsonl", "application/x-ndjson", _EVENTS, plover.write_events),
        Exporter("polecat", ".tsv", "text/tab-separated-values", _EVENTS, polecat.write_events),
        Exporter("icews", ".tab", "text/tab-separated-values", _EVENTS, icews.write_events),
    )
}
RELATED = ("gdelt", "plover", "polecat", "icews")  # formats whose records name an article
_MENTION_FIELDS = (
    "mention_id", "event_id", "article_id", "sentence_no", "sentence", "trigger_start", "trigger_end", "confidence",
)  # fmt: skip
_ARTICLE_FIELDS = ("article_id", "ref", "url", "title", "outlet", "lang", "published")


def export_rows(
    table: str,
    rows: pa.Table | Iterable[Mapping[str, Any]],
    format: str,
    out: Path | BinaryIO,
    *,
    citation: str | None = None,
    related: Mapping[str, pa.Table] | None = None,
) -> int:
    """Write `rows` of `table` (or of `network`) to `out`; returns how many records. Raises UsageError for a bad pair.

    A file is written beside `out` and renamed, so that it is there whole or not at all. `related` may hold `mentions` and
    `articles`, from which the formats of the field take links and sentences.
    """
    exporter = _exporter(table, format)
    arrow = rows if isinstance(rows, pa.Table) else _arrow(table, rows)
    export = Export(table, arrow, citation, related or {})
    if not isinstance(out, Path):
        return exporter.write(export, out)
    with _renamed(out) as sink:
        return exporter.write(export, sink)


def export_snapshot(snapshot: Snapshot, what: str, format: str, out: Path | BinaryIO) -> int:
    """Write `what` of `snapshot` to `out`; returns how many records.

    `what` is a table, `network`, or `statements`: all mentions, those included that claim no event (negated, planned, future).
    """
    if what not in ("network", "statements") and what not in TABLES:
        raise UsageError(f"there is no table {what!r}; choose network, statements or one of {', '.join(TABLES)}")
    everything = what == "statements"
    what = "mentions" if everything else what
    _exporter(what, format)
    rows = network.sum_dyads(snapshot.read("events")) if what == "network" else snapshot.read(what)
    if what == "mentions" and not everything:
        rows = rows.filter(pc.is_valid(rows["event_id"]))
    related: dict[str, pa.Table] = {}
    if format in RELATED:
        fields = (*_ARTICLE_FIELDS, "text") if what == "mentions" else _ARTICLE_FIELDS
        related["articles"] = snapshot.read("articles", fields)
        if what == "events":
            related["mentions"] = snapshot.read("mentions", _MENTION_FIELDS)
    return export_rows(what, rows, format, out, citation=_citation(snapshot), related=related)


def _exporter(table: str, format: str) -> Exporter:
    exporter = EXPORTERS.get(format)
    if exporter is None:
        raise UsageError(f"there is no format {format!r}; choose one of {', '.join(EXPORTERS)}")
    if exporter.tables is not None and table not in exporter.tables:
        raise UsageError(f"{format} holds {' or '.join(exporter.tables)}, not {table}")
    return exporter


def _arrow(table: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    return to_arrow(table, rows) if table in SCHEMAS else pa.Table.from_pylist([dict(row) for row in rows])


def _citation(snapshot: Snapshot) -> str:
    when = f", committed {snapshot.committed_at:%Y-%m-%d %H:%M} UTC" if snapshot.committed_at else ""
    return f"Détente event data, version {snapshot.version}{when}"


@contextlib.contextmanager
def _renamed(path: Path) -> Iterator[BinaryIO]:
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as sink:
            scratch = Path(sink.name)
            try:
                yield cast(BinaryIO, sink)
            except BaseException:
                scratch.unlink(missing_ok=True)
                raise
        scratch.chmod(0o644)
        scratch.replace(path)
    except OSError as error:
        raise StoreError(f"cannot be written: {error.strerror or error}", str(path)) from error
