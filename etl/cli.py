"""This module is about the command line: thin commands over the packages; exit status 0, 1 (inputs refused) or 2 (usage)."""

import contextlib
import datetime as dt
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from etl.errors import EtlError, UsageError
from etl.settings import store_url

REFUSED, USAGE = 1, 2
out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)
app = typer.Typer(
    name="detente",
    help="News articles become a table of political events: who did what to whom, when and where.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
StoreOption = Annotated[str | None, typer.Option("--store", help="Store folder or URL (DETENTE_STORE, data/store).")]
AsOf = Annotated[int | None, typer.Option("--as-of", help="Version of the store to read (see `detente history`).")]


@app.command()
def run(
    inputs: Annotated[list[str], typer.Argument(metavar="PATH|URL…", help="Files, folders, globs or URLs.")],
    store: StoreOption = None,
    published: Annotated[
        str | None, typer.Option(help="Publication date (YYYY-MM-DD) where an input has none.")
    ] = None,
    lang: Annotated[str | None, typer.Option(help="Language (fr or en) where a text is too short to tell.")] = None,
    mapping: Annotated[
        list[str] | None, typer.Option("--map", help="Column of a table: OURS=THEIRS, e.g. text=body.")
    ] = None,
    follow: Annotated[bool, typer.Option(help="Read the page behind a feed entry that is only a teaser.")] = True,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Let URLs point into the own network.")
    ] = False,
    workers: Annotated[int, typer.Option(min=1, max=512, help="Processes on this machine (Dask).")] = 1,
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler, e.g. tcp://host:8786.")] = None,
    recode: Annotated[bool, typer.Option("--recode", help="Code articles anew that the store already has.")] = False,
    as_of: Annotated[
        int | None, typer.Option("--as-of", help="Build on this older version; later ones are undone.")
    ] = None,
) -> None:
    """Read articles, code their events and commit them to the store as one version."""
    with _one_line_errors():
        options = _reading(published, lang, mapping, follow, allow_private)
        summary = _run(
            inputs, store, options, {"workers": workers, "scheduler": scheduler, "recode": recode, "as_of": as_of}
        )
        if summary.refused:
            raise typer.Exit(REFUSED)


@app.command()
def watch(
    source: Annotated[str, typer.Argument(metavar="FOLDER|FEED", help="A folder, a feed or any other input.")],
    every: Annotated[str, typer.Option(help="How often to look: 30s, 15m, 6h.")] = "15m",
    times: Annotated[int | None, typer.Option(help="Stop after so many looks; the default is never.")] = None,
    store: StoreOption = None,
    published: Annotated[str | None, typer.Option(help="Publication date where an input has none.")] = None,
    lang: Annotated[str | None, typer.Option(help="Language where a text is too short to tell.")] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Let URLs point into the own network.")
    ] = False,
    workers: Annotated[int, typer.Option(min=1, max=512, help="Processes on this machine (Dask).")] = 1,
) -> None:
    """Keep coding what appears in a folder or feed; every look is one version, or none when nothing is new."""
    with _one_line_errors():
        pause, looks = _seconds(every), 0
        options = _reading(published, lang, None, True, allow_private)
        while True:
            _run([source], store, options, {"workers": workers})
            looks += 1
            if times is not None and looks >= times:
                return
            time.sleep(pause)


@app.command()
def export(
    what: Annotated[
        str, typer.Argument(help="events, mentions, statements, articles, toponyms, network or another table.")
    ],
    format: Annotated[str, typer.Option("--format", help="csv, parquet, jsonl, geojson, gexf, graphml, gdelt, …")],
    target: Annotated[Path, typer.Option("--out", help="File to write; - is standard output.")],
    store: StoreOption = None,
    as_of: AsOf = None,
) -> None:
    """Write a table, or the actor network, in one of the formats of the field."""
    from etl.exchange import export_snapshot
    from etl.store import Store

    with _one_line_errors():
        snapshot = Store.open(store_url(store)).snapshot(as_of)
        if str(target) == "-":
            export_snapshot(snapshot, what, format, sys.stdout.buffer)
            return
        rows = export_snapshot(snapshot, what, format, target)
        out.print(f"{rows:,} rows of {what} → {target}")


@app.command("import")
def import_(
    format: Annotated[str, typer.Argument(help="gdelt, polecat or icews.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files of that format; .gz and .zip too.")],
    store: StoreOption = None,
) -> None:
    """Bring events that others coded into the same table, as one version of the store."""
    from etl.exchange import import_files
    from etl.store import Store

    with _one_line_errors():
        started = time.monotonic()
        result = import_files(format, files, Store.open(store_url(store)))
        seconds = time.monotonic() - started
        rate = f"{result.rows / max(seconds, 1e-9):,.0f} rows/s"
        out.print(
            f"{result.rows:,} rows read, {result.events:,} events added, {result.refused:,} refused; version {result.version}"
        )
        out.print(f"{seconds:.1f} s ({rate})")
        if result.refused:
            raise typer.Exit(REFUSED)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Gold documents (JSONL), as tests/gold/GUIDE.md describes.")],
    store: StoreOption = None,
    lang: Annotated[str | None, typer.Option(help="Only documents in this language.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List misses and false rows first.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    as_of: AsOf = None,
) -> None:
    """Score the store's mentions against gold: precision, recall, places."""
    import json

    from etl.evaluate import list_errors, read_gold, score
    from etl.store import Store

    with _one_line_errors():
        snapshot = Store.open(store_url(store)).snapshot(as_of)
        documents = read_gold(gold, lang)
        mentions = snapshot.read("mentions").to_pylist()
        scores = score(documents, mentions, snapshot.read("toponyms").to_pylist())
        if errors:
            print("\n".join(list_errors(documents, mentions)))
        if as_json:
            print(json.dumps(scores))
            return
        for name, value in scores.items():
            print(f"{name:20} {value}")


@app.command()
def history(
    store: StoreOption = None, limit: Annotated[int, typer.Option(min=1, help="How many versions.")] = 20
) -> None:
    """List the versions of the store, newest first."""
    from etl.store import Store

    with _one_line_errors():
        table = Table("version", "committed (UTC)", "what", "run", "added", "removed", box=None)
        for commit in Store.open(store_url(store)).history()[:limit]:
            added, removed = (_counts(rows) for rows in (commit.added, commit.removed))
            when = f"{commit.committed_at:%Y-%m-%d %H:%M:%S}"
            table.add_row(str(commit.version), when, commit.operation, commit.run_id, added, removed)
        out.print(table)


@app.command()
def forget(
    url: Annotated[str, typer.Argument(help="Address, ref or id of the article to remove.")],
    store: StoreOption = None,
    keep_history: Annotated[bool, typer.Option("--keep-history", help="Leave it in older versions.")] = False,
) -> None:
    """Remove an article and what came from it, also from older versions; it will not be read again."""
    from etl.pipeline import forget as forget_article
    from etl.store import Store

    with _one_line_errors():
        opened = Store.open(store_url(store))
        found = forget_article(opened, url)
        if not keep_history:
            opened.vacuum(dt.timedelta(0))
        out.print(f"{found} article(s) removed" + ("" if keep_history else "; older versions were vacuumed"))


@app.command()
def vacuum(
    store: StoreOption = None,
    keep: Annotated[str, typer.Option(help="Age of the versions that stay readable: 0d, 12h, 7d.")] = "7d",
) -> None:
    """Delete files that no kept version needs, and leftovers of runs that were killed."""
    from etl.store import Store

    with _one_line_errors():
        done = Store.open(store_url(store)).vacuum(dt.timedelta(seconds=_seconds(keep)))
        size = f"{done.size_bytes / 1e6:.1f} MB"
        out.print(f"{done.files} files deleted ({size}); versions from {done.oldest_version} on can be read")


@app.command()
def doctor(store: StoreOption = None) -> None:
    """Check the installation, the gazetteer and the store; say what to do about each finding."""
    from etl.doctor import examine

    findings = examine(store_url(store))
    for finding in findings:
        mark = "[green]ok[/]  " if finding.is_fine else "[red]bad[/] "
        out.print(f"{mark} {finding.subject}: {finding.says}", highlight=False)
    if not all(finding.is_fine for finding in findings):
        raise typer.Exit(REFUSED)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def report(context: typer.Context, store: StoreOption = None) -> None:
    """Write a report from the store; arguments go to `python -m dashboard.report`."""
    raise typer.Exit(_call(["-m", "dashboard.report", *context.args], store))


@app.command()
def dashboard(
    store: StoreOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 shares it with the network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8501,
    base_path: Annotated[str, typer.Option("--base-path", help="Path behind a proxy, e.g. detente.")] = "",
) -> None:
    """Open the dashboard in a browser."""
    arguments = ["-m", "streamlit", "run", str(Path(__file__).parent.parent / "dashboard" / "server.py")]
    arguments += [f"--server.address={host}", f"--server.port={port}", "--browser.gatherUsageStats=false"]
    if base_path:
        arguments.append(f"--server.baseUrlPath={base_path.strip('/')}")
    if host not in ("127.0.0.1", "localhost") or not sys.stdout.isatty():
        arguments.append("--server.headless=true")
    raise typer.Exit(_call(arguments, store))


def _run(inputs: list[str], store: str | None, reading: Any, given: dict[str, Any]) -> Any:
    from etl.pipeline import RunOptions, run_articles
    from etl.store import Store
    from etl.workers import CODER

    options = RunOptions(coder=os.environ.get("DETENTE_CODER", CODER), **given)
    opened = Store.open(store_url(store))
    with _progress() as progress:
        task = progress.add_task("coding", total=None)
        summary = run_articles(inputs, opened, reading, options, lambda done: progress.advance(task, done))
    _print_refusals(opened, summary)
    compression = f", {summary.compression:.2f} mentions per event" if summary.compression else ""
    known = f" ({summary.known} already known)" if summary.known else ""
    copies = f", {summary.duplicates} near-duplicates" if summary.duplicates else ""
    out.print(f"articles {summary.articles}{known}{copies}", highlight=False)
    out.print(f"mentions {summary.mentions}, events {summary.events}{compression}", highlight=False)
    state = f"version {summary.version}" + ("" if summary.changed else " (unchanged)")
    out.print(f"refused {summary.refused}, {summary.seconds:.1f} s, {state}", highlight=False)
    return summary


def _print_refusals(store: Any, summary: Any, most: int = 20) -> None:
    for refusal in summary.reasons[:most]:
        where = refusal.ref if refusal.line is None else f"{refusal.ref}:{refusal.line}"
        err.print(f"refused {where}: {refusal.reason}", markup=False, highlight=False)
    if summary.refused > most:
        err.print(f"… and {summary.refused - most} more: detente export rejected --format csv --out FILE", markup=False)


def _progress() -> Progress:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=err, transient=True, disable=not err.is_terminal)


def _reading(
    published: str | None, lang: str | None, mapping: list[str] | None, follow: bool, allow_private: bool
) -> Any:
    from etl.articles import SUPPORTED_LANGUAGES, ReadOptions

    if lang is not None and lang not in SUPPORTED_LANGUAGES:
        raise UsageError(f"--lang must be one of {', '.join(SUPPORTED_LANGUAGES)}, not {lang!r}")
    columns = {ours: theirs for ours, _, theirs in (pair.partition("=") for pair in mapping or [])}
    if not all(columns.values()):
        raise UsageError("--map takes OURS=THEIRS, e.g. --map text=body")
    return ReadOptions(_date(published), lang, columns, follow, allow_private)


def _date(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"--published must be a date such as 2024-07-19, not {text!r}") from error


def _seconds(text: str) -> float:
    units = {"s": 1, "m": 60, "h": 3600, "d": 86400}
    try:
        seconds = float(text[:-1]) * units[text[-1]]
    except (ValueError, KeyError, IndexError) as error:
        raise UsageError(f"a time is a number with s, m, h or d, not {text!r}") from error
    if seconds < 0:
        raise UsageError("a time cannot be negative")
    return seconds


def _counts(rows: Any) -> str:
    return ", ".join(f"{name} {count}" for name, count in rows.items() if count)


def _call(arguments: list[str], store: str | None) -> int:
    root = Path(__file__).parent.parent
    url = store_url(store)
    where = url if "://" in url else str(Path(url).absolute())
    environment = {**os.environ, "DETENTE_STORE": where}
    try:
        return subprocess.call([sys.executable, *arguments], env=environment, cwd=root)  # noqa: S603 (own interpreter)
    except KeyboardInterrupt:
        return 0


@contextlib.contextmanager
def _one_line_errors() -> Iterator[None]:
    """Errors that a user can act on become one line and status 2."""
    try:
        yield
    except EtlError as error:
        err.print(f"error: {' '.join(str(error).split())}", markup=False, highlight=False)
        raise typer.Exit(USAGE) from error


def _mount(group: typer.Typer) -> None:
    """Mount the gazetteer's and places' own commands."""
    from etl.places.commands import gazetteer_app, places_app

    group.add_typer(gazetteer_app, name="gazetteer")
    group.add_typer(places_app, name="places")


def main() -> None:
    """The `detente` command."""
    logging.basicConfig(level=os.environ.get("DETENTE_LOG", "CRITICAL"), format="%(levelname)s %(name)s %(message)s")
    _mount(app)
    try:
        app()
    except typer.Abort:
        sys.exit(USAGE)


if __name__ == "__main__":
    main()
