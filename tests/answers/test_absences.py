"""Absences: a model is heard against a card that says that the texts do not tell, but not believed on its word."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from servers.scripted import NOTICE, Asked, Script, claim, judging, scripted_server, with_model

from rupfam_assistant.answers.fluent import OTHERWISE, Step
from rupfam_assistant.answers.reply import Answer, Refusal, Reply
from rupfam_assistant.french.lists import read_json_lines
from rupfam_assistant.office import Office

SAID = read_json_lines(Path(__file__).parents[1] / "data" / "answers" / "absences.jsonl")
SOME = SAID[::2]
QUESTION = "on a créé l'Aripa pour quoi faire"
"""A question that the texts answer, and to which a card answers by an absence."""

TOLD = "L’ARIPA est un service public rattaché à la Cnaf."
WORDS = "un service public rattaché à la Cnaf"
MERGED = "La convention entre en vigueur à la date de sa signature par toutes les parties."
ELSEWHERE = "à la date de la signature par l’ensemble des parties"


def agreeing(*lines: str) -> Script:
    """Says those lines to any question, rewrites nothing, and agrees as a judge to all that is no control."""

    def reply(asked: Asked) -> str:
        if asked.kind == "judge":
            return judging(asked, lambda said: True)
        return asked.question if asked.kind == "rewrite" else "".join(lines) + "FIN"

    return reply


def replied(office: Office, question: str, history: Sequence[str], *lines: str) -> tuple[Reply, list[Asked]]:
    with scripted_server(agreeing(*lines)) as server:
        return with_model(office, server.address).ask(question, history), server.asked


def shown(reply: Reply) -> list[bool]:
    """Of each sentence of the model that is shown, whether it is shown as checked."""
    written = isinstance(reply, Answer) and reply.mode == "scripted"
    return [not excerpt.unread for excerpt in reply.excerpts] if written and isinstance(reply, Answer) else []


def test_no_invention_is_shown_as_checked_and_nearly_all_that_the_texts_tell_is_heard(office: Office) -> None:
    lines = {row["question"]: claim(row["said"], [], [row["words"]]) for row in SOME}
    found: dict[bool, list[list[bool]]] = {True: [], False: []}
    with scripted_server(lambda asked: agreeing(lines.get(asked.question, ""))(asked)) as server:
        model = with_model(office, server.address)
        for row in SOME:
            reply = model.ask(row["question"], row["history"])
            found[row["true"]].append(shown(reply))
            assert row["true"] or not shown(reply) or OTHERWISE in reply.text
    assert [asked.question for asked in server.asked if asked.kind == "answer"] == [*lines]
    assert not any(map(any, found[False]))
    assert sum(map(bool, found[False])) <= 3
    assert sum(map(bool, found[True])) >= len(found[True]) - 1


def test_what_leans_on_other_words_than_those_of_the_card_is_checked_and_the_rest_is_not_read(office: Office) -> None:
    reply, asked = replied(office, QUESTION, [], claim(TOLD, [], [WORDS]), claim(MERGED, [], [ELSEWHERE]))
    absence = office.ask(QUESTION)
    assert isinstance(absence, Refusal)
    assert shown(reply) == [False, True]
    assert f"{OTHERWISE} {absence.message}" in reply.text
    assert [one.kind for one in asked] == ["answer"]
    assert absence.message.partition(" Voyez")[0] in asked[0].user.partition("Question :")[0]


@pytest.mark.parametrize("said", ["Les textes ne disent rien de l’ARIPA.", ""])
def test_a_model_that_finds_nothing_either_leaves_the_words_of_the_card(office: Office, said: str) -> None:
    reply, _ = replied(office, QUESTION, [], claim(said, [], [], "absence"))
    alone = office.ask(QUESTION)
    assert (reply.text, reply.cards) == (alone.text, alone.cards)


def test_a_proposal_alone_or_a_doubted_sentence_leaves_the_words_of_the_card(office: Office) -> None:
    alone = office.ask(QUESTION)
    doubted = claim("L’ARIPA décide du montant des pensions.", [], [WORDS])
    for line in (doubted, claim("Demandez-le à la Cnaf.", [], [], "conseil")):
        with scripted_server(agreeing(line)) as server:
            *steps, reply = with_model(office, server.address).follow(QUESTION)
        assert isinstance(reply, Refusal)
        assert (reply.text, server.asked[-1].kind) == (alone.text, "answer")
        assert not any(isinstance(step, Step) and step.answer for step in steps)


def test_a_courtesy_after_a_question_is_neither_rewritten_nor_asked(office: Office) -> None:
    for said in ("Merci beaucoup !", "Au revoir"):
        reply, asked = replied(office, said, [NOTICE], claim("De rien.", [], [], "conseil"))
        assert (isinstance(reply, Refusal), asked) == (True, [])
