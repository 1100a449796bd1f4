"""The actor page answers: who deals with this actor, and how?"""

import streamlit as st

from dashboard import escape
from dashboard.cards import top_events
from dashboard.sections.balance import draw_balance_block
from dashboard.sections.course import draw_river_block, draw_tone_block, grain_of_view
from dashboard.sections.history import draw_history_block
from dashboard.sections.ledgers import draw_ledgers
from dashboard.sections.outlets import draw_outlets_block
from dashboard.sections.partners import draw_partners_block
from dashboard.sections.pickers import draw_actor_picker
from dashboard.sections.sectors import draw_sectors
from dashboard.sections.standing import draw_standing
from dashboard.sections.versus import draw_versus_actor
from dashboard.session import Context


def draw(context: Context) -> None:
    """A picker without an actor; else partners, balance, course, history, ledgers, reports, another actor beside."""
    words, f = context.words, context.filter
    actor = next(iter(f.a + f.b), None)
    if actor is None:
        return draw_actor_picker(context)
    grain = grain_of_view(context)
    st.html(f"<h2 class='dt-pair'>{escape.html(context.name(actor))}</h2>")
    draw_standing(context, words("actor.kpi_events"))
    left, right = st.columns(2, gap="large")
    with left:
        draw_partners_block(context, actor)
    with right:
        draw_balance_block(context, actor)
    draw_tone_block(context, grain)
    draw_river_block(context, grain)
    left, right = st.columns([3, 2], gap="large")
    with left:
        draw_history_block(context)
    with right:
        draw_sectors(context, actor)
    draw_ledgers(context)
    top_events(context, words("dyad.main"), words("dyad.main_sub"), "actor")
    left, right = st.columns(2, gap="large")
    with left:
        draw_outlets_block(context)
    with right:
        draw_versus_actor(context, actor, grain)
    return None
