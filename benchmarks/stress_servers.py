"""What several servers stand together: PostgreSQL, Chroma and two pages behind nginx, each killed in turn; many users at once.

    python benchmarks/stress_servers.py [--part kills|merge|users ...] [--users 300]

Starts all of them on loopback in a home of its own, nginx by the block of docs/deploiement.md, and prints a figure a
line; exits 1 when one is not reached.
"""

import argparse
import asyncio
import contextlib
import json
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from places import ASKED, PASSWORD, Place, all_running, wait_for
from serving import Row, questions, told

from rupfam_assistant.storage.dossiers import open_store

WRITERS, BACK = 8, 10
"""People who save all the time; seconds in which all must be back once a server was killed."""


@contextlib.asynccontextmanager
async def entered(place: Place) -> Any:
    """A browser that gave its password, through nginx."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=place.address, timeout=httpx.Timeout(None), limits=limits) as client:
        told = await client.post("/login", data={"name": "anne", "password": PASSWORD})
        assert told.status_code == 303, told.text
        yield client


async def write(client: httpx.AsyncClient, message: dict[str, Any]) -> dict[str, Any]:
    """What a gesture of the writing tab is told back; {} for anything but a reply."""
    with contextlib.suppress(httpx.HTTPError, ValueError):
        reply = await client.post("/api/writing", json=message)
        return dict(reply.json()) if reply.status_code == 200 else {}
    return {}


async def ask(client: httpx.AsyncClient, question: str) -> str:
    """The conversation once a question is answered; "" when it is not."""
    with contextlib.suppress(httpx.HTTPError, ValueError, KeyError, IndexError):
        reply = await client.post("/api/question", json={"question": question})
        last = json.loads(reply.text.strip().split("\n")[-1])
        return str(last["fragments"]["fil"]) if "kept" in last else ""
    return ""


@dataclass
class Load:
    """People who save all the time, and what they were told was kept; failures by the time that each began."""

    kept: dict[int, set[str]] = field(default_factory=dict)
    failures: list[float] = field(default_factory=list)
    saves: int = 0
    stopped: bool = False

    async def save(self, client: httpx.AsyncClient, rank: int) -> None:
        """Saves one dossier again and again."""
        made = await write(client, {"act": {"action": "new", "department": f"Val {rank}"}})
        dossier, number = made["dossier"], 1
        self.kept[dossier] = set()
        while not self.stopped:
            began, text = time.monotonic(), f"valeur {rank} {self.saves}"
            self.saves += 1
            changes = [{"path": "constraints", "value": text}]
            message = {"dossier": dossier, "number": number, "changes": changes, "act": {"action": "save"}}
            told = await write(client, message)
            if told.get("number", 0) > number:
                number = told["number"]
                self.kept[dossier].add(text)
            else:
                self.failures.append(began)
                number = (await write(client, {"dossier": dossier, "act": {"action": "open"}})).get("number", number)
            await asyncio.sleep(0.2)


async def is_back(client: httpx.AsyncClient) -> bool:
    """Whether a save and a question are both answered, the documents searched by their index."""
    told = await write(client, {"act": {"action": "new", "department": "Essai"}})
    return "dossier" in told and (said := await ask(client, ASKED)) != "" and "index ne répond pas" not in said


async def kills(place: Place, options: argparse.Namespace) -> list[Row]:
    """Each of the four killed under load, and started again a second after, as systemd does."""
    load, rows = Load(), list[Row]()
    async with entered(place) as client:
        assert "samedi matin" in await ask(client, ASKED)
        saving = [asyncio.create_task(load.save(client, rank)) for rank in range(WRITERS)]
        await asyncio.sleep(5)
        for name, (kill, start) in place.parts.items():
            killed = time.monotonic()
            await asyncio.to_thread(kill)
            await asyncio.sleep(1)
            starting = asyncio.create_task(asyncio.to_thread(start))
            while not await is_back(client):
                await asyncio.sleep(0.1)
            back = time.monotonic()
            await starting
            rows.append((f"{name} killed: back after", back - killed, BACK, "s"))
            if name == "a page":
                late = sum(began > killed + 0.5 for began in load.failures)
                rows.append(("  saves begun after it that failed", late, 0, ""))
                await asyncio.to_thread(wait_for, f"{place.address}/health")
            await asyncio.sleep(5)
            rows.append(("  saves begun once back that failed", sum(t > back for t in load.failures), 0, ""))
        load.stopped = True
        await asyncio.gather(*saving)
    rows += [
        ("saves acknowledged", sum(map(len, load.kept.values())), float("inf"), ""),
        ("saves that failed", len(load.failures), float("inf"), ""),
        ("acknowledged saves that are lost", lost(place, load.kept), 0, ""),
    ]
    return rows


def lost(place: Place, kept: dict[int, set[str]]) -> int:
    """The values told kept that no version of their dossier holds."""
    with contextlib.closing(open_store(place.database)) as store:
        there = {dossier: {saved.record.get("constraints") for saved in store.versions(dossier)} for dossier in kept}
    return sum(len(values - there[dossier]) for dossier, values in kept.items())


async def users(place: Place, options: argparse.Namespace) -> list[Row]:
    """So many users who ask at once, through nginx."""
    asked = questions()
    firsts, took, answered = list[float](), list[float](), 0

    async def one(client: httpx.AsyncClient, rank: int) -> None:
        nonlocal answered
        began, last = time.monotonic(), ""
        with contextlib.suppress(httpx.HTTPError):
            message = {"question": asked[rank % len(asked)]}
            async with client.stream("POST", "/api/question", json=message) as reply:
                async for last in reply.aiter_lines():
                    if len(firsts) < rank + 1 and "fil" in last:
                        firsts.append(time.monotonic() - began)
        answered += "kept" in (json.loads(last) if last else {})
        took.append(time.monotonic() - began)

    async with entered(place) as client:
        await asyncio.gather(*(one(client, rank) for rank in range(options.users)))
    return [
        (f"of {options.users} users at once, lost", options.users - answered, 0, ""),
        ("the longest answer", max(took), float("inf"), "s"),
        ("median of an answer", statistics.median(took), float("inf"), "s"),
    ]


async def merge(place: Place, options: argparse.Namespace) -> list[Row]:
    """40 users on 10 dossiers, each in a field of its own, who do not see what the others save."""
    fields = ("constraints", "caf_name", "name", "organisation")
    told, wrong = dict[tuple[int, str], str](), 0

    async def one(client: httpx.AsyncClient, dossier: int, path: str) -> None:
        nonlocal wrong
        number = 1
        for turn in range(5):
            value = f"{path} {turn}"
            message = {"dossier": dossier, "number": number, "changes": [{"path": path, "value": value}]}
            reply = await write(client, {**message, "act": {"action": "save"}})
            if reply.get("number", 0) > number:
                number, told[dossier, path] = reply["number"], value
            else:
                wrong += 1
                sys.stdout.write(f"  refused: {reply.get('fault', [*reply, *reply.get('fragments', {})])}\n")

    async with entered(place) as client:
        made = [await write(client, {"act": {"action": "new", "department": f"Partagé {n}"}}) for n in range(10)]
        await asyncio.gather(*(one(client, each["dossier"], path) for each in made for path in fields))
    with contextlib.closing(open_store(place.database)) as store:
        last = {dossier: store.read(dossier).record for dossier, _ in told}
    missing = sum(last[dossier].get(path) != value for (dossier, path), value in told.items())
    return [
        ("40 users on 10 dossiers, 5 saves each: refused", wrong, 0, ""),
        ("fields whose last save is lost", missing, 0, ""),
    ]


PARTS = {"kills": kills, "merge": merge, "users": users}


def main() -> None:
    """Prints the figures; the exit code says whether all are reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--users", type=int, default=300)
    options = parser.parse_args()
    reached = True
    with tempfile.TemporaryDirectory() as folder, all_running(Path(folder)) as place:
        Path(folder).chmod(0o755)
        for name in options.part or PARTS:
            sys.stdout.write(f"{name}\n")
            reached &= told(asyncio.run(PARTS[name](place, options)))
        for log in Path(folder).glob("page-*.log"):
            bugs = log.read_text(encoding="utf-8", errors="replace").count("Traceback")
            sys.stdout.write(f"{log.name}: {bugs} tracebacks\n")
    sys.exit(not reached)


if __name__ == "__main__":
    main()
