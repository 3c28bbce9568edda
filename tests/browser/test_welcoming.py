"""The tab where a partner is welcomed, in a real browser: the kit, its sources, the talk, the files, and all that must not go wrong."""

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Literal

import docx
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pptx import Presentation
from test_page import english_words, in_window, widest
from test_writing import findings

DOSSIER = {
    "department": "Val-d’Ombre",
    "instance": "CDSF",
    "signatories": [{"body": "MSA des Coteaux", "represented_by": "M. Paul Martin"}],
}


@pytest.fixture
def page(server: str, open_page: Callable[..., Page]) -> Page:
    return open_tab(open_page(server))


@pytest.fixture
def kit(page: Page) -> Page:
    """A page where the kit of the MSA is shown."""
    return welcome(page, "MSA")


def open_tab(page: Page) -> Page:
    page.get_by_role("link", name="Accueillir un partenaire").click()
    expect(page.locator("#partenaire")).to_be_visible()
    return page


def welcome(page: Page, partner: str) -> Page:
    page.locator("#partenaire").fill(partner)
    page.locator("#partenaire").press("Enter")
    expect(page.locator("#etat-accueil")).to_contain_text("Livret prêt")
    return page


def test_a_partner_in_free_words_gets_its_kit_and_the_role_is_corrected(page: Page) -> None:
    welcome(page, "Je préside une association qui tient un espace de rencontre, que me demande-t-on ?")
    expect(page.locator("#titre-livret")).to_be_focused()
    expect(page.locator("#titre-livret")).to_contain_text("Un espace de rencontre")
    expect(page.locator("#resolution")).to_contain_text("Compris comme : un espace de rencontre")
    assert page.title().startswith("Accueillir un partenaire")
    page.get_by_label("Ce n’est pas lui").select_option(label="Un service de médiation familiale")
    page.get_by_role("button", name="Corriger").click()
    expect(page.locator("#resolution")).to_contain_text("Rôle choisi dans la liste : un service de médiation familiale")
    page.reload()
    expect(page.locator("#titre-livret")).to_contain_text("Un service de médiation familiale")


def test_a_source_shows_its_passage_marked_and_escape_comes_back(kit: Page) -> None:
    source = kit.locator("#livret .duration .source-livret").nth(3)
    source.click()
    expect(kit.locator("#passage")).to_be_focused()
    mark = kit.locator("#passage mark").first
    expect(mark).to_be_in_viewport()
    expect(mark).to_contain_text("La convention peut être dénoncée par l’une des parties deux mois au plus tard")
    kit.keyboard.press("Escape")
    expect(kit.locator("#passage")).to_be_hidden()
    expect(source).to_be_focused()


def test_an_acronym_is_defined_when_it_has_the_focus_or_the_pointer(kit: Page) -> None:
    term = kit.locator("#livret .sigle", has_text=re.compile("^DGCS$")).first
    term.focus()
    expect(kit.locator("#bulle")).to_contain_text("Direction générale de la cohésion sociale")
    expect(kit.locator("#bulle")).to_contain_text("Connaissance générale")
    kit.keyboard.press("Escape")
    expect(kit.locator("#bulle")).to_be_hidden()
    kit.locator("#livret .sigle", has_text=re.compile("^Cnaf$")).first.hover()
    expect(kit.locator("#bulle")).to_contain_text("Caisse nationale des allocations familiales")


def test_the_partner_asks_and_is_answered_or_told_that_the_texts_do_not_say(kit: Page) -> None:
    buttons = kit.locator("#proposees button")
    expect(buttons).to_have_count(5)
    buttons.last.click()
    expect(kit.locator(".tour-accueil .refus h4")).to_have_text("Absent des deux textes")
    kit.get_by_label("Sa question").fill("Suis-je signataire ?")
    kit.get_by_role("button", name="Demander").click()
    turn = kit.locator(".tour-accueil").nth(1)
    expect(turn.locator(".place-dite")).to_contain_text("La trame vous nomme parmi les parties")
    turn.locator(".source-livret").first.click()
    expect(kit.locator("#passage mark").first).to_contain_text("mutualité sociale agricole")


def test_the_files_carry_the_colour_the_logo_and_the_dossier(page: Page, tmp_path: Path) -> None:
    drawn = BytesIO()
    Image.new("RGB", (300, 120), "teal").save(drawn, "PNG")
    (tmp_path / "dossier.json").write_text(json.dumps(DOSSIER), encoding="utf-8")
    page.get_by_role("link", name="Rédiger la convention").click()
    page.locator("#importer").set_input_files(tmp_path / "dossier.json")
    expect(page.locator("#nom-dossier")).to_have_text("Val-d’Ombre")
    open_tab(page)
    page.get_by_label("Son département").select_option(label="Val-d’Ombre")
    welcome(page, "MSA")
    expect(page.locator("#livret .local")).to_contain_text("Paul Martin")
    page.get_by_text("Couleur et logo").click()
    page.locator("#logo-accueil").set_input_files(
        {"name": "logo.png", "mimeType": "image/png", "buffer": drawn.getvalue()}
    )
    expect(page.get_by_alt_text("Logo de votre CAF")).to_be_visible()
    page.locator("#couleur").fill("#c0392b")
    expect(page.locator("#livret")).to_have_css("border-top-color", "rgb(192, 57, 43)")
    for button, kind in (("Livret Word", "docx"), ("Diapositives", "pptx")):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        assert download.value.suggested_filename.endswith(kind)
        download.value.save_as(tmp_path / f"kit.{kind}")
    assert len(docx.Document(str(tmp_path / "kit.docx")).inline_shapes) == 1
    assert len(Presentation(str(tmp_path / "kit.pptx")).slides) == 7


@pytest.mark.parametrize(
    ("partner", "said"),
    [("", "Dites qui est le partenaire"), ("Mme Lestrade, 06 12 34 56 78", "jamais à une personne")],
)
def test_what_is_no_partner_is_told_in_one_sentence(page: Page, partner: str, said: str) -> None:
    page.locator("#partenaire").fill(partner)
    page.get_by_role("button", name="Préparer le livret").click()
    expect(page.get_by_role("alert").filter(has_text=said)).to_be_visible()
    expect(page.locator("#boite-livret")).to_be_hidden()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 375)])
def test_axe_finds_nothing_and_nothing_is_english(
    server: str, open_page: Callable[..., Page], scheme: Literal["light", "dark"], width: int
) -> None:
    page = in_window(open_tab(open_page(server)), scheme, width)
    assert findings(page) == []
    welcome(page, "un espace de rencontre")
    page.locator("#proposees button").first.click()
    expect(page.locator(".tour-accueil .reponse")).to_be_visible()
    page.get_by_text("Couleur et logo").click()
    page.locator("#livret .source-livret").first.click()
    expect(page.locator("#passage mark").first).to_be_visible()
    assert findings(page) == []
    assert english_words(page) == []


def test_nothing_overflows(page: Page) -> None:
    assert widest(page) <= 0
    welcome(page, "MSA")
    page.get_by_label("Sa question").fill("supercalifragilistique" * 20)
    page.get_by_label("Sa question").press("Enter")
    expect(page.locator(".tour-accueil .reponse")).to_be_visible()
    assert widest(page) <= 0
    page.locator("#livret .source-livret").first.click()
    page.get_by_text("Couleur et logo").click()
    assert widest(page) <= 0


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.locator("#partenaire").focus()
    page.keyboard.type("JAF")
    page.keyboard.press("Enter")
    expect(page.locator("#titre-livret")).to_be_focused()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#livret .source-livret')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("#passage")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Fermer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#passage")).to_be_hidden()
    expect(page.locator("#livret .source-livret:focus")).to_have_count(1)
