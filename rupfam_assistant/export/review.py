"""The Word report of a review: the draft itself, its layout kept, comments at each deviation, a page that sums up."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from rupfam_assistant.convention.draft import Draft, Paragraph, Style
from rupfam_assistant.export.docx import AUTHOR, INITIALS, write_word, written
from rupfam_assistant.export.look import legal, line
from rupfam_assistant.french.typography import BULLET, typeset
from rupfam_assistant.review.comparison import SUMMARY_TITLE, Review
from rupfam_assistant.review.findings import KINDS, SEVERITIES, Deviation
from rupfam_assistant.review.verdict import count
from rupfam_assistant.texts.reading import open_word, word_paragraphs
from rupfam_assistant.texts.structure import parse_blocks

TITLE = "Projet de convention relu"
MOST_TOLD = 30
"""Deviations that the last page lists."""

STYLES: dict[str, Style] = {"heading": "heading", "item": "item", "connector": "connector"}


def write_review(review: Review, source: Path | None) -> bytes:
    """The .docx report of a review; `source` is the draft's file, whose layout is kept when it is a .docx."""
    from docx import Document

    if source is not None and source.suffix.lower() == ".docx":
        document = open_word(source)
    else:
        plain = Draft(tuple(_paragraphs(review.text)))
        document = Document(BytesIO(write_word(plain, TITLE, "", comments=False)))
    _write_comments(document, review)
    document.add_page_break()
    for number, told in enumerate(_summary(review)):
        document.add_paragraph().add_run(typeset(legal(told))).bold = number == 0
    return written(document)


def _paragraphs(text: str) -> Iterator[Paragraph]:
    """A plain text as the paragraphs of a Word file."""
    for block in parse_blocks(text):
        said = " ".join(text[block.start : block.end].split())
        style: Style = "objective" if block.level > 1 else STYLES.get(block.kind, "paragraph")
        said = BULLET.sub("", said) if style == "item" else said.lstrip("# ")
        yield line(style, said)


def _write_comments(document: Any, review: Review) -> None:
    """A comment at each deviation, on the runs that it covers, or on the paragraph before what is absent."""
    placed = list(_placed(word_paragraphs(document), review.text))
    for deviation in review.deviations:
        runs = _runs_at(placed, deviation.start, max(deviation.end, deviation.start + 1))
        if runs:
            said = typeset(legal(_comment(deviation)))
            document.add_comment([runs[0], runs[-1]], text=said, author=AUTHOR, initials=INITIALS)


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


def _summary(review: Review) -> Iterator[str]:
    """The last page, by lines: how many deviations of each severity, each of them, what was seen and is permitted."""
    deviations = review.deviations
    blocking = sum(deviation.severity == "blocking" for deviation in deviations)
    to_check = _count(len(deviations) - blocking, "écart à vérifier", "écarts à vérifier")
    yield SUMMARY_TITLE
    yield f"{_count(blocking, 'écart bloquant', 'écarts bloquants')}, {to_check}."
    for deviation in deviations[:MOST_TOLD]:
        severity = SEVERITIES[deviation.severity].lower()
        yield f"{deviation.article} – {KINDS[deviation.kind]} ({severity}) : {deviation.message}"
    if len(deviations) > MOST_TOLD:
        yield f"Et {len(deviations) - MOST_TOLD} autres, en commentaire dans le projet."
    if not deviations:
        yield "Le projet suit la trame : rien ne s’en écarte."
    yield f"Différences permises, vues et acceptées : {len(review.permitted)}."


def _count(number: int, one: str, several: str) -> str:
    return count(number, one, several) if number else f"aucun {one}"
