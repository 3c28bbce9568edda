"""What a review found, on one page in Word."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from textwrap import shorten

from rupfam_assistant.convention.draft import Draft, Paragraph
from rupfam_assistant.export.docx import write_word
from rupfam_assistant.export.look import line
from rupfam_assistant.french.typography import uncapitalize
from rupfam_assistant.review.findings import Deviation
from rupfam_assistant.review.verdict import Reviewed, count, split_reason

TITLE = "Relecture du projet de convention"
SECTIONS = ("À corriger avant la signature", "Blancs à remplir", "À vérifier")
MOST_LINES = 16
LONGEST_LINE = 150
"""Deviations of the summary, and characters of each, that a page holds."""


def write_review_summary(reviewed: Reviewed, day: date) -> bytes:
    """The .docx summary of a review made that day."""
    return write_word(Draft(tuple(_paragraphs(reviewed, day))), TITLE, Path(reviewed.name).stem, comments=False)


def _paragraphs(reviewed: Reviewed, day: date) -> Iterator[Paragraph]:
    against = f"« {reviewed.former} »" if reviewed.is_comparison else "la trame nationale"
    yield line("title", TITLE)
    yield line("paragraph", f"« {reviewed.name} » comparé à {against}, le {day:%d/%m/%Y}.")
    yield line("paragraph", reviewed.verdict)
    deviations = reviewed.review.deviations
    shown = sorted(deviations, key=_rank)[:MOST_LINES]
    for rank, title in enumerate(SECTIONS):
        if chosen := [deviation for deviation in shown if _rank(deviation) == rank]:
            yield line("objective", title)
            yield from (line("item", _deviation_line(deviation)) for deviation in chosen)
    if len(deviations) > len(shown):
        rest = count(len(deviations) - len(shown), "autre écart est", "autres écarts sont")
        yield line("paragraph", f"{rest} en commentaire dans le rapport.")
    if reviewed.conforming and not reviewed.is_comparison:
        yield line("objective", "Ce qui est conforme")
        yield line("paragraph", f"{', '.join(reviewed.conforming)}.")
    if permitted := sum(bool(said.article) for said in reviewed.review.permitted):
        said = count(permitted, "différence permise", "différences permises")
        yield line("paragraph", f"{said} par la trame, à ne pas corriger.")


def _rank(deviation: Deviation) -> int:
    """Which section tells a deviation."""
    if deviation.kind == "blank_left":
        return 1
    return 0 if deviation.severity == "blocking" else 2


def _deviation_line(deviation: Deviation) -> str:
    said, _ = split_reason(deviation.message)
    return f"{deviation.article} : {shorten(uncapitalize(said), LONGEST_LINE, placeholder='…')}"
