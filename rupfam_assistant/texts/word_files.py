"""The text of a Word file from its XML: tables, controls, boxes, notes, headers, tracked changes as if accepted."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
NOT_SAID = {
    f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "txbxContent", "sdtPr", "tblPr", "trPr", "tcPr")
} | {FALLBACK}
"""Elements whose text is not that of the paragraph: taken out, said elsewhere, or a second version of it."""

SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
TRACKED = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
EDGES, NOTES = ("/header", "/footer"), ("/footnotes", "/endnotes")


def word_blocks(document: Any) -> Iterator[str]:
    """The paragraphs and tables of a Word document, titles and lists in Markdown, then its notes and its edges."""
    styles = {style.style_id: style.name or "" for style in document.styles if style.style_id}
    yield from _blocks(document.element.body, styles)
    yield from _notes(document)
    yield from dict.fromkeys(_edges(document, styles))


def count_tracked_changes(document: Any) -> int:
    """The changes that a Word document tracks, in its text."""
    return sum(1 for _ in document.element.body.iter(*TRACKED))


def paragraph_text(element: Any) -> str:
    """The text of a paragraph element, tracked changes accepted."""
    text = ""
    for child in element:
        if child.tag == f"{W}t" or child.tag in SIGNS:
            text += SIGNS.get(child.tag, child.text or "")
        elif isinstance(child.tag, str) and child.tag not in NOT_SAID:
            text += paragraph_text(child)
    return text


def _blocks(parent: Any, styles: Mapping[str, str]) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{W}p":
            yield from _paragraph(child, styles)
        elif child.tag == f"{W}tbl":
            rows = [cells for row in child.iter(f"{W}tr") if (cells := _cells(row))]
            yield "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml"):
            yield from _blocks(child, styles)


def _paragraph(paragraph: Any, styles: Mapping[str, str]) -> Iterator[str]:
    """A paragraph, then those of the text boxes that stand in it."""
    text = paragraph_text(paragraph)
    properties = paragraph.find(f"{W}pPr")
    style = numbered = None
    if properties is not None:
        style, numbered = properties.find(f"{W}pStyle"), properties.find(f"{W}numPr")
    name = styles.get(style.get(f"{W}val"), "") if style is not None else ""
    if text.strip():
        if title := re.fullmatch(r"(?:Heading|Titre) (\d)", name, re.IGNORECASE):
            yield f"{'#' * int(title[1])} {' '.join(text.split())}"
        elif name == "Title":
            yield f"# {' '.join(text.split())}"
        else:
            yield f"- {text}" if name.startswith(("List", "Liste")) or numbered is not None else text
    for box in paragraph.iter(f"{W}txbxContent"):
        if not any(above.tag == FALLBACK for above in box.iterancestors()):
            yield from _blocks(box, styles)


def _cells(row: Any) -> list[str]:
    """The cells of a row on one line each, those of a table within it left to that table."""
    cells = row.iterchildren(f"{W}tc", f"{W}sdt")
    return [" ".join(word for inner in cell.iter(f"{W}p") for word in paragraph_text(inner).split()) for cell in cells]


def _notes(document: Any) -> Iterator[str]:
    """The footnotes, each behind its number."""
    from lxml.etree import XMLParser, fromstring

    parser = XMLParser(resolve_entities=False, no_network=True)
    for relation in document.part.rels.values():
        if relation.is_external or not relation.reltype.endswith(NOTES):
            continue
        notes = fromstring(relation.target_part.blob, parser)
        for number, note in enumerate((n for n in notes if n.get(f"{W}type") in (None, "normal")), 1):
            if said := " ".join(word for inner in note.iter(f"{W}p") for word in paragraph_text(inner).split()):
                yield f"{number} {said}"


def _edges(document: Any, styles: Mapping[str, str]) -> Iterator[str]:
    """What the headers and footers say, page numbers aside."""
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(EDGES):
            said = (block.strip() for block in _blocks(relation.target_part.element, styles))
            yield from (block for block in said if sum(c.isalpha() for c in block) > 8)
