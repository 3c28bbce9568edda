"""The real server, in a process of its own, and how Debian's Chromium is started."""

import multiprocessing
import os
import runpy
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


STEPLESS = "HTMLElement.prototype.showPopover = () => {};"
"""What a browser runs so that the first steps of a tab stand over nothing."""


FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["rupfam_assistant.api.routes", "rupfam_assistant.web.page", "bm25s", "chromadb"])
"""Each server is forked from a process that has imported what all of them import, half of the work of a start."""


@contextmanager
def running_server(home: Path, **settings: str) -> Iterator[str]:
    """The address of a server of its own; only that process is stopped afterwards."""
    port = free_port()
    process = started(home, port, **settings)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.join()


def started(home: Path, port: int, **settings: str) -> ForkServerProcess:
    """A process whose server listens on a port, once its page is served."""
    told, log = {"RUPFAM_HOME": str(home), "RUPFAM_PORT": str(port), **settings}, home / "server.log"
    process = FORKED.Process(target=serve, args=({**os.environ, **told}, log))
    process.start()
    wait_for_page(f"http://127.0.0.1:{port}", process.is_alive, log)
    return process


def serve(environment: dict[str, str], log: Path) -> None:
    """What the process does: all that `python app.py` does, what it says going to a file."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    with log.open("ab") as told:
        os.dup2(told.fileno(), 1)
        os.dup2(told.fileno(), 2)
    runpy.run_path("app.py", run_name="__main__")


def wait_for_page(address: str, running: Callable[[], bool], log: Path) -> None:
    """Returns once the page is served; fails when the server ends before."""
    while running():
        try:
            with urlopen(address) as response:
                assert response.status == 200
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail(log.read_text(encoding="utf-8"))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
