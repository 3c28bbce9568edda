"""A first start that opens the page to the network, at a real terminal."""

import os
import pty
import signal
import socket
import sys
from pathlib import Path

import pytest

from rupfam_assistant.accounts.directory import Directory
from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.dossiers import open_store

ROOT = Path(__file__).parents[2]
PASSWORD = "une phrase de passe"


@pytest.mark.skipif(os.name != "posix", reason="a terminal of POSIX")
def test_the_first_start_asks_at_the_terminal_for_the_administrator_then_serves(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    settings = {**os.environ, "RUPFAM_HOME": str(tmp_path), "RUPFAM_HOST": "0.0.0.0", "RUPFAM_PORT": port}
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        os.execve(
            sys.executable, [sys.executable, "-c", "from rupfam_assistant.cli import main; main(['serve'])"], settings
        )
    told = ""
    try:
        for asked, typed in (("Nom : ", "direction"), ("Mot de passe : ", PASSWORD), ("fois : ", PASSWORD)):
            told = until(terminal, asked, told)
            os.write(terminal, f"{typed}\n".encode())
        told = until(terminal, "ouverte au réseau", told)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)
    assert "administrateur" in told and "Page servie sur" in told and PASSWORD not in told
    users = Directory(open_store(Settings(_env_file=None, home=tmp_path).dossiers).engine).users()
    assert [(user.name, user.role.value, user.office) for user in users] == [("direction", "administrateur", None)]


def until(terminal: int, expected: str, told: str) -> str:
    """What the terminal shows, up to the words expected, which come after what it was told before."""
    shown = ""
    while expected not in shown:
        shown += os.read(terminal, 10_000).decode("utf-8", "replace")
    return told + shown
