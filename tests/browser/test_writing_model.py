"""The two dialogs of the drafting tab, in a real browser before a real server: a note read, a sentence reworded, by rules or by a scripted model."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect
from servers.scripted import Asked, Broken, Server, scripted_server
from serving import served_page
from test_page import in_window, overflow
from test_writing import DOSSIER, field, findings, import_dossier, open_writing, saved, step

NOTE = """Dépt : Basse-Ombre
Besoins : pas d’espace de rencontre au nord ; PA impayées, délai 7 mois
- la famille Dupont (Kevin, 8 ans) attend depuis six mois
Actions
- ouvrir un ER à Brumeval, pilote UDAF, avec CMSA et CIDFF, oct. 2027
Attention : enveloppe de 90 000 € non votée"""
READ = [
    {"champ": "department", "valeur": "Basse-Ombre", "mots": "Dépt : Basse-Ombre"},
    {
        "champ": "territory_needs",
        "valeur": "Pas d’espace de rencontre au nord",
        "mots": "pas d’espace de rencontre au nord",
    },
    {"champ": "territory_needs", "valeur": "Délai de 9 mois", "mots": "délai 7 mois"},
    {
        "champ": "planned_actions",
        "valeur": {
            "objective": 1,
            "text": "Ouvrir un ER à Brumeval",
            "pilot": "UDAF",
            "partners": ["CMSA", "CIDFF"],
            "deadline": "oct. 2027",
        },
        "mots": "ouvrir un ER à Brumeval, pilote UDAF, avec CMSA et CIDFF, oct. 2027",
    },
]
OWN = "Ouvrir un espace de rencontre à Sombreval"
BETTER = "Ouvrir à Sombreval un espace de rencontre"
WORDINGS = {
    OWN: BETTER,
    "Aucun espace de rencontre au nord du département": "Aucun espace de rencontre au sud du département",
    "Stand commun au forum des familles": "Tenir un stand commun au forum des familles",
}


def reply(asked: Asked) -> str | Broken:
    """Reads the note, lying once; says the sentences better, lying once; fails when the text says so."""
    if "PANNE" in asked.user:
        return Broken(500)
    if "CHARABIA" in asked.user:
        return "Voici : <table>rien</table> {{{["
    if asked.system.startswith("Vous rangez"):
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in READ) + "FIN"
    return WORDINGS.get(asked.user, asked.user)


@pytest.fixture(scope="module")
def model() -> Iterator[Server]:
    with scripted_server(reply) as running:
        yield running


@pytest.fixture(scope="module")
def served(model: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("model")
    with served_page(home, llm="openai:scripted", llm_base_url=model.address) as address:
        open_model(address)
        yield address


def open_model(address: str) -> None:
    """Has the server open its model, which is long: a page that asks for it first gives up after half a minute."""
    asked = json.dumps({"act": {"action": "note"}}).encode()
    with urlopen(Request(f"{address}/api/writing", asked, {"Content-Type": "application/json"})) as response:
        assert "note-texte" in response.read().decode("utf-8")


def open_note(page: Page) -> Page:
    page.get_by_role("button", name=re.compile("note")).first.click()
    expect(page.locator("#note-texte")).to_be_focused()
    return page


def read(page: Page, note: str = NOTE) -> None:
    page.locator("#note-texte").fill(note)
    page.get_by_role("button", name="Lire la note").click()
    expect(page.locator("#titre-propositions")).to_be_focused()


def proposal(page: Page, text: str) -> Any:
    return page.locator(".proposition").filter(has_text=text)


# A note


def test_a_note_begins_a_dossier_and_only_what_is_confirmed_enters(server: str, open_page: Callable[..., Page]) -> None:
    page = open_note(open_writing(open_page(server)))
    expect(page.locator("#dialogue")).to_contain_text("Aucun modèle de langue")
    read(page)
    expect(page.locator("#note-departement")).to_have_value("Basse-Ombre")
    family = proposal(page, "famille Dupont")
    expect(family).to_contain_text("Données personnelles")
    expect(family.get_by_role("checkbox")).not_to_be_checked()
    proposal(page, "PA impayées").get_by_role("checkbox").uncheck()
    need = proposal(page, "pas d’espace de rencontre au nord")
    need.get_by_label("Besoin, proposition").fill("Aucun espace de rencontre au nord")
    need.get_by_role("button", name="Voir").click()
    expect(page.locator("mark.repris.vise")).to_contain_text("pas d’espace de rencontre au nord")
    page.get_by_role("button", name="Créer le dossier").click()
    expect(page.locator("#dialogue")).to_be_hidden()
    expect(page.locator("#nom-dossier")).to_have_text("Basse-Ombre")
    expect(page.locator("#nom-dossier")).to_be_focused()
    expect(field(page, "territory_needs.0")).to_have_value("Aucun espace de rencontre au nord")
    expect(page.locator("fieldset.territory_needs")).to_have_count(1)
    expect(field(page, "planned_actions.0.partners")).to_have_value("CMSA\nCIDFF")
    expect(page.locator("#texte")).to_contain_text("ER à Brumeval")
    expect(page.locator("body")).not_to_contain_text("Dupont")
    page.get_by_role("button", name="Versions").click()
    expect(page.locator(".versions li")).to_have_count(1)


def test_a_note_is_added_to_an_open_dossier_in_one_version(
    server: str, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_note(import_dossier(open_writing(open_page(server)), tmp_path, DOSSIER))
    read(page, NOTE.replace("Basse-Ombre", "Val-d’Ombre"))
    expect(page.get_by_role("group", name="Département")).to_contain_text("Déjà dans le dossier")
    page.get_by_role("button", name="Ajouter au dossier").click()
    expect(page.locator("#annonce-redaction")).to_contain_text("lignes de la note ajoutées")
    expect(page.locator("fieldset.territory_needs")).to_have_count(4)
    page.get_by_role("button", name="Versions").click()
    expect(page.locator(".versions li")).to_have_count(2)


def test_a_note_being_typed_survives_a_reload_and_a_closed_dialog(server: str, open_page: Callable[..., Page]) -> None:
    page = open_note(open_writing(open_page(server)))
    page.locator("#note-texte").fill("Besoins : un lieu neutre")
    page.keyboard.press("Escape")
    expect(page.locator("#dialogue")).to_be_hidden()
    page.reload()
    expect(page.locator("#titre-dossiers")).to_be_visible()
    open_note(page)
    expect(page.locator("#note-texte")).to_have_value("Besoins : un lieu neutre")
    page.locator("#note-texte").fill("")
    page.get_by_role("button", name="Lire la note").click()
    expect(page.locator("#panne-dialogue")).to_contain_text("collez d’abord une note")


def test_a_model_reads_the_note_and_what_it_adds_is_dropped(
    served: str, model: Server, open_page: Callable[..., Page]
) -> None:
    page = open_note(open_writing(open_page(served)))
    expect(page.locator(".modele")).to_contain_text("Modèle scripted, sur cette machine")
    read(page)
    expect(page.locator("#etat-dialogue")).to_contain_text("3 propositions ; 1 écartée, que la note ne dit pas")
    expect(page.locator("#envoi")).to_contain_text("Besoins : pas d’espace de rencontre")
    expect(page.locator(".proposition").filter(has_text="9 mois")).to_have_count(0)
    assert model.asked[-1].user == NOTE
    page.get_by_role("button", name="Créer le dossier").click()
    expect(field(page, "planned_actions.0.pilot")).to_have_value("UDAF")
    expect(page.locator("fieldset.territory_needs")).to_have_count(1)


@pytest.mark.parametrize(
    ("word", "said"), [("PANNE", "est en panne (500)"), ("CHARABIA", "n’a rien rendu qui se lise")]
)
def test_a_model_that_fails_leaves_the_note_to_the_rules(
    served: str, open_page: Callable[..., Page], word: str, said: str
) -> None:
    page = open_note(open_writing(open_page(served)))
    page.locator("#note-texte").fill(f"{NOTE} {word}")
    page.get_by_role("button", name="Lire la note").click()
    expect(page.locator("#titre-propositions")).to_be_focused()
    expect(page.locator("#panne-dialogue")).to_contain_text(said)
    expect(page.locator("#panne-dialogue")).to_contain_text("Des règles simples ont lu la note")
    expect(proposal(page, "ouvrir un ER à Brumeval")).to_have_count(1)


# A rewording


@pytest.fixture
def worded(served: str, open_page: Callable[..., Page], tmp_path: Path) -> Page:
    """A dossier open on a page that has a model."""
    return import_dossier(open_writing(open_page(served)), tmp_path, DOSSIER)


def test_a_sentence_is_reworded_side_by_side_accepted_and_given_back(worded: Page, model: Server) -> None:
    step(worded, "actions")
    row = worded.locator('[id="ligne-planned_actions.0"]')
    row.get_by_role("button", name="Reformuler").click()
    expect(worded.locator("#titre-dialogue")).to_be_focused()
    expect(worded.locator("#envoi")).to_contain_text(OWN)
    asked = len(model.asked)
    worded.get_by_role("button", name="Demander une proposition").click()
    expect(worded.get_by_role("button", name="Accepter")).to_be_focused()
    assert len(model.asked) == asked + 2  # the wording, then what the judge says of it
    expect(worded.locator(".leur ins").first).to_have_text(re.compile("à Sombreval|espace"))
    worded.keyboard.press("Enter")
    expect(worded.locator("#etat-dialogue")).to_contain_text("Proposition acceptée")
    worded.keyboard.press("Escape")
    expect(worded.locator("#texte a.model")).to_have_text(BETTER)
    expect(worded.locator("#legende")).to_contain_text("Reformulé par un modèle")
    expect(row.locator("p.reformulation")).to_contain_text(BETTER)
    worded.reload()
    expect(worded.locator("#texte a.model")).to_have_text(BETTER)
    step(worded, "actions")
    row.get_by_role("button", name="Monter").or_(row.get_by_role("button", name="Reprendre mes mots")).last.click()
    expect(worded.locator("#texte a.model")).to_have_count(0)
    expect(worded.locator("#texte")).to_contain_text(OWN)
    expect(field(worded, "planned_actions.0.text")).to_have_value(OWN)


def test_a_wording_goes_when_the_field_says_something_else(worded: Page) -> None:
    step(worded, "actions")
    worded.locator('[id="ligne-planned_actions.0"]').get_by_role("button", name="Reformuler").click()
    worded.get_by_role("button", name="Demander une proposition").click()
    worded.get_by_role("button", name="Accepter").click()
    worded.get_by_role("button", name="Fermer").first.click()
    expect(worded.locator("#texte a.model")).to_have_text(BETTER)
    field(worded, "planned_actions.0.text").fill("Ouvrir un espace de rencontre à Brumeval")
    saved(worded)
    expect(worded.locator("#texte a.model")).to_have_count(0)
    expect(worded.locator("#texte")).to_contain_text("à Brumeval")


def test_an_objective_is_reworded_whole_and_a_changed_fact_cannot_be_accepted(worded: Page) -> None:
    worded.get_by_role("button", name=re.compile("locales de l’objectif 1")).click()
    expect(worded.locator(".phrase")).to_have_count(2)
    worded.get_by_role("button", name="Demander les propositions").click()
    expect(worded.locator("#etat-dialogue")).to_contain_text("Toutes les propositions sont là")
    lie = worded.locator('[data-sentence="territory_needs.0"]')
    expect(lie).to_contain_text("Écartée")
    expect(lie).to_contain_text("lieu, perdu : nord")
    expect(lie.get_by_role("button", name="Accepter")).to_have_count(0)
    worded.get_by_role("button", name="Refuser").click()
    expect(worded.locator("#dialogue")).to_contain_text("Refusée : vos mots restent")
    worded.get_by_role("button", name="Fermer").first.click()
    expect(worded.locator("#texte a.model")).to_have_count(0)


def test_without_a_model_nothing_offers_to_reword(server: str, open_page: Callable[..., Page], tmp_path: Path) -> None:
    page = import_dossier(open_writing(open_page(server)), tmp_path, DOSSIER)
    expect(page.get_by_text("Reformuler")).to_have_count(0)


def test_a_model_that_fails_says_so_and_the_words_stay(
    served: str, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    broken = {**DOSSIER, "planned_actions": [{"objective": 3, "text": "Stand commun au forum, PANNE"}]}
    page = import_dossier(open_writing(open_page(served)), tmp_path, broken)
    page.get_by_role("button", name=re.compile("locales de l’objectif 3")).click()
    page.get_by_role("button", name="Demander").click()
    expect(page.locator("#panne-dialogue")).to_contain_text("est en panne (500)")
    expect(page.get_by_role("button", name="Accepter")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("#texte a.model")).to_have_count(0)


# For everybody


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 375)])
def test_axe_finds_nothing_in_the_dialogs(
    served: str, open_page: Callable[..., Page], tmp_path: Path, scheme: Literal["light", "dark"], width: int
) -> None:
    page = in_window(open_writing(open_page(served)), scheme, width)
    open_note(page)
    read(page)
    assert findings(page) == []
    assert overflow(page) <= 0
    page.get_by_role("button", name="Fermer").first.click()
    import_dossier(page, tmp_path, DOSSIER)
    page.get_by_role("button", name=re.compile("locales de l’objectif 1")).click()
    page.get_by_role("button", name="Demander les propositions").click()
    expect(page.get_by_role("button", name="Accepter")).to_have_count(1)
    assert findings(page) == []
    page.get_by_role("button", name="Accepter").click()
    expect(page.get_by_role("button", name="Reprendre mes mots")).to_be_focused()
    assert findings(page) == []
    assert overflow(page) <= 0
    page.get_by_role("button", name="Fermer").first.click()
    step(page, "actions")
    expect(page.locator(".reformulation .model")).to_be_visible()
    assert findings(page) == []
