"""This module is about sparklines: a row of weeks as a small SVG picture, the last four marked. It carries no text."""

import base64
from collections.abc import Sequence


def draw_sparkline(values: Sequence[float], color: str, quiet: str, last: int = 4) -> str:
    """An image element with bars for `values`, the `last` ones in `color`; decorative, so its text is empty.

    A data URL, because `st.html` lets pictures through but no inline SVG.
    """
    top = max([*values, 1e-9])
    bars = "".join(
        f'<rect x="{index * 4}" y="{26 - 25 * value / top:.1f}" width="3" height="{max(25 * value / top, 0.6):.1f}" '
        f'fill="{color if index >= len(values) - last else quiet}"/>'
        for index, value in enumerate(values)
    )
    width = len(values) * 4
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="26" viewBox="0 0 {width} 26" '
        f'preserveAspectRatio="none">{bars}</svg>'
    )
    return f'<img alt="" src="data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}">'
