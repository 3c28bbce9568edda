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

NAMES = {
    "article": "article-2-{}.docx",
    "convention": "convention-{}.docx",
    "clean": "convention-{}-copie-propre.docx",
    "pdf": "convention-{}.pdf",
}
"""How each kind of file is called, by its department."""


def pdf_is_possible() -> bool:
    """Whether LibreOffice, which makes the PDF, is on this machine."""
    return shutil.which("soffice") is not None


def draft_file(kind: str, draft: Draft, dossier: Dossier, to_complete: bool, logos: Path) -> File:
    """A draft as a kind of NAMES; the comments that give each origin are neither in a clean convention nor in a PDF."""
    of_article, comments = kind == "article", kind in ("article", "convention")
    title = f"{'Article 2' if of_article else 'Convention départementale'} – {dossier.department}"
    pictures = () if of_article else tuple(_pictures(dossier, logos))
    word = write_word(draft, title, dossier.department, comments, to_complete, pictures)
    return File(name=NAMES[kind].format(_slug(dossier.department)), content=write_pdf(word) if kind == "pdf" else word)


def json_file(text: str, department: str) -> File:
    """The dossier itself, to be taken up elsewhere."""
    return File(name=f"dossier-{_slug(department)}.json", content=text.encode("utf-8"))


def _pictures(dossier: Dossier, logos: Path) -> Iterator[Path]:
    """The logos of the signatories that are on this machine."""
    for signatory in dossier.signatories:
        path = logo_path(logos, signatory.logo) if signatory.logo else None
        if path is not None:
            yield path


def _slug(department: str) -> str:
    """A department as part of a file name."""
    return slug(department)[:60] or "departement"
