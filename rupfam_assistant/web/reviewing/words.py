"""Two wordings face to face: the words of each that the other has not, to be marked."""

from collections.abc import Iterable, Iterator

from rupfam_assistant.review.reading.lines import BLANK
from rupfam_assistant.review.reading.words import edits, read_tokens

Stretch = tuple[int, int]
"""The [start, end) of some words in their text."""


def differing(one: str, other: str) -> tuple[list[Stretch], list[Stretch]]:
    """The words of each text that the other has not; typography, agreement and small words left aside."""
    left, right = read_tokens(one), read_tokens(other)
    changed = edits(left, right)
    return (
        [(left[i1].start, left[i2 - 1].end) for i1, i2, _, _ in changed if i2 > i1],
        [(right[j1].start, right[j2 - 1].end) for _, _, j1, j2 in changed if j2 > j1],
    )


def blanks(text: str) -> list[Stretch]:
    """The blanks left in a text."""
    return [mark.span() for mark in BLANK.finditer(text)]


def cut(text: str, marked: Iterable[Stretch]) -> Iterator[tuple[str, bool]]:
    """A text in runs of words, each with whether it is marked."""
    done = 0
    for start, end in marked:
        yield text[done:start], False
        yield text[start:end], True
        done = end
    yield text[done:], False
