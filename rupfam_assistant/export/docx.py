"""Word files: real styles, lists, footnotes, page numbers, blanks highlighted, comments on where words come from."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import groupby
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from rupfam_assistant.convention.draft import Blank, Draft, Paragraph, Span
from rupfam_assistant.convention.spans import ADDED
from rupfam_assistant.export.look import NAMESPACE, NAVY, PLAIN, Dress, Logo, legal, parse, part, picture
from rupfam_assistant.french.typography import capitalize, typeset

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table

AUTHOR, INITIALS = "Assistant «\u202fRuptures familiales\u202f»", "RF"
PROJECT = "Projet"
TO_COMPLETE, NOTHING_LEFT = "Ce qui reste à compléter", "Rien ne reste à compléter."
COLUMNS = {"Où": 0.24, "Quoi": 0.46, "À demander à": 0.3}
MOST_COLUMNS = 6
SHARES = {
    2: (0.62, 0.38),
    3: (0.22, 0.39, 0.39),
    4: (0.15, 0.28, 0.29, 0.28),
    MOST_COLUMNS: (0.06, 0.29, 0.15, 0.17, 0.13, 0.2),
}
"""The columns of what is left to fill, and their share of the width; those of a table of actions; the shares of the
columns of a table, by their number."""

STYLE_IDS = {
    "heading": "Heading1", "page": "Heading1", "objective": "Heading2", "item": "ListBullet", "party": "ListBullet2",
    "paragraph": "Normal", "note": "Normal",
}  # fmt: skip
TIED = ("detail", "signature")
"""The identifiers of styles in Word, the others called as ours; styles that stay on the page of what they follow."""

LONGEST_HEADER, LONGEST_TITLE = 90, 255
TEXT_WIDTH, SIGNATURE_HEIGHT = 9_070, 1_700
LOGO_BOX, OFFICE_BOX = (1_620_000, 720_000), (1_440_000, 396_000)
"""Characters of a header on one line, of a title that Word accepts; twentieths of a point between the margins, and to
sign; the box of a logo, 4.5 by 2 cm in Word's units, and of the office's own, 4 by 1.1."""

COMPACT_MARGIN, COMPACT_SIDE = 1.6, 2.1
COMPACT = (
    ("Normal", 0, 3, 10.5), ("Title", 0, 2, 16), ("Subtitle", 0, 2, 10.5), ("Heading 1", 8, 4, 12),
    ("Heading 2", 8, 2, 11), ("List Bullet", 0, 2, 10.5), ("Logos", 0, 0, 10.5), ("Cellule", 1, 1, 10.5),
)  # fmt: skip
"""Centimetres above and below a compact page, and beside it; the points before and after a paragraph of each of its
styles, and those of its letters."""

FIELD = f'<w:fldSimple {NAMESPACE} w:instr=" {{}} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
SHADE = f'<w:shd {NAMESPACE} w:val="clear" w:color="auto" w:fill="E8ECF4"/>'
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
BORDERS = f"<w:tblBorders {NAMESPACE}>{{}}</w:tblBorders>".format(
    "".join(f'<w:{side} w:val="single" w:sz="4" w:color="808080"/>' for side in SIDES)
)
CELL = 9.5
FOOTNOTE_MARK = f'<w:r {NAMESPACE}><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:{{}}/></w:r>'
FOOTNOTE = (
    f'<w:footnote {NAMESPACE} w:id="{{}}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
    f'{FOOTNOTE_MARK.format("footnoteRef")}<w:r><w:t xml:space="preserve"> </w:t></w:r></w:p></w:footnote>'
)
"""A number that Word keeps up to date (PAGE, NUMPAGES), the ground of the head of a table, what it is
bordered with, the points of its texts, a footnote and its mark."""


def write_word(
    draft: Draft,
    title: str,
    head: str,
    comments: bool = True,
    to_complete: bool = False,
    logos: Sequence[Logo] = (),
    dress: Dress = PLAIN,
    compact: bool = False,
) -> bytes:
    """The .docx file of a draft, with `head` at the head of its pages, dressed as an office wants, its lines and its
    parts nearer each other when `compact`; with `logos`, the images take the place of the line that awaits them.
    RupfamError names a logo that is not an image."""
    pictures = [picture(logo, number) for number, logo in enumerate(logos, 1)]
    word = new_document(title, dress.colour)
    if compact:
        _tighten(word)
    if dress.logo is not None:
        _write_logos(word, [picture(dress.logo)], "Logo de la CAF", OFFICE_BOX)
    notes = _write_paragraphs(word, draft.paragraphs, pictures, comments)
    _attach_footnotes(word, notes)
    if to_complete:
        _write_what_is_left(word, draft.blanks)
    shown = (paragraph for paragraph in draft.paragraphs if not (pictures and paragraph.style == "logos"))
    _write_margins(word, head, any(span.origin == "blank" for paragraph in shown for span in paragraph.spans))
    return written(word)


def new_document(title: str, colour: str = NAVY) -> "WordDocument":
    """An empty A4 document in our styles, its titles in a colour, without what the library's own model drags along."""
    from docx import Document
    from docx.shared import Cm

    word = Document()
    for relations in (word.part.rels, word.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(("/stylesWithEffects", "/customXml", "/thumbnail")):
                del relations[key]
    word.styles.element[:] = part("styles", colour)[:]
    word.part.numbering_part.element[:] = part("numbering")[:]
    word.settings.element[:] = part("settings")[:]
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = Cm(2.5)
    about = word.core_properties
    about.title, about.author, about.last_modified_by = legal(title)[:LONGEST_TITLE], AUTHOR, AUTHOR
    about.language, about.comments = "fr-FR", ""
    about.created = about.modified = datetime.now(UTC)
    return word


def _tighten(word: "WordDocument") -> None:
    from docx.shared import Cm, Pt

    section = word.sections[0]
    section.top_margin = section.bottom_margin = Cm(COMPACT_MARGIN)
    section.left_margin = section.right_margin = Cm(COMPACT_SIDE)
    section.header_distance = section.footer_distance = Cm(COMPACT_MARGIN / 2)
    for name, before, after, points in COMPACT:
        look = word.styles[name]
        look.paragraph_format.space_before, look.paragraph_format.space_after = Pt(before), Pt(after)
        look.paragraph_format.line_spacing = 1.0
        look.font.size = Pt(points)


def written(word: "WordDocument") -> bytes:
    """The bytes of a Word file, opened again before they are given."""
    from docx import Document

    file = BytesIO()
    word.save(file)
    Document(file)
    return file.getvalue()


def _write_paragraphs(
    word: "WordDocument", paragraphs: Sequence[Paragraph], pictures: Sequence[BytesIO], comments: bool
) -> list[Paragraph]:
    """Writes the paragraphs in order; gives back the notes, each marked at the end of what stands before it."""
    notes: list[Paragraph] = []
    last: Any = None
    before = ""
    for style, group in groupby(paragraphs, key=lambda paragraph: paragraph.style):
        if style in TIED and last is not None:
            last.paragraph_format.keep_with_next = True
        if style == "signature":
            last = _write_signatures(word, list(group), comments)
        elif style == "row":
            last = _write_rows(word, list(group), comments)
        elif style == "logos" and pictures:
            last = _write_logos(word, pictures, "Logo d’un signataire ({})", LOGO_BOX)
        elif style == "note" and last is not None:
            for note in group:
                notes.append(note)
                last._p.append(parse(FOOTNOTE_MARK.format(f'footnoteReference w:id="{len(notes)}"')))
        else:
            key = "Subtitle" if (before, style) == ("title", "label") else STYLE_IDS.get(style, style.capitalize())
            for paragraph in group:
                last = word.add_paragraph()
                last._p.style = key
                last.paragraph_format.page_break_before = style == "page" or None
                last.paragraph_format.keep_with_next = paragraph.text.rstrip().endswith(":") or None
                _write_spans(word, last, paragraph.spans, comments)
        before = style
    return notes


def _write_spans(word: "WordDocument", into: Any, spans: Sequence[Span], comments: bool) -> None:
    """Writes spans, blanks highlighted; local words that follow each other share a comment on their sources."""
    from docx.enum.text import WD_COLOR_INDEX

    for national, group in groupby(spans, key=lambda span: span.origin == "trame"):
        said = list(group)
        runs = [into.add_run(legal(typeset(span.text))) for span in said]
        for span, run in zip(said, runs, strict=True):
            if span.origin == "blank":
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        local = (span.source for span in said if span.origin in ("dossier", "model") and span.source != ADDED)
        sources = dict.fromkeys(map(legal, local))
        if comments and sources and not national:
            word.add_comment(runs, "\n".join(map(capitalize, sources)), AUTHOR, INITIALS)


def _write_logos(word: "WordDocument", pictures: Sequence[BytesIO], called: str, box: tuple[int, int]) -> Any:
    """A row of images, each in the same box, with what is read in its place."""
    row = word.add_paragraph(style="Logos")
    for number, image in enumerate(pictures):
        drawn = row.add_run("   " if number else "").add_picture(image)
        scale = min(box[0] / drawn.width, box[1] / drawn.height)
        drawn.width, drawn.height = round(drawn.width * scale), round(drawn.height * scale)
        drawn._inline.docPr.set("descr", called.format(number + 1))
    return row


def _write_signatures(word: "WordDocument", paragraphs: Sequence[Paragraph], comments: bool) -> Any:
    """The signature blocks, two in a row, on one page if it holds them; gives back the last paragraph."""
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.shared import Twips

    table = _add_table(word, (len(paragraphs) + 1) // 2, (0.5, 0.5))
    cells = []
    for row in table.rows:
        row.height, row.height_rule = Twips(SIGNATURE_HEIGHT), WD_ROW_HEIGHT_RULE.AT_LEAST
        cells += row.cells
    if len(paragraphs) % 2:
        cells[-2:] = [cells[-2].merge(cells[-1])]
    last: Any = None
    for cell, paragraph in zip(cells, paragraphs, strict=True):
        last = cell.paragraphs[0]
        _write_spans(word, last, paragraph.spans, comments)
        last.paragraph_format.keep_with_next = True
    last.paragraph_format.keep_with_next = None
    return last


def _write_rows(word: "WordDocument", paragraphs: Sequence[Paragraph], comments: bool) -> Any:
    """A table, its first row the head, told again on each page; gives back the last paragraph."""
    columns = len(paragraphs[0].cells)
    table = _add_table(word, len(paragraphs), SHARES[columns])
    last: Any = None
    for row, paragraph in zip(table.rows, paragraphs, strict=True):
        for cell, spans in zip(row.cells, paragraph.cells, strict=True):
            last = cell.paragraphs[0]
            last._p.style = "Colonne" if columns == MOST_COLUMNS else "Cellule"
            _write_spans(word, last, spans, comments)
    _make_head(table)
    return last


def write_rows(word: "WordDocument", rows: Sequence[Sequence[str]]) -> "Table":
    """A bordered table of texts, its first row the head, in a document of any styles."""
    from docx.shared import Pt, Twips

    table: Table = word.add_table(len(rows), len(rows[0]))
    table._tbl.tblPr.xpath("w:tblW")[0].addnext(parse(BORDERS))
    table.autofit, widths = False, [Twips(round(TEXT_WIDTH * share)) for share in SHARES[len(rows[0])]]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = width
            cell.paragraphs[0].add_run(typeset(legal(text))).font.size = Pt(CELL)
    _make_head(table)
    return table


def _make_head(table: "Table") -> None:
    """Makes the first row of a table its head: bold, shaded, told again on each page, on that of the next row."""
    from docx.oxml import OxmlElement

    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in table.rows[0].cells:
        cell._tc.get_or_add_tcPr().append(parse(SHADE))
        cell.paragraphs[0].paragraph_format.keep_with_next = True
        for run in cell.paragraphs[0].runs:
            run.bold = True


def _write_what_is_left(word: "WordDocument", blanks: Sequence[Blank]) -> None:
    """A last page: what is left to fill, where, and who usually knows it."""
    word.add_paragraph(TO_COMPLETE, style="Heading 1").paragraph_format.page_break_before = True
    if not blanks:
        word.add_paragraph(NOTHING_LEFT)
        return
    table = _add_table(word, 1 + len(blanks), tuple(COLUMNS.values()))
    lines = [tuple(COLUMNS), *((place_of(blank), capitalize(blank.what), capitalize(blank.owner)) for blank in blanks)]
    for row, line in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.paragraphs[0].add_run(legal(text))
    _make_head(table)


def place_of(blank: Blank) -> str:
    """Where a blank stands, as it is read."""
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
    """Adds the part of the footnotes, which the library does not know; Word numbers them, so their own number goes."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.oxml import serialize_part_xml
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.text.paragraph import Paragraph as Written

    footnotes = part("footnotes")
    for number, note in enumerate(notes, 1):
        footnotes.append(parse(FOOTNOTE.format(number)))
        first, *others = note.spans
        bare = replace(first, text=first.text.lstrip("0123456789").lstrip())
        _write_spans(word, Written(footnotes[-1][0], word), [bare, *others], False)
    kind, content, package = CONTENT_TYPE.WML_FOOTNOTES, serialize_part_xml(footnotes), word.part.package
    word.part.relate_to(Part(PackURI("/word/footnotes.xml"), kind, content, package), RELATIONSHIP_TYPE.FOOTNOTES)


def _write_margins(word: "WordDocument", department: str, unfinished: bool) -> None:
    """The department at the head of each page, "Projet" beside it while blanks remain; the page number at the foot."""
    section = word.sections[0]
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.add_run(shorten(legal(department), LONGEST_HEADER, placeholder="…"))
    if unfinished:
        head.add_run(f"\t{PROJECT}").bold = True
    for words, field in (("Page ", "PAGE"), (" sur ", "NUMPAGES")):
        foot.add_run(words)
        foot._p.append(parse(FIELD.format(field)))
