"""The pages, one question each. A page is layout: it asks `data.py` for a small table, hands it to a figure, draws."""

from collections.abc import Callable

from dashboard.app_pages import actor, data, dyad, event, map, network, overview, places, table, timeline
from dashboard.session import Context

PAGES: dict[str, Callable[[Context], None]] = {
    "overview": overview.draw,
    "map": map.draw,
    "network": network.draw,
    "timeline": timeline.draw,
    "dyad": dyad.draw,
    "actor": actor.draw,
    "event": event.draw,
    "table": table.draw,
    "data": data.draw,
    "places": places.draw,
}
