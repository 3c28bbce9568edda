"""What every format is read into: blocks of text in Markdown, and what of a file could not be read."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import shorten

CONTROLS = dict.fromkeys({*range(32), *range(127, 160)} - {9, 10}, "")
TICKED, UNTICKED, TO_FILL = "☒", "☐", "[à compléter]"
SYMBOLS = {
    **dict.fromkeys(range(61472, 61696), "•"),
    **dict.fromkeys((0xF052, 0xF053, 0xF078, 0xF0FD, 0xF0FE), TICKED),
    **dict.fromkeys((0xF02A, 0xF06F, 0xF071, 0xF0A3, 0xF0A8), UNTICKED),
}
"""A form's boxes, and its field left empty; what the signs of symbol fonts show, by their codes."""

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
CLEAN = str.maketrans({
    **CONTROLS, **SYMBOLS, **LIGATURES, "\u00ad": "", "\ufeff": "", "\u200b": "", "\x0c": "\n\n",
    "\u2010": "-", "\u2011": "-",
})  # fmt: skip
CUT = re.compile(r"\u00ad\s*\n\s*")
SPACED = re.compile(r"(?<!\S)(?:[^\W\d_] ){3,}[^\W\d_](?!\S)")
"""A word cut by a soft hyphen at a line end; one whose letters stand apart."""

NOTE = re.compile(r"note \d{1,3}\u00a0: ", re.IGNORECASE)
HEADED = re.compile(r"\W*art(?:icle|\.)\s*(?:\d|[IVX]+\b|premier)", re.IGNORECASE)
MARK = re.compile(r"^(?:#+|-) ", re.MULTILINE)
LONGEST_CELL, LONGEST_TOLD = 300, 80
"""What opens a note, kept after the text; what names an article; the marks of Markdown; characters beyond which
paragraphs of a cell are those of the page; those told of a hidden passage."""


@dataclass(frozen=True)
class Unread:
    """A part of a file that could not be read, and why; `at` is the offset of the text where it stands, None where
    nothing that is missing from the text may stand there; `blank` when it may as well be an empty page."""

    where: str
    message: str
    at: int | None = 0
    blank: bool = False


Block = str | Unread


@dataclass(frozen=True)
class Reading:
    """The text of a file, what of it could not be read, and how many changes it tracks."""

    text: str
    unread: tuple[Unread, ...] = ()
    tracked: int = 0


def clean(text: str) -> str:
    """A text without the signs that nobody sees, whole words, accents in one character."""
    text = CUT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).translate(CLEAN)
    return SPACED.sub(lambda spaced: spaced[0].replace(" ", ""), unicodedata.normalize("NFC", text))


def box(ticked: bool) -> str:
    """A box of a form."""
    return TICKED if ticked else UNTICKED


def note(number: int | str, said: str) -> str:
    """A note at the foot of a page, or at the end, on a line after the text."""
    return f"Note {number}\u00a0: {' '.join(said.split())}"


def join_blocks(blocks: Iterable[Block], longest: int) -> Reading | None:
    """The text of blocks, and what was not read at its place; None beyond so many characters."""
    parts, unread, size = list[str](), list[Unread](), 0
    for block in blocks:
        if isinstance(block, Unread):
            unread.append(block if block.at is None else replace(block, at=size))
        elif said := clean(block):
            parts.append(said)
            size += len(said) + 2
            if size > longest:
                return None
    return Reading("\n\n".join(parts), tuple(unread))


def table_blocks(rows: Iterable[Sequence[Sequence[Block]]]) -> Iterator[Block]:
    """The rows of a table, each with the blocks of its cells: a line for a row, but the blocks themselves where it only
    lays the page out, with one cell, a heading, a table or several long paragraphs in one."""
    lines: list[str] = []
    for row in rows:
        told = [cell for cell in row if cell]
        if len(told) > 1 and not any(map(_is_layout, told)):
            cells = (" ".join(MARK.sub("", str(block)) for block in cell) for cell in row)
            lines.append(f"| {' | '.join(cells)} |".replace("\n", " "))
            continue
        if lines:
            yield "\n".join(lines)
            lines = []
        yield from (block for cell in told for block in cell)
    if lines:
        yield "\n".join(lines)


def _is_layout(cell: Sequence[Block]) -> bool:
    marked = any(isinstance(block, Unread) or block.startswith(("#", "|")) or HEADED.match(block) for block in cell)
    return marked or (len(cell) > 1 and sum(len(str(block)) for block in cell) > LONGEST_CELL)


def last_blocks(edges: Iterable[Block], passages: Sequence[str]) -> Iterator[Block]:
    """What the headers and footers say, each once, page numbers aside; then which passages are hidden, if any."""
    yield from (edge for edge in dict.fromkeys(edges) if sum(map(str.isalpha, str(edge))) > 8)
    if passages:
        first = f"« {shorten(passages[0], LONGEST_TOLD, placeholder='…')} »"
        several = f"{len(passages)} passages sont cachés, dont {first}"
        told = several if len(passages) > 1 else f"le passage {first} est caché"
        yield Unread("Texte caché", f"{told} : ce qui est caché n’est pas lu ; affichez-le ou supprimez-le.", None)


def large_picture(width: float, height: float) -> Iterator[Unread]:
    """A picture of so many centimetres, when a page of text may stand in it."""
    if width > 12 and height > 12:
        yield Unread("Image", "une image occupe une page ou presque : le texte qu’elle montre n’est pas lu.")
