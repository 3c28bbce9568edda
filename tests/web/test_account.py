"""Entering by a provider of identities, leaving it, and the trail of an office: the page with a real provider beside it."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient
from servers.identity import CLIENT, SECRET, Identities, identity_provider

from rupfam_assistant.accounts.directory import Directory
from rupfam_assistant.accounts.policy import UserRole
from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.dossiers import open_store
from rupfam_assistant.web.opening import Opening
from rupfam_assistant.web.page import make_page

CORPUS = Path(__file__).parents[2] / "corpus"
HERE = "http://127.0.0.1:7860"
ASKING = {"act": {"action": "list"}}
VISIT = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
PEOPLE: dict[str, dict[str, object]] = {
    "anne": {"sub": "a-1", "email": "Anne@caf.example"},
    "other": {"sub": "x-9", "email": "anne@caf.example"},
    "paul": {"sub": "p-2", "preferred_username": "paul"},
    "local": {"sub": "l-3", "preferred_username": "lucie"},
}


@pytest.fixture(scope="module")
def identities() -> Iterator[Identities]:
    with identity_provider(PEOPLE) as provider:
        yield provider


@pytest.fixture(scope="module")
def page(identities: Identities, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    told = {"oidc_issuer": identities.address, "oidc_client": CLIENT, "oidc_secret": SECRET}
    settings = Settings(_env_file=None, home=tmp_path_factory.mktemp("home"), corpus=CORPUS, **told)  # type: ignore[arg-type]
    directory = Directory(open_store(settings.dossiers).engine)
    office = directory.add_office("CAF du Val-d’Ombre").id
    directory.add_user("anne@caf.example", UserRole.REFERENT, office, source="openid")
    directory.add_user("paul", UserRole.LECTEUR, office, source="openid")
    directory.add_user("lucie", UserRole.REFERENT, office, "une phrase de passe")
    return TestClient(make_page(Opening(settings)), base_url=HERE, follow_redirects=False)


@pytest.fixture(autouse=True)
def nobody_is_in(page: TestClient) -> None:
    page.cookies.clear()


def sign_in(page: TestClient, who: str) -> httpx.Response:
    """What the page says to a browser that signed in at the provider as `who` and comes back."""
    left = page.get("/connexion")
    sent_back = httpx.post(left.headers["location"], data={"who": who}).headers["location"]
    return page.get(sent_back.removeprefix(HERE), headers=VISIT)


def test_who_has_an_account_enters_by_the_provider_and_stays_the_same_person(page: TestClient) -> None:
    assert 'href="connexion"' in page.get("/").text
    entered = sign_in(page, "anne")
    assert (entered.status_code, entered.headers["location"]) == (303, "./")
    assert "httponly; path=/; samesite=lax" in entered.headers["set-cookie"].lower()
    shown = page.get("/", headers=VISIT).text
    assert 'data-user="anne@caf.example"' in shown
    assert "<summary>anne, CAF du Val-d’Ombre</summary>" in shown
    assert page.post("/api/writing", json=ASKING).status_code == 200
    page.cookies.clear()
    refused = sign_in(page, "other")
    assert refused.status_code == 403
    assert sign_in(page, "anne").status_code == 303


def test_who_has_none_is_told_what_to_ask_and_whom(page: TestClient) -> None:
    refused = sign_in(page, "local")
    assert refused.status_code == 403
    assert "Aucun compte n’est ouvert ici pour lucie : demandez à l’administrateur" in refused.text.replace(
        "\u00a0", " "
    )
    assert page.post("/api/writing", json=ASKING).status_code == 401


def test_a_return_without_a_departure_lets_nobody_in(page: TestClient) -> None:
    left = page.get("/connexion")
    sent_back = httpx.post(left.headers["location"], data={"who": "anne"}).headers["location"].removeprefix(HERE)
    page.cookies.clear()
    assert page.get(sent_back, headers=VISIT).status_code == 403
    assert "rupfam-session" not in page.cookies
    assert page.get("/connexion-retour", headers=VISIT).status_code == 403


def test_the_return_is_a_visit_and_the_departure_starts_from_the_page(page: TestClient) -> None:
    assert page.get("/connexion", headers=VISIT).status_code == 403
    for seen in ({**VISIT, "sec-fetch-dest": "iframe"}, {**VISIT, "sec-fetch-mode": "cors"}):
        assert (
            page.get("/connexion-retour", headers=seen)
            .json()["fault"]
            .startswith("Cette demande vient d’un autre site")
        )
    assert page.post("/connexion-retour").status_code == 404


def test_who_leaves_is_signed_out_of_the_provider_too(page: TestClient, identities: Identities) -> None:
    sign_in(page, "anne")
    left = page.post("/logout")
    assert 'http-equiv="refresh"' in left.text
    address = left.text.split("url=")[1].split('"')[0].replace("&amp;", "&")
    assert httpx.get(address).headers["location"].startswith(f"{HERE}/?state=")
    assert parse_qs(urlsplit(address).query)["id_token_hint"] == [identities.left[-1]["id_token_hint"]]
    assert page.post("/api/writing", json=ASKING).status_code == 401
    entered = page.post("/login", data={"name": "lucie", "password": "une phrase de passe"})
    assert entered.status_code == 303
    assert page.post("/logout").headers["location"] == "./"


def test_the_trail_is_downloaded_by_the_referent_of_an_office(page: TestClient) -> None:
    sign_in(page, "anne")
    told = page.get("/journal.csv")
    assert told.content.startswith("\ufeffdate;utilisateur;action;dossier\r\n".encode())
    assert "anne@caf.example;connexion" in told.text
    assert "attachment" in told.headers["content-disposition"]
    assert "journal.csv" in page.get("/").text
    sign_in(page, "paul")
    assert page.get("/journal.csv").status_code == 403
    assert "journal.csv" not in page.get("/").text
    page.cookies.clear()
    assert page.get("/journal.csv").status_code == 401
