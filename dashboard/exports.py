"""This module is about exports: the selection's events in a format of `etl.exchange`, with what is needed to cite them.

A download is a ZIP: the data file as other tools expect it, and CITATION.txt with filter, link, data version and count.
"""

import io
import zipfile

from dashboard.cube import Cube
from dashboard.filters import Filter
from dashboard.queries.events import reported, selected
from etl.exchange import EXPORTERS, export_rows

FORMATS = tuple(name for name, exporter in EXPORTERS.items() if exporter.tables is None or "events" in exporter.tables)
MOST_ROWS = 200_000  # a browser download; the command line exports everything


def pack(cube: Cube, filter: Filter, format: str, find: str, citation: str) -> bytes:
    """The ZIP for the selection. Raises EtlError when the rows cannot be written in `format`."""
    rows = selected(cube, filter, find, MOST_ROWS)
    data = io.BytesIO()
    export_rows("events", rows, format, data, citation=citation, related=reported(cube, rows))
    with io.BytesIO() as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"detente-events-{format}{EXPORTERS[format].suffix}", data.getvalue())
            archive.writestr("CITATION.txt", citation)
        return out.getvalue()
