"""Learns when a sentence of an added document answers, on invented documents and the questions put to them
(corpus/local/)."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rupfam_assistant.answers.knowledge import Knowledge
from rupfam_assistant.answers.local import FEATURES
from rupfam_assistant.french.lists import read_json_lines
from rupfam_assistant.search.encoder import Encoder
from rupfam_assistant.search.index import build_index, gather_contents, open_index
from rupfam_assistant.search.logistic import fit_logistic
from rupfam_assistant.search.retrieval import Near, search_sentences
from rupfam_assistant.texts.added import read_added
from rupfam_assistant.texts.passages import cut_passages
from rupfam_assistant.texts.quotes import find_quote

COVERED = 0.5


@dataclass(frozen=True)
class LocalRow:
    """A sentence found for a question, and whether it answers."""

    near: Near
    right: bool


def fit_local(folder: Path, encoder: Encoder, knowledge: Knowledge) -> dict[str, object]:
    """The logistic weights of a sentence that answers, as corpus/decision.json holds them."""
    rows = list(local_rows(folder, encoder, knowledge))
    features = [(row.near.cosine, row.near.words, row.near.around) for row in rows]
    return fit_logistic(FEATURES, features, [row.right for row in rows], free=10.0)


def local_rows(folder: Path, encoder: Encoder, knowledge: Knowledge) -> Iterator[LocalRow]:
    """The sentences found for every question of the folder, each document indexed by itself."""
    questions = read_json_lines(folder / "questions.jsonl")
    for document in read_added(folder):
        contents = gather_contents(cut_passages(document), knowledge.contents.thesaurus, ())
        with tempfile.TemporaryDirectory() as place:
            build_index(Path(place), "local", contents, encoder)
            index = open_index(Path(place), "local", contents)
            assert index is not None
            for row in (row for row in questions if row["document"] == document.name):
                golds = [span for quote in row["evidence"] for span in find_quote(document.text, quote["quote"])]
                vector = encoder.encode([row["question"]], "query")[0]
                for near in search_sentences(row["question"], vector, index):
                    sentence = contents.passage_of(near.record).sentences[contents.sentences[near.record].sentence]
                    yield LocalRow(near, any(_covers(sentence.start, sentence.end, *gold) for gold in golds))
            index.close()


def _covers(start: int, end: int, first: int, last: int) -> bool:
    """Whether a sentence and a quote share half of the shorter."""
    return min(end, last) - max(start, first) >= COVERED * min(end - start, last - first)
