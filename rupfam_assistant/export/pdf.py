"""PDF files, made of Word ones by LibreOffice."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rupfam_assistant.errors import RupfamError

LONGEST_CONVERSION = 90
"""Seconds."""

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
        convert = ("--headless", "--norestore", "--convert-to", "pdf", "--outdir", folder, str(source))
        try:
            _run([program, profile, *convert])
            return source.with_suffix(".pdf").read_bytes()
        except (OSError, subprocess.TimeoutExpired) as error:
            raise RupfamError(FAILED) from error


def _run(command: Sequence[str]) -> None:
    """Runs a command to its end; past its time, it is stopped with all that it started."""
    nothing = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True) as process:
        try:
            process.wait(LONGEST_CONVERSION)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
