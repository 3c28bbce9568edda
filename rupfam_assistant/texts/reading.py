"""Reading: the text of a file that a department adds, whatever its format, titles kept as Markdown ones."""

import json
import re
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rupfam_assistant.errors import TooHeavy, UnreadableFile
from rupfam_assistant.texts.apart import run_apart
from rupfam_assistant.texts.odt_files import odt_blocks
from rupfam_assistant.texts.word_files import W, count_tracked_changes, word_blocks

LARGEST_FILE = 50_000_000
LARGEST_UNPACKED, LARGEST_XML = 150_000_000, 30_000_000
LARGEST_TEXT = 5_000_000
MOST_MEMBERS, MOST_TAGS, MOST_PAGES = 2_000, 1_000_000, 2_000
"""Bytes of a file, bytes of an unpacked one and of its XML, characters of a text, parts of a package, XML tags and pages
beyond which nothing is read."""

LONGEST_READING, MOST_MEMORY = 4, 500
"""Seconds of work and megabytes that reading a small file may take; one of more megabytes may take more."""

SHORTEST_TEXT = 40
CONTROLS = dict.fromkeys({*range(32), *range(127, 160)} - {9, 10}, "")
CLEAN = str.maketrans({**CONTROLS, "\u00ad": "", "\ufeff": "", "\x0c": "\n\n"})
UNKNOWN_FORMAT = "n’est ni .txt, ni .md, ni .docx, ni .pdf, ni .odt : enregistrez-le dans l’un de ces formats"
UNREACHED = "ne peut pas être lu : vérifiez son nom et vos droits"
WITHOUT_TEXT = "ne contient pas de texte lisible (vide, ou simple image de pages) : donnez une version avec du texte"
PROTECTED = "est protégé par un mot de passe : enregistrez-en une copie sans protection"
OLD_OR_PROTECTED = "est protégé par un mot de passe, ou d’un ancien format : enregistrez-en une copie sans protection"
TOO_LONG = "contient un texte trop long : ajoutez-le en plusieurs parties"
SWELLS = "se déplie au-delà du raisonnable : ajoutez-en le texte seul"
HEAVY = "demande trop de travail, ou est abîmé : ajoutez-en le texte seul"
PACKAGE_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError)
"""What a damaged package raises; RuntimeError when a part of it is under a password."""

DAMAGED = "est abîmé : ouvrez-le puis enregistrez-le à nouveau"


def read_file(path: Path) -> str:
    """The text of a .txt, .md, .docx, .pdf or .odt file; UnreadableFile says in one sentence why it cannot be read."""
    return read_with_changes(path)[0]


def read_with_changes(path: Path) -> tuple[str, int]:
    """The same, and how many changes a .docx file tracks; the file is read in a process of its own."""
    _check_file(path)
    megabytes = path.stat().st_size // 1_000_000
    command = (sys.executable, "-m", __name__, str(path))
    try:
        told = json.loads(run_apart(command, LONGEST_READING + 2 * megabytes, MOST_MEMORY + 4 * megabytes))
    except TooHeavy as error:
        raise UnreadableFile(path, HEAVY) from error
    if "why" in told:
        raise UnreadableFile(path, told["why"])
    return told["text"], told["tracked"]


def _told(path: Path) -> dict[str, Any]:
    """What the process that reads a file tells of it, as JSON."""
    try:
        return {"text": _read(path), "tracked": _tracked(path)}
    except UnreadableFile as fault:
        return {"why": fault.why}


def _check_file(path: Path) -> None:
    if path.suffix.lower() not in READERS:
        raise UnreadableFile(path, UNKNOWN_FORMAT)
    try:
        size = path.stat().st_size if path.is_file() else -1
    except (OSError, ValueError):
        size = -1
    if size < 0:
        raise UnreadableFile(path, UNREACHED)
    if size > LARGEST_FILE:
        sizes = f"{size // 1_000_000} Mo, {LARGEST_FILE // 1_000_000} au plus"
        raise UnreadableFile(path, f"est trop gros ({sizes}) : ajoutez-en le texte seul")


def _tracked(path: Path) -> int:
    return count_tracked_changes(open_word(path)) if path.suffix.lower() == ".docx" else 0


def _read(path: Path) -> str:
    """The text of a file, read in this process."""
    parts, left = [], LARGEST_TEXT
    try:
        for part in READERS[path.suffix.lower()](path):
            parts.append(part)
            left -= len(part) + 2
            if left < 0:
                raise UnreadableFile(path, TOO_LONG)
    except OSError as error:
        raise UnreadableFile(path, UNREACHED) from error
    text = "\n\n".join(parts).replace("\r\n", "\n").replace("\r", "\n").translate(CLEAN)
    text = unicodedata.normalize("NFC", text)
    if sum(c.isalpha() for c in text) < SHORTEST_TEXT:
        raise UnreadableFile(path, WITHOUT_TEXT)
    return text


def _read_plain(path: Path) -> Iterator[str]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if text.count("\x00") + text.count("\ufffd") > len(text) // 100:
        raise _not_what_it_says(path)
    yield text


def open_word(path: Path) -> Any:
    """The Word document of a .docx file, for python-docx; UnreadableFile says in one sentence why it cannot be read."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    _check_zip(path, "word/document.xml")
    try:
        return docx.Document(str(path))
    except (PackageNotFoundError, XMLSyntaxError, AttributeError, *PACKAGE_FAULTS) as error:
        raise UnreadableFile(path, DAMAGED) from error


def word_paragraphs(document: Any) -> list[Any]:
    """Every paragraph of the body of a Word document, those of its tables and text boxes too, for python-docx."""
    from docx.text.paragraph import Paragraph

    return [Paragraph(element, document) for element in document.element.body.iter(f"{W}p")]


def _read_docx(path: Path) -> Iterator[str]:
    from lxml.etree import XMLSyntaxError

    document = open_word(path)
    try:
        yield from word_blocks(document)
    except (XMLSyntaxError, AttributeError, *PACKAGE_FAULTS) as error:
        raise UnreadableFile(path, DAMAGED) from error


def _read_pdf(path: Path) -> Iterator[str]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    if not path.read_bytes()[:1024].lstrip().startswith(b"%PDF"):
        raise _not_what_it_says(path)
    try:
        reader = PdfReader(str(path))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile(path, PROTECTED)
        if len(reader.pages) > MOST_PAGES:
            raise UnreadableFile(path, f"compte plus de {MOST_PAGES} pages : ajoutez-en le texte seul")
        pages = [page.extract_text().splitlines() for page in reader.pages]
    except DependencyError as error:
        raise UnreadableFile(path, PROTECTED) from error
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise UnreadableFile(path, DAMAGED) from error
    yield from ("\n".join(page) for page in _without_running_lines(pages))


def _without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """Pages without the first and last lines that come back on most of them, page numbers aside."""
    edges: dict[str, int] = {}
    for page in pages:
        for line in {re.sub(r"\d+", "#", line.strip()) for line in (*page[:2], *page[-2:])}:
            edges[line] = edges.get(line, 0) + 1
    running = {line for line, count in edges.items() if count > max(2, len(pages) // 2)}
    return [[line for line in page if re.sub(r"\d+", "#", line.strip()) not in running] for page in pages]


def _read_odt(path: Path) -> Iterator[str]:
    from lxml.etree import XMLSyntaxError

    _check_zip(path, "content.xml")
    try:
        with zipfile.ZipFile(path) as package:
            manifest = "META-INF/manifest.xml"
            if manifest in package.namelist() and b"encryption-data" in package.read(manifest):
                raise UnreadableFile(path, PROTECTED)
            yield from odt_blocks(package.read("content.xml"))
    except (XMLSyntaxError, *PACKAGE_FAULTS) as error:
        raise UnreadableFile(path, DAMAGED) from error


def _check_zip(path: Path, member: str) -> None:
    """That a file is a package of its kind, whole, and does not swell beyond reason; nothing is unpacked but its XML,
    counted as it goes."""
    if path.read_bytes()[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise UnreadableFile(path, OLD_OR_PROTECTED)
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
            if member not in package.namelist():
                raise _not_what_it_says(path)
            if len(members) > MOST_MEMBERS or sum(about.file_size for about in members) > LARGEST_UNPACKED:
                raise UnreadableFile(path, SWELLS)
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
    return UnreadableFile(path, f"n’est pas ce que dit son nom ({path.suffix}), ou il {DAMAGED}")


READERS: dict[str, Callable[[Path], Iterator[str]]] = {
    ".txt": _read_plain,
    ".md": _read_plain,
    ".docx": _read_docx,
    ".pdf": _read_pdf,
    ".odt": _read_odt,
}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(_told(Path(sys.argv[1]))))
