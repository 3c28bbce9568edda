"""The report of a review, in Word: its summary on a first page, then the draft itself, commented at each deviation."""

import json
import re
import sys
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import suppress
from copy import deepcopy
from datetime import date
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

from rupfam_assistant.convention.draft import Draft, Paragraph, Span, Style
from rupfam_assistant.errors import TooHeavy
from rupfam_assistant.export.docx import AUTHOR, INITIALS, write_rows, write_word, written
from rupfam_assistant.export.look import FONT, NAMESPACE, legal, line, parse
from rupfam_assistant.export.summary import summary
from rupfam_assistant.french.typography import BULLET, typeset
from rupfam_assistant.review.comparison import SUMMARY_COMMENTED, SUMMARY_END, Review
from rupfam_assistant.review.findings import SEVERITIES
from rupfam_assistant.review.verdict import TO_KNOW, Reviewed
from rupfam_assistant.texts.apart import run_apart
from rupfam_assistant.texts.blocks import clean
from rupfam_assistant.texts.reading import open_word
from rupfam_assistant.texts.structure import parse_blocks
from rupfam_assistant.texts.word_files import pieces
from rupfam_assistant.texts.word_styles import read_styles

TITLE = "Projet de convention relu"
LONGEST_WRITING, MOST_MEMORY = 10, 600
POINTS, SMALL, SPACE = {"title": 16, "heading": 12}, 10, 3
WIDE, GAP = r"(?<=\S) {3,}(?=\S)", "\u2003\u2003"
Page = Sequence[tuple[str, Sequence[str]]]
Comment = tuple[int, int, str]
"""Seconds of work and megabytes that a small report may take; the points of the titles of its first page, of the rest,
before a paragraph; what parts the columns of a line, in a draft and in its report; that page, the style and the texts
of each line; a comment, on the characters [start, end) of the draft's text."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SECTION = (
    f'<w:sectPr {NAMESPACE}><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="850" w:right="1134" w:bottom="850" w:left="1134" w:header="425" w:footer="425" w:gutter="0"/>'
    "</w:sectPr>"
)
"""The page of the summary in a file of other margins."""

STYLES: dict[str, Style] = {"heading": "heading", "item": "item", "connector": "connector"}


def write_review(reviewed: Reviewed, day: date, source: Path | None) -> bytes:
    """The .docx report of a review made that day; `source` is the draft's file, whose layout is kept when it is a
    .docx: it is opened in a process of its own, and the text alone is commented when that takes too much."""
    page = [(paragraph.style, [_said(cell) for cell in paragraph.cells]) for paragraph in summary(reviewed, day)]
    told = reviewed.review.text, page, list(_comments(reviewed.review))
    if source is not None and source.suffix.lower() == ".docx":
        command, megabytes = (sys.executable, "-m", __name__, str(source)), source.stat().st_size // 1_000_000
        with suppress(TooHeavy):
            given = json.dumps(told).encode()
            return run_apart(command, LONGEST_WRITING + 4 * megabytes, MOST_MEMORY + 4 * megabytes, given)
    return _written(*told, None)


def _comments(review: Review) -> Iterator[Comment]:
    """What is said of each deviation, and of a party that is not there where the draft opens."""
    for told in review.deviations:
        wanted = f"\nTexte de la trame : {told.expected}" if told.expected else ""
        asked = f"\nÀ demander à : {told.to_fill.owner}" if told.to_fill else ""
        asked += f"\nÀ faire : {told.to_do}" if told.to_do else ""
        said = f"{SEVERITIES[told.severity]} – {told.called}. {told.message}{wanted}{asked}"
        yield told.start, told.end, said
    for noted in (each for each in review.noted if each.to_verify):
        yield 0, 0, f"{TO_KNOW} – {noted.article}. {noted.message}"


def _written(text: str, page: Page, comments: Sequence[Comment], document: Any) -> bytes:
    """The report, in the draft's own document, or in one of its text alone."""
    from docx import Document

    apart = document is not None
    if not apart:
        plain = Draft(tuple(_paragraphs(text)))
        document = Document(BytesIO(write_word(plain, TITLE, "", comments=False)))
    _write_comments(document, text, comments)
    _open_with(document, page, apart)
    return written(document)


def _open_with(document: Any, page: Page, apart: bool) -> None:
    """Puts the summary before the draft, on a page of its own, in no style but its own: the draft's file has others,
    and other margins too where it is `apart`."""
    from docx.enum.text import WD_BREAK
    from docx.shared import Pt

    body, parts = document.element.body, []
    for style, group in groupby(page, key=lambda told: told[0]):
        rows = [cells for _, cells in group]
        if style == "row":
            told = write_rows(document, rows)
            for cell in (cell for row in told.rows for cell in row.cells):
                _tighten(cell.paragraphs[0], 0)
            parts.append(told._tbl)
            continue
        for (said,) in rows:
            paragraph = document.add_paragraph()
            run = paragraph.add_run(typeset(legal(said)))
            run.font.size, run.bold = Pt(POINTS.get(style, SMALL)), style in POINTS
            _tighten(paragraph, SPACE * (1 + 2 * (style == "heading")))
            if style == "heading":
                paragraph.paragraph_format.space_after, paragraph.paragraph_format.keep_with_next = Pt(SPACE), True
            parts.append(paragraph._p)
    parts[0].get_or_add_pPr().append(parse(f'<w:outlineLvl {NAMESPACE} w:val="0"/>'))
    end = document.add_paragraph(SUMMARY_COMMENTED if len(document.comments) else SUMMARY_END)
    end.runs[0].font.size = Pt(SMALL)
    _tighten(end, 3 * SPACE)
    if apart:
        end._p.get_or_add_pPr().append(parse(SECTION))
    else:
        end.add_run().add_break(WD_BREAK.PAGE)
    parts.append(end._p)
    for rank, element in enumerate(parts):
        body.insert(rank, element)


def _tighten(paragraph: Any, before: int) -> None:
    """Sets a paragraph in the font of our papers, its lines close, so many points before it."""
    from docx.shared import Pt

    for run in paragraph.runs:
        run.font.name = FONT
    told = paragraph.paragraph_format
    told.space_before, told.space_after, told.line_spacing, told.first_line_indent = Pt(before), Pt(0), 1, Pt(0)


def _said(cell: Sequence[Span]) -> str:
    return "".join(span.text for span in cell)


def _paragraphs(text: str) -> Iterator[Paragraph]:
    for block in parse_blocks(text):
        columns = re.split(WIDE, text[block.start : block.end])
        said = GAP.join(" ".join(column.split()) for column in columns)
        style: Style = "objective" if block.level > 1 else STYLES.get(block.kind, "paragraph")
        said = BULLET.sub("", said) if style == "item" else said.lstrip("# ")
        yield line(style, said)


def _write_comments(document: Any, text: str, comments: Sequence[Comment]) -> None:
    """Each comment on the runs of its characters, or on the paragraph before what is absent."""
    cuts = sorted({place for start, end, _ in comments for place in (start, end)})
    placed = sorted(_placed(document, text, cuts), key=lambda told: told[:2])
    for start, end, said in comments:
        if runs := _runs_at(placed, start, max(end, start + 1)):
            document.add_comment([runs[0], runs[-1]], text=typeset(legal(said)), author=AUTHOR, initials=INITIALS)


def _placed(document: Any, text: str, cuts: Sequence[int]) -> Iterator[tuple[int, int, Any]]:
    """Each run of a Word file with its characters in the text that was read from it, cut where some offsets fall."""
    from docx.text.run import Run

    offsets = [i for i, c in enumerate(text) if not c.isspace()]
    dense = "".join(text[i] for i in offsets)
    styles, at = read_styles(document.styles.element), 0
    for paragraph in document.element.body.iter(f"{W}p"):
        told = [(_dense(said), element) for said, element, hidden in pieces(paragraph, styles) if not hidden]
        whole = "".join(said for said, _ in told)
        start = dense.find(whole, at) if whole else -1
        if start < 0:
            continue
        at = start + len(whole)
        for said, element in told:
            spots = offsets[start : start + len(said)]
            start += len(said)
            for first, last, run in _cut(element, spots, cuts) if said else ():
                yield first, last, Run(run, document)  # type: ignore[arg-type]


def _cut(element: Any, spots: Sequence[int], cuts: Sequence[int]) -> Iterator[tuple[int, int, Any]]:
    """The run of a piece of text, whose signs but blanks stand at some offsets, in as many runs as cuts ask for."""
    run, text = element.getparent(), element.text or ""
    ranks = [rank for rank, c in enumerate(text) if not c.isspace()]
    divisible = len(run.xpath("w:t")) == 1 and len(ranks) == len(spots)
    inside = {bisect_left(spots, cut) for cut in cuts} - {0, len(spots)} if divisible else set()
    for rank in sorted(inside, reverse=True):
        after = deepcopy(run)
        run.addnext(after)
        for part, said in ((element, text[: ranks[rank]]), (after.xpath("w:t")[0], text[ranks[rank] :])):
            part.text = said
            part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        yield spots[rank], spots[-1] + 1, after
        spots, ranks, text = spots[:rank], ranks[:rank], text[: ranks[rank]]
    yield spots[0], spots[-1] + 1, run


def _dense(text: str) -> str:
    return "".join(clean(text).split())


def _runs_at(placed: Sequence[tuple[int, int, Any]], start: int, end: int) -> list[Any]:
    """The runs between two offsets; else the one before."""
    covered = [run for first, last, run in placed if first < end and last > start]
    before = [run for first, _, run in placed if first < end]
    return covered or before[-1:] or [run for _, _, run in placed[:1]]


if __name__ == "__main__":
    text, page, comments = json.load(sys.stdin)
    sys.stdout.buffer.write(_written(text, page, comments, open_word(Path(sys.argv[1]))))
