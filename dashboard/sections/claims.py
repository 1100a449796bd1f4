"""This module is about claims as the overview shows them: what stands out, each a link to where its numbers are."""

import datetime as dt
from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import escape
from dashboard.claims import Claim, find_claims
from dashboard.parts import heading, remark
from dashboard.session import Context

Window = tuple[dt.date, dt.date]


def draw_claims(
    context: Context, pairs: pd.DataFrame, territories: pd.DataFrame, recent: Window, baseline: Window
) -> None:
    """At most five claims, computed from the tables of change."""
    words = context.words
    claims = find_claims(pairs, territories, words, context.name)
    heading(
        words("overview.claims"),
        words("overview.claims_sub", recent=words.period(*recent), baseline=words.period(*baseline)),
    )
    if not claims:
        remark(words("overview.no_claims"))
    with st.container(key="claims", gap=None):
        for index, claim in enumerate(claims):
            with st.container(key=f"claim-{index}", gap=None):
                page, query = _target(context, claim)
                st.page_link(context.pages[page], label=escape.markdown(claim.lead), query_params=query)
                st.html(f"<p class='dt-why'>{escape.html(claim.why)}</p>")


def _target(context: Context, claim: Claim) -> tuple[str, dict[str, list[str]]]:
    f = context.filter
    if claim.territory:
        return "map", context.query(replace(f, territories=(claim.territory,)), page="map")
    return "dyad", context.query(replace(f, a=(claim.a,), b=(claim.b,), directed=False), page="dyad")
