"""Every page as a reader meets it: drawn, told in words, legible on a phone and in the dark, open to everyone."""

import pytest
from playwright.sync_api import Page

from dashboard.text import Words
from tests.browser.conftest import Opener

AXE = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
PAGES = {
    "overview": "", "map": "map?v=1", "network": "network?v=1", "matrix": "network?v=1&mode=matrix", "timeline": "timeline?v=1",
    "dyad": "dyad?v=1&a=PRK&b=RUS&vs=CHN,USA", "actor": "actor?v=1&a=FRA", "event": "event?v=1&event=e000000005", "table": "table?v=1",
    "data": "data", "places": "places",
}  # fmt: skip
FIGURES = {"overview": 1, "map": 1, "network": 1, "matrix": 1, "timeline": 3, "dyad": 6, "actor": 6, "data": 1}
NAMES = """() => [...document.querySelectorAll('[data-testid=stPlotlyChart], [data-testid^=stECharts]')]
    .map(e => (e.closest('[aria-label]') || e.querySelector('[aria-label]'))?.getAttribute('aria-label') || '')"""


def serious_of(page: Page) -> list[tuple[str, list[str]]]:
    """axe's serious and critical findings."""
    found = AXE.run(page).response["violations"]
    return [
        (finding["id"], [node["html"][:160] for node in finding["nodes"]][:3])
        for finding in found
        if finding["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("name", list(PAGES))
def test_a_page_answers_its_question_in_words_and_figures(open_page: Opener, name: str) -> None:
    page = open_page(PAGES[name])
    question = Words("en")(f"{'network' if name == 'matrix' else name}.question")
    assert page.locator(".dt-head h1").inner_text() == question
    assert page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0
    names = page.evaluate(NAMES)
    assert len(names) == FIGURES.get(name, 0) and all(len(said) > 30 for said in names), names
    assert page.get_by_text("Show as a table").count() == len(names)
    assert serious_of(page) == []


@pytest.mark.parametrize("name", list(PAGES))
def test_on_a_phone_in_the_dark_and_in_french_nothing_is_wider_than_the_screen(open_page: Opener, name: str) -> None:
    page = open_page(PAGES[name], lang="fr", dark=True, width=390)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.locator("[data-testid=stMain]").evaluate("e => e.scrollWidth - e.clientWidth") <= 1
    assert page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor") == "rgb(16, 21, 28)"
    assert serious_of(page) == []
