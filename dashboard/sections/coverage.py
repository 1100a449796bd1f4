"""This module is about coverage: what was read, by outlet and week, so that a gap is seen as a gap."""

import datetime as dt
from dataclasses import replace

import pandas as pd

from dashboard.blocks import Clicks, Ground, Twin, figure_block
from dashboard.data import ask
from dashboard.figures.coverage import describe_coverage, draw_coverage
from dashboard.filters import Filter
from dashboard.queries import covered
from dashboard.sections.course import bin_span
from dashboard.session import Context

LONG = 1100  # days; a longer record is drawn by month
CODE = "@"  # between outlet and first day in the code of a mark


def draw_coverage_block(context: Context) -> None:
    """A square an outlet and week (or month); a click opens the events it reported then."""
    words, cube = context.words, context.cube
    span: tuple[dt.date, dt.date] | None = ask(cube, covered.read_between)
    if span is None:
        return
    grain = "week" if (span[1] - span[0]).days <= LONG else "month"
    table: pd.DataFrame = ask(cube, covered.by_outlet, grain=grain)
    gaps: pd.DataFrame = ask(cube, covered.unread_bins, grain=grain)
    newest = table.sort_values(["date", "n"], ascending=False)
    twin = pd.DataFrame(
        {
            words("timeline.date"): pd.to_datetime(newest["date"]).dt.date,
            words("table.outlet"): newest["outlet"].replace("", "–"),
            words("timeline.articles"): newest["n"],
        }
    )
    figure_block(
        context,
        "coverage",
        draw_coverage(table, gaps, grain, words, context.look),
        title=words("data.coverage"),
        sub=words("data.coverage_sub", grain=words(f"grain.{grain}")),
        alt=describe_coverage(table, gaps, words),
        ground=Ground(
            words("part.articles", n=int(table["n"].sum())),
            span,
            words("frame.articles_counted"),
            (words("data.gaps", n=len(gaps), grain=words(f"grain.{grain}")),),
        ),
        twin=Twin(twin, [f"{row.outlet}{CODE}{str(row.date)[:10]}" for row in newest.itertuples()]),
        clicks=Clicks(lambda codes: _open_reported(context, codes[0], grain)),
    )


def _open_reported(context: Context, code: str, grain: str) -> None:
    outlet, _, day = code.rpartition(CODE)
    kept = Filter().during(*bin_span(dt.date.fromisoformat(day), grain))
    context.go(replace(kept, outlets=(outlet,) if outlet else ()), page="table")
