"""This module is about balance: what one actor does to another, type by type, left and right of a common axis."""

import pandas as pd
import plotly.graph_objects as go

from dashboard import escape
from dashboard.figures.chart import Chart
from dashboard.figures.look import Look, dress
from dashboard.figures.measure import Measure
from dashboard.figures.ticks import mirrored_axis
from dashboard.text import Words
from etl.schema import EVENT_TYPES, QUAD_CLASS


def draw_balance(table: pd.DataFrame, forth: str, back: str, measure: Measure, look: Look) -> go.Figure:
    """Bars by event type: done by `forth` to the right, by `back` to the left; what both did together is halved on both sides."""
    order = [code for code in EVENT_TYPES if code in set(table["event_type"])][::-1]
    rows = table.set_index("event_type").reindex(order).fillna(0)
    chart = Chart()
    for side, column, actor in ((-1, "back", back), (1, "forth", forth)):
        _add_bars(chart, side * rows[column], rows[column], actor, 1.0, measure, look)
        _add_bars(
            chart, side * rows["mutual"] / 2, rows["mutual"], measure.words("figure.together"), 0.45, measure, look
        )
    dress(
        chart,
        look,
        90 + 26 * max(len(order), 1),
        barmode="relative",
        bargap=0.28,
        clickmode="event+select",
        margin={"l": 8, "r": 8, "t": 30, "b": 8},
    )
    _set_axis(chart, rows, measure)
    chart.rule(x=0, color=look.ink, width=1)
    for x, text in ((0.25, f"← {back}"), (0.75, f"{forth} →")):
        chart.say(escape.plotly(text), x=x, y=1.0, yanchor="bottom", font={"size": 12.5, "color": look.muted})
    return chart.finish()


def _add_bars(
    chart: Chart, lengths: pd.Series, counts: pd.Series, actor: str, opacity: float, measure: Measure, look: Look
) -> None:
    words = measure.words
    names = [words.type(code) for code in counts.index]
    chart.add(
        "bar",
        y=names,
        x=lengths.map(measure.value),
        orientation="h",
        marker={
            "color": [look.quad(QUAD_CLASS[code]) for code in counts.index],
            "opacity": opacity,
            "line": {"color": look.ink, "width": 0.4},
        },
        text=[
            f"<b>{escape.plotly(name)}</b><br>{escape.plotly(actor)}<br>{measure.said(n)}"
            for name, n in zip(names, counts, strict=True)
        ],
        textposition="none",
        hovertemplate="%{text}<extra></extra>",
        customdata=list(counts.index),
        showlegend=False,
    )


def _set_axis(chart: Chart, rows: pd.DataFrame, measure: Measure) -> None:
    reach = max([*(rows["forth"] + rows["mutual"] / 2), *(rows["back"] + rows["mutual"] / 2), 1.0])
    far = measure.value(float(reach))
    if far == far:
        chart.set(xaxis={"showgrid": True, **mirrored_axis(far, measure.words)})


def describe_balance(table: pd.DataFrame, forth: str, back: str, words: Words) -> str:
    """The balance in words."""
    sums = table[["forth", "back", "mutual"]].sum() if len(table) else {"forth": 0, "back": 0, "mutual": 0}
    return words(
        "figure.alt_balance",
        a=forth,
        b=back,
        forth=int(sums["forth"]),
        back=int(sums["back"]),
        both=int(sums["mutual"]),
    )
