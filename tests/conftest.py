"""What the tests share: the real program, opened once, and its command line in processes that are watched for other hosts."""

import gc
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import hypothesis
import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from servers.postgres import Postgres, find_programs, running_postgres

from rupfam_assistant.accounts import passwords
from rupfam_assistant.answers.answering import Answering
from rupfam_assistant.answers.reply import Reply
from rupfam_assistant.cli import main
from rupfam_assistant.french.spelling import Speller
from rupfam_assistant.office import Office
from rupfam_assistant.search.cards import Card, read_cards
from rupfam_assistant.search.thesaurus import Thesaurus, read_thesaurus
from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.dossiers import Store, open_store
from rupfam_assistant.texts.documents import Document, read_corpus
from rupfam_assistant.texts.passages import Passage, cut_passages
from rupfam_assistant.web.opening import Opening

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
DATA = Path(__file__).parent / "data"
LONGEST = ("tests/browser/", "tests/test_")

THINNED = 20
"""One attached question in so many is kept where a test builds an index of its own."""

hypothesis.settings.register_profile("untimed", deadline=None, max_examples=20)
hypothesis.settings.load_profile("untimed")

GUARD = """
import os
import sys


def note_strangers(event, args):
    if event == "socket.connect" and isinstance(args[1], tuple):
        host = str(args[1][0])
    elif event == "socket.getaddrinfo":
        host = str(args[0])
    else:
        return
    if host not in ("localhost", "::1") and not host.startswith("127."):
        with open(os.environ["STRANGERS"], "a") as strangers:
            strangers.write(host + "\\n")


sys.addaudithook(note_strangers)
"""

for _name in [name for name in os.environ if name.startswith("RUPFAM_")]:
    del os.environ[_name]

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False  # tests and the processes that they start are compiled once, not each time

Rupfam = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest come first: the processes that share the tests end together."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_collection_finish() -> None:
    """What was collected stays to the end: the collector of Python has it no more to look through."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def documents() -> tuple[Document, ...]:
    return read_corpus(CORPUS)


@pytest.fixture(scope="session")
def circulaire(documents: tuple[Document, ...]) -> Document:
    return documents[0]


@pytest.fixture(scope="session")
def trame(documents: tuple[Document, ...]) -> Document:
    return documents[1]


@pytest.fixture(scope="session")
def passages(documents: tuple[Document, ...]) -> tuple[Passage, ...]:
    return tuple(passage for document in documents for passage in cut_passages(document))


@pytest.fixture(scope="session")
def thesaurus() -> Thesaurus:
    return read_thesaurus(CORPUS / "thesaurus.jsonl")


@pytest.fixture(scope="session")
def cards(documents: tuple[Document, ...]) -> tuple[Card, ...]:
    return read_cards(CORPUS / "cards", documents)


@pytest.fixture(scope="session")
def speller(documents: tuple[Document, ...], thesaurus: Thesaurus) -> Speller:
    return Speller((*(document.text for document in documents), *thesaurus.forms))


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the program opened once writes in."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def unopened(home: Path) -> Opening:
    """The program as the doors hold it, before it opens."""
    return Opening(Settings(_env_file=None, home=home, corpus=CORPUS))


@pytest.fixture(scope="session")
def office(unopened: Opening) -> Office:
    """The real program, opened once; its searches when a test first asks."""
    return unopened.office


@pytest.fixture(scope="session")
def indexed_office(office: Office) -> Office:
    """The same, its index built in `home`."""
    office.open_searches()
    return office


@pytest.fixture(scope="session")
def answering(office: Office) -> Answering:
    """What answers, without a language model."""
    return office.answering


@pytest.fixture(scope="session")
def small_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of corpus/ with fewer questions, opened quickly, beside the same model; no test alters it."""
    folder = tmp_path_factory.mktemp("small") / "corpus"
    shutil.copytree(CORPUS, folder, ignore=shutil.ignore_patterns("model"))
    (folder / "model").symlink_to(CORPUS / "model")
    for name in ("questions.jsonl", "unanswerable.jsonl"):
        lines = (folder / name).read_text(encoding="utf-8").split("\n")
        (folder / name).write_text("\n".join(lines[::THINNED]) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def copied_corpus(tmp_path: Path, small_corpus: Path) -> Path:
    """A copy of the small corpus for a test to alter."""
    return Path(shutil.copytree(small_corpus, tmp_path / "corpus", symlinks=True))


@pytest.fixture
def small_settings(tmp_path: Path, small_corpus: Path) -> Settings:
    """Settings over the small corpus and a folder of their own."""
    return Settings(_env_file=None, home=tmp_path, corpus=small_corpus)


@pytest.fixture(scope="session")
def rupfam(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Rupfam:
    """Runs the installed command in a process of its own, elsewhere; fails when it asks anything of another host."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    strangers = elsewhere / "strangers"

    def run(*arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        environment = {
            **os.environ,
            "RUPFAM_HOME": str(home),
            "PYTHONPATH": str(elsewhere),
            "STRANGERS": str(strangers),
            **settings,
        }
        command = [str(Path(sys.executable).with_name("rupfam")), *arguments]
        done = subprocess.run(command, cwd=elsewhere, env=environment, capture_output=True, text=True, encoding="utf-8")
        assert not strangers.exists(), strangers.read_text(encoding="utf-8")
        return done

    return run


@pytest.fixture
def command(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Rupfam:
    """Runs the command in this process, in a folder of its own: what it returns and prints."""
    monkeypatch.setenv("RUPFAM_HOME", str(home))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        try:
            code: object = main(arguments)
        except SystemExit as left:
            code = left.code
        printed = capsys.readouterr()
        assert isinstance(code, int)
        return subprocess.CompletedProcess(arguments, code, printed.out, printed.err)

    return run


@pytest.fixture(scope="session")
def some_questions(public_questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One public question in three; `make bench` asks them all."""
    return public_questions[::3]


@pytest.fixture(scope="session")
def some_replies(answering: Answering, some_questions: list[dict[str, Any]]) -> dict[str, Reply]:
    """What is answered to each of them, by its identity."""
    return {row["id"]: answering.ask(row["question"], row.get("history") or ()) for row in some_questions}


@pytest.fixture(scope="session")
def public_questions() -> list[dict[str, Any]]:
    """The public questions, with their gold evidence."""
    return [
        json.loads(line)
        for line in (DATA / "answers" / "questions.jsonl").read_text(encoding="utf-8").split("\n")
        if line
    ]


@pytest.fixture(scope="session")
def scorer() -> ModuleType:
    """The project's scorer, score.py."""
    spec = importlib.util.spec_from_file_location("score", DATA / "scorers" / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL."""
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL is missing: install Debian’s package postgresql (make system-packages)")
    with running_postgres(programs) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'dossiers.sqlite'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """An empty store."""
    opened = open_store(database)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords kept by argon2 as ever, with the least work that it takes."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher.from_parameters(CHEAPEST))


@pytest.fixture(scope="session")
def opening(unopened: Opening) -> Opening:
    """The program as the doors open it, its searches open."""
    unopened.start()
    unopened.opened()
    return unopened
