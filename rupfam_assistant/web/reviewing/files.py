"""The files that a review gives: the draft with comments, and the one-page summary."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from textwrap import shorten

from rupfam_assistant.convention.draft import Draft, Paragraph, Span, Style
from rupfam_assistant.export.docx import write_word
from rupfam_assistant.export.review import write_review
from rupfam_assistant.french.typography import typeset
from rupfam_assistant.review.findings import Deviation
from rupfam_assistant.web.messages import File
from rupfam_assistant.web.reviewing.view import Reviewed, conforming, count, split_reason, verdict

TITLE = "Relecture du projet de convention"
MOST_LINES = 16
LONGEST_LINE = 150
"""Deviations of the summary, and characters of each, that a page holds."""


def report_file(reviewed: Reviewed, source: Path) -> File:
    """The draft with a comment at each deviation; its own layout when it is a .docx."""
    return File(name=f"{_stem(reviewed)}-relu.docx", content=write_review(reviewed.review, source))


def summary_file(reviewed: Reviewed, day: date) -> File:
    """What the review found, on one page."""
    draft = Draft(tuple(_paragraphs(reviewed, day)))
    content = write_word(draft, TITLE, _stem(reviewed), comments=False)
    return File(name=f"{_stem(reviewed)}-synthese.docx", content=content)


def _stem(reviewed: Reviewed) -> str:
    return Path(reviewed.name).stem


def _paragraphs(reviewed: Reviewed, day: date) -> Iterator[Paragraph]:
    against = f"« {reviewed.former} »" if reviewed.is_comparison else "la trame nationale"
    yield _line("title", TITLE)
    yield _line("paragraph", f"« {reviewed.name} » comparé à {against}, le {day:%d/%m/%Y}.")
    yield _line("paragraph", verdict(reviewed))
    deviations = reviewed.review.deviations
    shown = sorted(deviations, key=_grave)[:MOST_LINES]
    for title, chosen in _sections(shown):
        yield _line("objective", title)
        yield from (_line("item", _told(deviation)) for deviation in chosen)
    if len(deviations) > len(shown):
        rest = count(len(deviations) - len(shown), "autre écart est", "autres écarts sont")
        yield _line("paragraph", f"{rest} en commentaire dans le rapport.")
    same = list(conforming(reviewed.review))
    if same and not reviewed.is_comparison:
        yield _line("objective", "Ce qui est conforme")
        yield _line("paragraph", f"{', '.join(same)}.")
    if permitted := sum(bool(said.article) for said in reviewed.review.permitted):
        yield _line(
            "paragraph",
            f"{count(permitted, 'différence permise', 'différences permises')} par la trame, à ne pas corriger.",
        )


def _sections(deviations: Sequence[Deviation]) -> Iterator[tuple[str, list[Deviation]]]:
    titles = ("À corriger avant la signature", "Blancs à remplir", "À vérifier")
    for rank, title in enumerate(titles):
        if chosen := [deviation for deviation in deviations if _grave(deviation) == rank]:
            yield title, chosen


def _grave(deviation: Deviation) -> int:
    if deviation.kind == "blank_left":
        return 1
    return 0 if deviation.severity == "blocking" else 2


def _told(deviation: Deviation) -> str:
    said, _ = split_reason(deviation.message)
    return f"{deviation.article} : {shorten(said[:1].lower() + said[1:], LONGEST_LINE, placeholder='…')}"


def _line(style: Style, text: str) -> Paragraph:
    return Paragraph(style, (Span(typeset(text), "trame", ""),))
