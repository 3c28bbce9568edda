"""What the page stands: many questions, saves while the database is held, hostile files, mutated messages; on loopback.

    python benchmarks/stress.py [--seconds 180] [--files 500] [--messages 2000] [--questions 5000]

Starts a server of its own in an empty home, and prints a figure a line; exits 1 when one is not reached.
"""

import argparse
import asyncio
import base64
import contextlib
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
from hostile import hostile, message
from serving import Row, Server, is_answer, questions, running, told

USERS, EVERY = 100, 10
SAVES, HELD = 45, 3
AT_ONCE = 4


async def opened(client: httpx.AsyncClient) -> None:
    """Returns once the page answers questions."""
    for _ in range(600):
        with contextlib.suppress(httpx.TransportError):
            told = (await client.post("/api/conversation", json={"action": "opening"})).json()
            if "wait" not in told:
                return
        await asyncio.sleep(0.5)
    raise SystemExit("The server does not open.")


@contextlib.asynccontextmanager
async def watched(server: Server, client: httpx.AsyncClient) -> AsyncIterator[tuple[list[float], list[float]]]:
    """Asks for the page twice a second meanwhile: how long it took, and the memory of the server."""
    waits, memory = [0.0], [0.0]

    async def watch() -> None:
        while True:
            started = time.perf_counter()
            (await client.get("/web/base.css")).raise_for_status()
            waits.append(time.perf_counter() - started)
            memory.append(server.megabytes)
            await asyncio.sleep(0.5)

    watching = asyncio.create_task(watch())
    try:
        yield waits, memory
    finally:
        watching.cancel()


async def ask(client: httpx.AsyncClient, question: str) -> tuple[float, bool]:
    """How long an answer took, and whether it is one."""
    started = time.perf_counter()
    reply = await client.post("/api/question", json={"question": question})
    return time.perf_counter() - started, is_answer(reply)


async def many_questions(server: Server, client: httpx.AsyncClient, seconds: int) -> list[Row]:
    """So many users who ask every so many seconds."""
    asked, until = questions(), time.monotonic() + seconds
    before, took = server.megabytes, list[tuple[float, bool]]()

    async def user(rank: int) -> None:
        await asyncio.sleep(EVERY * rank / USERS)
        turn = rank
        while time.monotonic() < until:
            started = time.monotonic()
            took.append(await ask(client, asked[turn % len(asked)]))
            turn += 7
            await asyncio.sleep(max(0.0, EVERY - (time.monotonic() - started)))

    await asyncio.gather(*map(user, range(USERS)))
    times = sorted(seconds for seconds, _ in took)
    return [
        ("questions asked", len(took), float("inf"), ""),
        ("errors", sum(not told for _, told in took), 0, ""),
        ("p95 of an answer", times[int(0.95 * (len(times) - 1))], 2, "s"),
        ("memory more", server.megabytes - before, 100, "MB"),
    ]


async def flat_memory(server: Server, client: httpx.AsyncClient, count: int) -> list[Row]:
    """The memory that each question keeps, once the first tenth has been asked."""
    asked = questions()
    for number in range(count // 10):
        await ask(client, asked[number % len(asked)])
    before = server.megabytes
    for number in range(count):
        await ask(client, asked[number % len(asked)])
    return [(f"memory kept by each of {count} questions", 1024 * (server.megabytes - before) / max(count, 1), 2, "kB")]


async def saves(server: Server, client: httpx.AsyncClient, count: int) -> list[Row]:
    """So many people who save while another program holds the database."""

    async def write(message: dict[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = (await client.post("/api/writing", json=message)).json()
        return told

    made = [await write({"act": {"action": "new", "department": f"Val {number}"}}) for number in range(count)]
    changes = [{"path": "constraints", "value": "aucune"}]
    sent = [{"dossier": one["dossier"], "number": 1, "changes": changes, "act": {"action": "save"}} for one in made]
    database = sqlite3.connect(server.home / "data" / "dossiers.sqlite", isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    async with watched(server, client) as (waits, _):
        saving = asyncio.gather(*map(write, sent))
        await asyncio.sleep(HELD)
        database.execute("ROLLBACK")
        told = await saving
    database.close()
    kept = sum(one.get("number") == 2 for one in told)
    said = sum("fault" in one for one in told)
    return [
        ("saves kept", kept, float("inf"), ""),
        ("saves neither kept nor told", count - kept - said, 0, ""),
        ("the page beside, at most", max(waits), 1, "s"),
    ]


async def files(server: Server, client: httpx.AsyncClient, count: int) -> list[Row]:
    """Hostile files, a few at a time."""
    took, strange = list[float](), 0
    before, memory_before = server.tracebacks, server.megabytes
    given = list(hostile(count, random.Random(13)))

    async def review() -> None:
        nonlocal strange
        while given:
            name, content = given.pop()
            draft = {"name": name, "content": base64.b64encode(content).decode("ascii")}
            wait = True
            while wait:
                started = time.perf_counter()
                reply = await client.post("/api/reviewing", json={"action": "review", "draft": draft})
                wait = "wait" in reply.json()
            took.append(time.perf_counter() - started)
            strange += reply.status_code not in (200, 409)

    async with watched(server, client) as (waits, memory):
        await asyncio.gather(*(review() for _ in range(AT_ONCE)))
    return [
        ("hostile files", len(took), float("inf"), ""),
        ("tracebacks", server.tracebacks - before, 0, ""),
        ("neither read nor told", strange, 0, ""),
        ("the longest file, waiting included", max(took, default=0), 5, "s"),
        ("median of a file", statistics.median(took or [0]), 5, "s"),
        ("memory more, at most", max(memory) - memory_before, 2 * 300, "MB"),
        ("the page beside, at most", max(waits), 1, "s"),
    ]


async def messages(server: Server, client: httpx.AsyncClient, count: int) -> list[Row]:
    """Mutated messages over every door."""
    chance, before = random.Random(13), server.tracebacks
    statuses, took = list[int](), list[float]()
    paths = ("question", "conversation", "writing", "reviewing", "welcoming")
    for number in range(count):
        started = time.perf_counter()
        body, headers = json.dumps(message(chance)), {"Content-Type": "application/json"}
        reply = await client.post(f"/api/{paths[number % len(paths)]}", content=body, headers=headers)
        took.append(time.perf_counter() - started)
        statuses.append(reply.status_code)
    return [
        ("mutated messages", len(took), float("inf"), ""),
        ("tracebacks", server.tracebacks - before, 0, ""),
        ("bugs told", sum(status >= 500 for status in statuses), 0, ""),
        ("the longest message", max(took), 5, "s"),
    ]


async def measure(server: Server, options: argparse.Namespace) -> bool:
    """Prints every figure, part by part; whether all are reached."""
    parts = (
        (options.seconds, many_questions, f"{USERS} users, a question every {EVERY} s, for {options.seconds} s"),
        (SAVES, saves, f"{SAVES} saves, the database held {HELD} s"),
        (options.files, files, f"hostile files, {AT_ONCE} at a time"),
        (options.messages, messages, "mutated messages"),
        (options.questions, flat_memory, "memory"),
    )
    reached = True
    async with httpx.AsyncClient(base_url=server.address, timeout=None) as client:
        await opened(client)
        for size, part, about in (one for one in parts if one[0]):
            sys.stdout.write(f"{about}\n")
            reached &= told(await part(server, client, size))
    return reached


def main() -> None:
    """Prints the figures; the exit code says whether all are reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("seconds", 180), ("files", 500), ("messages", 2_000), ("questions", 5_000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    reached = False
    with tempfile.TemporaryDirectory() as home, running(Path(home)) as server:
        try:
            reached = asyncio.run(measure(server, options))
        finally:
            if not reached:
                sys.stdout.write(server.log.read_text(encoding="utf-8", errors="replace")[-4_000:])
                sys.stdout.write(f"server: {server.process.poll()}\n")
    sys.exit(not reached)


if __name__ == "__main__":
    main()
