"""Learns when a question expects oui or non, and which one, from what is read of attached questions that the reader of
pairs never saw."""

from collections.abc import Mapping, Sequence

from rupfam_assistant.answers.sides import CLOSED, SIDE, closed_features, side_features
from rupfam_assistant.search.cards import AttachedQuestion
from rupfam_assistant.search.logistic import fit_logistic
from rupfam_assistant.search.pairs import PairReader


def fit_sides(
    questions: Sequence[AttachedQuestion], pairs: PairReader, told: Mapping[str, str]
) -> dict[str, dict[str, object]]:
    """The weights of CLOSED and of SIDE; `told` holds what is read of each card, by its id."""
    read = [pairs.side(question.asked, told[question.cards[0]]) for question in questions]
    closed = [closed_features(question.asked, logits) for question, logits in zip(questions, read, strict=True)]
    sided = [(question.side, logits) for question, logits in zip(questions, read, strict=True) if question.side]
    return {
        "closed": fit_logistic(CLOSED, closed, [bool(question.side) for question in questions]),
        "side": fit_logistic(
            SIDE, [side_features(logits) for _, logits in sided], [side == "oui" for side, _ in sided]
        ),
    }
