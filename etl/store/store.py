"""This module is about the store: versions of all tables, read as snapshots and written as whole transactions.

A run is one version. Readers open a snapshot and keep it; writers prepare a transaction and publish it, and make it
anew on the newer version when another writer was first. What an event is, and how mentions are summed, is not known
here.
"""

import datetime as dt
import os
import random
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pyarrow as pa
from deltalake.exceptions import DeltaError

from etl.errors import EtlError, StoreError
from etl.settings import now
from etl.store.arrow import fingerprint, to_arrow
from etl.store.corrections import correct_events
from etl.store.location import Location, signalled
from etl.store.logs import follow_manifest
from etl.store.manifest import Commit, ConflictError, publish, read_history, read_manifest
from etl.store.snapshot import Snapshot
from etl.store.transaction import Transaction
from etl.store.vacuum import Vacuumed, vacuum

ATTEMPTS = 40  # writers that lose a race try again; each round at least one of them wins
LONGEST_WAIT_SECONDS = 2.0


class Store:
    """The store at one location. Opening it reads nothing and makes no folder."""

    def __init__(self, location: Location) -> None:
        self.location = location

    @classmethod
    def open(cls, url_or_path: str | os.PathLike[str], options: Mapping[str, str] | None = None) -> "Store":
        """The store at a local folder or an `s3://`, `az://`, `gs://` URL; `options` go to the object storage."""
        return cls(Location.parse(url_or_path, options))

    def snapshot(self, version: int | None = None) -> Snapshot:
        """All tables at `version` (the newest by default). Raises StoreError when there is no such version."""
        try:
            return Snapshot(self.location, read_manifest(self.location, version))
        except OSError as error:
            raise signalled(error, self.location) from error

    def history(self) -> list[Commit]:
        """All versions, newest first."""
        return read_history(self.location)

    def commit(
        self, write: Callable[[Transaction], None], operation: str, run_id: str, as_of: int | None = None
    ) -> int:
        """Make one version of what `write` does to a transaction; returns the version (the old one if nothing changed).

        Files that lose a race stay until a vacuum: another writer may have written, and published, the very same one.
        `write` may be called several times, each time on a newer snapshot, until no other writer is in between. With
        `as_of` the new version is built on that older one, not on the newest. Raises StoreError; then nothing changed.
        """
        for attempt in range(ATTEMPTS):
            latest = self.snapshot()
            base = latest if as_of is None else self.snapshot(as_of)
            try:
                return self._attempt(Transaction(self.location, base, now()), latest, write, operation, run_id)
            except ConflictError:
                pass
            except EtlError:
                if self.snapshot().version == latest.version:
                    raise  # with another writer in between, the files it read may be gone
            except (OSError, DeltaError, pa.ArrowInvalid) as error:
                if self.snapshot().version == latest.version:
                    raise signalled(error, self.location) from error
            time.sleep(random.uniform(0, min(LONGEST_WAIT_SECONDS, 0.05 * 2**attempt)))  # noqa: S311 (no secret)
        raise StoreError(f"gave up after {ATTEMPTS} attempts against other writers", ref=self.location.url)

    def _attempt(
        self,
        transaction: Transaction,
        latest: Snapshot,
        write: Callable[[Transaction], None],
        operation: str,
        run_id: str,
    ) -> int:
        base = transaction.snapshot
        if base.version and base.manifest.fingerprint != fingerprint():
            transaction.migrate()
        write(transaction)
        if transaction.files == latest.manifest.files:
            if latest.version:
                follow_manifest(self.location)  # a writer that was killed after its commit left that undone
            return latest.version
        transaction.compact()
        if not transaction.is_whole:
            raise ConflictError
        commit = Commit(
            latest.version + 1, _later(latest), operation, run_id, dict(transaction.added), dict(transaction.removed)
        )
        version = publish(self.location, latest.version, transaction.files, fingerprint(), commit)
        follow_manifest(self.location)
        return version

    def add_corrections(self, rows: Iterable[Mapping[str, Any]]) -> int:
        """Append users' corrections and apply them to their events; returns the version."""
        listed = [dict(row) for row in rows]

        def write(transaction: Transaction) -> None:
            transaction.insert_new("corrections", to_arrow("corrections", listed))
            correct_events(transaction, listed)

        return self.commit(write, operation="correct", run_id="corrections")

    def vacuum(self, keep: dt.timedelta) -> Vacuumed:
        """Delete files that no version of the last `keep` needs, and the versions that needed them."""
        try:
            follow_manifest(self.location)
            return vacuum(self.location, keep)
        except (OSError, DeltaError) as error:
            raise signalled(error, self.location) from error


def _later(latest: Snapshot) -> dt.datetime:
    """The time of a commit: the clock's, but never before the version it follows."""
    return max(now(), latest.committed_at) if latest.committed_at else now()
