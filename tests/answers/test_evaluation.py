"""The figures of `rupfam eval`, held against the project's scorer on the same answers."""

import copy
from types import ModuleType
from typing import Any

import pytest

from rupfam_assistant.answers.evaluation import figures, score_answers
from rupfam_assistant.answers.reply import Reply, reply_record
from rupfam_assistant.texts.documents import Document

Records = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def records(some_replies: dict[str, Reply]) -> Records:
    """The program's own answers to one public question in three, each with a time of its own."""
    return {
        identity: reply_record(identity, reply, float(number))
        for number, (identity, reply) in enumerate(some_replies.items())
    }


def spoil(records: Records, how: str) -> Records:
    spoilt = copy.deepcopy(records)
    for number, record in enumerate(spoilt.values()):
        if how == "everything refused":
            record["answered"], record["citations"] = False, []
        elif how == "everything answered":
            record["answered"] = True
        elif how == "nothing retrieved":
            record["passages"] = []
        elif how == "quotes altered" and number % 3 == 0:
            record["citations"] = [
                {**citation, "quote": citation["quote"] + " et ce qui n’y est pas"} for citation in record["citations"]
            ]
        elif how == "quotes respaced":
            record["citations"] = [
                {**citation, "quote": citation["quote"].replace(" ", "\n ")} for citation in record["citations"]
            ]
        elif how == "offsets moved":
            record["citations"] = [{**c, "start": c["start"] + 25, "end": c["end"] + 25} for c in record["citations"]]
        elif how == "answers in capitals":
            record["answer"] = record["answer"].upper()
        elif how == "answers swapped" and record["answered"]:
            record["answer"] = "La convention dure deux mois à l’amiable."
        elif how == "retrieval reversed":
            record["passages"] = record["passages"][::-1]
    return spoilt


SPOILT = (
    "not at all",
    "everything refused",
    "everything answered",
    "nothing retrieved",
    "quotes altered",
    "quotes respaced",
    "offsets moved",
    "answers in capitals",
    "answers swapped",
    "retrieval reversed",
)


@pytest.mark.parametrize("budget", [300, 1000, 2000])
@pytest.mark.parametrize("how", SPOILT)
def test_the_figures_are_those_of_the_scorer_whatever_the_answers(
    how: str,
    budget: int,
    records: Records,
    some_questions: list[dict[str, Any]],
    documents: tuple[Document, ...],
    scorer: ModuleType,
) -> None:
    answers = spoil(records, how)
    ours = figures(
        score_answers(some_questions, answers, {document.name: document.text for document in documents}, budget)
    )
    corpus = {document.name: scorer.Document(document.text) for document in documents}
    rows, _ = scorer.score(some_questions, answers, corpus, budget)
    assert ours == pytest.approx(scorer.figures(rows))


def test_spoiling_answers_changes_the_figures(
    records: Records, some_questions: list[dict[str, Any]], documents: tuple[Document, ...]
) -> None:
    texts = {document.name: document.text for document in documents}
    told = {how: figures(score_answers(some_questions, spoil(records, how), texts, 2000)) for how in SPOILT}
    plain = told.pop("not at all")
    assert plain["citation_valid"] == 1.0
    assert {how for how, values in told.items() if values == plain} == {"quotes respaced", "answers in capitals"}


def test_no_figure_is_invented_where_nothing_counts() -> None:
    assert {value for name, value in figures([]).items() if name != "questions"} == {None}
