"""The logos of the signatories: images of the browser, made safe, kept in a folder under the name of their content."""

import base64
import hashlib
from pathlib import Path
from string import hexdigits

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.export.look import picture as drawn

IMAGES = "image/png,image/jpeg,image/gif"
LARGEST_LOGO = 2_000_000
"""Bytes of an image beyond which it is refused."""

NAME = 32
"""Hexadecimal digits of the name of a logo."""


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
        raise RupfamError(
            f"Le logo ne peut pas être écrit dans {folder} : vérifiez vos droits et la place sur le disque."
        ) from error
    return name


def logo_path(folder: Path, name: str) -> Path | None:
    """Where a logo is kept; None when it is not on this machine."""
    stem, _, extension = name.partition(".")
    is_name = len(stem) == NAME and set(stem) <= set(hexdigits) and extension == "png"
    return folder / name if is_name and (folder / name).is_file() else None


def picture(folder: Path, name: str) -> str:
    """A logo as an address that a page can show; "" when it is not on this machine."""
    path = logo_path(folder, name)
    return f"data:image/png;base64,{base64.b64encode(path.read_bytes()).decode('ascii')}" if path else ""
