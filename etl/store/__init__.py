"""The store: all tables, versioned together, on Delta Lake; the only package that touches the store's files."""

from etl.store.arrow import SCHEMAS, arrow_schema, to_arrow
from etl.store.corrections import correct_rows
from etl.store.location import DataFile
from etl.store.manifest import Commit
from etl.store.snapshot import Snapshot, among
from etl.store.store import Store
from etl.store.transaction import Transaction
from etl.store.vacuum import Vacuumed

__all__ = [
    "SCHEMAS", "Commit", "DataFile", "Snapshot", "Store", "Transaction", "Vacuumed", "among", "arrow_schema",
    "correct_rows",
    "to_arrow",
]  # fmt: skip
