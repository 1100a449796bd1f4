"""This module is about vacuuming: deleting files that no kept version needs, and leftovers of runs that were killed."""

import datetime as dt
from dataclasses import dataclass

from etl.errors import StoreError
from etl.schema import TABLES
from etl.settings import now
from etl.store.location import Location
from etl.store.manifest import MANIFEST, manifest_files, read_history, read_manifest


@dataclass(frozen=True, slots=True)
class Vacuumed:
    """What vacuuming did: files deleted, bytes freed, and the oldest version that can still be read."""

    files: int
    size_bytes: int
    oldest_version: int


def vacuum(location: Location, keep: dt.timedelta) -> Vacuumed:
    """Keep the newest version and those committed within `keep`; delete other data files older than that.

    A file younger than `keep` stays even if nothing refers to it: a run in progress may have written it.
    """
    since = now() - keep
    kept = [commit.version for commit in read_history(location) if commit.committed_at >= since]
    newest = read_manifest(location).version
    versions = sorted({*kept, newest} - {0})
    needed = _needed(location, versions)
    files = size = 0
    for table in TABLES:
        for path, modified, length in location.listing(table):
            if path not in needed and modified <= since.timestamp():
                location.delete(path)
                files, size = files + 1, size + length
    _vacuum_manifest(location, versions)
    return Vacuumed(files, size, versions[0] if versions else 0)


def _needed(location: Location, versions: list[int]) -> set[str]:
    needed: set[str] = set()
    for version in versions:
        try:
            needed.update(file.path for file in read_manifest(location, version).files)
        except StoreError:
            continue  # an earlier vacuum took it
    return needed


def _vacuum_manifest(location: Location, versions: list[int]) -> None:
    """Delete the manifest's own files of versions that are not kept; Delta's vacuum would add versions by doing so."""
    needed = {path for version in versions for path in manifest_files(location, version)}
    for path, _, _ in location.listing(MANIFEST):
        if path not in needed:
            location.delete(path)
