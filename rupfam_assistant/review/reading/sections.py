"""The articles of a draft, however their headings are written: capitals, Roman numbers, no number, no title."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz import fuzz

from rupfam_assistant.french import analyse
from rupfam_assistant.french.numbers import ORDINALS, number_of
from rupfam_assistant.french.words import fold
from rupfam_assistant.review.reading.lines import BLANK
from rupfam_assistant.review.reading.words import Token, read_tokens, runs
from rupfam_assistant.texts.blocks import NOTE

ARTICLE = re.compile(
    r"^(?:articles?|art\.?)\s*(?:n°\s*)?(\d{1,2}(?:er|e|[eè]me|nde?)?|[ivx]{1,5}|[a-h](?=\s*[-–—:.)])|premier"
    r"|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|\w{3,7}i[eè]me)\b"
    r"(?:\s*(?:bis|ter|(?:et|à|,|/)\s*\d{1,2})\b)?\s*[-–—:.)]*\s*",
    re.IGNORECASE,
)
MARKS = re.compile(r"^(?:(?:[#>*_•▪|]+|[-–—]+)\s*)+")
NUMBER = re.compile(r"^(?:§\s*\d{1,2}\b\s*[-–—:.)]*|(?:\d{1,3}|[IVX]{1,5})\s*[.)/°:–—-]\s*[-–—]?)\s*")
SEPARATOR = re.compile(r"[-–—:.)]\s*$")
RUN_ON = re.compile(r"\s*[.:–—-](?:\s*[–—-])?\s+\w")
OPENERS = {
    "Parties": re.compile(r"entre(?: les soussignes| les parties)?(?: suivant\w+)?\s*:?"),
    "Préambule": re.compile(r"preambule\s*:?"),
    "Signatures": re.compile(
        r"(?:les )?signatures?(?: des (?:parties|signataires))?\s*:?|(?:fait|signe) a\b.*"
        r"|fait en \w+ exemplaires.*|fait,? le\b.*"
        r"|signee?s? electroniquement.*|signatures? electroniques?.*"
    ),
    "Annexes": re.compile(
        r"(?:liste des )?annexes?(?: [a-z0-9]{1,2}\b.*)?\s*:?|fiches?[ -](?:d ?.?)?actions?(?: (?:n.? ?)?\d+\b.*)?\s*:?"
    ),
}
"""The lines that open what is not an article, folded."""

LOCAL_OBJECTIVE = re.compile(r"objectif (x|[5-9]|\d\d)\b\s*[:–—-]*\s*", re.IGNORECASE)
ROMAN = {"i": 1, "v": 5, "x": 10}
LIKE_A_TITLE, LONGEST_TITLE, SHARED = 84, 140, 0.45
"""The likeness of two titles, the characters of one, and the share of an article's runs of words that shows it."""

Bodies = Mapping[str, Sequence[Token]]
ONCE = ("Parties", "Signatures", "Annexes")
FIRST_ANNEX = 200
TITLE = re.compile(r"^.*convention\W+départementale\b", re.IGNORECASE | re.MULTILINE)
LONGEST_HEAD, FEWEST_AGAIN, MODEL = 600, 3, 10
"""The words of each article of the reference; parts told once; characters within which no list of annexes opens; the
title of a convention, the characters before its parties where it stands; articles that come again in a second one,
blanks of one that nobody filled."""


@dataclass(frozen=True)
class DraftSection:
    """A part of a draft: the article it is ("" for a local one), its number and heading as written, its place."""

    article: str
    number: int | None
    heading: str
    start: int
    body: int
    end: int


def read_sections(text: str, headings: Mapping[str, str], bodies: Bodies) -> tuple[DraftSection, ...]:
    """The sections of a draft, the first before any heading; `headings` and `bodies` are the reference's."""
    found = _once(_bounded(list(_headings(text, _titles(headings))), len(text)))
    sections = _bounded([DraftSection("", None, "", 0, 0, 0), *found], len(text))
    return tuple(_named(text, sections, bodies, {fold(heading): article for article, heading in headings.items()}))


def one_convention(text: str, headings: Mapping[str, str]) -> tuple[str, str]:
    """The first convention of a text that holds several one after the other, but an unfilled model, with spaces for the
    others, and its first line; the text and "" when it holds but one."""
    found = _bounded(list(_headings(text, _titles(headings))), len(text))
    names = [section.article if section.article != "?" else f"Article {section.number}" for section in found]
    sizes = [section.end - section.start for section in found]
    longest = dict(sorted(zip(names, sizes, strict=True), key=lambda sized: sized[1]))
    real = [n for n, name in enumerate(names) if name.startswith("Article") and sizes[n] > longest[name] / 2]
    opened = [*(n for n in real if names[n] == names[real[0]]), len(found)]
    held = [{names[n] for n in real if first <= n < after} for first, after in pairwise(opened)]
    starts = [0]
    for rank, articles in list(zip(opened, held, strict=False))[1:]:
        if len(held[0] & articles) >= FEWEST_AGAIN:
            opening = next(n for n in range(rank, -1, -1) if n == 0 or names[n - 1] not in ("Parties", "Préambule"))
            start = found[opening].start
            titled = [*TITLE.finditer(text, max(0, start - LONGEST_HEAD), start)][-1:]
            starts.append(titled[0].start() if titled else start)
    spans = [*pairwise([*starts, len(text)])]
    start, end = next((span for span in spans if len(BLANK.findall(text, *span)) < MODEL), spans[0])
    if len(spans) == 1:
        return text, ""
    kept = "".join(c if c == "\n" or start <= at < end else " " for at, c in enumerate(text))
    return kept, kept.strip().partition("\n")[0]


def _titles(headings: Mapping[str, str]) -> dict[str, str]:
    """The words of the titles of articles, as they are compared."""
    return {name: analyse(bare_title(told)).spaced for name, told in headings.items() if name.startswith("Article")}


def bare_title(heading: str) -> str:
    """A heading without "Article 3 –", "III." or what else numbers it."""
    return NUMBER.sub("", ARTICLE.sub("", heading))


def _bounded(sections: Sequence[DraftSection], end: int) -> list[DraftSection]:
    """Sections, each to the start of the next."""
    ends = [*(section.start for section in sections[1:]), end]
    return [replace(section, end=after) for section, after in zip(sections, ends, strict=False)]


def _headings(text: str, titles: Mapping[str, str]) -> Iterator[DraftSection]:
    """A section without its end for each heading, "?" for an article that its title does not tell."""
    lines = [(match.start(), match[0]) for match in re.finditer(r"[^\n]+", text)]
    done = 0
    for rank, (start, line) in enumerate(lines):
        if start < done:
            continue
        opened = start + len(line) - len(line.lstrip())
        bare = MARKS.sub("", line.strip()).strip("*_ #|")
        bare = unnumbered if ARTICLE.match(unnumbered := NUMBER.sub("", bare)) else bare
        following = [after.strip() for _, after in lines[rank + 1 : rank + 5]]
        if run_in := _run_in(line, titles):
            article, end = run_in
            named = ARTICLE.match(line.lstrip())
            done = start + end
            yield DraftSection(article, _number(named[1]) if named else None, line[:end].strip(), opened, done, 0)
            continue
        other = _opened(bare, opened)
        article, number, taken = (other, None, 0) if other else _titled(bare, following, titles)
        if article:
            last_start, last = lines[rank + taken]
            done = last_start + len(last)
            yield DraftSection(article, number, " ".join([bare, *following[:taken]]), opened, done, 0)


def _run_in(line: str, titles: Mapping[str, str]) -> tuple[str, int] | None:
    """The article whose title opens a line that goes on with its text, or a note, and where what names it ends; None
    for other lines."""
    if opened := NOTE.match(line):
        return "Note", opened.end()
    named = ARTICLE.match(line.lstrip())
    words = analyse(line).words if named else ()
    first = next((n for n, word in enumerate(words) if named and word.start >= line.index(named[0]) + named.end()), 0)
    for article, title in titles.items() if first else ():
        told = words[first : first + len(title.split())]
        if f" {' '.join(word.folded for word in told)} " == title and RUN_ON.match(line, told[-1].end):
            return article, told[-1].end
    return None


def _opened(line: str, start: int) -> str:
    """What is not an article and a line opens; "" when it opens nothing."""
    if not line[:1].isupper():
        return ""
    found = (name for name, pattern in OPENERS.items() if pattern.fullmatch(fold(line)))
    return next((name for name in found if name != "Annexes" or start >= FIRST_ANNEX), "")


def _titled(line: str, following: Sequence[str], titles: Mapping[str, str]) -> tuple[str, int | None, int]:
    """The article that a line opens ("" for none), its number, and how many lines that follow end its title."""
    named = ARTICLE.match(line)
    if not (line[:1].isupper() or (named is None and re.match(r"[\d§]", line))) or (
        not named and len(line) > LONGEST_TITLE
    ):
        return "", None, 0
    number, rest = (_number(named[1]), line[named.end() :]) if named else (None, NUMBER.sub("", line))
    said = [" ".join([rest, *following[:taken]]).strip() for taken in range(len(following) + 1)]
    titled = ((_likeliest(analyse(words).spaced, titles), taken) for taken, words in enumerate(said))
    if likely := [(*found, -taken) for found, taken in titled if found]:
        _, article, taken = max(likely, key=lambda found: (found[0], found[2]))
        return article, number, -taken
    alone = named and (not rest or SEPARATOR.search(named[0]) or named[0][:3].isupper())
    return "?" if alone and len(rest) < LONGEST_TITLE else "", number, 0


def _number(written: str) -> int | None:
    """The number of an article, in digits, Roman or words; None for none of these."""
    word = fold(written)
    if word in "abcdefgh":
        return ord(word) - ord("a") + 1
    if set(word) <= set(ROMAN):
        values = [ROMAN[letter] for letter in word]
        return sum(-one if one < other else one for one, other in pairwise([*values, 0]))
    told = ORDINALS.get(word, number_of(word.rstrip("ermnd") if word[0].isdigit() else word))
    return int(told) if told is not None else None


def _likeliest(words: str, titles: Mapping[str, str]) -> tuple[float, str] | None:
    """The title that words are, or begin, and how like it they are; None when they are none."""
    if not words.strip():
        return None
    likeness, article = max(((fuzz.ratio(words, title), name) for name, title in titles.items()), default=(0.0, ""))
    if likeness >= LIKE_A_TITLE:
        return likeness, article
    begun = (name for name, title in titles.items() if len(words) > 16 and title.startswith(words))
    return next(((fuzz.ratio(words, titles[name]), name) for name in begun), None)


def _once(found: list[DraftSection]) -> list[DraftSection]:
    """Each article once: the longest where it is given twice (a table of contents); the first of what is no article."""
    best = dict[str, DraftSection]()
    for section in sorted(found, key=lambda section: section.body - section.end):
        best.setdefault(section.article, section)
    opening = best["Préambule"].start if "Préambule" in best else 0
    found = [section for section in found if section.article != "Annexes" or section.start >= opening]
    best |= {section.article: section for section in reversed(found) if section.article in ONCE}
    kept = [one for one in found if one.article in ("?", "Annexes", "Note") or best[one.article] is one]
    return [
        one
        for before, one in pairwise([None, *kept])
        if one and not (before and one.article == before.article == "Annexes")
    ]


def _named(
    text: str, sections: Sequence[DraftSection], bodies: Bodies, whole: Mapping[str, str]
) -> Iterator[DraftSection]:
    """The sections whose title says nothing named by their text, else by their number, else by their whole heading."""
    taken = {section.article for section in sections}
    wanted = {article: runs(words) for article, words in bodies.items() if article.startswith("Article")}
    for section in sections:
        if section.article != "?":
            yield section
            continue
        here = runs(read_tokens(text[section.body : section.end]))
        left = [(len(here & run) / len(run), other) for other, run in wanted.items() if run and other not in taken]
        share, article = max(left, default=(0.0, ""))
        if share < SHARED:
            by_number = f"Article {section.number}"
            bare = not ARTICLE.sub("", section.heading).strip() and by_number in wanted and by_number not in taken
            article = by_number if bare else whole.get(fold(section.heading), "")
        taken.add(article)
        yield replace(section, article=article)
