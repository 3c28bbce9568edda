"""What who keeps the program running sees: health, figures, lines about requests; never what people say."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from rupfam_assistant.settings import Settings
from rupfam_assistant.web.opening import Opening
from rupfam_assistant.web.page import make_page
from rupfam_assistant.web.watching import write_lines

CORPUS = Path(__file__).parents[2] / "corpus"
HERE = "http://127.0.0.1:7860"
SECRET = "Jeanne Laval est-elle suivie à Valmont ?"


@pytest.fixture(scope="module")
def page(opening: Opening) -> Iterator[TestClient]:
    """The page as a program of this machine sees it."""
    yield TestClient(make_page(opening), base_url=HERE, client=("127.0.0.1", 50_000))


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """What is logged where nobody reads it as it comes."""
    told = StringIO()
    root = logging.getLogger()
    kept = root.handlers[:]
    monkeypatch.setattr("sys.stderr", told)
    write_lines()
    logging.getLogger("rupfam_assistant").setLevel(logging.INFO)
    yield told
    root.handlers[:] = kept
    logging.getLogger("rupfam_assistant").setLevel(logging.NOTSET)


def test_a_page_whose_parts_all_answer_is_well(page: TestClient) -> None:
    told = page.get("/health")
    assert told.status_code == 200
    assert {"searches": "open", "database": "ok", "index": "ok"}.items() <= told.json().items()


def test_a_page_without_its_database_is_not_well(tmp_path: Path) -> None:
    away = Settings(_env_file=None, home=tmp_path, corpus=CORPUS, database_url="postgresql://a:b@127.0.0.1:1/c")
    told = TestClient(make_page(Opening(away)), base_url=HERE).get("/health")
    assert (told.status_code, told.json()["database"], told.json()["searches"]) == (503, "away", "opening")


def test_figures_tell_routes_and_times_and_nothing_that_is_said(page: TestClient) -> None:
    page.post("/api/question", json={"question": SECRET})
    page.get("/inconnu/Jeanne")
    told = page.get("/metrics").text
    assert 'rupfam_requests_total{route="/api/question",status="200"}' in told
    assert "rupfam_request_seconds_bucket" in told and "rupfam_index_away 0.0" in told
    assert "Jeanne" not in told


def test_figures_are_told_to_programs_of_this_machine_alone(page: TestClient) -> None:
    elsewhere = TestClient(page.app, base_url=HERE, client=("192.0.2.7", 50_000))
    assert elsewhere.get("/metrics").status_code == 404
    assert elsewhere.get("/health").status_code == 200


def test_each_request_has_a_line_with_its_number_and_nothing_that_is_said(page: TestClient, lines: StringIO) -> None:
    given = page.post("/api/question", json={"question": SECRET}, headers={"x-request-id": "abcdef0123456789"})
    made = page.post("/api/conversation", json={"action": "opening"}, headers={"x-request-id": "x\n{}"})
    assert given.headers["x-request-id"] == "abcdef0123456789"
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    about = [line for line in told if line["logger"] == "rupfam_assistant.requests"]
    assert [line["request"] for line in about] == ["abcdef0123456789", made.headers["x-request-id"]]
    assert [(line["route"], line["status"]) for line in about] == [("/api/question", 200), ("/api/conversation", 200)]
    assert "Jeanne" not in lines.getvalue()
