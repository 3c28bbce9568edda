"""The logos of the signatories: images taken from the browser, made safe, and kept in a folder under the name of their
content."""

import base64
import hashlib
from io import BytesIO
from pathlib import Path
from string import hexdigits

from rupfam_assistant.errors import RupfamError

IMAGES = "image/png,image/jpeg,image/gif"
LARGEST_LOGO = 2_000_000
"""Bytes of an image beyond which it is refused."""

LARGEST_SIDE = 1_200
"""Pixels to which an image is brought: a logo of 10 cm at 300 dots an inch."""

MOST_PIXELS = 40_000_000
NAME = 32
"""Hexadecimal digits of the name of a logo."""


def keep_logo(folder: Path, data: bytes) -> str:
    """The name under which an image is kept; RupfamError when it is no image, too large, or the folder is closed."""
    from PIL import Image, UnidentifiedImageError

    if len(data) > LARGEST_LOGO:
        raise RupfamError("Le logo dépasse 2 Mo : réduisez l’image, puis déposez-la de nouveau.")
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG", "GIF")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise RupfamError("Le logo a trop de pixels : réduisez l’image, puis déposez-la de nouveau.")
            image.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            written = BytesIO()
            image.convert("RGBA").save(written, "PNG")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise RupfamError(
            "Le fichier du logo n’est pas une image PNG, JPEG ou GIF : choisissez-en une autre."
        ) from error
    name = f"{hashlib.sha256(written.getvalue()).hexdigest()[:NAME]}.png"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(written.getvalue())
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
