"""docs/interface.md: its requests are answered, its retriever runs, its table is that of the interface."""

import json
import re
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from rupfam_assistant.api.routes import add_api
from rupfam_assistant.office import Office
from rupfam_assistant.web.opening import Opening
from rupfam_assistant.web.page import make_page

PAGE = (Path(__file__).parents[2] / "docs" / "interface.md").read_text(encoding="utf-8")
REQUESTS = [request for request in re.findall(r"^```sh\n(.*?)^```$", PAGE, re.M | re.S) if request.startswith("curl")]
PYTHON = re.findall(r"^```python\n(.*?)^```$", PAGE, re.M | re.S)


@pytest.fixture(scope="module")
def client(opening: Opening) -> TestClient:
    return TestClient(make_page(opening, add_api), base_url="http://127.0.0.1:7860")


def answered(client: TestClient, request: str) -> Any:
    """What is answered to a request of curl, sent as curl sends it."""
    _, _, address, *options = shlex.split(request.replace("\\\n", ""))
    told = dict(zip(options[::2], options[1::2], strict=True))
    name, _, value = told.get("-H", "Accept: */*").partition(": ")
    method = "POST" if "-d" in told else "GET"
    return client.request(method, urlsplit(address).path, content=told.get("-d", "").encode(), headers={name: value})


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda request: request.split()[2].rpartition("/")[2])
def test_a_request_of_the_page_is_answered(client: TestClient, request_: str) -> None:
    reply = answered(client, request_)
    assert reply.status_code == 200, reply.text
    assert json.loads(reply.text)


def test_the_retriever_of_the_page_runs_and_finds_where_it_is_said(
    indexed_office: Office, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RUPFAM_HOME", str(home))
    monkeypatch.setattr("rupfam_assistant.office.open_office", lambda settings: indexed_office)
    (program,) = PYTHON
    exec(compile(program, "docs/interface.md", "exec"), {})
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) >= 3 and "trame Article 8" in lines[0]


def test_the_table_is_that_of_the_interface(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()["paths"]
    known = {f"{method.upper()} /api/v1{path}" for path, methods in described.items() for method in methods}
    assert {row.replace("NOM", "{name}") for row in re.findall(r"^\| `(\w+ /api/v1/\S+)`", PAGE, re.M)} == known
