"""Learns when a question expects oui or non, and which one, from the attached questions of families set aside."""

from collections.abc import Sequence

from rupfam_assistant.answers.sides import CLOSED, SIDE, Sides
from rupfam_assistant.search.cards import AttachedQuestion
from rupfam_assistant.search.logistic import Weights, fit_logistic
from rupfam_assistant.search.matching import Matcher

UNKNOWN = Weights((), 0.0)


def fit_sides(questions: Sequence[AttachedQuestion], matcher: Matcher) -> dict[str, dict[str, object]]:
    """The weights of CLOSED and of SIDE, from questions that the matcher does not hold."""
    sides = Sides(matcher, UNKNOWN, UNKNOWN)
    vectors = matcher.encoder.encode([question.asked for question in questions], "query")
    near = [matcher.asked @ vector for vector in vectors]
    closed = [sides.closed_features(q.text, row) for q, row in zip(questions, near, strict=True)]
    sided = [(q, row) for q, row in zip(questions, near, strict=True) if q.side]
    oui = [sides.side_features(q.text, matcher.numbers[q.cards[0]], row) for q, row in sided]
    return {
        "closed": fit_logistic(CLOSED, closed, [bool(q.side) for q in questions]),
        "side": fit_logistic(SIDE, oui, [q.side == "oui" for q, _ in sided]),
    }
