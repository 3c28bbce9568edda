"""The interface by HTTP: what its description promises, the JSON of the command line, and who may call it."""

import json
from base64 import b64encode
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings

from rupfam_assistant.accounts.audit import read_trail
from rupfam_assistant.accounts.directory import Directory
from rupfam_assistant.accounts.policy import UserRole
from rupfam_assistant.accounts.tokens import Tokens
from rupfam_assistant.api.routes import add_api
from rupfam_assistant.convention.draft import draft_record
from rupfam_assistant.dossier.reading import read_dossier
from rupfam_assistant.office import Office
from rupfam_assistant.review.comparison import review_record
from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.dossiers import open_store
from rupfam_assistant.web.opening import Opening
from rupfam_assistant.web.page import make_page
from rupfam_assistant.welcome.kit import kit_record

ROOT = Path(__file__).parents[2]
HERE = "http://127.0.0.1:7860"
PASSWORD = "cerise-mauve-42"
EXAMPLE = ROOT / "docs" / "exemple.json"
DRAFT = ROOT / "tests" / "data" / "review" / "local_drafts" / "own_03_clean_roman.txt"
EXAMPLES, PATIENCE = 6, 300
TEXT = ROOT / "tests" / "data" / "texts" / "schema_verance.md"


def sent(path: Path) -> dict[str, str]:
    return {"name": path.name, "content": b64encode(path.read_bytes()).decode("ascii")}


@pytest.fixture(scope="module")
def app(opening: Opening) -> Any:
    return make_page(opening, add_api)


@pytest.fixture(scope="module")
def client(app: Any) -> TestClient:
    return TestClient(app, base_url=HERE)


def told(client: TestClient, path: str, body: Any, **headers: str) -> Any:
    reply = client.post(f"/api/v1/{path}", json=body, headers=headers)
    assert reply.status_code == 200, reply.text
    return reply.json()


def test_whatever_a_program_sends_it_is_answered_as_the_description_says(app: Any) -> None:
    import schemathesis
    from schemathesis.specs.openapi import checks

    described = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers={"Host": "127.0.0.1"})
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) == 9
    kept = (checks.status_code_conformance, checks.content_type_conformance, checks.response_schema_conformance)
    for operation in operations:
        sent_ones(operation.as_strategy(), [schemathesis.checks.not_a_server_error, *kept])


def sent_ones(cases: Any, checks: list[Any]) -> None:
    """Sends a bounded number of cases of an operation, always the same; each must pass the checks."""

    @settings(max_examples=EXAMPLES, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=cases)
    def send(case: Any) -> None:
        case.call_and_validate(headers={"Host": "127.0.0.1"}, checks=checks, timeout=PATIENCE)

    send()


def test_a_program_reads_what_the_command_line_writes(client: TestClient, indexed_office: Office) -> None:
    dossier, record = read_dossier(EXAMPLE), json.loads(EXAMPLE.read_text(encoding="utf-8"))
    assert told(client, "draft", {"dossier": record}) == json.loads(
        json.dumps(draft_record(indexed_office.draft(dossier)))
    )
    whole = told(client, "convention", {"dossier": record})
    assert whole == json.loads(json.dumps(draft_record(indexed_office.convention(dossier))))
    review = told(client, "review", {"draft": sent(DRAFT)})
    assert review == json.loads(json.dumps(review_record(indexed_office.review(DRAFT), date.today())))
    kit = told(client, "welcome", {"partner": "une commune", "dossier": record})
    assert kit == json.loads(json.dumps(kit_record(indexed_office.welcome("une commune", dossier))))
    other = told(client, "review", {"draft": sent(DRAFT), "former": sent(DRAFT)})
    assert other["deviations"] == []


def test_a_question_is_answered_and_its_citation_is_read_whole(client: TestClient) -> None:
    reply = told(client, "ask", {"question": "Combien de temps dure la convention ?"})
    assert reply["answered"] is True and reply["reply"] == "answer"
    place = {key: reply["citations"][0][key] for key in ("document", "start", "end")}
    (read, *_) = told(client, "cite", place)["passages"]
    assert reply["citations"][0]["quote"] in read["quote"]


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status"),
    [
        ("POST", "ask", {"question": "Quel préavis ?"}, {"Origin": "http://ailleurs.example"}, 403),
        ("GET", "documents", None, {"Origin": "http://ailleurs.example"}, 403),
        ("DELETE", "documents/valmont", None, {"Sec-Fetch-Site": "cross-site"}, 403),
        ("POST", "ask", {"question": "Quel préavis ?"}, {"Host": "ailleurs.example"}, 421),
        ("POST", "ask", {"question": "x" * 4_000_000}, {}, 413),
        ("POST", "ask", {"questions": "Quel préavis ?"}, {}, 422),
        ("POST", "cite", {"document": "rien", "start": 0, "end": 1}, {}, 409),
        ("DELETE", "documents/..%2Fdossiers", None, {}, 404),
        ("GET", "ask", None, {}, 404),
        ("PUT", "documents", None, {}, 404),
        ("GET", "docs", None, {}, 404),
    ],
)
def test_what_is_not_let_in_is_told_in_one_sentence(
    client: TestClient, method: str, path: str, body: Any, headers: dict[str, str], status: int
) -> None:
    reply = client.request(method, f"/api/v1/{path}", json=body, headers=headers)
    assert reply.status_code == status, reply.text
    assert reply.json()["fault"].endswith(".")


def test_the_figures_name_the_routes_of_the_interface_whole(app: Any) -> None:
    here = TestClient(app, base_url=HERE, client=("127.0.0.1", 50_000))
    here.get("/api/v1/documents")
    assert 'rupfam_requests_total{route="/api/v1/documents",status="200"}' in here.get("/metrics").text


def test_the_description_is_in_french_from_end_to_end(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert described["info"]["description"].startswith("Ce que fait la page")
    for path, methods in described["paths"].items():
        for operation in methods.values():
            assert operation["summary"] and operation["description"] and operation["tags"], path
            texts = [reply["description"] for reply in operation["responses"].values()]
            assert "Validation Error" not in texts and "Successful Response" not in texts, path


@pytest.fixture
def guarded(tmp_path: Path, quick_hashing: None) -> TestClient:
    """The interface of a machine with two offices."""
    read = Settings(_env_file=None, home=tmp_path, corpus=ROOT / "corpus")
    directory = Directory(open_store(read.dossiers).engine)
    for office, name in (("CAF du Val", "rita"), ("CAF du Mont", "zoé")):
        directory.add_user(name, UserRole.REFERENT, directory.add_office(office).id, PASSWORD)
    return TestClient(make_page(Opening(read), add_api), base_url=HERE)


def bearer(home: Path, name: str, role: UserRole = UserRole.REFERENT) -> dict[str, str]:
    directory = Directory(open_store(Settings(_env_file=None, home=home).dossiers).engine)
    token = Tokens(directory.engine).make(directory.user(name).caller, f"outil {role} de {name}", role)
    return {"Authorization": f"Bearer {token}"}


def names(client: TestClient, headers: dict[str, str]) -> list[str]:
    return [row["name"] for row in client.get("/api/v1/documents", headers=headers).json()["documents"]]


def test_each_office_has_its_documents_by_its_own_token(guarded: TestClient, tmp_path: Path) -> None:
    val, mont = bearer(tmp_path, "rita"), bearer(tmp_path, "zoé")
    file = {**sent(TEXT), "name": "Règlement du Val.md"}
    added = guarded.post("/api/v1/documents", json=file, headers=val)
    assert added.status_code == 201, added.text
    assert added.json()["name"] == "Règlement_du_Val"
    again = guarded.post("/api/v1/documents", json=file, headers=val)
    assert again.status_code == 409 and "/tmp" not in again.text and "Règlement du Val.md" in again.text
    assert (names(guarded, val)[2:], names(guarded, mont)[2:]) == (["Règlement_du_Val"], [])
    gone = "/api/v1/documents/Règlement_du_Val"
    assert guarded.delete(gone, headers=mont).status_code == 409
    assert guarded.delete(gone, headers=bearer(tmp_path, "rita", UserRole.LECTEUR)).status_code == 403
    assert guarded.delete(gone, headers=val).status_code == 200
    engine = open_store(Settings(_env_file=None, home=tmp_path).dossiers).engine
    noted = [(line.who, line.what) for line in read_trail(engine, Directory(engine).user("rita").caller)]
    assert ("jeton « outil référent de rita »", "document retiré : Règlement_du_Val") in noted


@pytest.mark.parametrize("shown", [{}, {"Authorization": "Bearer rupfam_faux"}, {"Authorization": "Basic cml0YTp4"}])
def test_without_a_known_token_nothing_is_answered(guarded: TestClient, shown: dict[str, str]) -> None:
    described = guarded.get("/api/v1/openapi.json").json()
    for path, methods in described["paths"].items():
        for method in methods:
            reply = guarded.request(method, f"/api/v1{path.replace('{name}', 'x')}", json={"x": 1}, headers=shown)
            assert (reply.status_code, reply.headers["www-authenticate"]) == (401, "Bearer"), path
            assert "jeton" in reply.json()["fault"]
