"""Numbers in words, read by text2num: "vingt et un", "deux mille", "trois virgule cinq"; and ordinal ones."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rupfam_assistant.french.lists import read_list

_WORD = f"(?:{'|'.join(sorted(read_list('numbers').entries, key=len, reverse=True))})"
NUMBER = rf"(?:\d+(?:[.,]\d+)?|{_WORD}(?:[ -](?:et[ -])?{_WORD})*)"
ORDINALS = {word: int(rank) for rank, words in read_list("ordinals").groups.items() for word in words}
"""For a pattern on a folded text: a number, which `number_of` reads; the rank of each ordinal word, -1 for the last."""

MOST_DIGITS, LARGEST = 15, 1e15
"""The digits of a whole number, and the number, beyond which nothing is counted."""


@dataclass(frozen=True)
class _Token:
    """A word as text2num asks for it."""

    word: str
    apart: bool

    def text(self) -> str:
        return "zéro" if self.word == "zero" else self.word

    def nt_separated(self, previous: object) -> bool:
        return self.apart

    def not_a_number_part(self) -> bool:
        return False


def spoken_numbers(words: Iterable[tuple[str, bool]]) -> Iterator[tuple[int, int, float, bool]]:
    """(first rank, end rank, value, is ordinal) of the numbers among words, each with whether a mark parts it."""
    from text_to_num import find_numbers

    tokens = [_Token(word, apart) for word, apart in words]
    for found in find_numbers(tokens, "fr", threshold=0.0):
        yield found.start, found.end, float(found.value), found.is_ordinal


def whole(text: str) -> int | None:
    """The whole number that decimal digits write; None for another text, or for more digits than anything counts."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


@lru_cache(maxsize=10_000)
def number_of(words: str) -> float | None:
    """The value of one number, in digits or in folded words; None when they are not."""
    if re.fullmatch(r"\d+(?:[.,]\d+)?", words):
        return min(float(words.replace(",", ".")), LARGEST)
    told = words.replace("-", " ").split()
    found = list(spoken_numbers((word, False) for word in told))
    return found[0][2] if len(found) == 1 and found[0][:2] == (0, len(told)) and not found[0][3] else None
