"""The text of an OpenDocument file from its XML: titles and lists in Markdown, tables, frames wherever anchored, notes
after the text; comments, tracked deletions and contents lists are none of it."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any
from zipfile import ZipFile

from rupfam_assistant.texts.blocks import TO_FILL, Block, Unread, box, large_picture, last_blocks, note, table_blocks
from rupfam_assistant.texts.numbering import Level, Numbering
from rupfam_assistant.texts.word_files import EMBEDDED
from rupfam_assistant.texts.xml import attribute, local, within

SIGNS = {"line-break": "\n", "tab": "\t", "soft-page-break": ""}
NOT_SAID = re.compile(
    r"annotation.*|tracked-changes|.*-index|table-of-content|bibliography|ruby-text|forms|title|desc|.*-decls"
)
HOLDERS = frozenset(("section", "index-body", "text-box", "list-header", "g", "frame", "custom-shape"))
MOST_SPACES, MOST_CELLS = 100, 20
"""Spaces in a row that are kept of those that an element counts; cells, of those that one repeats."""

OUTLINE = "outline-style"
"""What numbers the titles of a text."""

CENTIMETRES = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 0.0353}


class OpenText:
    """An OpenDocument text as it is read: its hidden styles, its titles, its forms, the notes found so far."""

    def __init__(self, package: ZipFile) -> None:
        from lxml.etree import XMLParser, fromstring

        parser = XMLParser(resolve_entities=False, no_network=True)
        parts = [name for name in ("content.xml", "styles.xml") if name in package.namelist()]
        roots = [fromstring(package.read(name), parser) for name in parts]
        styles = [style for root in roots for style in root.iter() if local(style) == "style"]
        self.hidden = {attribute(s, "name") for s in styles if any(attribute(p, "display") == "none" for p in s)}
        self.titles = {"Title"} | {attribute(s, "name") for s in styles if attribute(s, "parent-style-name") == "Title"}
        self.body = body = next(within(roots[0], "body/text"), None)
        if body is None:
            raise ValueError("no text")
        self.edges = [e for root in roots for e in root.iter() if local(e) in ("header", "footer")]
        self.forms = {attribute(e, "id"): e for e in body.iter() if local(e.getparent()) == "form"}
        self.tracked = sum(local(element) == "changed-region" for element in body.iter())
        lists = [e for root in reversed(roots) for e in root.iter() if local(e) in ("list-style", "outline-style")]
        self.numbering = Numbering({(name := _list_name(e)): (name, dict(map(_level, e))) for e in lists})
        self.notes: list[str] = []
        self.aside: list[Any] = []
        self.unseen: list[str] = []


def odt_blocks(text: OpenText) -> Iterator[Block]:
    """The paragraphs and tables of a text, then its notes, its headers and footers."""
    yield from _blocks(text.body, text)
    yield from text.notes
    yield from last_blocks((block for edge in text.edges for block in _blocks(edge, text)), text.unseen)


def _blocks(element: Any, text: OpenText, items: str = "", depth: int = -1) -> Iterator[Block]:
    """The blocks of an element; `items` is the style of the list that holds it, `depth` its level there, -1 outside."""
    for child in element:
        kind = local(child)
        if NOT_SAID.fullmatch(kind):
            continue
        if kind in ("h", "p"):
            yield from _paragraph(child, text, items, depth)
        elif kind == "list":
            name = attribute(child, "style-name") or items
            goes_on = attribute(child, "continue-numbering") == "true" or attribute(child, "continue-list")
            if depth < 0 and not goes_on:
                text.numbering.restart(name)
            yield from chain.from_iterable(_blocks(item, text, name, depth + 1) for item in child)
        elif kind == "table":
            yield from table_blocks(_rows(child, text))
        elif kind in HOLDERS:
            yield from _blocks(child, text, items, depth)
            if kind == "frame" and any(local(each) == "image" for each in child):
                yield from large_picture(_centimetres(child, "width"), _centimetres(child, "height"))
        elif kind in ("object", "object-ole"):
            yield Unread("Objet incorporé", EMBEDDED)


def _paragraph(paragraph: Any, text: OpenText, items: str, depth: int) -> Iterator[Block]:
    """A title, an item or a paragraph, with its number; then what stands in it."""
    said, label, level = _said(paragraph, text).strip(), "", int(attribute(paragraph, "style-name") in text.titles)
    if local(paragraph) == "h":
        level = min(int(attribute(paragraph, "outline-level") or 1), 9)
        items, depth = (items, depth) if depth >= 0 else (OUTLINE, level - 1)
    if said and depth >= 0 and attribute(paragraph, "is-list-header") != "true" and not _is_second(paragraph):
        label = text.numbering.label(items, depth)
    if said and level:
        yield f"{'#' * level} {' '.join([*label.removeprefix('-').split(), *said.split()])}"
    elif said:
        yield f"{label} {said}" if label else said
    aside, text.aside = text.aside, []
    yield from _blocks(aside, text)


def _is_second(paragraph: Any) -> bool:
    """Whether a paragraph goes on with the item of the one before it, or stands above the items."""
    before, holder = paragraph.getprevious(), local(paragraph.getparent())
    return holder == "list-header" or (holder == "list-item" and before is not None and local(before) in ("p", "h"))


def _list_name(style: Any) -> str:
    return OUTLINE if local(style) == "outline-style" else attribute(style, "name")


def _level(level: Any) -> tuple[int, Level]:
    """A level of a list style, from 0: how its number is written, after those of the levels above that it shows."""
    depth, shown = int(attribute(level, "level") or 1), int(attribute(level, "display-levels") or 1)
    places = ".".join(f"%{number}" for number in range(depth - shown + 1, depth + 1))
    text = f"{attribute(level, 'num-prefix')}{places}{attribute(level, 'num-suffix')}"
    return depth - 1, Level(int(attribute(level, "start-value") or 1), attribute(level, "num-format"), text)


def _rows(table: Any, text: OpenText) -> Iterator[list[list[Block]]]:
    for child in table:
        if local(child) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(child, text)
        elif local(child) == "table-row":
            cells: list[list[Block]] = []
            for cell in child:
                repeated = int(attribute(cell, "number-columns-repeated") or 1)
                cells += [list(_blocks(cell, text))] * min(repeated, MOST_CELLS)
            yield cells


def _said(element: Any, text: OpenText) -> str:
    """The text of a paragraph, its spaces, tabs and line breaks told by signs; what is hidden is kept aside."""
    said = "".join(_runs(element, text))
    if attribute(element, "style-name") in text.hidden or local(element) == "hidden-text":
        text.unseen += [said.strip()] if said.strip() else []
        return ""
    return said


def _runs(element: Any, text: OpenText) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        kind = local(child)
        if kind == "s":
            yield " " * min(int(attribute(child, "c") or 1), MOST_SPACES)
        elif kind in SIGNS:
            yield SIGNS[kind]
        elif kind == "note":
            text.notes.append(note(len(text.notes) + 1, _note(child, text)))
        elif kind in ("frame", "text-box", "g", "custom-shape"):
            text.aside.append(child)
        elif kind == "placeholder" or attribute(child, "showing-place-holder") == "true":
            yield TO_FILL
        elif kind == "content-control" and attribute(child, "checkbox") == "true":
            yield box(attribute(child, "checked") == "true")
        elif kind == "control":
            yield _form_value(text.forms.get(attribute(child, "control")))
        elif kind == "hidden-paragraph":
            pass
        elif kind and not NOT_SAID.fullmatch(kind):
            yield _said(child, text)
        yield child.tail or ""


def _note(holder: Any, text: OpenText) -> str:
    return " ".join(str(block) for body in holder if local(body) == "note-body" for block in _blocks(body, text))


def _form_value(field: Any) -> str:
    """What a field of a form shows: a box, its value, or a blank."""
    if field is None:
        return ""
    if local(field) in ("checkbox", "radio"):
        state = attribute(field, "current-state") or attribute(field, "current-selected") or attribute(field, "state")
        return box(state in ("checked", "true"))
    return attribute(field, "current-value") or attribute(field, "value") or TO_FILL


def _centimetres(element: Any, side: str) -> float:
    told = attribute(element, side)
    return float(told[:-2]) * CENTIMETRES[told[-2:]] if told[-2:] in CENTIMETRES else 0.0
