"""The dyad page answers: how do two actors stand? Both directions, their history, ledgers, reports, another pair beside."""

import streamlit as st

from dashboard import escape, report
from dashboard.cards import top_events
from dashboard.parts import onward
from dashboard.sections.balance import draw_balance_block
from dashboard.sections.brief import offer_brief
from dashboard.sections.course import draw_river_block, draw_tone_block, grain_of_view
from dashboard.sections.history import draw_history_block
from dashboard.sections.ledgers import draw_ledgers
from dashboard.sections.outlets import draw_outlets_block
from dashboard.sections.pickers import draw_pair_picker
from dashboard.sections.standing import draw_standing
from dashboard.sections.versus import draw_versus_pair
from dashboard.session import Context


def draw(context: Context) -> None:
    """A picker without two actors; else everything between them."""
    words, f = context.words, context.filter
    if not (f.a and f.b):
        return draw_pair_picker(context)
    a, b, grain = f.a[0], f.b[0], grain_of_view(context)
    st.html(f"<h2 class='dt-pair'>{escape.html(context.name(a))} <span>↔</span> {escape.html(context.name(b))}</h2>")
    draw_standing(context, words("dyad.kpi_events"))
    offer_brief(context, report.dyad_brief, f"{a}-{b}", words("dyad.brief"))
    draw_tone_block(context, grain)
    draw_river_block(context, grain)
    onward(context, "timeline", words("dyad.to_timeline"), context.query(page="timeline"))
    left, right = st.columns([3, 2], gap="large")
    with left:
        draw_balance_block(context, a, b)
    with right:
        draw_history_block(context)
    draw_ledgers(context)
    top_events(context, words("dyad.main"), words("dyad.main_sub"), "dyad")
    left, right = st.columns(2, gap="large")
    with left:
        draw_outlets_block(context)
    with right:
        draw_versus_pair(context, a, b, grain)
    return None
