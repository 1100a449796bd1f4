"""This module is about the time axis that figures share: how wide a bin is, how dates are written, where nothing was read."""

from typing import Any

import pandas as pd

from dashboard.figures.chart import Chart
from dashboard.figures.look import Look

Ends = tuple[pd.Timestamp, pd.Timestamp]
WIDTH = {"day": 86_400_000, "week": 7 * 86_400_000, "month": 30 * 86_400_000, "year": 365 * 86_400_000}  # milliseconds


LEFT = 58  # pixels for the vertical axis, the same in every figure, so that their weeks stand below one another


def mark_gaps(chart: Chart, gaps: pd.DataFrame | None, grain: str, look: Look) -> None:
    """Grey bands behind the marks: no article was read at all."""
    for start, end in stretches(gaps, grain):
        chart.band(start, end, fillcolor=look.muted, opacity=0.13)


def stretches(gaps: pd.DataFrame | None, grain: str) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """Consecutive bins without articles, joined."""
    joined: list[tuple[pd.Timestamp, pd.Timestamp]] = []
    step = pd.Timedelta(WIDTH[grain], unit="ms")
    for date in pd.to_datetime(gaps["date"]) if gaps is not None and len(gaps) else ():
        if joined and date - joined[-1][1] <= pd.Timedelta(days=3):
            joined[-1] = joined[-1][0], date + step
        else:
            joined.append((date, date + step))
    return joined


def time_axis(lang: str, ends: Ends | None = None) -> dict[str, Any]:
    """Date ticks and, where given, the `ends` that figures below one another share."""
    return {"tickformatstops": date_ticks(lang), **({"range": list(ends)} if ends else {})}


def sides_axis(down: str, middle: str, up: str, color: str) -> dict[str, Any]:
    """A vertical axis in the shared room at the left, whose title says what its two sides mean."""
    text = f"← {down}   {middle}   {up} →" if middle else f"← {down}     {up} →"
    return {"automargin": False, "title": {"text": text, "font": {"size": 12, "color": color}}}


def date_ticks(lang: str) -> list[dict[str, Any]]:
    """Tick formats in numbers where plotly would write English month names."""
    day = "%d/%m" if lang == "fr" else "%d %b"
    month = "%m/%Y" if lang == "fr" else "%b %Y"
    return [
        {"dtickrange": [None, 7 * 86_400_000], "value": day},
        {"dtickrange": [7 * 86_400_000, "M1"], "value": f"{day}\n%Y" if lang == "fr" else day},
        {"dtickrange": ["M1", "M11"], "value": month},
        {"dtickrange": ["M12", None], "value": "%Y"},
    ]
