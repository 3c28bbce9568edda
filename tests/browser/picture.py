"""Takes docs/page.png, the README's picture, from the real page: `python tests/browser/picture.py`."""

import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright
from serving import CHROMIUM, FLAGS, ROOT, running_server

QUESTION = "C'est quoi le préavis pour sortir de la convention ?"
PICTURE = ROOT / "docs" / "page.png"


def take_picture() -> None:
    """Asks, opens the first source, and takes the page as it stands; fails when there is no answer."""
    with tempfile.TemporaryDirectory() as home, running_server(Path(home)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(address)
        page.locator("#question textarea").fill(QUESTION)
        page.locator("#question textarea").press("Enter")
        expect(page.locator("#tour-1 .outils")).to_be_visible(timeout=90_000)
        page.locator("#tour-1 .renvoi").first.click(timeout=5_000)
        expect(page.locator("#volet-textes mark").first).to_be_focused()
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    take_picture()
