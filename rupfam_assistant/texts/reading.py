"""Reading: the text of a file that a department adds, whatever its format, titles kept as Markdown ones."""

import json
import os
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from rupfam_assistant.errors import TooHeavy, UnreadableFile
from rupfam_assistant.texts.apart import run_apart
from rupfam_assistant.texts.blocks import Block, Reading, Unread, join_blocks, table_blocks
from rupfam_assistant.texts.odt_files import OpenText, odt_blocks
from rupfam_assistant.texts.pdf_files import pdf_blocks
from rupfam_assistant.texts.word_files import count_tracked_changes, open_package, word_blocks

LARGEST_FILE = 50_000_000
LARGEST_UNPACKED, LARGEST_XML = 150_000_000, 30_000_000
LARGEST_TEXT = 5_000_000
MOST_MEMBERS, MOST_TAGS, MOST_PAGES, MOST_ROWS = 2_000, 1_000_000, 2_000, 5_000
"""Bytes of a file, of an unpacked one and of its XML, characters of a text, parts of a package, tags, pages, rows of
a sheet beyond which nothing is read."""

LONGEST_READING, MOST_MEMORY = 4, 500
"""Seconds of work and megabytes that reading a small file may take; one of more megabytes may take more."""

SHORTEST_TEXT = 40
KNOWN = "n’est ni .txt, ni .md, ni .docx, ni .pdf, ni .odt, ni .xlsx"
UNKNOWN_FORMAT = f"{KNOWN} : enregistrez-le dans l’un de ces formats"
IN_WORD = "ouvrez-le dans un traitement de texte, puis enregistrez-le en .docx"
ATTACHED = "est un courriel : donnez le fichier qui y est joint"
OPENINGS = {
    b"{\\rtf": f"est un texte RTF : {IN_WORD}",
    **dict.fromkeys((b"<!doctype html", b"<html", b"<?xml"), f"est une page Web (HTML) ou du XML : {IN_WORD}"),
    b"\xd0\xcf\x11\xe0": f"est d’un ancien format de Word, ou protégé par un mot de passe : {IN_WORD}, sans protection",
    **dict.fromkeys((b"from:", b"received:", b"return-path:", b"delivered-to:", b"mime-version:"), ATTACHED),
    b"%pdf": "est un PDF : renommez-le en .pdf",
}
INSIDE = {
    "word/document.xml": "est un fichier Word : renommez-le en .docx",
    "content.xml": "est un fichier OpenDocument : renommez-le en .odt",
    "Index/Document.iwa": "est un document Pages : dans Pages, exportez-le vers Word (.docx)",
}
NAMED = {".pages": INSIDE["Index/Document.iwa"], ".msg": ATTACHED, ".eml": ATTACHED}
"""What a file is in fact, by its first signs, by what a package holds, by its name; what to do with it."""

UNREACHED = "ne peut pas être lu : vérifiez son nom et vos droits"
WITHOUT_TEXT = "ne contient pas de texte lisible (vide, ou simple image de pages) : donnez une version avec du texte"
PROTECTED = "est protégé par un mot de passe : enregistrez-en une copie sans protection"
TOO_LONG = "contient un texte trop long : ajoutez-le en plusieurs parties"
SWELLS = "se déplie au-delà du raisonnable : ajoutez-en le texte seul"
HEAVY = "demande trop de travail, ou est abîmé : ajoutez-en le texte seul"
PACKAGE_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError)
"""What a damaged package raises; RuntimeError when a part of it is under a password."""

QUOTED = re.compile(r"^(?:> ?)+", re.MULTILINE)
Read = tuple[Iterable[Block], int]
"""What an answer by e-mail puts before each line; the blocks of a file, and how many changes it tracks."""

CHANGED = "a changé pendant sa lecture : recommencez quand il n’est plus modifié"
DAMAGED = "est abîmé : ouvrez-le puis enregistrez-le à nouveau"


def read_whole(path: Path) -> Reading:
    """The text of a .txt, .md, .docx, .pdf, .odt or .xlsx file, read in a process of its own, and what could not be
    read of it; UnreadableFile says in a sentence why it has none."""
    before = _check_file(path)
    megabytes = before.st_size // 1_000_000
    command = (sys.executable, "-m", __name__, str(path))
    try:
        told = json.loads(run_apart(command, LONGEST_READING + 2 * megabytes, MOST_MEMORY + 4 * megabytes))
    except TooHeavy as error:
        raise UnreadableFile(path, HEAVY) from error
    after = _check_file(path)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise UnreadableFile(path, CHANGED)
    if "why" in told:
        raise UnreadableFile(path, told["why"])
    return Reading(told["text"], tuple(Unread(**each) for each in told["unread"]), told["tracked"])


def _told(path: Path) -> dict[str, Any]:
    """What the process that reads a file tells of it, as JSON."""
    try:
        return asdict(_read(path))
    except UnreadableFile as fault:
        return {"why": fault.why}


def _check_file(path: Path) -> os.stat_result:
    """What the system tells of a file that may be read."""
    told = None
    with suppress(OSError, ValueError):
        told = path.stat() if path.is_file() else None
    if told is None:
        raise UnreadableFile(path, UNREACHED)
    if told.st_size > LARGEST_FILE:
        sizes = f"{told.st_size // 1_000_000} Mo, {LARGEST_FILE // 1_000_000} au plus"
        raise UnreadableFile(path, f"est trop gros ({sizes}) : ajoutez-en le texte seul")
    if path.suffix.lower() not in READERS:
        raise UnreadableFile(path, _in_fact(path) or UNKNOWN_FORMAT)
    return told


def _read(path: Path) -> Reading:
    """What a file says, read in this process."""
    try:
        blocks, tracked = READERS[path.suffix.lower()](path)
        reading = join_blocks(blocks, LARGEST_TEXT)
    except OSError as error:
        raise UnreadableFile(path, UNREACHED) from error
    if reading is None:
        raise UnreadableFile(path, TOO_LONG)
    if sum(c.isalpha() for c in reading.text) < SHORTEST_TEXT:
        raise UnreadableFile(path, WITHOUT_TEXT)
    return replace(reading, tracked=tracked)


def _read_plain(path: Path) -> Read:
    content = path.read_bytes()
    if (fact := _in_fact(path)) and fact != ATTACHED:
        raise UnreadableFile(path, fact)
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    text = QUOTED.sub("", text)
    unknown = text.count("\x00") + text.count("\ufffd")
    if unknown > len(text) // 100:
        raise _not_what_it_says(path)
    told = f"{unknown} signes sont d’un codage inconnu : enregistrez le fichier en UTF-8."
    return [text, *([Unread("Texte", told, None)] if unknown else [])], 0


def open_word(path: Path) -> Any:
    """The Word document of a .docx file, for python-docx; None for one that it does not know, as a strict one."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        return docx.Document(str(path))
    except (PackageNotFoundError, XMLSyntaxError, AttributeError, *PACKAGE_FAULTS):
        return None


def _read_docx(path: Path) -> Read:
    from lxml.etree import XMLSyntaxError

    _check_zip(path, "_rels/.rels")
    try:
        with zipfile.ZipFile(path) as package:
            word = open_package(package)
        return list(word_blocks(word)), count_tracked_changes(word.body)
    except StopIteration as error:
        raise _not_what_it_says(path) from error
    except (XMLSyntaxError, AttributeError, *PACKAGE_FAULTS) as error:
        raise UnreadableFile(path, DAMAGED) from error


def _read_pdf(path: Path) -> Read:
    from pypdfium2 import PdfiumError
    from pypdfium2.raw import FPDF_ERR_PASSWORD

    if b"%PDF" not in path.read_bytes()[:1024]:
        raise _not_what_it_says(path)
    try:
        blocks = pdf_blocks(path, MOST_PAGES)
    except PdfiumError as error:
        raise UnreadableFile(path, PROTECTED if error.err_code == FPDF_ERR_PASSWORD else DAMAGED) from error
    if blocks is None:
        raise UnreadableFile(path, f"compte plus de {MOST_PAGES} pages : ajoutez-en le texte seul")
    return blocks, 0


def _read_odt(path: Path) -> Read:
    from lxml.etree import XMLSyntaxError

    _check_zip(path, "content.xml")
    try:
        with zipfile.ZipFile(path) as package:
            manifest = "META-INF/manifest.xml"
            if manifest in package.namelist() and b"encryption-data" in package.read(manifest):
                raise UnreadableFile(path, PROTECTED)
            text = OpenText(package)
        return list(odt_blocks(text)), text.tracked
    except (XMLSyntaxError, *PACKAGE_FAULTS) as error:
        raise UnreadableFile(path, DAMAGED) from error


def _read_xlsx(path: Path) -> Read:
    """The sheets of a workbook, each its name then a table, its formulas as they were last worked out."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _check_zip(path, "xl/workbook.xml")
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheets = [(sheet.title, [*sheet.iter_rows(values_only=True, max_row=MOST_ROWS)]) for sheet in book.worksheets]
    except (InvalidFileException, SyntaxError, TypeError, AttributeError, *PACKAGE_FAULTS) as error:
        raise UnreadableFile(path, DAMAGED) from error
    blocks = list[Block]()
    for title, rows in sheets:
        told = ([*map(_cell, row)] for row in rows if any(value is not None for value in row))
        blocks += [f"# {title}", *table_blocks([[text] if text else [] for text in row] for row in told)]
    return blocks, 0


def _cell(value: object) -> str:
    """What a cell of a sheet shows, on one line: a day without its hour, a whole number without its decimals."""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}"
    said = int(value) if isinstance(value, float) and value.is_integer() else value
    return "" if said is None else " ".join(str(said).replace("|", "/").split())


def _check_zip(path: Path, member: str) -> None:
    """That a file is a package of its kind, whole, and does not swell beyond reason; nothing is unpacked but its XML,
    counted as it goes."""
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
            if len(members) > MOST_MEMBERS or sum(about.file_size for about in members) > LARGEST_UNPACKED:
                raise UnreadableFile(path, SWELLS)
            if member not in package.namelist():
                raise _not_what_it_says(path)
            size = tags = 0
            for about in members:
                if about.filename.endswith((".xml", ".rels")):
                    with package.open(about) as unpacked:
                        while chunk := unpacked.read(1 << 20):
                            size, tags = size + len(chunk), tags + chunk.count(b"<")
                            if size > LARGEST_XML or tags > MOST_TAGS:
                                raise UnreadableFile(path, SWELLS)
    except PACKAGE_FAULTS as error:
        raise _not_what_it_says(path) from error


def _not_what_it_says(path: Path) -> UnreadableFile:
    return UnreadableFile(path, _in_fact(path) or f"n’est pas ce que dit son nom ({path.suffix}), ou il {DAMAGED}")


def _in_fact(path: Path) -> str:
    """What a file is whatever its name says, and what to do with it; "" when nothing tells."""
    try:
        head = path.read_bytes()[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        inside = zipfile.ZipFile(path).namelist() if zipfile.is_zipfile(path) else []
    except (OSError, *PACKAGE_FAULTS):
        return ""
    told = [what for opening, what in OPENINGS.items() if head.startswith(opening)]
    told += [*(INSIDE[name] for name in inside if name in INSIDE), NAMED.get(path.suffix.lower(), "")]
    return next((what for what in told if not what.endswith(f"renommez-le en {path.suffix.lower()}")), "")


READERS: dict[str, Callable[[Path], Read]] = {
    ".txt": _read_plain,
    ".md": _read_plain,
    **dict.fromkeys((".docx", ".docm", ".dotx"), _read_docx),
    ".pdf": _read_pdf,
    ".odt": _read_odt,
    ".xlsx": _read_xlsx,
}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(_told(Path(sys.argv[1]))))
