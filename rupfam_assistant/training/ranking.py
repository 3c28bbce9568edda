"""Learns, on the questions set aside, how likely what a match shows makes a card."""

import hashlib
from collections.abc import Sequence

import numpy as np

from rupfam_assistant.search.cards import AttachedQuestion
from rupfam_assistant.search.matching import Matcher

ASIDE, FOLDS, PENALTY = 5, 4, 1.0
"""One family in so many is set aside: the encoder never sees it; parts told apart in turn; what squares cost."""


def set_aside(name: str) -> bool:
    """Whether a family, or a document, is set aside by its name: always the same ones."""
    return _number(name) % ASIDE == 0


def shown_of(questions: Sequence[AttachedQuestion], matcher: Matcher) -> tuple[np.ndarray, np.ndarray]:
    """What the match shows of questions set aside (questions × cards × FEATURES); which cards are right, or alike."""
    vectors = matcher.encoder.encode([question.asked for question in questions], "query")
    shown = [
        matcher.features(question.text, question.history, vector, matcher.asked @ vector)
        for question, vector in zip(questions, vectors, strict=True)
    ]
    right = [matcher.alike[[matcher.numbers[card] for card in question.cards]].any(0) for question in questions]
    return np.stack(shown), np.stack(right)


def fit_ranking(shown: np.ndarray, right: np.ndarray) -> tuple[float, ...]:
    """The weights of FEATURES that make the right cards likeliest: a conditional logit (McFadden, 1974)."""
    from scipy.optimize import minimize

    spread = shown.std((0, 1)) + 1e-6
    scaled = (shown / spread).astype(np.float32)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = scaled @ weights.astype(np.float32)
        likely = np.exp(odds - odds.max(1, keepdims=True))
        among = likely * right
        found = among.sum(1) / likely.sum(1)
        pull = among / among.sum(1, keepdims=True) - likely / likely.sum(1, keepdims=True)
        slope = np.einsum("qc,qcf->f", pull, scaled)
        return -float(np.log(found + 1e-12).sum()) + PENALTY * float(weights @ weights), 2 * PENALTY * weights - slope

    found = minimize(loss, np.zeros(shown.shape[2]), jac=True, method="L-BFGS-B")
    return tuple(float(weight) for weight in found.x / spread)


def cross_ranks(shown: np.ndarray, right: np.ndarray, families: Sequence[str]) -> np.ndarray:
    """The rank, from 0, of the first right card of each question, by weights learned on the other families."""
    folds = np.array([_number(family) // ASIDE % FOLDS for family in families])
    ranks = np.empty(len(families), int)
    for fold in range(FOLDS):
        weights = fit_ranking(shown[folds != fold], right[folds != fold])
        order = np.argsort(-(shown[folds == fold] @ np.array(weights, np.float32)), axis=1, kind="stable")
        ranks[folds == fold] = np.take_along_axis(right[folds == fold], order, axis=1).argmax(1)
    return ranks


def _number(family: str) -> int:
    return int(hashlib.md5(family.encode()).hexdigest(), 16)
