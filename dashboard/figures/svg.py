"""This module is about figures for paper: small SVG drawings without script, for reports that must print and keep.

They take the same tables as the plotly figures of the same name.
"""

import itertools

import pandas as pd

from dashboard import escape
from dashboard.figures.look import LIGHT
from dashboard.figures.river import ORDER, signed
from dashboard.figures.tension import smoothed
from dashboard.text import Words

WIDE, HIGH = 760.0, 200.0
LEFT, BOTTOM = 34.0, 18.0


def draw_river(bins: pd.DataFrame, words: Words, title: str) -> str:
    """Mirrored bars by bin from `queries.time.bins`."""
    values = signed(bins, share=False)
    if not len(values):
        return ""
    dates = sorted(values["date"].unique())
    top = max(values.groupby("date")["value"].apply(lambda v: max(v[v > 0].sum(), -v[v < 0].sum())).max(), 1)
    place, step = _axis(dates)
    middle = (HIGH - BOTTOM) / 2
    bars = []
    for date in dates:
        up = down = 0.0
        found = values[values["date"] == date].groupby("quad")["value"].sum()
        for quad in ORDER:
            height = abs(float(found.get(quad, 0))) / float(top) * (middle - 6)
            y = middle - up - height if quad <= 2 else middle + down
            up, down = (up + height, down) if quad <= 2 else (up, down + height)
            if height:
                bars.append(
                    f'<rect x="{place[date]:.1f}" y="{y:.1f}" width="{max(step * 0.86, 0.8):.1f}" '
                    f'height="{height:.1f}" fill="{LIGHT.quad(quad)}"/>'
                )
    scale = (
        f'<text x="{LEFT - 5}" y="12" text-anchor="end">{words.number(float(top))}</text>'
        f'<text x="{LEFT - 5}" y="{middle + 4:.0f}" text-anchor="end">0</text>'
    )
    return _svg("".join(bars) + _line(LEFT, middle, WIDE, middle) + scale + _dates(dates, words), title)


def draw_tension(lines: list[tuple[str, pd.DataFrame]], words: Words, title: str) -> str:
    """Smoothed mean Goldstein score, a line for each (name, bins from `queries.time.tension`)."""
    drawn = [(name, smoothed(bins)) for name, bins in lines if len(bins)]
    if not drawn:
        return ""
    dates = sorted({date for _, bins in drawn for date in bins["date"]})
    starts, width = _axis(dates)
    place = {date: start + width / 2 for date, start in starts.items()}
    high = HIGH - BOTTOM
    paths = []
    for k, (name, bins) in enumerate(drawn):
        points = " ".join(f"{place[row.date]:.1f},{high * (10 - row.smooth) / 20:.1f}" for row in bins.itertuples())
        color, dash = (LIGHT.accent, "") if k == 0 else ("#A0701C", ' stroke-dasharray="6 3"')
        paths.append(
            f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2"{dash}/>'
            f'<text x="{LEFT + 8}" y="{14 + 14 * k}" fill="{color}">{escape.html(name)}</text>'
        )
    marks = "".join(
        f'<text x="{LEFT - 5}" y="{high * (10 - v) / 20 + 4:.0f}" text-anchor="end">{words.signed(v, 0) if v else 0}</text>'
        for v in (9, 0, -9)
    )
    return _svg(_line(LEFT, high / 2, WIDE, high / 2) + "".join(paths) + marks + _dates(dates, words), title)


def _axis(dates: list[pd.Timestamp]) -> tuple[dict[pd.Timestamp, float], float]:
    """Where each bin begins on a linear time axis, and how wide a bin is: the shortest distance between two."""
    days = [pd.Timestamp(date).toordinal() for date in dates]
    bin_days = min([b - a for a, b in itertools.pairwise(days)], default=1)
    scale = (WIDE - LEFT) / (days[-1] - days[0] + bin_days)
    return {date: LEFT + (day - days[0]) * scale for date, day in zip(dates, days, strict=True)}, bin_days * scale


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{LIGHT.ink}" stroke-width="1"/>'


def _dates(dates: list[pd.Timestamp], words: Words) -> str:
    """The first and the last bin's dates under the axis."""
    ends = ((LEFT, "start", dates[0]), (WIDE, "end", dates[-1]))
    return "".join(
        f'<text x="{x:.0f}" y="{HIGH - 3}" text-anchor="{anchor}">{escape.html(words.day(pd.Timestamp(date)))}</text>'
        for x, anchor, date in ends
    )


def _svg(inside: str, title: str) -> str:
    return f'<svg viewBox="0 0 {WIDE:.0f} {HIGH:.0f}" role="img" aria-label="{escape.html(title)}" xmlns="http://www.w3.org/2000/svg"><title>{escape.html(title)}</title>{inside}</svg>'
