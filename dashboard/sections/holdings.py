"""This module is about what this data version holds: rows and rates, inputs refused, and the versions before it."""

import pandas as pd

from dashboard.data import ask, open_store
from dashboard.parts import Number, heading, key_figures, pick, reading_table, remark
from dashboard.queries import quality
from dashboard.session import Context

LISTED = 15  # versions


def draw_holdings(context: Context, n: dict[str, int]) -> None:
    """Articles, coded sentences, events after merging, refusals."""
    words = context.words
    merged = words.number(n["reports"] / n["events"] if n["events"] else None, 2)
    key_figures(
        [
            Number(words("data.articles"), words.number(n["articles"]), words("data.duplicates", n=n["duplicates"])),
            Number(words("data.mentions"), words.number(n["mentions"]), words("data.apart", n=n["apart"])),
            Number(words("data.events"), words.number(n["events"]), words("data.merged", x=merged)),
            Number(words("data.refused"), words.number(n["refused"]), words("data.corrections", n=n["corrections"])),
        ]
    )


def draw_refused(context: Context) -> None:
    """Inputs that were refused, each with its reason."""
    words = context.words
    heading(words("data.refused"), words("data.refused_sub"))
    rows: pd.DataFrame = ask(context.cube, quality.refused)
    if not len(rows):
        return remark(words("data.refused_none"))
    names = {"ref": words("data.ref"), "line": words("data.line"), "reason": words("data.reason")}
    pick(context, rows.rename(columns=names), "refused", {}, words("data.refused"), most=300)
    return None


def draw_versions(context: Context) -> None:
    """The newest versions of the store: each run and each correction is one."""
    words = context.words
    heading(words("data.versions"), words("data.versions_sub", version=str(context.cube.version)))
    commits = open_store().history()[:LISTED]
    reading_table(
        [words("data.version"), words("data.committed"), words("data.operation")],
        [[str(commit.version), words.instant(commit.committed_at), commit.operation] for commit in commits],
        numeric=9,
    )
