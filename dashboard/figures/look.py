"""This module is about the look of figures: colours for light and dark, and the layout that all plotly figures share.

Blue is cooperation and red is conflict; pale is verbal and deep is material. The four stay apart under the three
colour-vision deficiencies (a test computes it), and a pattern or a position always says the same again.
"""

from dataclasses import dataclass
from typing import Any

from dashboard.figures.chart import Chart

FONT = '"Source Sans", "Source Sans 3", system-ui, sans-serif'
SERIF = '"Source Serif", "Source Serif 4", Georgia, serif'


@dataclass(frozen=True, slots=True)
class Look:
    """Colours of one theme. `diverging` runs from conflict (0) to cooperation (1)."""

    dark: bool
    quads: tuple[str, str, str, str]
    ink: str
    muted: str
    grid: str
    paper: str
    panel: str
    accent: str
    land: str
    sea: str
    border: str
    diverging: tuple[tuple[float, str], ...]

    def quad(self, code: int) -> str:
        """The colour of a quad class (1 to 4)."""
        return self.quads[code - 1]

    def tension(self, score: float | None) -> str:
        """The colour of a mean Goldstein score: red below zero, blue above, grey near it or without one."""
        if score is None or score != score:
            return self.muted
        steps = [color for _, color in self.diverging]
        place = (max(-6.0, min(6.0, score)) + 6) / 12 * (len(steps) - 1)
        return steps[round(place)]


_LIGHT_SCALE = ("#B2182B", "#D6604D", "#F0A488", "#B9BDC2", "#8FBFDC", "#4393C3", "#2166AC")
_DARK_SCALE = ("#E0525E", "#E58472", "#F4A582", "#77828F", "#92C5DE", "#62A8DA", "#4393D9")


def _scale(colors: tuple[str, ...]) -> tuple[tuple[float, str], ...]:
    return tuple((index / (len(colors) - 1), color) for index, color in enumerate(colors))


LIGHT = Look(
    dark=False,
    quads=("#92C5DE", "#2166AC", "#F4A582", "#B2182B"),
    ink="#1B2330",
    muted="#5C6673",
    grid="#E8E5DE",
    paper="#FFFFFF",
    panel="#F5F3EE",
    accent="#1F5E9E",
    land="#F4F1EA",
    sea="#DCE6EE",
    border="#BDB6A9",
    diverging=_scale(_LIGHT_SCALE),
)
DARK = Look(
    dark=True,
    quads=("#A9D3E9", "#3F86CF", "#F6B79C", "#D23B4A"),
    ink="#E4E8ED",
    muted="#9AA6B3",
    grid="#27313C",
    paper="#10151C",
    panel="#19212B",
    accent="#6CAEE0",
    land="#27313B",
    sea="#131A22",
    border="#46535F",
    diverging=_scale(_DARK_SCALE),
)


def look(dark: bool) -> Look:
    """The look of a theme."""
    return DARK if dark else LIGHT


def dress(chart: Chart, look: Look, height: int, **layout: Any) -> Chart:
    """`chart` with the shared layout: transparent paper, quiet grid, one font, zoom kept across reruns."""
    axis = {
        "gridcolor": look.grid,
        "zerolinecolor": look.muted,
        "linecolor": look.grid,
        "tickfont": {"color": look.muted, "size": 12},
    }
    chart.set(
        height=height,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 13, "color": look.ink},
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        uirevision="keep",
        hoverlabel={
            "bgcolor": look.panel,
            "bordercolor": look.border,
            "font": {"family": FONT, "color": look.ink, "size": 13},
        },
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "font": {"color": look.muted, "size": 12},
        },
        separators=", ",
        dragmode=False,
    )
    chart.set(
        xaxis={**axis, "showgrid": False, "automargin": True}, yaxis={**axis, "automargin": True, "zeroline": False}
    )
    chart.set(**layout)
    return chart
