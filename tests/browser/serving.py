"""The page served by this process or by one of its own, and how Debian's Chromium is started."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from servers.running import running

from rupfam_assistant.api.routes import add_api
from rupfam_assistant.settings import Settings
from rupfam_assistant.web.opening import Opening
from rupfam_assistant.web.page import make_page

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium") or "/usr/bin/chromium"
"""The same engine without the windows of a browser, which cost as much to draw as the page; else the whole browser."""

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


@contextmanager
def served_page(home: Path, port: int = 0, **settings: str) -> Iterator[str]:
    """The address of a page that this process serves: it has imported already what a process imports first."""
    told = {"home": home, "corpus": ROOT / "corpus", **settings}
    opening = Opening(Settings(_env_file=None, **told))  # type: ignore[arg-type]
    app = make_page(opening, add_api)
    opening.start()
    with running(app, port) as address:
        yield address


@contextmanager
def running_server(home: Path, **settings: str) -> Iterator[str]:
    """The address of a server of its own; only that process is stopped afterwards."""
    port = free_port()
    environment = {**os.environ, "RUPFAM_HOME": str(home), "RUPFAM_PORT": str(port), **settings}
    log = (home / "server.log").open("w", encoding="utf-8")
    process = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for_page(address, process, Path(log.name))
        yield address
    finally:
        process.terminate()
        process.wait()
        log.close()


def wait_for_page(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Returns once the page is served; fails when the server ends before."""
    while process.poll() is None:
        try:
            with urlopen(address) as response:
                assert response.status == 200
                return
        except (URLError, ConnectionError):
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.1)
    pytest.fail(log.read_text(encoding="utf-8"))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
