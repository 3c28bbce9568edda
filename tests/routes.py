"""A tab as the page speaks to it: its route, with the border where faults become sentences."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Header
from fastapi.testclient import TestClient

from rupfam_assistant.accounts.policy import ALONE, Caller
from rupfam_assistant.web.api import tell_faults
from rupfam_assistant.web.writing.call import Desk
from rupfam_assistant.web.writing.desk import routes

Reply = dict[str, Any]


def caller(by: Annotated[str, Header()] = "anne") -> Caller:
    """On a machine without accounts, under a name."""
    return replace(ALONE, name=by)


def ask_of(make_router: Callable[[Callable[..., Caller]], APIRouter], path: str) -> Callable[..., Reply]:
    """What posts a message to the route of a tab, and gives the reply; `by` is who sends it."""
    app = FastAPI()
    tell_faults(app)
    app.include_router(make_router(caller))
    client = TestClient(app, raise_server_exceptions=False)

    def ask(message: object, by: str = "anne") -> Reply:
        reply: Reply = client.post(path, json=message, headers={"by": by}).json()
        return reply

    return ask


def tell_desk(desk: Desk, action: str, author: str = "anne", dossier: int = 1, **told: Any) -> Reply:
    """The reply of the tab that writes to a gesture."""
    message = {key: told.pop(key) for key in ("number", "changes", "shown") if key in told}
    ask = ask_of(lambda by: routes(desk, by), "/api/writing")
    return ask({"dossier": dossier, **message, "act": {"action": action, **told}}, author)
