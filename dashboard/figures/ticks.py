"""This module is about ticks of mirrored axes: left of zero or below it is a side, not a negative number, so no tick has a sign."""

from typing import Any

from dashboard.text import Words

ROOM = 1.1  # of the longest bar; the axis ends a little beyond it


def mirrored_axis(reach: float, words: Words) -> dict[str, Any]:
    """Range and ticks of an axis whose longest bar is `reach`, the same on both sides."""
    step = nice_step(reach / 2)
    marks = [k * step for k in range(-4, 5) if abs(k * step) <= reach * ROOM]
    digits = 0 if step >= 1 else 1 if step >= 0.1 else 2
    return {
        "range": [-reach * ROOM, reach * ROOM],
        "tickvals": marks,
        "ticktext": [words.number(abs(mark), digits) for mark in marks],
    }


def nice_step(value: float) -> float:
    """The largest of 1, 2, 5 times a power of ten that is at most `value`; for counts below 1, a tenth at least."""
    power = 10 ** len(str(int(value))) / 10 if value >= 1 else 0.1
    return float(next((k * power for k in (5, 2, 1) if k * power <= value), power))
