"""Dates as officers write them: "octobre 2026", "T3 2027", "fin 2028", "15/03/2027"; each a span of days."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.numbers import ORDINALS
from rupfam_assistant.french.words import flatten

_MONTHS = read_list("months").groups
MONTHS = tuple(_MONTHS)
MONTH = {form: number for number, forms in enumerate(_MONTHS.values(), 1) for form in forms}
SHORT_MONTHS = frozenset(MONTH) - {forms[0] for forms in _MONTHS.values()}
"""The months as written, January first; the number of each by its folded forms; those that a full stop shortens."""

SEASONS = {"printemps": (3, 6), "ete": (6, 9), "automne": (9, 12), "hiver": (1, 3)}
SEASONS |= {"rentree": (9, 9), "debut": (1, 4), "mi": (5, 8), "fin": (9, 12)}
MONTH_NAME = "|".join(sorted(MONTH, key=len, reverse=True))
"""The months that a season, or a part of the year, may mean; for a pattern on a folded text: a month, in any form."""

_ORDINAL = rf"\d|{'|'.join(ORDINALS)}"
PATTERNS = (
    rf"(?:(?P<day>\d{{1,2}})(?:er)? )?(?P<month>{MONTH_NAME})\.? (?P<year>20\d\d)",
    r"(?:(?P<day>\d{1,2})[/.-])?(?P<month>\d{1,2})[/.-](?P<year>20\d\d)",
    r"(?P<year>20\d\d)-(?P<month>\d\d)(?:-(?P<day>\d\d))?",
    rf"(?P<ordinal>{_ORDINAL})(?:er|e|eme|nd)? ?(?P<part>trimestre|semestre) (?:de )?(?P<year>20\d\d)",
    r"(?P<letter>[ts]) ?(?P<ordinal>\d)[ /-]?(?P<year>20\d\d)",
    rf"(?:(?P<season>{'|'.join(SEASONS)})|annee)(?: scolaire)? 20\d\d[-/](?P<year>20\d\d)",
    rf"(?P<season>{'|'.join(SEASONS)})(?: (?:de |d')?(?:l')?annee)?[ -](?:scolaire )?(?:de |d')?(?P<year>20\d\d)",
    r"(?P<year>20\d\d)(?! ?(?:€|euros?|familles|enfants|dossiers|mesures))",
)
DATE = tuple(re.compile(rf"(?<![\w/.,])(?:{pattern})(?![\w€%])") for pattern in PATTERNS)


@dataclass(frozen=True)
class When:
    """The words of a text at [start, end) that give a date, and the first and last days that they may mean."""

    start: int
    end: int
    first: date
    last: date


def find_dates(text: str) -> tuple[When, ...]:
    """The dates of a text in order, the most precise reading of each; a date that no calendar has is left aside."""
    folded = flatten(text)
    found: list[When] = []
    taken = bytearray(len(folded))
    for pattern in DATE:
        for match in pattern.finditer(folded):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            taken[start:end] = b"\1" * (end - start)
            if when := _read(match):
                found.append(when)
    return tuple(sorted(found, key=lambda when: when.start))


def written(day: date) -> str:
    """A day as it is written: "1er mars 2027"."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def same_time(one: When, other: When) -> bool:
    """Whether two dates may be the same: one of them lies within the other."""
    shared = max(one.first, other.first), min(one.last, other.last)
    return shared in ((one.first, one.last), (other.first, other.last))


def _read(match: re.Match[str]) -> When | None:
    year, (first, last) = int(match["year"]), _months(match.groupdict())
    if not 1 <= first <= last <= 12:
        return None
    day = int(match.groupdict().get("day") or 0)
    length = calendar.monthrange(year, last)[1]
    return None if day > length else When(*match.span(), date(year, first, day or 1), date(year, last, day or length))


def _months(given: dict[str, str | None]) -> tuple[int, int]:
    """The first and last months that a date names."""
    if month := given.get("month"):
        number = MONTH.get(month) or int(month)
        return number, number
    if ordinal := given.get("ordinal"):
        length = 3 if "t" in ((given.get("part") or "")[:1], given.get("letter")) else 6
        rank = int(ORDINALS.get(ordinal, ordinal))
        rank = 12 // length if rank == -1 else rank
        return (rank - 1) * length + 1, rank * length
    return SEASONS.get(given.get("season") or "", (1, 12))
