"""Where dossiers are kept: nothing that was saved is lost, nothing is overwritten, on SQLite and on PostgreSQL."""

import json
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from servers.postgres import Postgres

from rupfam_assistant.dossier.reading import parse_dossier
from rupfam_assistant.errors import (
    DossierDeleted,
    RupfamError,
    UnknownDossier,
    UnknownVersion,
    UnreadableDossier,
    VersionConflict,
)
from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.dossiers import Store, export_json, open_store
from rupfam_assistant.storage.records import compare
from rupfam_assistant.storage.tables import METADATA

DATA = Path(__file__).parents[1] / "data" / "storage"
"""What the program wrote before it had migrations, in each of the two databases."""

ACTION = {
    "objective": 1,
    "text": "Ouvrir une permanence à Arlac",
    "pilot": "CIDFF",
    "partners": ["tribunal", "UDAF"],
    "deadline": "fin 2027",
}
RECORD = {
    "department": "Val-d’Ombre",
    "caf_name": None,
    "planned_actions": [ACTION],
    "ma_clé": {"gardée": [1, True, None, 2.5]},
}
ROUNDS = 20

CHARACTERS = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | CHARACTERS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(CHARACTERS, inner, max_size=4),
    max_leaves=12,
)
RECORDS = st.dictionaries(CHARACTERS, VALUES, max_size=5)

RACE = """
import sys
from rupfam_assistant.storage.dossiers import open_store
from rupfam_assistant.errors import VersionConflict
url, dossier, rounds, name = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
store = open_store(url)
for base in range(1, rounds + 1):
    try:
        print(store.save(dossier, base, {"department": name, "constraints": f"{name} {base}"}, name).number)
    except VersionConflict:
        pass
"""
OPENING = "import sys; from rupfam_assistant.storage.dossiers import open_store; print(open_store(sys.argv[1]).create({}, ''))"
KILLED = """
import sys, time
from rupfam_assistant.storage.dossiers import open_store
store = open_store(sys.argv[1])
dossier = store.create({"department": "Val-d’Ombre"}, "ana")
saved = store.save(dossier, 1, {"department": "Val-d’Ombre", "constraints": "tapé juste avant"}, "ana")
print(saved.number, flush=True)
time.sleep(600)
"""
LIMITED = """
import resource, sys
from pathlib import Path
from rupfam_assistant.storage.dossiers import open_store
from rupfam_assistant.errors import RupfamError
url, file = sys.argv[1:]
store = open_store(url)
dossier = store.create({"department": "Val-d’Ombre"}, "ana")
largest = max(path.stat().st_size for path in Path(file).parent.iterdir()) + 8192
resource.setrlimit(resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))
try:
    store.save(dossier, 1, {"department": "Val-d’Ombre", "constraints": "long " * 100_000}, "ana")
except RupfamError as error:
    print(error)
print(store.read(dossier).record["department"])
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(store.save(dossier, 1, {"department": "Val-d’Ombre", "constraints": "court"}, "ana").number)
"""
READ_ONLY = """
import os, sys
from pathlib import Path
from rupfam_assistant.storage.dossiers import open_store
from rupfam_assistant.errors import RupfamError
url, folder = sys.argv[1], Path(sys.argv[2])
first = open_store(url)
dossier = first.create({"department": "Val-d’Ombre"}, "ana")
if sys.argv[3] == "without migrations":
    with first.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
first.engine.dispose()
folder.chmod(0o555)
for path in folder.iterdir():
    path.chmod(0o444)
if os.geteuid() == 0:
    os.setuid(65534)
store = open_store(url)
print(store.read(dossier).record["department"], len(store.list_dossiers()))
try:
    store.save(dossier, 1, {"department": "Autre"}, "bob")
except RupfamError as error:
    print(error)
print(store.read(dossier).record["department"])
"""


def run(script: str, *arguments: object) -> list[str]:
    """The lines that a script prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def started(script: str, *arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )


def changed(former: dict[str, Any], later: dict[str, Any]) -> list[tuple[str, object, object]]:
    return [(path.label, before, after) for path, before, after in compare(former, later)]


def test_a_new_dossier_is_read_back_as_it_was_typed(store: Store) -> None:
    saved = store.read(store.create(RECORD, "ana"))
    assert (saved.number, saved.author, saved.record) == (1, "ana", RECORD)
    assert list(saved.record) == list(RECORD)
    assert saved.saved_at.tzinfo is not None


def test_every_save_is_a_version_and_the_former_ones_stay(store: Store) -> None:
    dossier = store.create({"department": "Ombre"}, "ana")
    second = store.save(dossier, 1, {"department": "Val-d’Ombre"}, "bob")
    third = store.save(dossier, 2, {"department": "Val-d’Ombre", "constraints": "aucune"}, "")
    assert (second.number, third.number, store.read(dossier)) == (2, 3, third)
    assert [store.read(dossier, number).record["department"] for number in (1, 2, 3)] == [
        "Ombre",
        "Val-d’Ombre",
        "Val-d’Ombre",
    ]
    assert [(version.number, version.author) for version in store.versions(dossier)] == [
        (3, ""),
        (2, "bob"),
        (1, "ana"),
    ]


def test_the_list_tells_the_last_version_of_each_dossier_the_last_saved_first(store: Store) -> None:
    first = store.create({"department": "Ombre"}, "ana")
    second = store.create({"caf_name": "CAF sans département"}, "bob")
    third = store.create({"department": 12}, "bob")
    saved = store.save(first, 1, {"department": "Val-d’Ombre"}, "zoé")
    listed = store.list_dossiers()
    assert [(told.id, told.department, told.author, told.number) for told in listed] == [
        (first, "Val-d’Ombre", "zoé", 2),
        (third, "", "bob", 1),
        (second, "", "bob", 1),
    ]
    assert listed[0].saved_at == saved.saved_at


def test_an_empty_store_lists_nothing(store: Store) -> None:
    assert store.list_dossiers() == ()


def test_the_same_record_makes_no_new_version(store: Store) -> None:
    dossier = store.create(RECORD, "ana")
    again = dict(reversed(RECORD.items()))
    assert store.save(dossier, 1, again, "bob") == store.read(dossier)
    assert store.read(dossier).number == 1


def test_a_save_sent_twice_because_the_answer_was_lost_is_kept_once(store: Store) -> None:
    dossier = store.create({"department": "Ombre"}, "ana")
    saved = store.save(dossier, 1, {"department": "Val-d’Ombre"}, "ana")
    assert store.save(dossier, 1, {"department": "Val-d’Ombre"}, "ana") == saved


def test_true_is_not_one(store: Store) -> None:
    dossier = store.create({"mend_slips": 1}, "")
    assert store.save(dossier, 1, {"mend_slips": True}, "").record == {"mend_slips": True}


def test_the_second_of_two_people_is_told_and_nothing_is_overwritten(store: Store) -> None:
    dossier = store.create({"department": "Ombre"}, "ana")
    theirs = store.save(dossier, 1, {"department": "Val-d’Ombre"}, "zoé")
    with pytest.raises(
        VersionConflict,
        match=r"^Ce dossier a été enregistré par zoé le \d\d/\d\d/\d{4} à \d\d\sh\s\d\d, .* rien n’a été écrasé",
    ) as told:
        store.save(dossier, 1, {"department": "Ombre-et-Lac"}, "ana")
    assert f"{theirs.saved_at.astimezone():%d/%m/%Y}" in str(told.value)
    assert store.read(dossier) == theirs


def test_a_conflict_without_names_speaks_of_another_window(store: Store) -> None:
    dossier = store.create({"department": "Ombre"}, "")
    store.save(dossier, 1, {"department": "Val-d’Ombre"}, "")
    with pytest.raises(VersionConflict, match="depuis une autre fenêtre"):
        store.save(dossier, 1, {"department": "Ombre-et-Lac"}, "")


def test_a_version_still_to_come_is_no_base(store: Store) -> None:
    dossier = store.create({"department": "Ombre"}, "ana")
    with pytest.raises(UnknownVersion):
        store.save(dossier, 7, {"department": "Val-d’Ombre"}, "ana")


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(first=RECORDS, later=RECORDS)
def test_any_json_object_is_kept_as_it_is(store: Store, first: dict[str, Any], later: dict[str, Any]) -> None:
    dossier = store.create(first, "ana")
    last = store.save(dossier, 1, later, "bob")
    assert (store.read(dossier, 1).record, last.record) == (first, later)
    assert json.loads(export_json(last).encode("utf-8")) == later


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b\x1b\x7f\u2028\ufffe", "a\x00b\x1b\x7f\u2028\ufffe"),
        ("moitié \ud83d.", "moitié \ufffd."),
        ("\udc00", "\ufffd"),
        ("\ud83d\ude00", "😀"),
    ],
)
def test_control_characters_and_halves_of_characters_can_be_saved_and_exported(
    store: Store, typed: str, kept: str
) -> None:
    saved = store.read(store.create({"department": typed}, f"ana{typed}"))
    assert saved.record == {"department": kept}
    assert json.loads(export_json(saved).encode("utf-8")) == saved.record
    assert saved.author.encode("utf-8").startswith(b"ana")


def test_a_draft_that_is_not_valid_yet_is_kept(store: Store) -> None:
    draft = {
        "department": None,
        "planned_actions": [{"objective": 9, "partners": "tribunal"}],
        "signatories": "?",
        "constraints": "x" * 50_000,
    }
    assert store.read(store.create(draft, "ana")).record == draft


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, b"x"])
def test_what_json_cannot_say_is_refused_in_words(store: Store, value: object) -> None:
    with pytest.raises(RupfamError, match="JSON"):
        store.create({"department": "Ombre", "figures": [value]}, "ana")
    assert store.list_dossiers() == ()


def test_a_copy_is_a_dossier_of_its_own(store: Store) -> None:
    dossier = store.create({"department": "Ombre"}, "ana")
    store.save(dossier, 1, RECORD, "ana")
    copy = store.duplicate(dossier, "bob")
    store.save(copy, 1, {"department": "Copie"}, "bob")
    assert store.read(copy, 1).record == {**RECORD, "name": f"{RECORD['department']} (copie)"}
    assert (store.read(copy, 1).name, store.read(copy, 1).author) == (f"{RECORD['department']} (copie)", "bob")
    assert store.read(dossier).record == RECORD


def on_day(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the machine shows that day."""
    monkeypatch.setattr("rupfam_assistant.storage.dossiers.utc_now", lambda: datetime(day.year, day.month, day.day))


def test_a_deleted_dossier_is_erased_with_every_version_after_thirty_days_on_which_somebody_wrote(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = date(2026, 3, 1)
    on_day(first, monkeypatch)
    old, other = store.create({"department": "Ombre"}, "ana"), store.create({"department": "Val"}, "ana")
    store.delete(old)
    for passed in range(1, 30):
        on_day(first + timedelta(days=passed), monkeypatch)
        store.save(other, passed, {"department": f"Val {passed}"}, "ana")
    store.restore(old)
    store.delete(old)
    for passed in range(30, 60):
        on_day(first + timedelta(days=passed), monkeypatch)
        store.save(other, passed, {"department": f"Val {passed}"}, "ana")
    with pytest.raises(UnknownDossier):
        store.restore(old)
    with store.engine.connect() as connection:
        assert connection.execute(sa.text("select count(*) from versions where dossier_id = 1")).scalar() == 0
    assert [told.id for told in store.list_dossiers()] == [other]


def test_a_clock_that_jumps_erases_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = store.create({"department": "Ombre"}, "ana")
    store.delete(gone)
    for day in (date(2099, 1, 1), date(1990, 1, 1), date(2099, 1, 1)):
        on_day(day, monkeypatch)
        store.delete(store.create({"department": "Val"}, "ana"))
    store.restore(gone)
    assert [told.id for told in store.list_dossiers()] == [gone]


def test_a_deleted_dossier_is_off_the_list_and_comes_back_whole(store: Store) -> None:
    dossier = store.create({"department": "Ombre"}, "ana")
    last = store.save(dossier, 1, RECORD, "ana")
    store.delete(dossier)
    assert store.list_dossiers() == ()
    for use in (
        lambda: store.read(dossier),
        lambda: store.save(dossier, 2, {}, "bob"),
        lambda: store.versions(dossier),
        lambda: store.duplicate(dossier, "bob"),
        lambda: store.delete(dossier),
    ):
        with pytest.raises(DossierDeleted, match=f"^Le dossier {dossier} a été supprimé"):
            use()
    store.restore(dossier)
    assert store.read(dossier) == last
    assert [version.number for version in store.versions(dossier)] == [2, 1]


@pytest.mark.parametrize("number", [0, -1, 99, 10**30])
def test_a_dossier_or_a_version_that_does_not_exist_is_told(store: Store, number: int) -> None:
    dossier = store.create(RECORD, "ana")
    with pytest.raises(UnknownDossier, match=f"^Le dossier {number} n’existe pas"):
        store.read(number)
    with pytest.raises(UnknownDossier, match=f"^Le dossier {number} n’existe pas"):
        store.restore(number)
    with pytest.raises(UnknownVersion, match=f"n’a pas de version {number}"):
        store.read(dossier, number)


def test_an_exported_dossier_is_imported_as_it_was(store: Store) -> None:
    text = export_json(store.read(store.create(RECORD, "ana")))
    assert parse_dossier(text).department == "Val-d’Ombre"
    assert store.read(store.create(json.loads(text), "bob")).record == RECORD
    assert '"ma_clé": {\n    "gardée"' in text


def test_what_was_saved_outlives_the_program(database: str) -> None:
    first = open_store(database)
    dossier = first.create(RECORD, "ana")
    first.engine.dispose()
    assert open_store(database).read(dossier).record == RECORD


def test_what_was_saved_outlives_a_killed_program(database: str) -> None:
    killed = started(KILLED, database)
    assert killed.stdout is not None
    assert killed.stdout.readline().strip() == "2"
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    store = open_store(database)
    (told,) = store.list_dossiers()
    assert store.read(told.id).record["constraints"] == "tapé juste avant"
    assert store.save(told.id, 2, RECORD, "bob").number == 3


def test_of_several_programs_that_save_at_once_exactly_one_makes_each_version(database: str, store: Store) -> None:
    dossier = store.create({"department": "Ombre"}, "")
    racers = {name: started(RACE, database, dossier, ROUNDS, name) for name in ("ana", "bob", "zoé")}
    told = {name: racer.communicate()[0].split() for name, racer in racers.items()}
    assert [racer.returncode for racer in racers.values()] == [0, 0, 0]
    authors = {str(version.number): version.author for version in store.versions(dossier)[:-1]}
    assert sorted(map(int, authors)) == list(range(2, ROUNDS + 2))
    assert {number: name for name, numbers in told.items() for number in numbers} == authors
    assert sum(map(len, told.values())) == ROUNDS


def test_of_several_threads_that_save_at_once_exactly_one_makes_each_version(store: Store) -> None:
    dossier = store.create({"department": "Ombre"}, "")

    def wins(name: str) -> int:
        won = 0
        for base in range(1, ROUNDS + 1):
            try:
                told = {"department": name, "constraints": f"{name} {base}"}
                won += store.save(dossier, base, told, name).number == base + 1
            except VersionConflict:
                continue
        return won

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(wins, ["ana", "bob", "zoé", "léo"])) == ROUNDS
    assert store.read(dossier).number == ROUNDS + 1


def test_several_programs_may_open_an_empty_database_at_once(database: str) -> None:
    openers = [started(OPENING, database) for _ in range(3)]
    assert sorted(int(opener.communicate()[0]) for opener in openers) == list(range(1, 4))


def test_a_full_disk_is_told_and_what_was_saved_stays(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'dossiers.sqlite'}")
    dossier = store.create(RECORD, "ana")
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 8")
    with pytest.raises(RupfamError, match=r"dossiers\.sqlite n’a pas abouti, .* libérez de la place"):
        store.save(dossier, 1, {**RECORD, "constraints": "long " * 100_000}, "ana")
    assert store.read(dossier).record == RECORD
    assert store.save(dossier, 1, {**RECORD, "constraints": "court"}, "ana").number == 2


def test_a_file_that_cannot_grow_is_told_and_what_was_saved_stays(tmp_path: Path) -> None:
    file = tmp_path / "dossiers.sqlite"
    told, department, number = run(LIMITED, f"sqlite:///{file}", file)
    assert told.startswith(f"L’enregistrement dans {file} n’a pas abouti, les versions précédentes sont intactes : ")
    assert "place sur le disque" in told
    assert (department, number) == ("Val-d’Ombre", "2")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the machine may enter."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        inner = folder / "données 100 % à moi"
        inner.mkdir()
        yield inner
        inner.chmod(0o755)


@pytest.mark.parametrize("made", ["with migrations", "without migrations"])
def test_a_folder_where_nothing_can_be_written_is_told_and_still_read(open_folder: Path, made: str) -> None:
    url = Settings(_env_file=None, home=open_folder).dossiers
    data = open_folder / "data"
    first, told, last = run(READ_ONLY, url, data, made)
    data.chmod(0o755)
    assert (first, last) == ("Val-d’Ombre 1", "Val-d’Ombre")
    assert told.startswith(f"L’enregistrement dans {data / 'dossiers.sqlite'} n’a pas abouti, ")
    assert "droit d’y écrire" in told


@pytest.mark.parametrize(
    "url",
    [
        "",
        "dossiers",
        "mysql://ana:secret@machine/base",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql://ana:secret@machine:port/base",
        "postgresql://",
    ],
)
def test_an_address_that_is_none_is_told_with_its_setting(url: str) -> None:
    with pytest.raises(RupfamError, match=r"^Le réglage RUPFAM_DATABASE_URL n’est pas valable") as told:
        open_store(url)
    assert "secret" not in str(told.value)


def test_a_password_that_breaks_the_address_is_not_told_either() -> None:
    with pytest.raises(RupfamError, match=r"^La base des dossiers machine/base ne peut pas être ouverte") as told:
        open_store("postgresql://ana:un@deux/trois@machine/base")
    assert not any(part in str(told.value) for part in ("un@", "deux", "trois"))


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_server_that_does_not_answer_is_named_without_its_password(scheme: str) -> None:
    with pytest.raises(
        RupfamError, match=r"^La base des dossiers 127\.0\.0\.1/base ne peut pas être ouverte : vérifiez que le serveur"
    ) as told:
        open_store(f"{scheme}://ana:sec@ret@127.0.0.1:1/base")
    assert "sec" not in str(told.value).replace("dossiers", "")
    assert "ret" not in str(told.value)


def test_a_wrong_password_is_not_told(postgres: Postgres) -> None:
    with pytest.raises(RupfamError, match="RUPFAM_DATABASE_URL est juste") as told:
        open_store(postgres.url().replace(postgres.password, "secret"))
    assert "secret" not in str(told.value)


def test_a_server_that_takes_no_writing_is_told(postgres: Postgres) -> None:
    url = postgres.new_database()
    dossier = open_store(url).create(RECORD, "ana")
    postgres.execute(f"ALTER DATABASE {url.rpartition('/')[2]} SET default_transaction_read_only = on")
    store = open_store(url)
    with pytest.raises(RupfamError, match=r"n’a pas abouti.*droit d’y écrire"):
        store.save(dossier, 1, {}, "bob")
    assert store.read(dossier).record == RECORD


def test_a_connection_cut_by_the_server_is_made_again(postgres: Postgres) -> None:
    url = postgres.new_database()
    store = open_store(url)
    dossier = store.create(RECORD, "ana")
    postgres.execute(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{url.rpartition('/')[2]}'"
    )
    assert store.save(dossier, 1, {}, "bob").number == 2


@pytest.fixture
def former(database: str) -> str:
    """The address of a database that the program filled before it had migrations: three dossiers, one deleted."""
    kind = database.partition(":")[0]
    script = (DATA / f"former_{kind}.sql").read_text(encoding="utf-8")
    if kind == "sqlite":
        file = Path(database.removeprefix("sqlite:///"))
        file.parent.mkdir()
        with closing(sqlite3.connect(file)) as connection:
            connection.executescript(script)
    else:
        with psycopg.connect(database) as connection:
            connection.execute(script)
    return database


def test_dossiers_kept_before_there_were_migrations_are_all_there(former: str) -> None:
    store = open_store(former)
    assert [(told.id, told.department, told.author, told.number) for told in store.list_dossiers()] == [
        (3, "Val-d’Ombre", "bob", 1),
        (1, "Val-d’Ombre", "zoé", 2),
    ]
    assert store.read(1, 1).record == {
        "department": "Val-d’Ombre",
        "caf_name": None,
        "planned_actions": [{"objective": 1, "text": "Ouvrir une permanence à Arlac", "partners": ["UDAF"]}],
        "ma_clé": {"gardée": [1, True, None, 2.5]},
    }
    assert store.save(1, 2, {"department": "Val"}, "léo").number == 3
    assert store.create({}, "léo") == 4
    store.restore(2)
    assert store.read(2).record == {"department": "Haute-Lande"}


def test_a_migrated_database_is_stamped_and_has_the_tables_of_the_program(former: str) -> None:
    engine = open_store(former).engine
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert context.get_current_revision() == "0003"
        assert compare_metadata(context, METADATA) == []


def test_a_new_database_has_the_tables_of_the_program(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_a_database_of_a_newer_program_is_told_and_left_as_it_is(database: str, store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '9999'"))
    with pytest.raises(RupfamError, match=r"ne peut pas être ouverte : .* mettez celui-ci à jour"):
        open_store(database)


def test_a_file_that_is_no_database_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "dossiers.sqlite"
    file.write_text("Ceci est une lettre. " * 200, encoding="utf-8")
    with pytest.raises(RupfamError, match=r"dossiers\.sqlite ne peut pas être ouverte : .*copie de sauvegarde"):
        open_store(f"sqlite:///{file}")
    assert file.read_text(encoding="utf-8").startswith("Ceci est une lettre.")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("", encoding="utf-8")
    with pytest.raises(RupfamError, match=r"data/dossiers\.sqlite ne peut pas être ouverte"):
        open_store(f"sqlite:///{tmp_path / 'data' / 'dossiers.sqlite'}")


def test_dossiers_are_kept_in_the_data_folder_unless_a_setting_says_otherwise(tmp_path: Path) -> None:
    home = tmp_path / "100 % « été » ? #1"
    given_settings = Settings(_env_file=None, home=home)
    open_store(given_settings.dossiers).create(RECORD, "ana")
    assert (home / "data" / "dossiers.sqlite").is_file()
    assert (
        Settings(_env_file=None, home=home, database_url="postgresql://machine/base").dossiers
        == "postgresql://machine/base"
    )


def test_the_command_line_starts_without_any_database() -> None:
    assert run("import sys, rupfam_assistant.cli; print('sqlalchemy' in sys.modules)") == ["False"]


@pytest.mark.parametrize(
    ("former", "later", "expected"),
    [
        ({"department": "Ombre"}, {"department": "Val-d’Ombre"}, [("département", "Ombre", "Val-d’Ombre")]),
        ({}, {"caf_name": None, "priorities": [], "figures": [{}]}, []),
        ({"constraints": "aucune"}, {}, [("contraintes", "aucune", None)]),
        ({"mend_slips": 1}, {"mend_slips": True}, [("corriger les coquilles connues de la trame", 1, True)]),
        ({"annexes": "une"}, {"annexes": ["une"]}, [("annexes", "une", ["une"])]),
        ({"ma_clé": {"a": 1}}, {"ma_clé": {"a": 2}}, [("ma_clé, a", 1, 2)]),
        (
            {"planned_actions": [ACTION]},
            {"planned_actions": [{**ACTION, "pilot": "UDAF", "partners": ["tribunal"]}]},
            [("actions prévues, 1, pilote", "CIDFF", "UDAF"), ("actions prévues, 1, partenaires, 2", "UDAF", None)],
        ),
        (
            {"priorities": ["a", "b", "c"]},
            {"priorities": ["b", "c", "d"]},
            [("priorités, 1", "a", None), ("priorités, 3", None, "d")],
        ),
        (
            {"figures": [{"label": "délai", "value": "7"}, {"label": "familles", "value": "80"}]},
            {"figures": [{"label": "familles", "value": "80"}]},
            [("chiffres, 1, ce qui est compté", "délai", None), ("chiffres, 1, valeur", "7", None)],
        ),
    ],
)
def test_a_comparison_tells_each_field_that_differs(
    former: dict[str, Any], later: dict[str, Any], expected: list[tuple[str, object, object]]
) -> None:
    assert changed(former, later) == expected


@given(RECORDS, RECORDS)
def test_a_comparison_reads_both_ways(former: dict[str, Any], later: dict[str, Any]) -> None:
    assert compare(former, former) == ()
    told, back = compare(former, later), compare(later, former)
    assert bool(told) == bool(back)
    assert all(before is not None or after is not None for _, before, after in told)


def nested(levels: int) -> dict[str, Any]:
    record: dict[str, Any] = {"department": "Val"}
    for _ in range(levels):
        record = {"department": "Val", "inner": record}
    return record


@pytest.mark.parametrize(
    "record",
    [nested(40), nested(900), {"k": [[]] * 60_000}, {"k": "x" * 10_000_001}, {str(n): n for n in range(60_000)}],
    ids=["deep", "very deep", "many items", "long", "many keys"],
)
def test_a_record_that_could_not_be_worked_on_is_refused_and_the_list_stays(
    store: Store, record: dict[str, Any]
) -> None:
    store.create(RECORD, "ana")
    with pytest.raises(RupfamError, match="ne peut pas être enregistré"):
        store.create(record, "ana")
    with pytest.raises(RupfamError, match="ne peut pas être enregistré"):
        store.save(1, 1, record, "ana")
    assert [told.record for told in store.list_dossiers()] == [RECORD]


@pytest.mark.parametrize("kept", ["{", "[1]", "", "null", '{"k":' + "[" * 30_000, '{"k":' + "9" * 5_000 + "}"])
def test_an_unreadable_record_closes_neither_the_list_nor_its_versions_and_is_exported_as_it_is(
    store: Store, kept: str
) -> None:
    good, bad = store.create(RECORD, "ana"), store.create(RECORD, "bob")
    with store.engine.begin() as connection:
        connection.execute(
            sa.text("update versions set record = :kept where dossier_id = :bad"), {"kept": kept, "bad": bad}
        )
    assert {told.id: bool(told.raw) for told in store.list_dossiers()} == {good: False, bad: True}
    assert [bool(version.raw) for version in store.versions(bad)] == [True]
    assert export_json(store.read_as_is(bad)).strip() == kept
    for use in (
        lambda: store.read(bad),
        lambda: store.save(bad, 1, RECORD, "ana"),
        lambda: store.duplicate(bad, "ana"),
    ):
        with pytest.raises(UnreadableDossier, match="ne peut pas être lue : exportez-la"):
            use()
    store.delete(bad)
    assert [told.id for told in store.list_dossiers()] == [good]
