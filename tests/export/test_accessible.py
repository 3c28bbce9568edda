"""What a screen reader needs of a PDF: tags in order, a language, a title, words for each image, heads for each table."""

import io
import shutil
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from rupfam_assistant.export.kit import write_kit
from rupfam_assistant.export.look import Dress
from rupfam_assistant.export.pdf import write_pdf
from rupfam_assistant.office import Office

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is missing")


@pytest.fixture(scope="module")
def catalog(office: Office) -> Any:
    drawn = io.BytesIO()
    Image.new("RGB", (300, 120), "teal").save(drawn, "PNG")
    word = write_kit(office.welcome("la MSA"), date(2026, 3, 2), Dress(logo=drawn.getvalue()))
    return PdfReader(io.BytesIO(write_pdf(word))).trailer["/Root"]


def elements(node: Any) -> Iterator[Any]:
    """The elements of a tree of tags, in order."""
    node = node.get_object()
    children = node.get("/K", []) if hasattr(node, "get") else node if isinstance(node, list) else []
    if hasattr(node, "get") and "/S" in node:
        yield node
    for child in children if isinstance(children, list) else [children]:
        if hasattr(child.get_object(), "get") or isinstance(child.get_object(), list):
            yield from elements(child)


def test_the_pdf_is_tagged_in_french_and_shows_its_title(catalog: Any) -> None:
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "fr-FR"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"Livret d\xe2\x80\x99accueil" in catalog["/Metadata"].get_data()
    assert b"pdfuaid:part>1<" in catalog["/Metadata"].get_data()


def test_headings_lists_tables_and_images_are_told_as_such(catalog: Any) -> None:
    told = list(elements(catalog["/StructTreeRoot"]))
    tags = [str(element["/S"]) for element in told]
    assert {"/H1", "/L", "/LI", "/Table", "/TH", "/Figure"} <= set(tags) | set(_roles(catalog, tags))
    assert all(element.get("/Alt") for element in told if element["/S"] == "/Figure")


def test_the_rules_of_pdf_ua_that_a_file_shows_are_kept(catalog: Any) -> None:
    pages = [page.get_object() for page in catalog["/Pages"]["/Kids"]]
    assert all("/StructParents" in page and (page.get("/Tabs") == "/S" or "/Annots" not in page) for page in pages)
    fonts = [font.get_object() for page in pages for font in page["/Resources"].get("/Font", {}).values()]
    told = [font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font for font in fonts]
    assert all("/ToUnicode" in font for font in fonts)
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & {*font["/FontDescriptor"].get_object()} for font in told)
    tags = [str(element["/S"]) for element in elements(catalog["/StructTreeRoot"])]
    levels = [int(tag[2]) for tag in (*tags, *_roles(catalog, tags)) if tag[:2] == "/H" and tag[2:].isdigit()]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    heads = [element for element in elements(catalog["/StructTreeRoot"]) if element["/S"] == "/TH"]
    assert heads
    assert all(_scope(head) for head in heads)


def _scope(head: Any) -> str:
    """Whether a head of a table is that of a row or of a column."""
    told = head.get("/A", [])
    attributes = told if isinstance(told, list) else [told]
    return next((str(each.get_object()["/Scope"]) for each in attributes if "/Scope" in each.get_object()), "")


def _roles(catalog: Any, tags: list[str]) -> list[str]:
    """What our own names of styles stand for."""
    roles = catalog["/StructTreeRoot"].get("/RoleMap", {})
    return [str(roles[tag]) for tag in tags if tag in roles]
