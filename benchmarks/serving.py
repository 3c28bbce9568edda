"""A server of its own to be measured: started, asked, watched, stopped; and how the figures of the stress are told."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data"
QUESTIONS = DATA / "answers" / "questions.jsonl"
UP_WITHIN = 300
"""Seconds that a server has to serve its page, then its first answer."""

Row = tuple[str, float, float, str]
"""A figure: what it is, how much, how much at most, its unit."""


class Server:
    """A server in a process of its own, its home given; `seconds` until its page was served, once it is."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        self.address, self.home, self.log = f"http://127.0.0.1:{port}", home, home / "server.log"
        settings = {**os.environ, "RUPFAM_HOME": str(home), "RUPFAM_PORT": port}
        self._started = time.perf_counter()
        with self.log.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=settings, stdout=log, stderr=log)

    def wait(self) -> float:
        """Returns once the page is served: the seconds that it took."""
        while not self._is_served():
            if self.process.poll() is not None or time.perf_counter() - self._started > UP_WITHIN:
                raise SystemExit("La page n’est pas servie : lancez « rupfam serve » pour voir pourquoi.")
            time.sleep(0.02)
        return time.perf_counter() - self._started

    def _is_served(self) -> bool:
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(self.address, timeout=UP_WITHIN).status_code == 200
        return False

    def ask(self, question: str) -> None:
        """Asks a question as the page does, and waits for the end of the answer."""
        reply = httpx.post(f"{self.address}/api/question", json={"question": question}, timeout=UP_WITHIN)
        if not is_answer(reply):
            raise SystemExit("Le serveur n’a pas répondu à une question : lancez « rupfam serve » pour voir pourquoi.")

    @property
    def megabytes(self) -> float:
        """The memory of the server and of what it started."""
        return sum(megabytes(pid, "VmRSS") for pid in family(self.process.pid))

    @property
    def tracebacks(self) -> int:
        """The tracebacks that it told."""
        return self.log.read_text(encoding="utf-8", errors="replace").count("Traceback")


@contextlib.contextmanager
def running(home: Path) -> Iterator[Server]:
    """A server, stopped at the end."""
    server = Server(home)
    try:
        yield server
    finally:
        server.process.terminate()
        try:
            server.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            server.process.kill()
            server.process.wait()


def family(pid: int) -> list[int]:
    """A process and its children."""
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout
    return [pid, *map(int, children.split())]


def megabytes(pid: int, size: str) -> float:
    """A size of a process as Linux tells it, 0 once it has ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith(f"{size}:"):
                return int(line.split()[1]) / 1024
    return 0.0


def is_answer(reply: httpx.Response) -> bool:
    """Whether the lines that tell a question's steps end with an answer."""
    last = json.loads(reply.text.strip().split("\n")[-1])
    unforeseen = "imprévue" in last.get("fragments", {}).get("fil", "")
    return reply.status_code == 200 and "fault" not in last and not unforeseen


def questions() -> list[str]:
    """The public questions."""
    return [json.loads(line)["question"] for line in QUESTIONS.read_text(encoding="utf-8").split("\n") if line]


def told(rows: Sequence[Row]) -> bool:
    """Prints figures, a line each; whether all are reached."""
    for about, figure, most, unit in rows:
        wanted = "" if most == float("inf") else f" (at most {most} {unit})".replace(" )", ")")
        sys.stdout.write(f"  {about}: {figure:.3g} {unit}{wanted}\n")
    sys.stdout.flush()
    return all(figure <= most for _, figure, most, _ in rows)
