"""A real Chroma server, for the time of the tests: on the loopback, in a folder of its own."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from servers.ports import free_port


class Chroma:
    """A server that may be killed and started again, at the same address, on the same folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        """Starts it, and returns once it answers."""
        program = Path(sys.executable).with_name("chroma")
        command = [program, "run", "--path", self.folder, "--host", "127.0.0.1", "--port", str(self.port)]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        while self._process.poll() is None:
            try:
                httpx.get(f"{self.url}/api/v2/heartbeat").raise_for_status()
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError((self.folder / "log").read_text(encoding="utf-8", errors="replace"))

    def kill(self) -> None:
        """Kills it, as a machine that falls does."""
        self._process.kill()
        self._process.wait()


@contextmanager
def running_chroma(folder: Path) -> Iterator[Chroma]:
    """The server, killed at the end."""
    server = Chroma(folder)
    try:
        yield server
    finally:
        server.kill()
