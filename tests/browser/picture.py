"""Takes the README's pictures from the real page, docs/page.png and docs/convention.png: `python tests/browser/picture.py`."""

import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright
from serving import CHROMIUM, FLAGS, ROOT, STEPLESS, running_server

QUESTION = "C'est quoi le préavis pour sortir de la convention ?"
DOCS = ROOT / "docs"
EXAMPLE = DOCS / "exemple.json"


def take_pictures() -> None:
    """Takes both, each in a page of its own; fails when there is no answer or no draft."""
    with tempfile.TemporaryDirectory() as home, running_server(Path(home)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for take, name in ((take_answer, "page.png"), (take_draft, "convention.png")):
            page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="fr-FR")
            page.add_init_script(STEPLESS)
            page.goto(address)
            take(page)
            page.screenshot(path=DOCS / name)
        browser.close()


def take_answer(page: Page) -> None:
    """Asks, and opens the first source."""
    page.locator("#question textarea").fill(QUESTION)
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#tour-1 .outils")).to_be_visible(timeout=90_000)
    page.locator("#tour-1 .renvoi").first.click()
    expect(page.locator("#volet-textes mark").first).to_be_focused()


def take_draft(page: Page) -> None:
    """Opens the example's dossier, and goes to its first action: the form on the left, what it gives on the right."""
    page.get_by_role("link", name="Rédiger la convention").click()
    page.locator("#importer").set_input_files(EXAMPLE)
    expect(page.locator("#texte h4").first).to_be_visible()
    for details in ("#etape-departement", "#boite-alertes"):
        page.locator(details).evaluate("element => { element.open = false; }")
    page.locator("#etape-actions").evaluate("element => { element.open = true; }")
    page.locator('[id="champ-planned_actions.0.text"]').focus()
    expect(page.locator("#texte .vise").first).to_be_in_viewport()


if __name__ == "__main__":
    take_pictures()
