"""Added documents: which of their sentences answer a question, judged by the encoder and the words they share with
it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rupfam_assistant.answers.excerpts import merge_twins, sentence_excerpt
from rupfam_assistant.answers.reply import Excerpt
from rupfam_assistant.search.index import Index
from rupfam_assistant.search.logistic import Weights
from rupfam_assistant.search.retrieval import Hit, Near, hit_of, search_sentences
from rupfam_assistant.texts.documents import Document

FEATURES = ("cosine", "words", "passage words")
LEAST, LEAST_BESIDE = 0.35, 0.75
"""The probability from which a sentence is told; where the founding texts answer better."""

MOST, FOUND = 3, 12
"""Sentences told at the most; sentences given as found."""

BESIDE = 0.6
"""The share of the best sentence's probability from which another is told beside it."""


@dataclass(frozen=True)
class LocalFound:
    """What the added documents hold for a question: the sentences that answer, none when it is not sure, and those
    found, best first;
    whether they `lead`, the best of them being likelier than the best sentence of the founding texts."""

    excerpts: tuple[Excerpt, ...] = ()
    hits: tuple[Hit, ...] = ()
    leads: bool = False


@dataclass(frozen=True)
class LocalAnswers:
    """The added documents in the index, and the weights that tell a sentence that answers."""

    index: Index
    documents: Mapping[str, Document]
    weights: Weights

    def find(self, question: str, vector: np.ndarray, answered: bool) -> LocalFound:
        """What they hold for a question; `answered` is whether the cards answer it: what does not lead is then told
        only when surer."""
        contents = self.index.contents
        if not contents.added:
            return LocalFound()
        near = [(self.probability(one), one.record) for one in search_sentences(question, vector, self.index)]
        scored = sorted((one for one in near if self._is_told(one[1])), reverse=True)
        founding = max((score for score, record in near if record not in contents.added), default=0.0)
        best = scored[0][0] if scored else 0.0
        leads = best > founding and (not answered or best >= LEAST_BESIDE)
        sure = best >= (LEAST if leads or not answered else LEAST_BESIDE)
        told = [record for score, record in scored if sure and score >= BESIDE * best]
        hits = tuple(hit_of(record, score, self.index) for score, record in scored[:FOUND])
        return LocalFound(merge_twins(self._excerpt(record) for record in told)[:MOST], hits, leads)

    def probability(self, near: Near) -> float:
        """The probability, in 0..1, that a sentence answers."""
        return self.weights.probability((near.cosine, near.words, near.around))

    def _is_told(self, record: int) -> bool:
        """Whether a sentence stands in an added document and is no title."""
        contents = self.index.contents
        rank = contents.sentences[record].sentence
        return record in contents.added and contents.passage_of(record).sentences[rank].role != "heading"

    def _excerpt(self, record: int) -> Excerpt:
        key = self.index.contents.sentences[record]
        return sentence_excerpt(self.index.contents.passages[key.passage], key.sentence, self.documents)
