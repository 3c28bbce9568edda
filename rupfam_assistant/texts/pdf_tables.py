"""Tables of actions on the pages of a PDF, where nothing is left of them but signs at places: their heads tell their
columns."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.words import flatten

COLUMNS = tuple(read_list("columns").groups)
FEWEST_HEADS, LONGEST_HEADS = 4, 120
"""The columns that heads name at least, and the characters of their line."""

APART, BELOW, BESIDE, THIN = 0.55, 4.0, 3.5, 3.0
"""The gap between two heads, and below a table, in heights of a letter; points between two words of a cell at most;
those of a line drawn."""


class PageWord(NamedTuple):
    """A word of a page: its signs at ranks [start, end), its place in points from the bottom left, whether it is
    cut."""

    text: str
    start: int
    end: int
    left: float
    right: float
    middle: float
    height: float
    cut: bool


def is_heads(line: str) -> bool:
    """Whether a line is the heads of the columns of a table of actions."""
    said = flatten(line)
    told = sum(cues("columns", field).search(said) is not None for field in COLUMNS)
    return told >= FEWEST_HEADS and ":" not in said and len(said) < LONGEST_HEADS


def find_tables(page: Any, text: Any, signs: Sequence[str]) -> Iterator[tuple[int, int, list[str]]]:
    """Each table of actions of a page: the ranks [start, end) of its signs, and its rows as lines."""
    done, at = 0, 0
    for line in "".join(sign or " " for sign in signs).split("\n") if len(signs) == text.count_chars() else ():
        start, at = at, at + len(line) + 1
        if start >= done and is_heads(line):
            words = list(_words(text, signs, start))
            edges = _edges(page, words)
            rows = list(_rows(words, edges)) if len(edges) >= FEWEST_HEADS else []
            if len(rows) > 1:
                done = rows[-1][-1][-1].end
                yield start, done, [f"| {' | '.join(map(_said, _in_columns(row, edges)))} |" for row in rows]


def _words(text: Any, signs: Sequence[str], start: int) -> Iterator[PageWord]:
    """The words of a page from a rank on."""
    first = start
    for rank in range(start, len(signs) + 1):
        sign = signs[rank] if rank < len(signs) else " "
        if sign.strip() and sign not in "\ufffe\x02":
            continue
        if rank > first:
            (left, low, _, high), right = text.get_charbox(first), text.get_charbox(rank - 1)[2]
            said, cut = "".join(signs[first:rank]), bool(sign.strip())
            yield PageWord(said, first, rank, left, right, (low + high) / 2, high - low, cut)
        first = rank + 1


def _edges(page: Any, words: Sequence[PageWord]) -> list[float]:
    """The left edge of each column: lines drawn between the heads, else where these start."""
    from pypdfium2.raw import FPDF_PAGEOBJ_PATH

    head = words[0]
    heads = sorted((word for word in words if abs(word.middle - head.middle) < head.height), key=lambda word: word.left)
    starts = [heads[0].left]
    starts += [after.left for word, after in pairwise(heads) if after.left - word.right > APART * head.height]
    drawn = set[float]()
    for each in page.get_objects(filter=[FPDF_PAGEOBJ_PATH]):
        left, low, right, high = each.get_bounds()
        if low - THIN <= head.middle <= high + THIN and high - low > head.height:
            drawn |= {left, right} if right - left > THIN else {left}
    between = [[x for x in sorted(drawn) if one < x <= other] for one, other in pairwise(starts)]
    return [starts[0] - BESIDE, *(xs[-1] if xs else x - BESIDE for xs, x in zip(between, starts[1:], strict=True))]


def _rows(words: Sequence[PageWord], edges: Sequence[float]) -> Iterator[list[list[PageWord]]]:
    """The rows of a table, each as runs of words of one cell, up to the first line that is in no column."""
    row, column, lowest = list[list[PageWord]](), -1, words[0].middle
    for before, word in pairwise([None, *words]):
        assert word is not None
        here = bisect_right(edges, word.left + 0.5) - 1
        beside = before is not None and abs(before.middle - word.middle) < word.height / 2
        runs_on = before and beside and here != column and 0 <= word.left - before.right < BESIDE
        if here < 0 or runs_on or lowest - word.middle > BELOW * word.height:
            break
        lowest = min(lowest, word.middle)
        if here < column and row:
            yield row
            row = []
        if here != column or not row:
            row.append([])
        row[-1].append(word)
        column = here
    if row:
        yield row


def _in_columns(row: Sequence[Sequence[PageWord]], edges: Sequence[float]) -> list[list[PageWord]]:
    cells: list[list[PageWord]] = [[] for _ in edges]
    for run in row:
        cells[bisect_right(edges, run[0].left + 0.5) - 1] += run
    return cells


def _said(cell: Sequence[PageWord]) -> str:
    """The text of a cell, a word cut at the end of a line made whole."""
    return "".join(f"{word.text}{'-' if word.cut else ' '}" for word in cell).strip()
