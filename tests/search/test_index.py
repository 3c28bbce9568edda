"""The index: generations that never change, whatever happens to the process that builds one."""

import ctypes
import dataclasses
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from building import FRESH, MOMENTS, LetterEncoder, small_contents

from rupfam_assistant.answers.opening import open_answering
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.search import index as index_module
from rupfam_assistant.search.index import (
    Contents,
    build_index,
    current_generation,
    fingerprint_contents,
    open_index,
    sentence_text,
)
from rupfam_assistant.search.words import tokens
from rupfam_assistant.settings import Settings
from rupfam_assistant.texts.documents import Document

BUILDING = Path(__file__).with_name("building.py")
POINTED = {"before the rename": "second", "before an older generation goes": FRESH}
DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut in half": lambda content: content[: len(content) // 2],
    "garbage": lambda content: b"\xff\x00" * 40,
    "a letter": lambda content: content[:-9] + bytes([content[-9] ^ 1]) + content[-8:],
    "random bytes of the same size": lambda content: os.urandom(len(content)),
    "a list": lambda content: b"[1, 2]",
}


@pytest.fixture(scope="module")
def contents(small_corpus: Path) -> Contents:
    return small_contents(small_corpus)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, contents: Contents) -> Path:
    """A folder with two generations, "oldest" and then "second" which serves; no test alters it."""
    folder = tmp_path_factory.mktemp("built") / "index"
    for name in ("oldest", "second"):
        build_index(folder, name, contents, LetterEncoder())
    return folder


@pytest.fixture
def folder(tmp_path: Path, built: Path) -> Path:
    """A copy of the folder with two generations."""
    return Path(shutil.copytree(built, tmp_path / "index"))


def answers(folder: Path, name: str | None, contents: Contents) -> bool:
    """Whether a generation opens, and finds a sentence by its own words and by its vector."""
    index = open_index(folder, name, contents) if name else None
    if index is None:
        return False
    key = contents.sentences[100]
    text = sentence_text(contents.passages[key.passage], key.sentence)
    by_vector = index.nearest(vector_of(text), 1)
    by_words = index.words.search(tokens(text, contents.thesaurus), 1)
    index.close()
    return round(by_vector[0][1], 3) == 1.0 and by_words[0][0] == by_vector[0][0]


def vector_of(text: str) -> np.ndarray:
    vector: np.ndarray = LetterEncoder().encode([text], "passage")[0]
    return vector


def in_building(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith("building-")]


def test_a_generation_is_built_pointed_to_and_opened(tmp_path: Path, contents: Contents) -> None:
    told: list[tuple[int, int]] = []
    build_index(tmp_path / "index", FRESH, contents, LetterEncoder(), lambda done, total: told.append((done, total)))
    assert current_generation(tmp_path / "index") == FRESH
    assert answers(tmp_path / "index", FRESH, contents)
    everything = len(contents.sentences)
    assert told[-1] == (everything, everything)
    assert {path.name for path in (tmp_path / "index").iterdir()} == {FRESH, "current"}


def test_the_program_reopens_its_index_without_building_again(small_settings: Settings) -> None:
    built: list[int] = []
    open_answering(small_settings, lambda done, total: built.append(done)).local.index.close()
    assert built
    kept = {
        path: path.stat().st_mtime_ns for path in small_settings.index.rglob("*") if path.suffix in (".npy", ".json")
    }
    open_answering(small_settings, lambda done, total: pytest.fail("built again")).local.index.close()
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


def test_the_name_changes_with_a_text_the_thesaurus_the_model_or_a_version(
    documents: tuple[Document, ...], contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    def name(texts: tuple[Document, ...] = documents, what: Contents = contents, model: str = "m") -> str:
        return fingerprint_contents(texts, what, model)

    circulaire, trame = documents
    names = [
        name(),
        name(texts=(circulaire, dataclasses.replace(trame, text=trame.text + " "))),
        name(what=dataclasses.replace(contents, thesaurus=type(contents.thesaurus)(contents.thesaurus.terms[1:]))),
        name(model="n"),
    ]
    for version in ("CUTTING_VERSION", "INDEX_VERSION"):
        with monkeypatch.context() as patch:
            patch.setattr(index_module, version, -1)
            names.append(name())
    assert len(set(names)) == len(names)
    assert name() == names[0]


@pytest.fixture(scope="module")
def killed(
    tmp_path_factory: pytest.TempPathFactory, small_corpus: Path, built: Path
) -> dict[str, tuple[Path, list[str]]]:
    """For each moment, a folder where the process that built a third generation was killed then, and what it left half built."""
    root = tmp_path_factory.mktemp("killed")
    folders = {moment: Path(shutil.copytree(built, root / str(number))) for number, moment in enumerate(MOMENTS)}
    jobs = [argument for moment, folder in folders.items() for argument in (str(folder), moment)]
    done = subprocess.run(
        [sys.executable, str(BUILDING), str(small_corpus), "kill", *jobs], capture_output=True, text=True
    )
    assert done.stdout.split() == ["-9"] * len(MOMENTS), done.stdout + done.stderr
    return {moment: (folder, in_building(folder)) for moment, folder in folders.items()}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_build_that_is_killed_leaves_a_generation_that_serves_and_the_next_one_succeeds(
    moment: str, killed: dict[str, tuple[Path, list[str]]], contents: Contents
) -> None:
    folder, _ = killed[moment]
    serving = current_generation(folder)
    assert serving == POINTED.get(moment, "second")
    assert answers(folder, serving, contents)
    build_index(folder, FRESH, contents, LetterEncoder())
    assert current_generation(folder) == FRESH
    assert answers(folder, FRESH, contents)
    assert in_building(folder) == []


def test_a_killed_build_leaves_something_for_the_next_one_to_clear(killed: dict[str, tuple[Path, list[str]]]) -> None:
    left = {moment: len(names) for moment, (_, names) in killed.items()}
    assert left["amid the word index"] == left["before the manifest"] == 1


@pytest.fixture
def builder(small_corpus: Path, folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """A process that has built half a generation in the folder, and waits for a line."""
    process = subprocess.Popen(
        [sys.executable, str(BUILDING), str(small_corpus), "wait", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stdout.readline() == "half built\n"
    yield process
    process.kill()
    process.communicate()


def test_a_second_process_reads_while_one_builds(
    builder: "subprocess.Popen[str]", folder: Path, contents: Contents
) -> None:
    reader = open_index(folder, "second", contents)
    assert reader is not None
    asked = vector_of("Quel est le préavis pour dénoncer la convention ?")
    during = reader.nearest(asked, 3)
    assert (current_generation(folder), len(in_building(folder))) == ("second", 1)
    builder.communicate("\n")
    assert builder.returncode == 0
    assert reader.nearest(asked, 3) == during != []
    reader.close()
    assert current_generation(folder) == FRESH
    assert answers(folder, "second", contents) and answers(folder, FRESH, contents)


def test_a_build_leaves_alone_what_another_process_is_building(
    builder: "subprocess.Popen[str]", folder: Path, contents: Contents
) -> None:
    build_index(folder, "other", contents, LetterEncoder())
    assert len(in_building(folder)) == 1
    builder.communicate("\n")
    assert builder.returncode == 0
    assert answers(folder, FRESH, contents)


def test_a_third_generation_removes_the_oldest_and_keeps_the_former(folder: Path, contents: Contents) -> None:
    build_index(folder, FRESH, contents, LetterEncoder())
    assert {path.name for path in folder.iterdir() if path.is_dir()} == {"second", FRESH}
    assert answers(folder, "second", contents)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize(
    "name",
    [
        "manifest.json",
        "chroma/chroma.sqlite3",
        "words/frequencies.json",
        "words/data.csc.index.npy",
        "words/vocab.index.json",
    ],
)
def test_a_damaged_generation_does_not_open_and_is_built_again(
    damage: str, name: str, folder: Path, contents: Contents
) -> None:
    path = folder / "second" / name
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    assert open_index(folder, "second", contents) is None
    build_index(folder, "second", contents, LetterEncoder())
    assert answers(folder, "second", contents)
    assert in_building(folder) == []


@pytest.mark.parametrize("damage", ["missing", *DAMAGES])
def test_a_damaged_file_of_vectors_is_noticed_before_any_question(
    damage: str, folder: Path, contents: Contents
) -> None:
    for path in (folder / "second" / "chroma").rglob("header.bin"):
        if damage == "missing":
            path.unlink()
        else:
            path.write_bytes(DAMAGES[damage](path.read_bytes()))
    assert open_index(folder, "second", contents) is None


@pytest.mark.parametrize(
    "manifest", ["", "[]", "{}", '{"sums": []}', '{"sums": {"absent.npy": "3"}}', '{"sums": null}', '{"sums": {}}']
)
def test_a_manifest_that_makes_no_sense_is_that_of_a_damaged_generation(
    manifest: str, folder: Path, contents: Contents
) -> None:
    (folder / "second" / "manifest.json").write_text(manifest, encoding="utf-8")
    assert open_index(folder, "second", contents) is None


def test_a_folder_full_of_rubbish_is_built_anew_and_answers(small_settings: Settings) -> None:
    folder = small_settings.index
    folder.mkdir()
    (folder / "current").write_bytes(b"\xff\xfe\x00rubbish")
    (folder / "former").write_bytes(b"\xff\xfe\x00rubbish")
    (folder / "notes.txt").write_text("à garder", encoding="utf-8")
    (folder / "building-1234567-abandoned").mkdir()
    (folder / "building-").write_text("", encoding="utf-8")
    (folder / "deep" / "deeper").mkdir(parents=True)
    opened = open_answering(small_settings)
    assert opened.ask("Quel est le préavis pour dénoncer la convention ?").text
    opened.local.index.close()
    name = current_generation(folder)
    assert name is not None and (folder / name / "manifest.json").is_file()
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "à garder"
    assert [left for left in in_building(folder) if (folder / left).is_dir()] == []
    (folder / name / "words" / "data.csc.index.npy").write_bytes(b"rubbish")
    again = open_answering(small_settings)
    assert again.ask("Quel est le préavis pour dénoncer la convention ?").text
    again.local.index.close()


def test_an_index_whose_path_is_a_file_is_told(tmp_path: Path, contents: Contents) -> None:
    (tmp_path / "index").write_text("un fichier", encoding="utf-8")
    assert open_index(tmp_path / "index", FRESH, contents) is None
    with pytest.raises(RupfamError, match=r"^Le dossier de l’index .* ne peut pas être écrit : .*RUPFAM_HOME\.$"):
        build_index(tmp_path / "index", FRESH, contents, LetterEncoder())
    assert (tmp_path / "index").read_text(encoding="utf-8") == "un fichier"


def obey_permissions() -> None:
    """Gives up, for this process, root's right to write where the permissions forbid it."""
    drop_capability, libc = 24, ctypes.CDLL(None)
    for overriding in range(1, 4) if os.geteuid() == 0 else ():
        libc.prctl(drop_capability, overriding, 0, 0, 0)


@pytest.mark.parametrize("whole", [True, False], ids=["with a generation", "empty"])
def test_an_index_that_may_not_be_written_ends_in_one_french_sentence(whole: bool, small_settings: Settings) -> None:
    folder = small_settings.index
    folder.mkdir()
    if whole:
        open_answering(small_settings).local.index.close()
    for path in [*folder.rglob("*"), folder]:
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    command = [str(Path(sys.executable).with_name("rupfam")), "ask", "Quel préavis ?"]
    environment = {**os.environ, "RUPFAM_HOME": str(small_settings.home), "RUPFAM_CORPUS": str(small_settings.corpus)}
    done = subprocess.run(
        command, env=environment, cwd=small_settings.home, preexec_fn=obey_permissions, capture_output=True, text=True
    )
    for path in [folder, *folder.rglob("*")]:
        path.chmod(path.stat().st_mode | stat.S_IRWXU)
    sentence = f"Le dossier de l’index {folder} ne peut pas être écrit : "
    assert (done.returncode, done.stdout, done.stderr.startswith(sentence), done.stderr.count("\n")) == (
        1,
        "",
        True,
        1,
    ), done.stderr


def test_every_file_of_a_generation_is_on_the_disk_before_it_takes_its_name(
    tmp_path: Path, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    events, fsync, rename = list[str](), os.fsync, os.rename

    def synced(opened: int) -> None:
        events.append(Path(f"/proc/self/fd/{opened}").readlink().name)
        fsync(opened)

    def renamed(source: Path, target: Path) -> None:
        events.append(f"named {Path(target).name}")
        rename(source, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "rename", renamed)
    build_index(tmp_path / "index", "first", contents, LetterEncoder())
    files = {path.name for path in (tmp_path / "index" / "first").rglob("*") if path.is_file()}
    assert {"chroma.sqlite3", "manifest.json"} <= files <= set(events[: events.index("named first")])
