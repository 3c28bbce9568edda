"""Quantities of a sentence, numbers, dates, rhythms, references: the passage holds each, or a list of that length."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rupfam_assistant.french import analyse
from rupfam_assistant.french.dates import MONTH, MONTH_NAME, MONTHS
from rupfam_assistant.french.lists import words_of
from rupfam_assistant.french.numbers import NUMBER, ORDINALS, number_of
from rupfam_assistant.french.quantities import DAYS
from rupfam_assistant.french.words import fold
from rupfam_assistant.grounding.words import plain, root

YEAR_DAYS = DAYS["an"]
TIMES_A_YEAR = {"quotidien": 360, "hebdomadaire": 52, "mensuel": 12, "bimestriel": 6, "trimestriel": 4, "annuel": 1}
TIMES_A_YEAR |= dict.fromkeys(("semestriel", "biannuel"), 2)
YEARS = {"bisannuel": 2, "biennal": 2, "triennal": 3, "quadriennal": 4, "quinquennal": 5}
ARTICLES = ("un", "une", "cent", "mille")
UNLISTED = words_of("unlisted")
NEAR, LONGEST_ITEM = 0.015, 7
"""Number words too vague to be counted alone; how far two durations that are one may be; the words of a listed item."""

MEETING = r"(?:fois|reunions?|seances?|rencontres?)"
KIND = r"(?:categories|types|sortes|groupes|especes|formes|series)"
EACH = r"(?:chaque|tou(?:s|tes) les)"
REFERENCE = "article|objectif|annexe|alinea|paragraphe|chapitre|axe"
COUNTABLE = ("count", *REFERENCE.split("|"))
MEASURED = "%|pour cent|euros?|€|millions?|milliers?|milliards?|heures?|minutes?|kilometres?|km"
RHYTHM = "|".join(f"{stem}(?:le|lle|ment|llement)?s?" for stem in TIMES_A_YEAR)
UNIT = "|".join(f"{unit}s?" for unit in DAYS)
ITEM_END = r",(?: et\b| ou\b)?|\bet\b(?!/)"


@dataclass(frozen=True)
class Measure:
    """A quantity of a text: what it measures, its value, the folded words that say it, the stem of what is counted."""

    kind: str
    value: tuple[float, ...]
    said: str
    noun: str = ""


Read = tuple[str, tuple[float, ...]] | tuple[str, tuple[float, ...], str]
"""What a measure is, its value, and the stem of what is counted."""


@lru_cache(maxsize=2_000)
def quantities(text: str) -> tuple[Measure, ...]:
    """Every quantity of a text, each stretch read once, by the most precise reading first."""
    rest, found = " ".join(fold(text).split()), list[Measure]()
    for pattern, read in READINGS:
        matches = [*re.finditer(pattern, rest)]
        found += [Measure(kind, value, one[0], *noun) for one in matches for kind, value, *noun in read(one)]
        rest = re.sub(pattern, lambda match: "#" * len(match[0]), rest)
    return tuple(found)


def _value(words: str | None) -> float:
    return 1.0 if words is None else number_of(words) or 0.0


def _range(match: re.Match[str]) -> list[Read]:
    first, last = int(match[1]), int(match[2] if len(match[2]) == 4 else match[1][:2] + match[2])
    years: list[Read] = [("year", (float(year),)) for year in (first, last)]
    return [("range", (first, last)), *years, ("span", ((last - first + 1) * YEAR_DAYS,))]


def _date(match: re.Match[str]) -> list[Read]:
    day, month, year = match[1], float(MONTH.get(match[2]) or match[2]), match[3]
    found: list[Read] = [("day", (float(day), month)) if day else ("month", (month,))]
    return [*found, ("year", (float(year),))] if year else found


def _count(match: re.Match[str]) -> list[Read]:
    return [] if match[1] in ARTICLES else [("count", (_value(match[1]),), root(match[2] or ""))]


def _unit(word: str) -> int:
    return DAYS[word if word in DAYS else word.rstrip("s")]


def _rhythm(word: str) -> float:
    return float(next(times for name, times in TIMES_A_YEAR.items() if word.startswith(name)))


READINGS: tuple[tuple[str, Callable[[re.Match[str]], list[Read]]], ...] = (
    (r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b", _date),
    (r"\b((?:19|20)\d\d) ?(?:-|–|/|a|et) ?((?:19|20)\d\d|\d\d)\b", _range),
    (rf"\b(\d{{1,2}})(?:er)? ({MONTH_NAME})\b(?: (\d{{4}}))?", _date),
    (rf"\b()({MONTH_NAME}) (\d{{4}})", _date),
    (rf"\b()({'|'.join(fold(month) for month in MONTHS if month != 'mai')})\b()", _date),
    (r"\b(?:19|20)\d\d\b", lambda match: [("year", (float(match[0]),))]),
    (
        rf"\b({REFERENCE})s? (?:n ?[°o] ?)?(?!une?\b)({NUMBER}|premier)\b",
        lambda match: [(match[1], (1.0 if match[2] == "premier" else _value(match[2]),))],
    ),
    (rf"\b({NUMBER}) ?({MEASURED})", lambda match: [(match[2].rstrip("s"), (_value(match[1]),))]),
    (
        rf"\b(?:({NUMBER}) )?(?:seule )?{MEETING} (?:par |l')({UNIT})\b",
        lambda m: [("frequency", (_value(m[1]) * YEAR_DAYS / _unit(m[2]),))],
    ),
    (rf"\b({NUMBER}) {MEETING} ({RHYTHM})\b", lambda m: [("frequency", (_value(m[1]) * _rhythm(m[2]),))]),
    (rf"\b{EACH} (?:({NUMBER}) )?({UNIT})\b", lambda m: [("frequency", (YEAR_DAYS / _unit(m[2]) / _value(m[1]),))]),
    (rf"\b({'|'.join(ORDINALS)}) (trimestre|semestre|jour|mois)\b", lambda m: [(m[2], (float(ORDINALS[m[1]]),))]),
    (rf"\b({NUMBER}) ({UNIT})\b", lambda match: [("duration", (_value(match[1]) * _unit(match[2]),))]),
    (rf"\b(?:{RHYTHM})\b", lambda match: [("frequency", (_rhythm(match[0]),))]),
    (rf"\b({'|'.join(YEARS)})(?:le|e)?s?\b", lambda match: [("duration", (YEARS[match[1]] * YEAR_DAYS,))]),
    (rf"(?<![\w,./])({NUMBER})\b(?! ?[°)])(?: (?:{KIND} d(?:e |'|es ))?(\w+))?", _count),
)


def unsupported_quantities(sentence: str, passage: str) -> tuple[tuple[str, str, bool], ...]:
    """The quantities of the sentence that the passage does not hold, as spelt, what each is there, "" if none, and
    whether it may count or rank what the passage holds without a number."""
    told, held = plain(sentence), quantities(passage)
    found = []
    for one in quantities(told):
        if any(_same(one, other) for other in held) or _counts(one, told, passage, held):
            continue
        alike = (other for other in held if other.kind == one.kind and (one.kind != "count" or other.noun == one.noun))
        instead = _spelt(next((other.said for other in alike), ""), passage)
        found.append((_spelt(one.said, told), instead, one.kind in COUNTABLE))
    return tuple(found)


def _same(one: Measure, other: Measure) -> bool:
    if one.kind == "duration" and other.kind in ("duration", "span"):
        return abs(one.value[0] - other.value[0]) <= NEAR * other.value[0]
    if one.kind == "month" and other.kind == "day":
        return one.value[0] == other.value[1]
    return one.kind == other.kind and one.value == other.value


def _spelt(said: str, text: str) -> str:
    searched = [word.folded for word in analyse(said).words]
    found = analyse(text).words
    for i in range(len(found) - len(searched) + 1) if searched else ():
        if [word.folded for word in found[i : i + len(searched)]] == searched:
            return text[found[i].start : found[i + len(searched) - 1].end]
    return said


def _counts(one: Measure, sentence: str, passage: str, held: Sequence[Measure]) -> bool:
    """Whether a count is that of a list of the passage or the sentence, or of the times its noun is named."""
    if one.kind != "count" or (one.noun and any(other.kind == "count" and other.noun == one.noun for other in held)):
        return False
    counted, folded, told = one.value[0], fold(passage), fold(sentence).partition(one.said)[2]
    listed = _listed(one.noun, folded) or _announced(told)
    if listed:
        return counted in listed
    noun = one.said.split()[-1].rstrip("sx")
    named = sum(word.folded == noun for word in analyse(folded).words)
    if named > 1:
        return counted == named
    return counted <= 1 or (noun not in UNLISTED and counted in _enumerations(folded) | _enumerations(told))


def _announced(told: str) -> set[float]:
    """The sizes that the list after a colon in the rest of a sentence may have; none when it is no list."""
    after = re.split(r"\s?:\s", told, maxsplit=1)[1:]
    short = after and all(len(item.split()) <= LONGEST_ITEM for item in re.split(ITEM_END, after[0]))
    return {size for size in _sizes(after[0]) if size > 1} if short else set()


def _listed(noun: str, passage: str) -> set[float]:
    """The sizes that the list introduced by a noun of the passage may have; none when it introduces none."""
    for opening, rest in pairwise(re.split(r"\s?:\s", passage)):
        clause = re.split(r"[.;]\s", opening)[-1]
        if noun and any(root(word.folded) == noun for word in analyse(clause).words):
            return {_bullets(rest)} if rest.startswith(("-", "•")) else _sizes(re.split(r"[;.]", rest)[0])
    return set()


def _enumerations(text: str) -> set[float]:
    """The sizes of the lists that a text may hold, by its bullets and between its commas."""
    sizes = {_bullets(text)}.union(*(_sizes(part) for part in re.split(r"[;:.()]", text)))
    return {size for size in sizes if size > 1}


def _bullets(text: str) -> float:
    return float(len(re.findall(r"(?:^|\s)[-•]\s+", text)))


def _sizes(part: str) -> set[float]:
    """The items of an enumeration, its last "et" a tie or not; two when an item is too long for a list."""
    sizes = set()
    for items in (re.split(ITEM_END, part), part.split(",")):
        kept = [item for item in items if item.strip() and "etc" not in item]
        long = any(len(item.split()) > LONGEST_ITEM for item in kept[1:-1])
        sizes.add(2.0 if long else float(len(kept)))
    return sizes
