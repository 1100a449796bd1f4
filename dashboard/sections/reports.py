"""This module is about reports: a sentence with its marks, the article it stands in, and why it was coded so."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import escape
from dashboard.marks import ROLES, Marked, mark, to_html
from dashboard.queries.geocodes import Geocode
from dashboard.sections.facts import joined, why_here
from dashboard.session import Context

Report = Mapping[str, Any]


def draw_legend(context: Context) -> None:
    """What each mark says."""
    marks = "".join(f"<mark class='dt {role}'>{escape.html(context.words(f'role.{role}'))}</mark>" for role in ROLES)
    st.html(f"<div class='dt-legend'>{marks}</div>")


def draw_report(context: Context, report: Report, geocode: Geocode | None) -> None:
    """One report of an event."""
    marked = mark(report)
    titles = {role: context.words(f"role.{role}") for role in ROLES}
    st.html(
        f"<div class='dt-report'><p class='said'>{to_html(marked, titles)}</p>{_elsewhere(context, marked, titles)}"
        f"<p class='art'><b>{_linked_title(report)}</b></p><p class='code'>{escape.html(_where(context, report))}</p>"
        f"<p class='code'>{escape.html(_why(context, report, geocode))}</p></div>"
    )


def _elsewhere(context: Context, marked: Marked, titles: Mapping[str, str]) -> str:
    """Words of the article that a pronoun or a role stands for, as HTML."""
    if not marked.elsewhere:
        return ""
    colon = context.words("frame.colon")
    quoted = " ".join(escape.html(f"{titles[role]}{colon}« {text} »") for role, text in marked.elsewhere)
    return f"<p class='code'>{escape.html(context.words('event.elsewhere'))} {quoted}</p>"


def _linked_title(report: Report) -> str:
    url = escape.link(report["url"])
    title = escape.html(report["title"] or report["article"] or report["ref"] or "–")
    return f"<a href='{escape.html(url)}' rel='noopener noreferrer' target='_blank'>{title}</a>" if url else title


def _where(context: Context, report: Report) -> str:
    words = context.words
    published = words.day(report["published"]) if report["published"] else None
    return joined([report["outlet"], published, words.maybe("language", report["lang"])])


def _why(context: Context, report: Report, geocode: Geocode | None) -> str:
    """The rule that fired, modality, who says so, where date and place come from, how sure."""
    words, why = context.words, why_here(context, geocode)
    return joined(
        [
            words("event.rule", rule=report["rule_id"] or "–"),
            words.maybe("modality", report["modality"]),
            words("event.said_by", who=report["attribution"]) if report["attribution"] else None,
            words("event.date_from", how=words.maybe("date_from", report["date_from"]))
            if report["date_from"]
            else None,
            f"{words('event.placed')}{words('frame.colon')}{why}" if why else None,
            f"{words('event.confidence')} {words.percent(report['confidence'])}",
        ]
    )
