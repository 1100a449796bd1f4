"""This module is about verdicts: what users said of an event, and the form that keeps another one as a correction."""

import datetime as dt
import hashlib
from typing import Any

import streamlit as st

from dashboard import escape
from dashboard.data import open_store
from dashboard.parts import heading
from dashboard.queries.events import Event
from dashboard.session import Context
from etl.errors import EtlError
from etl.schema import EVENT_TYPES

VERDICTS = ("confirmed", "rejected", "event_type")


def draw_verdict(context: Context, found: Event) -> None:
    """What was said before, and a form."""
    words = context.words
    heading(words("event.judge"), words("event.judge_sub"))
    for said in found.corrections:
        _draw_said(context, said)
    with st.form(context.key("judge"), border=False):
        verdict = st.segmented_control(
            words("event.verdict"),
            VERDICTS,
            default=VERDICTS[0],
            format_func=lambda v: words(f"event.verdict_{v}"),
            required=True,
        )
        known = found.row["event_type"] in EVENT_TYPES
        kind = st.selectbox(
            words("event.right_type"),
            EVENT_TYPES,
            index=EVENT_TYPES.index(found.row["event_type"]) if known else 0,
            format_func=words.type,
        )
        author = st.text_input(words("event.author"), max_chars=80)
        comment = st.text_input(words("event.comment"), max_chars=500)
        sent = st.form_submit_button(words("event.send"))
    if sent:
        field, value = ("event_type", kind) if verdict == "event_type" else ("status", str(verdict))
        now = dt.datetime.now(dt.UTC)
        _send(context, correction(found.row["event_id"], field, value, author.strip(), comment.strip(), now))


def _draw_said(context: Context, said: dict[str, Any]) -> None:
    text = context.words(
        "event.said",
        field=said["field"],
        value=said["value"] or "–",
        who=said["author"] or "–",
        when=context.words.instant(said["made_at"]),
    )
    comment = f" — {escape.html(said['comment'])}" if said["comment"] else ""
    st.html(f"<p class='dt-sub'>{escape.html(text)}{comment}</p>")


def correction(
    event_id: str, field: str, value: str, author: str, comment: str, made_at: dt.datetime
) -> dict[str, Any]:
    """A row of the corrections table; the same words at the same time have the same id."""
    parts = (event_id, field, value, author, comment, made_at.isoformat())
    return {
        "correction_id": hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20],
        "event_id": event_id,
        "field": field,
        "value": value,
        "author": author or None,
        "comment": comment or None,
        "made_at": made_at,
        "run_id": "corrections",
    }


def _send(context: Context, row: dict[str, Any]) -> None:
    try:
        version = open_store().add_corrections([row])
    except EtlError as error:
        st.error(escape.markdown(context.words("event.not_sent", reason=error.reason)))
        return
    st.session_state["version"] = version
    st.toast(context.words("event.sent", version=str(version)))
    context.go(data=None)
