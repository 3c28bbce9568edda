"""Learns the decision on the questions set aside: whether the best card of a kind is the right one, and from what
probability to say it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from rupfam_assistant.answers.decision import FEATURES, KINDS, best_of, match_features, unknown_share
from rupfam_assistant.french.words import stems
from rupfam_assistant.search.cards import AttachedQuestion
from rupfam_assistant.search.logistic import told_weights
from rupfam_assistant.search.matching import Matcher

ASIDE = 5
"""One family of questions in so many is set aside: the encoder never sees it."""


@dataclass(frozen=True)
class Sample:
    """What the match shows of a question for a kind: the features of its best card, and whether that card is right."""

    features: tuple[float, ...]
    right: bool


def is_aside(question: AttachedQuestion) -> bool:
    """Whether a question's family is set aside: always the same ones."""
    return int(hashlib.md5(question.family.encode()).hexdigest(), 16) % ASIDE == 0


def rows_of(questions: Iterable[AttachedQuestion], matcher: Matcher, known: frozenset[str]) -> dict[str, list[Sample]]:
    """The rows of questions that the matcher does not hold, by kind."""
    rows: dict[str, list[Sample]] = {kind: [] for kind in KINDS}
    for question in questions:
        matches, said = matcher.match(question.text, question.history), stems(question.text)
        unknown = unknown_share(said, known)
        wanted = [matcher.numbers[card] for card in question.cards]
        for kind in KINDS:
            best = best_of(kind, matches, matcher)
            features = match_features(best, matches, matcher, unknown, len(said), bool(question.history))
            rows[kind].append(Sample(features, bool(matcher.alike[best, wanted].any())))
    return rows


def fit_decision(rows: dict[str, list[Sample]], seed: int) -> dict[str, dict[str, object]]:
    """The logistic weights of each kind, as corpus/decision.json holds them."""
    from sklearn.linear_model import LogisticRegression

    told: dict[str, dict[str, object]] = {}
    for kind in KINDS:
        features, right = np.array([row.features for row in rows[kind]]), [row.right for row in rows[kind]]
        model = LogisticRegression(C=10.0, max_iter=5000, random_state=seed).fit(features, right)
        told[kind] = told_weights(FEATURES, model.coef_[0], model.intercept_[0])
    return told
