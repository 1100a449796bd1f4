"""Article text is hostile by nature: in a real browser it runs nothing, links nowhere and is shown as text."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.clicks import canvas, discs_of, picture_of, plot
from tests.browser.conftest import Opener

PAGES = (
    "", "timeline?v=1", "network?v=1", "network?v=1&mode=matrix", "map?v=1", "map?v=1&mode=arcs", "table?v=1", "dyad?v=1&a=RUS&b=UKR",
    "actor?v=1&a=RUS", "event?v=1&event=e000000001", "data", "places",
)  # fmt: skip
PLANTED = """() => document.querySelectorAll(
    ".stMain script, .stMain img[src='x'], .stMain svg[onload], .stMain [onmouseover], .stMain [onerror], a[href^='javascript']").length"""


def nothing_ran(page: Page) -> bool:
    """No planted element stands on the page and none has changed its title."""
    return page.title() != "1" and page.evaluate(PLANTED) == 0


@pytest.mark.parametrize("path", PAGES)
def test_hostile_articles_run_nothing(hostile_address: str, open_page: Opener, path: str) -> None:
    page = open_page(path, base=hostile_address)
    assert nothing_ran(page)
    assert page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0
    if path.startswith("event"):
        assert "<script>alert(1)</script>" in page.locator(".dt-report").first.inner_text()
    if path.startswith(("dyad", "actor")):
        assert "<img src=x onerror=alert(1)> **N**" in page.locator(".dt-pair").inner_text()


def test_a_hostile_name_in_a_plotly_tooltip_is_text(hostile_address: str, open_page: Opener) -> None:
    page = open_page("actor?v=1&a=RUS", base=hostile_address)
    handle = plot(page, "outlets")
    box = handle.locator(".bars .point path").last.bounding_box()
    assert box
    page.mouse.move(box["x"] + 2, box["y"] + box["height"] / 2)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    page.wait_for_selector(".hoverlayer .hovertext", timeout=10_000)
    assert nothing_ran(page) and page.locator(".js-plotly-plot svg a").count() == 0
    labels = " ".join(page.locator("[class*='st-key-outlets-'] .ytick text").all_text_contents())
    assert "<a href='javascript:alert(1)'>Daily</a>" in labels


def test_a_hostile_name_in_an_echarts_tooltip_stays_on_the_canvas(hostile_address: str, open_page: Opener) -> None:
    page = open_page("network?v=1", base=hostile_address)
    chart, box = canvas(page, "graph")
    x, y = discs_of(picture_of(page, box))[0]
    page.mouse.move(box["x"] + x - 4, box["y"] + y)
    page.mouse.move(box["x"] + x, box["y"] + y, steps=3)
    page.wait_for_timeout(500)
    assert nothing_ran(page)
    assert chart.evaluate("e => e.parentElement.parentElement.querySelectorAll('div:has(> b), div img').length") == 0


def executed(text: str) -> list[str]:
    """Cells that a spreadsheet would run, in a CSV text with comments."""
    rows = csv.reader(io.StringIO("".join(line for line in text.splitlines(keepends=True) if line[:1] != "#")))
    return [cell for row in rows for cell in row if re.match(r"[=+@\t\r＝＋＠]|-(?![\d.]+$)", cell)]


def test_no_downloaded_csv_holds_a_cell_that_a_spreadsheet_runs(hostile_address: str, open_page: Opener) -> None:
    page = open_page("table?v=1&per=all", base=hostile_address)
    with page.expect_download(timeout=60_000) as packed:
        page.locator("[data-testid=stDownloadButton] button").click()
    with zipfile.ZipFile(packed.value.path()) as archive:
        exported = archive.read("detente-events-csv.csv").decode("utf-8-sig")
    page.evaluate("() => { delete window.showSaveFilePicker; }")
    page.locator("[class*='st-key-rows-'] [data-testid=stDataFrame]").first.hover()
    with page.expect_download(timeout=60_000) as shown:
        page.get_by_role("button", name="Download as CSV").first.click()
    table = Path(shown.value.path()).read_text("utf-8-sig")
    for text in (exported, table):
        assert "'=HYPERLINK(0)" in text and executed(text) == []
