"""What the tab that answers questions says back, on the real program."""

import base64
import gc
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from routes import Reply, ask_of, caller

from rupfam_assistant.accounts.policy import Caller, UserRole
from rupfam_assistant.french.typography import typeset
from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.judgements import read_judgements
from rupfam_assistant.web.chat.desk import QUEUED, Chat, routes
from rupfam_assistant.web.messages import Conversation
from rupfam_assistant.web.opening import Opening

CORPUS = Path(__file__).parents[3] / "corpus"
NOTICE = "Quel est le préavis pour dénoncer la convention ?"
NASTY = "<img src=x onerror=\"document.title='pris'\"> {{ 7 * 7 }}"


@pytest.fixture
def chat(opening: Opening) -> Chat:
    return Chat(opening)


@pytest.fixture
def say(chat: Chat) -> Callable[..., Reply]:
    """Makes a gesture on a conversation."""
    ask = ask_of(lambda by: routes(chat, by), "/api/conversation")
    return lambda action, by="anne", **told: ask({"action": action, **told}, by)


def asked(chat: Chat, question: str, kept: object = None) -> list[Reply]:
    """The replies to a question, in order."""
    app = FastAPI()
    app.include_router(routes(chat, caller))
    told = TestClient(app).post("/api/question", json={"question": question, "kept": kept})
    return [json.loads(line) for line in told.text.splitlines()]


def test_the_page_shows_an_office_its_own_texts_and_no_other(opening: Opening) -> None:
    folder = opening.office.settings.documents_of(77)
    folder.mkdir(parents=True)
    (folder / "fiche.txt").write_text("# Fiche de Valmont\n\nLe samedi matin.\n", encoding="utf-8")
    shown = {
        office: Chat(opening).answer(Conversation(action="opening"), Caller(1, "anne", office, UserRole.LECTEUR))
        for office in (77, 78)
    }
    shutil.rmtree(folder)
    assert "Fiche de Valmont" in "".join(shown[77].fragments.values())
    assert shown[78].fragments == {}


def test_a_question_that_waits_for_others_says_so(opening: Opening) -> None:
    chat = Chat(opening)
    chat._answering = 4
    assert [typeset(QUEUED)] == [reply["say"] for reply in asked(chat, NOTICE)[1:-1]]
    chat._answering = 0
    assert [reply["say"] for reply in asked(chat, NOTICE)[1:-1]] == ["Recherche…"]


def test_a_question_is_shown_at_once_then_answered_with_its_source(chat: Chat) -> None:
    replies = asked(chat, NOTICE)
    assert "attente" in replies[0]["fragments"]["fil"]
    assert "Recherche…" in [reply.get("say") for reply in replies]
    assert "deux mois au plus tard" in replies[-1]["fragments"]["fil"]
    assert "<mark" in replies[-1]["fragments"]["volet-sources"]
    assert replies[-1]["selection"] == "1:0"
    assert [turn["question"] for turn in replies[-1]["kept"]["turns"]] == [NOTICE]


def test_the_next_question_follows_those_that_the_browser_kept(chat: Chat) -> None:
    kept = asked(chat, NOTICE)[-1]["kept"]
    later = asked(chat, "Et à qui l’envoyer ?", kept)[-1]
    assert later["fragments"]["fil"].count('class="tour"') == len(later["kept"]["turns"]) == 2


def test_nothing_is_kept_of_questions_once_they_are_answered(chat: Chat) -> None:
    app = FastAPI()
    app.include_router(routes(chat, caller))

    def kept_after(questions: int) -> int:
        with TestClient(app) as client:
            for _ in range(questions):
                assert client.post("/api/question", json={"question": "Bonjour", "kept": None}).is_success
        gc.collect()
        return len(gc.get_objects())

    kept_after(20)
    assert kept_after(100) - kept_after(20) < 100


def test_an_empty_question_makes_no_turn(chat: Chat) -> None:
    assert [list(reply) for reply in asked(chat, " \n")] == [["say"]]


def test_what_is_typed_is_never_html(chat: Chat) -> None:
    shown = asked(chat, NASTY)[-1]["fragments"]
    assert "<img" not in "".join(shown.values())
    assert "{{ 7 * 7 }}" in shown["fil"]


def test_the_conversations_kept_are_listed_by_their_first_question(say: Callable[..., Reply]) -> None:
    heads = [
        {"id": "a", "user": "anne", "title": NASTY, "turns": 1, "at": 1_772_543_100_000},
        {"id": "b", "user": "paul", "title": "Celle de Paul", "turns": 2, "at": 1_772_543_100_000},
    ]
    shown = say("list", heads=heads, current="a")["fragments"]["conversations-gardees"]
    assert 'data-open="a" aria-current="true"' in shown
    assert "1 question, le 3 mars 2026" in shown
    assert "<img" not in shown
    assert "Paul" not in shown
    assert "pas encore de conversation" in say("list")["fragments"]["conversations-gardees"]


def test_what_another_user_kept_in_this_browser_is_not_shown(chat: Chat, say: Callable[..., Reply]) -> None:
    kept = asked(chat, NOTICE)[-1]["kept"]
    shown = say("restore", by="paul", kept=kept)
    assert "préavis" not in shown["fragments"]["fil"].replace("Quel est le préavis pour dénoncer", "")
    assert shown["kept"] == {"user": "paul"}


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("Mme Durand peut-elle aller en espace de rencontre ?", "nom"),
        ("Rappeler au 06 12 34 56 78 : qui signe la convention ?", "téléphone"),
        ("écrire à paul.durand@orange.fr, quel préavis ?", "courriel"),
        ("allocataire n° 1234567 : qui finance ?", "numéro d’allocataire"),
    ],
)
def test_personal_data_in_a_question_are_told_under_it_and_it_is_answered(
    chat: Chat, question: str, kinds: str
) -> None:
    shown = asked(chat, question)[-1]["fragments"]["fil"]
    assert f"contient des données personnelles ({kinds})" in shown
    assert 'class="reponse' in shown


def test_an_answer_is_judged_once_changed_and_kept_without_personal_data(
    chat: Chat, say: Callable[..., Reply], opening: Opening
) -> None:
    path = opening.office.settings.judgements
    path.unlink(missing_ok=True)
    kept = asked(chat, f"Mme Durand, 06 12 34 56 78 : {NOTICE}")[-1]["kept"]
    useful = say("judge", kept=kept, turn=1, useful=True)
    assert 'id="utile-1" data-judge="oui" data-of="1" aria-pressed="true"' in useful["fragments"]["avis-1"]
    say("judge", kept=useful["kept"], turn=1, useful=False, note="Rappeler M. Petit au 06 12 34 56 78.")
    (told,) = read_judgements(path)
    assert not told.useful
    assert told.card == kept["turns"][0]["cards"][0]
    for text in (told.query, told.note):
        assert "[téléphone]" in text
        assert not any(name in text for name in ("Durand", "Petit", "56"))
    assert "préavis" in told.query


def test_a_reply_that_is_not_there_is_not_judged(say: Callable[..., Reply]) -> None:
    assert "rechargez" in say("judge", turn=3, useful=True)["say"]


def test_a_greeting_is_not_judged(chat: Chat) -> None:
    assert "data-judge" not in asked(chat, "Bonjour")[-1]["fragments"]["fil"]


def test_a_question_that_names_nobody_is_told_nothing(chat: Chat) -> None:
    assert "Ne nommez pas" not in asked(chat, NOTICE)[-1]["fragments"]["fil"]


@pytest.mark.parametrize("kept", [None, 3, "x", [], {"turns": 3}, {"user": "anne", "turns": [{"question": 1}, "x"]}])
def test_rubbish_in_the_browser_is_an_empty_conversation(say: Callable[..., Reply], kept: object) -> None:
    assert "Que cherchez-vous" in say("restore", kept=kept)["fragments"]["fil"]


def test_a_source_is_marked_in_the_whole_text(chat: Chat, say: Callable[..., Reply]) -> None:
    kept = asked(chat, NOTICE)[-1]["kept"]
    shown = say("look", kept=kept, turn=1, number=1)
    assert shown["selection"] == "1:1"
    assert "Passage marqué" in shown["fragments"]["volet-textes"]
    assert "<mark" in shown["fragments"]["volet-textes"]
    assert "fil" not in shown["fragments"]


def test_a_conversation_is_given_as_a_file_and_an_empty_one_is_not(chat: Chat, say: Callable[..., Reply]) -> None:
    file = say("md", kept=asked(chat, NOTICE)[-1]["kept"])["file"]
    assert file["name"].endswith(".md")
    assert NOTICE in base64.b64decode(file["content"]).decode("utf-8")
    assert "pas encore de conversation" in say("docx")["say"]


def test_the_page_is_told_what_the_assistant_is_at_until_it_is_open(home: Path, say: Callable[..., Reply]) -> None:
    closed = Opening(Settings(_env_file=None, home=home, corpus=CORPUS))
    ask = ask_of(lambda by: routes(Chat(closed), by), "/api/conversation")
    assert ask({"action": "opening"}) == {"wait": closed.stage}
    assert say("opening") == {"say": ""}


def test_a_bug_is_told_in_a_sentence_and_the_next_question_is_answered(opening: Opening) -> None:
    class Broken(Opening):
        done = True
        fault = ""

        def opened(self) -> Any:
            raise ZeroDivisionError

    chat = Chat(Broken(Settings(_env_file=None, corpus=CORPUS)))
    reply = asked(chat, NOTICE)[-1]
    assert "Une erreur imprévue" in reply["fragments"]["fil"]
    assert reply["kept"]["turns"][0]["kind"] == "fault"
