"""Learns when a sentence of an added document answers, on invented documents and their questions (corpus/local/)."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rupfam_assistant.answers import local as runtime
from rupfam_assistant.answers.knowledge import Knowledge
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


def fit_local(rows: Sequence[LocalRow], pairs: PairReader) -> dict[str, dict[str, object]]:
    """The weights by which added documents answer, as corpus/decision.json holds them."""
    near = [(row, near) for row in rows if row.local for near in row.near if near.record in row.added]
    features = [(one.cosine, one.words, one.around) for _, one in near]
    fitted = fit_logistic(runtime.FEATURES, features, [one.record in row.right for row, one in near], free=10.0)
    near_by = weights_of(fitted, runtime.FEATURES)
    found = [(row, *runtime.split_by_text(row.near, row.added, near_by)) for row in rows]
    texts = [[row.texts[near.record] for _, near in first[: runtime.REREAD]] for row, first, _ in found]
    read = [pairs.answers(row.question, some) if some else np.zeros(0) for row, some in zip(rows, texts, strict=True)]
    seen = [
        ((score, float(one)), near.record in row.right)
        for (row, first, _), odds in zip(found, read, strict=True)
        if row.local
        for (score, near), one in zip(first, odds, strict=False)
    ]
    second = fit_logistic(runtime.READ, [one for one, _ in seen], [right for _, right in seen], free=10.0)
    weights = weights_of(second, runtime.READ)
    told = [(*one, runtime.reread(one[1], odds, weights)) for one, odds in zip(found, read, strict=True)]
    about = [runtime.about_features(first, founding, row.asked, added) for row, first, founding, added in told]
    answers = [
        runtime.answers_features(added, first, founding, row.asked, row.question)
        for row, first, founding, added in told
        if row.local
    ]
    return {
        "local": fitted,
        "read": second,
        "about": fit_logistic(runtime.ABOUT, about, [row.local for row in rows], free=30.0),
        "answers": fit_logistic(runtime.ANSWERS, answers, [bool(row.right) for row in rows if row.local], free=30.0),
    }


def founding_questions(aside: Sequence[AttachedQuestion]) -> list[str]:
    """Some of the questions set aside, that stand by themselves."""
    alone = [question.text for question in aside if question.asked == question.text]
    return alone[:: max(1, len(alone) // FOUNDING)]


def local_rows(
    folder: Path, encoder: Encoder, knowledge: Knowledge, kept: Sequence[AttachedQuestion], aside: Sequence[str]
) -> Iterator[LocalRow]:
    """What is found for every question to the documents of a folder that are set aside, which the reader of pairs never
    saw, each beside the founding texts, and for questions to these set `aside`, none of which is among those `kept`."""
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
                added = [one for one in near if one.record in contents.added]
                texts = {one.record: runtime.told_sentence(one.record, contents) for one in added}
                right = frozenset(one.record for one in added if _answers(one, golds, contents))
                yield LocalRow(text, near, texts, right, contents.added, local, float((known @ vector).max()))
            index.close()


def _answers(near: Near, golds: Sequence[tuple[int, int]], contents: Contents) -> bool:
    sentence = contents.passage_of(near.record).sentences[contents.sentences[near.record].sentence]
    return any(covers(sentence.start, sentence.end, *gold) for gold in golds)
