"""What a draft refers to: its own annexes and articles, another department, the lines that a total sums up."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from rupfam_assistant.french.words import fold, stems

MENTION = re.compile(
    r"(?<![\w-])(articles?|annexes?)\s+(?:n[°º]\s*)?(\d{1,2}|[A-Z])\b(?!\s*(?:er\b|et\b|,\s*\d|à\s\d))", re.IGNORECASE
)
FOREIGN = re.compile(
    r"\s+(?:du|de la|de l[’']|des)\s+(?:code|loi|décret|ordonnance|règlement|trame|convention-cadre|RGPD)",
    re.IGNORECASE,
)
ANNEX = r"annexe[ \u00a0]+(?:n[°º][ ]*)?(\d{1,2}|[A-Z])\b[ \u00a0]*[-–—:.]+"
ANNEX_TITLE = re.compile(rf"(?im)(?:^[^\w\n]*| [-•–] ){ANNEX}\s*(\S(?:(?! [-•–] {ANNEX})[^\n]){{3,}})")
DEPARTMENT = re.compile(
    r"\b(?:département|territoire départemental)\s+(?:de la |de l[’']|du |des |de |d[’'])"
    r"([A-ZÀ-Ý][\w’']*(?:[- ](?:[A-ZÀ-Ý][\w’']*|de|du|des|la|le|les|en|et|d[’']|l[’'])(?=[- ]|[A-ZÀ-Ý]|\b))*)"
)
AMOUNT = re.compile(r"(?<![\d,.])(\d{1,3}(?:[ \u00a0\u202f.]\d{3})+|\d+)(?:,(\d{1,2}))?[ \u00a0\u202f]*(?:€|euros?\b)")
TOTAL = re.compile(r"\b(?:soit|total|au total|ensemble)\b[^\d€\n]{0,60}$", re.IGNORECASE)
ROW, SENTENCE_END = re.compile(r"(?m)^.*$"), re.compile(r"[.!?:](?:\s|$)")
"""A reference to an article or an annex, what makes it one of another text, the title of an annex; what names a
department; an amount, what announces a total."""


class Mention(NamedTuple):
    """A reference to an article or an annex of the draft, its number or letter, its place."""

    kind: str
    number: str
    start: int
    end: int


class Sum(NamedTuple):
    """A total, as written, the sum of what it totals, its place."""

    said: str
    counted: float
    start: int
    end: int


def mentions(text: str) -> Iterator[Mention]:
    """The references that a text makes to its own articles and annexes."""
    for found in MENTION.finditer(text):
        line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        if line.strip(" •▪◦●*–—-#|") and not FOREIGN.match(text, found.end()):
            yield Mention(fold(found[1]).rstrip("s"), found[2].upper(), *found.span())


def annex_titles(text: str) -> dict[str, str]:
    """The annexes that a draft lists, by their numbers or letters."""
    return {found[1].upper(): found[2].strip() for found in ANNEX_TITLE.finditer(text)}


def other_departments(text: str, start: int, known: str) -> Iterator[tuple[str, int, int]]:
    """The departments that a text names from an offset on, and that nothing `known` names: the words, their place."""
    there = stems(known)
    for found in DEPARTMENT.finditer(text, start):
        if not set(stems(found[1])) & set(there):
            yield (found[0], *found.span())


def wrong_sums(text: str) -> Iterator[Sum]:
    """The totals of amounts that are not their sum: those of a sentence, or of the lines of a table above."""
    rows = list[tuple[int, float]]()
    for line in ROW.finditer(text):
        found = [*AMOUNT.finditer(line[0])]
        is_total = fold(line[0]).lstrip(" |-•*").startswith("total")
        if is_total and len(found) == 1 and len(rows) > 1:
            counted = sum(value for _, value in rows)
            if round(counted, 2) != _value(found[0]):
                yield Sum(found[0][0], counted, line.start() + found[0].start(), line.start() + found[0].end())
        rows = [*rows, (line.start(), _value(found[0]))] if len(found) == 1 and not is_total else []
    before = list[re.Match[str]]()
    for amount in AMOUNT.finditer(text):
        gap = text[before[-1].end() : amount.start()] if before else ""
        if before and (SENTENCE_END.search(gap) or "\n\n" in gap):
            before = []
        if TOTAL.search(text, before[-1].end() if before else amount.start(), amount.start()) and len(before) > 1:
            counted = sum(map(_value, before))
            if round(counted, 2) != _value(amount):
                yield Sum(amount[0], counted, *amount.span())
            before = []
        else:
            before.append(amount)


def _value(amount: re.Match[str]) -> float:
    return float(re.sub(r"\D", "", amount[1])) + float(f"0.{amount[2] or 0}")
