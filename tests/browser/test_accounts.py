"""Two offices in a real browser: one enters by a provider of identities, shares a dossier, and another reads it and no more."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from servers.identity import CLIENT, SECRET, identity_provider
from serving import running_server
from test_page import serious_findings

from rupfam_assistant.accounts.directory import Directory
from rupfam_assistant.accounts.policy import UserRole
from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.dossiers import open_store

LATE = 120_000
ANNE, PASSWORD = "anne.martin@caf.example", "une phrase de passe"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page with two offices, and a provider of identities beside it."""
    home = tmp_path_factory.mktemp("home")
    directory = Directory(open_store(Settings(_env_file=None, home=home).dossiers).engine)
    val, mont = (directory.add_office(name).id for name in ("CAF du Val-d’Ombre", "CAF de Montclair"))
    directory.add_user(ANNE, UserRole.REFERENT, val, source="openid")
    directory.add_user("zoe", UserRole.REDACTEUR, mont, PASSWORD)
    with identity_provider({"anne": {"sub": "1", "email": ANNE}}) as provider:
        told = {"RUPFAM_OIDC_ISSUER": provider.address, "RUPFAM_OIDC_CLIENT": CLIENT, "RUPFAM_OIDC_SECRET": SECRET}
        with running_server(home, **told) as address:
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


def write(page: Page) -> None:
    page.locator("#entete #compte").wait_for()
    page.get_by_role("link", name="Rédiger la convention").click()
    expect(page.locator("#titre-dossiers")).to_be_visible()


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
    zoe.goto(town)
    zoe.fill("#nom", "zoe")
    zoe.fill("#mot-de-passe", PASSWORD)
    zoe.get_by_role("button", name="Connexion").click()
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
    assert "state=" in anne.url
