"""The numbers of lists, as Word and OpenDocument keep them: not in the text, but told level by level."""

import re
from collections.abc import Mapping
from typing import NamedTuple

PLACE = re.compile(r"%(\d)")
ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


class Level(NamedTuple):
    """A level of a list: its first number, how it is written ("1", "a", "A", "i", "I", "" for none), the words around
    it, "Article %1 –", where %2 is the number of the second level."""

    start: int
    written: str
    text: str


Levels = Mapping[int, Level]


class Numbering:
    """The lists of a file by their names, each with the name that its count goes by, and how far each is."""

    def __init__(self, lists: Mapping[str, tuple[str, Levels]]) -> None:
        self._lists = lists
        self._counts: dict[str, list[int]] = {}

    def restart(self, name: str) -> None:
        """Makes a list begin anew."""
        self._counts.pop(self._lists.get(name, ("", {}))[0], None)

    def label(self, name: str, depth: int) -> str:
        """The number of the next paragraph of a list at some depth: "Article 3 –", "2.1"; "-" where it has none."""
        counted, levels = self._lists.get(name, ("", {}))
        if depth not in levels or not levels[depth].written:
            return "-"
        counts = self._counts.setdefault(counted, [])
        counts[depth + 1 :] = []
        while len(counts) <= depth:
            counts.append((levels[len(counts)].start if len(counts) in levels else 1) - (len(counts) == depth))
        counts[depth] += 1
        written = {n: _number(count, levels[n].written) for n, count in enumerate(counts) if n in levels}
        return PLACE.sub(lambda found: written.get(int(found[1]) - 1, ""), levels[depth].text).strip() or "-"


def _number(count: int, written: str) -> str:
    """A number as a list writes it."""
    if written in "aA":
        letter = chr(ord("a") + (count - 1) % 26)
        return letter.upper() if written == "A" else letter
    if written in "iI":
        roman, left = "", min(count, 39)
        for value, sign in ROMAN:
            roman, left = roman + sign * (left // value), left % value
        return roman if written == "I" else roman.lower()
    return f"{count}er" if written == "1er" and count == 1 else str(count)
