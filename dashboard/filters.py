"""This module is about the state of the dashboard: what is filtered and how it is shown. `links` puts it into the URL."""

import datetime as dt
from dataclasses import dataclass, replace

PERIODS = ("4w", "3m", "1y", "5y", "all", "custom")
SPANS = {"4w": 28, "3m": 91, "1y": 364, "5y": 1820}  # days: whole weeks, so that weekly bars are never cut
SECTORS = (
    "GOV", "MIL", "COP", "JUD", "LEG", "SPY", "OPP", "REB", "PTY", "CVL", "BUS", "JRN", "REL", "PRM", "UAF", "AGR",
    "CRM", "EDU", "ELI", "LAB", "MED", "REF", "PRE", "SOC", "UNK", "IGO",
)  # fmt: skip
QUADS = (1, 2, 3, 4)
LANGS = ("fr", "en")
MODES = ("", "list", "graph", "matrix", "places", "countries", "arcs")
SORTABLE = ("event_date", "event_type", "source", "target", "goldstein", "n_articles", "confidence", "place_country")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events count. `a` and `b` are actor ids: with both, events between them; with one, events it takes part in."""

    period: str = "1y"
    start: dt.date | None = None
    end: dt.date | None = None
    a: tuple[str, ...] = ()
    b: tuple[str, ...] = ()
    a_sectors: tuple[str, ...] = ()
    b_sectors: tuple[str, ...] = ()
    directed: bool = False
    types: tuple[str, ...] = ()
    quads: tuple[int, ...] = ()
    territories: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    confidence: float = 0.0
    share: bool = False

    def span(self, data_from: dt.date, data_to: dt.date) -> tuple[dt.date, dt.date]:
        """First and last day (inclusive) of the period, in data that reach from `data_from` to `data_to`."""
        if self.period == "custom":
            return self.start or data_from, self.end or data_to
        if self.period == "all":
            return data_from, data_to
        return data_to - dt.timedelta(days=SPANS[self.period] - 1), data_to

    def during(self, start: dt.date, end: dt.date) -> "Filter":
        """The same filter on another period."""
        return replace(self, period="custom", start=min(start, end), end=max(start, end))


@dataclass(frozen=True, slots=True)
class View:
    """How a page shows it. `lang` is None until someone chose one; `data` pins a version of the store."""

    lang: str | None = None
    data: int | None = None
    event: str = ""
    find: str = ""
    sort: str = "event_date"
    up: bool = False
    page: int = 1
    columns: tuple[str, ...] = ()
    mode: str = ""
    hops: int = 0
    weight: int = 1
    core: int = 0
    step: dt.date | None = None
    versus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """Everything a link holds."""

    filter: Filter = Filter()
    view: View = View()
