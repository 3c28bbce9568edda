"""The page as it is served: in French, and behind a password when there are accounts."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from rupfam_assistant.settings import Settings
from rupfam_assistant.texts.documents import read_corpus
from rupfam_assistant.web.opening import Opening

CORPUS = Path(__file__).parents[2] / "corpus"
DOCUMENTS = {document.name: document for document in read_corpus(CORPUS)}
ASKING = {"act": {"action": "list"}}


def served(home: Path, **settings: object) -> TestClient:
    from rupfam_assistant.web.page import make_page

    read = Settings(_env_file=None, home=home, corpus=CORPUS, **settings)  # type: ignore[arg-type]
    return TestClient(make_page(DOCUMENTS, Opening(read)))


@pytest.fixture(scope="module")
def open_door(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return served(tmp_path_factory.mktemp("open"))


@pytest.fixture
def guarded(tmp_path: Path) -> TestClient:
    return served(tmp_path, users={"anne": "secrète", "paul": "p"})


def test_the_page_is_french_with_our_styles_scripts_and_a_sentence_until_it_is_there(open_door: TestClient) -> None:
    page = open_door.get("/").text
    assert '<html\n\tlang="fr"' in page
    assert "<title>Ruptures familiales – assistant</title>" in page
    assert (
        page.index('src="web/client.js')
        < page.index("</head>")
        < page.index('id="ouverture"')
        < page.index("<gradio-app")
    )
    assert open_door.get("/web/base.css").status_code == 200


def test_without_accounts_everybody_is_answered(open_door: TestClient) -> None:
    assert "vue-dossiers" in open_door.post("/api/writing", json=ASKING).json()["fragments"]


def test_with_accounts_nothing_is_shown_before_the_password(guarded: TestClient) -> None:
    assert 'type="password"' in guarded.get("/").text
    assert "colonne-conversation" not in guarded.get("/").text
    for path in ("writing", "reviewing", "welcoming", "conversation", "question"):
        assert guarded.post(f"/api/{path}", json={**ASKING, "question": "x", "action": "new"}).status_code in (401, 422)
    assert guarded.post("/api/writing", json=ASKING).status_code == 401
    assert guarded.get("/config").status_code == 401


@pytest.mark.parametrize(
    ("name", "password"), [("anne", "p"), ("anne", ""), ("", ""), ("pierre", ""), ("paul", "secrète")]
)
def test_a_wrong_password_is_refused(guarded: TestClient, name: str, password: str) -> None:
    refused = guarded.post("/login", data={"name": name, "password": password})
    assert refused.status_code == 401
    assert "Identifiants incorrects" in refused.text
    assert guarded.post("/api/writing", json=ASKING).status_code == 401


def test_the_right_password_opens_the_page_to_this_browser_alone(guarded: TestClient) -> None:
    entered = guarded.post("/login", data={"name": "anne", "password": "secrète"})
    assert "colonne-conversation" in entered.text
    guarded.post("/api/writing", json={"act": {"action": "new", "department": "Val-d’Ombre"}})
    assert "par anne" in guarded.post("/api/writing", json=ASKING).json()["fragments"]["vue-dossiers"]
    cookie = entered.history[0].headers["set-cookie"]
    assert "httponly" in cookie.lower()
    assert "samesite=lax" in cookie.lower()
    guarded.cookies.clear()
    guarded.cookies.set("rupfam-session", "inventee")
    assert guarded.post("/api/writing", json=ASKING).status_code == 401
