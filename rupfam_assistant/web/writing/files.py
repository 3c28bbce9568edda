"""The files of a dossier in Word, PDF or JSON; the logos of its signatories, kept under the name of their content."""

import base64
import hashlib
import re
import shutil
from pathlib import Path

from rupfam_assistant.convention.draft import Draft
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.export.docx import write_word
from rupfam_assistant.export.look import picture as drawn
from rupfam_assistant.export.pdf import write_pdf
from rupfam_assistant.web.messages import File
from rupfam_assistant.web.rendering import slug

NAMES = {
    "article": "article-2-{}.docx",
    "convention": "convention-{}.docx",
    "clean": "convention-{}-copie-propre.docx",
    "pdf": "convention-{}.pdf",
}
"""How each kind of file is called, by its department."""

IMAGES = "image/png,image/jpeg,image/gif"
LARGEST_LOGO, NAME = 2_000_000, 32
"""What a logo may be; bytes beyond which it is refused; hexadecimal digits of its name."""

UNWRITABLE = "Le logo ne peut pas être écrit dans {} : vérifiez vos droits et la place sur le disque."


def pdf_is_possible() -> bool:
    """Whether LibreOffice, which makes the PDF, is on this machine."""
    return shutil.which("soffice") is not None


def draft_file(kind: str, draft: Draft, dossier: Dossier, to_complete: bool, logos: Path) -> File:
    """A draft as a kind of NAMES; the comments that give each origin are neither in a clean convention nor in a PDF."""
    of_article, comments = kind == "article", kind in ("article", "convention")
    title = f"{'Article 2' if of_article else 'Convention départementale'} – {dossier.department}"
    kept = (logo_path(logos, signatory.logo or "") for signatory in dossier.signatories)
    pictures = () if of_article else tuple(filter(None, kept))
    word = write_word(draft, title, dossier.department, comments, to_complete, pictures)
    return File(name=NAMES[kind].format(_slug(dossier.department)), content=write_pdf(word) if kind == "pdf" else word)


def json_file(text: str, department: str) -> File:
    """The dossier itself, to be taken up elsewhere."""
    return File(name=f"dossier-{_slug(department)}.json", content=text.encode("utf-8"))


def _slug(department: str) -> str:
    return slug(department)[:60] or "departement"


def small_logo(data: bytes) -> bytes:
    """An image as a small PNG; RupfamError when it is no image, or too large."""
    if len(data) > LARGEST_LOGO:
        raise RupfamError("Le logo dépasse 2 Mo : réduisez l’image, puis choisissez-la de nouveau.")
    return drawn(data).getvalue()


def keep_logo(folder: Path, data: bytes) -> str:
    """The name under which an image is kept; RupfamError when it is no image, too large, or the folder is closed."""
    image = small_logo(data)
    name = f"{hashlib.sha256(image).hexdigest()[:NAME]}.png"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(image)
    except OSError as error:
        raise RupfamError(UNWRITABLE.format(folder)) from error
    return name


def logo_path(folder: Path, name: str) -> Path | None:
    """Where a logo is kept; None when it is not on this machine."""
    is_name = re.fullmatch(rf"[0-9a-f]{{{NAME}}}\.png", name)
    return folder / name if is_name and (folder / name).is_file() else None


def picture(folder: Path, name: str) -> str:
    """A logo as an address that a page can show; "" when it is not on this machine."""
    path = logo_path(folder, name)
    return f"data:image/png;base64,{base64.b64encode(path.read_bytes()).decode('ascii')}" if path else ""
