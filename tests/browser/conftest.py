"""The page and Debian's Chromium to look at it, each started once, and ended with the last test in a browser."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, ViewportSize, expect, sync_playwright
from serving import CHROMIUM, FLAGS, served_page

LATE = 300_000
"""Milliseconds after which what is waited for is taken not to come; nothing is measured by it, on a busy machine all takes longer."""

ENGLISH_DESK = {"viewport": {"width": 1280, "height": 800}, "locale": "en-US"}
HERE = re.compile(r"http://127\.0\.0\.1[:/]|data:|blob:")
FORGET = "localStorage.clear(); sessionStorage.clear();"
SEEN = "for (const tab of ['questions', 'redaction', 'verification', 'accueil']) localStorage[`ruptures-pas-${tab}`] = true;"
"""What empties a browser, then what tells the page that its first steps were shown."""

expect.set_options(timeout=LATE)


@dataclass
class Person:
    """A browser of one kind that keeps nothing from one test to the next but the files of the page, and what it did amiss."""

    context: BrowserContext
    page: Page
    window: ViewportSize
    strangers: list[str]
    faults: list[str]

    def open(self, address: str) -> Page:
        """Opens the page as someone who keeps nothing of a former visit but having read the first steps."""
        self.strangers.clear()
        self.faults.clear()
        self.page.goto(f"{address}/vide")
        self.page.evaluate(f"{FORGET} {SEEN}")
        self.page.goto(address)
        self.page.locator("#question textarea").wait_for()
        self.page.locator("#ouverture").wait_for(state="detached")
        return self.page

    def leave(self) -> None:
        """Closes all but one tab, empty, ready for another test; on the same site, whose process serves again."""
        for tab in self.context.pages:
            if tab is not self.page:
                tab.close()
        with suppress(Error):  # of a server that is gone, the page of the fault, as empty
            self.page.goto(urljoin(self.page.url, "/vide"))
        self.page.emulate_media(media="null", color_scheme="null")
        self.page.set_viewport_size(self.window)
        self.context.clear_permissions()
        self.context.clear_cookies()


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served_page(tmp_path_factory.mktemp("home")) as address:
        yield address


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def waiting() -> dict[str, list[Person]]:
    """The persons who wait for a test, by what their browser is."""
    return {}


@pytest.fixture
def open_page(browser: Browser, waiting: dict[str, list[Person]]) -> Iterator[Callable[..., Page]]:
    """Opens the page, each time as another person, in an English browser of 1280 x 800 by default.

    At the end it fails if a tab asked another host, or if a script failed.
    """
    busy: list[tuple[str, Person]] = []

    def open_it(address: str, **options: object) -> Page:
        kind = repr(sorted(options.items()))
        there = waiting.setdefault(kind, [])
        person = there.pop() if there else meet(browser, **options)
        busy.append((kind, person))
        return person.open(address)

    yield open_it
    for kind, person in busy:
        person.leave()
        waiting[kind].append(person)
    assert [url for _, person in busy for url in person.strangers] == []
    assert [fault for _, person in busy for fault in person.faults] == []


def meet(browser: Browser, **options: object) -> Person:
    """A person whose browser has these options."""
    context = browser.new_context(**{**ENGLISH_DESK, **options})  # type: ignore[arg-type]
    context.set_default_timeout(LATE)
    strangers: list[str] = []
    faults: list[str] = []

    def note(url: str) -> None:
        if not HERE.match(url):
            strangers.append(url)

    context.on("request", lambda request: note(request.url))
    context.on("page", lambda page: page.on("websocket", lambda websocket: note(websocket.url)))
    context.on("weberror", lambda error: faults.append(str(error.error)))
    page = context.new_page()
    assert page.viewport_size is not None
    return Person(context, page, page.viewport_size, strangers, faults)


@pytest.fixture
def page(server: str, open_page: Callable[..., Page]) -> Page:
    return open_page(server)
