"""The Word report of a review: the draft itself, its layout kept, with a comment at each deviation, then a page that
sums them up."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from rupfam_assistant.convention.draft import Draft, Paragraph, Span, Style
from rupfam_assistant.export.docx import AUTHOR, INITIALS, write_word
from rupfam_assistant.review.comparison import SUMMARY_TITLE, Review
from rupfam_assistant.review.findings import KINDS, SEVERITIES, Deviation
from rupfam_assistant.texts.reading import open_word, word_paragraphs
from rupfam_assistant.texts.structure import parse_blocks

TITLE = "Projet de convention relu"
MOST_TOLD = 30
"""Deviations that the last page lists."""

NOT_IN_WORD = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_review(review: Review, source: Path | None) -> bytes:
    """The .docx report of a review; `source` is the draft's file, whose layout is kept when it is a .docx."""
    if source is not None and source.suffix.lower() == ".docx":
        return _annotated(open_word(source), review)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "projet.docx"
        path.write_bytes(write_word(Draft(tuple(_paragraphs(review.text))), TITLE, "", comments=False))
        return _annotated(open_word(path), review)


def _annotated(document: Any, review: Review) -> bytes:
    _write_comments(document, review)
    _write_summary(document, review)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _paragraphs(text: str) -> Iterator[Paragraph]:
    """A plain text as the paragraphs of a Word file."""
    styles: dict[str, Style] = {"heading": "heading", "item": "item", "connector": "connector"}
    for block in parse_blocks(text):
        said = " ".join(text[block.start : block.end].split())
        style: Style = (
            "objective" if block.kind == "heading" and block.level > 1 else styles.get(block.kind, "paragraph")
        )
        said = re.sub(r"^[•▪◦●*–-]\s+", "", said) if style == "item" else said.lstrip("# ")
        yield Paragraph(style, (Span(NOT_IN_WORD.sub("", said), "trame", ""),))


def _write_comments(document: Any, review: Review) -> None:
    """A comment at each deviation: on the runs that it covers, or on the paragraph after which what is absent should
    stand."""
    placed = list(_placed(word_paragraphs(document), review.text))
    for deviation in review.deviations:
        runs = _runs_at(placed, deviation.start, max(deviation.end, deviation.start + 1))
        if runs:
            document.add_comment(
                [runs[0], runs[-1]], text=_legal(_comment(deviation)), author=AUTHOR, initials=INITIALS
            )


def _placed(paragraphs: Sequence[Any], text: str) -> Iterator[tuple[int, int, Any]]:
    """Each run of a Word file with its characters in the text that was read from it."""
    offsets = [i for i, c in enumerate(text) if not c.isspace()]
    dense = "".join(text[i] for i in offsets)
    at = 0
    for paragraph in paragraphs:
        whole = "".join("".join(run.text for run in paragraph.runs).split())
        start = dense.find(whole, at) if whole else -1
        if start < 0:
            continue
        at = start + len(whole)
        for run in paragraph.runs:
            size = len("".join(run.text.split()))
            if size:
                yield offsets[start], offsets[start + size - 1] + 1, run
                start += size


def _runs_at(placed: Sequence[tuple[int, int, Any]], start: int, end: int) -> list[Any]:
    """The runs between two offsets; else the one before."""
    covered = [run for first, last, run in placed if first < end and last > start]
    before = [run for first, _, run in placed if first < end]
    return covered or before[-1:] or [run for _, _, run in placed[:1]]


def _comment(deviation: Deviation) -> str:
    wanted = f"\nTexte de la trame : {deviation.expected}" if deviation.expected else ""
    return f"{SEVERITIES[deviation.severity]} – {KINDS[deviation.kind]}. {deviation.message}{wanted}"


def _write_summary(document: Any, review: Review) -> None:
    """The last page: how many deviations of each severity, a line each, and what was seen and is permitted."""
    document.add_page_break()
    _line(document, SUMMARY_TITLE, bold=True)
    blocking = sum(deviation.severity == "blocking" for deviation in review.deviations)
    others = len(review.deviations) - blocking
    _line(
        document,
        f"{_count(blocking, 'écart bloquant', 'écarts bloquants')}, {_count(others, 'écart à vérifier', 'écarts à vérifier')}.",
    )
    for deviation in review.deviations[:MOST_TOLD]:
        _line(
            document,
            f"{deviation.article} – {KINDS[deviation.kind]} ({SEVERITIES[deviation.severity].lower()}) : {deviation.message}",
        )
    if len(review.deviations) > MOST_TOLD:
        _line(document, f"Et {len(review.deviations) - MOST_TOLD} autres, en commentaire dans le projet.")
    if not review.deviations:
        _line(document, "Le projet suit la trame : rien ne s’en écarte.")
    _line(document, f"Différences permises, vues et acceptées : {len(review.permitted)}.")


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {several if number > 1 else one}" if number else f"aucun {one}"


def _line(document: Any, text: str, bold: bool = False) -> None:
    document.add_paragraph().add_run(_legal(text)).bold = bold


def _legal(text: str) -> str:
    """A text without the characters that no XML file can hold, its quotation marks and double punctuation tied to their
    words."""
    tied = re.sub(r"(?<=«) | (?=»)", "\u00a0", NOT_IN_WORD.sub("", text))
    return re.sub(r" (?=[;:!?])", "\u00a0", tied)
