"""The index on a server of Chroma: each office cites its own documents, and is answered while the server is away."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from servers.chroma import Chroma, running_chroma

from rupfam_assistant.answers.answering import WORDS_ALONE, Answering
from rupfam_assistant.answers.opening import LiveAnswering
from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.health import check_home
from rupfam_assistant.texts.added import add_file, remove_document

ASKED = "Quel jour l’espace de rencontre accueille-t-il les familles ?"
DAYS = {1: "samedi matin", 2: "mercredi soir"}
"""Two offices, and the day that only the document of each tells."""

SHEET = """# Fiche de l’espace de rencontre

L’espace de rencontre accueille les familles le {}, au 12 rue des Tilleuls.
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chroma]:
    with running_chroma(tmp_path_factory.mktemp("chroma")) as running:
        yield running


@pytest.fixture(scope="module")
def settings(server: Chroma, tmp_path_factory: pytest.TempPathFactory, small_corpus: Path) -> Settings:
    """Two offices with a document each, under the same name."""
    home = tmp_path_factory.mktemp("home")
    told = Settings(_env_file=None, home=home, corpus=small_corpus, index_url=server.url)
    for office, day in DAYS.items():
        (home / "accueil.md").write_text(SHEET.format(day), encoding="utf-8")
        add_file(home / "accueil.md", told.documents_of(office))
    return told


@pytest.fixture(scope="module")
def live(settings: Settings) -> LiveAnswering:
    return LiveAnswering(settings, lambda done, total: None)


def client(server: Chroma) -> Any:
    import chromadb

    return chromadb.HttpClient("127.0.0.1", server.port)


def collections(server: Chroma) -> list[str]:
    return [held.name for held in client(server).list_collections()]


def until_it_serves(answering: Answering) -> str:
    """The reply once the server has answered again; the last one when it does not for ever."""
    for _ in range(600):
        told = answering.ask(ASKED).text
        if WORDS_ALONE not in told:
            break
        time.sleep(0.5)
    return told


def test_each_office_is_answered_from_its_own_documents_alone(live: LiveAnswering, server: Chroma) -> None:
    for office, day in DAYS.items():
        reply = live.current(office).ask(ASKED)
        assert day in reply.text and WORDS_ALONE not in reply.text
        assert not any(other in reply.text for other in DAYS.values() if other != day)
        assert {hit.passage.document for hit in reply.hits} <= {"circulaire", "trame", "accueil"}
    strangers = live.current(3)
    assert set(strangers.knowledge.documents) == {"circulaire", "trame"}
    assert len(collections(server)) == 3


def test_another_process_finds_what_the_first_wrote(settings: Settings, live: LiveAnswering, server: Chroma) -> None:
    before = collections(server)
    other = LiveAnswering(settings, lambda done, total: pytest.fail("encoded again"))
    assert DAYS[1] in other.current(1).ask(ASKED).text
    assert collections(server) == before


def test_while_the_server_is_away_words_alone_answer_and_the_reply_says_so(
    live: LiveAnswering, server: Chroma, settings: Settings
) -> None:
    answering = live.current(2)
    server.kill()
    try:
        told = answering.ask(ASKED).text
        assert DAYS[2] in told and WORDS_ALONE in told
        assert dict(check_home(settings))[f"Serveur de l’index {server.url}"].startswith("Le serveur de l’index")
        founding = live.current(3).ask("Quel est le préavis pour dénoncer la convention ?").text
        assert "deux mois" in founding and WORDS_ALONE not in founding
    finally:
        server.start()
    assert WORDS_ALONE not in until_it_serves(answering)


def test_what_a_server_has_lost_is_written_there_again(live: LiveAnswering, server: Chroma) -> None:
    answering, before = live.current(1), sorted(collections(server))
    for name in before:
        client(server).delete_collection(name)
    assert DAYS[1] in until_it_serves(answering)
    assert len(collections(server)) == 1


def test_a_document_removed_is_no_longer_cited_and_older_collections_go(
    settings: Settings, live: LiveAnswering, server: Chroma
) -> None:
    folder = settings.documents_of(1)
    for day in ("lundi", "mardi"):
        remove_document("accueil", folder)
        (settings.home / "accueil.md").write_text(SHEET.format(day), encoding="utf-8")
        add_file(settings.home / "accueil.md", folder)
        assert day in live.current(1).ask(ASKED).text
    assert len(collections(server)) <= 4
