"""This module is about balance: what one actor does to another, type by type, left and right of a common axis."""

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go

from dashboard import escape
from dashboard.figures.chart import Chart
from dashboard.figures.look import Look, dress
from dashboard.text import Words
from etl.schema import EVENT_TYPES, QUAD_CLASS


def draw_balance(table: pd.DataFrame, forth: str, back: str, words: Words, look: Look) -> go.Figure:
    """Bars by event type: done by `forth` to the right, by `back` to the left; what both did together is halved on both sides."""
    order = [code for code in EVENT_TYPES if code in set(table["event_type"])][::-1]
    rows = table.set_index("event_type").reindex(order).fillna(0)
    colors = [look.quad(QUAD_CLASS[code]) for code in order]
    names = [words.type(code) for code in order]
    chart = Chart()
    for side, column, actor in ((-1, "back", back), (1, "forth", forth)):
        for part, opacity in ((column, 1.0), ("mutual", 0.45)):
            share = rows[part] / (2 if part == "mutual" else 1)
            chart.add(
                "bar",
                y=names,
                x=side * share,
                orientation="h",
                marker={"color": colors, "opacity": opacity, "line": {"color": look.ink, "width": 0.4}},
                text=[
                    f"<b>{escape.plotly(name)}</b>"
                    f"<br>{escape.plotly(actor if part != 'mutual' else words('figure.together'))}<br>{words('frame.events', n=int(n))}"
                    for name, n in zip(names, rows[part], strict=True)
                ],
                textposition="none",
                hovertemplate="%{text}<extra></extra>",
                customdata=order,
                showlegend=False,
            )
    reach = (
        max(float((rows["forth"] + rows["mutual"] / 2).max()), float((rows["back"] + rows["mutual"] / 2).max()), 1.0)
        if len(rows)
        else 1.0
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
    step = reach / 2
    marks = [-reach, -step, 0, step, reach]
    chart.set(
        xaxis={
            "range": [-reach * 1.1, reach * 1.1],
            "tickvals": marks,
            "ticktext": [words.number(abs(mark), 0 if reach > 4 else 1) for mark in marks],
            "showgrid": True,
        }
    )
    chart.rule(x=0, color=look.ink, width=1)
    for x, text in ((0.25, f"← {back}"), (0.75, f"{forth} →")):
        chart.say(escape.plotly(text), x=x, y=1.0, yanchor="bottom", font={"size": 12.5, "color": look.muted})
    return chart.finish()


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


def draw_partners(table: pd.DataFrame, name: Callable[[str | None], str], words: Words, look: Look) -> go.Figure:
    """Partners of an actor, the busiest on top: bar's length ~ events, colour ~ mean Goldstein score."""
    rows = table.head(15).iloc[::-1]
    chart = Chart()
    chart.add(
        "bar",
        y=[escape.plotly(name(code)) for code in rows["partner"]],
        x=rows["n"],
        orientation="h",
        customdata=rows["partner"],
        marker={
            "color": [look.tension(score) for score in rows["goldstein"]],
            "line": {"color": look.ink, "width": 0.4},
        },
        text=[
            f"<b>{escape.plotly(name(row.partner))}</b>"
            f"<br>{words('frame.events', n=int(row.n))}<br>{words('figure.goldstein')} {words.signed(row.goldstein)}"
            for row in rows.itertuples()
        ],
        textposition="none",
        hovertemplate="%{text}<extra></extra>",
    )
    dress(chart, look, 70 + 25 * max(len(rows), 1), bargap=0.3, clickmode="event+select", showlegend=False)
    chart.set(xaxis={"showgrid": True})
    return chart.finish()
