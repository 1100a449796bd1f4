"""The event page answers: is it true? Every report's sentence, marked, with where it stands and why it was coded so."""

import datetime as dt
import hashlib
from typing import Any

import streamlit as st

from dashboard import escape
from dashboard.data import ask, open_store
from dashboard.empty import say
from dashboard.marks import ROLES, mark, to_html
from dashboard.parts import dyad_name, heading
from dashboard.queries import events
from dashboard.session import Context
from etl.errors import EtlError
from etl.schema import EVENT_TYPES


def draw(context: Context) -> None:
    """The event, its facts, its reports, what users said of it."""
    words = context.words
    found: events.Event | None = (
        ask(context.cube, events.event, event_id=context.view.event) if context.view.event else None
    )
    if found is None:
        say(words("event.none"), words("event.none_body"))
        st.page_link(context.pages["table"], label=words("event.to_table"), query_params=context.query(page="table"))
        return
    row = found.row
    kind = f"<span class='dt-tag q{row['quad_class'] or 0}'>{escape.html(words.type(row['event_type']))}</span>"
    when = words.day(row["event_date"], row["date_precision"])
    who = dyad_name(context, row["source"], row["target"], bool(row["symmetric"]))
    st.html(
        f"<div class='dt-event'><p class='meta'>{kind} {_status(context, row)}</p><h2 class='dt-h2'>{escape.html(who)}</h2>"
        f"<p class='dt-sub'>{escape.html(' · '.join(filter(None, [when, row['place_name']])))}</p></div>"
    )
    _draw_facts(context, row)
    heading(words("event.reports", n=len(found.reports)), words("event.reports_sub"))
    _draw_legend(context)
    for report in found.reports:
        _draw_report(context, report)
    _draw_corrections(context, found)


def _status(context: Context, row: dict[str, Any]) -> str:
    status = row["status"] or "coded"
    return f"<span class='dt-tag'>{escape.html(context.words.maybe('status', status))}</span>"


def _draw_facts(context: Context, row: dict[str, Any]) -> None:
    words = context.words
    place = " · ".join(
        filter(
            None,
            [
                row["place_name"],
                context.name(row["place_country"]) if row["place_country"] else None,
                words.maybe("precision", row["place_precision"] or "none"),
            ],
        )
    )
    point = f"{words.number(row['lat'], 2)}, {words.number(row['lon'], 2)}" if row["lat"] is not None else "–"
    facts = [
        ("event.source", _side(context, row, "source")),
        ("event.target", _side(context, row, "target") or "–"),
        ("event.place", place),
        ("event.point", point),
        (
            "event.date",
            words.day(row["event_date"], row["date_precision"])
            + (f" ({words('event.inferred')})" if row["date_inferred"] else ""),
        ),
        (
            "event.code",
            " · ".join(
                filter(
                    None,
                    [
                        row["event_type"],
                        words.maybe("mode", row["mode"]),
                        f"CAMEO {row['cameo_code']}" if row["cameo_code"] else None,
                    ],
                )
            ),
        ),
        ("event.score", f"{words.signed(row['goldstein'])} · {words.quad(row['quad_class'])}"),
        ("event.confidence", words.percent(row["confidence"])),
        (
            "event.seen",
            f"{words('part.articles', n=row['n_articles'] or 0)} · {words('event.outlets', n=row['n_outlets'] or 0)}",
        ),
        (
            "event.published",
            " – ".join(dict.fromkeys(words.day(row[k]) for k in ("first_published", "last_published"))),
        ),
    ]
    cells = "".join(
        f"<div><dt>{escape.html(words(key))}</dt><dd>{escape.html(value or '–')}</dd></div>" for key, value in facts
    )
    st.html(f"<dl class='dt-facts'>{cells}</dl><p class='dt-note'>{escape.html(words('event.derived'))}</p>")


def _side(context: Context, row: dict[str, Any], who: str) -> str:
    """One side of an event: as the texts name it, the actor, the sector."""
    parts = [
        row[f"{who}_name"],
        context.name(row[who]) if row[who] else None,
        context.words.sector(row[f"{who}_sector"]),
    ]
    return " · ".join(dict.fromkeys(filter(None, parts)))


def _draw_legend(context: Context) -> None:
    marks = "".join(f"<mark class='dt {role}'>{escape.html(context.words(f'role.{role}'))}</mark>" for role in ROLES)
    st.html(f"<div class='dt-legend'>{marks}</div>")


def _draw_report(context: Context, report: dict[str, Any]) -> None:
    words = context.words
    marked = mark(report)
    titles = {role: words(f"role.{role}") for role in ROLES}
    quoted = "".join(
        f" {escape.html(titles[role])}{escape.html(words('frame.colon'))}« {escape.html(text)} »"
        for role, text in marked.elsewhere
    )
    url = escape.link(report["url"])
    title = escape.html(report["title"] or report["article"] or report["ref"] or "–")
    head = f"<a href='{escape.html(url)}' rel='noopener noreferrer' target='_blank'>{title}</a>" if url else title
    where = " · ".join(
        filter(
            None,
            [
                report["outlet"],
                words.day(report["published"]) if report["published"] else None,
                words.maybe("language", report["lang"]),
            ],
        )
    )
    why = " · ".join(
        filter(
            None,
            [
                words("event.rule", rule=report["rule_id"] or "–"),
                words.maybe("modality", report["modality"]),
                words("event.said_by", who=report["attribution"]) if report["attribution"] else None,
                words("event.date_from", how=words.maybe("date_from", report["date_from"]))
                if report["date_from"]
                else None,
                f"{words('event.confidence')} {words.percent(report['confidence'])}",
            ],
        )
    )
    st.html(
        f"<div class='dt-report'><p class='said'>{to_html(marked, titles)}</p>"
        + (f"<p class='code'>{escape.html(words('event.elsewhere'))}{quoted}</p>" if quoted else "")
        + f"<p class='art'><b>{head}</b></p><p class='code'>{escape.html(where)}</p><p class='code'>{escape.html(why)}</p></div>"
    )


def _draw_corrections(context: Context, found: events.Event) -> None:
    words = context.words
    heading(words("event.judge"), words("event.judge_sub"))
    for said in found.corrections:
        text = words(
            "event.said",
            field=said["field"],
            value=said["value"] or "–",
            who=said["author"] or "–",
            when=words.instant(said["made_at"]),
        )
        st.html(
            f"<p class='dt-sub'>{escape.html(text)}{(' « ' + escape.html(said['comment']) + ' »') if said['comment'] else ''}</p>"
        )
    with st.form(context.key("judge"), border=False):
        verdict = st.segmented_control(
            words("event.verdict"),
            ("confirmed", "rejected", "event_type"),
            default="confirmed",
            format_func=lambda v: words(f"event.verdict_{v}"),
            required=True,
        )
        kind = st.selectbox(
            words("event.right_type"),
            EVENT_TYPES,
            index=EVENT_TYPES.index(found.row["event_type"]) if found.row["event_type"] in EVENT_TYPES else 0,
            format_func=words.type,
        )
        author = st.text_input(words("event.author"), max_chars=80)
        comment = st.text_input(words("event.comment"), max_chars=500)
        sent = st.form_submit_button(words("event.send"))
    if sent:
        field, value = ("event_type", kind) if verdict == "event_type" else ("status", str(verdict))
        _send(
            context,
            correction(found.row["event_id"], field, value, author.strip(), comment.strip(), dt.datetime.now(dt.UTC)),
        )


def correction(
    event_id: str, field: str, value: str, author: str, comment: str, made_at: dt.datetime
) -> dict[str, Any]:
    """A row of the corrections table; the same words at the same time have the same id."""
    digest = hashlib.sha256(
        "\x1f".join((event_id, field, value, author, comment, made_at.isoformat())).encode()
    ).hexdigest()[:20]
    return {
        "correction_id": digest,
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
