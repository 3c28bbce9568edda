"""`rupfam offices` and `rupfam users`, as whoever keeps the machine types them."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("quick_hashing")
Run = Callable[..., tuple[int, str, str]]
PASSWORD = "cerise-mauve-42"


@pytest.fixture
def run(command: Callable[..., object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command over a machine of its own; what it returns and prints. `typed` is what its stdin holds."""
    monkeypatch.setenv("RUPFAM_HOME", str(tmp_path))

    def told(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        done = command(*arguments)
        return done.returncode, done.stdout, done.stderr  # type: ignore[attr-defined]

    return told


def test_offices_and_users_are_made_listed_closed_and_opened_again(run: Run) -> None:
    assert run("offices", "add", "CAF du Val") == (0, "Caisse « CAF du Val » créée.\n", "")
    added = run("users", "add", "anne", "--role", "referent", typed=f"{PASSWORD}\n")
    assert added == (0, "Compte « anne » créé : référent, de « CAF du Val ».\n", "")
    assert run("users", "add", "adam", "--role", "administrateur", typed=PASSWORD)[1] == (
        "Compte « adam » créé : administrateur.\n"
    )
    run("offices", "add", "CAF du Mont")
    zoe = run("users", "add", "zoé", "--role", "lecteur", "--office", "CAF du Mont", typed=PASSWORD)
    assert zoe[0] == 0
    assert run("users", "disable", "zoé") == (0, "Compte « zoé » fermé.\n", "")
    assert run("offices", "list")[1] == "CAF du Val\nCAF du Mont\n"
    assert run("users", "list")[1].splitlines() == [
        "adam ; administrateur ; aucune caisse",
        "anne ; référent ; CAF du Val",
        "zoé ; lecteur ; CAF du Mont ; fermé",
    ]
    assert run("users", "enable", "zoé")[0] == 0
    assert run("users", "password", "anne", typed="prune-jaune-424\n") == (0, "Mot de passe de « anne » changé.\n", "")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("users", "add", "anne", "--role", "chef"), "Le rôle « chef » n’existe pas"),
        (("users", "add", "anne", "--role", "lecteur"), "Dites de quelle caisse"),
        (("users", "add", "anne", "--role", "lecteur", "--office", "CAF"), "Aucune caisse ne s’appelle « CAF »"),
        (("users", "disable", "anne"), "Aucun compte ne s’appelle « anne »"),
        (("users", "password", "anne"), "Aucun compte ne s’appelle « anne »"),
        (("users", "add", "adam", "--role", "administrateur"), "Un mot de passe compte de 12"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(run: Run, arguments: tuple[str, ...], why: str) -> None:
    code, out, err = run(*arguments, typed="court\n")
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert why in err


def test_a_password_is_never_an_argument(run: Run) -> None:
    assert run("users", "add", "anne", PASSWORD, "--role", "administrateur")[0] == 2
    code, _, err = run("users", "add")
    assert code == 2
    assert "rupfam users add --help" in err
