"""Two wordings face to face: the words of each that the other has not, to be marked."""

from collections.abc import Iterable, Iterator

from rupfam_assistant.review.reading.lines import BLANK
from rupfam_assistant.review.reading.words import edits, read_tokens

Stretch = tuple[int, int]
"""The [start, end) of some words in their text."""


def differing(one: str, other: str) -> tuple[list[Stretch], list[Stretch]]:
    """The words of each text that the other has not; typography, agreement and small words left aside."""
    changed = list(edits(read_tokens(one), read_tokens(other)))
    left, right = (edit.removed for edit in changed), (edit.added for edit in changed)
    return [(words[0].start, words[-1].end) for words in left if words], [
        (words[0].start, words[-1].end) for words in right if words
    ]


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
