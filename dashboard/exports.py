"""This module is about exports: the selection's events in a format of `etl.exchange`, with what is needed to cite them.

A download is a ZIP: the data file as other tools expect it, and CITATION.txt with filter, link, data version and count.
"""

import io
import tempfile
import zipfile
from pathlib import Path

from dashboard.cube import Cube
from dashboard.filters import Filter
from dashboard.queries.events import selected

FORMATS = ("csv", "parquet", "jsonl", "geojson", "gdelt", "plover", "polecat", "icews")
ENDING = {"gdelt": "gdelt.tsv", "plover": "plover.jsonl", "polecat": "polecat.txt", "icews": "icews.tab"}
MOST_ROWS = 200_000  # a browser download; the command line exports everything


def pack(cube: Cube, filter: Filter, format: str, find: str, citation: str) -> bytes:
    """The ZIP for the selection. Raises EtlError when the rows cannot be written in `format`."""
    from etl.exchange import export_rows

    rows = selected(cube, filter, find, MOST_ROWS)
    name = f"detente-events.{ENDING.get(format, format)}"
    with tempfile.TemporaryDirectory() as folder, io.BytesIO() as out:
        path = Path(folder) / name
        export_rows("events", rows, format, path)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(path, name)
            archive.writestr("CITATION.txt", citation)
        return out.getvalue()
