"""The articles of a draft, however their headings are written: capitals, Roman numbers, no number, no title, another order."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from rupfam_assistant.french.words import fold, in_digits
from rupfam_assistant.review.words import Word, read_words

ORDINALS = (
    "premier",
    "deuxieme",
    "troisieme",
    "quatrieme",
    "cinquieme",
    "sixieme",
    "septieme",
    "huitieme",
    "neuvieme",
    "dixieme",
)
ARTICLE = re.compile(
    r"^(?:article|art\.?)\s*(?:n°\s*)?(\d{1,2}|1er|[ivx]{1,5}|premier|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|\w{4,7}i[eè]me)\b"
    r"(?:\s*(?:bis|ter)\b)?\s*[-–—:.)]*\s*",
    re.IGNORECASE,
)
MARK = re.compile(r"(?:(?:[#>*_•▪|]+|[-–—]+)\s*)+")
NUMBER = re.compile(r"^(?:\d{1,2}|[IVX]{1,5})\s*(?:[.)]|[-–—:])\s*[-–—]?\s*")
OPENERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("Parties", re.compile(r"entre(?: les soussignes| les parties)?(?: suivant\w+)?\s*:?")),
    ("Préambule", re.compile(r"preambule\s*:?")),
    (
        "Signatures",
        re.compile(
            r"(?:les )?signatures?(?: des (?:parties|signataires))?\s*:?|fait a\b.*|fait en \w+ exemplaires.*|fait,? le\b.*"
        ),
    ),
    ("Annexes", re.compile(r"(?:liste des )?annexes?(?: [a-z0-9]{1,2}\b.*)?\s*:?")),
)
"""The lines that open what is not an article, folded."""

ROMAN = {roman: number for number, roman in enumerate("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv".split(), 1)}
TITLE_LIKENESS = 84
LONGEST_TITLE = 140
SHARED = 0.45
"""The likeness of two titles, the characters of one, and the share of an article's runs of words that a section holds when it is that article."""


@dataclass(frozen=True)
class Section:
    """A part of a draft: the article of the reference that it is ("" for a local one), its number and heading as written, where the heading
    starts, where its text starts and ends."""

    article: str
    number: int | None
    heading: str
    start: int
    body: int
    end: int


@dataclass(frozen=True)
class _Heading:
    article: str
    number: int | None
    text: str
    start: int
    end: int


def read_sections(text: str, headings: Mapping[str, str], bodies: Mapping[str, Sequence[Word]]) -> tuple[Section, ...]:
    """The sections of a draft in its order; `headings` and `bodies` are those of the reference, by article."""
    titles = {
        article: _folded(bare_title(heading)) for article, heading in headings.items() if article.startswith("Article")
    }
    found = _keep_one(list(_headings(text, titles)), len(text))
    sections = [Section("", None, "", 0, 0, found[0].start if found else len(text))]
    for heading, after in zip(found, [*found[1:], None], strict=False):
        sections.append(
            Section(
                heading.article,
                heading.number,
                heading.text,
                heading.start,
                heading.end,
                after.start if after else len(text),
            )
        )
    return _named_by_body(text, sections, bodies, {fold(heading): article for article, heading in headings.items()})


def _headings(text: str, titles: Mapping[str, str]) -> Iterator[_Heading]:
    lines = [(match.start(), match.group()) for match in re.finditer(r"[^\n]+", text)]
    skip_to = -1
    for rank, (start, line) in enumerate(lines):
        if start < skip_to:
            continue
        plain = MARK.sub("", line.strip(), count=1) if MARK.match(line.strip()) else line.strip()
        heading = _heading(
            plain.strip("*_ #|"),
            [after for _, after in lines[rank + 1 : rank + 3]],
            titles,
            start + len(line) - len(line.lstrip()),
        )
        if heading is not None:
            article, number, said, lines_taken = heading
            last_start, last = lines[rank + lines_taken]
            skip_to = last_start + len(last)
            yield _Heading(article, number, said, start + len(line) - len(line.lstrip()), skip_to)


def _heading(
    line: str, after: Sequence[str], titles: Mapping[str, str], start: int
) -> tuple[str, int | None, str, int] | None:
    """The article that a line opens, its number, its words, and how many more lines it takes."""
    folded = fold(line)
    for article, pattern in OPENERS:
        if line[:1].isupper() and pattern.fullmatch(folded) and not (article == "Annexes" and start < 200):
            return article, None, line, 0
    named = ARTICLE.match(line)
    if named is None and (len(line) > LONGEST_TITLE or (not line[:1].isupper() and not line[:1].isdigit())):
        return None
    number = _number(named[1]) if named else None
    rest = line[named.end() :] if named else line[numbered.end() :] if (numbered := NUMBER.match(line)) else line
    if named and not line[0].isupper():
        return None
    for taken in range(len(after) + 1):
        said = " ".join([rest, *(following.strip() for following in after[:taken])]).strip()
        titled = _titled(said, titles)
        if titled is not None:
            longer = " ".join([said, after[taken].strip()]) if taken < len(after) else ""
            better = bool(longer) and fuzz.ratio(_folded(longer), titles[titled]) > fuzz.ratio(
                _folded(said), titles[titled]
            )
            if not better:
                return titled, number, " ".join([line, *(following.strip() for following in after[:taken])]), taken
    if (
        named
        and (not rest or re.search(r"[-–—:.)]\s*$", named.group()) or named.group()[:3].isupper())
        and len(rest) < LONGEST_TITLE
    ):
        return "?", number, line, 0
    return None


def _number(written: str) -> int | None:
    """The number of an article, in digits, Roman or words; None for none of these."""
    folded = in_digits(fold(written)).removesuffix("er") if fold(written) != "premier" else "1"
    if folded.isdigit():
        return int(folded)
    return ORDINALS.index(folded) + 1 if folded in ORDINALS else ROMAN.get(folded)


def bare_title(heading: str) -> str:
    """A heading without "Article 3 –", "III." or what else numbers it."""
    return (
        NUMBER.sub("", ARTICLE.sub("", heading, count=1), count=1)
        if ARTICLE.match(heading) or NUMBER.match(heading)
        else heading
    )


def _folded(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))


def _titled(said: str, titles: Mapping[str, str]) -> str | None:
    folded = _folded(said)
    if not folded:
        return None
    likeness, article = max(
        ((fuzz.ratio(folded, title), article) for article, title in titles.items()), default=(0.0, "")
    )
    if likeness >= TITLE_LIKENESS:
        return article
    starts = [article for article, title in titles.items() if len(folded) > 14 and title.startswith(f"{folded} ")]
    return starts[0] if starts else None


def _keep_one(found: list[_Heading], end: int) -> list[_Heading]:
    """Each article once: where it is given twice (a table of contents), the one with the longest text."""
    lengths = {
        id(heading): after - heading.end
        for heading, after in zip(found, [*(h.start for h in found[1:]), end], strict=False)
    }
    best: dict[str, _Heading] = {}
    for heading in found:
        if heading.article not in best or lengths[id(heading)] > lengths[id(best[heading.article])]:
            best[heading.article] = heading
    first = {"Parties", "Signatures", "Annexes"}
    kept, seen = [], set[str]()
    for heading in found:
        if heading.article in first:
            if heading.article in seen or (
                heading.article == "Annexes" and "Préambule" in best and heading.start < best["Préambule"].start
            ):
                continue
            seen.add(heading.article)
            kept.append(heading)
        elif heading.article == "?" or best[heading.article] is heading:
            kept.append(heading)
    return kept


def _named_by_body(
    text: str, sections: list[Section], bodies: Mapping[str, Sequence[Word]], whole: Mapping[str, str]
) -> tuple[Section, ...]:
    """The sections whose title says nothing, named by their text, else by their number."""
    taken = {section.article for section in sections}
    wanted = {article: runs(words) for article, words in bodies.items()}
    named = []
    for section in sections:
        article = section.article
        if article == "?":
            here = runs(read_words(text[section.body : section.end]))
            shares = [
                (len(here & run) / len(run), other)
                for other, run in wanted.items()
                if run and other not in taken and other.startswith("Article")
            ]
            share, likely = max(shares, default=(0.0, ""))
            bare = ARTICLE.sub("", section.heading, count=1).strip() == ""
            by_number = f"Article {section.number}"
            article = (
                likely
                if share >= SHARED
                else by_number
                if bare and by_number in wanted and by_number not in taken
                else whole.get(fold(section.heading), "")
            )
            taken.add(article)
        named.append(Section(article, section.number, section.heading, section.start, section.body, section.end))
    return tuple(named)


def runs(words: Sequence[Word]) -> set[tuple[str, ...]]:
    """The runs of three words, by their roots."""
    roots = [word.root for word in words]
    return set(zip(roots, roots[1:], roots[2:], strict=False))
