"""Oui or non: whether a question expects one, and which its card says, by words and by the attached questions near."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rupfam_assistant.french.cues import blank, cues
from rupfam_assistant.french.quantities import find_numbers
from rupfam_assistant.french.words import flatten, stems, words
from rupfam_assistant.search.cards import Side
from rupfam_assistant.search.logistic import Weights
from rupfam_assistant.search.matching import Matcher

CLOSED = ("asking", "opens a clause by asking", "yes_or_no", "subject", "tag", "mark", "length", "near")
"""What shows that a question expects oui or non."""

SIDE = (
    "the card's",
    "nearest",
    "near and sure",
    "worded alike",
    "denied",
    "card denies",
    "other",
    "other number",
    "absent",
    "new",
)
"""What shows that a card says oui."""

SHARPNESS, NEAR, AROUND = 25.0, 7, 20
"""How much more a nearer question weighs; those of the card that are read, and those of any card."""

LEFT_OUT = -1.0
"""The cosine of a question that is left out."""

WORDED = 6.0
"""How much more a question that shares more words weighs."""

EXPECTED, SURE = 0.5, 0.65
"""The probability from which oui or non is expected, and from which it is said."""


@dataclass(frozen=True)
class Sides:
    """The attached questions that tell a side, and the weights of CLOSED and of SIDE."""

    matcher: Matcher
    closed: Weights
    oui: Weights

    def side(self, question: str, card: int, near: np.ndarray) -> Side:
        """What a card, by number, says to a question, "" where neither is expected or sure; `near` holds the cosines
        of the attached questions."""
        if self.closed.probability(self.closed_features(question, near)) < EXPECTED:
            return ""
        oui = self.oui.probability(self.side_features(question, card, near))
        if max(oui, 1 - oui) < SURE:
            return ""
        return "oui" if oui > 0.5 else "non"

    def closed_features(self, question: str, near: np.ndarray) -> tuple[float, ...]:
        """What CLOSED names, of a question."""
        said = flatten(question)
        bare = cues("interrogatives", "subordinate").sub(blank, cues("interrogatives", "yes_or_no").sub(blank, said))
        asks = (cues("interrogatives", group).search(bare) is not None for group in ("asking", "opening"))
        found = (cues("interrogatives", group).search(said) is not None for group in ("yes_or_no", "subject", "tag"))
        around = np.argpartition(-near, min(AROUND, len(near) - 1))[:AROUND]
        return (
            *map(float, (*asks, *found)),
            float("?" in question),
            math.log1p(len(said.split())),
            _share(near[around], self._sided[around] != 0),
        )

    def side_features(self, question: str, card: int, near: np.ndarray) -> tuple[float, ...]:
        """What SIDE names, of a question and a card by number."""
        mine = np.array([n for n in self.matcher.asked_of[card] if self._sided[n] and near[n] > LEFT_OUT], int)
        best = mine[np.argsort(-near[mine])][:NEAR]
        oui = _share(near[best], self._sided[best] > 0)
        told, numbers, denies = self._said_of_cards[card]
        said, asked = set(stems(question)), _numbers(question)
        denied = _denies(question)
        nearest = float(near[best].max(initial=0.0))
        return (
            float((self._sided[mine] > 0).sum() + 1) / (len(mine) + 2),
            nearest,
            (oui - 0.5) * nearest,
            self._worded_alike(question, mine),
            float(denied),
            float(denies),
            float(denied != denies),
            float(bool(asked - numbers)),
            float(self.matcher.cards[card].kind == "absent"),
            len(said - told) / len(said) if said else 0.0,
        )

    def _worded_alike(self, question: str, mine: np.ndarray) -> float:
        """The share of oui among the sided questions of a card, those that share the most words weighing most."""
        said = set(words(question))
        shared = [len(said & self._wordings[n]) / len(said | self._wordings[n]) if said else 0.0 for n in mine]
        votes = np.exp(WORDED * np.array(shared)) - 1
        return float(votes[self._sided[mine] > 0].sum() / votes.sum()) if votes.sum() else 0.5

    @cached_property
    def _wordings(self) -> dict[int, set[str]]:
        """The words of each question that tells a side, by number."""
        return {n: set(words(q.text)) for n, q in enumerate(self.matcher.questions) if q.side}

    @cached_property
    def _sided(self) -> np.ndarray:
        """1 for each attached question that expects oui, -1 non, 0 neither."""
        return np.array([{"oui": 1, "non": -1, "": 0}[question.side] for question in self.matcher.questions])

    @cached_property
    def _said_of_cards(self) -> list[tuple[frozenset[str], frozenset[float], bool]]:
        """The stems and the numbers of each card, and whether it denies."""
        return [
            (frozenset(stems(card.plain)), frozenset(_numbers(card.plain)), _denies(card.plain))
            for card in self.matcher.cards
        ]


def _share(near: np.ndarray, counted: np.ndarray) -> float:
    """The share of the votes of questions near that those counted have; a half when there is none."""
    votes = np.exp(SHARPNESS * near)
    return float(votes[counted].sum() / votes.sum()) if len(votes) else 0.5


def _numbers(text: str) -> set[float]:
    """The numbers of a text but one, which is most often an article."""
    return {number.value for number in find_numbers(text) if number.value != 1}


def _denies(text: str) -> bool:
    return cues("interrogatives", "denying").search(flatten(text)) is not None
