"""What a browser kept is checked before it is shown again."""

from pathlib import Path

import pytest

from rupfam_assistant.answers.reply import Answer, Citation, Excerpt, Refusal
from rupfam_assistant.answers.turns import (
    LONGEST_SHOWN,
    Fault,
    Judged,
    Turn,
    abridge,
    displayable,
    reply_title,
    restore_turns,
    store_turns,
)
from rupfam_assistant.texts.documents import Document, read_corpus
from rupfam_assistant.texts.quotes import find_quote

DOCUMENTS = {document.name: document for document in read_corpus(Path(__file__).parents[2] / "corpus")}


def citation(document: Document, quote: str) -> Citation:
    start, end = find_quote(document.text, quote)[0]
    return Citation(document, "Article 8", start, end)


NOTICE = citation(
    DOCUMENTS["trame"],
    "La convention peut être dénoncée par l’une des parties deux mois au plus tard avant l’arrivée du terme",
)
EXCERPT = Excerpt((NOTICE.quote,), (NOTICE,))


WRITTEN = Answer(
    (Excerpt((), (NOTICE,), sentence="Le préavis est de deux mois."),),
    ("une remarque",),
    (),
    "albert",
    ("Question : [[1]]",),
)
REPLIES = [
    Answer((EXCERPT,), ("une remarque",), ()),
    WRITTEN,
    Refusal("Non.", (EXCERPT,), (), ("envoyé",)),
    Refusal("Non."),
    Answer((EXCERPT,), plain="Oui : deux mois."),
    Refusal("Je n’ai pas trouvé.", kind="unsure", suggestions=("Quel est le préavis ?", "Qui signe ?")),
    Refusal("Bonjour.", kind="act", cards=("bonjour",)),
    Refusal("Ce n’est pas le sujet.", kind="outside"),
    Fault("Panne."),
]


@pytest.mark.parametrize("reply", REPLIES)
def test_a_turn_comes_back_as_it_was_stored(reply: Answer | Refusal | Fault) -> None:
    assert restore_turns(store_turns([Turn("Quoi ?", reply)]), DOCUMENTS) == (Turn("Quoi ?", reply),)


def test_what_the_reader_said_of_a_reply_comes_back_with_it() -> None:
    turn = Turn("Quoi ?", Answer((EXCERPT,), cards=("preavis",)), judged=Judged("1", False, "Trop long."))
    assert restore_turns(store_turns([turn]), DOCUMENTS) == (turn,)


def test_every_reply_has_its_title_and_a_courtesy_none() -> None:
    titles = {reply_title(reply) for reply in REPLIES}
    assert {
        "Réponse",
        "Absent des deux textes",
        "Pas de réponse sûre",
        "Hors du sujet",
        "Réponse impossible",
        "",
    } < titles
    assert [reply for reply in REPLIES if not reply_title(reply)] == [
        Refusal("Bonjour.", kind="act", cards=("bonjour",))
    ]


@pytest.mark.parametrize("kind", ["inconnu", 3, None])
def test_a_refusal_of_an_unknown_kind_is_left_out(kind: object) -> None:
    stored = store_turns([Turn("Quoi ?", REPLIES[-2])])
    stored[0]["refusal"] = kind
    assert restore_turns(stored, DOCUMENTS) == ()


def test_a_turn_without_a_reply_is_not_stored() -> None:
    assert store_turns([Turn("Quoi ?")]) == []


@pytest.mark.parametrize(
    "stored", [None, 3, "x", {}, [None], [[]], [{"question": 1}], [{"question": "a", "kind": "answer"}]]
)
def test_rubbish_is_left_out(stored: object) -> None:
    assert restore_turns(stored, DOCUMENTS) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"document": "inconnu"},
        {"start": -1},
        {"end": 10**9},
        {"start": 5, "end": 5},
        {"section": ""},
        {"start": 0, "end": 10},
    ],
)
def test_a_quote_that_does_not_stand_in_the_texts_is_left_out(change: dict[str, object]) -> None:
    stored = store_turns([Turn("Quoi ?", Answer((EXCERPT,), (), ()))])
    stored[0]["excerpts"][0]["citations"][0].update(change)  # type: ignore[index]
    assert restore_turns(stored, DOCUMENTS) == ()


def test_an_excerpt_that_says_nothing_is_left_out() -> None:
    stored = store_turns([Turn("Quoi ?", WRITTEN)])
    stored[0]["excerpts"][0]["sentence"] = ""  # type: ignore[index]
    assert restore_turns(stored, DOCUMENTS) == ()


def test_what_cannot_be_shown_is_taken_out() -> None:
    assert displayable("a\x00b\x07c\r\nd\te\ud800f") == "abc\nd\te\ufffdf"


def test_a_long_question_is_abridged_and_says_so() -> None:
    shown = abridge("a" * 100_000)
    assert len(shown) < LONGEST_SHOWN + 100
    assert shown.endswith("[question abrégée : 100\u202f000 caractères]")


def test_a_reply_of_proposals_only_is_not_titled_as_checked() -> None:
    assert reply_title(Answer((), mode="mistral", proposals=("Pensez à prévenir.",))) == (
        "Proposition du modèle mistral, à vérifier"
    )
