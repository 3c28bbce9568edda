"""Matching: how likely each card is to be the one that a question asks for, by what shows it and weights learned on
questions set aside."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import get_args

import numpy as np

from rupfam_assistant.french.words import stems
from rupfam_assistant.search.cards import AttachedQuestion, Card, Side, in_context
from rupfam_assistant.search.encoder import Encoder, TextKind

FEATURES = (
    "nearest question",
    "votes",
    "wide votes",
    "what it says",
    "what it is called",
    "own words",
    "questions",
    "words of the card",
    "words of its questions",
    "absence",
    "act",
    "absence, nearest",
    "act, nearest",
    "absence, length",
    "act, length",
    "card before",
    "absence after another",
    "act after another",
)
"""What shows that a card is the one, in this order: cosines are below the best, votes and counts as logarithms."""

SHARP, WIDE = 30.0, 12.0
"""How much more a nearer question weighs: its vote is exp(SHARP × cosine); WIDE lets more of them count."""

ALIKE = 0.7
"""The share of their words that two cards must have in common to be alike."""


Votes = dict[Side, tuple[float, float]]
"""For each side: how much the questions attached to a card that it answers so weigh, exp(SHARP × (cosine − 1)) each,
and the cosine of the nearest, FAR where there is none."""

FAR = 0.5


@dataclass(frozen=True)
class Matches:
    """What a question is near to: how it was read, in its context; its vector; the probability of each card, summing
    to 1; the cosine of the nearest attached question."""

    asked: str
    vector: np.ndarray
    scores: np.ndarray
    nearest: float

    @cached_property
    def order(self) -> np.ndarray:
        """The numbers of the cards, likeliest first."""
        return np.argsort(-self.scores, kind="stable")


class Matcher:
    """The cards and the questions attached to them, as vectors and words; `weights` are those of FEATURES."""

    def __init__(
        self, cards: Sequence[Card], questions: Sequence[AttachedQuestion], encoder: Encoder, weights: Sequence[float]
    ) -> None:
        self.cards, self.questions, self.encoder = tuple(cards), tuple(questions), encoder
        self.weights = np.asarray(weights, np.float32)
        self.numbers = {card.id: number for number, card in enumerate(self.cards)}
        self.alike = alike_cards(self.cards)
        self.asked = encoder.encode(asked_texts(self.questions), "query")
        own, said, called = zip(*map(card_wordings, self.cards), strict=True)
        self._own = encoder.encode(own, "query")
        self._said, self._called = encoder.encode(said, "passage"), encoder.encode(called, "passage")
        middle = self._own + self._said + self._called
        self._middle = middle / np.linalg.norm(middle, axis=1, keepdims=True)
        self._pairs = self._attached()
        self._words = _holders([f"{c.question} {c.plain} {c.title} {' '.join(c.terms)}" for c in self.cards])
        self._asked_words = _holders([" ".join(self.questions[n].text for n in mine) for mine in self.asked_of])
        kinds = np.array([card.kind for card in self.cards])
        self._absent, self._act = (kinds == "absent").astype(np.float32), (kinds == "act").astype(np.float32)

    @cached_property
    def asked_of(self) -> list[list[int]]:
        """The numbers of the questions attached to each card."""
        found: list[list[int]] = [[] for _ in self.cards]
        for number, question in enumerate(self.questions):
            for card in question.cards:
                found[self.numbers[card]].append(number)
        return found

    def votes(self, number: int, vector: np.ndarray) -> Votes:
        """How the questions that a card, by number, is the main one of vote for each side on another, by its vector."""
        told = [n for n in self.asked_of[number] if self.numbers[self.questions[n].cards[0]] == number]
        near = list(zip((self.questions[n].side for n in told), (self.asked[told] @ vector).tolist(), strict=True))
        votes: Votes = {}
        for side in get_args(Side):
            cosines = [cosine for one, cosine in near if one == side]
            votes[side] = sum(math.exp(SHARP * (cosine - 1)) for cosine in cosines), max(cosines, default=FAR)
        return votes

    def match(self, question: str, history: Sequence[str] = ()) -> Matches:
        """The cards that a question asks for, after the earlier ones of its conversation, oldest first."""
        asked = in_context(question, history)
        vector = self.encoder.encode([asked], "query")[0]
        cosines = self.asked @ vector
        odds = self.features(question, history, vector, cosines) @ self.weights
        scores = np.exp(odds - odds.max())
        return Matches(asked, vector, scores / scores.sum(), float(cosines.max()))

    def features(self, question: str, history: Sequence[str], vector: np.ndarray, cosines: np.ndarray) -> np.ndarray:
        """A row of FEATURES a card; `vector` is that of the question, `cosines` those of the attached questions."""
        rows, starts, shares = self._pairs
        own = self._own @ vector
        near = np.concatenate([cosines, own])
        best, said = near.max(), stems(question)
        told, called = self._said @ vector, self._called @ vector
        nearest = np.maximum.reduceat(near[rows], starts)
        absent, act, length = self._absent, self._act, math.log1p(len(said))
        before = self._middle @ self._middle[self.match(history[-1], history[:-1]).order[0]] if history else 0.0
        columns = (
            nearest - best,
            _votes(near[rows], starts, shares, SHARP),
            _votes(near[rows], starts, shares, WIDE),
            told - told.max(),
            called - called.max(),
            np.maximum(np.maximum(told, called), own),
            np.log(np.diff(starts, append=len(rows))),
            _held(said, self._words, len(self.cards)),
            _held(said, self._asked_words, len(self.cards)),
            absent,
            act,
            absent * best,
            act * best,
            absent * length,
            act * length,
            before,
            absent * bool(history),
            act * bool(history),
        )
        return np.stack([np.broadcast_to(column, len(self.cards)) for column in columns], 1).astype(np.float32)

    def _attached(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The questions of each card, its own after the attached ones: their numbers, where each card begins, what
        each question counts for."""
        rows = [[*mine, len(self.questions) + card] for card, mine in enumerate(self.asked_of)]
        shares = [1 / len(self.questions[n].cards) if n < len(self.questions) else 1.0 for mine in rows for n in mine]
        starts = np.cumsum([0, *map(len, rows)])[:-1]
        return np.concatenate(rows).astype(int), starts, np.array(shares, np.float32)


def _votes(near: np.ndarray, starts: np.ndarray, shares: np.ndarray, sharpness: float) -> np.ndarray:
    """The logarithm of the share of the votes that each card gets."""
    votes = np.add.reduceat(shares * np.exp(sharpness * (near - near.max())), starts)
    return np.asarray(np.log(votes / votes.sum() + 1e-4))


def _holders(texts: Sequence[str]) -> dict[str, tuple[float, np.ndarray]]:
    """For each stem of the texts, what it tells, in nats, and the numbers of the texts that hold it."""
    told = {word: stems(word) for word in dict.fromkeys(word for text in texts for word in text.split())}
    held = [{stem for word in text.split() for stem in told[word]} for text in texts]
    places: dict[str, list[int]] = {}
    for number, some in enumerate(held):
        for stem in some:
            places.setdefault(stem, []).append(number)
    return {stem: (math.log(1 + len(texts) / len(some)), np.array(some)) for stem, some in places.items()}


def _held(said: Sequence[str], holders: dict[str, tuple[float, np.ndarray]], cards: int) -> np.ndarray:
    """The share of what the words of a question tell that each card holds; a word that none holds tells the most."""
    held, total, unknown = np.zeros(cards, np.float32), 0.0, math.log(1 + cards)
    for stem in said:
        tells, numbers = holders.get(stem, (unknown, np.array([], int)))
        total += tells
        held[numbers] += tells
    return held / total if total else held


def matched_texts(cards: Iterable[Card], questions: Sequence[AttachedQuestion]) -> dict[TextKind, list[str]]:
    """What the encoder reads of cards and questions, by kind, each text once."""
    told = [card_wordings(card) for card in cards]
    queries = dict.fromkeys([*asked_texts(questions), *(asked for asked, *_ in told)])
    return {"query": list(queries), "passage": list(dict.fromkeys(text for _, *texts in told for text in texts))}


def asked_texts(questions: Sequence[AttachedQuestion]) -> list[str]:
    """What the encoder reads of attached questions."""
    return [question.asked for question in questions]


def card_wordings(card: Card) -> tuple[str, str, str]:
    """What the encoder reads of a card: how it is asked, what it says, what it is called."""
    return card.question, card.plain, f"{card.section} : {card.title}. {', '.join(card.terms)}"


def alike_cards(cards: Sequence[Card]) -> np.ndarray:
    """Whether two cards, by number, are of one kind and rest on about the same words: either then answers for the
    other."""
    places = [(row, place) for row, card in enumerate(cards) for place in card.places]
    cuts = sorted({(place.document, at) for _, place in places for at in (place.start, place.end)})
    numbers = {cut: number for number, cut in enumerate(cuts)}
    ends = pairwise([*cuts, ("", 0)])
    lengths = np.array([end - start if one == other else 0 for (one, start), (other, end) in ends])
    held = np.zeros((len(cards), len(cuts)), np.float32)
    for row, place in places:
        held[row, numbers[place.document, place.start] : numbers[place.document, place.end]] = 1
    shared, sizes = (held * lengths) @ held.T, held @ lengths
    kinds = np.array([card.kind for card in cards])
    alike: np.ndarray = (2 * shared > ALIKE * (sizes[:, None] + sizes)) & (kinds[:, None] == kinds)
    return alike | np.eye(len(cards), dtype=bool)
