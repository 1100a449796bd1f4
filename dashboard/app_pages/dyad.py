"""The dyad page answers: how do two actors stand? Both directions, their history, ledgers, reports, another pair beside."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import escape, report
from dashboard.app_pages.timeline import tension_lines
from dashboard.cube import grain as grain_of
from dashboard.data import ask
from dashboard.figures.balance import describe_balance, draw_balance
from dashboard.figures.history import draw_history
from dashboard.figures.river import describe_river, draw_river
from dashboard.figures.tension import Line, describe_tension, draw_tension
from dashboard.filters import Filter
from dashboard.frame import describe
from dashboard.parts import cards, heading, note, pick
from dashboard.queries import relations, time
from dashboard.session import Context

QUIET = {"displayModeBar": False}


def draw(context: Context) -> None:
    """A picker without two actors; else everything between them."""
    f = context.filter
    if not (f.a and f.b):
        _draw_picker(context)
        return
    a, b = f.a[0], f.b[0]
    st.html(f"<h2 class='dt-pair'>{escape.html(context.name(a))} <span>↔</span> {escape.html(context.name(b))}</h2>")
    _draw_figures(context)
    _draw_brief(context, a, b)
    _draw_course(context)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _draw_balance(context, a, b)
    with right:
        _draw_history(context)
    _draw_ledgers(context)
    heading(context.words("dyad.main"), context.words("dyad.main_sub"))
    cards(context, ask(context.cube, time.top_events, f, limit=6), "dyad")
    left, right = st.columns(2, gap="large")
    with left:
        _draw_outlets(context)
    with right:
        _draw_versus(context)


def _draw_picker(context: Context) -> None:
    words, f = context.words, context.filter
    heading(words("dyad.choose"), words("dyad.choose_sub"))
    table: pd.DataFrame = ask(context.cube, relations.pairs, replace(f, directed=False), limit=100)
    shown = pd.DataFrame(
        {
            words("overview.pair"): [
                f"{context.name(x)} ↔ {context.name(y)}" for x, y in zip(table["a"], table["b"], strict=True)
            ],
            words("map.n"): table["n"],
            words("map.tone"): table["goldstein"].round(1),
            words("network.conflict"): (table["conflict"] * 100).round(),
        }
    )
    row = pick(context, shown, "choose", {}, words("dyad.choose"), most=460)
    if row is not None:
        context.go(replace(f, a=(str(table.iloc[row]["a"]),), b=(str(table.iloc[row]["b"]),)))


def _draw_figures(context: Context) -> None:
    words, t = context.words, context.totals
    figures = [
        (words("dyad.kpi_events"), words.number(t.events), words("frame.from_reports", n=t.reports).strip()),
        (words("dyad.kpi_tone"), words.signed(t.goldstein), words("figure.mean_goldstein")),
        (words("overview.kpi_conflict"), words.percent(t.conflict), words("dyad.of_events")),
    ]
    cells = "".join(
        f"<div class='dt-kpi'><p class='k'>{escape.html(k)}</p><p class='v'>{escape.html(v)}</p><p class='d'>{escape.html(d)}</p></div>"
        for k, v, d in figures
    )
    st.html(f"<div class='dt-kpis'>{cells}</div>")


def _draw_brief(context: Context, a: str, b: str) -> None:
    cube, f, lang = context.cube, context.filter, context.words.lang

    def make() -> bytes:
        return report.dyad_brief(cube, f, lang).encode()

    st.download_button(
        context.words("dyad.brief"),
        make,
        f"detente-{a}-{b}.html".replace(":", "-"),
        "text/html",
        icon=":material/print:",
        on_click="ignore",
        key=context.key("brief"),
    )


def _draw_course(context: Context) -> None:
    words, f, cube = context.words, context.filter, context.cube
    grain = grain_of(ask(cube, time.extent, f))
    bins: pd.DataFrame = ask(cube, time.bins, f, grain=grain)
    heading(words("timeline.tension"), words("timeline.tension_sub"))
    lines = tension_lines(context, grain)
    st.plotly_chart(
        draw_tension(lines, words, context.look),
        key=context.key("tone"),
        theme=None,
        config=QUIET,
        alt=describe_tension(lines, words, describe(context)),
    )
    heading(words("timeline.river"))
    st.plotly_chart(
        draw_river(bins, grain, words, context.look, f.share, ask(cube, time.gaps, f, grain=grain)),
        key=context.key("course"),
        theme=None,
        config=QUIET,
        alt=describe_river(bins, words, describe(context)),
    )
    note(context)
    st.page_link(
        context.pages["timeline"],
        label=words("dyad.to_timeline"),
        icon=":material/arrow_forward:",
        icon_position="right",
        query_params=context.query(page="timeline"),
    )


def _draw_balance(context: Context, a: str, b: str) -> None:
    words = context.words
    heading(words("dyad.balance"), words("dyad.balance_sub"))
    table: pd.DataFrame = ask(context.cube, relations.balance, context.filter, a=a, b=b)
    first, second = context.name(a), context.name(b)
    chosen: Any = st.plotly_chart(
        draw_balance(table, first, second, words, context.look),
        key=context.key("balance"),
        theme=None,
        config=QUIET,
        on_select="rerun",
        selection_mode="points",
        alt=describe_balance(table, first, second, words),
    )
    points = chosen.selection["points"] if chosen else []
    if points:
        context.go(replace(context.filter, types=(str(points[0]["customdata"]),)), page="table")


def _draw_history(context: Context) -> None:
    words = context.words
    heading(words("dyad.history"), words("dyad.history_sub"))
    years: pd.DataFrame = ask(context.cube, relations.years, context.filter)
    alt = (
        words(
            "figure.alt_history", n=int(years["n"].sum()), first=str(years["year"].min()), last=str(years["year"].max())
        )
        if len(years)
        else words("figure.alt_empty", view="")
    )
    st.plotly_chart(
        draw_history(years, words, context.look), key=context.key("history"), theme=None, config=QUIET, alt=alt
    )


def _draw_ledgers(context: Context) -> None:
    words = context.words
    heading(words("dyad.ledgers"), words("dyad.ledgers_sub"))
    for tab, name in zip(
        st.tabs([words(f"dyad.{name}") for name in relations.LEDGERS]), relations.LEDGERS, strict=True
    ):
        with tab:
            rows: pd.DataFrame = ask(context.cube, relations.ledger, context.filter, name=name)
            if not len(rows):
                st.html(f"<p class='dt-sub'>{escape.html(words('dyad.ledger_empty'))}</p>")
                continue
            shown = pd.DataFrame(
                {
                    words("timeline.date"): [
                        words.day(row.event_date, row.date_precision) for row in rows.itertuples()
                    ],
                    words("overview.pair"): [
                        f"{context.name(row.source)} {'↔' if row.mutual else '→'} {context.name(row.target)}"
                        for row in rows.itertuples()
                    ],
                    words("table.event_type"): [
                        " · ".join(
                            filter(
                                None,
                                [
                                    words.type(row.event_type),
                                    words.maybe("mode", row.mode if isinstance(row.mode, str) else None),
                                ],
                            )
                        )
                        for row in rows.itertuples()
                    ],
                    words("map.name"): rows["place_name"].fillna("–"),
                    words("timeline.articles"): rows["n_articles"],
                }
            )
            row = pick(context, shown, f"ledger-{name}", {}, words(f"dyad.{name}"), most=320)
            if row is not None:
                context.go(page="event", event=str(rows.iloc[row]["event_id"]))


def _draw_outlets(context: Context) -> None:
    words = context.words
    heading(words("dyad.outlets"), words("dyad.outlets_sub"))
    rows: pd.DataFrame = ask(context.cube, relations.outlets, context.filter)
    shown = pd.DataFrame(
        {
            words("table.outlet"): rows["outlet"].replace("", "–"),
            words("filter.langs"): [words.maybe("language", x) for x in rows["lang"]],
            words("map.n"): rows["events"],
        }
    )
    row = pick(context, shown, "outlets", {}, words("dyad.outlets"), most=300)
    if row is not None and rows.iloc[row]["outlet"]:
        context.go(replace(context.filter, outlets=(str(rows.iloc[row]["outlet"]),)))


def _draw_versus(context: Context) -> None:
    words, f, cube = context.words, context.filter, context.cube
    heading(words("dyad.versus"), words("dyad.versus_sub"))
    table: pd.DataFrame = ask(cube, relations.pairs, Filter(period="all"), limit=100)
    options = [f"{a},{b}" for a, b in zip(table["a"], table["b"], strict=True) if {a, b} != {f.a[0], f.b[0]}]
    current = ",".join(context.view.versus)
    if current and current not in options:
        options.insert(0, current)
    wanted = st.selectbox(
        words("dyad.versus_pick"),
        options,
        options.index(current) if current else None,
        lambda code: " ↔ ".join(context.name(x) for x in code.split(",")),
        key=context.key("versus"),
        placeholder=words("dyad.versus_none"),
    )
    if (wanted or "") != current:
        context.go(versus=tuple((wanted or "").split(",")) if wanted else ())
    if len(context.view.versus) != 2:
        return
    other = replace(f, a=(context.view.versus[0],), b=(context.view.versus[1],), directed=False)
    grain = grain_of(ask(cube, time.extent, f))
    lines = [
        Line(f"{context.name(x.a[0])} ↔ {context.name(x.b[0])}", ask(cube, time.tension, x, grain=grain), color)
        for x, color in ((f, context.look.accent), (other, "#C08A2B"))
    ]
    st.plotly_chart(
        draw_tension(lines, words, context.look),
        key=context.key("versus-tone"),
        theme=None,
        config=QUIET,
        alt=describe_tension(lines, words, describe(context)),
    )
