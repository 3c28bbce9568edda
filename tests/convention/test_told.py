"""A document taken up: a past convention, a table of actions, a note, each field with the words that it comes from."""

from pathlib import Path
from typing import Any

import pytest
from drafting import CORPUS
from openpyxl import Workbook

from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.export.docx import write_word
from rupfam_assistant.office import Office, open_office
from rupfam_assistant.settings import Settings

DOSSIER: dict[str, Any] = {
    "department": "Val-d’Ombre",
    "signatories": [{"body": "UDAF du Val-d’Ombre", "represented_by": "Mme Claire Dupré, présidente"}],
    "territory_needs": ["Aucun espace de rencontre à Sornac"],
    "planned_actions": [
        {"objective": 1, "text": "Ouvrir un lieu à Sornac", "pilot": "UDAF", "partners": ["CAF", "CMSA"]},
        {"objective": 3, "text": "Forum des familles", "deadline": "mars 2028"},
    ],
    "instance": "CDSF",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_office(Settings(_env_file=None, home=tmp_path_factory.mktemp("home"), corpus=CORPUS))


@pytest.mark.parametrize("table", [True, False])
def test_a_past_convention_is_taken_up_with_its_words(office: Office, tmp_path: Path, table: bool) -> None:
    path = tmp_path / "convention.docx"
    draft = office.convention(make_dossier({**DOSSIER, "actions_table": table}))
    path.write_bytes(write_word(draft, "Convention", "Val-d’Ombre"))
    text, reading = office.read_document(path)
    told = [(one.field, one.value) for one in reading.proposals]
    assert ("instance", "CDSF") in told
    assert ("territory_needs", DOSSIER["territory_needs"][0]) in told
    first, last = (value for field, value in told if field == "planned_actions")
    assert (first["objective"], first["text"], first["pilot"]) == (1, "Ouvrir un lieu à Sornac", "UDAF")
    assert first["partners"] == ["CAF", "CMSA"]
    assert (last["objective"], last["deadline"]) == (3, "mars 2028")
    assert "Forum des familles" in {text[one.start : one.end] for one in reading.proposals}


def test_a_sheet_of_actions_is_taken_up(office: Office, tmp_path: Path) -> None:
    book, path = Workbook(), tmp_path / "plan.xlsx"
    assert book.active is not None
    for row in (
        ("Plan 2026-2029", None, None, None, None),
        ("Objectif", "Action", "Pilote", "Partenaires", "Échéance"),
        (2, "Groupe de parole à Dole", "SPIP", "CAF, CMSA, communes", "juin 2027"),
    ):
        book.active.append(row)
    book.save(path)
    action = office.read_document(path)[1].proposals[0]
    assert action.value["objective"] == 2
    assert action.value["partners"] == ["CAF", "CMSA", "communes"]


def test_a_note_in_a_file_is_read_as_a_note(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("Besoins :\n- pas de médiateur familial dans le canton de Sornac\n", encoding="utf-8")
    assert [(one.field, one.value) for one in office.read_document(path)[1].proposals] == [
        ("territory_needs", "pas de médiateur familial dans le canton de Sornac")
    ]
