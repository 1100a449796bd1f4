"""This module is about measures: how a count of events is said and drawn, plain or per 1,000 articles of the same time.

More news about a period makes more events of it; the share of coverage takes that away.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.text import Words

PER = 1000  # articles; a rate that stays readable for a busy pair and a quiet one


@dataclass(frozen=True, slots=True)
class Measure:
    """Counts in `words`; with `articles` (read in the same time), per 1,000 of them. No article at all: no rate."""

    words: Words
    articles: int | None = None

    @property
    def is_share(self) -> bool:
        """Whether counts are divided by coverage."""
        return self.articles is not None

    def value(self, n: float) -> float:
        """`n` events as a length or an area: itself, or its rate."""
        return n if self.articles is None else n * PER / self.articles if self.articles else float("nan")

    def said(self, n: float) -> str:
        """`n` events in words, with their rate where counts are divided."""
        count = self.words("frame.events", n=int(n))
        if self.articles is None:
            return count
        return f"{count} · {self.words.number(self.value(n), 1)} {self.words('frame.normalised')}"

    def columns(self, counts: pd.Series) -> Mapping[str, pd.Series]:
        """The columns of a table that say the same: events, and their rate where counts are divided."""
        plain = {self.words("map.n"): counts}
        if self.articles is None:
            return plain
        return plain | {self.words("frame.rate"): counts.map(lambda n: round(self.value(float(n)), 2))}
