"""Added documents: which of their sentences answer a question, found by the encoder and the words they share with it,
then read together with it, beside the founding texts."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

import numpy as np

from rupfam_assistant.answers.excerpts import merge_twins
from rupfam_assistant.answers.reply import Citation, Excerpt, Excerpts
from rupfam_assistant.french.clauses import Span
from rupfam_assistant.search.index import Contents, Index, sentence_text
from rupfam_assistant.search.logistic import Weights, probability
from rupfam_assistant.search.reranker import Reranker
from rupfam_assistant.search.retrieval import Hit, Near, search_sentences
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.passages import Passage

FEATURES = ("cosine", "words", "passage words")
"""What shows that a sentence answers, before it is read."""

READ = ("log-odds", "read")
"""What shows that a sentence answers: the log-odds by FEATURES, and those of the reader of pairs."""

ABOUT = ("beyond", "asked", "read")
"""What shows that a question is about the added documents: by how much their best sentence goes beyond that of the
founding texts, in log-odds by FEATURES; the cosine of the nearest question that the cards know; READ's log-odds."""

ANSWERS = ("read", "log-odds", "cosine", "passage words", "cosine beyond", "asked", "gap", "length")
"""What shows that the best sentence of the added documents answers a question about them."""

LEARNED = {"local": FEATURES, "read": READ, "about": ABOUT, "answers": ANSWERS}
"""What is learned, by the names that it has in corpus/decision.json."""

LEADS, MAY_BE = 0.5, 0.2
"""The probability that a question is about the added documents from which they alone answer; from which they answer
beside the founding texts."""

LEAST, LEAST_BESIDE = 0.25, 0.75
"""The probability from which the documents answer a question that may be about them, or that the founding texts leave
open; from which a sentence is told beside cards otherwise."""

MOST, NEAREST, FOUND, REREAD = 3, 2, 16, 8
"""Places told at the most; told as nearest; given as found; sentences read together with the question."""

TOLD = 400
"""The size, in signs, to which a sentence is told with those of its paragraph."""

BESIDE = 0.45
"""The share of the best sentence's probability from which another is told beside it."""


@dataclass(frozen=True)
class LocalFound:
    """What the added documents hold for a question: the places that answer, none when it is not sure, those `near` to
    it then, and those found, best first; the probability that the question is `about` them rather than about the
    founding texts; whether these have `left_open` what is asked; whether they were searched by their `words_alone`, for
    want of an index."""

    excerpts: Excerpts = ()
    near: Excerpts = ()
    hits: tuple[Hit, ...] = ()
    about: float = 0.0
    left_open: bool = False
    words_alone: bool = False

    @property
    def leads(self) -> bool:
        """Whether they alone answer."""
        return self.about >= (MAY_BE if self.left_open else LEADS)

    def among(self, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """What is found in them and in the founding texts: by turns where the question may be about either."""
        if self.leads:
            return (*self.hits, *hits)
        if self.about < MAY_BE and not self.left_open:
            return (*hits, *self.hits)
        return tuple(one for pair in zip_longest(hits, self.hits) for one in pair if one is not None)


@dataclass(frozen=True)
class LocalAnswers:
    """The added documents in the index, what reads their sentences with the question, and the weights of FEATURES,
    READ, ABOUT and ANSWERS."""

    index: Index
    documents: Mapping[str, Document]
    reranker: Reranker
    weights: Weights
    read: Weights
    about: Weights
    answers: Weights

    def find(self, question: str, vector: np.ndarray, asked: float, left_open: bool = False) -> LocalFound:
        """What they hold for a question, that the founding texts may have `left_open`; `asked` is the cosine of the
        nearest question that the cards know."""
        contents = self.index.contents
        if not contents.added:
            return LocalFound()
        first, founding = split_by_text(search_sentences(question, vector, self.index), contents.added, self.weights)
        texts = [told_sentence(near.record, contents) for _, near in first[:REREAD]]
        added = reread(first, self.reranker.answers(question, texts) if texts else np.zeros(0), self.read)
        scored = [(score, place) for score, near in added if (place := self._place(near.record))]
        away = self.index.vectors.away
        if not scored:
            return LocalFound(left_open=left_open, words_alone=away)
        about = self.about.probability(about_features(first, founding, asked, added))
        best = scored[0][0]
        if about >= MAY_BE or left_open:
            sure = self.answers.probability(answers_features(added, first, founding, asked, question)) >= LEAST
        else:
            sure = probability(best) >= LEAST_BESIDE
        told: list[Hit] = []
        for place in (place for score, place in scored if probability(score) >= BESIDE * probability(best)):
            if not any(place.meets(one) for one in told):
                told.append(place)
        hits = tuple(replace(place, score=probability(score)) for score, place in scored[:FOUND])
        excerpts = merge_twins(map(self._excerpt, told))
        near = excerpts[:NEAREST] if about >= MAY_BE and not sure else ()
        return LocalFound(excerpts[:MOST] if sure else (), near, hits, about, left_open, away)

    def _place(self, record: int) -> Hit | None:
        """What is told of a sentence: itself, with those of its paragraph while it is short; its whole list, when it
        introduces or heads one; nothing for another title."""
        key = self.index.contents.sentences[record]
        passage = self.index.contents.passages[key.passage]
        sentence, after = passage.sentences[key.sentence], passage.sentences[key.sentence + 1 :]
        if sentence.role in ("heading", "introduction") and after and all(one.role == "item" for one in after):
            first = sentence if sentence.role == "introduction" else after[0]
            return Hit(passage, first.start, after[-1].end, 0.0)
        is_empty = sentence.role == "heading" or passage.slice(sentence).endswith(":")
        return None if is_empty else Hit(passage, *widen(passage, key.sentence), 0.0)

    def _excerpt(self, place: Hit) -> Excerpt:
        passage = place.passage
        told = [s for s in passage.sentences if place.start <= s.start and s.end <= place.end]
        lines = [passage.told(sentence) for sentence in told]
        source = Citation(self.documents[passage.document], passage.section, place.start, place.end)
        if all(sentence.role == "sentence" for sentence in told):
            return Excerpt((" ".join(lines),), (source,))
        return Excerpt(tuple(lines), (source,), listed=len(lines) > 1)


def widen(passage: Passage, rank: int) -> Span:
    """The (start, end) of a sentence of a passage with those that follow it, then precede it, up to TOLD."""
    first = last = rank
    for step in (*range(rank + 1, len(passage.sentences)), *range(rank - 1, -1, -1)):
        start, end = min(first, step), max(last, step)
        told = passage.sentences[start : end + 1]
        if {s.role for s in told} == {"sentence"} and told[-1].end - told[0].start <= TOLD:
            first, last = start, end
    return passage.sentences[first].start, passage.sentences[last].end


Scored = list[tuple[float, Near]]


def split_by_text(found: Iterable[Near], added: frozenset[int], weights: Weights) -> tuple[Scored, Scored]:
    """The sentences found, those of the added documents, told by their records, and those of the founding texts, each
    with its log-odds, best first."""
    near = [(weights.log_odds((one.cosine, one.words, one.around)), one) for one in found]
    near.sort(key=lambda one: (-one[0], one[1].record))
    return [one for one in near if one[1].record in added], [one for one in near if one[1].record not in added]


def reread(found: Scored, read: np.ndarray, weights: Weights) -> Scored:
    """The first of the sentences found, with their log-odds by READ, best first; `read` holds those of the reader."""
    scored = [(weights.log_odds((score, float(one))), near) for (score, near), one in zip(found, read, strict=False)]
    return sorted(scored, key=lambda one: (-one[0], one[1].record))


def told_sentence(record: int, contents: Contents) -> str:
    """What is read of a sentence of the index."""
    key = contents.sentences[record]
    return sentence_text(contents.passages[key.passage], key.sentence)


def about_features(first: Scored, founding: Scored, asked: float, added: Scored) -> tuple[float, ...]:
    """What ABOUT names, of the sentences found, before and after they are read."""
    return _best(first)[0] - _best(founding)[0], asked, _best(added)[0]


def answers_features(added: Scored, first: Scored, founding: Scored, asked: float, question: str) -> tuple[float, ...]:
    """What ANSWERS names, of the sentences found for a question, after and before they are read."""
    score, near = _best(added)
    beyond, gap = near.cosine - _best(founding)[1].cosine, score - _best(added[1:])[0]
    return score, _best(first)[0], near.cosine, near.around, beyond, asked, gap, math.log1p(len(question.split()))


def _best(scored: Scored) -> tuple[float, Near]:
    """The best sentence; one that shares nothing when none was found."""
    return scored[0] if scored else (-10.0, Near(-1, 0.0, 0.0, 0.0))
