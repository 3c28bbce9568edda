"""Two wordings face to face: the words of each that the other has not, marked by a sign, a colour, and words for who
listens."""

from collections.abc import Iterable, Iterator
from html import escape

from rupfam_assistant.review.reading.blanks import BLANK
from rupfam_assistant.review.reading.words import Token, edits, read_tokens

Span = tuple[int, int]


def differing(one: str, other: str) -> tuple[list[Span], list[Span]]:
    """The [start, end) of the words of each text that the other has not; typography, agreement and small words left
    aside."""
    left, right = read_tokens(one), read_tokens(other)
    changed = edits(left, right)
    return [_span(left, i1, i2) for i1, i2, _, _ in changed if i2 > i1], [
        _span(right, j1, j2) for _, _, j1, j2 in changed if j2 > j1
    ]


def blanks(text: str) -> list[Span]:
    """The [start, end) of the blanks left in a text."""
    return [mark.span() for mark in BLANK.finditer(text)]


def marked_html(text: str, spans: Iterable[Span], tag: str, told: str) -> str:
    """A text whose spans stand in an element, `told` before each for who does not see it."""
    return "".join(_parts(text, spans, tag, told))


def _parts(text: str, spans: Iterable[Span], tag: str, told: str) -> Iterator[str]:
    done = 0
    for start, end in spans:
        yield f'{escape(text[done:start])}<{tag}><span class="lu">{told}&nbsp;: </span>{escape(text[start:end])}</{tag}>'
        done = end
    yield escape(text[done:])


def _span(words: tuple[Token, ...], first: int, last: int) -> Span:
    return words[first].start, words[last - 1].end
