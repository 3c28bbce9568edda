"""What the page stands: many questions, saves while the database is held, hostile files, mutated messages; on loopback.

    python benchmarks/stress.py [--seconds 180] [--files 500] [--messages 2000] [--questions 5000]

Starts a server of its own in an empty home, and prints a figure a line; exits 1 when one is not reached.
"""

import argparse
import asyncio
import base64
import contextlib
import io
import json
import os
import random
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data"
USERS, EVERY = 100, 10
SAVES, HELD = 45, 3
AT_ONCE = 4
Row = tuple[str, float, float, str]
"""A figure: what it is, how much, how much at most, its unit."""


class Server:
    """A server of its own, in a home of its own."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"http://127.0.0.1:{probe.getsockname()[1]}"
        self.home, self.log = home, home / "server.log"
        port = self.address.rpartition(":")[2]
        settings = {**os.environ, "RUPFAM_HOME": str(home), "RUPFAM_PORT": port}
        with self.log.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=settings, stdout=log, stderr=log)

    @property
    def megabytes(self) -> float:
        """The memory of the server and of what it started."""
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True)
        pids = [str(self.process.pid), *children.stdout.split()]
        return sum(map(resident, pids))

    @property
    def tracebacks(self) -> int:
        """The tracebacks that it told."""
        return self.log.read_text(encoding="utf-8", errors="replace").count("Traceback")


def resident(pid: str) -> float:
    """The megabytes of memory of a process, 0 once it has ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    return 0.0


async def opened(server: Server) -> None:
    """Returns once the page answers questions."""
    async with httpx.AsyncClient(base_url=server.address, timeout=None) as client:
        for _ in range(600):
            with contextlib.suppress(httpx.TransportError):
                told = (await client.post("/api/conversation", json={"action": "opening"})).json()
                if "wait" not in told:
                    return
            await asyncio.sleep(0.5)
    raise SystemExit("The server does not open.")


@contextlib.asynccontextmanager
async def watched(server: Server, waits: list[float], memory: list[float]) -> AsyncIterator[None]:
    """Asks for the page twice a second meanwhile: how long it took, and the memory of the server."""

    async def watch() -> None:
        async with httpx.AsyncClient(base_url=server.address, timeout=None) as client:
            while True:
                started = time.perf_counter()
                (await client.get("/web/base.css")).raise_for_status()
                waits.append(time.perf_counter() - started)
                memory.append(server.megabytes)
                await asyncio.sleep(0.5)

    watching = asyncio.create_task(watch())
    try:
        yield
    finally:
        watching.cancel()


def questions() -> list[str]:
    """The public questions."""
    lines = (DATA / "answers" / "questions.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line)["question"] for line in lines if line]


async def ask(client: httpx.AsyncClient, question: str) -> tuple[float, bool]:
    """How long an answer took, and whether it is one."""
    started = time.perf_counter()
    reply = await client.post("/api/question", json={"question": question})
    last = json.loads(reply.text.strip().split("\n")[-1])
    told = (
        reply.status_code == 200 and "fault" not in last and "imprévue" not in last.get("fragments", {}).get("fil", "")
    )
    return time.perf_counter() - started, told


async def many_questions(server: Server, seconds: int) -> list[Row]:
    """So many users who ask every so many seconds."""
    asked, until = questions(), time.monotonic() + seconds
    before, took = server.megabytes, list[tuple[float, bool]]()

    async def user(client: httpx.AsyncClient, rank: int) -> None:
        await asyncio.sleep(EVERY * rank / USERS)
        turn = rank
        while time.monotonic() < until:
            started = time.monotonic()
            took.append(await ask(client, asked[turn % len(asked)]))
            turn += 7
            await asyncio.sleep(max(0.0, EVERY - (time.monotonic() - started)))

    limits = httpx.Limits(max_connections=USERS)
    async with httpx.AsyncClient(base_url=server.address, timeout=None, limits=limits) as client:
        await asyncio.gather(*(user(client, rank) for rank in range(USERS)))
    times = sorted(seconds for seconds, _ in took)
    return [
        ("questions asked", len(took), float("inf"), ""),
        ("errors", sum(not told for _, told in took), 0, ""),
        ("p95 of an answer", times[int(0.95 * (len(times) - 1))], 2, "s"),
        ("memory more", server.megabytes - before, 100, "MB"),
    ]


async def flat_memory(server: Server, count: int) -> list[Row]:
    """The memory that each question keeps, once the first tenth has been asked."""
    asked = questions()
    async with httpx.AsyncClient(base_url=server.address, timeout=None) as client:
        for number in range(count // 10):
            await ask(client, asked[number % len(asked)])
        before = server.megabytes
        for number in range(count):
            await ask(client, asked[number % len(asked)])
    return [(f"memory kept by each of {count} questions", 1024 * (server.megabytes - before) / max(count, 1), 2, "kB")]


async def saves(server: Server, count: int) -> list[Row]:
    """So many people who save while another program holds the database."""
    waits, memory = list[float](), list[float]()
    async with httpx.AsyncClient(base_url=server.address, timeout=None) as client:

        async def write(message: dict[str, Any]) -> dict[str, Any]:
            told: dict[str, Any] = (await client.post("/api/writing", json=message)).json()
            return told

        made = [await write({"act": {"action": "new", "department": f"Val {number}"}}) for number in range(count)]
        changes = [{"path": "constraints", "value": "aucune"}]
        sent = [{"dossier": one["dossier"], "number": 1, "changes": changes, "act": {"action": "save"}} for one in made]
        database = sqlite3.connect(server.home / "data" / "dossiers.sqlite", isolation_level=None)
        database.execute("BEGIN IMMEDIATE")
        async with watched(server, waits, memory):
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
        ("the page beside, at most", max(waits, default=0), 1, "s"),
    ]


def hostile(count: int, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Files of every format that is read, mutated, truncated, nested, swollen."""
    real = {path.suffix: path.read_bytes() for path in sorted((DATA / "texts").glob("schema_verance.*"))}
    for number in range(count):
        ending = chance.choice(sorted(set(real) & {".docx", ".odt", ".pdf", ".md"}))
        content, kind = bytearray(real[ending]), number % 5
        if kind == 0:
            for _ in range(chance.randint(1, 400)):
                content[chance.randrange(len(content))] = chance.randrange(256)
        elif kind == 1:
            del content[chance.randrange(len(content)) :]
        elif kind == 2 and ending in (".docx", ".odt"):
            content = bytearray(mutated_package(bytes(content), chance))
        elif kind == 3:
            content = bytearray(chance.choice([b"\n", b"a ", b"(", b"Article 1 : ", b"| a ", b"# "]) * 200_000)
            ending = chance.choice([".txt", ".md"])
        else:
            at = chance.randrange(len(content))
            content[at:at] = content[chance.randrange(at + 1) : at] * chance.randint(1, 3)
        yield f"projet{ending}", bytes(content)


def mutated_package(content: bytes, chance: random.Random) -> bytes:
    """A package whose XML repeats, nests or drops a part of itself."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name in package.namelist():
            told = package.read(name)
            if name in ("word/document.xml", "content.xml"):
                start = told.find(b"<w:p" if b"<w:p" in told else b"<text:p")
                end = told.find(b">", start) + 1
                told = chance.choice(
                    [
                        told[:start] + told[start:end] * 20_000 + told[end:],
                        told[:start] + b'<text:s text:c="99999999"/>' * 5_000 + told[start:],
                        told[: chance.randrange(len(told))],
                        told.replace(b"<w:t>", b"<w:t>" + b"x " * 50_000, 3),
                        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + told,
                    ]
                )
            made.writestr(name, told)
    return written.getvalue()


async def files(server: Server, count: int) -> list[Row]:
    """Hostile files, a few at a time."""
    chance, waits, memory, took = random.Random(13), list[float](), list[float](), list[float]()
    before, bugs, strange = server.tracebacks, 0, 0
    memory_before = server.megabytes
    given = list(hostile(count, chance))
    async with httpx.AsyncClient(base_url=server.address, timeout=None) as client, watched(server, waits, memory):

        async def review() -> None:
            nonlocal strange, bugs
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

        await asyncio.gather(*(review() for _ in range(AT_ONCE)))
    bugs = server.tracebacks - before
    return [
        ("hostile files", len(took), float("inf"), ""),
        ("tracebacks", bugs, 0, ""),
        ("neither read nor told", strange, 0, ""),
        ("the longest file, waiting included", max(took, default=0), 5, "s"),
        ("median of a file", statistics.median(took or [0]), 5, "s"),
        ("memory more, at most", max(memory, default=0) - memory_before, 2 * 300, "MB"),
        ("the page beside, at most", max(waits, default=0), 1, "s"),
    ]


STRANGE: Sequence[Any] = (
    None, True, 0, -1, 2**63, 1e308, "", " ", "\x00", "\ud800", "\n" * 3_000, "1" * 5_000, "(" * 3_000, "é" * 3_000,
    "Objectif 1 : " * 300, [], [[]], {}, {"a": {}}, "../../x", "<script>", "planned_actions.0.text", "Mme Durand",
)  # fmt: skip
ACTIONS = "list open save new import duplicate delete versions compare take show source export download add remove move"
ACTIONS += (
    " logo unlogo note note-sent note-read note-add reword accept unword theirs mine restore review dossier welcome"
)
ACTIONS += " ask dossiers judge look docx md opening"
FIELDS = "dossier number changes shown act action department name text list row step objective body path content former"
FIELDS += (
    " start end kind rest note proposals wording who partner role colour logo question history document kept heads"
)
FIELDS += " current turn useful draft field value"


def message(chance: random.Random, depth: int = 0) -> dict[str, Any]:
    """A message of which some fields are what they should not be."""
    told: dict[str, Any] = {}
    for name in chance.sample(FIELDS.split(), chance.randint(1, 9)):
        told[name] = message(chance, depth + 1) if depth < 2 and chance.random() < 0.2 else chance.choice(STRANGE)
    if chance.random() < 0.9:
        told["action"] = chance.choice(ACTIONS.split())
    if depth == 0 and chance.random() < 0.7:
        told["act"] = message(chance, 1)
    return told


async def messages(server: Server, count: int) -> list[Row]:
    """Mutated messages over every door."""
    chance, before = random.Random(13), server.tracebacks
    statuses, took = list[int](), list[float]()
    paths = ("question", "conversation", "writing", "reviewing", "welcoming")
    async with httpx.AsyncClient(base_url=server.address, timeout=None) as client:
        for number in range(count):
            started = time.perf_counter()
            body = json.dumps(message(chance))
            headers = {"Content-Type": "application/json"}
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
    await opened(server)
    for size, part, about in parts:
        if not size:
            continue
        sys.stdout.write(f"{about}\n")
        for name, figure, most, unit in await part(server, size):
            reached &= figure <= most
            wanted = "" if most == float("inf") else f" (at most {most} {unit})".replace(" )", ")")
            sys.stdout.write(f"  {name}: {figure:.3g} {unit}{wanted}\n")
        sys.stdout.flush()
    return reached


def main() -> None:
    """Prints the figures; the exit code says whether all are reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("seconds", 180), ("files", 500), ("messages", 2_000), ("questions", 5_000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        server, reached = Server(Path(home)), False
        try:
            reached = asyncio.run(measure(server, options))
        finally:
            if not reached:
                sys.stdout.write(server.log.read_text(encoding="utf-8", errors="replace")[-4_000:])
                sys.stdout.write(f"server: {server.process.poll()}\n")
            server.process.terminate()
            server.process.wait()
    sys.exit(not reached)


if __name__ == "__main__":
    main()
