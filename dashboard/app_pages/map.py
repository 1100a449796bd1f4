"""The map answers: where? Places, territories or pairs; for the whole period or step by step."""

from dashboard.cards import top_events
from dashboard.sections.mapblock import draw_map_block
from dashboard.sections.playback import draw_map_controls
from dashboard.session import Context


def draw(context: Context) -> None:
    """What to draw and when, the figure, the events behind it."""
    mode, shown = draw_map_controls(context)
    draw_map_block(context, mode, shown)
    top_events(context, context.words("map.events"), context.words("dyad.main_sub"), "map", shown)
