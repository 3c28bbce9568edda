"""Learns when a sentence of an added document answers, on invented documents and the questions put to them
(corpus/local/)."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rupfam_assistant.answers.knowledge import Knowledge
from rupfam_assistant.answers.local import (
    ABOUT,
    ANSWERS,
    FEATURES,
    READ,
    REREAD,
    about_features,
    answers_features,
    reread,
    split_by_text,
    told_sentence,
)
from rupfam_assistant.french.lists import read_json_lines
from rupfam_assistant.search.cards import AttachedQuestion
from rupfam_assistant.search.encoder import Encoder
from rupfam_assistant.search.index import Contents, build_index, gather_contents, open_index
from rupfam_assistant.search.logistic import fit_logistic, weights_of
from rupfam_assistant.search.matching import asked_texts
from rupfam_assistant.search.pairs import PairReader
from rupfam_assistant.search.retrieval import Near, search_sentences
from rupfam_assistant.texts.added import read_added
from rupfam_assistant.texts.passages import cut_passages
from rupfam_assistant.texts.quotes import find_quote
from rupfam_assistant.training.ranking import set_aside
from rupfam_assistant.training.taught import covers

FOUNDING, SHARED = 1_200, 7
"""Questions to the founding texts that teach which are about an added document; documents that share them out."""


@dataclass(frozen=True)
class LocalRow:
    """What is found for a question in the texts: its sentences near to it, what is read of them, those that answer by
    their record; those of the added document; whether it is `local`, put to that one; the cosine of the nearest
    question that the cards know."""

    question: str
    near: tuple[Near, ...]
    texts: Mapping[int, str]
    right: frozenset[int]
    added: frozenset[int]
    local: bool
    asked: float


def fit_local(
    folder: Path,
    encoder: Encoder,
    pairs: PairReader,
    knowledge: Knowledge,
    kept: Sequence[AttachedQuestion],
    aside: Sequence[str],
) -> dict[str, dict[str, object]]:
    """The weights by which added documents answer, as corpus/decision.json holds them, learned on the questions to the
    documents of a folder that are set aside, which the reader of pairs never saw, and on questions to the founding
    texts set `aside`, which none of those `kept` is."""
    rows = list(local_rows(folder, encoder, knowledge, kept, aside))
    near = [(row, near) for row in rows if row.local for near in row.near if near.record in row.added]
    features = [(one.cosine, one.words, one.around) for _, one in near]
    fitted = fit_logistic(FEATURES, features, [one.record in row.right for row, one in near], free=10.0)
    found = [split_by_text(row.near, row.added, weights_of(fitted, FEATURES)) for row in rows]
    texts = [
        [row.texts[near.record] for _, near in first[:REREAD]] for row, (first, _) in zip(rows, found, strict=True)
    ]
    read = [pairs.answers(row.question, some) if some else np.zeros(0) for row, some in zip(rows, texts, strict=True)]
    seen = [
        ((score, float(one)), near.record in row.right)
        for row, (first, _), odds in zip(rows, found, read, strict=True)
        if row.local
        for (score, near), one in zip(first, odds, strict=False)
    ]
    second = fit_logistic(READ, [one for one, _ in seen], [right for _, right in seen], free=10.0)
    weights = weights_of(second, READ)
    told = [(row, *some, reread(some[0], odds, weights)) for row, some, odds in zip(rows, found, read, strict=True)]
    about = [about_features(first, founding, row.asked, added) for row, first, founding, added in told]
    answers = [
        answers_features(added, first, founding, row.asked, row.question)
        for row, first, founding, added in told
        if row.local
    ]
    return {
        "local": fitted,
        "read": second,
        "about": fit_logistic(ABOUT, about, [row.local for row in rows], free=30.0),
        "answers": fit_logistic(ANSWERS, answers, [bool(row.right) for row in rows if row.local], free=30.0),
    }


def founding_questions(aside: Sequence[AttachedQuestion]) -> list[str]:
    """Some of the questions set aside, that stand by themselves."""
    alone = [question.text for question in aside if question.asked == question.text]
    return alone[:: max(1, len(alone) // FOUNDING)]


def local_rows(
    folder: Path, encoder: Encoder, knowledge: Knowledge, kept: Sequence[AttachedQuestion], aside: Sequence[str]
) -> Iterator[LocalRow]:
    """What is found for every question of the folder, each document indexed beside the founding texts, and for those
    set aside."""
    questions = list(read_json_lines(folder / "questions.jsonl"))
    known = encoder.encode(asked_texts(kept), "query")
    founding = knowledge.contents.founding
    passages = tuple(passage for passage in knowledge.contents.passages if passage.document in founding)
    for number, document in enumerate(document for document in read_added(folder) if set_aside(document.name)):
        contents = gather_contents((*passages, *cut_passages(document)), knowledge.contents.thesaurus, founding)
        with tempfile.TemporaryDirectory() as place:
            build_index(Path(place), "local", contents, encoder)
            index = open_index(Path(place), "local", contents)
            assert index is not None
            own = [(row["question"], row["evidence"], True) for row in questions if row["document"] == document.name]
            others: list[tuple[str, list[dict[str, str]], bool]] = [(text, [], False) for text in aside[number::SHARED]]
            for text, evidence, local in (*own, *others):
                golds = [span for quote in evidence for span in find_quote(document.text, quote["quote"])]
                vector = encoder.encode([text], "query")[0]
                near = tuple(search_sentences(text, vector, index))
                right = (one.record for one in near if one.record in contents.added and _answers(one, golds, contents))
                texts = {
                    one.record: told_sentence(one.record, contents) for one in near if one.record in contents.added
                }
                yield LocalRow(
                    text, near, texts, frozenset(right), contents.added, local, float((known @ vector).max())
                )
            index.close()


def _answers(near: Near, golds: Sequence[tuple[int, int]], contents: Contents) -> bool:
    sentence = contents.passage_of(near.record).sentences[contents.sentences[near.record].sentence]
    return any(covers(sentence.start, sentence.end, *gold) for gold in golds)
