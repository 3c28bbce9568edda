"""Two persons, one after the other on one browser: what it keeps of the one is not shown to the other, and goes with who leaves."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from serving import STEPLESS, running_server

QUESTION, DRAFT, PARTNER = "Qui signe la convention pour Anneville ?", "Une question d’anne", "Le tribunal d’anne"
KEPT = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_server(tmp_path_factory.mktemp("home"), RUPFAM_USERS="anne:secret,paul:autre") as address:
        yield address


@pytest.fixture
def desk(browser: Browser) -> Iterator[BrowserContext]:
    """The browser that they share."""
    context = browser.new_context()
    context.set_default_timeout(300_000)
    context.add_init_script(STEPLESS)
    yield context
    context.close()


def enter(page: Page, address: str, name: str, password: str) -> None:
    page.goto(address)
    page.fill("#nom", name)
    page.fill("#mot-de-passe", password)
    page.click("button")
    page.locator("#question textarea").wait_for()
    page.locator("#ouverture").wait_for(state="detached")


def work(page: Page) -> None:
    """Leaves a conversation, a question half typed and a partner who is welcomed."""
    page.fill("#question textarea", QUESTION)
    page.click("#envoyer")
    page.locator("#fil .tour:not(.attente) [data-judge]").first.wait_for()
    page.fill("#question textarea", DRAFT)
    page.evaluate("location.hash = '#/accueil'")
    page.fill("#partenaire", PARTNER)
    page.click("#dire-qui button[type=submit]")
    page.locator("#titre-livret").wait_for()
    page.wait_for_function(f"{KEPT}.length >= 6")


def assert_nothing_is_seen(page: Page) -> None:
    """Neither in the page, nor in the list of what the browser kept."""
    page.evaluate("location.hash = '#/questions'")
    page.click("#conversations summary")
    page.wait_for_function("document.querySelector('#conversations details').open")
    told = page.evaluate(
        "document.body.textContent + [...document.querySelectorAll('input, textarea')].map((i) => i.value)"
    )
    assert [words for words in (QUESTION, DRAFT, PARTNER) if words in told] == []
    assert page.locator("#fil .tour").count() == 0
    expect(page.locator("#question textarea")).to_have_value("")


def test_who_comes_next_sees_nothing_of_who_was_there_and_the_first_finds_all_again(
    shared: str, desk: BrowserContext
) -> None:
    page = desk.new_page()
    enter(page, shared, "anne", "secret")
    work(page)
    desk.clear_cookies()
    enter(page, shared, "paul", "autre")
    assert_nothing_is_seen(page)
    desk.clear_cookies()
    enter(page, shared, "anne", "secret")
    expect(page.locator("#fil .tour").first).to_contain_text(QUESTION)
    expect(page.locator("#question textarea")).to_have_value(DRAFT)


def test_who_logs_out_leaves_nothing_in_any_tab_nor_behind_the_page(shared: str, desk: BrowserContext) -> None:
    page, other = desk.new_page(), desk.new_page()
    enter(page, shared, "anne", "secret")
    work(page)
    other.goto(shared)
    other.locator("#ouverture").wait_for(state="detached")
    other.fill("#question textarea", DRAFT)
    other.wait_for_function("sessionStorage.length >= 2")
    page.click("#compte summary")
    page.click("#deconnexion button")
    for tab in (page, other):
        tab.locator("#mot-de-passe").wait_for()
        assert tab.evaluate(KEPT) == []
        tab.go_back()
        assert tab.locator("#fil .tour").count() == 0
    enter(page, shared, "paul", "autre")
    assert_nothing_is_seen(page)


def test_a_page_left_open_by_another_sends_nothing_in_the_name_of_who_is_in(shared: str, desk: BrowserContext) -> None:
    left, page = desk.new_page(), desk.new_page()
    enter(left, shared, "anne", "secret")
    desk.clear_cookies()
    enter(page, shared, "paul", "autre")
    left.fill("#question textarea", QUESTION)
    left.click("#envoyer")
    left.locator("html[data-user=paul] #question textarea").wait_for()
    assert left.locator("#fil .tour").count() == 0
