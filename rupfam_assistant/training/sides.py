"""Learns when a question expects oui or non, and which one, from the attached questions, each read without its own
family."""

import numpy as np

from rupfam_assistant.answers.sides import CLOSED, LEFT_OUT, SIDE, Sides
from rupfam_assistant.search.logistic import Weights, fit_logistic
from rupfam_assistant.search.matching import Matcher

UNKNOWN = Weights((), 0.0)


def fit_sides(matcher: Matcher) -> dict[str, dict[str, object]]:
    """The weights of CLOSED and of SIDE."""
    sides = Sides(matcher, UNKNOWN, UNKNOWN)
    families = np.array([question.family for question in matcher.questions])
    closed, expected, oui, right = [], [], [], []
    for question, vector in zip(matcher.questions, matcher.asked, strict=True):
        near = np.where(families == question.family, LEFT_OUT, matcher.asked @ vector)
        closed.append(sides.closed_features(question.text, near))
        expected.append(bool(question.side))
        if question.side:
            oui.append(sides.side_features(question.text, matcher.numbers[question.cards[0]], near))
            right.append(question.side == "oui")
    return {"closed": fit_logistic(CLOSED, closed, expected), "side": fit_logistic(SIDE, oui, right)}
