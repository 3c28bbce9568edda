"""Sentences, parts and clauses: where they stand in a text, brackets never cut."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from rupfam_assistant.french.dates import SHORT_MONTHS
from rupfam_assistant.french.lists import read_list, words_of
from rupfam_assistant.french.words import fold

STOP = r"(?<![.!?…])[.!?…]+[»\"”]?\s+(?![\s:,)])"
SENTENCE = re.compile(rf"{STOP}(?=[«“\"\[(]?\s?[A-ZÀ-ÝŒ])")
PART = re.compile(rf"{STOP}|(?<!\s)\s*(?:;\s|\n)\s*")
CLAUSE = re.compile(rf"{PART.pattern}|(?<!\s)\s*[,:]\s+|\s[–—-]\s")
"""What ends a sentence: a stop before a capital, whatever the line ends, as in what comes from PDF; what ends a part of
what an officer types: a stop, a line end or a semicolon; what ends a clause: a comma, a colon or a dash as well."""

BLANKS = "".join(char for char in map(chr, range(0x3001)) if char.isspace())
LAST_WORD = re.compile(r"(?<![\w°])[\w°]{1,9}\Z")
ABBREVIATIONS = words_of("abbreviations") | SHORT_MONTHS
MEASURES = read_list("abbreviations").groups["measures"]
OPENERS = re.compile(
    r"(?:Les?|La|Une?|Des|Il|Elle|Ils|Elles|On|Ce|Cette|Ces|Aucune?|Pas|Pour|En|Au|Aux|Dans|Peu|Et|Mais|Son|Sa|Ses)\b"
)
"""Words that open a sentence, after what could be the initial of a name."""

CLOSING = {")": "(", "]": "["}

Span = tuple[int, int]
"""Offsets (start, end) in a text."""


def bracket_spans(text: str) -> tuple[Span, ...]:
    """The (start, end) of each outermost pair of round or square brackets, both marks included."""
    waiting: list[tuple[str, int]] = []
    found: list[Span] = []
    for mark in re.finditer(r"[()\[\]]", text):
        if mark[0] not in CLOSING:
            waiting.append((mark[0], mark.start()))
        elif waiting and waiting[-1][0] == CLOSING[mark[0]]:
            start = waiting.pop()[1]
            while found and found[-1][0] > start:
                found.pop()
            found.append((start, mark.end()))
    return tuple(found)


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch or overlap made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def without(text: str, spans: Iterable[Span], between: str = "") -> str:
    """A text without spans that stand apart, in order; the blanks before each go with it."""
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    parts = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return between.join([*(part.rstrip() for part in parts[:-1]), parts[-1]])


def tidy(text: str, whole: str) -> str:
    """A text once parts of the whole were cut: its blanks and orphan marks mended, its first letter a capital again."""
    text = re.sub(r"[^\S\n]{2,}", " ", text)
    text = re.sub(r"\s+(?=[,.)\]])", "", text)
    text = re.sub(r",(?:\s*,)+|\s[–—-]+\s*,|\s*:\s*,", ",", re.sub(r",\s*(?=[:;])", " ", text))
    text = re.sub(r"[,;:–—-]+\s*(?=[.;]\s|[.;]\Z)|(?<=[.!?]) *[.;,]+", "", text)
    text = re.sub(r"(?m)^[\s,;:.>–—-]+(?=[\w«“])|[\s,;:–—→(\[-]+\Z", "", text).strip()
    return text if whole.lstrip().startswith(text[:5]) else text[:1].upper() + text[1:]


def spans(text: str, marks: re.Pattern[str], edges: str = "") -> tuple[Span, ...]:
    """What stands between the marks that end something, without the blanks and edges around it."""
    found = []
    cuts = [0, *(end for _, end in ends(text, marks, bracket_spans(text))), len(text)]
    for start, end in pairwise(cuts):
        kept = text[start:end].rstrip(BLANKS + edges)
        first = end - len(text[start:end].lstrip(BLANKS + edges))
        if first < start + len(kept):
            found.append((first, start + len(kept)))
    return tuple(found)


def ends(text: str, marks: re.Pattern[str], brackets: Iterable[Span]) -> Iterator[Span]:
    """The (start, end) of each mark that ends something, outside brackets."""
    inside = iter(brackets)
    bracket = next(inside, None)
    for mark in marks.finditer(text):
        while bracket and bracket[1] <= mark.start():
            bracket = next(inside, None)
        if not (bracket and bracket[0] < mark.start() < bracket[1]) and _ends_sentence(text, mark):
            yield mark.span()


def _ends_sentence(text: str, mark: re.Match[str]) -> bool:
    """Whether a mark ends something: any but the full stop of an abbreviation or an initial does."""
    if mark[0][0] != ".":
        return True
    word = LAST_WORD.search(text, max(0, mark.start() - 10), mark.start())
    if word is None:
        return True
    if len(word[0]) == 1 and word[0].isupper() and word[0] != "M":
        return OPENERS.match(text, mark.end()) is not None
    short = fold(word[0])
    return short not in ABBREVIATIONS or (short in MEASURES and text[mark.end() : mark.end() + 1].isupper())
