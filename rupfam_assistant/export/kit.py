"""The Word file of a welcome kit: two pages in two columns, in the office's colour, with its logo if it has one."""

from collections.abc import Iterator
from functools import reduce
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rupfam_assistant.convention.draft import Style
from rupfam_assistant.export.docx import new_document, written
from rupfam_assistant.export.look import GREY, NAMESPACE, NAVY, legal, line, parse, picture, read_colour
from rupfam_assistant.export.markdown import write_markdown
from rupfam_assistant.welcome.kit import Item, Kit

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

MARGIN, LOGO_HEIGHT = 1.3, 1.3
SMALL, HEADING, TITLE = 0.88, 1.2, 1.9
"""Centimetres around the text, and of the logo; sizes of the sources, headings and title beside that of the body."""

LARGEST, SMALLEST, CAPACITY = 9.0, 7.0, 900_000
COLUMNS = f'<w:cols {NAMESPACE} w:num="2" w:space="340"/>'
"""Points of the body of the text; characters that two pages hold, times the square of their size in points; two columns
0.6 cm apart, in twentieths of a point."""

SHORT = {
    "la trame": "trame", "la circulaire": "circ.", "article": "art.", "objectif": "obj.", "préambule": "préamb.",
    "introduction": "intro.", "section": "sect.",
}  # fmt: skip


def write_kit(kit: Kit, logo: Path | bytes | None = None, colour: str = NAVY) -> bytes:
    """The .docx file of a kit, its titles in `colour` ("1F3864"). RupfamError for no image, or no colour."""
    from docx.enum.section import WD_SECTION

    ink, parts = read_colour(colour), list(_parts(kit))
    size = sum(len(words) for _, lines in parts for line in lines for words in line)
    points = max(SMALLEST, min(LARGEST, int(4 * sqrt(CAPACITY / max(size, 1))) / 4))  # to the quarter
    word = new_document(kit.title)
    _set_page(word, points)
    head = word.add_paragraph(style="Title")
    if logo is not None:
        _add_logo(head, logo)
    _write(head, kit.title, TITLE * points, ink)
    _write(word.add_paragraph(), kit.message, points, GREY)
    word.add_section(WD_SECTION.CONTINUOUS)._sectPr.append(parse(COLUMNS))
    for heading, lines in parts:
        _write(word.add_paragraph(style="Heading 1"), heading, HEADING * points, ink)
        for words, source in lines:
            told = word.add_paragraph(style="List Bullet")
            _write(told, words, points)
            _write(told, source, SMALL * points, GREY)
    return written(word)


def kit_markdown(kit: Kit) -> str:
    """The kit in Markdown."""
    told: list[tuple[Style, str]] = [("title", kit.title), ("paragraph", kit.message)]
    for heading, lines in kit.parts():
        told += [("heading", heading), *(("item", said) for said in lines)]
    return write_markdown(line(style, text) for style, text in told)


def short_places(item: Item) -> str:
    """Its sources as a margin holds them: "trame, art. 2, obj. 1"."""
    return reduce(lambda told, word: told.replace(word, SHORT[word]), SHORT, item.places)


def _parts(kit: Kit) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The headings and their lines: what is said, and where or whom it comes from."""
    for section in kit.sections:
        yield section.title, [(item.text, f" ({short_places(item)})") for item in section.items]
    if kit.local:
        yield "Dans votre département", [(line, "") for line in kit.local]
    yield "Ce que les textes ne disent pas", [(silence.what, f" → {silence.who}") for silence in kit.silences]
    yield "Cinq questions à poser", [(proposed.question, "") for proposed in kit.questions]
    yield "Sigles", [("", f"{' ; '.join(_acronyms(kit))}.")]


def _acronyms(kit: Kit) -> Iterator[str]:
    """The acronyms that the kit uses and the reader may not know, each with its meaning."""
    said = " ".join(item.text for section in kit.sections for item in section.items)
    words = set("".join(c if c.isalnum() else " " for c in said).split())
    return (f"{entry.acronym} : {entry.term}" for entry in kit.glossary if entry.acronym in words)


def _set_page(word: "WordDocument", points: float) -> None:
    from docx.shared import Cm, Pt

    page = word.sections[0]
    page.top_margin = page.bottom_margin = page.left_margin = page.right_margin = Cm(MARGIN)
    page.header_distance = page.footer_distance = Cm(MARGIN / 2)
    for name, before, after in (("Normal", 0, 2), ("Title", 0, 2), ("Heading 1", 5, 2), ("List Bullet", 0, 1.5)):
        look = word.styles[name]
        look.paragraph_format.space_before, look.paragraph_format.space_after = Pt(before), Pt(after)
        look.paragraph_format.line_spacing = 1.0
        look.font.size = Pt(points)
    bullets = word.styles["List Bullet"].paragraph_format
    bullets.left_indent, bullets.first_line_indent = Cm(0.3), Cm(-0.3)


def _add_logo(paragraph: Any, logo: Path | bytes) -> None:
    from docx.shared import Cm

    drawn = paragraph.add_run().add_picture(picture(logo), height=Cm(LOGO_HEIGHT))
    drawn._inline.docPr.set("descr", "Logo de la CAF")
    paragraph.add_run().add_break()


def _write(paragraph: Any, text: str, points: float, ink: str = "") -> None:
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(legal(text))
    run.font.size = Pt(points)
    if ink:
        run.font.color.rgb = RGBColor.from_string(ink)
