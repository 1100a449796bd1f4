"""This module is about the calendar: a square a day, darker with more events; an ECharts option."""

from typing import Any

import pandas as pd
from babel.dates import get_day_names, get_month_names

from dashboard.figures.look import FONT, Look
from dashboard.text import Words


def draw_calendar(days: pd.DataFrame, words: Words, look: Look) -> dict[str, Any]:
    """A year of days from `queries.time.days`. Selecting a square gives its index in `days`."""
    top = max(int(days["n"].max()) if len(days) else 1, 1)
    first, last = (
        (days["date"].min(), days["date"].max())
        if len(days)
        else (pd.Timestamp("2026-01-01"), pd.Timestamp("2026-12-31"))
    )
    names = get_day_names("abbreviated", locale=words.lang)
    months = get_month_names("abbreviated", locale=words.lang)
    steps = (
        ("#DDE8F1", "#A9CBE2", "#5C9CC9", "#2166AC", "#123F70")
        if not look.dark
        else ("#1F3145", "#28527A", "#3472AB", "#5BA2DA", "#B7DCF5")
    )
    quiet = {"color": look.muted, "fontFamily": FONT, "fontSize": 11}
    return {
        "tooltip": {"renderMode": "richText", "formatter": "{c}"},
        "visualMap": {"show": False, "min": 1, "max": max(top, 2), "inRange": {"color": list(steps)}},
        "calendar": {
            "top": 24,
            "left": 36,
            "right": 6,
            "bottom": 6,
            "cellSize": ["auto", 15],
            "range": [str(first)[:10], str(last)[:10]],
            "splitLine": {"lineStyle": {"color": look.border, "width": 1}},
            "yearLabel": {"show": False},
            "itemStyle": {"color": look.panel, "borderColor": look.paper, "borderWidth": 2},
            "dayLabel": {**quiet, "firstDay": 1, "nameMap": [names[k].strip(".")[:3] for k in (6, 0, 1, 2, 3, 4, 5)]},
            "monthLabel": {**quiet, "nameMap": [months[k].strip(".") for k in range(1, 13)]},
        },
        "series": [
            {
                "type": "heatmap",
                "coordinateSystem": "calendar",
                "selectedMode": "single",
                "data": [{"value": [str(row.date)[:10], int(row.n)]} for row in days.itertuples()],
                "select": {"itemStyle": {"borderColor": look.ink, "borderWidth": 2}},
            }
        ],
    }
