"""The page of a machine with accounts: who may do what there, and what outlives the program."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from rupfam_assistant.accounts.directory import Directory
from rupfam_assistant.accounts.policy import UserRole
from rupfam_assistant.accounts.settling import settle
from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.dossiers import open_store
from rupfam_assistant.web.opening import Opening
from rupfam_assistant.web.page import make_page

pytestmark = pytest.mark.usefixtures("quick_hashing")

CORPUS = Path(__file__).parents[2] / "corpus"
PASSWORD = "cerise-mauve-42"
PEOPLE = {
    "léa": ("CAF du Val", UserRole.LECTEUR),
    "rené": ("CAF du Val", UserRole.REDACTEUR),
    "rita": ("CAF du Val", UserRole.REFERENT),
    "zoé": ("CAF du Mont", UserRole.REFERENT),
    "adam": (None, UserRole.ADMINISTRATEUR),
}


def settings_of(home: Path, **told: Any) -> Settings:
    return Settings(_env_file=None, home=home, corpus=CORPUS, **told)


def people(home: Path) -> None:
    """Makes the accounts of two offices."""
    directory = Directory(open_store(settings_of(home).dossiers).engine)
    offices = {name: directory.add_office(name).id for name in ("CAF du Val", "CAF du Mont")}
    for name, (office, role) in PEOPLE.items():
        directory.add_user(name, role, offices[office] if office else None, PASSWORD)


def page(home: Path, name: str = "", **told: Any) -> TestClient:
    """The page as one of them sees it, from a program of its own."""
    client = TestClient(make_page(Opening(settings_of(home, **told))), base_url="http://127.0.0.1:7860")
    if name:
        assert login(client, name, PASSWORD).status_code == 303
    return client


def login(client: TestClient, name: str, password: str) -> Any:
    return client.post("/login", data={"name": name, "password": password}, follow_redirects=False)


def write(client: TestClient, action: str, dossier: int = 0, **told: Any) -> Any:
    """The answer of the tab that writes."""
    message = {key: told.pop(key) for key in ("number", "changes") if key in told}
    return client.post("/api/writing", json={"dossier": dossier, **message, "act": {"action": action, **told}})


@pytest.fixture
def home(tmp_path: Path) -> Path:
    people(tmp_path)
    return tmp_path


def test_each_role_does_on_the_page_what_it_may_and_another_office_nothing(home: Path) -> None:
    client = page(home)
    session = {}
    for name in PEOPLE:
        assert login(client, name, PASSWORD).status_code == 303
        session[name] = client.cookies.pop("rupfam-session")

    def did(name: str, action: str, **told: Any) -> int:
        client.cookies.set("rupfam-session", session[name])
        status = int(write(client, action, **told).status_code)
        client.cookies.clear()
        return status

    assert did("léa", "new", department="Val") == 403
    assert did("adam", "new", department="Val") == 403
    assert did("rené", "new", department="Val") == 200
    typed = {"number": 1, "changes": [{"path": "constraints", "value": "Ne rien citer"}]}
    assert [did(name, "open", dossier=1) for name in PEOPLE] == [200, 200, 200, 409, 409]
    assert [did(name, "save", dossier=1, **typed) for name in ("zoé", "adam", "léa", "rené")] == [409, 409, 403, 200]
    for action in ("delete-now", "restore"):
        assert [did(name, action, dossier=1) for name in ("zoé", "adam", "léa", "rené")] == [409, 409, 403, 403]
        assert did("rita", action, dossier=1) == 200

    client.cookies.set("rupfam-session", session["zoé"])
    assert "ouvrir-1" not in write(client, "list").text
    assert "Val" not in write(client, "list").json()["fragments"]["vue-dossiers"]
    client.cookies.set("rupfam-session", session["léa"])
    dress = {"action": "dress", "colour": "#112233"}
    assert client.post("/api/welcoming", json=dress).status_code == 403
    client.cookies.set("rupfam-session", session["rita"])
    assert client.post("/api/welcoming", json=dress).json()["colour"] == "#112233"
    client.cookies.set("rupfam-session", session["zoé"])
    assert client.post("/api/welcoming", json={"action": "dossiers"}).json()["colour"] != "#112233"


def test_a_session_outlives_the_program_and_ends_with_who_leaves(home: Path) -> None:
    first = page(home, "rené")
    write(first, "new", department="Val")
    later = page(home)
    later.cookies.set("rupfam-session", first.cookies["rupfam-session"])
    assert "par rené" in write(later, "list").json()["fragments"]["vue-dossiers"]
    later.post("/logout")
    assert write(first, "list").status_code == 401


def test_the_sixth_password_waits_on_the_page_and_none_is_told_to_the_log(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = page(home)
    assert [login(client, "rita", f"prune-jaune-{n}").status_code for n in range(5)] == [401] * 5
    slowed = login(client, "rita", PASSWORD)
    assert slowed.status_code == 429
    assert re.search(r"attendez \d secondes", slowed.text)
    assert login(page(home), "rita", PASSWORD).status_code == 429
    assert "le compte rita" in caplog.text
    assert "prune" not in caplog.text


def test_the_first_account_closes_the_page_of_a_machine_that_let_everybody_in(tmp_path: Path) -> None:
    client = page(tmp_path)
    assert write(client, "new", department="Val").status_code == 200
    assert login(client, "", "").status_code == 401
    people(tmp_path)
    assert write(client, "list").status_code == 401
    assert login(client, "rita", PASSWORD).status_code == 303
    assert "Val" in write(client, "list").json()["fragments"]["vue-dossiers"]


def test_what_the_machine_kept_goes_to_the_first_office_and_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = settings_of(tmp_path)
    settings.documents.mkdir(parents=True)
    (settings.documents / "charte.txt").write_text("# Charte", encoding="utf-8")
    settings.dress_of(None).write_text(json.dumps({"colour": "112233", "logo": ""}), encoding="utf-8")
    people(tmp_path)
    directory = Directory(open_store(settings.dossiers).engine)
    office = directory.user("rita").office
    settle(settings, directory)
    settle(settings, directory)
    assert (settings.documents_of(office) / "charte.txt").exists()
    assert settings.dress_of(office).exists()
    assert [*settings.documents.glob("*.txt")] == []
    assert caplog.messages.count("Les documents déjà ajoutés (1) sont ceux de « CAF du Val ».") == 1


def test_a_database_that_cannot_be_opened_lets_nobody_into_a_network_and_closes_no_question_alone(
    tmp_path: Path,
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "dossiers.sqlite").write_text("Ceci est une lettre. " * 200, encoding="utf-8")
    client = page(tmp_path)
    assert client.get("/").status_code == 200
    assert "n’est pas une base" in write(client, "list").json()["fault"]
    assert client.post("/api/conversation", json={"action": "restore"}).status_code == 200
    elsewhere = page(tmp_path, database_url="postgresql://ana:secret@127.0.0.1:9/base")
    refused = elsewhere.get("/")
    assert refused.status_code == 503
    assert "ne peut pas être ouverte" in refused.text
    assert "secret" not in refused.text
    assert elsewhere.post("/api/conversation", json={"action": "restore"}).status_code == 409
