"""A selection in any figure narrows the view: it stands in the URL and becomes a chip, or opens what was pointed at."""

import datetime as dt

import pytest
from playwright.sync_api import Page

from tests.browser.clicks import (
    KNOWN_SPOT,
    canvas,
    click_mark,
    click_spot,
    discs_of,
    drag,
    loaded_map,
    picture_of,
    plot,
    point_and_click,
    query_of,
    wait_for_change,
)
from tests.browser.conftest import Opener, settle


def chips(page: Page) -> int:
    return page.locator(".st-key-chips [class*='st-key-chip-']").count()


def test_a_bar_of_the_balance_opens_its_events(open_page: Opener) -> None:
    page = open_page("dyad?v=1&a=PRK&b=RUS")
    code, query = click_mark(page, "balance")
    assert "/table" in page.url and query["type"] == [code] and chips(page) >= 3


def test_a_year_of_the_history_becomes_the_period(open_page: Opener) -> None:
    page = open_page("dyad?v=1&a=PRK&b=RUS")
    year, query = click_mark(page, "history")
    assert query["from"] == [f"{year}-01-01"] and query["to"] == [f"{year}-12-31"]


def test_an_outlet_of_the_mix_is_kept(open_page: Opener) -> None:
    page = open_page("dyad?v=1&a=PRK&b=RUS")
    outlet, query = click_mark(page, "outlets")
    assert query["outlet"] == [outlet] and chips(page) >= 3


def test_a_partner_opens_the_dyad(open_page: Opener) -> None:
    page = open_page("actor?v=1&a=FRA")
    partner, query = click_mark(page, "partners")
    assert "/dyad" in page.url and query["a"] == ["FRA"] and query["b"] == [partner]


def test_a_cell_of_the_matrix_opens_its_dyad(open_page: Opener) -> None:
    page = open_page("network?v=1&mode=matrix")
    pair, query = click_mark(page, "matrix")
    assert "/dyad" in page.url and [*query["a"], *query["b"]] == pair.split("|")


def test_a_square_of_the_coverage_opens_what_its_outlet_reported(open_page: Opener) -> None:
    page = open_page("data")
    code, query = click_mark(page, "coverage")
    outlet, day = code.split("@")
    assert "/table" in page.url and query["outlet"] == [outlet] and query["from"] == [day]


@pytest.mark.parametrize("figure", ["river", "tension"])
def test_a_brush_on_a_time_axis_sets_the_period(open_page: Opener, figure: str) -> None:
    page = open_page("timeline?v=1")
    box = plot(page, figure).locator(".nsewdrag").first.bounding_box()
    assert box
    before = page.url
    drag(
        page,
        (box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.2),
        (box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.6),
    )
    query = wait_for_change(page, before)
    assert "2026-03" < query["from"][0] < "2026-06" and "2026-06" < query["to"][0] < "2026-08"
    assert "2026" in page.locator(".dt-view").inner_text() and chips(page) == 1


@pytest.mark.parametrize("figure", ["river", "tension"])
def test_a_mark_on_a_time_axis_makes_its_week_the_period(open_page: Opener, figure: str) -> None:
    page = open_page("timeline?v=1")
    monday, query = click_mark(page, figure)
    week = dt.date.fromisoformat(monday), dt.date.fromisoformat(monday) + dt.timedelta(days=6)
    assert (query["from"], query["to"]) == ([str(week[0])], [str(week[1])]) and chips(page) == 1


def test_a_day_of_the_calendar_becomes_the_period(open_page: Opener) -> None:
    page = open_page("timeline?v=1")
    _, box = canvas(page, "calendar")
    before = page.url
    point_and_click(page, box["x"] + box["width"] * 0.5, box["y"] + 84)
    query = wait_for_change(page, before)
    assert query["from"] == query["to"]


def test_a_node_of_the_network_is_chosen_and_an_edge_opens_its_dyad(open_page: Opener) -> None:
    page = open_page("network?v=1&a=PRK&b=RUS")
    _, box = canvas(page, "graph")
    (x1, y1), (x2, y2) = discs_of(picture_of(page, box), radius=14)
    before = page.url
    point_and_click(page, box["x"] + x1, box["y"] + y1)
    query = wait_for_change(page, before)
    assert ("a" in query) != ("b" in query), "a chosen actor that is clicked again goes"
    page.go_back()
    settle(page)
    _, box = canvas(page, "graph")
    before = page.url
    bend = 0.03  # the edge is curved: its middle lies beside the straight line
    for side in (-1, 1):
        middle = (x1 + x2) / 2 + side * bend * (y2 - y1), (y1 + y2) / 2 - side * bend * (x2 - x1)
        point_and_click(page, box["x"] + middle[0], box["y"] + middle[1])
        page.wait_for_timeout(1200)
        if page.url != before:
            break
    query = wait_for_change(page, before)
    assert "/dyad" in page.url and query["a"] == ["PRK"] and query["b"] == ["RUS"]


def test_a_place_on_the_map_becomes_a_chip(open_page: Opener) -> None:
    page = open_page("map?v=1")
    handle = loaded_map(page, "map")
    code, lonlat = handle.evaluate(KNOWN_SPOT)
    assert click_spot(page, handle, lonlat)["place"] == [code] and chips(page) == 1


def test_a_box_on_the_map_keeps_the_places_in_it(open_page: Opener) -> None:
    page = open_page("map?v=1")
    handle = loaded_map(page, "map")
    handle.hover()
    handle.locator("[data-title='Box Select']").click(force=True)
    box = handle.bounding_box()
    assert box
    before = page.url
    drag(page, (box["x"] + 40, box["y"] + 60), (box["x"] + box["width"] - 40, box["y"] + box["height"] - 40))
    assert len(wait_for_change(page, before)["place"]) > 3


def test_a_territory_becomes_a_chip(open_page: Opener) -> None:
    page = open_page("map?v=1&mode=countries")
    handle = loaded_map(page, "map")
    assert click_spot(page, handle, [-52.0, -12.0])["terr"] == ["BRA"] and chips(page) == 1


def test_an_arc_of_the_map_opens_its_dyad(open_page: Opener) -> None:
    page = open_page("map?v=1&mode=arcs&a=FRA&b=MLI")
    handle = loaded_map(page, "map")
    _, lonlat = handle.evaluate(KNOWN_SPOT)
    query = click_spot(page, handle, lonlat)
    assert "/dyad" in page.url and [*query["a"], *query["b"]] == ["FRA", "MLI"]


def test_a_place_on_the_small_map_opens_the_map_on_it(open_page: Opener) -> None:
    page = open_page("")
    handle = loaded_map(page, "small")
    code, lonlat = handle.evaluate(KNOWN_SPOT)
    assert click_spot(page, handle, lonlat)["place"] == [code] and "/map" in page.url


def test_a_row_of_a_twin_selects_what_its_mark_would(open_page: Opener) -> None:
    page = open_page("timeline?v=1")
    page.get_by_text("Show as a table").first.click()
    grid = page.locator("[class*='st-key-twin-table-river'] canvas").first
    grid.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    box = grid.bounding_box()
    assert box
    before = page.url
    page.mouse.click(box["x"] + 60, box["y"] + 55)
    query = wait_for_change(page, before)
    assert query["from"][0] < query["to"][0] == "2026-11-22"


def test_a_row_of_the_table_of_change_opens_its_dyad(open_page: Opener) -> None:
    page = open_page("")
    grid = page.locator("[class*='st-key-change-Pair'] canvas").first
    grid.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    box = grid.bounding_box()
    assert box
    page.mouse.click(box["x"] + 60, box["y"] + 55)
    page.wait_for_url("**/dyad?**", timeout=20_000)
    assert {"a", "b"} <= set(query_of(page))
