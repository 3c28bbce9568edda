"""The offices and the people, their passwords and their sessions, on both databases: what is kept tells no password."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from rupfam_assistant.accounts import passwords, sessions
from rupfam_assistant.accounts.audit import Deed, read_trail
from rupfam_assistant.accounts.directory import Directory
from rupfam_assistant.accounts.dossiers import Dossiers
from rupfam_assistant.accounts.passwords import FIRST_WAIT, FREE_TRIES, admit
from rupfam_assistant.accounts.policy import ALONE, Caller, UserRole
from rupfam_assistant.accounts.sessions import Sessions
from rupfam_assistant.errors import RupfamError, TooManyTries, WrongLogin
from rupfam_assistant.storage.dossiers import Store, open_store
from rupfam_assistant.storage.tables import FAILURES, METADATA

pytestmark = pytest.mark.usefixtures("quick_hashing")
PASSWORD, WRONG = "cerise-mauve-42", "prune-jaune-424"
HERE = "192.0.2.7"


@pytest.fixture
def directory(store: Store) -> Directory:
    """One office, with a référent."""
    directory = Directory(store.engine)
    directory.add_user("anne", UserRole.REFERENT, directory.add_office("CAF du Val").id, PASSWORD)
    return directory


def everything(store: Store) -> str:
    """All that the database holds."""
    with store.engine.connect() as connection:
        return "\n".join(str(row) for table in METADATA.tables.values() for row in connection.execute(sa.select(table)))


def test_who_gives_the_right_password_is_let_in_and_the_database_holds_no_password(
    store: Store, directory: Directory, caplog: pytest.LogCaptureFixture
) -> None:
    number = admit(store.engine, "anne", PASSWORD, HERE)
    account = directory.by_id(number)
    assert account is not None
    assert account.caller == Caller(number, "anne", account.office, UserRole.REFERENT)
    for name in ("anne", WRONG):
        with pytest.raises(WrongLogin):
            admit(store.engine, name, WRONG, HERE)
    token = Sessions(store.engine).open(number)
    kept = everything(store)
    assert "$argon2id$" in kept
    assert not any(secret in kept + caplog.text for secret in (PASSWORD, WRONG, token))
    assert "Mot de passe refusé pour le compte anne, depuis 192.0.2.7." in caplog.messages
    assert [line.what for line in read_trail(store.engine, account.caller)] == [
        Deed.REFUSED,
        f"{Deed.USER_ADDED} : anne",
    ]


def test_five_wrong_passwords_slow_the_sixth_and_the_wait_doubles(
    store: Store, directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "verified", lambda kept, password: password == PASSWORD)
    for _ in range(FREE_TRIES):
        with pytest.raises(WrongLogin):
            admit(store.engine, "anne", WRONG, HERE)
    for name, address in (("anne", HERE), ("anne", "192.0.2.8"), ("paul", HERE)):
        with pytest.raises(TooManyTries) as told:
            admit(store.engine, name, PASSWORD, address)
        assert told.value.seconds <= FIRST_WAIT
    waited(store, FIRST_WAIT)
    with pytest.raises(WrongLogin):
        admit(open_store(str_url(store)).engine, "anne", WRONG, HERE)
    waited(store, FIRST_WAIT)
    with pytest.raises(TooManyTries):
        admit(store.engine, "anne", PASSWORD, HERE)
    waited(store, FIRST_WAIT)
    admit(store.engine, "anne", PASSWORD, HERE)
    for _ in range(FREE_TRIES - 1):
        with pytest.raises(WrongLogin):
            admit(store.engine, "anne", WRONG, HERE)


def test_no_number_of_tries_at_once_escapes_the_count(
    store: Store, directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "verified", lambda kept, password: password == PASSWORD)

    def tried(number: int) -> type[Exception]:
        with pytest.raises((WrongLogin, TooManyTries)) as told:
            admit(store.engine, "anne", WRONG, f"192.0.2.{number}")
        return told.type

    with ThreadPoolExecutor(8) as pool:
        told = [*pool.map(tried, range(24))]
    assert told.count(WrongLogin) == FREE_TRIES


def str_url(store: Store) -> str:
    return store.engine.url.render_as_string(hide_password=False)


def waited(store: Store, seconds: int) -> None:
    """Makes the wrong passwords of the database older."""
    with store.engine.begin() as connection:
        for row in connection.execute(sa.select(FAILURES)).mappings().all():
            older = row["last_at"] - timedelta(seconds=seconds)
            connection.execute(sa.update(FAILURES).where(FAILURES.c.key == row["key"]).values(last_at=older))


def test_a_session_outlives_the_program_and_ends_with_its_account_its_password_or_its_time(
    store: Store, directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    anne = directory.user("anne")
    token = Sessions(store.engine).open(anne.id)
    other = Sessions(open_store(str_url(store)).engine)
    assert other.caller(token) == anne.caller
    assert other.caller("inventé") is other.caller("") is None
    other.close(token)
    assert Sessions(store.engine).caller(token) is None
    for ended in (lambda: directory.set_password("anne", WRONG), lambda: directory.disable("anne")):
        token = other.open(anne.id)
        assert other.caller(token)
        ended()
        assert other.caller(token) is None
    with pytest.raises(WrongLogin):
        admit(store.engine, "anne", WRONG, HERE)
    directory.enable("anne")
    token, now = other.open(anne.id), sessions.utc_now()
    monkeypatch.setattr(sessions, "utc_now", lambda: now + sessions.LASTS * 0.9)
    assert other.caller(token)
    monkeypatch.setattr(sessions, "utc_now", lambda: now + sessions.LASTS * 1.5)
    assert other.caller(token)
    monkeypatch.setattr(sessions, "utc_now", lambda: now + sessions.LASTS * 3)
    assert other.caller(token) is None


def test_the_first_account_of_an_office_gives_it_the_dossiers_of_the_machine(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Dossiers(store, ALONE).create({"department": "Val"})
    directory = Directory(store.engine)
    val, mont = directory.add_office("CAF du Val"), directory.add_office("CAF du Mont")
    assert not directory.is_guarded()
    directory.add_user("adam", UserRole.ADMINISTRATEUR, None, PASSWORD)
    anne = directory.add_user("anne", UserRole.LECTEUR, val.id, PASSWORD)
    zoe = directory.add_user("zoé", UserRole.REFERENT, mont.id, PASSWORD)
    assert "Les dossiers déjà enregistrés (1) sont ceux de « CAF du Val »." in caplog.messages
    assert directory.is_guarded()
    assert Dossiers(store, anne.caller).read(kept).department == "Val"
    assert Dossiers(store, zoe.caller).list_dossiers() == ()


REFUSED: tuple[tuple[dict[str, Any], str], ...] = (
    ({"name": "anne"}, "déjà pris"),
    ({"name": " "}, "Un nom compte"),
    ({"name": "a\nb"}, "Un nom compte"),
    ({"name": "x" * 101}, "Un nom compte"),
    ({"password": "court"}, "Un mot de passe compte"),
    ({"password": "x" * 1001}, "Un mot de passe compte"),
    ({"office": None}, "est d’une caisse"),
)


def test_an_account_that_cannot_be_is_refused_in_words(directory: Directory) -> None:
    for told, why in REFUSED:
        values = {"name": "paul", "role": UserRole.LECTEUR, "office": 1, "password": PASSWORD, **told}
        with pytest.raises(RupfamError, match=why):
            directory.add_user(**values)
    assert [account.name for account in directory.users()] == ["anne"]


def test_the_accounts_of_the_setting_are_as_it_tells_them_now(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    directory = Directory(store.engine)
    directory.take_setting({"anne": SecretStr("a"), "paul": SecretStr("p")})
    assert not directory.is_guarded()
    anne, paul = directory.users()
    assert (anne.role, anne.office_name, anne.office) == (UserRole.REFERENT, "Caisse", paul.office)
    tokens = [Sessions(store.engine).open(user.id) for user in (anne, paul)]
    directory.take_setting({"anne": SecretStr("a"), "paul": SecretStr("autre")})
    assert [bool(Sessions(store.engine).caller(token)) for token in tokens] == [True, False]
    assert admit(store.engine, "paul", "autre", HERE) == paul.id
    directory.take_setting({})
    assert [user.disabled for user in directory.users()] == [True, True]
    with pytest.raises(WrongLogin):
        admit(store.engine, "anne", "a", HERE)
    directory.take_setting({"anne": SecretStr("a")})
    assert admit(store.engine, "anne", "a", HERE) == anne.id
    assert any("RUPFAM_USERS ne sera plus lu" in message for message in caplog.messages)
    assert "autre" not in everything(store) + caplog.text


def test_of_several_programs_that_open_at_once_one_makes_the_accounts_of_the_setting(store: Store) -> None:
    users = {name: SecretStr("secret") for name in ("anne", "paul", "zoé")}
    with ThreadPoolExecutor(4) as pool:
        assert [*pool.map(lambda _: Directory(store.engine).take_setting(users), range(4))] == [None] * 4
    assert [account.name for account in Directory(store.engine).users()] == [*users]
    assert len(Directory(store.engine).offices()) == 1


def test_the_setting_never_changes_an_account_that_was_made(store: Store, directory: Directory) -> None:
    directory.take_setting({"anne": SecretStr("a")})
    with pytest.raises(WrongLogin):
        admit(store.engine, "anne", "a", HERE)
    admit(store.engine, "anne", PASSWORD, HERE)
