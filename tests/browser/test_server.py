"""A server that cannot start says why: a port that is taken, an open door without a lock, a corpus that is not the original."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from http.client import IncompleteRead
from pathlib import Path
from urllib.request import Request, urlopen

from serving import ROOT, free_port, wait_for_page


def start(**settings: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_port_that_is_taken_is_said_in_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = start(RUPFAM_PORT=str(port))
    assert result.returncode == 1
    assert result.stdout == ""
    assert (
        result.stderr
        == f"Le port {port} est déjà pris : fermez l'autre programme ou choisissez un autre port par RUPFAM_PORT.\n"
    )


def test_the_network_is_refused_without_users() -> None:
    result = start(RUPFAM_HOST="0.0.0.0", RUPFAM_PORT=str(free_port()))
    assert result.returncode == 1
    assert "RUPFAM_USERS" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_an_altered_text_is_said_in_one_sentence(copied_corpus: Path) -> None:
    with (copied_corpus / "trame.txt").open("a", encoding="utf-8") as trame:
        trame.write("ajout")
    result = start(RUPFAM_CORPUS=str(copied_corpus), RUPFAM_PORT=str(free_port()))
    assert result.returncode == 1
    assert "n’est plus l’original" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_told_to_end_the_server_lets_running_answers_finish_and_says_nothing(tmp_path: Path) -> None:
    port = free_port()
    home = {**os.environ, "RUPFAM_HOME": str(tmp_path), "RUPFAM_PORT": str(port)}
    with subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=home, stderr=subprocess.PIPE, text=True) as server:
        wait_for_page(f"http://127.0.0.1:{port}", server, tmp_path / "none")
        asking = Request(f"http://127.0.0.1:{port}/api/question", b'{"question": "Qui signe la convention ?"}')
        asking.add_header("Content-Type", "application/json")
        with urlopen(asking) as answered:
            assert "Qui signe" in answered.readline().decode("utf-8")
            server.terminate()
            with suppress(IncompleteRead):
                answered.read()
        _, said = server.communicate()
    assert "Traceback" not in said
    assert server.returncode in (0, -signal.SIGTERM)
    assert list((tmp_path / "data" / "tmp").iterdir()) == [] or server.returncode == -signal.SIGTERM
