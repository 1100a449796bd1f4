"""The map answers: where? Places, territories or pairs; for the whole period or step by step."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import escape
from dashboard.cube import grain as grain_of
from dashboard.data import ask
from dashboard.figures.worldmap import describe_map, draw_map, known_polygons
from dashboard.filters import Filter
from dashboard.frame import describe
from dashboard.parts import cards, heading, map_legend, note, twin
from dashboard.queries import geography, relations, time
from dashboard.session import Context, land_url

MODES = ("places", "countries", "arcs")
STEP_DAYS = {"day": 1, "week": 7, "month": 28, "year": 364}


def draw(context: Context) -> None:
    """The figure, what it means, its table, the events behind it."""
    words, cube = context.words, context.cube
    mode = context.view.mode if context.view.mode in MODES else "places"
    shown = _draw_controls(context, mode)
    places: pd.DataFrame = ask(cube, geography.places, shown)
    lands: pd.DataFrame = ask(cube, geography.territories, shown)
    names = {code: context.name(code) for code in lands["territory"]}
    figure = draw_map(
        places if mode == "places" else places.head(0),
        lands if mode == "places" else lands.drop(columns="coarse") if mode == "countries" else None,
        words,
        context.look,
        land_url(),
        arcs=_arcs(context, shown) if mode == "arcs" else None,
        names=names,
    )
    chosen = st.plotly_chart(
        figure,
        key=context.key("map"),
        theme=None,
        on_select="rerun",
        selection_mode=("points", "box"),
        config={"scrollZoom": True, "displaylogo": False, "modeBarButtonsToRemove": ["lasso2d", "toImage"]},
        alt=describe_map(places, words, describe(context)),
    )
    map_legend(context, fills=mode == "places")
    located: dict[str, int] = ask(cube, geography.located, shown)
    parts = [
        f"{words.maybe('precision', key)} {words.number(n)}"
        for key, n in sorted(located.items(), key=lambda item: -item[1])
    ]
    note(
        context,
        sum(located.values()),
        f"{words('map.precision')}{words('frame.colon')}{', '.join(parts)}",
        *([words("map.gridded")] if geography.is_gridded(places) else []),
    )
    _select(context, chosen)
    _twin(context, places, names)
    heading(words("map.events"), words("map.hint"))
    cards(context, ask(cube, time.top_events, shown, limit=6), "map")


def _draw_controls(context: Context, mode: str) -> Filter:
    """What to draw, and the playback; returns the filter of the step that is shown."""
    words, view = context.words, context.view
    first, last = context.cube.span(context.filter)
    days = STEP_DAYS[grain_of((first, last))]
    with st.container(horizontal=True, vertical_alignment="center", key="controls"):
        wanted = st.segmented_control(
            words("map.mode"),
            MODES,
            default=mode,
            format_func=lambda m: words(f"map.mode_{m}"),
            key=context.key("mode"),
            label_visibility="collapsed",
        )
        if wanted and wanted != mode:
            context.go(mode=wanted)
        if view.step is None:
            if st.button(words("map.step"), icon=":material/play_arrow:", key="step"):
                context.go(step=first)
            return context.filter
        start = min(max(view.step, first), last)
        shown = context.filter.during(start, min(start + dt.timedelta(days=days - 1), last))
        if st.button(words("map.previous"), icon=":material/chevron_left:", key="earlier", disabled=start <= first):
            context.go(step=max(first, start - dt.timedelta(days=days)))
        if st.button(
            words("map.next"),
            icon=":material/chevron_right:",
            key="later",
            disabled=start + dt.timedelta(days=days) > last,
        ):
            context.go(step=start + dt.timedelta(days=days))
        if st.button(words("map.step_off"), key="whole", type="tertiary"):
            context.go(step=None)
        located: dict[str, int] = ask(context.cube, geography.located, shown)
        said = words(
            "map.step_at",
            period=words.period(*context.cube.span(shown)),
            n=words("frame.events", n=sum(located.values())),
        )
        st.html(f"<p class='dt-stale'><b>{escape.html(said)}</b></p>", width="content")
        return shown


def _arcs(context: Context, shown: Filter) -> pd.DataFrame:
    pairs: pd.DataFrame = ask(context.cube, relations.pairs, shown, limit=60)
    points: pd.DataFrame = ask(context.cube, geography.capitals)
    table = pairs.merge(points.add_suffix("_a"), left_on="a", right_on="actor_a").merge(
        points.add_suffix("_b"), left_on="b", right_on="actor_b"
    )
    return table.assign(n_max=table["n"].max() if len(table) else 1)


def _select(context: Context, chosen: Any) -> None:
    """Clicked or boxed marks become chips."""
    points = chosen.selection["points"] if chosen else []
    codes = [str(point.get("customdata") or point.get("location") or "") for point in points]
    lands = tuple(
        dict.fromkeys(
            code.removeprefix("terr:") for code in codes if code.startswith("terr:") or code in known_polygons()
        )
    )
    places = tuple(
        dict.fromkeys(code for code in codes if code and not code.startswith("terr:") and code not in known_polygons())
    )[:40]
    if places:
        context.go(replace(context.filter, places=places))
    if lands:
        context.go(replace(context.filter, territories=lands))


def _twin(context: Context, places: pd.DataFrame, names: dict[str, str]) -> None:
    words = context.words
    shown = pd.DataFrame(
        {
            words("map.name"): places["name"],
            words("map.country"): [names.get(code, code) for code in places["country"]],
            words("map.n"): places["n"],
            words("map.tone"): places["goldstein"].round(1),
        }
    )
    row = twin(context, shown.head(300), "places", words("map.question"))
    if row is not None:
        context.go(replace(context.filter, places=(str(places.iloc[row]["place_id"]),)))
