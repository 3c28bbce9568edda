"""Dates as officers write them: "octobre 2026", "T3 2027", "fin 2028", "15/03/2027"; each a span of days."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.words import flatten

_MONTHS = read_list("months").groups
MONTHS = tuple(_MONTHS)
"""The months as they are written, January first."""

MONTH = {form: number for number, forms in enumerate(_MONTHS.values(), 1) for form in forms}
SHORT_MONTHS = frozenset(MONTH) - {forms[0] for forms in _MONTHS.values()}
"""The number of each month by its folded forms; those that a full stop shortens."""

SEASONS = {
    "printemps": (3, 6),
    "ete": (6, 9),
    "automne": (9, 12),
    "hiver": (1, 3),
    "rentree": (9, 9),
    "debut": (1, 4),
    "mi": (5, 8),
    "fin": (9, 12),
}
ORDINAL = {
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "premier": 1,
    "deuxieme": 2,
    "second": 2,
    "troisieme": 3,
    "quatrieme": 4,
    "dernier": -1,
}

_NAMES = "|".join(sorted(MONTH, key=len, reverse=True))
PATTERNS = (
    rf"(?:(?P<day>\d{{1,2}})(?:er)? )?(?P<month>{_NAMES})\.? (?P<year>20\d\d)",
    r"(?:(?P<day>\d{1,2})[/.-])?(?P<month>\d{1,2})[/.-](?P<year>20\d\d)",
    r"(?P<year>20\d\d)-(?P<month>\d\d)(?:-(?P<day>\d\d))?",
    r"(?P<ordinal>\d|premier|deuxieme|second|troisieme|quatrieme|dernier)(?:er|e|eme|nd)? ?(?P<part>trimestre|semestre) (?:de )?(?P<year>20\d\d)",
    r"(?P<letter>[ts]) ?(?P<ordinal>\d)[ /-]?(?P<year>20\d\d)",
    rf"(?P<season>{'|'.join(SEASONS)})(?: (?:de |d')?(?:l')?annee)?[ -](?:scolaire )?(?:de |d')?(?P<year>20\d\d)",
    r"(?P<year>20\d\d)(?! ?(?:€|euros?|familles|enfants|dossiers|mesures))",
)
DATE = tuple(re.compile(rf"(?<![\w/.,])(?:{pattern})(?![\w€%])") for pattern in PATTERNS)


@dataclass(frozen=True)
class When:
    """A date as a text gives it: the words at [start, end) of that text, from the first day to the last one that they may mean."""

    start: int
    end: int
    first: date
    last: date


def find_dates(text: str) -> tuple[When, ...]:
    """The dates of a text in order, the most precise reading of each; a date that no calendar has is left aside."""
    folded = flatten(text)
    found: list[When] = []
    taken: list[tuple[int, int]] = []
    for pattern in DATE:
        for match in pattern.finditer(folded):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            when = _read(match)
            if when is not None:
                found.append(when)
    return tuple(sorted(found, key=lambda when: when.start))


def written(day: date) -> str:
    """A day as it is written: "1er mars 2027"."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def same_time(one: When, other: When) -> bool:
    """Whether two dates may be the same: one of them lies within the other."""
    return (one.first <= other.first and other.last <= one.last) or (
        other.first <= one.first and one.last <= other.last
    )


def _read(match: re.Match[str]) -> When | None:
    given = match.groupdict()
    year = int(given["year"])
    months = next(_months(given), None)
    if months is None or not 1 <= months[0] <= months[1] <= 12:
        return None
    day = int(given.get("day") or 0)
    length = calendar.monthrange(year, months[1])[1]
    if day > length:
        return None
    return When(*match.span(), date(year, months[0], day or 1), date(year, months[1], day or length))


def _months(given: dict[str, str | None]) -> Iterator[tuple[int, int]]:
    """The first and last months that a date names."""
    if month := given.get("month"):
        number = MONTH.get(month) or int(month)
        yield number, number
    elif ordinal := given.get("ordinal"):
        length = 3 if (given.get("part") or "")[:1] == "t" or given.get("letter") == "t" else 6
        rank = ORDINAL.get(ordinal, 0)
        rank = 12 // length if rank == -1 else rank
        yield (rank - 1) * length + 1, rank * length
    elif season := given.get("season"):
        yield SEASONS[season]
    else:
        yield 1, 12
