"""Questions attached to the sentences that answer them."""

import json
from pathlib import Path

import pytest

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.french.spelling import Speller
from rupfam_assistant.search.questions import (
    AttachedQuestion,
    SentenceKey,
    find_twins,
    named_documents,
    read_absent_questions,
    read_questions,
)
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.passages import Passage, collapse

NOTICE = "La convention peut être dénoncée par l’une des parties deux mois au plus tard"
MEDIATION = "Les champs thématiques suivants définissent le périmètre d’actions couvert"


@pytest.fixture
def attach(tmp_path: Path, documents: tuple[Document, ...], passages: tuple[Passage, ...], speller: Speller):  # type: ignore[no-untyped-def]
    """Reads one question with its quotes, each (document, words)."""

    def attached(query: str, *quotes: tuple[str, str]) -> AttachedQuestion:
        path = tmp_path / "questions.jsonl"
        row = {"query": query, "quotes": [{"doc": name, "quote": words} for name, words in quotes]}
        path.write_text("\n" + json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
        (question,) = read_questions(path, documents, passages, speller)
        return question

    return attached


def said(passages: tuple[Passage, ...], key: SentenceKey) -> str:
    passage = passages[key.passage]
    return collapse(passage.slice(passage.sentences[key.sentence]))


def test_a_question_is_attached_to_the_sentence_that_its_quote_stands_in(attach, passages: tuple[Passage, ...]) -> None:  # type: ignore[no-untyped-def]
    question = attach("quel délai pour partir ?", ("trame", NOTICE))
    (key,) = question.targets
    assert passages[key.passage].section == "Article 8"
    assert said(passages, key).startswith(NOTICE)
    assert question.family == (key,)


def test_a_question_that_names_no_text_is_attached_to_the_twins_of_its_sentence(
    attach, passages: tuple[Passage, ...]
) -> None:  # type: ignore[no-untyped-def]
    targets = attach("quels champs ?", ("trame", MEDIATION)).targets
    assert {passages[key.passage].document for key in targets} == {"circulaire", "trame"}


def test_a_question_that_names_a_text_keeps_to_it(attach, passages: tuple[Passage, ...]) -> None:  # type: ignore[no-untyped-def]
    targets = attach("quels champs dans la trame ?", ("trame", MEDIATION)).targets
    assert {passages[key.passage].document for key in targets} == {"trame"}


def test_the_family_is_the_same_whichever_text_is_quoted(attach) -> None:  # type: ignore[no-untyped-def]
    assert (
        attach("quels champs ?", ("trame", MEDIATION)).family
        == attach("quels champs ?", ("circulaire", MEDIATION)).family
    )


def test_a_question_is_mended_before_it_is_attached(attach) -> None:  # type: ignore[no-untyped-def]
    assert attach("koi comme preavi", ("trame", NOTICE)).text == "quoi comme préavis"


def test_a_quote_that_stands_nowhere_is_told_with_its_line(attach) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(
        RupfamError, match=r"^La ligne \d du fichier .*questions\.jsonl cite un passage qui n’est pas dans les textes"
    ):
        attach("quel délai ?", ("circulaire", NOTICE))


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("questions", {"query": "x"}),
        ("questions", {"query": "x", "quotes": [{"doc": "autre", "quote": "y"}]}),
        ("unanswerable", {"query": "x"}),
    ],
)
def test_a_row_that_lacks_something_is_told_by_its_file(
    name: str,
    row: dict[str, object],
    tmp_path: Path,
    documents: tuple[Document, ...],
    passages: tuple[Passage, ...],
    speller: Speller,
) -> None:
    path = tmp_path / f"{name}.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(RupfamError, match=path.name):
        if name == "questions":
            read_questions(path, documents, passages, speller)
        else:
            read_absent_questions(path, speller)


def test_twins_have_the_same_words_and_are_each_others(passages: tuple[Passage, ...]) -> None:
    twins = find_twins(list(enumerate(passages)))
    assert all(key in twins[other] and key != other for key, others in twins.items() for other in others)
    across = [
        (key, other)
        for key, others in twins.items()
        for other in others
        if passages[key.passage].document != passages[other.passage].document
    ]
    assert len({key.passage for key, _ in across if passages[key.passage].document == "circulaire"}) >= 5


def test_sentences_that_differ_are_no_twins(passages: tuple[Passage, ...]) -> None:
    twins = find_twins(list(enumerate(passages)))
    (notice,) = [key for key in twins if said(passages, key).startswith(NOTICE)]
    assert twins[notice] == ()


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("que dit la circulaire ?", {"circulaire"}),
        ("et l’article 3", {"trame"}),
        ("la trame ou la CIRCULAIRE", {"circulaire", "trame"}),
        ("une circulation", set()),
    ],
)
def test_the_texts_that_a_question_names_are_known(question: str, named: set[str]) -> None:
    assert named_documents(question) == named
