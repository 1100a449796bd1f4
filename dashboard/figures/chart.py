"""This module is about charts as plotly.js reads them: plain traces and a plain layout, put together without plotly's own classes.

Those classes check every property at every assignment: a tenth of a second for one figure, on the interpreter's only lock,
which twenty readers share. Here a property is a dictionary entry, and `finish` wraps the whole as a plotly figure unchecked;
tests build every figure once more with the checks on.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

TEMPLATE = {
    "layout": {
        "autotypenumbers": "strict",  # an outlet called "24" is a name
        "hoverlabel": {"align": "left"},
        "hovermode": "closest",
        "xaxis": {"automargin": True, "title": {"standoff": 15}, "zerolinewidth": 2},
        "yaxis": {"automargin": True, "title": {"standoff": 15}, "zerolinewidth": 2},
    }
}  # instead of plotly's default, which weighs seven kilobytes a figure


class Chart:
    """Traces and layout under construction."""

    def __init__(self) -> None:
        """An empty chart."""
        self.traces: list[dict[str, Any]] = []
        self.layout: dict[str, Any] = {"template": TEMPLATE}

    def add(self, kind: str, **trace: Any) -> None:
        """A trace of a plotly.js type; series and arrays become lists, dates ISO texts."""
        self.traces.append({"type": kind, **_plain(trace)})

    def set(self, **layout: Any) -> None:
        """Layout properties; nested ones are merged."""
        _merge(self.layout, _plain(layout))

    def rule(self, x: Any = None, y: Any = None, **line: Any) -> None:
        """A straight line across the chart, upright at `x` or level at `y`."""
        upright = {"x0": x, "x1": x, "xref": "x", "y0": 0, "y1": 1, "yref": "y domain"}
        level = {"x0": 0, "x1": 1, "xref": "x domain", "y0": y, "y1": y, "yref": "y"}
        self._append("shapes", {"type": "line", **(level if x is None else upright), "line": line})

    def band(self, start: Any, end: Any, **look: Any) -> None:
        """A filled stretch of the x axis, behind the traces."""
        self._append("shapes", {"type": "rect", "x0": start, "x1": end, "xref": "x", "y0": 0, "y1": 1, "yref": "y domain",
                                "line": {"width": 0}, "layer": "below", **look})  # fmt: skip

    def say(self, text: str, **annotation: Any) -> None:
        """A text on the chart, placed in fractions of the paper."""
        self._append("annotations", {"text": text, "xref": "paper", "yref": "paper", "showarrow": False, **annotation})

    def finish(self) -> go.Figure:
        """The chart as a plotly figure, unchecked."""
        return go.Figure({"data": self.traces, "layout": self.layout}, _validate=False)

    def _append(self, name: str, entry: Mapping[str, Any]) -> None:
        self.layout.setdefault(name, []).append(_plain(entry))


def _plain(value: Any) -> Any:
    """`value` in lists, dictionaries and JSON's own types; what is not a number becomes null."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, (str, int, float)) or value is None:
        return value
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    if isinstance(value, (pd.Series, pd.Index, np.ndarray)):
        if value.dtype.kind == "M":
            return dates(value)
        return [None if part != part else part for part in value.tolist()]
    return [_plain(part) for part in value]


def _merge(into: dict[str, Any], more: Mapping[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, Mapping) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


def dates(column: Any) -> list[str]:
    """Days (anything pandas reads as dates) as ISO texts, which plotly.js reads as dates."""
    return [str(day) for day in pd.DatetimeIndex(column).strftime("%Y-%m-%d")]
