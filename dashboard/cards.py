"""This module is about event cards: what happened, one sentence that says so, and the way to all its reports."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import escape
from dashboard.data import ask
from dashboard.names import dyad_name, tag
from dashboard.parts import heading, onward, remark
from dashboard.queries import events as event_queries
from dashboard.queries import time
from dashboard.session import Context

LONGEST = 260  # characters of a sentence on a card; its page has all of it


def top_events(context: Context, title: str, sub: str, key: str, filter: Any = None, limit: int = 6) -> None:
    """The most covered events of the view (or of `filter`), as a section of a page."""
    heading(title, sub)
    cards(context, ask(context.cube, time.top_events, filter or context.filter, limit=limit), key)


def cards(context: Context, rows: pd.DataFrame, key: str) -> None:
    """Events with a sentence each, and the way to all their reports."""
    if not len(rows):
        return remark(context.words("part.no_events"))
    said: dict[str, str] = ask(context.cube, event_queries.sentences, ids=tuple(rows["event_id"]))
    with st.container(key=context.key(f"cards:{key}")):
        for row in rows.to_dict("records"):
            _card(context, row, said.get(row["event_id"], ""))
    return None


def _card(context: Context, row: Mapping[str, Any], sentence: str) -> None:
    words = context.words
    meta = [words.day(row["event_date"] if not pd.isna(row["event_date"]) else None, row["date_precision"])]
    if place := context.place(row["place_id"], row["place_name"]):
        meta.append(place)
    meta.append(words("part.articles", n=int(row["n_articles"])))
    short = sentence if len(sentence) < LONGEST else sentence[: LONGEST - 3].rsplit(" ", 1)[0] + " …"
    st.html(
        f"<div class='dt-card'><p class='meta'>{tag(context, row['event_type'], row['quad'])} &nbsp;{escape.html(' · '.join(meta))}</p>"
        f"<p class='who'>{escape.html(dyad_name(context, row['source'], row['target'], bool(row['mutual'])))}</p>"
        f"<p class='said'>{escape.html(short)}</p></div>"
    )
    onward(context, "event", words("part.open_event"), context.query(page="event", event=str(row["event_id"])))
