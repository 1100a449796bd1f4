"""This module is about the sentence of a view: what is shown, in plain words; it doubles as alternative text."""

from dashboard.chips import chip_labels
from dashboard.session import Context

SAID_APART = ("a", "b", "dir", "period", "share", "as", "bs")  # kinds of chips that the sentence words itself


def describe(context: Context) -> str:
    """The view as one plain sentence."""
    words, cube, totals = context.words, context.cube, context.totals
    parts = [actors_of(context)] if context.filter.a or context.filter.b else []
    parts += [label for kind, label in chip_labels(context) if kind not in SAID_APART]
    parts.append(words.period(*cube.span(context.filter)))
    head = " · ".join(parts)
    body = words("frame.events", n=totals.events) + words("frame.from_reports", n=totals.reports)
    how = words("frame.as_share") if context.filter.share else ""
    until = words("frame.data_to", day=words.day(cube.data_to), time=words.instant(cube.committed_at))
    return f"{head}{words('frame.colon')}{body}{how}{until}"


def actors_of(context: Context) -> str:
    """Who the view is about: `Russia → North Korea`, `Russia ↔ North Korea`, or one side."""
    filter = context.filter
    names = [", ".join(context.name(actor) for actor in side) for side in (filter.a, filter.b)]
    if all(names):
        return f" {'→' if filter.directed else '↔'} ".join(names)
    return names[0] or names[1]


def about_data(context: Context) -> str:
    """Which data a page without a filter shows."""
    cube = context.cube
    return context.words(
        "frame.data",
        day=context.words.day(cube.data_to),
        time=context.words.instant(cube.committed_at),
        version=str(cube.version),
    )
