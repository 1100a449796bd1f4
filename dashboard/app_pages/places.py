"""The places page answers: which place names need a person? What one adds wins in the next run."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import escape, localplaces
from dashboard.data import ask
from dashboard.names import named
from dashboard.parts import heading, pick, remark
from dashboard.queries import quality
from dashboard.session import Context


def draw(context: Context) -> None:
    """The doubtful names, and a form that settles one."""
    words = context.words
    heading(words("places.doubtful"), words("places.doubtful_sub"))
    table: pd.DataFrame = ask(context.cube, quality.doubtful_places)
    if not len(table):
        remark(words("places.none"))
    shown = pd.DataFrame(
        {
            words("places.toponym"): table["toponym"],
            words("places.now"): [_taken_for(context, row) for row in table.itertuples()],
            words("map.country"): [name or "–" for name in named(context, table["country"])],
            words("places.times"): table["n"],
            words("places.score"): table["score"].round(2),
            words("places.reason"): [
                words.maybe("places.reason_of", code) or "–" for code in table["reason"].fillna("")
            ],
        }
    )
    formats = {words("places.score"): st.column_config.NumberColumn(format="localized", width="small")}
    row = pick(context, shown, "doubtful", formats, words("places.doubtful"), most=420)
    chosen = str(table.iloc[row]["toponym"]) if row is not None else context.view.find
    if row is not None and chosen != context.view.find:
        context.go(find=chosen)
    _draw_form(context, chosen)


def _taken_for(context: Context, row: Any) -> str:
    """The place a name is taken for, with its id, which the form below asks for."""
    if not isinstance(row.place_id, str):
        return context.words("places.unresolved")
    return " · ".join(dict.fromkeys(filter(None, [context.place(row.place_id, row.place_name), row.place_id])))


def _draw_form(context: Context, name: str) -> None:
    words, key = context.words, context.key
    heading(words("places.add"), words("places.add_sub"))
    search = st.text_input(words("places.search"), key=key("search"), icon=":material/search:", max_chars=100)
    known: pd.DataFrame = (
        ask(context.cube, quality.known_places, find=search)
        if search.strip()
        else pd.DataFrame(columns=["place_id", "name", "kind", "country"])
    )
    labels = {
        row.place_id: f"{row.name_} · {row.kind} · {context.name(row.country if isinstance(row.country, str) else None)} · {row.place_id}"
        for row in known.rename(columns={"name": "name_"}).itertuples()
    }
    with st.form(key("alias"), border=False):
        said = st.text_input(words("places.name"), name, max_chars=120)
        place = st.selectbox(
            words("places.means"), list(labels), None, lambda code: labels[code], placeholder=words("places.means_hint")
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            lat = st.number_input(words("places.lat"), -90.0, 90.0, None, format="%.4f", width=150)
            lon = st.number_input(words("places.lon"), -180.0, 180.0, None, format="%.4f", width=150)
            country = st.text_input(words("places.country"), max_chars=3, width=130)
        sent = st.form_submit_button(words("places.save"), type="primary")
    if sent:
        try:
            localplaces.add_alias(
                localplaces.local_file(), said, place or "", lat, lon, country, "" if place else "city"
            )
            st.success(escape.markdown(words("places.saved", name=said)), icon=":material/check:")
        except (ValueError, OSError):
            st.error(words("places.not_saved"))
