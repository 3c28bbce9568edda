"""Passages: slices of a document that can be found and cited, each made of sentences, where its structure puts them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, takewhile, zip_longest
from typing import Literal

from rupfam_assistant.french import analyse
from rupfam_assistant.french.typography import uncapitalize
from rupfam_assistant.french.words import STOP_WORDS, fold
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.structure import BULLET, LONGEST_LABEL, ROW, Block, parse_blocks

CUTTING_VERSION = 5
EMPHASIS = re.compile(r"(?<![^\s(«|])\*+(?=\S)|(?<=\S)\*+(?![\w*])")
"""Raised whenever a text is cut otherwise, so that an index is built again; the signs of Markdown around words."""

NUMBER = re.compile(r"(?:article\s+)?(?:\d++(?:\.\d++)?+|premier)\.?\s*(?:[-–—:]\s*)?(?=[^\W\d]|[«“(])", re.IGNORECASE)
CALL = re.compile(r"(?<=[a-zà-ÿœ])\d{1,2}(?!\S)")
"""The number of a paragraph, or of an article that is but one; that by which a word calls a note."""

MARK = re.compile(r"\W*[A-Z]?\d{0,3}\W*")
LINE_END = re.compile(r"(?P<last>\w+)?(?P<goes_on>,)?[^\S\n]*\n(?=\W*[A-ZÀ-Ý\d])")
"""What but marks the sentence after it ("R.", "Q14."); the end of a line before one that may begin by itself."""

Role = Literal["heading", "introduction", "item", "row", "sentence", "note"]


@dataclass(frozen=True)
class SentenceSpan:
    """A sentence, list item, row of a table or heading at character offsets `start`..`end` (exclusive) of its document;
    `columns` are what the first row of its table calls the cells of a row."""

    start: int
    end: int
    role: Role
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Passage:
    """An exact slice of a document: a paragraph, or a whole list with the sentence that introduces it.

    `text` is document text `[start:end]`; `headings` are the labels it stands under ("Article 2", "Objectif 1");
    `introduction` is the sentence that introduces a list when that sentence stands in an earlier passage.
    """

    document: str
    start: int
    end: int
    headings: tuple[str, ...]
    title: str
    introduction: str
    text: str
    sentences: tuple[SentenceSpan, ...]

    @property
    def section(self) -> str:
        """Where it stands, as an answer says it: "Article 2, objectif 1"."""
        first, *others = self.headings
        return ", ".join([first, *map(uncapitalize, others)])

    def slice(self, sentence: SentenceSpan) -> str:
        """The words of one of its sentences, as they stand."""
        return self.text[sentence.start - self.start : sentence.end - self.start]

    def told(self, sentence: SentenceSpan) -> str:
        """The words of one of its sentences as they are told, on one line without the signs of Markdown; those of a row
        as "column : value ; column : value"."""
        said = EMPHASIS.sub("", collapse(self.slice(sentence)))
        if sentence.role == "heading":
            return said.strip("# ")
        if sentence.role != "row":
            return said
        values = cells(said)
        columns = sentence.columns if len(sentence.columns) >= len(values) else ()
        pairs = zip_longest(columns, values, fillvalue="")
        named = (f"{column}\u00a0: {value}" if column else value for column, value in pairs if value)
        return "\u202f; ".join(named)


def cut_passages(document: Document) -> tuple[Passage, ...]:
    """The passages of a document, in order: every non-blank character stands in exactly one of them."""
    return tuple(_named(document))


def cells(row: str) -> tuple[str, ...]:
    """The words of the cells of a row without the bars around it."""
    return tuple(EMPHASIS.sub("", cell).strip() for cell in row.split(ROW))


def collapse(text: str) -> str:
    """A slice as it is shown on one line: every run of white space as one space, a word cut at a line end rejoined."""
    return re.sub(r"\s+", " ", re.sub(r"(?<=\w)-\n\s*(?=\w)", "-", text)).strip()


def _named(document: Document) -> Iterator[Passage]:
    """Passages with the headings above them, those of its call above a note, and, for a list resumed after a note, its
    introduction."""
    path: list[tuple[int, str, str]] = [(0, "Introduction", "")]
    called = dict[str, tuple[str, ...]]()
    introduction = ""
    blocks = parse_blocks(document.text)
    for group in _groups(document.text, blocks):
        for block in group:
            title = block.start == blocks[0].start and document.text.startswith("# ", block.start)
            if block.kind == "heading" and not title:
                path = [step for step in path if 0 < step[0] < block.level]
                path.append((block.level, block.label, _title(document.text, block, path)))
        sentences = tuple(_sentences(document.text, group))
        roles = {sentence.role for sentence in sentences}
        opening = [s for s in sentences if s.role == "introduction"]
        if opening:
            introduction = collapse(document.text[opening[-1].start : opening[-1].end])
        elif roles - {"item", "note"}:
            introduction = ""
        start, end = group[0].start, group[-1].end
        text = document.text[start:end]
        headings = tuple(label for _, label, _ in path)
        if group[0].kind == "note":
            number = text.removeprefix("Note").split()[0]
            headings = (*called.get(number, headings), f"Note {number}")
        called |= dict.fromkeys(CALL.findall(text), headings)
        earlier = "" if opening or roles == {"note"} else introduction
        yield Passage(document.name, start, end, headings, path[-1][2], earlier, text, sentences)


def _after_number(text: str, block: Block) -> int | None:
    """Where the words begin of a block that opens as a heading but is a paragraph under a number ("3.1 Les sorties sont
    possibles."); None for any other."""
    number = NUMBER.match(text, block.start, block.end)
    return number.end() if number and block.kind == "heading" and text[block.end - 1] == "." else None


def _title(text: str, block: Block, path: list[tuple[int, str, str]]) -> str:
    """The title that a heading gives: its words, of a numbered paragraph its first ones if they are few, or else the
    title it stands under."""
    start = _after_number(text, block)
    if start is None:
        return collapse(text[block.start : block.end]).strip("# ")
    first, *others = _cut_sentences(text, start, block.end)
    is_named = others and first[1] - block.start <= LONGEST_LABEL
    return collapse(text[block.start : first[1]]).rstrip(".") if is_named else path[-1][2] if path else ""


def _groups(text: str, blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    """Blocks gathered into passages: headings with what follows, a list with its introduction."""
    group: list[Block] = []
    for block in _split_before_introductions(text, blocks):
        if group and not _same_passage(text, group[-1], block):
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _split_before_introductions(text: str, blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Paragraphs that end by introducing a list are cut before the sentence that does."""
    for block, following in zip_longest(blocks, blocks[1:]):
        if block.kind == "paragraph" and following is not None and following.kind in ("item", "row"):
            *before, last = _cut_sentences(text, block.start, block.end)
            if before:
                yield Block("paragraph", block.start, before[-1][1])
            yield Block("paragraph", last[0], block.end)
        else:
            yield block


def _same_passage(text: str, before: Block, block: Block) -> bool:
    if before.kind == "heading":
        return block.kind != "note" and (block.kind != "heading" or block.level > before.level)
    if block.kind in ("item", "connector"):
        return before.kind in ("item", "connector") or (before.kind == "paragraph" and text[before.end - 1] == ":")
    if block.kind == "row":
        return before.kind in ("row", "paragraph")
    return False


def _sentences(text: str, group: list[Block]) -> Iterator[SentenceSpan]:
    listed = any(block.kind in ("item", "row") for block in group)
    for number, block in enumerate(group):
        if block.kind == "connector":
            continue
        if block.kind == "row":
            if number == 0 or group[number - 1].kind != "row":
                yield from _rows(text, list(takewhile(lambda row: row.kind == "row", group[number:])))
            continue
        start = _after_number(text, block)
        if block.kind == "heading" and block.label != "Signature" and start is None:
            yield SentenceSpan(block.start, block.end, "heading")
            continue
        bullet = BULLET.match(text, block.start, block.end) if block.kind == "item" else None
        start = bullet.end() if bullet else start or block.start
        followed = listed and any(later.kind in ("item", "row") for later in group[number + 1 :])
        roles: dict[str, Role] = {"item": "item", "note": "note"}
        role: Role = roles.get(block.kind, "introduction" if followed else "sentence")
        yield from (SentenceSpan(first, last, role) for first, last in _cut_sentences(text, start, block.end))


def _rows(text: str, rows: list[Block]) -> Iterator[SentenceSpan]:
    """The rows of a table without the bars around them, rules aside; the first, if others follow, names their cells."""
    spans = []
    for row in rows:
        said = text[row.start : row.end].removeprefix(ROW).removesuffix(ROW)
        start = row.start + text[row.start :].startswith(ROW) + len(said) - len(said.lstrip())
        spans += [(start, start + len(said.strip()))] if any(map(str.isalnum, said)) else []
    columns = cells(text[slice(*spans[0])]) if len(spans) > 1 else ()
    for number, (start, end) in enumerate(spans):
        named = columns and number == 0
        yield SentenceSpan(start, end, "heading" if named else "row", () if named else columns)


def _cut_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Offsets of the sentences between two offsets, each with what marks it; each line of a letterhead, whose lines all
    begin by themselves, is one."""
    ends = [place for place in LINE_END.finditer(text, start, end) if not place["goes_on"]]
    told = [place.end() for place in ends if fold(place["last"] or "") not in STOP_WORDS]
    lines = pairwise([start, *(told if len(told) == text.count("\n", start, end) else []), end])
    found: list[tuple[int, int]] = []
    for begin, stop in lines:
        for first, last in analyse(text[begin:stop]).sentences:
            marked = found and MARK.fullmatch(text, *found[-1])
            found.append((found.pop()[0] if marked else begin + first, begin + last))
    return found
