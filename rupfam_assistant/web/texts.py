"""The texts as the page shows them: paragraphs and lists rejoined, in their very words, the cited ones apart."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rupfam_assistant.search.cards import Place
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.structure import ROW, Block, parse_blocks
from rupfam_assistant.web.rendering import render, slug

BULLETS = tuple("•▪◦●*–-|")


@dataclass(frozen=True)
class Line:
    """A block as it is shown, its level when it is a title: its words before the marked ones, these, and after."""

    kind: str
    level: int
    anchor: str
    before: str
    marked: str | None = None
    after: str = ""


def contents(documents: Iterable[Document]) -> list[dict[str, Any]]:
    """The table of contents of the texts, for the template."""
    lines = ((document, _lines(document, _blocks(document), None)) for document in documents)
    return [
        {"anchor": anchor(document), "title": document.short, "headings": [line for line in told if line.level]}
        for document, told in lines
    ]


def whole_text(document: Document, marked: Place | None) -> dict[str, Any]:
    """A whole document, for the template."""
    groups = _grouped(_lines(document, _blocks(document), marked))
    return {"anchor": anchor(document), "title": document.title, "groups": groups}


def surroundings(document: Document, marked: Place) -> list[list[Line]]:
    """The marked words in their paragraph, or list with its introduction, and its neighbours, for the template."""
    return _grouped(_lines(document, _surrounding(_blocks(document), marked), marked))


def passage(document: Document, start: int, end: int, in_whole: bool = False) -> str:
    """The HTML of words between two offsets, marked in their surroundings, or in the whole text under its title."""
    marked = Place(document.name, max(0, start), min(len(document.text), end))
    if marked.start >= marked.end:
        return render("passage.html", title="", groups=())
    if in_whole:
        return render("passage.html", title=document.title, groups=whole_text(document, marked)["groups"])
    return render("passage.html", title="", groups=surroundings(document, marked))


def anchor(document: Document, block: Block | None = None) -> str:
    """The id of a document, or of one of its headings: "texte-trame-article-8"."""
    return slug(f"texte {document.name}{f' {block.label}' if block else ''}")


def words_start(text: str, block: Block) -> int:
    """Where the words of a block start in its text, after its bullet, its bar or the signs of a title."""
    lead, *words = text[block.start : block.end].split(maxsplit=1)
    has_lead = words and (lead in BULLETS or not lead.strip("#"))
    return block.end - len(words[0]) if has_lead else block.start


@lru_cache(maxsize=16)
def _blocks(document: Document) -> tuple[Block, ...]:
    blocks = parse_blocks(document.text)
    return tuple(b for b in blocks if b.kind != "row" or any(c.isalnum() for c in document.text[b.start : b.end]))


def _grouped(lines: Iterable[Line]) -> list[list[Line]]:
    """Items that follow each other together, the rest one by one."""
    grouped: list[list[Line]] = []
    for line in lines:
        if line.kind == "item" and grouped and grouped[-1][0].kind == "item":
            grouped[-1].append(line)
        else:
            grouped.append([line])
    return grouped


def _lines(document: Document, blocks: Iterable[Block], marked: Place | None) -> Iterator[Line]:
    for block in blocks:
        level = 0 if block.label == "Signature" else block.level
        yield Line(block.kind, level, anchor(document, block), *_words(document, block, marked))


def _words(document: Document, block: Block, marked: Place | None) -> tuple[str, str | None, str]:
    """The words of a block before, in and after the marked place; a bullet is left to the list."""
    text, start = document.text, words_start(document.text, block)
    end = start + len(text[start : block.end].rstrip(f"{ROW} ")) if block.kind == "row" else block.end
    if marked is None or marked.document != document.name or marked.end <= start or marked.start >= end:
        return _flow(text[start:end]), None, ""
    first, last = max(start, marked.start), min(end, marked.end)
    return _flow(text[start:first]), _flow(text[first:last]), _flow(text[last:end])


def _surrounding(blocks: tuple[Block, ...], marked: Place) -> tuple[Block, ...]:
    """The blocks that hold the marked words, from the introduction of their list, and one neighbour on each side."""
    holding = [number for number, block in enumerate(blocks) if block.start < marked.end and marked.start < block.end]
    if not holding:
        return ()
    first, last = holding[0], holding[-1]
    while first > 0 and blocks[first].kind in ("item", "connector", "note"):
        first -= 1
    if first > 0 and not (blocks[first].kind == "heading" and blocks[first].level == 1):
        first -= 1
    if last + 1 < len(blocks) and blocks[last + 1].kind not in ("heading", "note"):
        last += 1
    return blocks[first : last + 1]


def _flow(text: str) -> str:
    """Words on one line: line breaks as spaces, a word cut at a line end rejoined."""
    return re.sub(r"\s+", " ", re.sub(r"(?<=\w)-\n\s*(?=[a-zà-ÿ])", "-", text))
