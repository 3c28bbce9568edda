"""Oui or non: whether a question expects one, and which its card says, as they are read together."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rupfam_assistant.search.cards import Side
from rupfam_assistant.search.logistic import Weights
from rupfam_assistant.search.pairs import OUTPUTS, PairReader

CLOSED = ("sided", "surely sided", "mark", "length")
"""What shows that a question expects oui or non."""

SIDE = ("oui", "surely oui", "surely sided")
"""What shows that a card says oui."""

EXPECTED, SURE = 0.4, 0.65
"""The probability from which oui or non is expected, and from which it is said."""


@dataclass(frozen=True)
class Sides:
    """What reads a question with a card, what is read of each card by its id, and the weights of CLOSED and of SIDE."""

    pairs: PairReader
    told: Mapping[str, str]
    closed: Weights
    oui: Weights

    def side(self, question: str, card: str) -> Side:
        """What a card, by its id, says to a question in its context, "" where neither is expected or sure."""
        logits = self.pairs.side(question, self.told[card])
        oui = self.oui.probability(side_features(logits))
        if self.closed.probability(closed_features(question, logits)) < EXPECTED or max(oui, 1 - oui) < SURE:
            return ""
        return "oui" if oui > 0.5 else "non"


def closed_features(question: str, logits: np.ndarray) -> tuple[float, ...]:
    """What CLOSED names, of a question and what was read of it with a card (OUTPUTS)."""
    sided = _sided(logits)
    return sided, math.tanh(sided / 2), float("?" in question), math.log1p(len(question.split()))


def side_features(logits: np.ndarray) -> tuple[float, ...]:
    """What SIDE names."""
    oui = float(logits[OUTPUTS.index("oui")] - logits[OUTPUTS.index("non")])
    return oui, math.tanh(oui / 2), math.tanh(_sided(logits) / 2)


def _sided(logits: np.ndarray) -> float:
    """The log-odds of oui or non against neither."""
    neither, oui, non = map(float, logits)
    return float(np.logaddexp(oui, non)) - neither
