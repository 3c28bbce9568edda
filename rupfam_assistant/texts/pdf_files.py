"""The text of a PDF file, by pages: form values in place, what stands aslant or runs on every page left out."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Any

from rupfam_assistant.texts.blocks import TO_FILL, Block, Unread, note
from rupfam_assistant.texts.pdf_tables import find_tables

EDGE, EDGES = 2, 16
"""Lines at the top or at the bottom of a page among which one may run on every page, and those that all may."""

FEWEST_LETTERS, MOST_UNKNOWN, MOST_LINES = 40, 0.1, 40
"""Letters below which a page with a picture is one; share of its signs beyond which a page cannot be read; lines drawn
beyond which a page shows something."""

ASLANT, LINE = 0.1, 6
TEXT_FIELD, CHOICES, BOXES = 6, (4, 5), (2, 3)
"""Radians from which a sign stands aslant; points between those of a line; the kinds of fields of a form."""

SMALLER, RAISED, FOOT = 0.4, 0.75, "\x0e"
"""Points by which a note is smaller than the text; share of its size that a sign that refers to one has at most; what
marks a line of a note."""

UNKNOWN = re.compile(r"[\ue000-\uefff\ufffd\x00-\x08\x0e-\x1f]")
NUMBER, REFERENCE = re.compile(r"\d+"), re.compile(r"(?<!\d)(?<!\b[^\W\d_])(?<!\b[^\W\d_]{2})\d+")
"""A number; one that refers to a note, that of a unit or of a formula aside, "m2", "CO2"."""

PICTURE = "la page est une image sans texte : ce qu’elle montre n’est pas lu, donnez-en le texte."
BLANK = "la page n’a aucun texte, et le texte qui l’entoure ne se suit pas : vérifiez ce qu’elle montre."
UNKNOWN_SIGNS = "les signes de la page ne disent pas leurs lettres : elle n’est pas lue ; donnez le fichier Word."
_ONE_AT_A_TIME = Lock()


def pdf_blocks(path: Path, most_pages: int) -> Iterator[Block] | None:
    """The text of each page, or why it has none; None beyond so many pages; PdfiumError for a damaged file."""
    import pypdfium2

    with _ONE_AT_A_TIME, pypdfium2.PdfDocument(path) as document:
        if len(document) > most_pages:
            return None
        if document.get_formtype():
            document.init_forms()
        pages = [_page(document, number) for number in range(len(document))]
    return _told([lines for lines, _ in pages], [pictured for _, pictured in pages])


def _told(pages: Sequence[list[str]], pictured: Sequence[bool]) -> Iterator[Block]:
    notes = list[tuple[str, str]]()
    for number, lines in enumerate(_without_running_lines(pages), 1):
        said = "\n".join(line for line in lines if not line.startswith(FOOT))
        for line in (line.strip(f"{FOOT} ") for line in lines if line.startswith(FOOT)):
            if opened := NUMBER.match(line):
                notes.append((opened[0], line[opened.end() :]))
            elif notes:
                notes[-1] = notes[-1][0], f"{notes[-1][1]} {line}"
        letters = sum(map(str.isalpha, said))
        if pictured[number - 1] and letters < FEWEST_LETTERS:
            yield Unread(f"Page {number}", PICTURE)
        elif not letters:
            yield Unread(f"Page {number}", BLANK, blank=True)
        elif len(UNKNOWN.findall(said)) > MOST_UNKNOWN * len(said):
            yield Unread(f"Page {number}", UNKNOWN_SIGNS)
            continue
        yield said
    yield from (note(*told) for told in notes)


def _page(document: Any, number: int) -> tuple[list[str], bool]:
    """The lines of a page, and whether it holds a picture, or is drawn."""
    import pypdfium2.raw as pdfium

    page = document[number]
    if page.get_rotation() in (90, 180):
        page.set_rotation((page.get_rotation() + 180) % 360)  # the same lines, and pdfium reads them in order
    text = page.get_textpage()
    signs = list(text.get_text_range())
    if len(signs) == text.count_chars():
        for rank, sign in enumerate(signs):
            turn = abs(pdfium.FPDFText_GetCharAngle(text, rank)) % (math.pi / 2) if sign.isalpha() else 0.0
            if ASLANT < turn < math.pi / 2 - ASLANT:
                signs[rank] = ""
        _mark_notes(text, signs)
        for rank, value in _fields(document, page, text):
            signs[rank] = f"{signs[rank]}{value}"
        for start, end, rows in list(find_tables(page, text, signs)):
            signs[start:end] = ["\n".join(rows), *[""] * (end - start - 1)]
    said = "".join(signs).replace("\r\n", "\n").replace("\ufffe", "-\n").replace("\x02", "-\n")
    drawn = Counter(each.type for each in page.get_objects() if each.type != pdfium.FPDF_PAGEOBJ_TEXT)
    return said.splitlines(), bool(drawn.pop(pdfium.FPDF_PAGEOBJ_IMAGE, 0)) or drawn.total() > MOST_LINES


def _mark_notes(text: Any, signs: list[str]) -> None:
    """Marks the lines of the notes at the foot of a page, smaller than its text, and takes out what refers to them."""
    import pypdfium2.raw as pdfium

    def size(rank: int | None) -> float:
        return round(pdfium.FPDFText_GetFontSize(text, rank), 1) if rank is not None else 0.0

    starts = [0, *(rank + 1 for rank, sign in enumerate(signs[:-1]) if sign == "\n")]
    lines = list(pairwise([*starts, len(signs)]))
    sizes = [size(next((r for r in range(*line) if signs[r].isalpha()), None)) for line in lines]
    body = Counter(filter(None, sizes)).most_common(1)[0][0] if any(sizes) else 0.0
    foot = len(sizes) - next((n for n, small in enumerate(reversed(sizes)) if small > body - SMALLER), 0)
    first = next((start for start in starts[foot:] if signs[start].isdigit()), len(signs))
    marks = {rank for rank in range(1, first) if signs[rank].isdigit() and size(rank) < RAISED * body}
    told = (sign if rank in marks or not sign.isdigit() else " " for rank, sign in enumerate(signs[:first]))
    said = "".join(sign or " " for sign in told)
    feet = (NUMBER.match("".join(signs[start:end])) for start, end in lines if start >= first)
    numbers = {number[0] for number in feet if number}
    if raised := [mark for mark in REFERENCE.finditer(said) if mark[0] in numbers]:
        for mark in raised:
            signs[mark.start() : mark.end()] = [""] * len(mark[0])
        for start in starts[starts.index(first) :]:
            signs[start] = f"{FOOT}{signs[start]}"


def _fields(document: Any, page: Any, text: Any) -> Iterator[tuple[int, str]]:
    """What each field of a form holds, and the rank of the sign before it on the page."""
    import pypdfium2.raw as pdfium

    if document.formenv is None:
        return
    for rank in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, rank)
        kind, box = pdfium.FPDFAnnot_GetFormFieldType(document.formenv, note), pdfium.FS_RECTF()
        if kind in (TEXT_FIELD, *CHOICES, *BOXES) and pdfium.FPDFAnnot_GetRect(note, box):
            if kind in BOXES:
                value = box(pdfium.FPDFAnnot_IsChecked(document.formenv, note))
            else:
                size = pdfium.FPDFAnnot_GetFormFieldValue(document.formenv, note, None, 0)
                buffer = ctypes.create_string_buffer(size)
                pdfium.FPDFAnnot_GetFormFieldValue(
                    document.formenv, note, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size
                )
                value = buffer.raw.decode("utf-16-le").rstrip("\x00").strip() or TO_FILL
            before = _sign_before(text, box.left, (box.top + box.bottom) / 2)
            if before is not None:
                yield before, f" {value} "
        pdfium.FPDFPage_CloseAnnot(note)


def _sign_before(text: Any, left: float, height: float) -> int | None:
    """The rank of the last sign at the left of a point on its line, else of the last one above."""
    boxes = [(rank, box) for rank in range(text.count_chars()) if (box := text.get_charbox(rank))[2] > box[0]]
    before = [rank for rank, box in boxes if box[1] - 2 <= height <= box[3] + 2 and box[0] < left]
    lowest = min((box[1] for _, box in boxes if box[1] > height), default=0.0)
    return max(before or (rank for rank, box in boxes if lowest <= box[1] < lowest + LINE), default=None)


def _without_running_lines(pages: Sequence[list[str]]) -> Iterator[list[str]]:
    """Pages without the first and last lines that come back on most of them, page numbers aside."""
    told = [[line for line in page if line.strip()] for page in pages]
    shapes = [[NUMBER.sub("#", line.strip(f"{FOOT} ")) for line in page] for page in told]
    seen = Counter(shape for page in shapes for shape in {*page[:EDGES], *page[-EDGES:]})
    running = {shape for shape, times in seen.items() if times > max(2, len(pages) // 2)}
    for lines, page in zip(told, shapes, strict=True):
        gone = {*_running(page, range(len(page)), running), *_running(page, range(len(page))[::-1], running)}
        yield [line for rank, line in enumerate(lines) if rank not in gone]


def _running(page: Sequence[str], order: Sequence[int], running: Container[str]) -> Iterator[int]:
    """The ranks of the lines from an edge that run on every page; of numbers alone, the first: others are figures."""
    numbered = False
    for depth, rank in enumerate(order):
        alone = page[rank] == "#"
        if page[rank] in running and not (alone and numbered):
            numbered |= alone
            yield rank
        elif depth >= EDGE:
            return
