"""This module is about how a view stands: events, tone and share of conflict as key figures."""

from dashboard.blocks import measured
from dashboard.parts import Number, key_figures
from dashboard.session import Context


def draw_standing(context: Context, title: str) -> None:
    """Events (with their rate when shares are shown), mean Goldstein score, share of conflict."""
    words, totals, measure = context.words, context.totals, measured(context)
    reports = words("frame.from_reports", n=totals.reports).strip()
    rate = f"{words.number(measure.value(totals.events), 1)} {words('frame.normalised')}"
    key_figures(
        [
            Number(title, words.number(totals.events), rate if measure.is_share else reports),
            Number(words("dyad.kpi_tone"), words.signed(totals.goldstein), words("figure.mean_goldstein")),
            Number(words("overview.kpi_conflict"), words.percent(totals.conflict), words("dyad.of_events")),
        ]
    )
