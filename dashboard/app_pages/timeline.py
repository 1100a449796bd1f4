"""The timeline answers: when? One time axis for all its figures; a brush sets the period for every page."""

from dashboard.cards import top_events
from dashboard.sections.breaks import breaks_of_view, draw_breaks
from dashboard.sections.calendar import draw_calendar_block
from dashboard.sections.course import draw_river_block, draw_tone_block, grain_of_view
from dashboard.session import Context


def draw(context: Context) -> None:
    """River, tone, changes of level, calendar, the events behind them."""
    grain = grain_of_view(context)
    breaks = breaks_of_view(context, grain)
    draw_river_block(context, grain, breaks)
    draw_tone_block(context, grain, breaks=breaks)
    draw_breaks(context, grain, breaks)
    draw_calendar_block(context)
    top_events(context, context.words("dyad.main"), context.words("dyad.main_sub"), "timeline", limit=4)
