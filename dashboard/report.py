"""This module is about reports: a dyad or a week as one printable HTML file, with figures, sentences, sources, citation.

The file holds everything and no script; its content policy forbids any. `python -m dashboard.report --dyad RUS-PRK --out
brief.html` writes one (`detente report` calls it), and the dyad page offers the same.
"""

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dashboard import escape
from dashboard.claims import find_claims
from dashboard.cube import Cube, load_cube
from dashboard.figures import svg
from dashboard.filters import LANGS, PERIODS, Filter
from dashboard.grains import grain
from dashboard.links import decode
from dashboard.marks import ROLES, mark, to_html
from dashboard.queries import change, events, selection, time
from dashboard.text import Words
from etl.errors import EtlError, UsageError
from etl.settings import store_url
from etl.store import Store

MOST_EVENTS = 12
STYLE = (Path(__file__).parent / "static" / "report.css").read_text("utf-8")


def dyad_brief(cube: Cube, filter: Filter, lang: str, today: dt.date | None = None) -> str:
    """The brief on the first actors A and B of the filter."""
    words, f = Words(lang), replace(filter, directed=False)
    a, b = f.a[0], f.b[0]
    names = [cube.name(a, lang), cube.name(b, lang)]
    step = grain(time.extent(cube, f))
    lines = [
        (f"{names[i]} → {names[1 - i]}", time.tension(cube, f, step, *((a, b) if i == 0 else (b, a)))) for i in (0, 1)
    ]
    title = words("report.dyad_title", pair=" ↔ ".join(names))
    tone = svg.draw_tension(lines, words, words("report.tone"))
    figures = (
        f"<h2>{words('report.tone')}</h2>{tone}<p class='note'>{escape.html(words('report.tone_scale'))}</p>"
        if tone
        else ""
    ) + _river(cube, f, step, words)
    return _page(cube, f, words, title, figures, today)


def week_brief(cube: Cube, filter: Filter, lang: str, today: dt.date | None = None) -> str:
    """The brief on the last seven days of the filter's period, with what changed."""
    words = Words(lang)
    end = cube.span(filter)[1]
    week = filter.during(end - dt.timedelta(days=6), end)
    pairs, lands = change.change_of_pairs(cube, week), change.change_of_territories(cube, week)
    claims = find_claims(pairs, lands, words, lambda code: cube.name(code, lang))
    listed = "".join(f"<li><b>{escape.html(claim.lead)}</b><br>{escape.html(claim.why)}</li>" for claim in claims)
    title = words("report.week_title", period=words.period(*cube.span(week)))
    return _page(
        cube,
        week,
        words,
        title,
        f"<h2>{words('report.changed')}</h2><ol>{listed}</ol>" + _river(cube, week, "day", words),
        today,
    )


def _river(cube: Cube, f: Filter, step: str, words: Words) -> str:
    drawing = svg.draw_river(time.bins(cube, f, step), words, words("report.weekly"))
    return (
        f"<h2>{words('report.weekly')}</h2>{drawing}<p class='note'>{escape.html(words('report.scale'))}</p>"
        if drawing
        else ""
    )


def _page(cube: Cube, f: Filter, words: Words, title: str, figures: str, today: dt.date | None) -> str:
    totals = selection.totals(cube, f)
    span = words.period(*cube.span(f))
    rows = time.top_events(cube, f, MOST_EVENTS)
    found = [event for event in (events.event(cube, str(key)) for key in rows["event_id"]) if event]
    counted = words("frame.events", n=totals.events) + words("frame.from_reports", n=totals.reports)
    made = words("report.made", day=words.day(today or dt.datetime.now(dt.UTC).date()), version=str(cube.version))
    cite = words("table.citation", n=totals.events, version=str(cube.version), time=words.instant(cube.committed_at))
    body = "".join(_event(cube, event, words) for event in found) or f"<p>{escape.html(words('report.none'))}</p>"
    return (
        f"<!doctype html><html lang='{words.lang}'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; "
        "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">"
        f"<meta name='referrer' content='no-referrer'><title>{escape.html(title)}</title><style>{STYLE}</style></head><body><main>"
        f"<h1>{escape.html(title)}</h1><p "
        f"class='sub'>{escape.html(words('report.contents', n=counted, period=span))} {escape.html(made)}</p>"
        f"{figures}<h2>{escape.html(words('report.events'))}</h2>{body}"
        f"</main><footer><h2>{escape.html(words('report.citation'))}</h2>"
        f"<p>{escape.html(cite)} {escape.html(title)}, {escape.html(span)}.</p>"
        f"<p class='note'>{escape.html(words('data.licences_text'))}</p></footer></body></html>\n"
    )


def _event(cube: Cube, event: events.Event, words: Words) -> str:
    row = event.row
    arrow = "↔" if row["symmetric"] else "→"
    who = (
        f"{cube.name(row['source'], words.lang)} {arrow} {cube.name(row['target'], words.lang)}"
        if row["target"]
        else cube.name(row["source"], words.lang)
    )
    place = None if row["place_precision"] == "seat" else cube.place(row["place_id"], row["place_name"], words.lang)
    meta = " · ".join(
        filter(
            None,
            [words.type(row["event_type"]), words.day(row["event_date"], row["date_precision"]), place],
        )
    )
    return (
        f"<article><h3>{escape.html(who)}</h3><p "
        f"class='meta'>{escape.html(meta)}</p>{''.join(_report(report, words) for report in event.reports[:3])}</article>"
    )


def _report(report: dict[str, Any], words: Words) -> str:
    titles = {role: words(f"role.{role}") for role in ROLES}
    url = escape.link(report["url"])
    title = escape.html(report["title"] or report["article"] or "–")
    linked = f"<a href='{escape.html(url)}' rel='noopener noreferrer'>{title}</a>" if url else title
    where = " · ".join(
        filter(None, [report["outlet"], words.day(report["published"]) if report["published"] else None])
    )
    return f"<p class='said'>{to_html(mark(report), titles)}</p><p class='note'>{linked} · {escape.html(where)}</p>"


def main(argv: Sequence[str] | None = None) -> int:
    """Write a report; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="detente report", description="A printable brief on a dyad or a week, as one HTML file."
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--dyad", metavar="A-B", help="two actor ids, such as RUS-PRK or ISR-NSA:HAMAS")
    what.add_argument("--week", action="store_true", help="the last seven days of the period")
    parser.add_argument("--period", choices=PERIODS[:-1], default="1y")
    parser.add_argument("--from", dest="start", type=dt.date.fromisoformat, help="first day, YYYY-MM-DD")
    parser.add_argument("--to", dest="end", type=dt.date.fromisoformat, help="last day, YYYY-MM-DD")
    parser.add_argument("--lang", choices=LANGS, default="en")
    parser.add_argument("--store", help="folder or URL of the store")
    parser.add_argument("--out", type=Path, required=True, help="the HTML file to write")
    asked = parser.parse_args(argv)
    try:
        f = _asked_filter(asked)
        snapshot = Store.open(store_url(asked.store)).snapshot()
        if snapshot.is_empty:
            raise EtlError("the store is empty; `detente run data/articles` fills it")
        cube = load_cube(snapshot)
        asked.out.write_text(
            dyad_brief(cube, f, asked.lang) if asked.dyad else week_brief(cube, f, asked.lang), "utf-8"
        )
    except (EtlError, OSError) as error:
        print(f"detente report: {error}", file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1
    return 0


def _asked_filter(asked: argparse.Namespace) -> Filter:
    query = {
        "v": ["1"],
        "per": [asked.period],
        **({"from": [str(asked.start)]} if asked.start else {}),
        **({"to": [str(asked.end)]} if asked.end else {}),
    }
    if asked.dyad:
        a, _, b = asked.dyad.partition("-")
        query |= {"a": [a], "b": [b]}
    state, problems = decode(query)
    if problems or (asked.dyad and not (state.filter.a and state.filter.b)):
        raise UsageError(f"{asked.dyad!r} is no pair of actor ids such as RUS-PRK")
    return state.filter


if __name__ == "__main__":
    sys.exit(main())
