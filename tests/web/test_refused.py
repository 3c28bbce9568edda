"""Every route of the page, as the application has them: without a session, with another office's, by a forged name or from
another site, by who only reads, each is refused as it must be. A gesture writes if it changes something for a référent."""

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel
from web.test_door import CORPUS, HERE, routes_of, served

from rupfam_assistant.accounts.directory import Directory
from rupfam_assistant.accounts.policy import UserRole
from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.dossiers import Store, open_store
from rupfam_assistant.storage.tables import DOSSIERS, SHARES, VERSIONS
from rupfam_assistant.web.writing.desk import GESTURES

SECRET, PASSWORD = "Zyxomancie", "une phrase de passe"
RECORD = {
    "department": SECRET,
    "priorities": [f"{SECRET} un", "deux"],
    "decisions": [{"about": "alert", "field": "date", "original": "x", "value": "voulu"}],
}
DRAFT = (CORPUS / "trame.txt").read_bytes()
ALL_THAT_A_GESTURE_MAY_SAY: dict[str, Any] = {
    "department": "Creuse",
    "name": "dossier.json",
    "text": json.dumps({"department": "Creuse"}),
    "list": "priorities",
    "row": 0,
    "step": 1,
    "body": "zoe",
    "path": "priorities.0",
    "former": 1,
    "kind": "article",
    "sure": True,
    "note": "Priorité : ouvrir un lieu.",
    "proposals": [{"field": "priorities", "value": "trois"}],
    "wording": "mots",
}
OF_THE_OTHER_TABS: dict[str, Any] = {  # an empty question, for the assistant of this page never opens
    "question": " ",
    "draft": {"name": "projet.txt", "content": b64encode(DRAFT).decode()},
    "colour": "113355",
}


@dataclass(frozen=True)
class Town:
    """A page with two offices: a browser for each person, the store, and where files are kept."""

    people: dict[str, TestClient]
    app: FastAPI
    store: Store
    home: Path
    office: int

    def kept(self) -> tuple[object, ...]:
        """All that somebody could change, in the database and beside it; opinions are every reader's to give."""
        with self.store.engine.connect() as connection:
            rows = [connection.execute(sa.select(table)).all() for table in (DOSSIERS, VERSIONS, SHARES)]
        passing = ("dossiers.sqlite", "judgements", "tmp")
        parts = [part for part in (self.home / "data").iterdir() if not part.name.startswith(passing)]
        files = [path for part in parts for path in (part, *part.rglob("*")) if path.is_file()]
        told = {path: path.read_bytes() for path in files}
        return *map(str, rows), told

    def ours(self, deleted: bool = False) -> int:
        """A fresh dossier of the first office."""
        dossier = self.store.create(RECORD, "rita", self.office)
        if deleted:
            self.store.delete(dossier)
        return dossier


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    home = tmp_path_factory.mktemp("home")
    store = open_store(Settings(_env_file=None, home=home).dossiers)
    directory = Directory(store.engine)
    one, other = (directory.add_office(name).id for name in ("Val", "Mont"))
    people = {"rita": (UserRole.REFERENT, one), "lea": (UserRole.LECTEUR, one), "zoe": (UserRole.REFERENT, other)}
    for name, (role, office) in people.items():
        directory.add_user(name, role, office, PASSWORD)
    app = served(home).app
    browsers = {name: TestClient(app, base_url=HERE, follow_redirects=False) for name in (*people, "nobody")}
    for name in people:
        assert browsers[name].post("/login", data={"name": name, "password": PASSWORD}).status_code == 303
    assert isinstance(app, FastAPI)
    return Town(browsers, app, store, home, one)


def every_route(town: Town) -> list[tuple[str, str]]:
    return sorted(set(routes_of(town.app)))


def endpoints(router: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """The path and the function of each route, those of the routers that are included too."""
    for route in getattr(router, "routes", ()):
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from endpoints(included, before + route.include_context.prefix)
        elif hasattr(route, "endpoint"):
            yield before + route.path, route.endpoint


def gestures(town: Town) -> Iterator[tuple[str, dict[str, Any]]]:
    """A message for each gesture of each tab, about no dossier yet: all that its model says may be done."""
    for path, endpoint in endpoints(town.app):
        models = [
            kind for kind in get_type_hints(endpoint).values() if isinstance(kind, type) and issubclass(kind, BaseModel)
        ]
        fields = models[0].model_fields if models and path.startswith("/api/") else {}
        told = {name: value for name, value in {**of(0), **OF_THE_OTHER_TABS}.items() if name in fields}
        if "act" in fields:
            changes = [{"path": "caf_name", "value": "CAF"}]
            for action in GESTURES:
                gesture = {**ALL_THAT_A_GESTURE_MAY_SAY, "action": action}
                yield path, {**told, "number": 1, "changes": changes, "act": gesture}
        elif "action" in fields:
            yield from ((path, {**told, "action": action}) for action in get_args(fields["action"].annotation))
        elif fields:
            yield path, told


def of(dossier: int) -> dict[str, Any]:
    """The parts of a message that say which dossier it is about."""
    return {"dossier": dossier, "who": {"partner": "MSA", "dossier": dossier}}


def about(dossier: int, message: dict[str, Any]) -> dict[str, Any]:
    """A message, about a dossier."""
    return message | {name: value for name, value in of(dossier).items() if name in message}


def named(path: str, message: dict[str, Any]) -> str:
    """A gesture, by its tab and what it is called there."""
    return f"{path} {message.get('act', message).get('action', '')}"


def test_without_a_session_no_route_says_more_than_the_form_for_a_password(town: Town) -> None:
    nobody, answered = town.people["nobody"], {}
    for method, path in every_route(town):
        told = nobody.request(method, path, json={} if method == "POST" and path.startswith("/api/") else None)
        same = told.content == town.people["rita"].request(method, path).content if told.status_code == 200 else False
        if told.status_code < 400 and not same and 'type="password"' not in told.text:
            answered[method, path] = told.status_code
    assert answered == {("POST", "/logout"): 303}
    dossier = town.ours()
    for path, message in gestures(town):
        assert nobody.post(path, json=about(dossier, message)).status_code == 401, named(path, message)


FORGED = {
    "another name": ({"host": "ailleurs.example"}, 421),
    "another site": ({"origin": "http://ailleurs.example"}, 403),
    "no site": ({"origin": "null"}, 403),
    "a form of another site": (
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
        403,
    ),
}


@pytest.mark.parametrize("forgery", FORGED)
def test_a_forged_request_is_refused_by_every_route_even_of_who_is_in(forgery: str, town: Town) -> None:
    headers, status = FORGED[forgery]
    routes = [*every_route(town), *(("POST", path) for path, _ in gestures(town))]
    told = {route: town.people["rita"].request(*route, headers=headers).status_code for route in routes}
    assert {route: code for route, code in told.items() if code != status} == {}


def test_of_another_office_s_dossier_no_gesture_tells_nor_changes_anything(town: Town) -> None:
    dossier = town.ours()
    of_ours = sa.select(VERSIONS).where(VERSIONS.c.dossier_id == dossier)
    for path, message in gestures(town):
        told = town.people["zoe"].post(path, json=about(dossier, message))
        assert SECRET not in told.text, named(path, message)
    with town.store.engine.connect() as connection:
        assert len(connection.execute(of_ours).all()) == 1
        assert connection.execute(sa.select(SHARES)).all() == []
    assert dossier in [saved.id for saved in town.store.list_dossiers()]


def test_who_only_reads_is_forbidden_each_gesture_that_writes(town: Town) -> None:
    writing = set()
    for deleted in (False, True):
        for path, message in gestures(town):
            if deleted and path != "/api/writing":
                continue
            message = about(town.ours(deleted), message)
            before = town.kept()
            read = town.people["lea"].post(path, json=message)
            assert town.kept() == before, named(path, message)
            told = town.people["rita"].post(path, json=message)
            if town.kept() != before:
                writing.add(named(path, message))
                assert (read.status_code, told.status_code) in ((403, 200), (409, 200)), named(path, message)
    assert {f"/api/writing {name}" for name in ("save", "new", "delete-now", "restore", "share", "logo")} <= writing
    assert {"/api/reviewing dossier", "/api/welcoming dress"} <= writing
    assert len(writing) > 20
