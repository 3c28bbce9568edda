"""Many people at once: whoever waits for the database, or for a file, holds up neither the others nor the page."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from fastapi import FastAPI

from rupfam_assistant.settings import Settings
from rupfam_assistant.storage import database
from rupfam_assistant.web.opening import Opening
from rupfam_assistant.web.page import make_page

CORPUS = Path(__file__).parents[2] / "corpus"
Told = TypeVar("Told")
MANY = 45
NEVER = 600
"""Seconds after which what is waited for is taken not to come: nothing is measured by it."""


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    return make_page(Opening(Settings(_env_file=None, home=tmp_path, corpus=CORPUS)))


@asynccontextmanager
async def speaking_to(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:7860", timeout=None) as client:
        yield client


@contextmanager
def held(home: Path) -> Iterator[None]:
    """The database of a home, held by another program that writes."""
    with closing(sqlite3.connect(home / "data" / "dossiers.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def run(work: Coroutine[Any, Any, Told]) -> Told:
    """What comes of work, in a thread of its own: a browser's loop may run in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


async def save(client: httpx.AsyncClient, dossier: int, text: str) -> dict[str, object]:
    changes = [{"path": "constraints", "value": text}]
    act = {"action": "save"}
    message = {"dossier": dossier, "number": 1, "changes": changes, "act": act}
    told: dict[str, object] = (await client.post("/api/writing", json=message)).json()
    return told


async def started(client: httpx.AsyncClient) -> None:
    for number in range(MANY):
        act = {"action": "new", "department": f"Val {number}"}
        assert (await client.post("/api/writing", json={"act": act})).json()["dossier"] == number + 1


def test_while_everybody_waits_to_save_the_page_lives_then_all_is_saved(
    app: FastAPI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 10 * NEVER)

    async def work() -> list[dict[str, object]]:
        async with speaking_to(app) as client:
            await started(client)
            with held(tmp_path):
                saves = [asyncio.create_task(save(client, number + 1, "aucune")) for number in range(MANY)]
                await asyncio.sleep(0)
                for path in ("/", "/web/base.css", "/theme.css"):
                    assert (await asyncio.wait_for(client.get(path), NEVER)).status_code == 200
                for path, message in (
                    ("conversation", {"action": "opening"}),
                    ("conversation", {"action": "restore"}),
                    ("writing", {"act": {"action": "list"}}),
                    ("welcoming", {"action": "dossiers"}),
                ):
                    assert (
                        "fault" not in (await asyncio.wait_for(client.post(f"/api/{path}", json=message), NEVER)).json()
                    )
                assert not any(done.done() for done in saves)
            return await asyncio.gather(*saves)

    assert {told.get("number") for told in run(work())} == {2}


def test_a_database_that_stays_busy_is_told_and_nothing_is_lost(
    app: FastAPI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work() -> tuple[list[dict[str, object]], list[dict[str, object]]]:
        async with speaking_to(app) as client:
            await started(client)
            monkeypatch.setattr(database, "PATIENCE", 0.5)
            with held(tmp_path):
                saves = asyncio.gather(*(save(client, number + 1, "aucune") for number in range(MANY)))
                told = await asyncio.wait_for(saves, NEVER)
            monkeypatch.setattr(database, "PATIENCE", NEVER)
            return told, await asyncio.gather(*(save(client, number + 1, "aucune") for number in range(MANY)))

    busy, then = run(work())
    assert all("un autre programme l’occupe, recommencez dans un instant" in str(told["fault"]) for told in busy)
    assert {told.get("number") for told in then} == {2}
