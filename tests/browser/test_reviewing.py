"""The tab where a draft is checked, in a real browser: dropped, read, walked through, copied from, taken away."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import docx
import pytest
from playwright.sync_api import Page, expect
from serving import ROOT
from test_page import SIZES, english_words, in_window, widest
from test_writing import findings

DRAFTS = ROOT / "tests" / "data" / "review" / "local_drafts"
FAULTY = DRAFTS / "convention_pays-de-luzenne.txt"
CLEAN = DRAFTS / "convention_presqu-ile-de-gaud.txt"


@pytest.fixture
def page(server: str, open_page: Callable[..., Page]) -> Page:
    page = open_page(server)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return open_reviewing(page)


def open_reviewing(page: Page) -> Page:
    page.get_by_role("link", name="Vérifier un projet").click()
    expect(page.locator("#titre-depot")).to_be_visible()
    return page


def drop(page: Page, path: Path = FAULTY) -> Page:
    page.locator("#fichier-draft").set_input_files(path)
    expect(page.locator("#titre-bilan")).to_be_focused()
    return page


def test_a_dropped_draft_is_read_at_once_with_its_places_marked(page: Page) -> None:
    data = page.evaluate_handle(
        "(text) => { const data = new DataTransfer(); data.items.add(new File([text], 'projet.txt')); return data; }",
        FAULTY.read_text("utf-8"),
    )
    page.dispatch_event("[data-drop=draft]", "drop", {"dataTransfer": data})
    expect(page.locator("#titre-bilan")).to_be_focused()
    expect(page.locator("#titre-bilan")).to_contain_text(
        "5 écarts à lever avant la signature (dont 1 blanc à remplir) et 1 écart à vérifier."
    )
    expect(page.locator(".sujet")).to_contain_text("projet.txt")
    assert page.locator("#ecarts .ecart").count() == page.locator("#projet-lu .signe").count() == 6
    expect(page.locator("#ecart-1 del")).to_contain_text("dans la limite de leurs champs d’interventions respectifs")
    expect(page.locator("#ecart-1 ins")).to_contain_text("sous la coordination du conseil départemental")
    assert page.locator("#ecart-1 del").evaluate("e => getComputedStyle(e, '::before').content").startswith('"−')
    assert page.title() == "Vérifier un projet – Ruptures familiales"
    assert english_words(page) == []


def test_one_goes_from_a_deviation_to_the_next_by_the_keyboard_and_by_the_buttons(page: Page) -> None:
    drop(page)
    page.get_by_role("button", name="Suivant").click()
    page.get_by_role("button", name="Suivant").click()
    expect(page.locator('[id="ecart-2"]')).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator('[id="ecart-3"]')).to_be_focused()
    expect(page.locator("#signe-3")).to_be_in_viewport()
    page.keyboard.press("End")
    expect(page.locator('[id="ecart-6"]')).to_be_focused()
    page.locator("#signe-1").click()
    expect(page.locator('[id="ecart-1"]')).to_be_focused()
    expect(page.locator("#ecart-1 h3")).to_be_in_viewport()
    page.locator(".plan").get_by_role("button", name="Article 8").click()
    expect(page.locator('[id="ecart-5"]')).to_be_focused()
    page.locator("#ecart-5 [data-see]").click()
    expect(page.locator('[id="signe-5"]')).to_be_focused()


def test_deviations_are_chosen_by_severity_and_by_kind(page: Page) -> None:
    drop(page)
    page.get_by_role("button", name="À vérifier (1)").click()
    expect(page.locator("#montres")).to_have_text("1 sur 6 montré.")
    page.get_by_role("button", name="Suivant").click()
    page.get_by_role("button", name="Suivant").click()
    expect(page.locator('[id="ecart-4"]')).to_be_focused()
    page.get_by_label("Type d’écart").select_option("duration")
    expect(page.locator("#montres")).to_have_text("Aucun écart de cette sorte.")
    page.locator("#signe-5").click()
    expect(page.locator('[id="ecart-5"]')).to_be_focused()
    expect(page.locator("#ecarts .ecart:visible")).to_have_count(6)


def test_the_wording_of_the_trame_is_copied_in_one_click(page: Page) -> None:
    drop(page)
    page.locator("#ecart-5").get_by_role("button", name="Copier le texte de la trame").click()
    expect(page.locator("#ecart-5 .principal")).to_have_text("Copié ✓")
    copied = "La présente convention entre en vigueur à la date de la signature par l’ensemble des parties."
    assert page.evaluate("navigator.clipboard.readText()") == copied
    page.locator("#ecart-5").get_by_role("button", name="Copier l’article 8 entier").click()
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.startsWith('Article 8'))")


def test_the_report_and_the_summary_are_taken_away(page: Page, tmp_path: Path) -> None:
    word = docx.Document()
    for paragraph in re.split(r"\n\s*\n", FAULTY.read_text("utf-8")):
        word.add_paragraph(" ".join(paragraph.split()))
    word.save(str(tmp_path / "Projet.docx"))
    drop(page, tmp_path / "Projet.docx")
    for button, name in (
        ("Votre fichier, commenté (.docx)", "Projet-relu.docx"),
        ("Synthèse d’une page (.docx)", "Projet-synthese.docx"),
    ):
        page.locator("#verification .menu summary").click()
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        assert download.value.suggested_filename == name
        download.value.save_as(tmp_path / name)
    assert len(list(docx.Document(str(tmp_path / "Projet-relu.docx")).comments)) == 6


def test_two_drafts_are_compared_and_the_screen_is_left_for_another(page: Page) -> None:
    page.get_by_label("un autre projet").check()
    page.locator("#fichier-former").set_input_files(FAULTY)
    expect(page.locator("#etat-verification")).to_have_text("Il manque encore le projet à vérifier.")
    drop(page, CLEAN)
    expect(page.locator(".sujet")).to_contain_text("comparé à « convention_pays-de-luzenne.txt »")
    expect(page.locator("#ecart-1 .attendu h4")).to_have_text("Avant")
    page.get_by_role("button", name="Vérifier un autre projet").click()
    expect(page.locator("#titre-depot")).to_be_focused()
    expect(page.locator("#nom-former")).to_have_text("Déposez le fichier ici, ou téléversez-le")


def test_a_file_that_is_no_draft_is_refused_in_a_sentence_and_another_is_taken(page: Page, tmp_path: Path) -> None:
    (tmp_path / "recette.txt").write_text("Battre les œufs avec le sucre. " * 40, encoding="utf-8")
    page.locator("#fichier-draft").set_input_files(tmp_path / "recette.txt")
    expect(page.get_by_role("alert").and_(page.locator("#panne-verification"))).to_contain_text(
        "ne ressemble pas à la trame"
    )
    expect(page.locator('[id="fichier-draft"]')).to_be_focused()
    drop(page)
    expect(page.locator("#panne-verification")).to_be_hidden()


def test_a_filled_draft_becomes_a_dossier_open_in_its_tab(page: Page) -> None:
    drop(page, CLEAN)
    expect(page.locator("#titre-bilan")).to_have_text(re.compile("Ce projet suit la trame"))
    page.get_by_role("button", name="En faire un dossier").click()
    expect(page.locator("#nom-dossier")).to_have_text("Presqu’île-de-Gaud")
    expect(page.locator("#nom-dossier")).to_be_focused()
    expect(page.locator("#texte")).to_contain_text("une permanence de médiation familiale à Kerbrune")
    expect(page).to_have_url(re.compile(r"#/redaction/\d+$"))


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 375)])
def test_axe_finds_nothing(
    server: str, open_page: Callable[..., Page], scheme: Literal["light", "dark"], width: int
) -> None:
    page = in_window(open_reviewing(open_page(server)), scheme, width)
    page.get_by_label("un autre projet").check()
    assert findings(page) == []
    page.get_by_label("la trame nationale").check()
    drop(page)
    page.locator("#permis summary").click()
    page.get_by_role("button", name="À vérifier (1)").click()
    page.locator("#verification .menu summary").click()
    assert findings(page) == []


def test_nothing_overflows(page: Page, tmp_path: Path) -> None:
    assert widest(page) <= 0
    long = tmp_path / f"{'projet-' * 20}.txt"
    long.write_text(FAULTY.read_text("utf-8").replace("sous la coordination", "x" * 300), encoding="utf-8")
    drop(page, long)
    page.evaluate("for (const details of document.querySelectorAll('#verification details')) details.open = true;")
    assert widest(page) <= 0
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        header, links = page.locator("#entete").bounding_box(), page.locator("#rubriques").bounding_box()
        assert header is not None and links is not None
        assert links["y"] + links["height"] <= header["y"] + header["height"] + 1
