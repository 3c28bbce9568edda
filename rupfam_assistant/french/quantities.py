"""Numbers in digits and in words, and quantities: a number with its unit, in the base unit of what it measures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rupfam_assistant.french.dates import MONTH, find_dates
from rupfam_assistant.french.numbers import LARGEST, spoken_numbers
from rupfam_assistant.french.words import fold, read_words, stem

BLANK = "[ \u00a0\u202f]"
DIGITS = re.compile(rf"(?:\d{{1,3}}(?:{BLANK}\d{{3}})+(?!\d)|\d+)(?:[.,]\d+)?")
UNIT = re.compile(
    rf"{BLANK}?(?:(?P<scale>[km]){BLANK}?(?=€|eur))?(?:d['’](?=eur))?(?P<unit>%|‰|pour cent\b|€|[^\W\d_]+)",
    re.IGNORECASE,
)
CLOCK = re.compile(rf"{BLANK}?h(?:eures?)?{BLANK}?([0-5]\d)(?:{BLANK}?min(?:utes?)?)?\b", re.IGNORECASE)
POINT = str.maketrans({",": ".", " ": "", "\u00a0": "", "\u202f": ""})
SCALES = {"k": 1e3, "m": 1e6, "milliard": 1e9}
DAYS = {"jour": 1, "semaine": 7, "mois": 30, "trimestre": 90, "semestre": 180, "an": 360, "annee": 360}
"""The days of each unit of time: thirty a month, twelve months a year, so that two months are sixty days."""

MINUTES = {"minute": 1, "min": 1, "mn": 1, "heure": 60, "h": 60}
CALLED = {"euro": "€", "eur": "€", "pour cent": "%", "equivalent": "etp"}
AMOUNTS = {
    "zztime": r"\b\d+ ?h(?: ?\d+)?\b|\b(?:\d+|une|deux|trois|quatre) ?(?:min|mn|minutes?|heures?)\b",
    "zzspan": r"\b(?:\d+|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze) (?:mois|semaines?|ans?|annees?)\b",
    "zzdistance": r"\b\d+ ?(?:km|kilometres?)\b",
    "zzshare": r"\b\d+(?:,\d+)? ?%",
    "zzmoney": r"\b\d+ ?(?:€|euros?\b)",
    "zzyear": r"\b(?:19|20)\d\d\b",
    "zznumber": r"\b\d+\b",
}
"""Hours, lengths of time, distances, shares, prices, years and other numbers, and the word that stands for each."""


@dataclass(frozen=True)
class Number:
    """A number at [start, end) of its text; `spoken` when it is in words, "un" and "une" included."""

    start: int
    end: int
    value: float
    spoken: bool = False


@dataclass(frozen=True)
class Quantity:
    """A number with its unit, up to `end`, exclusive.

    `dimension` is "days", "minutes", "€", "%" or the stem of the unit, `size` the value in it: "2 mois" is 60.0 days,
    "1 h 25" 85.0 minutes, "3 k€" 3000.0 €, "12 dossiers" 12.0 "dossi".
    """

    number: Number
    end: int
    size: float
    dimension: str

    @property
    def start(self) -> int:
        """Where its number starts."""
        return self.number.start


def find_numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a text in order, without overlap; "2 millions" is one, "vingt et un" too."""
    found = [Number(*match.span(), min(float(match[0].translate(POINT)), LARGEST)) for match in DIGITS.finditer(text)]
    merged: list[Number] = []
    for number in sorted([*found, *_spoken(text)], key=lambda number: number.start):
        last = merged[-1] if merged else Number(0, 0, 0.0, spoken=True)
        scale = number.spoken and number.value in SCALES.values() and text[last.end : number.start].isspace()
        if scale and not last.spoken:
            merged[-1] = Number(last.start, number.end, last.value * number.value)
        elif number.start >= last.end:
            merged.append(number)
    return tuple(merged)


@lru_cache(maxsize=8_192)
def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text in order, without overlap; a date is none."""
    taken = bytearray(len(text))
    for when in find_dates(text):
        taken[when.start : when.end] = b"\1" * (when.end - when.start)
    found: list[Quantity] = []
    for number in find_numbers(text):
        glued = re.search(r"[\w.,/-]\Z", text[max(0, number.start - 1) : number.start])
        if glued or any(taken[number.start : number.end]):
            continue
        if clock := CLOCK.match(text, number.end):
            found.append(Quantity(number, clock.end(), 60 * number.value + int(clock[1]), "minutes"))
            taken[clock.start() : clock.end()] = b"\1" * (clock.end() - clock.start())
        elif (unit := UNIT.match(text, number.end)) and fold(unit["unit"]) not in MONTH:
            size, dimension = scaled(number.value * SCALES.get((unit["scale"] or "").lower(), 1), unit["unit"])
            found.append(Quantity(number, unit.end(), size, dimension))
    return tuple(found)


def name_amounts(folded: str) -> str:
    """A folded text with one word of AMOUNTS for each amount, whatever it is."""
    for name, amount in AMOUNTS.items():
        folded = re.sub(amount, f" {name} ", folded)
    return folded


def scaled(value: float, unit: str) -> tuple[float, str]:
    """A value in the base unit of what it measures, and that unit: "days", "minutes", "€", "%", or a stem."""
    folded = fold(unit)
    name = folded if folded in DAYS else folded.removesuffix("s")
    if name in DAYS:
        return value * DAYS[name], "days"
    if name in MINUTES:
        return value * MINUTES[name], "minutes"
    return value, CALLED.get(name) or (stem(name) if name.isalpha() else name)


def _spoken(text: str) -> Iterator[Number]:
    kept = [word for word in read_words(text) if not word.elided]
    gaps = (text[one.end : other.start].strip(" \u00a0\u202f-‑") for one, other in pairwise(kept))
    told = zip((text[word.start : word.end].lower() for word in kept), (False, *map(bool, gaps)), strict=False)
    for first, last, value, ordinal in spoken_numbers(told):
        if not ordinal:
            yield Number(kept[first].start, kept[last - 1].end, value, spoken=True)
