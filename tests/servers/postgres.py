"""A real PostgreSQL, from Debian's packages, for the time of the tests: on the loopback, in a folder of its own, never as root."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

USER = "rupfam"
UNPRIVILEGED = "postgres"
"""The user that Debian's package makes; PostgreSQL refuses to run as root."""


@dataclass
class Postgres:
    """A running server."""

    port: int
    password: str
    process: "subprocess.Popen[bytes]" = field(init=False)

    def start(self, programs: Path, folder: Path) -> None:
        """Starts it on its folder, and returns once it answers; the same after it was killed."""
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": folder,
            "max_connections": 50,
            "fsync": "off",  # a process that is killed loses nothing by it, only a machine would
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (folder / "log").open("ab") as told:
            command = [programs / "postgres", "-D", folder / "data", *options]
            self.process = subprocess.Popen(command, stdout=told, stderr=told, **_plain_user(folder))
        _wait(self, self.process, folder / "log")

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def execute(self, order: str) -> None:
        """Runs an order as the owner of the server, outside any transaction."""
        import psycopg

        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(order)

    def new_database(self) -> str:
        """The address of a new, empty database."""
        name = f"dossiers_{secrets.token_hex(8)}"
        self.execute(f"CREATE DATABASE {name}")
        return self.url(name)


def find_programs() -> Path | None:
    """The folder of initdb and postgres, the newest where there are several; None where the package is missing."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def running_postgres(programs: Path) -> Iterator[Postgres]:
    """A server with a password, stopped and erased at the end."""
    folder = Path(tempfile.mkdtemp(prefix="rupfam-postgres-"))
    server = Postgres(_free_port(), secrets.token_hex(16))
    try:
        (folder / "password").write_text(server.password, encoding="utf-8")
        if os.geteuid() == 0:
            for path in (folder, folder / "password"):
                shutil.chown(path, UNPRIVILEGED, UNPRIVILEGED)
        initdb = [programs / "initdb", "--pgdata", folder / "data", "--username", USER, "--pwfile", folder / "password"]
        subprocess.run(
            [*initdb, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"],
            check=True,
            capture_output=True,
            **_plain_user(folder),
        )
        server.start(programs, folder)
        try:
            yield server
        finally:
            server.process.send_signal(signal.SIGINT)  # which does not wait for the clients to leave
            server.process.wait()
    finally:
        shutil.rmtree(folder)


def _wait(server: Postgres, process: "subprocess.Popen[bytes]", log: Path) -> None:
    import psycopg

    while process.poll() is None:
        try:
            server.execute("SELECT 1")
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(log.read_text(encoding="utf-8", errors="replace"))


def _plain_user(folder: Path) -> dict[str, Any]:
    """What makes a process run in a folder that it can read, and as an ordinary user."""
    ordinary = {"user": UNPRIVILEGED, "group": UNPRIVILEGED, "extra_groups": []} if os.geteuid() == 0 else {}
    return {"cwd": folder, **ordinary}


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
