"""From a question to the sentence: claims, cards, the table, and the keyboard; links between readers; what is taken along."""

import io
import json
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Page

from tests.browser.clicks import query_of, wait_for_change
from tests.browser.conftest import Opener, Server, settle
from tests.dashboard.synthetic import make_store

BARS = """() => document.querySelector('.js-plotly-plot').data.filter(t => t.type === 'bar').map(t => Array.from(t.y._inputArray || t.y))"""


def sentence_of(page: Page) -> str:
    return page.locator(".dt-view").inner_text()


def test_from_a_claim_to_the_sentence_in_two_clicks(open_page: Opener) -> None:
    page = open_page()
    page.locator(".st-key-claim-0 a").click()
    page.wait_for_url(re.compile("/(dyad|map)[?]"))
    settle(page)
    page.get_by_text("Read the reports").first.click()
    page.wait_for_url("**/event?**")
    settle(page)
    roles = page.locator(".dt-report mark").evaluate_all("marks => marks.map(m => m.title)")
    assert {"action", "who", "to whom", "when"} <= set(roles)
    link = page.locator(".dt-report .art a").first
    assert (link.get_attribute("href", timeout=5000) or "").startswith("https://example.org/")
    assert "noopener" in (link.get_attribute("rel") or "")


def test_the_keyboard_reaches_any_row_and_opens_it(open_page: Opener) -> None:
    page = open_page("table?v=1")
    page.get_by_role("button", name="Choose a row by name").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-testid=stPopoverBody] input", timeout=15_000)
    page.locator("[data-testid=stPopoverBody] input").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    before = page.url
    assert "/table" in before, "moving through rows opens none"
    page.keyboard.press("Enter")
    page.wait_for_url("**/event?**", timeout=20_000)


def test_the_table_finds_sorts_and_opens_an_event(open_page: Opener) -> None:
    page = open_page("table?v=1&p=9")
    before = page.url
    page.get_by_label("Search in sentences").fill("Pyongyang")
    page.get_by_label("Search in sentences").press("Enter")
    query = wait_for_change(page, before)
    assert query["find"] == ["Pyongyang"] and "p" not in query, "a search begins on its first page"
    grid = page.locator("[class*='st-key-rows-'] [data-testid=data-grid-canvas]").first
    grid.wait_for(state="visible", timeout=15_000)
    box = grid.bounding_box()
    assert box
    page.mouse.click(box["x"] + 60, box["y"] + 55)
    page.wait_for_url("**/event?**", timeout=15_000)
    assert settle(page).locator(".dt-report").count() >= 1


@pytest.mark.parametrize("path", ["timeline?v=1&a=RUS&quad=3,4&per=3m&n=share", "dyad?v=1&a=PRK&b=RUS&vs=CHN,USA"])
def test_a_link_shows_the_same_numbers_in_another_profile_and_language(open_page: Opener, path: str) -> None:
    first = open_page(path, lang="en", fresh=True)
    page, _, _ = path.partition("?")
    second = open_page(f"{page}?{urlsplit(first.url).query}", lang="fr", dark=True, fresh=True)
    numbers = [re.findall(r"\d{2,}", re.sub("[\u202f\u00a0,]", "", sentence_of(one))) for one in (first, second)]
    assert numbers[0] and sorted(numbers[0]) == sorted(numbers[1])
    for one in (first, second):
        one.wait_for_selector(".bars .point", timeout=30_000)
    assert json.dumps(first.evaluate(BARS)) == json.dumps(second.evaluate(BARS))
    assert "Verbal conflict" in first.content() and "Conflit verbal" in second.content()


def test_the_copied_link_opens_the_same_view(open_page: Opener) -> None:
    page = open_page("table?v=1&a=PRK&per=4w")
    page.get_by_role("button", name="Copy link").click()
    live, frozen = (page.locator("[data-testid=stCode] code").nth(k).inner_text() for k in (0, 1))
    assert "lang=" not in live and "data=1" in frozen and "lang=en" in frozen
    other = open_page(frozen.split("/", 3)[3], lang="fr", fresh=True)
    assert sentence_of(other) == sentence_of(page)


def test_an_old_link_still_opens_and_what_it_cannot_say_is_reported(open_page: Opener) -> None:
    page = open_page("timeline?per=last4w&q=3.4&nonsense=1")
    assert "4 weeks" in page.content() and "Verbal conflict" in page.locator(".st-key-chips").inner_text()
    assert "nonsense=1" in page.locator("[data-testid=stAlert]").inner_text()


def test_on_a_phone_the_network_opens_as_a_list_and_the_graph_on_request(open_page: Opener) -> None:
    page = open_page("network?v=1", width=390)
    page.wait_for_selector("[class*='st-key-pairs-'] [data-testid=stDataFrame]", timeout=20_000)
    settle(page)
    assert page.locator("[data-testid^=stECharts]").count() == 0
    before = page.url
    page.get_by_role("radio", name="Graph").or_(page.get_by_role("button", name="Graph")).first.click()
    assert wait_for_change(page, before)["mode"] == ["graph"]
    assert page.locator("[data-testid^=stECharts]").count() == 1
    wide = open_page("network?v=1")
    assert (
        wide.locator("[class*='st-key-pairs-']").count() == 0 and wide.locator("[data-testid^=stECharts]").count() == 1
    )


def test_navigation_keeps_the_filter(open_page: Opener) -> None:
    page = open_page("?v=1&a=PRK&quad=1")
    page.get_by_role("link", name="Timeline").click()
    page.wait_for_url("**/timeline**")
    page.wait_for_function("() => new URLSearchParams(location.search).has('a')", timeout=15_000)
    assert query_of(page)["a"] == ["PRK"] and query_of(page)["quad"] == ["1"]


def download(page: Page) -> bytes:
    """What the page's download button gives."""
    with page.expect_download(timeout=60_000) as waiting:
        page.locator("[data-testid=stDownloadButton] button").click()
    return Path(waiting.value.path()).read_bytes()


def test_downloads_hold_the_rows_and_the_citation(open_page: Opener) -> None:
    page = open_page("table?v=1&a=PRK&per=4w")
    shown = int(sentence_of(page).split(": ")[1].split(" ")[0].replace(",", ""))
    counts = {
        "csv": lambda data: sum(1 for line in data.decode("utf-8-sig").splitlines() if line and line[0] != "#") - 1,
        "parquet": lambda data: pq.read_table(io.BytesIO(data)).num_rows,
        "jsonl": lambda data: len(data.decode().splitlines()),
        "geojson": lambda data: len(json.loads(data)["features"]),
        "gexf": lambda data: shown if ElementTree.fromstring(data).tag.endswith("gexf") else 0,
    }
    for format, count in counts.items():
        if format != "csv":
            page.get_by_label("Format").click()
            page.get_by_role("option", name=format, exact=True).click()
            settle(page)
        with zipfile.ZipFile(io.BytesIO(download(page))) as archive:
            data_name = next(name for name in archive.namelist() if name != "CITATION.txt")
            citation = archive.read("CITATION.txt").decode()
            assert data_name.startswith(f"detente-events-{format}")
            assert count(archive.read(data_name)) == shown or format == "geojson"
        assert "data version 1" in citation and "a=PRK" in citation and f"{shown} events" in citation


@pytest.mark.parametrize("path", ["dyad?v=1&a=PRK&b=RUS", ""], ids=["dyad", "week"])
def test_a_brief_downloads_and_opens_without_script(open_page: Opener, tmp_path: Path, path: str) -> None:
    page = open_page(path)
    html = download(page).decode()
    assert html.startswith("<!doctype html>") and "<script" not in html and "<svg" in html
    (tmp_path / "brief.html").write_text(html, "utf-8")
    opened = page.context.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(f"file://{tmp_path / 'brief.html'}")
    assert opened.locator("article").count() >= 1 and len(asked) == 1, "a brief asks for nothing but itself"
    opened.close()


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
    page.get_by_role("button", name="FR", exact=True).click()
    page.wait_for_selector(".st-key-stale", timeout=15_000)
    page.get_by_role("button", name="Actualiser").click()
    page.wait_for_function("() => !document.querySelector('.st-key-stale')", timeout=15_000)
    settle(page)
    assert sentence_of(page) != before
    page.get_by_role("link", name="Carte").click()
    page.wait_for_selector(".maplibregl-canvas, .mapboxgl-canvas", timeout=15_000)
