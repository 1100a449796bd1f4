"""Where to click: the marks of a figure on the screen, found by what they stand for, and what a click did to the URL."""

import contextlib
import io
from typing import Any
from urllib.parse import parse_qs, urlsplit

from PIL import Image
from playwright.sync_api import FloatRect, Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.conftest import settle

MARK = """(gd, code) => {
    let best = null, area = 16;
    const frame = gd.querySelector('.nsewdrag').getBoundingClientRect();
    for (const el of gd.querySelectorAll('.point')) {
        const shape = el.matches('path') ? el : el.querySelector('path'), box = shape.getBoundingClientRect();
        const codes = el.closest('.trace').__data__[0].trace.customdata;
        const said = String((codes._inputArray || codes)[el.__data__.i]);
        const middle = [box.x + box.width / 2, box.y + box.height / 2];
        const cut = middle[0] < frame.left || middle[0] > frame.right || middle[1] < frame.top || middle[1] > frame.bottom;
        if (cut || box.width * box.height <= area || (code && said !== code)) continue;
        area = box.width * box.height;
        best = [said, ...middle];
    }
    return best; }"""
SPOT = """(gd, lonlat) => {
    const spot = gd._fullLayout.map._subplot.map.project(lonlat);
    const box = gd.querySelector('.maplibregl-canvas, .mapboxgl-canvas').getBoundingClientRect();
    return [box.x + spot.x, box.y + spot.y]; }"""
KNOWN_SPOT = """gd => {
    const trace = gd.data.find(t => t.type === 'scattermap' && t.customdata), value = v => v._inputArray || v;
    return [value(trace.customdata)[0], [value(trace.lon)[0], value(trace.lat)[0]]]; }"""
LOADED = "gd => gd._fullLayout?.map?._subplot?.map?.loaded()"


def plot(page: Page, figure: str) -> Locator:
    """A plotly figure by the name of its block, scrolled into view."""
    found = page.locator(f"[class*='st-key-{figure}-'] .js-plotly-plot").first
    found.scroll_into_view_if_needed(timeout=30_000)
    page.wait_for_timeout(300)
    return found


def canvas(page: Page, figure: str) -> tuple[Locator, FloatRect]:
    """The canvas of an ECharts figure, and where it stands."""
    found = page.locator(f"[class*='st-key-{figure}-'] canvas").last
    found.scroll_into_view_if_needed(timeout=30_000)
    page.wait_for_timeout(600)
    box = found.bounding_box()
    assert box
    return found, box


def query_of(page: Page) -> dict[str, list[str]]:
    """The query of the page's address."""
    return parse_qs(urlsplit(page.url).query)


def point_and_click(page: Page, x: float, y: float) -> None:
    """Move there as a hand does, so that hovering comes before the click."""
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y, steps=3)
    page.wait_for_timeout(250)
    page.mouse.click(x, y)


def wait_for_change(page: Page, before: str, seconds: int = 20) -> dict[str, list[str]]:
    """The query after the address has changed and the page has been drawn."""
    page.wait_for_function("old => location.href !== old", arg=before, timeout=seconds * 1000)
    settle(page)
    return query_of(page)


def click_mark(page: Page, figure: str, code: str = "") -> tuple[str, dict[str, list[str]]]:
    """Click the largest mark of a plotly figure (or the one of `code`); returns its code and the query it led to."""
    handle = plot(page, figure)
    found: Any = handle.evaluate(MARK, code)
    assert found, f"no mark of {figure} is large enough to click"
    before = page.url
    page.mouse.move(found[1] - 3, found[2])
    page.mouse.move(found[1], found[2], steps=3)
    page.wait_for_selector(".hoverlayer .hovertext", timeout=15_000)
    page.mouse.click(found[1], found[2])
    return str(found[0]), wait_for_change(page, before)


def loaded_map(page: Page, figure: str) -> Locator:
    """A map whose style and land have been drawn."""
    handle = plot(page, figure)
    element = handle.element_handle()
    page.wait_for_function(LOADED, arg=element, timeout=60_000)
    return handle


def click_spot(page: Page, handle: Locator, lonlat: list[float], tries: int = 4) -> dict[str, list[str]]:
    """Click a point of a map; software WebGL draws late on a busy machine, so it is tried again."""
    before = page.url
    for _ in range(tries):
        point_and_click(page, *handle.evaluate(SPOT, lonlat))
        with contextlib.suppress(PlaywrightTimeout):
            return wait_for_change(page, before, seconds=5)
    raise AssertionError(f"{tries} clicks at {lonlat} changed nothing")


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw a box from one point to another."""
    page.mouse.move(*start)
    page.mouse.down()
    for share in (0.25, 0.5, 0.75, 1.0):
        page.mouse.move(start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share, steps=3)
    page.mouse.up()


def picture_of(page: Page, box: FloatRect) -> Image.Image:
    """What stands on the screen inside `box`."""
    return Image.open(io.BytesIO(page.screenshot(clip=box))).convert("RGB")


def discs_of(picture: Image.Image, radius: int = 8) -> list[tuple[int, int]]:
    """The middles of filled discs: points whose surroundings have one colour that is not the paper's."""
    pixels = picture.load()
    assert pixels is not None
    paper, found = pixels[2, 2], []
    for y in range(radius, picture.height - radius, 2):
        for x in range(radius, picture.width - radius, 2):
            around = ((radius, 0), (-radius, 0), (0, radius), (0, -radius))
            filled = pixels[x, y] != paper and all(pixels[x + dx, y + dy] == pixels[x, y] for dx, dy in around)
            if filled and all(abs(x - a) + abs(y - b) > 40 for a, b in found):
                found.append((x, y))
    return found
