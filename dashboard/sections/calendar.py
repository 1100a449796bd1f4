"""This module is about the calendar: a square a day over the last 53 weeks of the period."""

import datetime as dt

import pandas as pd

from dashboard.blocks import Clicks, EChart, Twin, counted, figure_block
from dashboard.data import ask
from dashboard.figures.calendar import HEIGHT, describe_calendar, draw_calendar
from dashboard.queries import covered, time
from dashboard.screen import is_narrow
from dashboard.sentence import describe
from dashboard.session import Context


def draw_calendar_block(context: Context) -> None:
    """Days as squares; a click keeps that day."""
    words = context.words
    start, end = context.cube.span(context.filter)
    span = max(start, end - dt.timedelta(days=370)), end
    days: pd.DataFrame = ask(context.cube, time.days, context.filter)
    if not len(days):
        return
    if context.filter.share:
        read: pd.DataFrame = ask(context.cube, covered.articles_by, grain="day", start=span[0], end=span[1])
        days = days.merge(read, on="date").reset_index(drop=True)
    codes = [str(date)[:10] for date in days["date"]]
    newest = days.iloc[::-1]
    twin = pd.DataFrame(
        {
            words("timeline.date"): pd.to_datetime(newest["date"]).dt.date,
            words("timeline.n"): newest["n"],
            words("figure.mean_goldstein"): newest["goldstein"].round(1),
            **({words("timeline.articles"): newest["articles"]} if context.filter.share else {}),
        }
    )
    figure_block(
        context,
        "calendar",
        EChart(draw_calendar(days, span, words, context.look, is_narrow()), {"": codes}, HEIGHT),
        title=words("timeline.calendar"),
        sub=words("timeline.calendar_sub"),
        alt=describe_calendar(days, words, describe(context)),
        ground=counted(context, int(days["n"].sum()), span),
        twin=Twin(twin, codes[::-1]),
        clicks=Clicks(lambda picked: _keep_day(context, dt.date.fromisoformat(picked[0]))),
    )


def _keep_day(context: Context, day: dt.date) -> None:
    context.go(context.filter.during(day, day))
