"""The text of an OpenDocument file from its XML: titles and lists in Markdown, tables, sections."""

from collections.abc import Iterator
from typing import Any

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
SIGNS = {f"{TEXT}line-break": "\n", f"{TEXT}tab": "\t"}
MOST_SPACES = 100
"""Spaces in a row that are kept of those that an element counts."""


def odt_blocks(content: bytes) -> Iterator[str]:
    """The paragraphs and tables of content.xml; the errors of lxml, and ValueError, when it is damaged."""
    from lxml.etree import XMLParser, fromstring

    body = fromstring(content, XMLParser(resolve_entities=False, no_network=True)).find(f".//{OFFICE}text")
    if body is None:
        raise ValueError("no text")
    yield from _blocks(body, 0)


def _blocks(element: Any, depth: int) -> Iterator[str]:
    for child in element:
        if child.tag == f"{TEXT}h":
            yield f"{'#' * min(int(child.get(f'{TEXT}outline-level') or 1), 9)} {_said(child)}"
        elif child.tag == f"{TEXT}p":
            if said := _said(child).strip():
                yield f"- {said}" if depth else said
        elif child.tag == f"{TEXT}list":
            for item in child:
                yield from _blocks(item, depth + 1)
        elif child.tag == f"{TABLE}table":
            yield "\n".join(_rows(child))
        elif child.tag == f"{TEXT}section":
            yield from _blocks(child, depth)


def _rows(table: Any) -> Iterator[str]:
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield "| " + " | ".join(" ".join(_said(cell).split()) for cell in child) + " |"
        elif child.tag in (f"{TABLE}table-header-rows", f"{TABLE}table-rows"):
            yield from _rows(child)


def _said(element: Any) -> str:
    """The text of an element, its spaces, tabs and line breaks told by signs."""
    return "".join(_runs(element))


def _runs(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s":
            yield " " * min(int(child.get(f"{TEXT}c") or 1), MOST_SPACES)
        elif child.tag in SIGNS:
            yield SIGNS[child.tag]
        elif isinstance(child.tag, str):
            yield from _runs(child)
        yield child.tail or ""
