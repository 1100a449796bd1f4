"""This module is about history: all the years of the data, whatever the view's period."""

import datetime as dt

import pandas as pd

from dashboard.blocks import Clicks, Twin, counted, figure_block
from dashboard.data import ask
from dashboard.figures.history import describe_history, draw_history
from dashboard.queries import covered, relations
from dashboard.session import Context


def draw_history_block(context: Context) -> None:
    """A bar a year; a click makes that year the period."""
    words, cube = context.words, context.cube
    years: pd.DataFrame = ask(cube, relations.years, context.filter)
    span = cube.data_from, cube.data_to
    if context.filter.share:
        years = _divided(years, ask(cube, covered.articles_by, grain="year", start=span[0], end=span[1]))
    by_year = years.pivot_table(index="year", columns="quad", values="n", aggfunc="sum", fill_value=0).iloc[::-1]
    twin = pd.DataFrame({words("history.year"): by_year.index.astype(str)})
    for quad in (1, 2, 3, 4):
        twin[words.quad(quad)] = by_year[quad].tolist() if quad in by_year else 0
    figure_block(
        context,
        "history",
        draw_history(years, words, context.look),
        title=words("dyad.history"),
        sub=words("dyad.history_sub"),
        alt=describe_history(years, words, context.name(context.filter.a[0] if context.filter.a else None)),
        ground=counted(context, int(years["n"].sum()), span),
        twin=Twin(twin, [str(year) for year in by_year.index]),
        clicks=Clicks(lambda codes: _keep_year(context, int(codes[0]))),
    )


def _divided(years: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Years with the articles read in each; years without any have no share and drop out."""
    read = {pd.Timestamp(row.date).year: int(row.articles) for row in articles.itertuples()}
    return years.assign(articles=[read.get(int(year), 0) for year in years["year"]]).query("articles > 0")


def _keep_year(context: Context, year: int) -> None:
    context.go(context.filter.during(dt.date(year, 1, 1), dt.date(year, 12, 31)))
