"""What the office puts on its papers, set once: a file of this machine holds its colour and its logo."""

import json
from base64 import b64decode, b64encode
from pathlib import Path

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.export.look import Dress, read_colour
from rupfam_assistant.texts.whole import write_whole

UNREADABLE = (
    "Le réglage des papiers {} ne peut pas être lu : effacez ce fichier, puis choisissez de nouveau la couleur."
)
UNWRITABLE = "La couleur et le logo ne peuvent pas être gardés dans {} : vérifiez que vous avez le droit d’y écrire."


def read_dress(path: Path) -> Dress:
    """The colour and the logo of a file, ours when there is none; RupfamError when it cannot be read."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return Dress(read_colour(told["colour"]), b64decode(told["logo"], validate=True) or None)
    except FileNotFoundError:
        return Dress()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RupfamError(UNREADABLE.format(path)) from error


def keep_dress(path: Path, dress: Dress) -> None:
    """Keeps them in the place of what was there; RupfamError when they cannot be written."""
    text = json.dumps({"colour": dress.colour, "logo": b64encode(logo_bytes(dress) or b"").decode("ascii")})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode("utf-8"))
    except OSError as error:
        raise RupfamError(UNWRITABLE.format(path)) from error


def logo_bytes(dress: Dress) -> bytes | None:
    """The image of a logo, if there is one."""
    return dress.logo.read_bytes() if isinstance(dress.logo, Path) else dress.logo
