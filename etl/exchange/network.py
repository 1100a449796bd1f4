"""This module is about the actor network: dyads summed from events, as a table and as a graph for Gephi and the like."""

import re
from io import BytesIO
from typing import Any, BinaryIO

import duckdb
import pyarrow as pa

from etl.exchange.shapes import Export

XML_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def sum_dyads(events: pa.Table) -> pa.Table:
    """One row for each ordered dyad of `events` that are not rejected, most events first."""
    with duckdb.connect() as sql:
        sql.register("events", events)
        dyads: pa.Table = sql.sql(
            """SELECT source, target, count(*) AS n_events, sum(n_mentions)::BIGINT AS n_mentions,
                count(*) FILTER (quad_class = 1) AS n_verbal_cooperation,
                count(*) FILTER (quad_class = 2) AS n_material_cooperation,
                count(*) FILTER (quad_class = 3) AS n_verbal_conflict,
                count(*) FILTER (quad_class = 4) AS n_material_conflict,
                round(avg(goldstein), 3) AS goldstein_mean, min(event_date) AS first_date, max(event_date) AS last_date
            FROM events WHERE target IS NOT NULL AND source IS NOT NULL AND coalesce(status, '') <> 'rejected'
            GROUP BY source, target ORDER BY n_events DESC, source, target"""
        ).to_arrow_table()
        return dyads


def _graph(export: Export) -> Any:
    """A directed graph of the dyads; edges and nodes carry numbers, missing ones are left out."""
    import networkx

    dyads = export.rows if "n_events" in export.rows.column_names else sum_dyads(export.rows)
    graph = networkx.DiGraph(name="Détente", mode="static")
    if export.citation:
        graph.graph["citation"] = _plain(export.citation)
    totals: dict[str, int] = {}
    for row in dyads.to_pylist():
        for actor in {row["source"], row["target"]}:
            totals[actor] = totals.get(actor, 0) + row["n_events"]
    for actor, count in sorted(totals.items()):
        graph.add_node(_plain(actor), label=_plain(actor), n_events=count)
    for row in dyads.to_pylist():
        data = {k: v if isinstance(v, (int, float)) else str(v) for k, v in row.items() if v is not None}
        source, target = _plain(data.pop("source")), _plain(data.pop("target"))
        graph.add_edge(source, target, weight=float(row["n_events"]), **data)
    return graph


def write_gexf(export: Export, sink: BinaryIO) -> int:
    """Write GEXF 1.2, which Gephi opens."""
    import networkx

    graph = _graph(export)
    buffer = BytesIO()
    networkx.write_gexf(graph, buffer)
    sink.write(buffer.getvalue())
    return int(graph.number_of_edges())


def write_graphml(export: Export, sink: BinaryIO) -> int:
    """Write GraphML, which Gephi, yEd, igraph and networkx open."""
    import networkx

    graph = _graph(export)
    buffer = BytesIO()
    networkx.write_graphml_xml(graph, buffer, named_key_ids=True)
    sink.write(buffer.getvalue())
    return int(graph.number_of_edges())


def _plain(text: object) -> str:
    return XML_FORBIDDEN.sub("", str(text))
