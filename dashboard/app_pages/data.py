"""The data page answers: can I trust it? Coverage and its gaps, merging, precision, refusals, accuracy, codebook, licences."""

import streamlit as st

from dashboard.data import ask
from dashboard.parts import heading, remark
from dashboard.queries import quality
from dashboard.sections.accuracy import draw_accuracy
from dashboard.sections.codebook import draw_codebook
from dashboard.sections.coverage import draw_coverage_block
from dashboard.sections.holdings import draw_holdings, draw_refused, draw_versions
from dashboard.sections.precision import draw_precision, draw_types
from dashboard.session import Context


def draw(context: Context) -> None:
    """From how much there is to how right it is."""
    counts: dict[str, int] = ask(context.cube, quality.counts)
    draw_holdings(context, counts)
    draw_coverage_block(context)
    left, right = st.columns(2, gap="large")
    with left:
        draw_precision(context, counts)
        draw_refused(context)
    with right:
        draw_types(context)
    draw_accuracy(context)
    draw_versions(context)
    draw_codebook(context)
    heading(context.words("data.licences"))
    remark(context.words("data.licences_text"))
