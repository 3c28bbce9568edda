"""The files that a dossier gives: article 2 and the convention in Word, the convention in PDF, the dossier itself."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from rupfam_assistant.convention.draft import Draft
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.export.docx import write_word
from rupfam_assistant.export.pdf import write_pdf
from rupfam_assistant.web.messages import File
from rupfam_assistant.web.rendering import slug
from rupfam_assistant.web.writing.logos import logo_path


def pdf_is_possible() -> bool:
    """Whether LibreOffice, which makes the PDF, is on this machine."""
    return shutil.which("soffice") is not None


def article_file(draft: Draft, dossier: Dossier, comments: bool, to_complete: bool) -> File:
    """Article 2 in Word."""
    word = write_word(draft, f"Article 2 – {dossier.department}", dossier.department, comments, to_complete)
    return File(name=f"article-2-{_slug(dossier.department)}.docx", content=word)


def convention_file(draft: Draft, dossier: Dossier, comments: bool, to_complete: bool, logos: Path) -> File:
    """The convention in Word, with the comments that give each sentence's origin, or clean."""
    clean = "" if comments else "-copie-propre"
    word = _convention(draft, dossier, comments, to_complete, logos)
    return File(name=f"convention-{_slug(dossier.department)}{clean}.docx", content=word)


def pdf_file(draft: Draft, dossier: Dossier, to_complete: bool, logos: Path) -> File:
    """The convention in PDF, without comments."""
    pdf = write_pdf(_convention(draft, dossier, False, to_complete, logos))
    return File(name=f"convention-{_slug(dossier.department)}.pdf", content=pdf)


def json_file(text: str, department: str) -> File:
    """The dossier itself, to be taken up elsewhere."""
    return File(name=f"dossier-{_slug(department)}.json", content=text.encode("utf-8"))


def _convention(draft: Draft, dossier: Dossier, comments: bool, to_complete: bool, logos: Path) -> bytes:
    title = f"Convention départementale – {dossier.department}"
    return write_word(draft, title, dossier.department, comments, to_complete, tuple(_pictures(dossier, logos)))


def _pictures(dossier: Dossier, logos: Path) -> Iterator[Path]:
    """The logos of the signatories that are on this machine."""
    for signatory in dossier.signatories:
        path = logo_path(logos, signatory.logo) if signatory.logo else None
        if path is not None:
            yield path


def _slug(department: str) -> str:
    """A department as part of a file name."""
    return slug(department)[:60] or "departement"
