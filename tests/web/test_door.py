"""The page as it is served: in French, and behind a password when there are accounts."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from rupfam_assistant.settings import Settings
from rupfam_assistant.web.opening import Opening
from rupfam_assistant.web.shell import STATIC

CORPUS = Path(__file__).parents[2] / "corpus"
ASKING = {"act": {"action": "list"}}
HERE = "http://127.0.0.1:7860"
PEOPLE = {"anne": "secrète", "paul": "p"}
OPEN = ("/", "/aide", "/theme.css", "/favicon.ico", "/health", "/web", "/assets/", "/static/")
MESSAGES = [f"/api/{tab}" for tab in ("question", "conversation", "writing", "reviewing", "welcoming")]


def routes_of(router: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Every method and path that an application answers, those of what is mounted and included in it too."""
    for route in getattr(router, "routes", ()):
        path = before + getattr(route, "path", "")
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from routes_of(included, before + route.include_context.prefix)
        elif getattr(getattr(route, "app", None), "routes", None) and not getattr(route, "methods", None):
            yield from routes_of(route.app, path)
        else:
            for method in getattr(route, "methods", None) or ("GET",):
                yield method, re.sub(r"{[^}]*}", "x", path) or "/"


def served(home: Path, **settings: object) -> TestClient:
    from rupfam_assistant.web.page import make_page

    read = Settings(_env_file=None, home=home, corpus=CORPUS, **settings)  # type: ignore[arg-type]
    return TestClient(make_page(Opening(read)), base_url=HERE)


@pytest.fixture(scope="module")
def open_door(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return served(tmp_path_factory.mktemp("open"))


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The page with accounts."""
    return served(tmp_path_factory.mktemp("locked"), users=PEOPLE).app


@pytest.fixture
def guarded(locked: Any) -> TestClient:
    """A browser where nobody is in yet."""
    return TestClient(locked, base_url=HERE)


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
    assert guarded.get("/theme.css").status_code in (200, 401)


def test_a_wrong_password_is_refused(tmp_path: Path) -> None:
    client = served(tmp_path, users=PEOPLE)
    for name, password in (("anne", "p"), ("anne", ""), ("", ""), ("pierre", ""), ("paul", "secrète")):
        refused = client.post("/login", data={"name": name, "password": password})
        assert refused.status_code == 401, name
        assert "Identifiants incorrects" in refused.text
        assert client.post("/api/writing", json=ASKING).status_code == 401


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


def every_route(client: TestClient) -> list[tuple[str, str]]:
    return sorted(set(routes_of(client.app)))


def test_the_routes_are_all_found(open_door: TestClient) -> None:
    paths = {path for _, path in every_route(open_door)}
    assert {"/", "/login", "/logout", "/web", "/config", *MESSAGES} <= paths
    assert {"/gradio_api/queue/join", "/gradio_api/cancel", "/gradio_api/reset", "/gradio_api/heartbeat/x"} <= paths


def test_what_the_page_has_no_use_for_is_closed(open_door: TestClient) -> None:
    answered = {
        (method, path): open_door.request(method, path).status_code
        for method, path in every_route(open_door)
        if (path not in (*MESSAGES, "/login", "/logout") and not (method in ("GET", "HEAD") and path.startswith(OPEN)))
        or (path != "/" and path.rstrip("/") != path and path.startswith("/login"))
    }
    assert {route: status for route, status in answered.items() if status != 404} == {}
    assert open_door.get("/config").status_code == open_door.get("/openapi.json").status_code == 404


ELSEWHERE: dict[str, dict[str, str]] = {
    "another site": {"origin": "http://ailleurs.example"},
    "another port": {"origin": "http://127.0.0.1:9000"},
    "a sandboxed frame": {"origin": "null"},
    "two origins": {"origin": f"{HERE}, http://ailleurs.example"},
    "a page of another site": {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"},
    "a page of another port": {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"},
    "a frame of another site": {
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "iframe",
    },
}


@pytest.mark.parametrize("kind", ELSEWHERE)
def test_nothing_is_answered_to_another_site_on_any_route(kind: str, open_door: TestClient) -> None:
    for method, path in every_route(open_door):
        answer = open_door.request(method, path, headers={**ELSEWHERE[kind], "content-type": "application/json"})
        assert answer.status_code == 403, (method, path)


@pytest.mark.parametrize(
    "host", ["ailleurs.example", "127.0.0.1.ailleurs.example", "localhost.ailleurs.example", "10.0.0.1", ""]
)
def test_nothing_is_answered_under_another_name_on_any_route(host: str, open_door: TestClient) -> None:
    for method, path in every_route(open_door):
        assert open_door.request(method, path, headers={"host": host}).status_code == 421, (method, path)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:7860", "[::1]:7860", "LOCALHOST:7860"])
def test_the_page_answers_under_the_names_of_this_machine(host: str, open_door: TestClient) -> None:
    assert open_door.get("/", headers={"host": host, "origin": f"http://{host}"}).status_code == 200


def test_a_link_of_another_site_leads_to_the_page(open_door: TestClient) -> None:
    visit = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert open_door.get("/", headers=visit).status_code == 200


def test_the_page_answers_under_its_public_name_and_says_so_to_https(tmp_path: Path) -> None:
    public = served(tmp_path, public_url="https://assistant.example", users={"anne": "secrète"})
    told = {"host": "assistant.example", "origin": "https://assistant.example"}
    entered = public.post("/login", data={"name": "anne", "password": "secrète"}, headers=told, follow_redirects=False)
    assert entered.status_code == 303
    assert "secure" in entered.headers["set-cookie"].lower()
    assert public.get("/", headers={**told, "origin": "http://ailleurs.example"}).status_code == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
@pytest.mark.parametrize("path", MESSAGES)
def test_a_message_is_json_or_it_is_nothing(path: str, kind: str, open_door: TestClient) -> None:
    headers = {"content-type": kind} if kind else {}
    assert open_door.post(path, content=b'{"act": {"action": "list"}}', headers=headers).status_code == 415


@pytest.mark.parametrize("path", MESSAGES)
def test_what_is_too_large_is_told_before_it_is_read(path: str, open_door: TestClient) -> None:
    headers = {"content-type": "application/json", "content-length": "300000000"}
    assert open_door.post(path, content=b"{}", headers=headers).status_code == 413
    endless = open_door.post(
        path, content=(b" " * 1_000_000 for _ in range(60)), headers={"content-type": "application/json"}
    )
    assert endless.status_code == 413
    assert "trop gros" in endless.json()["fault"]


@pytest.mark.parametrize("path", ["/", "/web/base.css", "/theme.css", "/config", "/api/writing"])
def test_every_answer_is_sealed(path: str, open_door: TestClient) -> None:
    for answer in (open_door.get(path), open_door.post(path), open_door.get(path, headers={"origin": "null"})):
        told = answer.headers
        assert "frame-ancestors 'none'" in told["content-security-policy"]
        assert "http" not in told["content-security-policy"]
        assert (told["x-content-type-options"], told["referrer-policy"]) == ("nosniff", "same-origin")
        assert not [name for name in told if name.startswith("access-control-")]


def test_only_gradio_makes_functions_of_texts_and_only_its_page_is_allowed_to(open_door: TestClient) -> None:
    allowed = open_door.get("/").headers["content-security-policy"]
    assert "'unsafe-eval'" in allowed and "script-src 'self' 'nonce-" in allowed
    assert allowed != open_door.get("/").headers["content-security-policy"]
    assert "unsafe-" not in open_door.get("/web/client.js").headers["content-security-policy"].split("style-src")[0]
    ours = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.js"))
    assert not re.search(r"\beval\b|Function\(|(?:setTimeout|setInterval)\([\"'`]", ours)
    written = "".join(path.read_text(encoding="utf-8") for path in STATIC.with_name("templates").rglob("*.html"))
    assert not re.search(r"<[^>]*\son\w+\s*=|javascript:|<script(?! src)", written)


def test_a_page_that_another_left_open_is_not_answered_in_the_name_of_who_is_in(guarded: TestClient) -> None:
    guarded.post("/login", data={"name": "paul", "password": "p"})
    assert guarded.post("/api/writing", json=ASKING, headers={"Rupfam-User": "paul"}).status_code == 200
    assert guarded.post("/api/writing", json=ASKING, headers={"Rupfam-User": "anne"}).status_code == 401


def test_who_leaves_is_asked_for_the_password_again(guarded: TestClient) -> None:
    guarded.post("/login", data={"name": "anne", "password": "secrète"})
    token = dict(guarded.cookies)["rupfam-session"]
    assert 'type="password"' in guarded.post("/logout").text
    guarded.cookies.set("rupfam-session", token)
    assert guarded.post("/api/writing", json=ASKING).status_code == 401
