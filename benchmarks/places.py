"""Two pages behind nginx, on PostgreSQL and Chroma, all on loopback in a home of their own, each killed and started again."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from serving import ROOT, family

sys.path.insert(0, str(ROOT / "tests"))

from servers.chroma import running_chroma
from servers.ports import free_port
from servers.postgres import Postgres, find_programs, running_postgres

from rupfam_assistant.accounts.directory import Directory
from rupfam_assistant.accounts.policy import UserRole
from rupfam_assistant.storage.dossiers import open_store

ASKED = "Quel jour l’espace de rencontre accueille-t-il les familles ?"
PASSWORD = "douze lettres"
NGINX = """worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
events {{ worker_connections 2048; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    {site}
}}
"""


@dataclass
class Running:
    """A program that is started, killed with all that it started, and started again."""

    command: list[str]
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Starts it, without waiting."""
        told = {"cwd": ROOT, "env": {**os.environ, **self.environment}, "start_new_session": True}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log, **told)

    def kill(self) -> None:
        """Kills it."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@dataclass
class Place:
    """All the servers: the address that people know, and what is killed and started again by its name."""

    address: str
    database: str
    home: Path
    parts: dict[str, tuple[Callable[[], None], Callable[[], None]]]


@contextlib.contextmanager
def all_running(home: Path) -> Iterator[Place]:
    """Every server, stopped at the end."""
    programs = find_programs()
    assert programs is not None, "PostgreSQL is missing: make system-packages"
    (home / "chroma").mkdir()
    with running_postgres(programs) as postgres, running_chroma(home / "chroma") as chroma:
        database = postgres.new_database()
        front, *ports = free_port(), free_port(), free_port()
        address = f"http://127.0.0.1:{front}"
        shared = {
            "RUPFAM_HOME": str(home),
            "RUPFAM_DATABASE_URL": database,
            "RUPFAM_INDEX_URL": chroma.url,
            "RUPFAM_PUBLIC_URL": address,
        }
        prepare(home, database, shared)
        pages = [
            Running([sys.executable, "app.py"], home / f"page-{port}.log", {**shared, "RUPFAM_PORT": str(port)})
            for port in ports
        ]
        (home / "nginx.conf").write_text(NGINX.format(folder=home, site=site(front, ports)), encoding="utf-8")
        nginx = Running(["nginx", "-c", str(home / "nginx.conf")], home / "nginx.out")
        parts = {
            "a page": (pages[0].kill, pages[0].start),
            "Chroma": (chroma.kill, chroma.start),
            "PostgreSQL": (lambda: kill_postgres(postgres), lambda: start_postgres(postgres, programs)),
            "nginx": (nginx.kill, nginx.start),
        }
        try:
            for running in (*pages, nginx):
                running.start()
            for port in ports:
                wait_for(f"http://127.0.0.1:{port}/health")
            yield Place(address, database, home, parts)
        finally:
            for running in (*pages, nginx):
                running.kill()


def site(front: int, ports: list[int]) -> str:
    """The block of docs/deploiement.md, at ports of this machine and without a certificate."""
    told = (ROOT / "docs" / "deploiement.md").read_text(encoding="utf-8")
    block = re.findall(r"```nginx\n(.*?)```", told, re.DOTALL)[0]
    block = block.replace("7871", str(ports[0])).replace("7872", str(ports[1]))
    block = block.replace("listen 443 ssl;", f"listen 127.0.0.1:{front};")
    return re.sub(r"\n *(ssl_certificate|server_name)[^\n]*", "", block)


def kill_postgres(postgres: Postgres) -> None:
    """Kills it with its children, as a machine that falls does."""
    for pid in family(postgres.process.pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    postgres.process.wait()


def start_postgres(postgres: Postgres, programs: Path) -> None:
    """Starts it on the folder that it had; it mends what the kill left."""
    folder = Path(postgres.process.args[2]).parent  # type: ignore[index]
    postgres.start(programs, folder)


def prepare(home: Path, database: str, shared: dict[str, str]) -> None:
    """An office with an account and a document."""
    with contextlib.closing(open_store(database)) as store:
        directory = Directory(store.engine)
        office = directory.add_office("Val-d’Ombre").id
        directory.add_user("anne", UserRole.REFERENT, office, PASSWORD)
    folder = home / "data" / "documents" / str(office)
    folder.mkdir(parents=True)
    (folder / "accueil.txt").write_text(sheet("Valmont", "samedi matin"), encoding="utf-8")


def sheet(place: str, day: str) -> str:
    """A document that tells a day."""
    return f"# Espace de rencontre\n\nL’espace de rencontre de {place} accueille les familles le {day}.\n"


def wait_for(address: str) -> None:
    """Returns once a page is well."""
    for _ in range(1200):
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(address, timeout=5).status_code == 200:
                return
        time.sleep(0.25)
    raise SystemExit(f"{address} does not answer.")
