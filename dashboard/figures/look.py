"""This module is about the look of figures: the colours of a theme (`looks.yaml`), and the layout that plotly figures share.

A pattern or a position always says again what a colour says.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dashboard.figures.chart import Chart

FONT = '"Source Sans", "Source Sans 3", system-ui, sans-serif'
REACH = 6.0  # Goldstein scores beyond it have the scale's last colour
Scale = tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """Colours of one theme. `diverging` runs from conflict (0) to cooperation (1), `sequential` from few to many."""

    dark: bool
    quads: tuple[str, ...]
    ink: str
    muted: str
    grid: str
    paper: str
    panel: str
    accent: str
    second: str
    land: str
    sea: str
    border: str
    diverging: Scale
    sequential: tuple[str, ...]
    communities: tuple[str, ...]

    def quad(self, code: int) -> str:
        """The colour of a quad class (1 to 4)."""
        return self.quads[code - 1]

    def community(self, number: int) -> str:
        """The colour of a community; they repeat, since a number says which it is."""
        return self.communities[number % len(self.communities)]

    def tension(self, score: float | None) -> str:
        """The colour of a mean Goldstein score: red below zero, blue above, grey near it or without one."""
        if score is None or score != score:
            return self.muted
        place = (max(-REACH, min(REACH, score)) + REACH) / (2 * REACH) * (len(self.diverging) - 1)
        return self.diverging[round(place)][1]


def load_look(name: str) -> Look:
    """The look called `light` or `dark`."""
    colors = yaml.safe_load((Path(__file__).with_name("looks.yaml")).read_text("utf-8"))[name]
    plain: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in colors.items()}
    last = len(plain["diverging"]) - 1
    scale = tuple((index / last, color) for index, color in enumerate(plain["diverging"]))
    return Look(dark=name == "dark", **{**plain, "diverging": scale})


LIGHT, DARK = load_look("light"), load_look("dark")


def look(dark: bool) -> Look:
    """The look of a theme."""
    return DARK if dark else LIGHT


def dress(chart: Chart, look: Look, height: int, **layout: Any) -> Chart:
    """`chart` with the shared layout: transparent paper, quiet grid, one font, zoom kept across reruns."""
    ticks = {"color": look.muted, "size": 12}
    axis = {"gridcolor": look.grid, "zerolinecolor": look.muted, "linecolor": look.grid, "tickfont": ticks}
    font = {"family": FONT, "size": 13, "color": look.ink}
    chart.set(
        height=height,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font=font,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        uirevision="keep",
        hoverlabel={"bgcolor": look.panel, "bordercolor": look.border, "font": font},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": ticks},
        separators=", ",
        dragmode=False,
        xaxis={**axis, "showgrid": False, "automargin": True},
        yaxis={**axis, "automargin": True, "zeroline": False},
    )
    chart.set(**layout)
    return chart
