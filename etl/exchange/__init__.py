"""Other people's formats: tables out as files, events of other coders in."""

from etl.exchange.exporting import EXPORTERS, export_rows, export_snapshot
from etl.exchange.importing import IMPORTERS, import_files
from etl.exchange.shapes import Export, Exporter, Imported, Importer

__all__ = [
    "EXPORTERS", "IMPORTERS", "Export", "Exporter", "Imported", "Importer", "export_rows", "export_snapshot",
    "import_files",
]  # fmt: skip
