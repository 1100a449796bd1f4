"""The data page answers: can I trust it? Coverage and its gaps, merging, precision, refusals, accuracy, codebook, licences."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import escape
from dashboard.data import ask, open_store
from dashboard.figures.coverage import draw_coverage
from dashboard.parts import heading, pick
from dashboard.queries import quality
from dashboard.session import Context
from etl.schema import TABLES

FLOORS = Path(__file__).parents[2] / "tests" / "floors.json"


def draw(context: Context) -> None:
    """From how much there is to how right it is."""
    counts: dict[str, int] = ask(context.cube, quality.counts)
    _draw_counts(context, counts)
    _draw_coverage(context)
    left, right = st.columns(2, gap="large")
    with left:
        _draw_precision(context, counts)
    with right:
        _draw_types(context)
    _draw_refused(context, counts)
    _draw_accuracy(context)
    _draw_versions(context)
    _draw_codebook(context)
    heading(context.words("data.licences"))
    st.html(f"<p class='dt-sub'>{escape.html(context.words('data.licences_text'))}</p>")


def _draw_counts(context: Context, n: dict[str, int]) -> None:
    words = context.words
    cells = [
        ("data.articles", n["articles"], words("data.duplicates", n=n["duplicates"])),
        ("data.mentions", n["mentions"], words("data.apart", n=n["apart"])),
        (
            "data.events",
            n["events"],
            words("data.merged", x=words.number(n["reports"] / n["events"] if n["events"] else None, 2)),
        ),
        ("data.refused", n["refused"], words("data.corrections", n=n["corrections"])),
    ]
    body = "".join(
        f"<div class='dt-kpi'><p class='k'>{escape.html(words(k))}</p><p "
        f"class='v'>{escape.html(words.number(v))}</p><p class='d'>{escape.html(d)}</p></div>"
        for k, v, d in cells
    )
    st.html(f"<div class='dt-kpis'>{body}</div>")


def _draw_coverage(context: Context) -> None:
    words = context.words
    table: pd.DataFrame = ask(context.cube, quality.coverage)
    heading(words("data.coverage"), words("data.coverage_sub"))
    if len(table):
        alt = words(
            "figure.alt_coverage",
            n=int(table["outlet"].nunique()),
            first=words.day(table["date"].min(), "month"),
            last=words.day(table["date"].max(), "month"),
        )
        st.plotly_chart(
            draw_coverage(table, words, context.look),
            key=context.key("coverage"),
            theme=None,
            config={"displayModeBar": False},
            alt=alt,
        )


def _table(head: list[str], rows: list[list[str]], numeric: int = 1) -> None:
    top = "".join(f"<th{' class=num' if k >= numeric else ''}>{escape.html(h)}</th>" for k, h in enumerate(head))
    body = "".join(
        "<tr>"
        + "".join(f"<td{' class=num' if k >= numeric else ''}>{escape.html(c)}</td>" for k, c in enumerate(row))
        + "</tr>"
        for row in rows
    )
    st.html(
        f"<div class='dt-scroll'><table class='dt-table'><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _draw_precision(context: Context, counts: dict[str, int]) -> None:
    words = context.words
    heading(words("data.precision"), words("data.precision_sub", n=counts["inferred"]))
    rows: pd.DataFrame = ask(context.cube, quality.precision)
    total = max(int(rows["n"].sum()), 1)
    _table(
        [words("data.placed"), words("map.n"), "%"],
        [
            [words.maybe("precision", r.precision), words.number(int(r.n)), words.percent(r.n / total)]
            for r in rows.itertuples()
        ],
    )


def _draw_types(context: Context) -> None:
    words = context.words
    heading(words("data.types"), words("data.types_sub"))
    rows: pd.DataFrame = ask(context.cube, quality.types)
    _table(
        [words("table.event_type"), words("map.n"), words("table.confidence")],
        [[words.type(r.event_type), words.number(int(r.n)), words.percent(r.confidence)] for r in rows.itertuples()],
    )


def _draw_refused(context: Context, counts: dict[str, int]) -> None:
    words = context.words
    heading(words("data.refused"), words("data.refused_sub"))
    rows: pd.DataFrame = ask(context.cube, quality.refused)
    if len(rows):
        pick(
            context,
            rows.rename(columns={"ref": words("data.ref"), "line": words("data.line"), "reason": words("data.reason")}),
            "refused",
            {},
            words("data.refused"),
            most=300,
        )
    else:
        st.html(f"<p class='dt-sub'>{escape.html(words('data.refused_none'))}</p>")


def _draw_accuracy(context: Context) -> None:
    """Quality measured against the gold, where this installation has the measurement."""
    words = context.words
    heading(words("data.accuracy"), words("data.accuracy_sub"))
    rows = flatten(json.loads(FLOORS.read_text("utf-8"))) if FLOORS.is_file() else []
    if rows:
        _table([words("data.measure"), words("data.value")], [[name, words.number(value, 3)] for name, value in rows])
    else:
        st.html(f"<p class='dt-sub'>{escape.html(words('data.accuracy_none'))}</p>")


def flatten(tree: Any, prefix: str = "") -> list[tuple[str, float]]:
    """Numbers of a nested mapping with their dotted names."""
    if isinstance(tree, dict):
        return [
            pair for key, value in tree.items() for pair in flatten(value, f"{prefix} › {key}" if prefix else str(key))
        ]
    return [(prefix, float(tree))] if isinstance(tree, int | float) and not isinstance(tree, bool) else []


def _draw_versions(context: Context) -> None:
    words = context.words
    heading(words("data.versions"), words("data.versions_sub", version=str(context.cube.version)))
    commits = open_store().history()[:15]
    _table(
        [words("data.version"), words("data.committed"), words("data.operation")],
        [[str(c.version), words.instant(c.committed_at), c.operation] for c in commits],
        numeric=9,
    )


def _draw_codebook(context: Context) -> None:
    words = context.words
    heading(words("data.codebook"), words("data.codebook_sub"))
    for table in TABLES.values():
        with st.expander(table.name, type="compact", key=context.key(f"codebook-{table.name}")):
            _table(
                [words("data.column"), words("data.kind"), words("data.meaning")],
                [[c.name, c.kind, c.meaning] for c in table],
                numeric=9,
            )
