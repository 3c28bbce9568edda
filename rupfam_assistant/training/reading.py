"""Learns when a second card is told beside the likeliest, from the attached questions of families set aside."""

from collections.abc import Sequence

from rupfam_assistant.answers.reading import SECOND, Reader
from rupfam_assistant.search.cards import AttachedQuestion
from rupfam_assistant.search.logistic import fit_logistic


def fit_second(questions: Sequence[AttachedQuestion], reader: Reader) -> dict[str, object]:
    """The weights of SECOND, from questions that the matcher does not hold: whether the second card is right, for
    questions of several cards or whose first is wrong."""
    rows, right = [], []
    for question in questions:
        reading = reader.read(question.text, question.history)
        first, second = reader.nearest(reading.scores, 2)[0]
        wanted = [reader.matcher.numbers[card] for card in question.cards]
        one, other = (bool(reader.matcher.alike[number, wanted].any()) for number in (first, second))
        rows.append(reader.second_features(reading, first, second))
        right.append(other and (len(wanted) > 1 or not one))
    return fit_logistic(SECOND, rows, right)
