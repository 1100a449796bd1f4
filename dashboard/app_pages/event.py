"""The event page answers: is it true? Every report's sentence, marked, with where it stands and why it was coded so."""

import streamlit as st

from dashboard.data import ask
from dashboard.empty import say
from dashboard.parts import heading
from dashboard.queries import events, geocodes
from dashboard.sections.facts import draw_facts, draw_headline
from dashboard.sections.reports import draw_legend, draw_report
from dashboard.sections.verdict import draw_verdict
from dashboard.session import Context


def draw(context: Context) -> None:
    """The event, its facts, its reports, what users said of it."""
    words, asked = context.words, context.view.event
    found: events.Event | None = ask(context.cube, events.event, event_id=asked) if asked else None
    if found is None:
        say(words("event.none"), words("event.none_body"))
        st.page_link(context.pages["table"], label=words("event.to_table"), query_params=context.query(page="table"))
        return
    placed: dict[str, geocodes.Geocode] = ask(context.cube, geocodes.geocodes, event_id=asked)
    draw_headline(context, found.row)
    draw_facts(context, found.row, placed)
    heading(words("event.reports", n=len(found.reports)), words("event.reports_sub"))
    draw_legend(context)
    for report in found.reports:
        draw_report(context, report, placed.get(report["mention_id"]))
    draw_verdict(context, found)
