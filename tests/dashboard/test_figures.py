# ruff: noqa: E501 (rows of examples are read across)
"""Figures are pure: a table in, traces out."""

import datetime as dt
import itertools
import json
import math
import subprocess
import sys
import time
from collections.abc import Callable

import networkx as nx
import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.breaks import find_breaks
from dashboard.figures.balance import draw_balance
from dashboard.figures.basemap import known_polygons
from dashboard.figures.calendar import draw_calendar
from dashboard.figures.chart import Chart
from dashboard.figures.coverage import draw_coverage
from dashboard.figures.history import draw_history
from dashboard.figures.look import DARK, LIGHT, Look
from dashboard.figures.matrix import draw_matrix
from dashboard.figures.measure import Measure
from dashboard.figures.network import draw_network
from dashboard.figures.outlets import draw_outlets
from dashboard.figures.partners import draw_partners
from dashboard.figures.river import draw_river, signed
from dashboard.figures.sphere import great_circle
from dashboard.figures.tension import Line, draw_tension, smoothed
from dashboard.figures.ticks import mirrored_axis
from dashboard.figures.timeaxis import stretches
from dashboard.figures.worldmap import draw_map
from dashboard.graphs import build_graph, find_communities, lay_out, narrow
from dashboard.text import Words

EN = Words("en")
PLAIN = Measure(EN)
WEEK = dt.date(2026, 1, 1), dt.date(2026, 1, 7)
WEEKS = pd.DataFrame({
    "date": pd.to_datetime(["2026-01-05", "2026-01-05", "2026-01-12"]), "quad": [1, 4, 3], "n": [4, 6, 2], "reports": [5, 9, 2], "articles": [100, 100, 0],
})  # fmt: skip
PAIRS = pd.DataFrame(
    {
        "a": ["A", "A", "B", "D"],
        "b": ["B", "C", "C", "E"],
        "n": [10, 5, 3, 1],
        "goldstein": [2.0, -3.0, 1.0, 0.0],
        "conflict": [0.1, 0.9, 0.3, 0.5],
    }
)


def test_figures_never_import_streamlit() -> None:
    code = "import sys, pkgutil, importlib, dashboard.figures as f\nfor m in pkgutil.iter_modules(f.__path__): importlib.import_module(f'dashboard.figures.{m.name}')\nsys.exit('streamlit' in sys.modules)"  # fmt: skip
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def drawn() -> dict[str, go.Figure]:
    """Every plotly figure of the dashboard, with each of its optional parts."""
    where = {
        "place_id": ["p"],
        "name": ["x"],
        "country": ["FRA"],
        "lat": [1.0],
        "lon": [2.0],
        "n": [3],
        "goldstein": [np.nan],
    }
    lands = {"territory": ["FRA"], "n": [5], "coarse": [5], "goldstein": [1.0]}
    arcs = {
        "a": ["FRA"],
        "b": ["USA"],
        "lat_a": [1.0],
        "lon_a": [2.0],
        "lat_b": [30.0],
        "lon_b": [60.0],
        "n": [4],
        "n_max": [4],
        "goldstein": [-2.0],
    }
    bins = pd.DataFrame({"date": WEEKS["date"], "n": WEEKS["n"], "mean": [1.0, -2.0, 0.5], "error": 0.1})
    gaps, breaks = pd.DataFrame({"date": [WEEKS["date"][2]]}), [WEEKS["date"][2]]
    types = pd.DataFrame({"event_type": ["CONSULT"], "forth": [1], "back": [2], "mutual": [3]})
    graph = build_graph(PAIRS)
    return {
        "river": draw_river(WEEKS, "week", EN, LIGHT, gaps=gaps, breaks=breaks),
        "river of shares": draw_river(WEEKS, "week", EN, LIGHT, share=True),
        "tension": draw_tension([Line("a", bins, "#112233")], EN, LIGHT, breaks, gaps),
        "map": draw_map(pd.DataFrame(where), pd.DataFrame(lands), PLAIN, LIGHT, "land", arcs=pd.DataFrame(arcs)),
        "matrix": draw_matrix(graph, find_communities(graph), str, PLAIN, LIGHT),
        "balance": draw_balance(types, "a", "b", PLAIN, LIGHT),
        "partners": draw_partners(pd.DataFrame({"partner": ["A"], "n": [2], "goldstein": [1.0]}), str, PLAIN, LIGHT),
        "outlets": draw_outlets(pd.DataFrame({"outlet": ["24"], "lang": ["fr"], "events": [4]}), 8, EN, LIGHT),
        "history": draw_history(pd.DataFrame({"year": [2025, 2026], "quad": [1, 4], "n": [3, 2]}), EN, LIGHT),
        "coverage": draw_coverage(pd.DataFrame({"outlet": ["24"], "date": [WEEKS["date"][0]], "n": [4]}), gaps, "week", EN, LIGHT),
    }  # fmt: skip


@pytest.mark.parametrize("name", drawn())
def test_a_figure_that_was_built_unchecked_passes_every_check_of_plotly(name: str) -> None:
    figure = drawn()[name]
    checked = go.Figure(json.loads(figure.to_json()))  # raises on a property or value that plotly does not know
    assert [trace.type for trace in checked.data] == [trace.type for trace in figure.data] != []
    assert "NaN" not in figure.to_json()


def test_what_plotly_does_not_know_fails_the_check() -> None:
    chart = Chart()
    chart.add("bar", colour="red")
    with pytest.raises(ValueError, match="colour"):
        go.Figure(chart.finish().to_dict())


def test_a_chart_costs_a_fraction_of_a_figure_that_checks_itself() -> None:
    bins = pd.concat([WEEKS.assign(date=WEEKS["date"] + pd.Timedelta(weeks=3 * k)) for k in range(40)])
    plain = json.loads(draw_river(bins, "week", EN, LIGHT).to_json())

    def seconds(work: Callable[[], object]) -> float:
        began = time.process_time()
        work()
        return time.process_time() - began

    chart = Chart()
    chart.traces, chart.layout = plain["data"], plain["layout"]
    ours, theirs = (min(seconds(work) for _ in range(5)) for work in (chart.finish, lambda: go.Figure(plain)))
    assert ours < theirs


def test_the_river_mirrors_conflict_below_zero() -> None:
    values = signed(WEEKS, share=False)
    assert dict(zip(values["quad"], values["value"], strict=True)) == {1: 4, 4: -6, 3: -2}
    bars = [trace for trace in draw_river(WEEKS, "week", EN, LIGHT).data if trace.type == "bar"]
    assert [bar.name for bar in bars] == [
        "Material cooperation",
        "Verbal cooperation",
        "Material conflict",
        "Verbal conflict",
    ]


def test_shares_are_per_thousand_articles_and_leave_out_weeks_without_articles() -> None:
    values = signed(WEEKS, share=True)
    assert list(values["value"]) == [40.0, -60.0]


def test_neighbouring_gaps_are_one_stretch() -> None:
    gaps = pd.DataFrame({"date": pd.to_datetime(["2026-01-05", "2026-01-12", "2026-03-02"])})
    assert len(stretches(gaps, "week")) == 2


def test_a_step_in_a_noisy_series_is_found_and_noise_alone_is_not() -> None:
    rng = np.random.default_rng(1)
    dates = pd.date_range("2025-01-06", periods=60, freq="7D")
    flat = pd.DataFrame({"date": dates, "mean": rng.normal(0, 1, 60)})
    assert find_breaks(flat) == []
    step = flat.assign(mean=flat["mean"] + np.where(np.arange(60) >= 30, 6.0, 0.0))
    assert find_breaks(step) == [dates[30]]


def test_the_running_mean_weighs_bins_by_their_events() -> None:
    bins = pd.DataFrame(
        {"date": pd.date_range("2026-01-05", periods=2), "n": [1, 99], "mean": [-10.0, 0.0], "error": [0.0, 0.0]}
    )
    assert smoothed(bins)["smooth"].iloc[-1] == pytest.approx(-0.1)


def test_a_territory_without_a_finer_place_is_a_fill_and_no_dot() -> None:
    lands = pd.DataFrame(
        {"territory": ["FRA", "XKX"], "n": [5, 2], "coarse": [5, 2], "goldstein": [1.0, 2.0], "conflict": [0.1, 0.2]}
    )
    places = pd.DataFrame(columns=["place_id", "name", "country", "lat", "lon", "n", "goldstein"])
    traces = draw_map(places, lands, PLAIN, LIGHT, "land").data
    assert [trace.type for trace in traces] == ["choroplethmap"] and list(traces[0].locations) == ["FRA"]
    assert "XKX" not in known_polygons()


def test_the_map_asks_only_for_the_land_it_is_given() -> None:
    places = pd.DataFrame(
        {"place_id": ["p"], "name": ["x"], "country": ["FRA"], "lat": [1.0], "lon": [2.0], "n": [3], "goldstein": [1.0]}
    )
    text = draw_map(places, None, PLAIN, LIGHT, "LAND-URL").to_json()
    assert "LAND-URL" in text and "http" not in text.replace("LAND-URL", "")


def test_a_great_circle_crosses_the_antimeridian_the_short_way() -> None:
    _, lon = great_circle((35.7, 139.7), (38.9, -77.0))
    assert max(abs(a - b) for a, b in itertools.pairwise(lon)) < 30


def test_the_layout_is_the_same_for_the_same_pairs_and_filters_do_not_move_it() -> None:
    assert lay_out(PAIRS) == lay_out(PAIRS.copy()) and set(lay_out(PAIRS)) == set("ABCDE")
    places = lay_out(PAIRS)
    option, actors, links = draw_network(narrow(build_graph(PAIRS), weight=4), places, {}, str, PLAIN, LIGHT)
    drawn = {node["id"]: (node["x"], node["y"]) for node in option["series"][0]["data"]}
    assert actors == ["A", "B", "C"] and links == [("A", "B"), ("A", "C")]
    assert all(drawn[actor] == places[actor] for actor in actors)
    assert {"corner0", "corner1"} <= set(drawn), "hidden nodes do not change the scale"


def test_conflict_is_dashed_as_well_as_red() -> None:
    option, _, links = draw_network(build_graph(PAIRS), lay_out(PAIRS), {}, str, PLAIN, LIGHT)
    kinds = {pair: link["lineStyle"]["type"] for pair, link in zip(links, option["series"][0]["links"], strict=True)}
    assert kinds[("A", "C")] == "dashed" and kinds[("A", "B")] == "solid"


def test_ego_core_and_weight_narrow_the_graph() -> None:
    graph = build_graph(PAIRS)
    assert set(narrow(graph, ("D",), hops=1)) == {"D", "E"}
    assert set(narrow(graph, core=2)) == {"A", "B", "C"}
    assert set(narrow(graph, weight=6)) == {"A", "B"}


def test_two_cliques_are_two_stable_communities() -> None:
    graph = nx.Graph()
    for clique in ("abcd", "wxyz"):
        for one in clique:
            for other in clique:
                if one < other:
                    graph.add_edge(one, other, n=10, goldstein=0.0, conflict=0.0)
    graph.add_edge("a", "w", n=1, goldstein=0.0, conflict=0.0)
    members = find_communities(graph)
    assert len({members[actor].community for actor in "abcd"}) == 1 and members["a"].community != members["w"].community
    assert all(member.stability == 1 for member in members.values())


def test_the_calendar_is_plain_json() -> None:
    days = pd.DataFrame({"date": pd.to_datetime(["2026-01-05"]), "n": [3], "goldstein": [1.0]})
    assert json.dumps(draw_calendar(days, WEEK, EN, DARK))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_months_of_the_calendar_have_one_letter_on_a_phone(lang: str) -> None:
    days = pd.DataFrame({"date": pd.to_datetime(["2026-01-05"]), "n": [3], "goldstein": [1.0]})
    short, usual = (
        draw_calendar(days, WEEK, Words(lang), DARK, narrow)["calendar"]["monthLabel"]["nameMap"]
        for narrow in (True, False)
    )
    assert "".join(short) == "JFMAMJJASOND" and all(len(name) > 2 for name in usual)


def test_a_day_of_the_calendar_says_its_share_of_coverage_where_that_is_asked() -> None:
    days = pd.DataFrame({"date": pd.to_datetime(["2026-01-05"]), "n": [3], "goldstein": [1.0], "articles": [60]})
    mark = draw_calendar(days, WEEK, EN, LIGHT)["series"][0]["data"][0]
    assert mark["value"] == ["2026-01-05", 50.0] and "50.0 per 1,000 articles" in mark["tooltip"]["formatter"]


def test_a_share_divides_by_the_articles_of_the_same_time_and_says_so() -> None:
    share = Measure(EN, 200)
    assert share.value(5) == 25 and share.said(5) == "5 events · 25.0 per 1,000 articles"
    assert PLAIN.value(5) == 5 and PLAIN.said(5) == "5 events"
    assert math.isnan(Measure(EN, 0).value(5)), "no article read is no share, not a share of zero"
    assert list(share.columns(pd.Series([5]))) == ["Events", "Per 1,000 articles"]


def test_bars_of_balance_and_partners_are_rates_when_shares_are_asked() -> None:
    rows = pd.DataFrame({"event_type": ["CONSULT"], "forth": [4], "back": [2], "mutual": [0]})
    bars = draw_balance(rows, "A", "B", Measure(EN, 1000), LIGHT).data
    assert [list(bar.x) for bar in bars] == [[-2.0], [0.0], [4.0], [0.0]]
    partners = pd.DataFrame({"partner": ["B"], "n": [4], "goldstein": [1.0]})
    assert list(draw_partners(partners, str, Measure(EN, 500), LIGHT).data[0].x) == [8.0]


def test_a_mirrored_axis_has_round_ticks_without_signs() -> None:
    axis = mirrored_axis(5, EN)
    assert axis["tickvals"] == [-4, -2, 0, 2, 4] and axis["ticktext"] == ["4", "2", "0", "2", "4"]


def test_an_arc_has_a_knob_that_opens_its_pair() -> None:
    arcs = pd.DataFrame({"a": ["FRA"], "b": ["USA"], "lat_a": [48.9], "lon_a": [2.4], "lat_b": [38.9], "lon_b": [-77.0],
                         "n": [4], "n_max": [4], "goldstein": [2.0]})  # fmt: skip
    knob = draw_map(pd.DataFrame(), None, PLAIN, LIGHT, "land", arcs=arcs).data[-1]
    assert list(knob.customdata) == ["pair:FRA|USA"] and -77 < knob.lon[0] < 2.4


def test_gaps_in_coverage_are_grey_bands_on_every_time_axis() -> None:
    gaps = pd.DataFrame({"date": pd.to_datetime(["2026-01-19"])})
    bins = pd.DataFrame({"date": pd.to_datetime(["2026-01-05"]), "n": [9], "mean": [1.0], "error": [0.1]})
    months = pd.DataFrame({"outlet": ["x"], "date": pd.to_datetime(["2026-01-05"]), "n": [4]})
    for figure in (
        draw_river(WEEKS, "week", EN, LIGHT, gaps=gaps),
        draw_tension([Line("A", bins, "#112233")], EN, LIGHT, gaps=gaps, grain="week"),
        draw_coverage(months, gaps, "week", EN, LIGHT),
    ):
        assert [str(shape.x0)[:10] for shape in figure.layout.shapes if shape.type == "rect"] == ["2026-01-19"]


def test_the_line_of_tension_is_broken_where_no_event_was_for_long() -> None:
    days = pd.to_datetime(["2026-01-05", "2026-01-12", "2026-02-09", "2026-03-16", "2026-03-23"])
    bins = pd.DataFrame({"date": days, "n": 9, "mean": 1.0, "error": 0.1})
    band, line, dots = draw_tension([Line("A", bins, "#112233")], EN, LIGHT, grain="week").data
    assert [x and x[:10] for x in line.x] == [
        "2026-01-08",
        "2026-01-15",
        "2026-02-12",
        None,
        "2026-03-19",
        "2026-03-26",
    ]
    assert [y is None for y in line.y] == [x is None for x in line.x] and len(dots.x) == 5
    assert [k for k, x in enumerate(band.x) if x is None] == [6] and len(band.x) == len(band.y) == 11


MACHADO = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}  # Machado, Oliveira and Fernandes 2009, severity 1.0


def linear(color: str) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    rgb = np.array([int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(rgb: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    xyz = (
        np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
        @ np.clip(rgb, 0, 1)
        / [0.9505, 1.0, 1.089]
    )
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("deficiency", [None, *MACHADO])
@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_quad_colours_stay_apart_under_every_colour_vision_deficiency(look: Look, deficiency: str | None) -> None:
    seen = [lab(np.array(MACHADO[deficiency]) @ linear(color) if deficiency else linear(color)) for color in look.quads]
    assert min(float(np.linalg.norm(seen[i] - seen[j])) for i in range(4) for j in range(i)) >= 20


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_text_in_figures_has_the_contrast_of_wcag_aa(look: Look) -> None:
    light = {
        color: float(np.array([0.2126, 0.7152, 0.0722]) @ linear(color)) + 0.05
        for color in (look.ink, look.muted, look.paper, look.panel)
    }
    for text in (look.ink, look.muted):
        for back in (look.paper, look.panel):
            assert max(light[text], light[back]) / min(light[text], light[back]) >= 4.5


def test_squares_of_a_long_coverage_stay_in_their_bins() -> None:
    weeks = pd.DataFrame({"outlet": "x", "date": pd.date_range("2024-01-01", periods=150, freq="7D"), "n": 4})
    sizes = draw_coverage(weeks, weeks.head(0), "week", EN, LIGHT).data[0].marker.size
    assert max(sizes) <= 900 / 150
