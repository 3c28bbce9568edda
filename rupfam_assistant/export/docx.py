"""The Word file of a draft: real styles, lists, footnotes and page numbers, blanks highlighted, comments that tell
where local words come from."""

import os
import re
import shutil
import signal
import struct
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import groupby
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from rupfam_assistant.convention.draft import Blank, Draft, Paragraph, Span
from rupfam_assistant.convention.spans import ADDED
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.export.docx_look import (
    FIELD,
    FOOTNOTE,
    FOOTNOTE_MARK,
    FOOTNOTES,
    NUMBERING,
    SETTINGS,
    SHADE,
    STYLES,
    TEXT_WIDTH,
)
from rupfam_assistant.french.typography import capitalize, typeset

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table

AUTHOR = "Assistant «\u202fRuptures familiales\u202f»"
INITIALS = "RF"
PROJECT = "Projet"
TO_COMPLETE = "Ce qui reste à compléter"
NOTHING_LEFT = "Rien ne reste à compléter."
COLUMNS = {"Où": 0.24, "Quoi": 0.46, "Qui le sait d’ordinaire": 0.3}
"""The columns of what is left to fill, and their share of the width."""

STYLE_IDS = {
    "annex": "Annexe",
    "logos": "Logos",
    "title": "Title",
    "party": "ListBullet2",
    "connector": "Liaison",
    "heading": "Heading1",
    "objective": "Heading2",
    "item": "ListBullet",
    "label": "Intitule",
    "detail": "Detail",
    "page": "Heading1",
}
"""The style in Word of each style of a draft, Normal for the others; by its identifier, as the library searches all
styles for a name."""

TIED = ("detail", "signature")
"""Styles that stay on the page of what they follow."""

NOT_IN_WORD = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML file can hold."""

LONGEST_HEADER = 90
LONGEST_TITLE = 255
"""Characters of a header that stays on one line, and of a title that Word accepts."""

IMAGES = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
MOST_PIXELS = 40_000_000
LARGEST_LOGO = (1_000, 500)
LOGO_BOX = (1_620_000, 720_000)
"""Pixels kept of a logo, and the box that it stands in: 4.5 by 2 cm in Word's units (360,000 to a centimetre)."""

SIGNATURE_HEIGHT = 1_700
"""Twentieths of a point: room enough to sign."""

LONGEST_CONVERSION = 90
"""Seconds."""


def write_word(
    draft: Draft,
    title: str,
    department: str,
    comments: bool = True,
    to_complete: bool = False,
    logos: Sequence[Path | bytes] = (),
) -> bytes:
    """The .docx file of a draft, opened again before it is given; with `logos`, the images take the place of the line
    that awaits them.
    RupfamError names a logo that is not an image."""
    from docx import Document

    pictures = [picture(logo, number) for number, logo in enumerate(logos, 1)]
    word = new_document(title)
    notes = _write_paragraphs(word, draft.paragraphs, pictures, comments)
    _attach_footnotes(word, notes)
    if to_complete:
        _write_what_is_left(word, draft.blanks)
    left = any(
        span.origin == "blank"
        for paragraph in draft.paragraphs
        if not (pictures and paragraph.style == "logos")
        for span in paragraph.spans
    )
    _write_margins(word, department, left)
    written = BytesIO()
    word.save(written)
    Document(written)
    return written.getvalue()


def write_pdf(word: bytes) -> bytes:
    """The PDF of a .docx file, by LibreOffice; RupfamError when it is absent or fails."""
    program = shutil.which("soffice")
    if program is None:
        raise RupfamError(
            "Le PDF demande LibreOffice, absent de cette machine : installez-le, ou enregistrez le fichier Word en PDF depuis Word."
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source = Path(folder) / "convention.docx"
        source.write_bytes(word)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [
            program,
            profile,
            "--headless",
            "--norestore",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            str(source),
        ]
        try:
            _run(command)
            return source.with_suffix(".pdf").read_bytes()
        except (OSError, subprocess.TimeoutExpired) as error:
            raise RupfamError(
                "LibreOffice n’a pas pu faire le PDF : réessayez, ou enregistrez le fichier Word en PDF depuis Word."
            ) from error


def _run(command: Sequence[str]) -> None:
    """Runs a command to its end; past its time, it is stopped with all that it started."""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            process.wait(LONGEST_CONVERSION)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise


def new_document(title: str) -> "WordDocument":
    """An empty A4 document in our styles, without what the library's own model drags along."""
    from docx import Document
    from docx.shared import Cm

    word = Document()
    for relations in (word.part.rels, word.part.package.rels):
        for key in [
            key
            for key, relation in relations.items()
            if relation.reltype.endswith(("/stylesWithEffects", "/customXml", "/thumbnail"))
        ]:
            del relations[key]
    for element, look in (
        (word.styles.element, STYLES),
        (word.part.numbering_part.element, NUMBERING),
        (word.settings.element, SETTINGS),
    ):
        element[:] = _parse(look)[:]
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = Cm(2.5)
    about = word.core_properties
    about.title, about.author, about.last_modified_by, about.language = (
        legal(title)[:LONGEST_TITLE],
        AUTHOR,
        AUTHOR,
        "fr-FR",
    )
    about.comments, about.created, about.modified = "", datetime.now(UTC), datetime.now(UTC)
    return word


def _write_paragraphs(
    word: "WordDocument", paragraphs: Sequence[Paragraph], pictures: Sequence[BytesIO], comments: bool
) -> list[Paragraph]:
    """Writes the paragraphs in order; the notes among them, each marked at the end of what stands before it, are given
    back."""
    notes: list[Paragraph] = []
    last: Any = None
    before = ""
    for style, group in groupby(paragraphs, key=lambda paragraph: paragraph.style):
        if style in TIED and last is not None:
            last.paragraph_format.keep_with_next = True
        if style == "signature":
            last = _write_signatures(word, list(group), comments)
        elif style == "logos" and pictures:
            last = _write_logos(word, pictures)
        elif style == "note" and last is not None:
            for note in group:
                notes.append(note)
                last._p.append(_parse(FOOTNOTE_MARK.format(len(notes))))
        else:
            key = "Subtitle" if (before, style) == ("title", "label") else STYLE_IDS.get(style)
            for paragraph in group:
                last = word.add_paragraph()
                last._p.style = key
                last.paragraph_format.page_break_before = style == "page" or None
                last.paragraph_format.keep_with_next = paragraph.text.rstrip().endswith(":") or None
                _write_spans(word, last, paragraph.spans, comments)
        before = style
    return notes


def _write_spans(word: "WordDocument", written: Any, spans: Sequence[Span], comments: bool) -> None:
    """Writes spans in a paragraph of Word, blanks highlighted; local words that follow each other share a comment
    telling their sources."""
    from docx.enum.text import WD_COLOR_INDEX

    for national, group in groupby(spans, key=lambda span: span.origin == "trame"):
        said = list(group)
        runs = [written.add_run(legal(typeset(span.text))) for span in said]
        for span, run in zip(said, runs, strict=True):
            if span.origin == "blank":
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        sources = dict.fromkeys(
            legal(span.source) for span in said if span.origin in ("dossier", "model") and span.source != ADDED
        )
        if comments and sources and not national:
            word.add_comment(runs, "\n".join(source[:1].upper() + source[1:] for source in sources), AUTHOR, INITIALS)


def _write_logos(word: "WordDocument", pictures: Sequence[BytesIO]) -> Any:
    """A row of images, each in the same box."""
    row = word.add_paragraph(style="Logos")
    for number, image in enumerate(pictures):
        drawn = row.add_run("   " if number else "").add_picture(image)
        scale = min(LOGO_BOX[0] / drawn.width, LOGO_BOX[1] / drawn.height)
        drawn.width, drawn.height = round(drawn.width * scale), round(drawn.height * scale)
        drawn._inline.docPr.set("descr", f"Logo d’un signataire ({number + 1})")
    return row


def _write_signatures(word: "WordDocument", paragraphs: Sequence[Paragraph], comments: bool) -> Any:
    """The signature blocks, two in a row, with room to sign, on one page if it holds them; the last paragraph written
    is given back."""
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.shared import Twips

    table = _add_table(word, (len(paragraphs) + 1) // 2, (0.5, 0.5))
    cells = []
    for row in table.rows:
        row.height, row.height_rule = Twips(SIGNATURE_HEIGHT), WD_ROW_HEIGHT_RULE.AT_LEAST
        cells += row.cells
    if len(paragraphs) % 2:
        cells[-2:] = [cells[-2].merge(cells[-1])]
    for cell, paragraph in zip(cells, paragraphs, strict=True):
        _write_spans(word, cell.paragraphs[0], paragraph.spans, comments)
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    cells[-1].paragraphs[0].paragraph_format.keep_with_next = None
    return cells[-1].paragraphs[0]


def _write_what_is_left(word: "WordDocument", blanks: Sequence[Blank]) -> None:
    """A last page: what is left to fill, where, and who usually knows it."""
    from docx.oxml import OxmlElement

    word.add_paragraph(TO_COMPLETE, style="Heading 1").paragraph_format.page_break_before = True
    if not blanks:
        word.add_paragraph(NOTHING_LEFT)
        return
    table = _add_table(word, 1 + len(blanks), tuple(COLUMNS.values()))
    lines = [tuple(COLUMNS), *((_place(blank), capitalize(blank.what), capitalize(blank.owner)) for blank in blanks)]
    for number, (row, line) in enumerate(zip(table.rows, lines, strict=True)):
        for cell, text in zip(row.cells, line, strict=True):
            cell.paragraphs[0].add_run(legal(text)).bold = True if number == 0 else None
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in table.rows[0].cells:
        cell._tc.get_or_add_tcPr().append(_parse(SHADE))


def _place(blank: Blank) -> str:
    return blank.article if blank.objective is None else f"{blank.article}, objectif {blank.objective}"


def _add_table(word: "WordDocument", rows: int, shares: Sequence[float]) -> "Table":
    """A bordered table as wide as the text; no row is cut by the end of a page."""
    from docx.oxml import OxmlElement
    from docx.shared import Twips

    table: Table = word.add_table(rows, len(shares), style="Table Grid")
    table.autofit = False
    widths = [Twips(round(TEXT_WIDTH * share)) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width, cell.paragraphs[0]._p.style = width, "Cellule"
    return table


def _attach_footnotes(word: "WordDocument", notes: Sequence[Paragraph]) -> None:
    """Adds the part of the footnotes, which the library does not know yet; Word numbers them, so their own number
    goes."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.oxml import serialize_part_xml
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.text.paragraph import Paragraph as Written

    footnotes = _parse(FOOTNOTES)
    for number, note in enumerate(notes, 1):
        footnotes.append(_parse(FOOTNOTE.format(number)))
        spans = [
            replace(span, text=re.sub(r"^\d+\s+", "", span.text) if rank == 0 else span.text)
            for rank, span in enumerate(note.spans)
        ]
        _write_spans(word, Written(footnotes[-1][0], word), spans, False)
    part = Part(
        PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, serialize_part_xml(footnotes), word.part.package
    )
    word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _write_margins(word: "WordDocument", department: str, unfinished: bool) -> None:
    """The department at the head of each page, "Projet" beside it while blanks remain; the page number at the foot."""
    section = word.sections[0]
    head = section.header.paragraphs[0]
    head.add_run(shorten(legal(department), LONGEST_HEADER, placeholder="…"))
    if unfinished:
        head.add_run(f"\t{PROJECT}").bold = True
    foot = section.footer.paragraphs[0]
    foot.add_run("Page ")
    foot._p.append(_parse(FIELD.format("PAGE")))
    foot.add_run(" sur ")
    foot._p.append(_parse(FIELD.format("NUMPAGES")))


def picture(logo: Path | bytes, number: int) -> BytesIO:
    """A logo as a small PNG, whatever it was; RupfamError names one that is not an image."""
    from PIL import Image, ImageOps

    called = f"n° {number}" if isinstance(logo, bytes) else str(logo)
    written = BytesIO()
    try:
        with Image.open(BytesIO(logo) if isinstance(logo, bytes) else logo, formats=IMAGES) as image:
            if image.width * image.height > MOST_PIXELS:
                raise RupfamError(f"Le logo {called} a trop de pixels : réduisez l’image.")
            small = ImageOps.exif_transpose(image).convert("RGBA")
            small.thumbnail(LARGEST_LOGO)
            small.save(written, "PNG")
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        IndexError,
        struct.error,
        Image.DecompressionBombError,
    ) as error:
        raise RupfamError(f"Le logo {called} n’est pas une image lisible : donnez un fichier PNG ou JPEG.") from error
    return written


def _parse(xml: str) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(xml)


def legal(text: str) -> str:
    """A text without what no XML file can hold; a line end of any kind is one."""
    return NOT_IN_WORD.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
