"""The overview answers: what changed? Claims first, then the numbers they come from."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import escape
from dashboard.claims import Claim, find_claims
from dashboard.data import ask
from dashboard.figures.sparkline import draw_sparkline
from dashboard.figures.worldmap import describe_map, draw_map
from dashboard.filters import Filter
from dashboard.parts import cards, heading, map_legend, named, note, pick
from dashboard.queries import change, geography, time
from dashboard.session import Context, land_url


def draw(context: Context) -> None:
    """Key figures, claims beside a small map, tables of change, the most covered events."""
    words, cube, f = context.words, context.cube, context.filter
    recent, baseline = change.windows(cube, f)
    lately = f.during(*recent)
    pairs: pd.DataFrame = ask(cube, change.change_of_pairs, f)
    territories: pd.DataFrame = ask(cube, change.change_of_territories, f)
    _draw_figures(context, recent)
    left, right = st.columns([5, 4], gap="large")
    with left:
        heading(
            words("overview.claims"),
            words("overview.claims_sub", recent=words.period(*recent), baseline=words.period(*baseline)),
        )
        _draw_claims(context, find_claims(pairs, territories, words, context.name))
    with right:
        heading(words("overview.where"), words.period(*recent))
        places: pd.DataFrame = ask(cube, geography.places, lately, limit=200)
        figure = draw_map(places, None, words, context.look, land_url(), height=300, width=430)
        st.plotly_chart(
            figure,
            key=context.key("small"),
            theme=None,
            config={"displayModeBar": False},
            alt=describe_map(places, words, words.period(*recent)),
        )
        map_legend(context)
        st.page_link(
            context.pages["map"],
            label=words("overview.to_map"),
            icon=":material/arrow_forward:",
            icon_position="right",
            query_params=context.query(lately, page="map"),
        )
    heading(words("overview.pairs"), words("overview.pairs_sub"))
    tabs = st.tabs([words("overview.by_pair"), words("overview.by_territory")])
    with tabs[0]:
        _draw_pairs(context, pairs)
    with tabs[1]:
        _draw_territories(context, territories, recent)
    heading(words("overview.covered"), words.period(*recent))
    cards(context, ask(cube, time.top_events, lately, limit=4), "covered")


def _draw_figures(context: Context, recent: Any) -> None:
    words, look = context.words, context.look
    weeks: pd.DataFrame = ask(context.cube, change.weekly_counts, context.filter)
    now, before = weeks.tail(4).sum(numeric_only=True), weeks.head(52).sum(numeric_only=True)
    share, share_before = _ratio(now.conflict, now.events), _ratio(before.conflict, before.events)
    articles: int = ask(context.cube, change.articles_between, start=recent[0], end=recent[1])
    conflict = (weeks["conflict"] / weeks["events"].where(weeks["events"] > 0)).fillna(0)
    points = None if share is None or share_before is None else 100 * (share - share_before)
    figures = [
        (
            words("overview.kpi_events"),
            words.number(now.events),
            words("overview.usual", n=words.number(before.events / 13, 1)),
            weeks["events"],
            look.accent,
        ),
        (
            words("overview.kpi_reports"),
            words.number(now.reports),
            words("overview.usual", n=words.number(before.reports / 13, 1)),
            weeks["reports"],
            look.accent,
        ),
        (
            words("overview.kpi_conflict"),
            words.percent(share),
            words("overview.points", n=words.signed(points)),
            conflict,
            look.quad(4),
        ),
        (
            words("overview.kpi_articles"),
            words.number(articles),
            words("overview.per_article", n=words.number(_ratio(now.events, articles), 1)),
            None,
            look.accent,
        ),
    ]
    cells = "".join(
        f"<div class='dt-kpi'><p class='k'>{escape.html(name)}</p><p "
        f"class='v'>{escape.html(value)}</p><p class='d'>{escape.html(beside)}</p>"
        + (draw_sparkline(list(line), color, "rgba(128,132,140,.45)") if line is not None else "")
        + "</div>"
        for name, value, beside, line, color in figures
    )
    st.html(f"<div class='dt-kpis'>{cells}</div>")


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _draw_claims(context: Context, claims: list[Claim]) -> None:
    if not claims:
        st.html(f"<p class='dt-sub'>{escape.html(context.words('overview.no_claims'))}</p>")
    with st.container(key="claims", gap=None):
        for index, claim in enumerate(claims):
            with st.container(key=f"claim-{index}", gap=None):
                page, query = _target(context, claim)
                st.page_link(context.pages[page], label=escape.markdown(claim.lead), query_params=query)
                st.html(f"<p class='dt-why'>{escape.html(claim.why)}</p>")


def _target(context: Context, claim: Claim) -> tuple[str, dict[str, list[str]]]:
    if claim.territory:
        return "map", context.query(replace(context.filter, territories=(claim.territory,)), page="map")
    return "dyad", context.query(_dyad(context.filter, claim.a, claim.b), page="dyad")


def _dyad(f: Filter, a: str, b: str) -> Filter:
    return replace(f, a=(a,), b=(b,), directed=False)


def _draw_pairs(context: Context, pairs: pd.DataFrame) -> None:
    words = context.words
    table = pairs.head(200)
    shown = _change_table(
        context,
        table,
        words("overview.pair"),
        [f"{x} ↔ {y}" for x, y in zip(named(context, table["a"]), named(context, table["b"]), strict=True)],
    )
    row = pick(context, shown, "pairs", _columns(context), words("overview.pairs"), most=380)
    note(context)
    if row is not None:
        context.go(_dyad(context.filter, str(table.iloc[row]["a"]), str(table.iloc[row]["b"])), page="dyad")


def _draw_territories(context: Context, territories: pd.DataFrame, recent: Any) -> None:
    table = territories.head(200)
    shown = _change_table(context, table, context.words("overview.territory"), named(context, table["territory"]))
    row = pick(context, shown, "territories", _columns(context), context.words("overview.by_territory"), most=380)
    note(context)
    if row is not None:
        context.go(
            replace(context.filter.during(*recent), territories=(str(table.iloc[row]["territory"]),)), page="map"
        )


def _change_table(context: Context, table: pd.DataFrame, first: str, names: list[str]) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame(
        {
            first: names,
            words("overview.change"): [words(f"change.{code}") for code in table["change"]],
            words("overview.recent"): table["recent"],
            words("overview.expected"): table["expected"].round(1),
            words("overview.tone"): table["goldstein"].round(1),
            words("overview.tone_before"): table["goldstein_before"].round(1),
        }
    )


def _columns(context: Context) -> dict[str, Any]:
    words = context.words
    number = st.column_config.NumberColumn
    return {
        words("overview.recent"): number(format="localized", width="small"),
        words("overview.expected"): number(format="localized", width="small"),
        words("overview.tone"): number(format="localized", width="small"),
        words("overview.tone_before"): number(format="localized", width="small"),
    }
