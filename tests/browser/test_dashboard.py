# ruff: noqa: E501 (rows of examples are read across)
"""The dashboard as a reader meets it: in Chromium, by label, without the network."""

import io
import json
import re
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.conftest import Opener, Server, settle
from tests.dashboard.synthetic import make_store

PAGES = {
    "": "What changed?", "map": "Where?", "network": "Who with whom?", "timeline": "When?", "dyad?v=1&a=PRK&b=RUS": "How do two actors stand?",
    "actor?v=1&a=FRA": "Who deals with this actor, and how?", "event?v=1&event=e000000005": "Is it true?", "table": "Which events, exactly?",
    "data": "Can I trust it?", "places": "Which place names need a person?",
}  # fmt: skip
DRAWN = {"": "map", "map": "map", "timeline": "plot", "actor?v=1&a=FRA": "plot"}


BUSIEST_PLACE = """() => {
    const gd = document.querySelector('.js-plotly-plot'); const trace = gd.data.find(t => t.type === 'scattermap' && t.customdata);
    const value = v => v._inputArray || v; const spot = gd._fullLayout.map._subplot.map.project([value(trace.lon)[0], value(trace.lat)[0]]);
    const box = gd.querySelector('.maplibregl-canvas, .mapboxgl-canvas').getBoundingClientRect(); return [box.x + spot.x, box.y + spot.y]; }"""


def query_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def sentence_of(page: Page) -> str:
    return page.locator(".dt-view").inner_text()


def wait_for_query(page: Page, key: str) -> list[str]:
    page.wait_for_function(f"() => new URLSearchParams(location.search).has('{key}')", timeout=15_000)
    settle(page)
    return query_of(page)[key]


@pytest.mark.parametrize("path", list(PAGES))
def test_every_page_opens_without_an_error_or_a_foreign_request(open_page: Opener, path: str) -> None:
    page = open_page(path)
    assert page.locator(".dt-head h1").inner_text() == PAGES[path]
    assert page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0
    if DRAWN.get(path) == "map":
        page.wait_for_selector(".maplibregl-canvas, .mapboxgl-canvas", timeout=15_000)
    if DRAWN.get(path) == "plot":
        page.wait_for_selector(".bars .point", timeout=15_000)


@pytest.mark.parametrize(
    "path", ["", "map", "network", "timeline", "dyad?v=1&a=PRK&b=RUS", "event?v=1&event=e000000005", "table", "data"]
)
def test_on_a_phone_nothing_is_wider_than_the_screen(open_page: Opener, path: str) -> None:
    page = open_page(path, lang="fr", dark=True, width=390)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("e => e.scrollWidth - e.clientWidth") <= 1


def test_from_a_claim_to_the_sentence_in_two_clicks(open_page: Opener) -> None:
    page = open_page()
    page.locator(".st-key-claim-0 a").click()
    page.wait_for_url("**/dyad?**")
    settle(page)
    page.get_by_text("Read the reports").first.click()
    page.wait_for_url("**/event?**")
    settle(page)
    roles = page.locator(".dt-report mark").evaluate_all("marks => marks.map(m => m.title)")
    assert {"action", "who", "to whom", "when"} <= set(roles)
    link = page.locator(".dt-report .art a").first
    assert link.get_attribute("href", timeout=5000).startswith("https://example.org/") and "noopener" in (
        link.get_attribute("rel") or ""
    )


def test_a_place_on_the_map_becomes_a_chip(open_page: Opener) -> None:
    page = open_page("map?v=1")
    page.wait_for_selector(".maplibregl-canvas, .mapboxgl-canvas")
    page.wait_for_function(
        "() => document.querySelector('.js-plotly-plot')?._fullLayout?.map?._subplot?.map?.loaded()", timeout=30_000
    )
    for _ in range(4):  # software WebGL draws late on a busy machine
        point = page.evaluate(BUSIEST_PLACE)
        page.mouse.move(point[0] - 3, point[1])
        page.mouse.move(*point, steps=4)
        page.wait_for_timeout(600)
        page.mouse.click(*point)
        page.wait_for_timeout(1500)
        if "place" in query_of(page):
            break
    assert wait_for_query(page, "place")[0].startswith("city:")
    assert page.locator(".st-key-chips button").count() >= 1


def test_a_brush_on_the_river_sets_the_period(open_page: Opener) -> None:
    page = open_page("timeline?v=1")
    box = page.locator(".js-plotly-plot .nsewdrag").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 80, steps=6)
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 90, steps=6)
    page.mouse.up()
    start = wait_for_query(page, "from")[0]
    assert "2026-03" < start < "2026-06" and "2026" in sentence_of(page)


def test_a_day_of_the_calendar_becomes_the_period(open_page: Opener) -> None:
    page = open_page("timeline?v=1")
    canvas = page.locator("[data-testid=stEChartsChart] canvas, [data-testid^=stECharts] canvas").last
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + 84)
    assert wait_for_query(page, "from") == query_of(page)["to"]


def test_a_node_of_the_network_becomes_actor_a(open_page: Opener) -> None:
    page = open_page("network?v=1")
    canvas = page.locator("[data-testid^=stECharts] canvas").last
    canvas.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    box = canvas.bounding_box()
    assert box
    picture = Image.open(
        io.BytesIO(
            page.screenshot(
                clip={
                    "x": box["x"],
                    "y": box["y"],
                    "width": box["width"],
                    "height": min(box["height"], 1000 - box["y"]),
                }
            )
        )
    )
    spot = largest_disc(picture.convert("RGB"))
    page.mouse.click(box["x"] + spot[0], box["y"] + spot[1])
    assert wait_for_query(page, "a")


def largest_disc(picture: Image.Image, radius: int = 9) -> tuple[int, int]:
    """A point whose surroundings have one colour that is not the paper's: inside a node."""
    pixels = picture.load()
    assert pixels is not None
    paper = pixels[2, 2]
    for y in range(radius + 25, picture.height - radius, 3):
        for x in range(radius + 25, picture.width - radius, 3):
            if pixels[x, y] != paper and all(
                pixels[x + dx, y + dy] == pixels[x, y]
                for dx, dy in ((radius, 0), (-radius, 0), (0, radius), (0, -radius))
            ):
                return x, y
    raise AssertionError("no node was drawn")


def test_a_bar_of_the_balance_opens_its_events(open_page: Opener) -> None:
    page = open_page("dyad?v=1&a=PRK&b=RUS")
    bar = page.locator(".js-plotly-plot").nth(2).locator(".bars .point path").first
    bar.scroll_into_view_if_needed()
    page.wait_for_timeout(400)
    sized = [
        b
        for b in page.locator(".js-plotly-plot").nth(2).locator(".bars .point path").all()
        if (b.bounding_box() or {"width": 0})["width"] > 12
    ]
    box = sized[0].bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(200)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/table?**", timeout=15_000)
    assert wait_for_query(page, "type")


def test_a_link_shows_the_same_numbers_in_another_profile_and_language(open_page: Opener) -> None:
    first = open_page("timeline?v=1&a=RUS&quad=3,4&per=3m&n=share", lang="en")
    link = urlsplit(first.url)
    second = open_page(f"timeline?{link.query}", lang="fr", dark=True)
    numbers = [re.findall(r"\d{3,}", re.sub("[\u202f\u00a0,]", "", sentence_of(page))) for page in (first, second)]
    assert numbers[0] and sorted(numbers[0]) == sorted(numbers[1])
    bars = [
        page.evaluate(
            "() => document.querySelector('.js-plotly-plot').data.filter(t => t.type === 'bar').map(t => Array.from(t.y._inputArray || t.y))"
        )
        for page in (first, second)
    ]
    assert json.dumps(bars[0]) == json.dumps(bars[1])
    assert "Conflit verbal" in second.content() and "Verbal conflict" in first.content()


def test_navigation_keeps_the_filter(open_page: Opener) -> None:
    page = open_page("?v=1&a=PRK&quad=1")
    page.get_by_role("link", name="Timeline").click()
    page.wait_for_url("**/timeline**")
    assert wait_for_query(page, "a") == ["PRK"] and query_of(page)["quad"] == ["1"]


def test_a_download_holds_the_rows_and_the_citation(open_page: Opener) -> None:
    page = open_page("table?v=1&a=PRK&per=4w")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download", exact=True).click()
    with zipfile.ZipFile(waiting.value.path()) as archive:
        names = sorted(archive.namelist())
        assert names == ["CITATION.txt", "detente-events-csv.csv"]
        citation = archive.read("CITATION.txt").decode()
        rows = [
            line
            for line in archive.read(names[1]).decode("utf-8-sig").splitlines()
            if line and not line.startswith("#")
        ]
    shown = int(sentence_of(page).split(": ")[1].split(" ")[0].replace(",", ""))
    assert len(rows) == shown + 1 and "data version 1" in citation and "a=PRK" in citation


def test_the_brief_downloads_and_opens_without_script(open_page: Opener, tmp_path: Path) -> None:
    page = open_page("dyad?v=1&a=PRK&b=RUS")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Printable brief").click()
    html = Path(waiting.value.path()).read_text("utf-8")
    assert html.startswith("<!doctype html>") and "<script" not in html and "<svg" in html


def test_the_table_finds_sorts_and_opens_an_event(open_page: Opener) -> None:
    page = open_page("table?v=1")
    page.get_by_label("Search in sentences").fill("Pyongyang")
    page.get_by_label("Search in sentences").press("Enter")
    assert wait_for_query(page, "find") == ["Pyongyang"]
    grid = page.locator("[data-testid=stDataFrame] canvas").first
    box = grid.bounding_box()
    assert box
    page.mouse.click(box["x"] + 60, box["y"] + 55)
    page.wait_for_url("**/event?**", timeout=15_000)
    assert settle(page).locator(".dt-report").count() >= 1


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    "path", ["", "timeline", "network", "dyad?v=1&a=PRK&b=RUS", "event?v=1&event=e000000005", "table", "data"]
)
def test_axe_finds_nothing_serious(open_page: Opener, path: str, dark: bool) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = open_page(path, dark=dark)
    found = axe.run(page).response["violations"]
    serious = [
        (v["id"], [node["html"][:160] for node in v["nodes"]][:3])
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_every_chart_has_an_alternative_text(open_page: Opener) -> None:
    page = open_page("timeline?v=1")
    names = page.locator("[role=figure], [role=img]").evaluate_all(
        "e => e.map(x => x.getAttribute('aria-label') || '')"
    )
    assert sum("events" in name or "Goldstein" in name or "day" in name for name in names) >= 3


def test_hostile_articles_run_nothing(serve_store: Server, open_page: Opener, tmp_path: Path) -> None:
    make_store(tmp_path / "store", n_events=120, years=1, hostile=True)
    base = serve_store(tmp_path / "store")
    for path in ("", "timeline", "network", "map", "table", "dyad?v=1&a=RUS&b=UKR", "event?v=1&event=e000000001"):
        page = open_page(path, base=base)
        assert page.title() != "1" and page.locator(".dt-report script, .dt-report img, .dt-card img").count() == 0
        assert (
            page.evaluate(
                "() => [...document.querySelectorAll('a[href]')].filter(a => a.href.startsWith('javascript')).length"
            )
            == 0
        )
    assert "<script>alert(1)</script>" in page.locator(".dt-report").first.inner_text()


def test_new_data_is_offered_and_shown_without_a_restart(
    serve_store: Server, open_page: Opener, tmp_path: Path
) -> None:
    store = make_store(tmp_path / "store", n_events=200)
    base = serve_store(tmp_path / "store", "/relations")
    page = open_page("table?v=1", base=base)
    before = sentence_of(page)
    verdict = {
        "correction_id": "c1",
        "event_id": "e000000001",
        "field": "status",
        "value": "rejected",
        "author": "A",
        "comment": None,
        "made_at": None,
        "run_id": "c",
    }
    store.add_corrections([verdict])
    page.get_by_role("button", name="FR").click()
    page.wait_for_selector(".st-key-stale", timeout=15_000)
    page.get_by_role("button", name="Actualiser").click()
    page.wait_for_function("() => !document.querySelector('.st-key-stale')", timeout=15_000)
    settle(page)
    assert sentence_of(page) != before
    page.get_by_role("link", name="Carte").click()
    page.wait_for_selector(".maplibregl-canvas, .mapboxgl-canvas", timeout=15_000)
