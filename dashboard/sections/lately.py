"""This module is about the last four weeks in figures, each beside what is usual."""

import datetime as dt

import pandas as pd

from dashboard.data import ask
from dashboard.figures.sparkline import draw_sparkline
from dashboard.parts import Number, key_figures
from dashboard.queries import change
from dashboard.session import Context

QUIET = "rgba(128,132,140,.45)"  # bars of weeks before, on either theme
FOURS = 13  # windows of four weeks in the 52 of the baseline


def draw_key_figures(context: Context, recent: tuple[dt.date, dt.date]) -> None:
    """Events, reports, share of conflict with their 56 weeks as bars, and the articles they were read in."""
    words, look = context.words, context.look
    weeks: pd.DataFrame = ask(context.cube, change.weekly_counts, context.filter)
    now, before = weeks.tail(4).sum(numeric_only=True), weeks.head(52).sum(numeric_only=True)
    articles: int = ask(context.cube, change.articles_between, start=recent[0], end=recent[1])
    conflict = (weeks["conflict"] / weeks["events"].where(weeks["events"] > 0)).fillna(0)

    def usual(column: str) -> str:
        return words("overview.usual", n=words.number(before[column] / FOURS, 1))

    key_figures(
        [
            Number(
                words("overview.kpi_events"),
                words.number(now.events),
                usual("events"),
                _bars(weeks["events"], look.accent),
            ),
            Number(
                words("overview.kpi_reports"),
                words.number(now.reports),
                usual("reports"),
                _bars(weeks["reports"], look.accent),
            ),
            Number(
                words("overview.kpi_conflict"),
                words.percent(_ratio(now.conflict, now.events)),
                words("overview.points", n=words.signed(_points(now, before))),
                _bars(conflict, look.quad(4)),
            ),
            Number(
                words("overview.kpi_articles"),
                words.number(articles),
                words("overview.per_article", n=words.number(_ratio(now.events, articles), 1)),
            ),
        ]
    )


def _bars(values: pd.Series, color: str) -> str:
    return draw_sparkline(list(values), color, QUIET)


def _points(now: pd.Series, before: pd.Series) -> float | None:
    """Change of the share of conflict, in percentage points; None where one of the two has no events."""
    share, usual = _ratio(now.conflict, now.events), _ratio(before.conflict, before.events)
    return None if share is None or usual is None else 100 * (share - usual)


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None
