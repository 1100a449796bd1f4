"""The fake coder stands in for the real one; the clock stands still, so that tables can be compared."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.schema import TABLES
from etl.store import Store


@pytest.fixture(autouse=True)
def _fake_coder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_CODER", "tests.fake_coder:FakeCoder")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))


@pytest.fixture
def digests() -> Callable[[Path], dict[str, list[str]]]:
    """A function from a store to the digests of each table's files: equal ones are byte-identical tables."""

    def of(folder: Path) -> dict[str, list[str]]:
        snapshot = Store.open(folder).snapshot()
        return {
            table: [hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in snapshot.files(table)]
            for table in TABLES
        }

    return of
