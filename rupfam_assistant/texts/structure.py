"""Structure: the lines of a text grouped into headings, paragraphs, list items, rows and notes, at their exact offsets.

The texts come from PDF: a paragraph runs on over a page break, a heading wraps, a footnote stands in mid-page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

Kind = Literal["heading", "paragraph", "item", "row", "connector", "note"]

BULLET = re.compile(r"[•▪◦*–-]\s|o\s+(?=[A-ZÀ-Ý])|\d{1,2}[.)]\s|[a-z]\)\s")
ROW = "|"
"""What a row of a table begins with."""

MARKDOWN = re.compile(r"(#{1,6})\s+(.+?)[\s#]*$")
LONGEST_LABEL = 60
KINDS: dict[Kind, re.Pattern[str]] = {
    "row": re.compile(r"\||[^|]+ \| [^|]+ \| "),
    "item": BULLET,
    "note": re.compile(r"\d{1,2} (?=[A-ZÀ-Ý])|Note \d{1,3}\u00a0: "),
    "connector": re.compile(r"(?:et|ou)\Z", re.IGNORECASE),
}
SENTENCE_END = re.compile(r"[.;:!?…»)]$")
SHORT_LINE = 0.85

NUMBERED = re.compile(r"(?:§ ?)?(?:\d{1,2}|[IVX]{1,4}|[A-H])(?:[.)]| [-–—])\s+(?=[«A-ZÀ-Ý])")
"""How a plain line begins that may be a title; how it ends."""
TITLE_END = re.compile(r"[\w»)?]$")
INITIALS, NAME = "ABCDEFGH", re.compile(r"(?:[A-ZÀ-Ý][\w’'.-]*\s+){1,3}[A-ZÀ-Ý][\w’'-]*[a-zà-ÿ]")
LONGEST_TITLE = 90
NARROW = 0.75
"""Letters that may be an initial; a name of two to four words; a title holds at most these signs, and this share of the
widest line: a longer one may be a paragraph that wraps."""

HEADINGS: tuple[tuple[int, re.Pattern[str], str], ...] = (
    (1, re.compile(r"(I{1,3}|IV|VI{0,3})\. (?=[A-ZÀ-Ý]{2})"), "Section {0}"),
    (1, re.compile(r"article (\d+|premier)\b(?=\s*(?:[-–—:.]|$))", re.IGNORECASE), "Article {0}"),
    (1, re.compile(r"préambule$", re.IGNORECASE), "Préambule"),
    (1, re.compile(r"entre\s*:$", re.IGNORECASE), "Parties"),
    (1, re.compile(r"\+ ajouter les signataires", re.IGNORECASE), "Signatures"),
    (1, re.compile(r"je vous prie |veuillez agréer", re.IGNORECASE), "Signature"),
    (2, re.compile(r"\[?Objectif (\d+|X)\s*:"), "Objectif {0}"),
    (1, re.compile(r"(?i)((?:chapitre|titre|partie|orientation) (?:\d+|[IVX]+)\b)(?=\s*(?:[-–—:.]|$))"), "{0}"),
    (2, re.compile(r"(fiche(?: action)? (?:n° ?)?\d+)(?=\s*[-–—:.])", re.IGNORECASE), "{0}"),
    (1, re.compile(r"(annexe \d+)(?=\s*[-–—:.])", re.IGNORECASE), "{0}"),
    (3, re.compile(r"(\d+\.\d+)\.? (?=[A-ZÀ-Ý])"), "{0}"),
)


@dataclass(frozen=True)
class Block:
    """A run of lines that belong together, at characters [start, end); `level` and `label` are a heading's."""

    kind: Kind
    start: int
    end: int
    level: int = 0
    label: str = ""


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str
    after_blank: bool


def parse_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text in order; together they hold every non-blank character once."""
    lines = tuple(_lines(text))
    width = max((len(line.text) for line in lines), default=0)
    blocks: list[Block] = []
    previous: _Line | None = None
    for line, following in zip_longest(lines, lines[1:]):
        opened = _opening(line.text)
        goes_on = previous is not None and opened is None and _goes_on(blocks[-1], previous, line, width)
        wraps = goes_on and blocks[-1].kind == "heading"
        listed = previous is not None and not line.after_blank and NUMBERED.match(previous.text) is not None
        if not wraps and not listed and _is_title(line, following, width):
            opened, goes_on = ("heading", 2, line.text[:LONGEST_LABEL].strip()), False
        if goes_on:
            blocks[-1] = replace(blocks[-1], end=line.end)
        else:
            kind, level, label = opened or ("paragraph", 0, "")
            blocks.append(Block(kind, line.start, line.end, level, label))
        previous = line
    return tuple(blocks)


def _lines(text: str) -> Iterator[_Line]:
    """The lines that hold something, without the blanks around them."""
    after_blank = False
    for match in re.finditer(r"[^\n]+|(?<=\n)(?=\n)", text):
        stripped = match.group().strip()
        if stripped:
            start = match.start() + match.group().index(stripped)
            yield _Line(start, start + len(stripped), stripped, after_blank)
        after_blank = not stripped


def _opening(line: str) -> tuple[Kind, int, str] | None:
    """What a line opens by its first signs: (kind, level, label), or None for plain text."""
    if title := MARKDOWN.match(line):
        named = _opening(title[2])
        label = named[2] if named is not None and named[0] == "heading" else title[2][:LONGEST_LABEL].strip()
        return "heading", len(title[1]), label
    for level, pattern, label in HEADINGS:
        if match := pattern.match(line):
            return "heading", level, label.format(*match.groups())
    return next(((kind, 0, "") for kind, pattern in KINDS.items() if pattern.match(line)), None)


def _is_title(line: _Line, following: _Line | None, width: int) -> bool:
    """Whether a plain line, numbered or alone after a blank, is the title of what follows."""
    if following is None:
        return False
    text, after = line.text, following.text
    if len(text) > min(LONGEST_TITLE, NARROW * width) or not TITLE_END.search(text) or after[0].islower():
        return False
    opened, begun = _opening(text), _opening(after)
    if opened is not None and opened[0] != "item":
        return False
    if NUMBERED.match(text) and text[0] not in INITIALS:
        return not NUMBERED.match(after) and (begun is None or begun[0] in ("row", "item"))
    is_plain = opened is None and text[0].isupper() and not NAME.fullmatch(text)
    return is_plain and line.after_blank and begun is None and len(after) > max(LONGEST_TITLE, len(text))


def _goes_on(block: Block, previous: _Line, line: _Line, width: int) -> bool:
    """Whether a plain line belongs to the block before it."""
    starts_low = line.text[0].islower() or line.text[0] in "(«"
    unfinished = not SENTENCE_END.search(previous.text)
    if block.kind == "connector" or previous.text.startswith(("#", "|")):
        return False
    if block.kind == "heading" and block.level == 1 and not block.label.startswith("Signature"):
        return previous.text.isupper() and line.text.isupper()
    if block.kind == "heading" and block.level > 1:
        return starts_low and (unfinished or not line.after_blank)
    if block.kind in ("heading", "item"):
        return unfinished and starts_low if line.after_blank else True
    if line.after_blank:
        return unfinished and block.kind != "note" and (starts_low or not previous.text.endswith(","))
    return starts_low or unfinished or len(previous.text) > SHORT_LINE * width
