"""This module is about the course of a view over time: the river of quad classes and the tone, on one time axis.

A brush across either, a bar or a row of the twin sets the period for every page.
"""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from dashboard.blocks import Clicks, Twin, averaged, counted, figure_block
from dashboard.data import ask
from dashboard.figures.measure import PER
from dashboard.figures.river import describe_river, draw_river
from dashboard.figures.tension import Line, describe_tension, draw_tension
from dashboard.figures.timeaxis import Ends
from dashboard.filters import Filter
from dashboard.grains import grain as grain_of
from dashboard.queries import time
from dashboard.sentence import describe
from dashboard.session import Context

BIN_DAYS = {"day": 1, "week": 7, "month": 31, "year": 366}


def grain_of_view(context: Context) -> str:
    """The bin of this view's time axis."""
    return grain_of(ask(context.cube, time.extent, context.filter))


def bin_span(start: dt.date, grain: str) -> tuple[dt.date, dt.date]:
    """First and last day of the bin that begins at `start`."""
    if grain in ("month", "year"):
        after = pd.Timestamp(start) + (pd.DateOffset(months=1) if grain == "month" else pd.DateOffset(years=1))
        return start, after.date() - dt.timedelta(days=1)
    return start, start + dt.timedelta(days=BIN_DAYS[grain] - 1)


def axis_ends(context: Context, grain: str) -> Ends:
    """The ends of this view's time axis, in whole bins: figures below one another can be read together."""
    start, end = ask(context.cube, time.extent, context.filter)
    first = pd.Timestamp(start).to_period({"day": "D", "week": "W", "month": "M", "year": "Y"}[grain]).start_time
    return first, pd.Timestamp(end) + pd.Timedelta(days=1)


def setting_period(context: Context, grain: str) -> Clicks:
    """A box across a time axis becomes the period, and so does the bin of a mark or of a row of the twin."""

    def pick(codes: list[str]) -> None:
        context.go(context.filter.during(*bin_span(dt.date.fromisoformat(codes[0][:10]), grain)))

    def brush(first: str, last: str) -> None:
        context.go(context.filter.during(dt.date.fromisoformat(first), dt.date.fromisoformat(last)))

    return Clicks(pick, brush)


def total_of(bins: pd.DataFrame) -> pd.DataFrame:
    """Bins without their quad classes: date, n, articles."""
    return bins.groupby("date", as_index=False).agg(n=("n", "sum"), articles=("articles", "max"))


def draw_river_block(context: Context, grain: str, breaks: Sequence[pd.Timestamp] = ()) -> None:
    """Events by bin and quad class, mirrored around zero; grey where nothing was read."""
    words, f = context.words, context.filter
    bins: pd.DataFrame = ask(context.cube, time.bins, f, grain=grain)
    gaps: pd.DataFrame = ask(context.cube, time.gaps, f, grain=grain)
    left_out: int = ask(context.cube, time.undated, f, grain=grain)
    figure_block(
        context,
        "river",
        draw_river(bins, grain, words, context.look, f.share, gaps, breaks, axis_ends(context, grain)),
        title=words("timeline.river"),
        sub=words("timeline.river_sub", grain=words(f"grain.{grain}")),
        alt=describe_river(bins, words, describe(context)),
        ground=counted(
            context,
            int(bins["n"].sum()),
            None,
            *([words("timeline.river_undated", n=left_out)] if left_out else []),
        ),
        twin=_river_twin(context, bins),
        clicks=setting_period(context, grain),
    )


def _river_twin(context: Context, bins: pd.DataFrame) -> Twin:
    words = context.words
    total = total_of(bins).iloc[::-1]
    by_quad = bins.pivot_table(index="date", columns="quad", values="n", aggfunc="sum", fill_value=0)
    quads = {words.quad(q): by_quad[q].reindex(total["date"]).tolist() for q in (1, 2, 3, 4) if q in by_quad}
    rates = (total["n"] * PER / total["articles"].where(total["articles"] > 0)).round(1)
    table = pd.DataFrame(
        {
            words("timeline.date"): pd.to_datetime(total["date"]).dt.date,
            words("timeline.n"): total["n"],
            **quads,
            words("timeline.articles"): total["articles"],
            **({words("frame.rate"): rates} if context.filter.share else {}),
        }
    )
    return Twin(table, [str(date)[:10] for date in total["date"]])


def draw_tone_block(
    context: Context,
    grain: str,
    lines: Sequence[Line] | None = None,
    breaks: Sequence[pd.Timestamp] = (),
    name: str = "tension",
    title: str = "",
) -> None:
    """The mean Goldstein score with its band, a line a direction (or the given lines)."""
    words = context.words
    shown = lines if lines is not None else tone_lines(context, grain)
    gaps: pd.DataFrame = ask(context.cube, time.gaps, context.filter, grain=grain)
    both_ways = [_tone(context, context.filter, grain)]  # what two did together stands in both lines, but is one event
    counted_bins = both_ways if lines is None else [line.bins for line in lines]
    figure_block(
        context,
        name,
        draw_tension(shown, words, context.look, breaks, gaps, grain, axis_ends(context, grain)),
        title=title or words("timeline.tension"),
        sub=words("timeline.tension_sub"),
        alt=describe_tension(shown, words, describe(context)),
        ground=averaged(context, sum(int(bins["n"].sum()) for bins in counted_bins)),
        twin=_tone_twin(context, shown),
        clicks=setting_period(context, grain),
    )


def _tone_twin(context: Context, lines: Sequence[Line]) -> Twin:
    words = context.words
    rows = pd.concat([line.bins.assign(name=line.name) for line in lines]) if lines else pd.DataFrame()
    if not len(rows):
        return Twin(pd.DataFrame())
    rows = rows.sort_values(["date", "name"], ascending=[False, True])
    table = pd.DataFrame(
        {
            words("timeline.date"): pd.to_datetime(rows["date"]).dt.date,
            words("timeline.direction"): rows["name"],
            words("timeline.n"): rows["n"],
            words("figure.mean_goldstein"): rows["mean"].round(1),
            words("timeline.error"): rows["error"].round(2),
        }
    )
    return Twin(table, [str(date)[:10] for date in rows["date"]])


def tone_lines(context: Context, grain: str) -> list[Line]:
    """Both directions when the view is about one pair, else one line for all events."""
    f, look = context.filter, context.look
    if len(f.a) == 1 and len(f.b) == 1 and f.a != f.b:
        return [
            Line(f"{context.name(x)} → {context.name(y)}", _tone(context, f, grain, a=x, b=y), color)
            for x, y, color in ((f.a[0], f.b[0], look.accent), (f.b[0], f.a[0], look.second))
        ]
    return [Line(context.words("timeline.all"), _tone(context, f, grain), look.accent)]


def beside(context: Context, grain: str, other: Filter, names: tuple[str, str]) -> list[Line]:
    """The view's own tone and that of `other`, all directions together."""
    return [
        Line(name, _tone(context, f, grain), color)
        for name, f, color in zip(
            names, (context.filter, other), (context.look.accent, context.look.second), strict=True
        )
    ]


def _tone(context: Context, f: Filter, grain: str, **pair: str) -> pd.DataFrame:
    bins: pd.DataFrame = ask(context.cube, time.tension, f, grain=grain, **pair)
    return bins
