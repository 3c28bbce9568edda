"""Reading: the text of a file that a department adds, whatever its format, titles kept as Markdown ones."""

import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rupfam_assistant.errors import UnreadableFile
from rupfam_assistant.texts.word_files import W, word_blocks

LARGEST_FILE, LARGEST_UNPACKED, LARGEST_TEXT = 50_000_000, 300_000_000, 5_000_000
"""Bytes of a file, bytes of an unpacked one, characters of a text beyond which nothing is read."""

SHORTEST_TEXT = 40
CONTROLS = dict.fromkeys({*range(32), *range(127, 160)} - {9, 10}, "")
CLEAN = str.maketrans({**CONTROLS, "\u00ad": "", "\ufeff": "", "\x0c": "\n\n"})
UNKNOWN_FORMAT = "n’est ni .txt, ni .md, ni .docx, ni .pdf, ni .odt : enregistrez-le dans l’un de ces formats"
WITHOUT_TEXT = "ne contient pas de texte lisible (vide, ou simple image de pages) : donnez une version avec du texte"
PROTECTED = "est protégé par un mot de passe : enregistrez-en une copie sans protection"
OLD_OR_PROTECTED = "est protégé par un mot de passe, ou d’un ancien format : enregistrez-en une copie sans protection"
DAMAGED = "est abîmé : ouvrez-le puis enregistrez-le à nouveau"


def read_file(path: Path) -> str:
    """The text of a .txt, .md, .docx, .pdf or .odt file; UnreadableFile says in one sentence why it cannot be read."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFile(path, UNKNOWN_FORMAT)
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            sizes = f"{size // 1_000_000} Mo, {LARGEST_FILE // 1_000_000} au plus"
            raise UnreadableFile(path, f"est trop gros ({sizes}) : ajoutez-en le texte seul")
        content = reader(path)
    except OSError as error:
        raise UnreadableFile(path, "ne peut pas être lu : vérifiez son nom et vos droits") from error
    text = content.replace("\r\n", "\n").replace("\r", "\n").translate(CLEAN)
    text = unicodedata.normalize("NFC", text)
    if sum(c.isalpha() for c in text) < SHORTEST_TEXT:
        raise UnreadableFile(path, WITHOUT_TEXT)
    if len(text) > LARGEST_TEXT:
        raise UnreadableFile(path, "contient un texte trop long : ajoutez-le en plusieurs parties")
    return text


def _read_plain(path: Path) -> str:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if text.count("\x00") + text.count("\ufffd") > len(text) // 100:
        raise _not_what_it_says(path)
    return text


def open_word(path: Path) -> Any:
    """The Word document of a .docx file, for python-docx; UnreadableFile says in one sentence why it cannot be read."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    _check_zip(path, "word/document.xml")
    try:
        return docx.Document(str(path))
    except (PackageNotFoundError, XMLSyntaxError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise UnreadableFile(path, DAMAGED) from error


def word_paragraphs(document: Any) -> list[Any]:
    """Every paragraph of the body of a Word document, those of its tables and text boxes too, for python-docx."""
    from docx.text.paragraph import Paragraph

    return [Paragraph(element, document) for element in document.element.body.iter(f"{W}p")]


def _read_docx(path: Path) -> str:
    from lxml.etree import XMLSyntaxError

    document = open_word(path)
    try:
        return "\n\n".join(word_blocks(document))
    except (XMLSyntaxError, KeyError, ValueError) as error:
        raise UnreadableFile(path, DAMAGED) from error


def _read_pdf(path: Path) -> str:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    if not path.read_bytes()[:1024].lstrip().startswith(b"%PDF"):
        raise _not_what_it_says(path)
    try:
        reader = PdfReader(str(path))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile(path, PROTECTED)
        pages = [page.extract_text().splitlines() for page in reader.pages]
    except DependencyError as error:
        raise UnreadableFile(path, PROTECTED) from error
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise UnreadableFile(path, DAMAGED) from error
    return "\n\n".join("\n".join(page) for page in _without_running_lines(pages))


def _without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """Pages without the first and last lines that come back on most of them, page numbers aside."""
    shapes = [[re.sub(r"\d+", "#", line.strip()) for line in page] for page in pages]
    edges = Counter(shape for page in shapes for shape in {*page[:2], *page[-2:]})
    running = {shape for shape, count in edges.items() if count > max(2, len(pages) // 2)}
    told = (zip(page, shape, strict=True) for page, shape in zip(pages, shapes, strict=True))
    return [[line for line, shape in page if shape not in running] for page in told]


def _read_odt(path: Path) -> str:
    from xml.sax import SAXParseException

    from odf.opendocument import load

    _check_zip(path, "content.xml")
    with zipfile.ZipFile(path) as package:
        if b"encryption-data" in package.read("META-INF/manifest.xml"):
            raise UnreadableFile(path, PROTECTED)
    try:
        return "\n\n".join(_odt_blocks(load(str(path)).text, 0))
    except (SAXParseException, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise UnreadableFile(path, DAMAGED) from error


def _odt_blocks(element: Any, depth: int) -> Iterator[str]:
    from odf import teletype

    for child in element.childNodes:
        kind = getattr(child, "qname", ("", ""))[1]
        if kind == "h":
            level = child.getAttribute("outlinelevel") or "1"
            yield f"{'#' * int(level)} {teletype.extractText(child)}"
        elif kind == "p":
            if text := teletype.extractText(child).strip():
                yield f"- {text}" if depth else text
        elif kind == "list":
            for item in child.childNodes:
                yield from _odt_blocks(item, depth + 1)
        elif kind == "table":
            yield "\n".join(_odt_rows(child))
        elif kind == "section":
            yield from _odt_blocks(child, depth)


def _odt_rows(table: Any) -> Iterator[str]:
    from odf import teletype

    for child in table.childNodes:
        kind = getattr(child, "qname", ("", ""))[1]
        if kind == "table-row":
            yield "| " + " | ".join(" ".join(teletype.extractText(cell).split()) for cell in child.childNodes) + " |"
        elif kind in ("table-header-rows", "table-rows"):
            yield from _odt_rows(child)


def _check_zip(path: Path, member: str) -> None:
    """That a file is a package of its kind, whole, and does not swell beyond reason; nothing is unpacked."""
    if path.read_bytes()[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise UnreadableFile(path, OLD_OR_PROTECTED)
    try:
        with zipfile.ZipFile(path) as package:
            sizes = {about.filename: about.file_size for about in package.infolist()}
    except zipfile.BadZipFile as error:
        raise _not_what_it_says(path) from error
    if member not in sizes:
        raise _not_what_it_says(path)
    if sum(sizes.values()) > LARGEST_UNPACKED:
        raise UnreadableFile(path, "se déplie au-delà du raisonnable : ajoutez-en le texte seul")


def _not_what_it_says(path: Path) -> UnreadableFile:
    return UnreadableFile(path, f"n’est pas ce que dit son nom ({path.suffix}), ou il {DAMAGED}")


READERS: dict[str, Callable[[Path], str]] = {".docx": _read_docx, ".pdf": _read_pdf, ".odt": _read_odt}
READERS |= dict.fromkeys((".txt", ".md"), _read_plain)
