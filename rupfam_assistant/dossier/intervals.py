"""Intervals: the size that a text gives: "7 mois", "4 à 5 mois", "+ de 5 mois", "près de 10 %"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from math import inf

from rupfam_assistant.french import analyse
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.words import flatten

CUES = partial(cues, "dossier")
JOINTS = ("a", "ou", "et")
ROUNDED, NEAR = 0.04, 0.15
"""What joins the ends of a range; the share by which a length of time told in another unit, or a size told to be near,
may differ."""


@dataclass(frozen=True)
class Interval:
    """Sizes from `low` to `high` in the unit of a dimension ("" for none), told at [start, end) of a text."""

    low: float
    high: float
    dimension: str
    start: int
    end: int

    def meets(self, other: "Interval") -> bool:
        """Whether both may be true of one thing of their dimension; a length of time may be rounded by another unit."""
        rounded = ROUNDED if self.dimension == "days" else 0.0
        one, two = sorted((self, other), key=lambda interval: interval.low)
        return two.low <= one.high * (1 + rounded)


def find_intervals(text: str) -> Iterator[Interval]:
    """The intervals of a text in order, "une place" aside; a number alone has no dimension."""
    flat, told = flatten(text), analyse(re.sub(r"(?<=\d)[-–](?=\d)", " ", text))
    for found, after in zip(told.quantities, (*told.quantities[1:], None), strict=False):
        if after and after.start <= found.end + 1 and found.dimension in JOINTS:  # "4 à" of "4 à 5 mois"
            continue
        if found.number.spoken and found.number.value <= 1:
            continue
        start, low, high = found.start, found.size, found.size
        scale = found.size / found.number.value if found.number.value else 1.0
        for first in (one for one in told.numbers if one.end < found.start and one.value < found.number.value):
            if re.fullmatch(r" ?(?:mois|ans?|%|€)? ?(?:a|ou|et|-|–) ?", flat[first.end : found.start]):
                start, low = first.start, first.value * scale
        yield _bounded(Interval(low, high, found.dimension, start, found.end), flat)
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text.strip()):
        value = float(text.strip().replace(",", "."))
        yield Interval(value, value, "", 0, len(text))


def _bounded(exact: Interval, flat: str) -> Interval:
    """An interval with the bound that the words before or after it in a flattened text open."""
    before, after = flat[: exact.start], flat[exact.end :]
    least, most, near = (CUES(group).search(before) for group in ("at_least", "at_most", "about"))
    more, less = (CUES(group).match(after.lstrip()) for group in ("or_more", "or_less"))
    bound = least or most or near
    told = replace(exact, start=bound.start() if bound else exact.start)
    if after_it := not bound and (more or less):
        told = replace(told, end=exact.end + len(after) - len(after.lstrip()) + after_it.end())
    if least or (more and not bound):
        return replace(told, high=inf)
    if most or (less and not bound):
        return replace(told, low=0.0)
    return replace(told, low=exact.low * (1 - NEAR), high=exact.high * (1 + NEAR)) if near else told
