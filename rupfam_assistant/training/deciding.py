"""Learns, on questions set aside, what decides an answer: its side, a second card beside it, which quotes are told."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from random import Random

import numpy as np

from rupfam_assistant.answers.answering import card_proofs
from rupfam_assistant.answers.excerpts import PROOF, Proofs, rests_on
from rupfam_assistant.answers.knowledge import Knowledge
from rupfam_assistant.answers.reading import HALVES, LEAST, SECOND, Reader
from rupfam_assistant.answers.reply import Citation
from rupfam_assistant.answers.sides import BUCKETS, CLOSED, SIDE, WORDED, word_shares
from rupfam_assistant.french.lists import read_json_lines
from rupfam_assistant.french.typography import uncapitalize
from rupfam_assistant.search.cards import AttachedQuestion
from rupfam_assistant.search.encoder import Encoder
from rupfam_assistant.search.logistic import Weights, fit_logistic
from rupfam_assistant.search.matching import Matcher
from rupfam_assistant.texts.quotes import find_quote

WORDED_FREE, TOUCHED = 8.0, 30
"""How free the weights of words are; characters that a quote shares with a proof to be one, or half of the shorter."""

JOINED, JOINTS = 0.25, (" et ", ", et ", " ? et ", " + ", " ; ", " ? ", " puis ", ", ")
"""Texts made of two questions, for one of one question; what joins them."""


def learn_worded(questions: Sequence[AttachedQuestion]) -> np.ndarray:
    """The weights of words (BUCKETS) that tell the questions which expect oui or non."""
    from scipy.sparse import csr_array
    from sklearn.linear_model import LogisticRegression

    shares = [word_shares(question.asked) for question in questions]
    starts = np.cumsum([0, *map(len, shares)])
    values, buckets = ([*chain.from_iterable(told)] for told in (map(dict.values, shares), shares))
    table = csr_array((values, buckets, starts), shape=(len(shares), BUCKETS))
    model = LogisticRegression(C=WORDED_FREE, max_iter=5000).fit(table, [bool(one.side) for one in questions])
    return np.asarray(model.coef_[0], np.float32)


def write_worded(corpus: Path, worded: np.ndarray) -> None:
    """Writes the weights of words, beside then renamed."""
    fresh = (corpus / WORDED).with_suffix(".new.npz")
    np.savez_compressed(fresh, weights=worded.astype(np.float16))
    fresh.replace(corpus / WORDED)


def fit_sides(questions: Sequence[AttachedQuestion], reader: Reader) -> dict[str, dict[str, object]]:
    """The weights of CLOSED and of SIDE, from questions set aside, each with the card that would be told."""
    told = []
    for question in questions:
        reading = reader.read(question.text, question.history)
        (number,), (likely,) = reader.nearest(reading.scores, 1)
        if reader.matcher.cards[number].kind != "act" and likely >= LEAST[reader.matcher.cards[number].kind]:
            told.append((question.side, *reader.sided(number, reading)))
    sided = [(side, features) for side, _, features in told if side]
    return {
        "closed": fit_logistic(CLOSED, [features for _, features, _ in told], [bool(side) for side, *_ in told]),
        "side": fit_logistic(SIDE, [features for _, features in sided], [side == "oui" for side, _ in sided]),
    }


def fit_second(questions: Sequence[AttachedQuestion], reader: Reader) -> dict[str, dict[str, object]]:
    """The weights of SECOND and of HALVES, from questions that the matcher does not hold: whether a second card is
    right, for questions of several cards or whose first is wrong, then also for two questions joined in one."""
    rows, right, halved, asked = [], [], [], []
    for question in questions:
        reading = reader.read(question.text, question.history)
        first, second = reader.nearest(reading.scores, 2)[0]
        wanted = [reader.matcher.numbers[card] for card in question.cards]
        one, other = (bool(reader.matcher.alike[number, wanted].any()) for number in (first, second))
        rows.append(reader.second_features(reading, first, second))
        right.append(other and (len(wanted) > 1 or not one))
        if len(wanted) == 1:
            apart = reader.asked_apart(reading, first)
            halved += [reader.halves_features(reading, first, number) for number in apart]
            asked += [not one and bool(reader.matcher.alike[number, wanted].any()) for number in apart]
    for text, wanted in join_questions(questions, reader.matcher, Random(0)):
        reading = reader.read(text)
        first = int(reading.order[0])
        if reader.matcher.alike[first, wanted].any():
            apart = reader.asked_apart(reading, first)
            halved += [reader.halves_features(reading, first, number) for number in apart]
            asked += [bool(reader.matcher.alike[number, wanted].any()) for number in apart]
    return {"second": fit_logistic(SECOND, rows, right), "apart": fit_logistic(HALVES, halved, asked)}


def join_questions(
    questions: Sequence[AttachedQuestion], matcher: Matcher, choice: Random
) -> Iterator[tuple[str, list[int]]]:
    """Two questions of one card each in one text, as many as a share JOINED of these, and the numbers of their cards;
    often of one section of the texts, as people ask."""
    single = [one for one in questions if len(one.cards) == 1 and not one.history]
    cards = {one: matcher.numbers[one.cards[0]] for one in single}
    near: dict[str, list[AttachedQuestion]] = {}
    for one, card in cards.items():
        if matcher.cards[card].kind != "act":
            near.setdefault(matcher.cards[card].section, []).append(one)
    told = [*chain.from_iterable(near.values())]
    for _ in range(round(JOINED * len(single))):
        one = choice.choice(told)
        other = choice.choice(choice.choice((near[matcher.cards[cards[one]].section], told)))
        if not matcher.alike[cards[one], cards[other]]:
            text = f"{one.text.rstrip(' ?.!')}{choice.choice(JOINTS)}{uncapitalize(other.text)}"
            yield text, [cards[one], cards[other]]


def fit_proofs(path: Path, encoder: Encoder, reader: Reader, knowledge: Knowledge) -> dict[str, object]:
    """The weights of PROOF, on questions whose proofs were chosen by hand (corpus/proofs.jsonl)."""
    proofs, rows, right = Proofs(encoder, Weights((), 0.0)), [], []
    for question in read_json_lines(path):
        reading = reader.read(question["question"], question["history"])
        told = reader.choose(reading)
        cards, excerpts = card_proofs(question["question"], told, knowledge)
        golds = [
            (quote["doc"], *span)
            for quote in question["evidence"]
            for span in find_quote(knowledge.documents[quote["doc"]].text, quote["quote"])
        ]
        features = proofs.features(reading.texts[0], reading.vectors, cards, excerpts) if excerpts else []
        for row, excerpt in zip(features, excerpts, strict=True):
            if not any(card.whole and rests_on(card, excerpt) for card in cards):
                rows.append(row)
                right.append(any(_touches(citation, golds) for citation in excerpt.citations))
    return fit_logistic(PROOF, rows, right, free=30.0)


def _touches(citation: Citation, golds: Iterable[tuple[str, int, int]]) -> bool:
    return any(
        min(citation.end, end) - max(citation.start, start)
        >= min(TOUCHED, (end - start) / 2, (citation.end - citation.start) / 2)
        for document, start, end in golds
        if document == citation.document.name
    )
