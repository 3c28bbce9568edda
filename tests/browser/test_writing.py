"""The tab where the convention is written, in a real browser: the form, the document beside it, saving, and all that must not go wrong."""

import json
import re
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import docx
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from serving import free_port, served_page
from test_page import AXE, english_words, in_window, widest

DOSSIER: dict[str, Any] = {
    "department": "Val-d’Ombre",
    "caf_name": "CAF du Val-d’Ombre",
    "signatories": [
        {"body": "Préfète du Val-d’Ombre", "represented_by": "Mme Lise Arnoult", "address": None},
        {"body": "CAF du Val-d’Ombre", "represented_by": None, "address": "3 rue des Tanneurs, Ombreval"},
    ],
    "territory_needs": ["Aucun espace de rencontre au nord du département", "Refaire la toiture du gymnase municipal"],
    "figures": [
        {"label": "Délai pour une première visite", "value": "7", "unit": "mois", "source": "CAF, 2025"},
        {
            "label": "Délai pour une première visite",
            "value": "5",
            "unit": "mois",
            "source": "Association Passerelle, 2025",
        },
    ],
    "planned_actions": [
        {
            "objective": 1,
            "text": "Ouvrir un espace de rencontre à Sombreval",
            "pilot": "Association Passerelle",
            "deadline": "octobre 2027",
        },
        {
            "objective": 3,
            "text": "Stand commun au forum des familles",
            "partners": ["CMSA"],
            "indicator": "Nombre de visiteurs",
        },
    ],
    "kept": {"that the form does not know": [1, 2]},
}
NASTY = "<img src=x onerror=\"document.title='pris'\"> & « fin » \U0001f600"


@pytest.fixture
def page(server: str, open_page: Callable[..., Page]) -> Page:
    return open_writing(open_page(server))


@pytest.fixture
def dossier(page: Page, tmp_path: Path) -> Page:
    """A page where the dossier above is open."""
    return import_dossier(page, tmp_path, DOSSIER)


def open_writing(page: Page) -> Page:
    page.get_by_role("link", name="Rédiger la convention").click()
    expect(page.locator("#titre-dossiers")).to_be_visible()
    return page


def import_dossier(page: Page, folder: Path, record: dict[str, Any]) -> Page:
    path = folder / "dossier.json"
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    page.locator("#importer").set_input_files(path)
    expect(page.locator("#nom-dossier")).to_have_text(record["department"])
    expect(page.locator("#texte h4").first).to_be_visible()
    return page


def step(page: Page, key: str) -> None:
    """Unfolds a section of the form."""
    page.evaluate("(key) => { document.getElementById(`etape-${key}`).open = true; }", key)


def field(page: Page, path: str) -> Any:
    return page.locator(f'[id="champ-{path}"]')


def saved(page: Page) -> None:
    """Waits until nothing typed is left in the browser."""
    expect(page.locator("#enregistrement")).to_contain_text("Enregistré le")
    page.wait_for_function("!Object.keys(localStorage).some((key) => key.startsWith('ruptures-familiales-saisie'))")


# Writing


def test_a_new_dossier_opens_with_its_article_and_what_is_left(page: Page) -> None:
    page.get_by_label("Département", exact=True).fill("Basse-Ombre")
    page.get_by_role("button", name="Commencer").click()
    expect(page.locator("#nom-dossier")).to_have_text("Basse-Ombre")
    expect(page.locator("#nom-dossier")).to_be_focused()
    expect(page.locator("#texte")).to_contain_text("Article 2 – Objectifs poursuivis par la convention")
    expect(page.locator("#texte .blank").first).to_contain_text("[à compléter]")
    expect(page.locator("#titre-manques")).to_contain_text(re.compile("Ce qui reste à compléter.: [1-9]"))
    assert page.title().startswith("Rédiger la convention")


def test_what_is_typed_is_written_beside_at_once_and_saved(dossier: Page) -> None:
    step(dossier, "actions")
    before = dossier.locator("#jauge-texte").inner_text()
    box = field(dossier, "planned_actions.0.indicator")
    box.press_sequentially("Nombre de visites")
    expect(dossier.locator("#texte")).to_contain_text("nombre de visites", ignore_case=True)
    expect(box).to_be_focused()
    expect(box).to_have_value("Nombre de visites")
    span = dossier.locator("#texte a.dossier", has_text="ombre de visites")
    assert span.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(220, 235, 250)"
    expect(span).to_have_attribute("title", re.compile("Dossier"))
    expect(dossier.locator("#jauge-texte")).not_to_have_text(before)
    saved(dossier)
    dossier.reload()
    expect(dossier.locator("#nom-dossier")).to_have_text("Val-d’Ombre")
    expect(field(dossier, "planned_actions.0.indicator")).to_have_value("Nombre de visites")


def test_a_blank_leads_to_its_field(dossier: Page) -> None:
    dossier.locator("#texte a.blank").first.click()
    expect(dossier.locator('[id="champ-opening"]')).to_be_focused()
    expect(field(dossier, "opening")).to_be_in_viewport()
    dossier.locator('#texte a.blank[data-field="planned_actions:2"]').click()
    expect(dossier.locator('[id="ajouter-planned_actions.2"]')).to_be_focused()
    dossier.keyboard.press("Enter")
    expect(field(dossier, "planned_actions.2.text")).to_be_focused()
    dossier.keyboard.type("Enquête auprès des parents")
    expect(dossier.locator("#texte")).to_contain_text("nquête auprès des parents")
    dossier.locator("#boite-manques summary").click()
    dossier.locator("#manques button").last.click()
    expect(dossier.locator(":focus[id]")).to_have_count(1)


def test_the_words_of_the_trame_lead_to_their_place_and_those_of_a_field_are_outlined(dossier: Page) -> None:
    sentence = dossier.locator("#texte a.trame", has_text="supprimer les zones blanches")
    sentence.click()
    expect(dossier.locator("#origine")).to_be_focused()
    marked = " ".join(" ".join(dossier.locator("#origine mark").all_inner_texts()).split())
    assert marked.startswith("Accompagner la couverture territoriale de l’offre")
    assert marked.endswith("services de proximité pour les familles ;")
    expect(dossier.locator("#origine mark").first).to_be_in_viewport()
    dossier.keyboard.press("Escape")
    expect(dossier.locator("#origine")).to_be_hidden()
    expect(sentence).to_be_focused()
    step(dossier, "instance")
    dossier.locator('#etape-instance .champ:has([id="champ-frequency"]) [data-passage]').click()
    expect(dossier.locator("#origine mark").first).to_contain_text("L’instance se réunit au moins une fois par an")
    dossier.keyboard.press("Escape")
    step(dossier, "actions")
    field(dossier, "planned_actions.1.text").focus()
    aimed = dossier.locator("#texte .vise")
    expect(aimed).to_contain_text("tand commun")
    expect(aimed).to_be_in_viewport()


def test_the_whole_convention_is_written_too(dossier: Page) -> None:
    dossier.get_by_role("button", name="Convention entière").click()
    expect(dossier.locator("#texte")).to_contain_text("préfète du Val-d’Ombre", ignore_case=True)
    expect(dossier.locator("#texte")).to_contain_text("Article 8")
    step(dossier, "instance")
    dossier.get_by_label("Comités locaux des financeurs").check()
    saved(dossier)
    dossier.reload()
    expect(dossier.get_by_label("Comités locaux des financeurs")).to_be_checked()


def test_needs_are_classed_with_the_reason_and_alerts_lead_to_their_field(dossier: Page) -> None:
    step(dossier, "besoins")
    expect(dossier.locator("#classement-0")).to_contain_text("T1 – Séparation")
    expect(dossier.locator("#classement-0")).to_contain_text("A1 –")
    expect(dossier.locator("#classement-1")).to_contain_text("Hors périmètre")
    expect(dossier.locator("#titre-alertes")).to_contain_text("contradictions")
    contradiction = dossier.locator(".alerte.contradiction")
    contradiction.get_by_role("button", name="chiffres, 1, valeur").first.click()
    expect(dossier.locator('[id^="champ-figures."]:focus')).to_have_count(1)
    dossier.locator("#notes-figures\\.0\\.value").get_by_role("button", name="Retenir 7 mois").click()
    expect(contradiction).to_have_count(0)
    dossier.locator("#avis").get_by_role("button", name="Annuler").click()
    expect(contradiction).to_have_count(1)


def test_rows_are_added_moved_and_removed_with_the_focus_at_hand(dossier: Page) -> None:
    step(dossier, "signataires")
    dossier.get_by_role("button", name=re.compile("Chefs de cour")).click()
    expect(field(dossier, "signatories.2.body")).to_be_focused()
    expect(field(dossier, "signatories.2.body")).to_have_value("Cour d’appel")
    dossier.get_by_role("button", name="Monter : partie 3").click()
    expect(field(dossier, "signatories.1.body")).to_have_value("Cour d’appel")
    expect(dossier.locator('[id="ligne-signatories.1"]')).to_be_focused()
    dossier.get_by_role("button", name="Retirer : partie 1").click()
    expect(dossier.locator("fieldset.signatories")).to_have_count(2)
    expect(dossier.locator('[id="ligne-signatories.0"]')).to_be_focused()
    expect(dossier.locator("#annonce-redaction")).to_contain_text("retirée")


def test_a_field_typed_just_before_a_row_is_added_is_not_lost(dossier: Page) -> None:
    step(dossier, "priorites")
    dossier.get_by_role("button", name="Ajouter une priorité").click()
    expect(field(dossier, "priorities.0")).to_be_focused()
    dossier.keyboard.type("La distance")
    dossier.get_by_role("button", name="Ajouter une priorité").click()
    expect(field(dossier, "priorities.1")).to_be_focused()
    expect(field(dossier, "priorities.0")).to_have_value("La distance")


def test_what_is_typed_is_never_markup(dossier: Page) -> None:
    field(dossier, "department").fill(NASTY)
    expect(dossier.locator("#nom-dossier")).to_have_text(NASTY)
    saved(dossier)
    dossier.reload()
    expect(field(dossier, "department")).to_have_value(NASTY)
    dossier.get_by_role("button", name="Convention entière").click()
    dossier.get_by_role("button", name="← Tous les dossiers").click()
    expect(dossier.locator(".ouvrir strong", has_text="<img src=x").first).to_be_visible()
    assert dossier.locator("img").count() == 0
    assert not dossier.title().startswith("pris")


# Keeping


def test_a_dossier_is_exported_and_imported_whole_and_without_department_says_so(dossier: Page) -> None:
    with dossier.expect_download() as download:
        dossier.get_by_role("button", name="Exporter .json").click()
    assert download.value.suggested_filename == "dossier-val-dombre.json"
    assert json.loads(Path(download.value.path()).read_text(encoding="utf-8")) == DOSSIER
    field(dossier, "department").fill("")
    expect(dossier.locator("#panne-document")).to_contain_text("département")
    expect(dossier.locator("#texte")).to_contain_text("Article 2")
    field(dossier, "department").fill("Val-d’Ombre")
    expect(dossier.locator("#panne-document")).to_be_hidden()


def test_a_file_that_is_no_dossier_and_an_address_of_none_are_refused_in_one_sentence(
    page: Page, tmp_path: Path
) -> None:
    path = tmp_path / "faux.json"
    for content, said in (
        ("{", "n’est pas du JSON"),
        ('{"department": "x", "figures": 3}', "chiffres"),
        ("[]", "objet JSON"),
    ):
        path.write_text(content, encoding="utf-8")
        page.locator("#importer").set_input_files(path)
        expect(page.locator("#panne-redaction")).to_contain_text(said)
        expect(page.locator("#titre-dossiers")).to_be_visible()
    page.goto(page.url.partition("#")[0] + "#/redaction/999999")
    expect(page.locator("#panne-redaction")).to_contain_text("n’existe pas")
    expect(page.locator("#titre-dossiers")).to_be_visible()


def test_versions_are_compared_and_taken_again(dossier: Page) -> None:
    field(dossier, "caf_name").fill("CAF d’Ombreval")
    saved(dossier)
    dossier.get_by_role("button", name="Versions").click()
    expect(dossier.locator("#titre-avis")).to_be_focused()
    dossier.locator(".versions summary").first.click()
    dossier.get_by_role("button", name=re.compile("Comparer la version 1")).click()
    row = dossier.locator(".differences tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Nom de la CAF")
    expect(row).to_contain_text("CAF du Val-d’Ombre")
    expect(row).to_contain_text("CAF d’Ombreval")
    dossier.get_by_role("button", name="Reprendre la version 1").click()
    expect(field(dossier, "caf_name")).to_have_value("CAF du Val-d’Ombre")


def test_a_deletion_is_asked_twice_and_can_be_taken_back(dossier: Page) -> None:
    dossier.get_by_role("button", name="Dupliquer").click()
    expect(dossier.locator("#annonce-redaction")).to_contain_text("Copie")
    count = dossier.url
    dossier.get_by_role("button", name="Supprimer…").click()
    expect(dossier.locator("#titre-avis")).to_contain_text("sa version")
    dossier.get_by_role("button", name="Supprimer ce dossier").click()
    expect(dossier.locator("#titre-avis")).to_contain_text("pour de bon")
    dossier.get_by_role("button", name="Oui, supprimer").click()
    expect(dossier.locator(".avis")).to_contain_text("est supprimé")
    number = count.rpartition("/")[2]
    expect(dossier.locator(f'.ouvrir[data-dossier="{number}"]')).to_have_count(0)
    dossier.get_by_role("button", name="Annuler").click()
    expect(dossier.locator("#vue-dossier")).to_be_visible()
    expect(dossier.locator("#nom-dossier")).to_have_text("Val-d’Ombre (copie)")
    expect(dossier).to_have_url(count)


def test_the_files_are_those_of_the_dossier(dossier: Page) -> None:
    for button, name, said, comments in (
        ("Article 2 (.docx)", "article-2-val-dombre.docx", "Objectif 1", True),
        ("Convention (.docx)", "convention-val-dombre.docx", "Article 8", True),
        ("Convention, copie propre (.docx)", "convention-val-dombre-copie-propre.docx", "Article 8", False),
    ):
        if not dossier.locator("#telecharger").evaluate("e => e.open"):
            dossier.locator("#telecharger summary").click()
        dossier.locator("#avec-manques").check()
        dossier.get_by_role("button", name=button, exact=True).click()
        with dossier.expect_download() as download:
            dossier.get_by_role("button", name="Télécharger quand même").click()
        assert download.value.suggested_filename == name
        word = docx.Document(str(download.value.path()))
        text = "\n".join(paragraph.text for paragraph in word.paragraphs)
        assert said in text and "Ce qui reste à compléter" in text
        assert bool(list(word.comments)) is comments


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice, which makes the PDF, is not on this machine")
def test_the_convention_is_given_in_pdf(dossier: Page) -> None:
    dossier.locator("#telecharger summary").click()
    dossier.get_by_role("button", name="Convention (.pdf)").click()
    with dossier.expect_download() as download:
        dossier.get_by_role("button", name="Télécharger quand même").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")


def test_a_dossier_deleted_meanwhile_is_brought_back_with_what_was_typed(
    dossier: Page, open_page: Callable[..., Page]
) -> None:
    other = open_page(dossier.url.partition("#")[0])
    other.goto(dossier.url)
    other.reload()
    for button in ("Supprimer…", "Supprimer ce dossier", "Oui, supprimer"):
        other.get_by_role("button", name=button).click()
    expect(other.locator(".avis")).to_contain_text("est supprimé")
    field(dossier, "caf_name").fill("CAF retrouvée")
    expect(dossier.locator("#titre-avis")).to_contain_text("a été supprimé")
    dossier.reload()
    dossier.get_by_role("button", name="Rétablir le dossier").click()
    expect(field(dossier, "caf_name")).to_have_value("CAF retrouvée")
    saved(dossier)


def test_a_logo_is_kept_shown_and_printed(dossier: Page, tmp_path: Path) -> None:
    step(dossier, "signataires")
    image = BytesIO()
    Image.new("RGB", (60, 30), "teal").save(image, "JPEG")
    dossier.locator('[data-logo="signatories.0.logo"]').set_input_files(
        {"name": "logo.jpg", "mimeType": "image/jpeg", "buffer": image.getvalue()}
    )
    expect(dossier.get_by_alt_text("Logo de Préfète du Val-d’Ombre")).to_be_visible()
    dossier.locator("#telecharger summary").click()
    dossier.get_by_role("button", name="Convention (.docx)", exact=True).click()
    with dossier.expect_download() as download:
        dossier.get_by_role("button", name="Télécharger quand même").click()
    assert len(docx.Document(str(download.value.path())).inline_shapes) == 1
    dossier.locator('[data-logo="signatories.1.logo"]').set_input_files(
        {"name": "l.png", "mimeType": "image/png", "buffer": b"rien d'une image"}
    )
    expect(dossier.locator("#panne-redaction")).to_contain_text("n’est pas une image")
    dossier.get_by_role("button", name=re.compile("Retirer le logo")).click()
    expect(dossier.get_by_alt_text(re.compile("Logo"))).to_have_count(0)


# Two people, and a server that dies


def save_both(anne: Page, paul: Page, folder: Path) -> None:
    """Opens one dossier to two people; the first saves another name of the CAF, then the second types hers."""
    import_dossier(anne, folder, DOSSIER)
    paul.goto(anne.url)
    paul.reload()
    expect(paul.locator("#nom-dossier")).to_have_text("Val-d’Ombre")
    field(anne, "caf_name").fill("CAF d’Anne")
    saved(anne)
    field(paul, "caf_name").fill("CAF de Paul")


def test_the_second_of_two_people_is_told_and_keeps_hers_in_a_copy(
    page: Page, server: str, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    paul = open_page(server)
    save_both(page, paul, tmp_path)
    expect(paul.locator(".conflit")).to_contain_text("Rien n’a été écrasé")
    expect(paul.locator(".differences")).to_contain_text("CAF d’Anne")
    expect(paul.locator(".differences")).to_contain_text("CAF de Paul")
    assert findings(paul) == []
    paul.reload()
    expect(paul.locator(".conflit")).to_be_visible()
    paul.get_by_role("button", name="Garder la mienne dans une copie").click()
    expect(field(paul, "caf_name")).to_have_value("CAF de Paul")
    expect(paul).not_to_have_url(page.url)
    page.reload()
    expect(field(page, "caf_name")).to_have_value("CAF d’Anne")


def test_two_people_in_one_dossier_each_keep_their_field_and_read_the_other_one(
    page: Page, server: str, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    paul = open_page(server)
    import_dossier(page, tmp_path, DOSSIER)
    paul.goto(page.url)
    paul.reload()
    expect(paul.locator("#nom-dossier")).to_have_text("Val-d’Ombre")
    field(page, "caf_name").fill("CAF d’Anne")
    saved(page)
    field(paul, "department").press("End")
    field(paul, "department").press_sequentially("-et-Lac")
    saved(paul)
    expect(paul.locator("#avis")).to_contain_text("Fusionné avec ce qui a été écrit dans une autre fenêtre")
    expect(field(paul, "caf_name")).to_have_value("CAF d’Anne")
    expect(field(paul, "department")).to_be_focused()
    paul.keyboard.type("-et-Mont")
    saved(paul)
    assert findings(paul) == []
    page.reload()
    expect(field(page, "department")).to_have_value("Val-d’Ombre-et-Lac-et-Mont")


def test_the_second_of_two_people_may_take_the_first_ones(
    page: Page, server: str, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    paul = open_page(server)
    save_both(page, paul, tmp_path)
    paul.get_by_role("button", name="Reprendre la version enregistrée").click()
    expect(field(paul, "caf_name")).to_have_value("CAF d’Anne")
    field(paul, "caf_name").fill("CAF commune")
    saved(paul)


def test_what_is_typed_while_the_server_is_dead_is_saved_once_it_is_back(
    tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    """By a page that was left open, and by one that was left and is opened again."""
    port = free_port()
    with served_page(tmp_path, port):
        page, left = (
            import_dossier(open_writing(open_page(f"http://127.0.0.1:{port}")), tmp_path, DOSSIER) for _ in range(2)
        )
        for opened in (page, left):
            step(opened, "instance")
        field(page, "organisation").fill("Présidence de la CAF")
        saved(page)
    for opened in (page, left):
        field(opened, "frequency").fill("deux fois par an")
        expect(opened.locator("#panne-redaction")).to_contain_text("ne répond plus")
    expect(page.locator("#enregistrement")).to_contain_text("Pas encore enregistré")
    field(page, "organisation").fill("Présidence tournante")
    address = left.url
    left.goto("about:blank")
    with served_page(tmp_path, port):
        saved(page)
        expect(page.locator("#panne-redaction")).to_be_hidden()
        page.reload()
        expect(field(page, "frequency")).to_have_value("deux fois par an")
        expect(field(page, "organisation")).to_have_value("Présidence tournante")
        left.goto(address)
        expect(left.locator("#annonce-redaction")).to_contain_text("Saisie retrouvée")
        expect(field(left, "frequency")).to_have_value("deux fois par an")
        saved(left)


# For everybody


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 375)])
def test_axe_finds_nothing(
    server: str, open_page: Callable[..., Page], tmp_path: Path, scheme: Literal["light", "dark"], width: int
) -> None:
    page = in_window(open_writing(open_page(server)), scheme, width)
    assert findings(page) == []
    import_dossier(page, tmp_path, DOSSIER)
    for key in ("signataires", "besoins", "chiffres", "actions", "instance", "contraintes", "annexes"):
        step(page, key)
    page.evaluate("for (const details of document.querySelectorAll('.aides, #boite-manques')) details.open = true;")
    assert findings(page) == []
    page.locator("#texte a.trame").nth(2).click()
    expect(page.locator("#origine mark").first).to_be_visible()
    assert findings(page, "#origine") == []
    page.locator("[data-close-source]").click()
    page.get_by_role("button", name="Versions").click()
    page.get_by_role("button", name="Convention entière").click()
    expect(page.locator("#texte")).to_contain_text("Article 8")
    page.locator("#telecharger summary").click()
    assert findings(page) == []


def findings(page: Page, within: str = "html") -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    results = page.evaluate("(within) => axe.run(within, { resultTypes: ['violations'] })", within)
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:200]}"
        for violation in results["violations"]
        for node in violation["nodes"]
    ]


def test_nothing_overflows(page: Page, tmp_path: Path) -> None:
    assert widest(page) <= 0
    import_dossier(
        page, tmp_path, {**DOSSIER, "caf_name": "supercalifragilistique" * 20, "department": "Val" + "d’ombre" * 30}
    )
    page.evaluate("for (const details of document.querySelectorAll('#redaction details')) details.open = true;")
    assert widest(page) <= 0
    page.get_by_role("button", name="Convention entière").click()
    expect(page.locator("#texte")).to_contain_text("Article 8")
    assert widest(page) <= 0


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.get_by_label("Département", exact=True).focus()
    page.keyboard.type("Ombre")
    page.keyboard.press("Enter")
    expect(page.locator("#nom-dossier")).to_be_focused()
    until(page, "Tab", '[id="champ-department"]')
    until(page, "Tab", "#texte a.origine")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    for _ in range(40):
        if page.evaluate("document.activeElement.matches('.blank')"):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator('[id="champ-opening"]')).to_be_focused()
    page.keyboard.type("Au vu du diagnostic partagé,")
    expect(page.locator("#texte .dossier").first).to_contain_text("Au vu du diagnostic")
    page.locator("#texte a.trame").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#origine")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#texte a.trame").first).to_be_focused()


def until(page: Page, key: str, selector: str) -> None:
    for _ in range(80):
        page.keyboard.press(key)
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not reached by {key}")


def test_the_tab_is_in_french_and_the_questions_stay_where_they_were(dossier: Page) -> None:
    assert english_words(dossier) == []
    dossier.get_by_role("button", name="Versions").click()
    expect(dossier.locator("#titre-avis")).to_be_visible()
    assert english_words(dossier) == []
    dossier.get_by_role("link", name="Questions").click()
    expect(dossier.locator("#question textarea")).to_be_visible()
    expect(dossier.locator("#redaction")).to_be_hidden()
    assert dossier.title() == "Ruptures familiales – assistant"
    dossier.get_by_role("link", name="Rédiger la convention").click()
    expect(dossier.locator("#nom-dossier")).to_have_text("Val-d’Ombre")
    dossier.go_back()
    expect(dossier.locator("#question textarea")).to_be_visible()
