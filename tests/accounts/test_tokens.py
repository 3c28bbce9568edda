"""The tokens of other programs: made and revoked by an office, never more than who made them."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from rupfam_assistant.accounts.directory import Directory
from rupfam_assistant.accounts.policy import UserRole
from rupfam_assistant.accounts.tokens import START, Tokens
from rupfam_assistant.errors import Forbidden, RupfamError
from rupfam_assistant.storage.dossiers import open_store
from rupfam_assistant.storage.tables import TOKENS

pytestmark = pytest.mark.usefixtures("quick_hashing")

PASSWORD = "cerise-mauve-42"


@pytest.fixture
def directory(tmp_path: Path) -> Directory:
    directory = Directory(open_store(f"sqlite:///{tmp_path / 'dossiers.sqlite'}").engine)
    val, mont = (directory.add_office(name).id for name in ("CAF du Val", "CAF du Mont"))
    for name, role, office in (
        ("rita", UserRole.REFERENT, val),
        ("rené", UserRole.REDACTEUR, val),
        ("zoé", UserRole.REFERENT, mont),
        ("adam", UserRole.ADMINISTRATEUR, None),
    ):
        directory.add_user(name, role, office, PASSWORD)
    return directory


@pytest.fixture
def tokens(directory: Directory) -> Tokens:
    return Tokens(directory.engine)


def test_a_token_is_shown_once_and_kept_as_nobody_can_use_it(directory: Directory, tokens: Tokens) -> None:
    rita = directory.user("rita").caller
    token = tokens.make(rita, "tableau de bord")
    assert token.startswith(START)
    with directory.engine.connect() as connection:
        assert token not in str(connection.execute(sa.select(TOKENS)).all())
    program = tokens.caller(token)
    assert program is not None
    assert (program.office, program.role, program.user, program.alone) == (rita.office, UserRole.LECTEUR, 0, False)
    (listed,) = tokens.known()
    assert (listed.name, listed.office, listed.maker) == ("tableau de bord", "CAF du Val", "rita")
    assert listed.used_at is not None


def test_a_revoked_token_and_that_of_a_closed_account_enter_no_more(directory: Directory, tokens: Tokens) -> None:
    rita, zoe = directory.user("rita").caller, directory.user("zoé").caller
    one, other = tokens.make(rita, "un"), tokens.make(rita, "deux")
    with pytest.raises(RupfamError, match="Aucun jeton de cette caisse"):
        tokens.revoke(zoe, "un")
    tokens.revoke(rita, "un")
    assert (tokens.caller(one), tokens.caller(other) is None) == (None, False)
    directory.disable("rita")
    assert tokens.caller(other) is None
    assert [tokens.caller(shown) for shown in ("", START, f"{START}x", "x" * 10_000)] == [None] * 4


def test_a_token_has_no_more_rights_than_who_makes_it(directory: Directory, tokens: Tokens) -> None:
    for name in ("rené", "adam"):
        with pytest.raises(Forbidden):
            tokens.make(directory.user(name).caller, "outil")
    with pytest.raises(RupfamError, match="pas plus de droits"):
        tokens.make(directory.user("rita").caller, "outil", UserRole.ADMINISTRATEUR)
    tokens.make(directory.user("rita").caller, "outil", UserRole.REFERENT)
    with pytest.raises(RupfamError, match="s’appelle déjà"):
        tokens.make(directory.user("rita").caller, "outil")
    tokens.make(directory.user("zoé").caller, "outil")
