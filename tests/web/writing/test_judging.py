"""What the officer decides by a click: to keep, to withhold, to settle, to move, and the way back from each."""

import json
from typing import Any

import pytest
from routes import Reply
from routes import tell_desk as tell

from rupfam_assistant.storage.dossiers import Store
from rupfam_assistant.web.writing.call import Desk

RECORD: dict[str, Any] = {
    "department": "Ombreval",
    "constraints": "Ne pas citer Port-Clos, ni la subvention de la Région, jusqu’au 23 avril 2026.",
    "territory_needs": [
        "Le délai d’attente en médiation est de 5 mois",
        "Médiation : M. Lestrade, père de deux enfants, attend",
    ],
    "figures": [{"label": "Délai d’attente en médiation", "value": "7", "unit": "mois", "source": "UDAF"}],
    "planned_actions": [
        {"objective": 1, "text": "Médiation à Port-Clos", "pilot": "UDAF"},
        {"objective": "X", "title": "Accueillir les parents détenus", "text": "Ouvrir un lieu d’accueil au parloir"},
    ],
}


@pytest.fixture
def dossier(store: Store, desk: Desk) -> int:
    return store.create(RECORD, "anne")


def decide(desk: Desk, dossier: int, number: int, **told: str) -> Reply:
    return tell(desk, "decide", dossier=dossier, number=number, **told)


def test_a_ban_is_listed_with_the_fields_it_touches_and_lifted_by_a_click(desk: Desk, dossier: int) -> None:
    shown = tell(desk, "open", dossier=dossier)["fragments"]
    ban = "ne pas citer : Port-Clos (jusqu’au 23 avril 2026)"
    assert f'aria-checked="true" title="{RECORD["constraints"].rstrip(".")}"' in shown["alertes"]
    assert f'data-body="{ban}"' in shown["alertes"] and 'data-field="planned_actions.0.text"' in shown["alertes"]
    assert "Port-Clos" not in shown["texte"]
    lifted = decide(desk, dossier, 1, list="ban", path="constraints", body=ban, wording="écrire")["fragments"]
    assert "Port-Clos" in lifted["texte"] and 'aria-checked="false"' in lifted["alertes"]
    back = decide(desk, dossier, 2, list="ban", path="constraints", body=ban, wording="")["fragments"]
    assert "Port-Clos" not in back["texte"]


def test_a_field_ticked_is_not_printed_and_comes_back(desk: Desk, dossier: int) -> None:
    ticked = tell(desk, "print", dossier=dossier, number=1, path="planned_actions.1.text")["fragments"]
    assert "parloir" not in ticked["texte"] and "coché par vous" in ticked["alertes"]
    assert 'aria-checked="true" data-act="print" data-path="planned_actions.1.text"' in ticked["formulaire"]
    again = tell(desk, "print", dossier=dossier, number=2, path="planned_actions.1.text")["fragments"]
    assert "parloir" in again["texte"]
    blank = tell(desk, "print", dossier=dossier, number=3, path="planned_actions.0.pilot")["fragments"]
    assert "UDAF ;" not in blank["texte"]


def test_a_name_is_kept_or_taken_out_where_it_stands_and_put_back(desk: Desk, store: Store, dossier: int) -> None:
    note = tell(desk, "open", dossier=dossier)["fragments"]["notes-territory_needs.1"]
    assert "Retirer" in note and "Garder" in note
    name = note.partition('data-body="M')[2].partition('"')[0]
    kept = decide(desk, dossier, 1, list="withheld", path="territory_needs", body=f"M{name}", wording="garder")
    assert "Lestrade" in kept["fragments"]["texte"] and not kept["fragments"]["notes-territory_needs.1"]
    taken = tell(desk, "retain", dossier=dossier, number=2, path="territory_needs.1", wording="Médiation")
    assert store.read(dossier).record["territory_needs"][1] == "Médiation"
    assert f'data-wording="{RECORD["territory_needs"][1]}"' in taken["fragments"]["avis"]


def test_one_click_settles_a_contradiction_and_both_values_stay(desk: Desk, store: Store, dossier: int) -> None:
    shown = tell(desk, "open", dossier=dossier)["fragments"]
    assert "valeur à retenir" in shown["texte"] and "Retenir 5 mois" in shown["notes-figures.0.value"]
    settled = decide(desk, dossier, 1, list="value", path="figures", body="7\u00a0mois / 5 mois", wording="5 mois")
    assert "valeur à retenir" not in settled["fragments"]["texte"] and "Retenir" not in settled["fragments"]["alertes"]
    assert store.read(dossier).record["figures"] == RECORD["figures"]
    assert 'data-wording=""' in settled["fragments"]["avis"]


def test_an_alert_judged_is_remembered_and_may_be_seen_again(desk: Desk, dossier: int) -> None:
    message = "Le dossier ne donne aucun chiffre : le diagnostic n’est pas chiffré."
    record = {**RECORD, "figures": []}
    other = tell(desk, "import", text=json.dumps(record), name="x.json")["dossier"]
    assert message in tell(desk, "open", dossier=other)["fragments"]["alertes"].replace("\u00a0", " ")
    judged = decide(desk, other, 1, list="alert", path="missing", body=message, wording="voulu")["fragments"]
    assert "aucun chiffre" not in judged["alertes"] and "1 alerte jugée" in judged["alertes"]
    assert "aucun chiffre" in tell(desk, "reconsider", dossier=other, number=2)["fragments"]["alertes"]


def test_an_action_moves_to_an_objective_and_back(desk: Desk, store: Store, dossier: int) -> None:
    moved = tell(desk, "retain", dossier=dossier, number=1, path="planned_actions.1.objective", wording="1")
    assert store.read(dossier).record["planned_actions"][1]["objective"] == 1
    assert 'data-wording="X"' in moved["fragments"]["avis"]


def test_a_row_taken_out_comes_back_at_its_place(desk: Desk, store: Store, dossier: int) -> None:
    gone = tell(desk, "remove", dossier=dossier, number=1, list="planned_actions", row=0)
    assert 'data-act="undo" data-path="planned_actions.0" data-number="1"' in gone["fragments"]["avis"]
    tell(desk, "save", dossier=dossier, number=2, changes=[{"path": "caf_name", "value": "CAF d’Ombreval"}])
    tell(desk, "undo", dossier=dossier, number=3, path="planned_actions.0", former=1)
    kept = store.read(dossier).record
    assert (kept["planned_actions"], kept["caf_name"]) == (RECORD["planned_actions"], "CAF d’Ombreval")


def test_a_deleted_dossier_is_in_the_bin(desk: Desk, dossier: int) -> None:
    tell(desk, "delete-now", dossier=dossier)
    listed = tell(desk, "list")["fragments"]["vue-dossiers"]
    assert "Corbeille (1)" in listed and f'data-act="restore" data-dossier="{dossier}"' in listed


def test_what_is_left_is_told_before_a_file_and_does_not_hold_it_back(desk: Desk, dossier: int) -> None:
    asked = tell(desk, "download", dossier=dossier, kind="article")
    assert "file" not in asked and "Télécharger quand même" in asked["fragments"]["reste-avant"]
    assert "alertes et" in asked["fragments"]["reste-avant"]
    assert tell(desk, "download", dossier=dossier, kind="article", sure=True)["file"]["name"].endswith(".docx")


def test_what_seems_out_of_scope_is_kept_or_left_out_by_a_click(desk: Desk, store: Store) -> None:
    need = "Refaire la toiture du gymnase municipal"
    other = store.create({"department": "Ombreval", "territory_needs": [need]}, "anne")
    asked = tell(desk, "open", dossier=other)["fragments"]
    assert need not in asked["texte"] and asked["alertes"].count('data-list="scope"') == 2
    kept = decide(desk, other, 1, list="scope", path="territory_needs", body=need, wording="garder")["fragments"]
    assert need in kept["texte"] and 'data-list="scope"' not in kept["alertes"]
    out = decide(desk, other, 2, list="scope", path="territory_needs", body=need, wording="écarter")["fragments"]
    assert need not in out["texte"] and 'data-list="scope"' not in out["alertes"]


def test_a_wording_proposed_is_taken_alone_or_with_the_others(desk: Desk, store: Store) -> None:
    actions = [{"objective": 1, "text": text} for text in ("Réduction des délais", "Maintien des permanences")]
    other = store.create({"department": "Ombreval", "planned_actions": actions}, "anne")
    assert "Prendre toutes" in tell(desk, "open", dossier=other)["fragments"]["alertes"]
    path = "planned_actions.0.text"
    taken = tell(desk, "accept", dossier=other, number=1, path=path, wording="Réduire les délais")
    assert "Réduire les délais" in taken["fragments"]["texte"] and "Maintien des" in taken["fragments"]["texte"]
    every = tell(desk, "accept-all", dossier=other, number=taken["number"])["fragments"]
    assert "Maintenir les permanences" in every["texte"] and "Tournures proposées" not in every["alertes"]
