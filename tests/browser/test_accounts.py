"""Two offices in a real browser, on a page open to the network: what one shares with the other, what one leaves to who comes next."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from servers.identity import CLIENT, SECRET, identity_provider
from serving import STEPLESS, served_page
from test_page import serious_findings
from test_writing import open_writing, save_both

from rupfam_assistant.accounts.directory import Directory
from rupfam_assistant.accounts.policy import UserRole
from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.dossiers import open_store

LATE = 120_000
ANNE, PASSWORD = "anne.martin@caf.example", "une phrase de passe"
QUESTION, DRAFT, PARTNER = "Qui signe la convention pour Anneville ?", "Une question de rose", "Le tribunal de rose"
KEPT = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def town(home: Path) -> Iterator[str]:
    """A page with two offices, open to the network, and a provider of identities beside it."""
    directory = Directory(open_store(Settings(_env_file=None, home=home).dossiers).engine)
    val, mont = (directory.add_office(name).id for name in ("CAF du Val-d’Ombre", "CAF de Montclair"))
    directory.add_user(ANNE, UserRole.REFERENT, val, source="openid")
    for name, office in (("zoe", mont), ("rose", val), ("paul", val)):
        directory.add_user(name, UserRole.REDACTEUR, office, PASSWORD)
    with identity_provider({"anne": {"sub": "1", "email": ANNE}}) as provider:
        told = {"oidc_issuer": provider.address, "oidc_client": CLIENT, "oidc_secret": SECRET}
        with served_page(home, host="0.0.0.0", **told) as address:
            yield address


@pytest.fixture
def person(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Makes a browser of its own for somebody."""
    met: list[BrowserContext] = []

    def meet_one() -> Page:
        met.append(browser.new_context(viewport={"width": 1280, "height": 800}))
        met[-1].set_default_timeout(LATE)
        return met[-1].new_page()

    yield meet_one
    for context in met:
        context.close()


def give_password(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.fill("#nom", name)
    page.fill("#mot-de-passe", PASSWORD)
    page.get_by_role("button", name="Connexion").click()


def write(page: Page) -> None:
    page.locator("#entete #compte").wait_for()
    open_writing(page)


def test_a_dossier_shared_with_another_office_is_read_there_and_no_more(
    town: str, person: Callable[[], Page], tmp_path: Path
) -> None:
    anne = person()
    anne.goto(town)
    anne.get_by_role("link", name="avec le compte de votre organisme").click()
    anne.get_by_label("Qui").fill("anne")
    anne.get_by_role("button", name="Entrer").click()
    write(anne)
    expect(anne.locator("#compte summary")).to_have_text("anne.martin, CAF du Val-d’Ombre")
    anne.fill("#nouveau-departement", "Val-d’Ombre")
    anne.press("#nouveau-departement", "Enter")
    anne.get_by_role("button", name="Partager…").click()
    anne.fill("#partage-nom", "zoe")
    anne.get_by_role("button", name="Partager", exact=True).click()
    expect(anne.locator("#avis li")).to_contain_text("zoe (CAF de Montclair)")
    anne.click("#compte summary")
    assert serious_findings(anne) == []
    with anne.expect_download() as trail:
        anne.get_by_role("link", name="Journal de la caisse").click()
    trail.value.save_as(tmp_path / "journal.csv")
    assert "anne.martin@caf.example;dossier partagé" in (tmp_path / "journal.csv").read_text(encoding="utf-8-sig")

    zoe = person()
    give_password(zoe, town, "zoe")
    write(zoe)
    zoe.get_by_role("button", name="Val-d’Ombre").click()
    expect(zoe.locator(".lecture-seule")).to_be_visible()
    expect(zoe.get_by_label("Nom de la CAF")).to_have_attribute("readonly", "")
    for offered in ("Partager…", "Supprimer…", "Partir d’une note", "C’est voulu"):
        expect(zoe.get_by_role("button", name=offered)).to_have_count(0)
    assert (
        zoe.get_by_role("button", name="Versions").count() == zoe.get_by_role("button", name="Dupliquer").count() == 1
    )
    assert serious_findings(zoe) == []
    fault = zoe.evaluate(
        """async (dossier) => (await client.call("writing", { dossier, number: 1, changes: [{ path: "caf_name", value: "x" }],
        act: { action: "save" } }, {})).fault""",
        int(zoe.url.rpartition("/")[2]),
    )
    assert "ne permet pas cette action" in fault

    anne.get_by_role("button", name="Retirer").click()
    expect(anne.locator("#avis li")).to_have_count(0)
    zoe.reload()
    expect(zoe.locator("#panne-redaction")).to_contain_text("n’existe pas")
    anne.click("#compte summary")
    anne.get_by_role("button", name="Se déconnecter").click()
    expect(anne.locator("#mot-de-passe")).to_be_visible()
    expect(anne).to_have_url(re.compile("state="))


def test_on_the_network_users_enter_by_a_password_and_are_named_where_they_saved(
    town: str, person: Callable[[], Page], tmp_path: Path
) -> None:
    rose, paul = person(), person()
    for page, name in ((rose, "rose"), (paul, "paul")):
        page.add_init_script(STEPLESS)
        give_password(page, town, name)
        open_writing(page)
    save_both(rose, paul, tmp_path)
    expect(paul.locator(".conflit")).to_contain_text("Rose a enregistré")


@pytest.fixture
def desk(browser: Browser) -> Iterator[BrowserContext]:
    """The browser that they share."""
    context = browser.new_context()
    context.set_default_timeout(LATE)
    context.add_init_script(STEPLESS)
    yield context
    context.close()


def enter(page: Page, address: str, name: str) -> None:
    give_password(page, address, name)
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
    town: str, desk: BrowserContext
) -> None:
    page = desk.new_page()
    enter(page, town, "rose")
    work(page)
    desk.clear_cookies()
    enter(page, town, "paul")
    assert_nothing_is_seen(page)
    desk.clear_cookies()
    enter(page, town, "rose")
    expect(page.locator("#fil .tour").first).to_contain_text(QUESTION)
    expect(page.locator("#question textarea")).to_have_value(DRAFT)


def test_who_logs_out_leaves_nothing_in_any_tab_nor_behind_the_page(town: str, desk: BrowserContext) -> None:
    page, other = desk.new_page(), desk.new_page()
    enter(page, town, "rose")
    work(page)
    other.goto(town)
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
    enter(page, town, "paul")
    assert_nothing_is_seen(page)


def test_a_page_left_open_by_another_sends_nothing_in_the_name_of_who_is_in(town: str, desk: BrowserContext) -> None:
    left, page = desk.new_page(), desk.new_page()
    enter(left, town, "rose")
    desk.clear_cookies()
    enter(page, town, "paul")
    left.fill("#question textarea", QUESTION)
    left.click("#envoyer")
    left.locator("html[data-user=paul] #question textarea").wait_for()
    assert left.locator("#fil .tour").count() == 0
