"""`rupfam check` looks at all that is kept, and says what is wrong and what to do."""

import os
from pathlib import Path

import pytest
from conftest import Rupfam

from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.dossiers import open_store
from rupfam_assistant.storage.health import check_home


def wrong(settings: Settings) -> list[str]:
    return [f"{about} : {fault}" for about, fault in check_home(settings) if fault]


@pytest.fixture
def kept(small_settings: Settings) -> Settings:
    """A home with a dossier and an added document, without an index."""
    store = open_store(small_settings.dossiers)
    store.create({"department": "Val"}, "ana")
    store.close()
    small_settings.documents.mkdir(parents=True)
    (small_settings.documents / "valmont.txt").write_text("Convention locale.", encoding="utf-8")
    return small_settings


def test_a_home_without_an_index_is_told_what_builds_it(kept: Settings) -> None:
    assert [fault.endswith("« rupfam index » le construit de nouveau.") for fault in wrong(kept)] == [True]


def test_each_thing_that_is_damaged_is_named(kept: Settings) -> None:
    store = open_store(kept.dossiers)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("update versions set record = '{'")
    store.close()
    (kept.documents / "valmont.txt").write_bytes(b"\xff\xfe")
    kept.judgements.write_text("[]\n", encoding="utf-8")
    told = "\n".join(wrong(kept))
    assert "Ces dossiers ont une version illisible (1)" in told
    assert "Un document du dossier" in told and "retirez-le" in told
    assert str(kept.judgements) in told


def test_a_database_whose_pages_are_damaged_is_told(kept: Settings) -> None:
    file = kept.home / "data" / "dossiers.sqlite"
    content = bytearray(file.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    file.write_bytes(content)
    assert any("Dossiers enregistrés" in fault and "copie de sauvegarde" in fault for fault in wrong(kept))


def test_the_command_checks_an_index_file_by_file(
    command: Rupfam, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, small_corpus: Path
) -> None:
    monkeypatch.setenv("RUPFAM_HOME", str(tmp_path))
    monkeypatch.setenv("RUPFAM_CORPUS", str(small_corpus))
    assert command("index").returncode == 0
    whole = command("check")
    assert (whole.returncode, whole.stdout.count("en ordre")) == (0, 5)
    (words,) = tmp_path.glob("index/*/words/data.csc.index.npy")
    words.write_bytes(os.urandom(words.stat().st_size))
    checked = command("check")
    assert checked.returncode == 1
    assert "words/data.csc.index.npy : abîmé, « rupfam index » le construit de nouveau." in checked.stdout
    assert command("index").returncode == 0
    assert command("check").returncode == 0
