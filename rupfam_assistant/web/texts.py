"""The HTML of the texts: paragraphs and lists rejoined, in the very words of the text, with the cited words marked."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import groupby

from rupfam_assistant.french.typography import capitalize
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.structure import Block, parse_blocks

BULLETS = "•▪◦*–-"
DEEPEST = 6


@dataclass(frozen=True)
class Place:
    """The words of a document between two offsets."""

    document: str
    start: int
    end: int


def contents_html(documents: Iterable[Document]) -> str:
    """The table of contents of the texts."""
    lists = "".join(
        f'<li><a href="#{anchor(document)}">{escape(capitalize(document.short))}</a><ul>{_entries_html(document)}</ul></li>'
        for document in documents
    )
    return f'<nav aria-label="Sommaire des deux textes"><details><summary>Sommaire</summary><ul class="sommaire">{lists}</ul></details></nav>'


def document_html(document: Document, marked: Place | None) -> str:
    """A whole document, each heading an anchor."""
    body = blocks_html(document, blocks_of(document), marked, anchored=True)
    return f'<article class="texte"><h3 id="{anchor(document)}" tabindex="-1">{escape(document.title)}</h3>{body}</article>'


def surroundings_html(document: Document, marked: Place) -> str:
    """The marked words in their paragraph, or list with its introduction, and the paragraphs next to it."""
    return blocks_html(document, tuple(_surroundings(blocks_of(document), marked)), marked)


def blocks_html(document: Document, blocks: tuple[Block, ...], marked: Place | None, anchored: bool = False) -> str:
    """Blocks as headings, paragraphs and lists; items that follow each other make one list."""
    parts = []
    for is_list, group in groupby(blocks, key=lambda block: block.kind == "item"):
        inner = "".join(_block_html(document, block, marked, anchored) for block in group)
        parts.append(f"<ul>{inner}</ul>" if is_list else inner)
    return "".join(parts)


def anchor(document: Document, block: Block | None = None) -> str:
    """The id of a document, or of one of its headings: "texte-trame-article-8"."""
    label = f" {block.label}" if block else ""
    bare = unicodedata.normalize("NFD", f"texte {document.name}{label}".lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", bare)


@lru_cache(maxsize=16)
def blocks_of(document: Document) -> tuple[Block, ...]:
    """The blocks of a document, parsed once."""
    return parse_blocks(document.text)


def _entries_html(document: Document) -> str:
    headings = (block for block in blocks_of(document) if block.kind == "heading" and block.label != "Signature")
    return "".join(
        f'<li class="niveau-{block.level}"><a href="#{anchor(document, block)}">{escape(_flow(document.text[block.start : block.end]))}</a></li>'
        for block in headings
    )


def _block_html(document: Document, block: Block, marked: Place | None, anchored: bool) -> str:
    words = _marked_html(document, block, marked)
    if block.kind == "heading" and block.label != "Signature":
        tag = f"h{min(block.level + 3, DEEPEST)}"
        return (
            f'<{tag} id="{anchor(document, block)}" tabindex="-1">{words}</{tag}>'
            if anchored
            else f'<p class="titre">{words}</p>'
        )
    if block.kind == "item":
        return f"<li>{words}</li>"
    return f'<p class="{block.kind}">{words}</p>'


def _marked_html(document: Document, block: Block, marked: Place | None) -> str:
    """The words of a block, escaped, those of the marked place in a <mark>; a bullet is left to the list."""
    text, start = document.text, block.start
    if block.kind == "item" and text[start] in BULLETS:
        start += 1 + len(text[start + 1 :]) - len(text[start + 1 :].lstrip())
    if block.kind == "heading":
        start += len(text[start : block.end]) - len(text[start : block.end].lstrip("# "))
    if marked is None or marked.document != document.name or marked.end <= start or marked.start >= block.end:
        return escape(_flow(text[start : block.end]))
    first, last = max(start, marked.start), min(block.end, marked.end)
    before, words, after = (escape(_flow(text[a:b])) for a, b in ((start, first), (first, last), (last, block.end)))
    return f'{before}<mark tabindex="-1">{words}</mark>{after}'


def _surroundings(blocks: tuple[Block, ...], marked: Place) -> Iterator[Block]:
    """The blocks that hold the marked words, from the introduction of their list, and one neighbour on each side."""
    holding = [number for number, block in enumerate(blocks) if block.start < marked.end and marked.start < block.end]
    if not holding:
        return
    first, last = holding[0], holding[-1]
    while first > 0 and blocks[first].kind in ("item", "connector", "note"):
        first -= 1
    if first > 0 and not (blocks[first].kind == "heading" and blocks[first].level == 1):
        first -= 1
    if last + 1 < len(blocks) and blocks[last + 1].kind not in ("heading", "note"):
        last += 1
    yield from blocks[first : last + 1]


def _flow(text: str) -> str:
    """Words on one line: line breaks as spaces, a word cut at a line end rejoined."""
    return re.sub(r"\s+", " ", re.sub(r"(?<=\w)-\n\s*(?=[a-zà-ÿ])", "-", text))
