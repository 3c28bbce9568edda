"""What the desk answers in the two dialogs, on a real store, with a real model behind a scripted server."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from routes import Reply, ask_of
from servers.scripted import Asked, Broken, Server, scripted_server
from web.writing.test_form import NASTY, Tree

from rupfam_assistant.office import Office, open_office
from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.dossiers import Store
from rupfam_assistant.web.writing.call import Desk
from rupfam_assistant.web.writing.desk import routes

CORPUS = Path(__file__).parents[3] / "corpus"
RECORD: dict[str, Any] = {
    "department": "Val-d’Ombre",
    "signatories": [{"body": "Préfète", "represented_by": "Mme Lise Arnoult"}],
    "territory_needs": ["", "Aucun espace de rencontre au nord, dit Mme Lise Arnoult"],
    "planned_actions": [
        {"objective": 1, "text": "Ouvrir un lieu à Sombreval"},
        {"objective": 1, "text": "Stand au forum"},
    ],
}
PATH = "planned_actions.0.text"
BETTER = "Ouvrir à Sombreval un lieu"
NOTE = "besoins : pas d’ER à Brumeval ; la famille Dupont attend une place\nactions : ouvrir un lieu, pilote UDAF"


@pytest.fixture
def desk(store: Store, office: Office, tmp_path: Path) -> Desk:
    store.create(RECORD, "anne")
    return Desk(office, lambda: store, tmp_path / "logos")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    def reply(asked: Asked) -> str | Broken:
        if "PANNE" in asked.user:
            return Broken(500)
        return BETTER if asked.user == "Ouvrir un lieu à Sombreval" else asked.user

    with scripted_server(reply) as running:
        yield running


def with_model(desk: Desk, address: str, shown: str = "") -> Desk:
    """The desk of an office that has a model at an address; `shown` makes it pass for a remote one."""
    settings = Settings(_env_file=None, corpus=CORPUS, llm="openai:scripted", llm_base_url=address)
    office = open_office(settings)
    if shown:
        vars(office)["model"] = replace(office.model, address=shown)
    return replace(desk, office=office)


def tell(desk: Desk, action: str, dossier: int = 1, number: int = 1, **act: Any) -> Reply:
    ask = ask_of(lambda by: routes(desk, by), "/api/writing")
    return ask({"dossier": dossier, "number": number, "act": {"action": action, **act}})


def html(reply: Reply) -> str:
    return "".join(reply["fragments"].values())


# A note


def test_a_note_is_read_by_rules_and_nothing_is_saved(desk: Desk, store: Store) -> None:
    assert tell(desk, "note-sent", note=NOTE)["asks"] == ""
    reply = tell(desk, "note-read", note=NOTE)
    tree = Tree(reply["fragments"]["note-propositions"])
    assert tree.values("data-field") == ["territory_needs", "territory_needs", "planned_actions"]
    boxes = [found for found in tree.attributes if "data-tick" in found]
    assert ["checked" in box for box in boxes] == [True, False, True]
    assert reply["say"] == "3 propositions."
    assert len(store.versions(1)) == 1


def test_confirmed_proposals_are_one_version_and_those_of_a_second_person_another(desk: Desk, store: Store) -> None:
    action = {
        "objective": "2",
        "text": "Ouvrir un lieu",
        "pilot": "UDAF",
        "partners": "CMSA\n\n CIDFF ",
        "deadline": " ",
        "indicator": "",
    }
    rows = [{"field": "planned_actions", "value": action}, {"field": "territory_needs", "value": " Un besoin "}]
    assert tell(desk, "note-add", proposals=rows)["added"] is True
    record = store.read(1).record
    assert record["planned_actions"][2] == {
        "objective": 2, "text": "Ouvrir un lieu", "pilot": "UDAF", "partners": ["CMSA", "CIDFF"], "deadline": None, "indicator": None
    }  # fmt: skip
    assert record["territory_needs"][-1] == "Un besoin"
    assert [version.number for version in store.versions(1)] == [2, 1]
    later = tell(desk, "note-add", proposals=[{"field": "territory_needs", "value": "Un autre"}])
    assert later["added"] is True and "Fusionné" in later["fragments"]["avis"]
    assert store.read(1).record["territory_needs"][-2:] == ["Un autre", "Un besoin"]


def test_a_line_of_a_note_takes_the_field_that_the_officer_gives_it(desk: Desk, store: Store) -> None:
    figure = {"label": "Délai", "value": "7", "unit": "mois", "source": ""}
    rows = [
        {"field": "territory_needs", "kind": "planned_actions", "value": " Ouvrir un lieu "},
        {"field": "figures", "kind": "territory_needs", "value": figure},
        {"field": "priorities", "kind": "priorities", "value": "Un délai court"},
        {"field": "priorities", "kind": "wordings", "value": "Un lieu neutre"},
    ]
    assert tell(desk, "note-add", proposals=rows)["added"] is True
    record = store.read(1).record
    assert (record["planned_actions"][-1]["text"], record["planned_actions"][-1]["objective"]) == ("Ouvrir un lieu", 1)
    assert record["territory_needs"][-1] == "Délai, 7, mois"
    assert record["priorities"][-2:] == ["Un délai court", "Un lieu neutre"]


def test_a_note_begins_a_dossier_only_with_its_department(desk: Desk, store: Store) -> None:
    need = {"field": "territory_needs", "value": "Un besoin"}
    assert "nom du département" in tell(desk, "note-add", dossier=0, proposals=[need])["fault"]
    reply = tell(desk, "note-add", dossier=0, proposals=[{"field": "department", "value": "Basse-Ombre"}, need])
    assert store.read(reply["dossier"]).record == {"department": "Basse-Ombre", "territory_needs": ["Un besoin"]}


@pytest.mark.parametrize(
    ("action", "message"),
    [
        ("note-read", {"note": "  "}),
        ("note-read", {"note": "x" * 20_001}),
        ("note-sent", {}),
        ("note-add", {"proposals": []}),
        ("note-add", {"proposals": [{"field": "wordings", "value": "x"}, 3, None]}),
        ("note-add", {"proposals": [{"field": "territory_needs", "value": "  "}]}),
        ("note-add", {"proposals": [{"field": "figures", "value": "x"}]}),
        ("note-add", {"proposals": [{"field": "signatories", "value": {"body": ""}}]}),
        ("reword", {"path": PATH}),
        ("accept", {"path": "planned_actions.9.text", "wording": "x"}),
        ("accept", {"path": "signatories.0.body", "wording": "x"}),
        ("accept", {"path": PATH, "wording": "Ouvrir un lieu à Brumeval"}),
        ("unword", {"path": None}),
    ],
)
def test_what_makes_no_sense_gets_one_sentence_and_changes_nothing(
    desk: Desk, store: Store, action: str, message: dict[str, Any]
) -> None:
    assert tell(desk, action, **message)["fault"].endswith((".", "»"))
    assert store.read(1).record == RECORD


def test_what_a_note_says_is_never_markup(desk: Desk) -> None:
    note = f"besoins : {NASTY}\nactions : ouvrir {NASTY}, pilote {NASTY}\nchiffres : 12 <b>{NASTY}"
    tree = Tree(tell(desk, "note-read", note=note)["fragments"]["note-propositions"])
    assert "script" not in tree.tags and "b" not in tree.tags
    assert tree.values("onfocus") == []


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/v1", ""])
def test_a_model_that_fails_leaves_the_note_to_the_rules(desk: Desk, server: Server, address: str) -> None:
    reply = tell(with_model(desk, address or server.address), "note-read", note=f"{NOTE} PANNE")
    assert re.match(
        r"Le modèle scripted (?:ne répond pas|est en panne).*\. Des règles simples ont lu la note à sa place\.",
        reply["why"],
    )
    assert reply["fragments"]["note-propositions"].count("<fieldset") == 3


def test_what_leaves_for_a_remote_model_is_shown_without_anybody(desk: Desk, server: Server) -> None:
    remote = with_model(desk, server.address, "https://api.exemple.fr/v1")
    shown = html(tell(remote, "note-sent", note=f"{NOTE} Mme Lise Arnoult 06 12 34 56 78"))
    assert not re.search(r"Dupont|Arnoult|06 12", shown)
    assert "api.exemple.fr" in html(tell(remote, "note"))
    opened = html(tell(remote, "reword", objective="1"))
    sent = opened.partition('id="envoi"')[2].partition("</details>")[0]
    assert "[[1]]" in sent and "Arnoult" not in sent
    assert "Arnoult" in opened


# A rewording


def test_a_proposition_is_shown_accepted_marked_and_taken_back(desk: Desk, store: Store, server: Server) -> None:
    desk = with_model(desk, server.address)
    assert "Demander une proposition" in html(tell(desk, "reword", path=PATH))
    proposed = tell(desk, "reword-one", path=PATH)
    Tree(html(proposed))
    assert f'data-wording="{BETTER}"' in html(proposed)
    assert store.read(1).record == RECORD
    accepted = tell(desk, "accept", path=PATH, wording=BETTER)
    assert accepted["number"] == 2
    assert re.search(rf'class="origine model"[^>]*>{BETTER}', accepted["fragments"]["texte"])
    assert BETTER in accepted["fragments"][f"reformulation-{PATH}"]
    assert store.read(1).record["wordings"] == [
        {"field": PATH, "original": "Ouvrir un lieu à Sombreval", "wording": BETTER}
    ]
    dropped = tell(desk, "unword", number=2, path=PATH)
    assert "origine model" not in dropped["fragments"]["texte"]
    assert {**store.read(1).record, "wordings": []} == {**RECORD, "wordings": []}


def test_a_wording_follows_its_action_when_it_moves(desk: Desk, server: Server) -> None:
    desk = with_model(desk, server.address)
    tell(desk, "accept", path=PATH, wording=BETTER)
    moved = tell(desk, "move", number=2, list="planned_actions", row=0, step=1)
    assert BETTER in moved["fragments"]["reformulation-planned_actions.1.text"]
    assert "origine model" in moved["fragments"]["texte"]


def test_a_sentence_after_an_empty_one_keeps_its_place(desk: Desk, server: Server) -> None:
    desk = with_model(desk, server.address)
    reply = tell(desk, "reword", path="territory_needs.1")
    assert 'data-sentence="territory_needs.1"' in html(reply)


def test_a_lie_is_shown_with_its_faults_and_without_a_button(desk: Desk) -> None:
    lies: list[Callable[[Asked], str]] = [lambda asked: "Fermer un lieu à Brumeval", lambda asked: NASTY]
    for lie in lies:
        with scripted_server(lie) as server:
            reply = tell(with_model(desk, server.address), "reword-one", path=PATH)
            tree = Tree(html(reply))
            assert "Écartée" in html(reply) and "accept" not in tree.values("data-dialog")
            assert "script" not in tree.tags
            assert "écartée" in reply["say"]


def test_a_doubted_wording_is_shown_as_not_read_and_waits_for_a_click(desk: Desk) -> None:
    with scripted_server(lambda asked: "Étudier l’ouverture d’un lieu à Sombreval") as server:
        reply = tell(with_model(desk, server.address), "reword-one", path=PATH)
    assert "Non relue, à vérifier" in html(reply)
    assert "accept" in Tree(html(reply)).values("data-dialog")
    assert "non relue" in reply["say"]


def test_a_model_that_fails_changes_nothing(desk: Desk, store: Store) -> None:
    with scripted_server(lambda asked: Broken(401)) as server:
        assert "RUPFAM_LLM_API_KEY" in tell(with_model(desk, server.address), "reword-one", path=PATH)["fault"]
    assert store.read(1).record == RECORD


def test_without_a_model_nothing_offers_to_reword_and_with_one_the_local_part_does(desk: Desk, server: Server) -> None:
    assert "Reformuler" not in html(tell(desk, "open"))
    tree = Tree(tell(with_model(desk, server.address), "open")["fragments"]["texte"])
    assert [found["data-objective"] for found in tree.attributes if found.get("data-act") == "reword"] == ["1"]
