"""The overview answers: what changed? Claims first, then the numbers they come from."""

import streamlit as st

from dashboard import report
from dashboard.cards import top_events
from dashboard.data import ask
from dashboard.queries import change
from dashboard.sections.brief import offer_brief
from dashboard.sections.changetables import draw_change_tables
from dashboard.sections.claims import draw_claims
from dashboard.sections.lately import draw_key_figures
from dashboard.sections.smallmap import draw_small_map
from dashboard.session import Context


def draw(context: Context) -> None:
    """Key figures, claims beside a small map, tables of change, the most covered events."""
    words = context.words
    recent, baseline = change.windows(context.cube, context.filter)
    lately = context.filter.during(*recent)
    pairs = ask(context.cube, change.change_of_pairs, context.filter)
    territories = ask(context.cube, change.change_of_territories, context.filter)
    draw_key_figures(context, recent)
    left, right = st.columns([5, 4], gap="large")
    with left:
        draw_claims(context, pairs, territories, recent, baseline)
        offer_brief(context, report.week_brief, f"week-{recent[1]}", words("overview.brief"))
    with right:
        draw_small_map(context, lately)
    draw_change_tables(context, pairs, territories, recent, baseline)
    top_events(context, words("overview.covered"), words.period(*recent), "covered", lately, limit=4)
