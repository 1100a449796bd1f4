"""This module is about an event's facts: who, whom, where, when, its code, and how sure and how precise each is."""

from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from dashboard import escape
from dashboard.names import dyad_name, kind_name, tag
from dashboard.queries.geocodes import Geocode
from dashboard.session import Context

Row = Mapping[str, Any]
NAMED = ("clause", "named")  # bases of a place that are a name in the text


def joined(parts: Iterable[str | None]) -> str:
    """The parts that say something, each once."""
    return " · ".join(dict.fromkeys(part for part in parts if part))


def draw_headline(context: Context, row: Row) -> None:
    """Its type, status, dyad, date and place; an assumed seat stands among the facts below."""
    status = escape.html(context.words.maybe("status", row["status"] or "coded"))
    who = dyad_name(context, row["source"], row["target"], bool(row["symmetric"]))
    when = context.words.day(row["event_date"], row["date_precision"])
    place = None if row["place_precision"] == "seat" else context.place(row["place_id"], row["place_name"])
    st.html(
        f"<div class='dt-event'><p class='meta'>{tag(context, row['event_type'], row['quad_class'])} "
        f"<span class='dt-tag'>{status}</span></p><h2 class='dt-h2'>{escape.html(who)}</h2>"
        f"<p class='dt-sub'>{escape.html(joined([when, place]))}</p></div>"
    )


def draw_facts(context: Context, row: Row, placed: Mapping[str, Geocode]) -> None:
    """A list of facts; the derived ones are named as such."""
    words = context.words
    facts = {
        "event.source": _side(context, row, "source"),
        "event.target": _side(context, row, "target"),
        "event.place": _place(context, row),
        "event.placed": why_here(
            context, next((one for one in placed.values() if one.place_id == row["place_id"]), None)
        ),
        "event.date": _date(context, row),
        "event.code": joined(
            [row["event_type"], kind_name(context, row["event_type"], row["mode"]), _cameo(row["cameo_code"])]
        ),
        "event.score": f"{words.signed(row['goldstein'])} · {words.quad(row['quad_class'])}",
        "event.confidence": words.percent(row["confidence"]),
        "event.seen": joined(
            [words("part.articles", n=row["n_articles"] or 0), words("event.outlets", n=row["n_outlets"] or 0)]
        ),
        "event.published": " – ".join(dict.fromkeys(words.day(row[k]) for k in ("first_published", "last_published"))),
    }
    cells = "".join(
        f"<div><dt>{escape.html(words(key))}</dt><dd>{escape.html(value or '–')}</dd></div>"
        for key, value in facts.items()
    )
    st.html(f"<dl class='dt-facts'>{cells}</dl><p class='dt-note'>{escape.html(words('event.derived'))}</p>")


def why_here(context: Context, geocode: Geocode | None) -> str:
    """What a place rests on: a name in the sentence or elsewhere, or what is assumed of an actor; and how sure it is."""
    if geocode is None or geocode.basis is None:
        return ""
    words = context.words
    name = f"« {geocode.toponym} », " if geocode.toponym and geocode.basis in NAMED else ""
    sure = f" ({words('event.sure', share=words.percent(geocode.score))})" if geocode.score is not None else ""
    return f"{name}{words.maybe('place_from', geocode.basis)}{sure}"


def _place(context: Context, row: Row) -> str:
    words = context.words
    point = f"{words.number(row['lat'], 2)}, {words.number(row['lon'], 2)}" if row["lat"] is not None else None
    country = context.name(row["place_country"]) if row["place_country"] else None
    place = context.place(row["place_id"], row["place_name"])
    return joined([place, country, words.maybe("precision", row["place_precision"] or "none"), point])


def _date(context: Context, row: Row) -> str:
    inferred = f" ({context.words('event.inferred')})" if row["date_inferred"] else ""
    return context.words.day(row["event_date"], row["date_precision"]) + inferred


def _cameo(code: str | None) -> str | None:
    return f"CAMEO {code}" if code else None


def _side(context: Context, row: Row, who: str) -> str:
    """One side of an event: as the texts name it, the actor, the sector."""
    actor = context.name(row[who]) if row[who] else None
    return joined([row[f"{who}_name"], actor, context.words.sector(row[f"{who}_sector"])])
