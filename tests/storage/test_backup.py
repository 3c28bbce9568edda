"""Backups: everything comes back as it was, on either database, while people write; whole or not at all."""

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
import sqlalchemy as sa

from rupfam_assistant.accounts.directory import Directory
from rupfam_assistant.accounts.policy import UserRole
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.export.look import Dress
from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.backup import MANIFEST, ROWS, back_up, restore
from rupfam_assistant.storage.database import downgrade, upgrade
from rupfam_assistant.storage.dossiers import Store, open_store
from rupfam_assistant.storage.dress import keep_dress, read_dress
from rupfam_assistant.storage.judgements import Judgement, keep_judgement, read_judgements
from rupfam_assistant.storage.tables import METADATA

RECORD = {"department": "Val-d’Ombre", "territory_needs": ["Médiation à Saint-Évroult « 2 »"]}
JUDGED = Judgement("Quel est le préavis ?", "preavis", True)


@pytest.fixture
def settings(database: str, tmp_path: Path) -> Settings:
    return Settings(_env_file=None, home=tmp_path / "home", database_url=database)


@pytest.fixture
def kept(settings: Settings) -> Iterator[Store]:
    """An office with an account, a dossier in two versions, a document, a dress and an opinion."""
    store = open_store(settings.database_url)
    office = Directory(store.engine).add_office("Val-d’Ombre").id
    dossier = store.create(RECORD, "Anne", office)
    store.save(dossier, 1, {**RECORD, "constraints": "aucune"}, "Anne")
    Directory(store.engine).add_user("anne", UserRole.REFERENT, office, "douze lettres")
    settings.documents_of(office).mkdir(parents=True)
    (settings.documents_of(office) / "accueil.txt").write_text("Le samedi.", encoding="utf-8")
    keep_dress(settings.dress_of(1), Dress("1F3864"))
    keep_judgement(settings.judgements, "1", JUDGED)
    yield store
    store.close()


def rows_of(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key))]
            for table in METADATA.sorted_tables
        }


def test_everything_that_is_kept_comes_back(settings: Settings, kept: Store, tmp_path: Path) -> None:
    before = rows_of(kept)
    assert back_up(settings, tmp_path / "backups" / "monday") > 5
    kept.save(1, 2, {"department": "Autre"}, "Paul")
    kept.create({"department": "Nouveau"}, "Paul")
    (settings.documents_of(1) / "accueil.txt").unlink()
    (settings.documents_of(1) / "autre.txt").write_text("Le lundi.", encoding="utf-8")
    settings.dress_of(1).unlink()
    keep_judgement(settings.judgements, "2", JUDGED)
    restore(settings, tmp_path / "backups" / "monday")
    assert rows_of(kept) == before
    assert [path.name for path in settings.documents_of(1).iterdir()] == ["accueil.txt"]
    assert read_dress(settings.dress_of(1)).colour == "1F3864" and read_judgements(settings.judgements) == (JUDGED,)
    assert kept.create({"department": "Suivant"}, "Anne") == 2
    assert not [path for path in (settings.home / "data").iterdir() if path.name.startswith(".")]


def test_a_backup_of_the_former_version_goes_to_another_database_brought_up_to_date(
    settings: Settings, kept: Store, tmp_path: Path
) -> None:
    with kept.engine.begin() as connection:
        downgrade(connection, "0002")
    back_up_as_the_former_version(settings, tmp_path / "monday")
    moved = Settings(_env_file=None, home=tmp_path / "elsewhere")
    restore(moved, tmp_path / "monday")
    store = open_store(moved.dossiers)
    assert [saved.record for saved in store.versions(1)] == [{**RECORD, "constraints": "aucune"}, RECORD]
    assert len(rows_of(store)) > 5 and rows_of(store)["offices"] == []
    store.close()


def back_up_as_the_former_version(settings: Settings, folder: Path) -> None:
    """A backup of tables that are not brought up to date first."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("rupfam_assistant.storage.database._migrate", lambda engine: None)
        back_up(settings, folder)
    assert json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["revision"] == "0002"


def test_a_backup_made_while_people_write_holds_one_moment(settings: Settings, kept: Store, tmp_path: Path) -> None:
    """Each of two dossiers is saved in turn: at any moment the first has as many versions, or one more."""
    first, second = kept.create({"n": 0}, ""), kept.create({"n": 0}, "")
    stopped, written = Event(), Event()

    def write() -> None:
        for number in range(1, 400):
            kept.save(first, number, {"n": number}, "")
            kept.save(second, number, {"n": number}, "")
            written.set()
            if stopped.is_set():
                return

    writing = Thread(target=write)
    writing.start()
    written.wait()
    back_up(settings, tmp_path / "amid")
    stopped.set()
    writing.join()
    moved = Settings(_env_file=None, home=tmp_path / "elsewhere")
    restore(moved, tmp_path / "amid")
    store = open_store(moved.dossiers)
    assert len(store.versions(first)) - len(store.versions(second)) in (0, 1)
    store.close()


@pytest.mark.parametrize("damage", ["a row more", "a file less", "no manifest"])
def test_a_damaged_backup_changes_nothing(damage: str, settings: Settings, kept: Store, tmp_path: Path) -> None:
    folder = tmp_path / "monday"
    back_up(settings, folder)
    if damage == "a row more":
        with (folder / ROWS).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(["offices", {"id": 9}]) + "\n")
    else:
        (folder / (MANIFEST if damage == "no manifest" else "data/judgements.jsonl")).unlink()
    before = rows_of(kept)
    with pytest.raises(RupfamError, match="abîmée, rien n’a été changé"):
        restore(settings, folder)
    assert rows_of(kept) == before and (settings.documents_of(1) / "accueil.txt").exists()


def test_a_folder_that_is_there_is_never_written_in(settings: Settings, kept: Store, tmp_path: Path) -> None:
    with pytest.raises(RupfamError, match="existe déjà"):
        back_up(settings, tmp_path)


def test_tables_go_forwards_and_back_with_what_the_former_version_kept(store: Store) -> None:
    dossier = store.create(RECORD, "Anne")
    store.save(dossier, 1, {"department": "Autre"}, "Paul")
    for revision in ("0002", "0001", None):
        with store.engine.begin() as connection:
            downgrade(connection, revision) if revision else upgrade(connection)
            told = connection.execute(sa.text("SELECT record FROM versions ORDER BY number")).scalars().all()
        assert [json.loads(one) for one in told] == [RECORD, {"department": "Autre"}]
    assert store.read(dossier).record == {"department": "Autre"} and store.list_dossiers()
