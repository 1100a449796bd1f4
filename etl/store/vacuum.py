"""This module is about vacuuming: deleting files that no kept version needs, and leftovers of runs that were killed."""

import datetime as dt
from dataclasses import dataclass

from etl.errors import StoreError
from etl.schema import TABLES
from etl.settings import now
from etl.store.location import Location
from etl.store.manifest import MANIFEST, manifest_files, read_history, read_manifest

RUN_IN_PROGRESS = dt.timedelta(days=1)  # the longest a run may take from its first file to its commit


@dataclass(frozen=True, slots=True)
class Vacuumed:
    """What vacuuming did: files deleted, bytes freed, and the oldest version that can still be read."""

    files: int
    size_bytes: int
    oldest_version: int


def vacuum(location: Location, keep: dt.timedelta) -> Vacuumed:
    """Keep the newest version and those committed within `keep`; delete the files that only older versions need.

    A file that no version refers to stays for a day: a run in progress may have written it.
    """
    since = now() - keep
    kept = [commit.version for commit in read_history(location) if commit.committed_at > since]
    newest = read_manifest(location).version
    versions = sorted({*kept, newest} - {0})
    needed = _needed(location, versions)
    outdated = _needed(location, [v for v in range(1, newest) if v not in versions])
    abandoned = now() - max(keep, RUN_IN_PROGRESS)
    files = size = 0
    for table in TABLES:
        for path, modified, length in location.listing(table):
            if path not in needed and (path in outdated or modified <= abandoned.timestamp()):
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
