"""The pages, one question each. A page is layout: it asks `data.py` for a small table, hands it to a figure, draws."""

from collections.abc import Callable

from dashboard.app_pages import overview
from dashboard.session import Context

PAGES: dict[str, Callable[[Context], None]] = {
    "overview": overview.draw,
}
