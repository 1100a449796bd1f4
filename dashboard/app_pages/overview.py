"""The overview answers: what changed?"""

import streamlit as st

from dashboard.session import Context


def draw(context: Context) -> None:
    """Claims first."""
    st.write(context.totals)
