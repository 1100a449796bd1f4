"""This module is about the calendar: a square a day, darker with more events; an ECharts option."""

import datetime as dt
from typing import Any, Literal

import pandas as pd
from babel.dates import get_day_names, get_month_names

from dashboard.figures.look import FONT, Look
from dashboard.figures.measure import Measure
from dashboard.text import Words

HEIGHT = 160  # pixels


def draw_calendar(
    days: pd.DataFrame, span: tuple[dt.date, dt.date], words: Words, look: Look, narrow: bool = False
) -> dict[str, Any]:
    """The days of `span`, with events from `queries.time.days`; with `articles`, per 1,000 read on the same day.

    Selecting a square gives its index in `days`. On a `narrow` screen months have one letter: a year of names would touch.
    """
    values = [_measure(row, words).value(row.n) for row in days.itertuples()]
    marks = [
        {
            "value": [str(row.date)[:10], round(value, 2)],
            "tooltip": {"formatter": f"{words.day(row.date)}\n{_measure(row, words).said(row.n)}"},
        }
        for row, value in zip(days.itertuples(), values, strict=True)
    ]
    quiet = {"color": look.muted, "fontFamily": FONT, "fontSize": 11}
    return {
        "tooltip": {
            "renderMode": "richText",
            "backgroundColor": look.panel,
            "borderColor": look.border,
            "textStyle": {"color": look.ink, "fontFamily": FONT},
        },
        "visualMap": {"show": False, "min": 0, "max": max([*values, 2]), "inRange": {"color": list(look.sequential)}},
        "calendar": {
            "top": 24,
            "left": 36,
            "right": 6,
            "bottom": 6,
            "cellSize": ["auto", 15],
            "range": [str(span[0]), str(span[1])],
            "splitLine": {"lineStyle": {"color": look.border, "width": 1}},
            "yearLabel": {"show": False},
            "itemStyle": {"color": look.panel, "borderColor": look.paper, "borderWidth": 2},
            "dayLabel": {**quiet, "firstDay": 1, "nameMap": _days(words)},
            "monthLabel": {**quiet, "nameMap": _months(words, narrow)},
        },
        "series": [
            {
                "type": "heatmap",
                "coordinateSystem": "calendar",
                "selectedMode": "single",
                "data": marks,
                "select": {"itemStyle": {"borderColor": look.ink, "borderWidth": 2}},
            }
        ],
    }


def _measure(row: Any, words: Words) -> Measure:
    return Measure(words, int(row.articles) if hasattr(row, "articles") else None)


def _days(words: Words) -> list[str]:
    """Short names from Sunday, as ECharts counts."""
    names = get_day_names("abbreviated", locale=words.lang)
    return [names[k].strip(".")[:3] for k in (6, 0, 1, 2, 3, 4, 5)]


def _months(words: Words, narrow: bool) -> list[str]:
    width: Literal["narrow", "abbreviated"] = "narrow" if narrow else "abbreviated"
    names = get_month_names(width, context="stand-alone", locale=words.lang)
    return [names[k].strip(".") for k in range(1, 13)]


def describe_calendar(days: pd.DataFrame, words: Words, view: str) -> str:
    """The calendar in words: its busiest day."""
    if not len(days):
        return words("figure.alt_empty", view=view)
    busiest = days.loc[days["n"].idxmax()]
    return words("figure.alt_calendar", view=view, day=words.day(busiest["date"]), top=words.number(int(busiest["n"])))
