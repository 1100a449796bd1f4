# ruff: noqa: E501 (rows of examples are read across)
"""Pictures for the documentation: `python -m tests.browser.pictures STORE` writes docs/images from a running dashboard."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS, ROOT, serve, settle

OUT = ROOT / "docs" / "images"
PICTURES = (
    ("overview-fr", "", "fr", False, 1400, 1180), ("overview-dark", "", "en", True, 1400, 1180), ("map", "map?v=1&per=all", "en", False, 1400, 800),
    ("network", "network?v=1&per=all", "en", False, 1400, 900), ("timeline", "timeline?v=1&per=all&from=2021-01-01", "en", False, 1400, 1000),
    ("dyad-fr", "dyad?v=1&a=RUS&b=PRK&from=2023-01-01", "fr", False, 1400, 1250), ("overview-phone", "", "fr", False, 390, 1000),
)  # fmt: skip


def main(store: Path) -> None:
    """Take every picture, and one of the most reported event."""
    process, address = serve(store)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            for name, path, lang, dark, width, height in (
                *PICTURES,
                ("event", _first_event(browser, address), "en", False, 1400, 1000),
            ):
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if dark else "light",
                    locale="fr-FR" if lang == "fr" else "en-GB",
                )
                page = context.new_page()
                page.goto(f"{address}/{path}")
                settle(page).wait_for_timeout(3000)
                page.screenshot(path=OUT / f"{name}.png")
                context.close()
    finally:
        process.terminate()


def _first_event(browser: object, address: str) -> str:
    page = browser.new_page()  # type: ignore[attr-defined]
    page.goto(f"{address}/dyad?v=1&a=RUS&b=PRK&per=all")
    settle(page)
    page.get_by_text("Read the reports").first.click()
    page.wait_for_url("**/event?**")
    return str(page.url).removeprefix(f"{address}/")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    main(Path(sys.argv[1]).resolve())
