"""Each tab as its browser prints it: the paper alone, with its sources, its pages numbered and the day."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from serving import ROOT
from test_page import PREAVIS, PREAVIS_SENTENCE, UNANSWERABLE, ask, words
from test_reviewing import drop, open_reviewing
from test_welcoming import open_tab, welcome
from test_writing import open_writing

AROUND = (
    "Rédiger la convention\nVérifier un projet", "Aller à", "Nouvelle conversation", "Exporter", "Votre question", "Utile", "Copier", "Voir",
    "Tous les dossiers", "Télécharger", "Ce qui reste à compléter", "Cliquez sur", "Suivant", "Le projet, tel qu’il a été lu",
    "Préparer le livret", "Le partenaire demande", "Couleur et logo", "objectif 1, suite",
)  # fmt: skip
"""Words of what stands around a paper: headings, buttons, menus, forms."""

FOOT = re.compile(r"Page (\d) sur (\d)(.* – )?Ruptures familiales.*, imprimé le \d+ \w+ \d{4}")


def printed(page: Page, most: int) -> str:
    """The words of what is printed, on so many pages at most, each with its number and the day, nothing of what is around."""
    pages = [sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages]
    feet = [found for sheet in pages if (found := FOOT.search(sheet))]
    assert [(foot[1], foot[2]) for foot in feet] == [
        (str(number), str(len(pages))) for number in range(1, len(pages) + 1)
    ]
    assert len(pages) <= most
    told = "\n".join(pages)
    assert [around for around in AROUND if around in told] == []
    assert not re.search(r"^\s*[;»]", told, re.MULTILINE)
    return words(told)


@pytest.fixture
def page(server: str, open_page: Callable[..., Page]) -> Page:
    return open_page(server)


def test_questions_and_answers_are_printed_with_their_sources(page: Page) -> None:
    ask(page, PREAVIS)
    ask(page, UNANSWERABLE)
    told = printed(page, 3)
    assert PREAVIS in told
    assert PREAVIS_SENTENCE in told
    assert "La trame, article 8 [1]" in told
    assert UNANSWERABLE in told


def test_a_draft_is_printed_whole_with_what_its_colours_mean(page: Page) -> None:
    open_writing(page).locator("#importer").set_input_files(ROOT / "docs" / "exemple.json")
    expect(page.locator("#texte h4").first).to_be_visible()
    told = printed(page, 2)
    assert "Val-de-Lune" in told
    assert "Votre dossier" in told
    assert "Objectif 4 : Procéder à l’évaluation" in told


def test_deviations_are_printed_with_both_wordings_and_what_is_permitted(page: Page) -> None:
    told = printed(drop(open_reviewing(page)), 4)
    assert "5 écarts à lever avant la signature" in told
    assert "dans la limite de leurs champs d’interventions respectifs" in told
    assert "sous la coordination du conseil départemental" in told
    assert "Commune signataire : Luzennes." in told


def test_a_kit_is_printed_with_its_first_page_apart(page: Page) -> None:
    welcome(open_tab(page), "MSA")
    told = printed(page, 8)
    assert "Ce que les textes ne disent pas" in told
    assert told.index("Les mots à connaître") < told.index("Page 2 sur") < told.index("Votre place dans le partenariat")
