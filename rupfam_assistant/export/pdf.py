"""PDF files, made of Word ones by LibreOffice: tagged, with their title and language, as PDF/UA asks."""

import json
import shutil
import tempfile
from pathlib import Path

from rupfam_assistant.errors import RupfamError, TooHeavy
from rupfam_assistant.texts.apart import run_apart

LONGEST_CONVERSION, MOST_MEMORY = 30, 4_000
"""Seconds of work and megabytes that a conversion may take."""

OPTIONS = ("UseTaggedPDF", "PDFUACompliance", "ExportBookmarks", "DisplayPDFDocumentTitle")
ACCESSIBLE = f"pdf:writer_pdf_Export:{json.dumps({name: {'type': 'boolean', 'value': 'true'} for name in OPTIONS})}"
OTHERWISE = "ou enregistrez le fichier Word en PDF depuis Word."
ABSENT = f"Le PDF demande LibreOffice, absent de cette machine : installez-le, {OTHERWISE}"
FAILED = f"LibreOffice n’a pas pu faire le PDF : réessayez, {OTHERWISE}"


def write_pdf(word: bytes) -> bytes:
    """The PDF of a .docx file; RupfamError when LibreOffice is absent or fails."""
    program = shutil.which("soffice")
    if program is None:
        raise RupfamError(ABSENT)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source = Path(folder) / "convention.docx"
        source.write_bytes(word)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        convert = ("--headless", "--norestore", "--convert-to", ACCESSIBLE, "--outdir", folder, str(source))
        try:
            run_apart([program, profile, *convert], LONGEST_CONVERSION, MOST_MEMORY)
            return source.with_suffix(".pdf").read_bytes()
        except (OSError, TooHeavy) as error:
            raise RupfamError(FAILED) from error
