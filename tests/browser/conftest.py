"""The real server and Debian's Chromium to look at it."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from serving import CHROMIUM, FLAGS, running_server

LATE = 300_000
"""Milliseconds after which what is waited for is taken not to come; nothing is measured by it, on a busy machine all takes longer."""

expect.set_options(timeout=LATE)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_server(tmp_path_factory.mktemp("home")) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages in an English browser of 1280 x 800; fails at the end if one asked another host, or if a script failed."""
    contexts = []
    strangers: list[str] = []
    faults: list[str] = []

    def note_request(url: str) -> None:
        if not re.match(r"(http://127\.0\.0\.1[:/]|data:|blob:)", url):
            strangers.append(url)

    def open_it(address: str, **options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, "locale": "en-US", **options})  # type: ignore[arg-type]
        context.set_default_timeout(LATE)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: note_request(request.url))
        page.on("websocket", lambda websocket: note_request(websocket.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address)
        page.locator("#question textarea").wait_for()
        page.locator("#ouverture").wait_for(state="detached")
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert strangers == []
    assert faults == []


@pytest.fixture
def page(server: str, open_page: Callable[..., Page]) -> Page:
    return open_page(server)
