"""Matching: which cards a question asks for, by the attached questions near it and by the cards' own words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import get_args

import numpy as np

from rupfam_assistant.search.cards import AttachedQuestion, Card, Kind, Side, in_context
from rupfam_assistant.search.encoder import Encoder, TextKind

NEIGHBOURS = 20
SIDE_VOTERS = 5
SIDE_SURE = 0.7
"""The share of the votes from which a yes or a no is said."""

SHARPNESS = 30.0
"""How much more a nearer question weighs: its vote is exp(SHARPNESS × cosine)."""

OWN = 0.5
"""What a card's own words weigh beside the votes of the questions attached to it."""

OWN_SHARPNESS = 20.0

ALIKE = 0.7
"""The share of their words that two cards must have in common to be alike."""


@dataclass(frozen=True)
class Matches:
    """What a question is near to: its vector; the score of each card, in 0..1, summing to 1; its nearest attached
    questions with their
    cosines, nearest first; the cosine of each card's own words; those of every attached question."""

    vector: np.ndarray
    scores: np.ndarray
    neighbours: tuple[tuple[int, float], ...]
    cosines: np.ndarray
    asked: np.ndarray

    @cached_property
    def order(self) -> np.ndarray:
        """The numbers of the cards, best first."""
        return np.argsort(-self.scores, kind="stable")


class Matcher:
    """The cards and the questions attached to them, as vectors."""

    def __init__(self, cards: Sequence[Card], questions: Sequence[AttachedQuestion], encoder: Encoder) -> None:
        self.cards = tuple(cards)
        self.questions = tuple(questions)
        self.encoder = encoder
        self.numbers = {card.id: number for number, card in enumerate(self.cards)}
        self._asked = encoder.encode(asked_texts(self.questions), "query")
        wordings = list(zip(*map(card_wordings, self.cards), strict=True))
        kinds: tuple[TextKind, ...] = ("query", "passage", "passage")
        told = [encoder.encode(texts, kind) for texts, kind in zip(wordings, kinds, strict=True)]
        self._told = np.stack(told)
        asked_of: list[list[int]] = [[] for _ in self.cards]
        for number, question in enumerate(self.questions):
            for card in dict.fromkeys(question.cards):
                asked_of[self.numbers[card]].append(number)
        self.asked_of = [np.array(asked, int) for asked in asked_of]
        self.alike = alike_cards(self.cards)
        self.of_kind = {kind: np.array([c.kind == kind for c in self.cards]) for kind in get_args(Kind)}

    def match(self, question: str, history: Sequence[str] = ()) -> Matches:
        """The cards that a question asks for, after the earlier ones of its conversation."""
        return self.match_vector(self.encoder.encode([in_context(question, history)], "query")[0])

    def match_vector(self, vector: np.ndarray) -> Matches:
        """The cards near a vector of the encoder."""
        cosines = self._asked @ vector
        near = np.argpartition(-cosines, min(NEIGHBOURS, len(cosines) - 1))[:NEIGHBOURS]
        near = near[np.argsort(-cosines[near])]
        votes = np.zeros(len(self.cards))
        weights = np.exp(SHARPNESS * (cosines[near] - 1))
        for number, weight in zip(near, weights, strict=True):
            asked = self.questions[number].cards
            for card in asked:
                votes[self.numbers[card]] += weight / len(asked)
        own = (self._told @ vector).max(0)
        shares = np.exp(OWN_SHARPNESS * (own - own.max()))
        scores = (1 - OWN) * votes / votes.sum() + OWN * shares / shares.sum()
        return Matches(vector, scores, tuple((int(n), float(cosines[n])) for n in near), own, cosines)

    def side(self, card: Card, matches: Matches) -> Side:
        """The way that a card answers a question, where it expects yes or no: that of the card's questions nearest to
        it."""
        mine = (int(n) for n in self.asked_of[self.numbers[card.id]] if self.questions[n].cards[0] == card.id)
        near = sorted(mine, key=lambda n: -matches.asked[n])[:SIDE_VOTERS]
        weights = dict.fromkeys(get_args(Side), 0.0)
        for number in near:
            weights[self.questions[number].side] += float(np.exp(SHARPNESS * (matches.asked[number] - 1)))
        best = max(weights, key=lambda side: weights[side])
        return best if weights[best] >= SIDE_SURE * sum(weights.values()) else ""


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
    lengths = np.array(
        [end - start if one == other else 0 for (one, start), (other, end) in pairwise([*cuts, ("", 0)])]
    )
    held = np.zeros((len(cards), len(cuts)), np.float32)
    for row, place in places:
        held[row, numbers[place.document, place.start] : numbers[place.document, place.end]] = 1
    shared, sizes = (held * lengths) @ held.T, held @ lengths
    kinds = np.array([card.kind for card in cards])
    alike: np.ndarray = (2 * shared > ALIKE * (sizes[:, None] + sizes)) & (kinds[:, None] == kinds)
    return alike | np.eye(len(cards), dtype=bool)
