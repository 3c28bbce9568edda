"""The look of every paper: font, colours, the parts of a Word file that hold its styles, logos, what a file holds."""

from io import BytesIO
from pathlib import Path
from string import hexdigits
from typing import Any

from rupfam_assistant.convention.draft import Paragraph, Span, Style
from rupfam_assistant.errors import RupfamError

FONT, NAVY, GREY = "Arial", "1F3864", "595959"
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PARTS = Path(__file__).parent / "parts"
UNWRITABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])
IMAGES = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
MOST_PIXELS = 8_000_000
LARGEST_LOGO = (1_000, 500)
Logo = Path | bytes
"""Characters that no XML file can hold; the formats of a logo, the pixels read and kept of it, its file or content."""


def part(name: str) -> Any:
    """A part of a Word file, of parts/NAME.xml, in our font and colours."""
    return parse((PARTS / f"{name}.xml").read_text(encoding="utf-8").format(font=FONT, navy=NAVY, grey=GREY))


def parse(xml: str) -> Any:
    """An element of a Word file."""
    from docx.oxml import parse_xml

    return parse_xml(xml)


def line(style: Style, text: str) -> Paragraph:
    """A paragraph of words that come from nowhere else."""
    return Paragraph(style, (Span(text, "trame", ""),))


def legal(text: str) -> str:
    """A text without what no XML file can hold; a line end of any kind is one."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(UNWRITABLE)


def read_colour(colour: str) -> str:
    """Six hexadecimal digits, capitals; RupfamError for anything else."""
    digits = colour.strip().removeprefix("#")
    if len(digits) != 6 or not set(digits) <= set(hexdigits):
        remedy = f"donnez six chiffres hexadécimaux, par exemple {NAVY}"
        raise RupfamError(f"La couleur « {colour} » n’en est pas une : {remedy}.")
    return digits.upper()


def picture(logo: Logo, number: int = 0) -> BytesIO:
    """A logo as a small PNG, whatever it was; RupfamError names one that is not an image, by its number if any."""
    import struct

    from PIL import Image, ImageOps

    faults = (OSError, ValueError, SyntaxError, EOFError, IndexError, struct.error, Image.DecompressionBombError)
    called = f"Le logo {logo}" if isinstance(logo, Path) else f"Le logo n° {number}" if number else "Le logo"
    written = BytesIO()
    try:
        with Image.open(BytesIO(logo) if isinstance(logo, bytes) else logo, formats=IMAGES) as image:
            if image.width * image.height > MOST_PIXELS:
                raise RupfamError(f"{called} a trop de pixels : réduisez l’image.")
            small = ImageOps.exif_transpose(image).convert("RGBA")
            small.thumbnail(LARGEST_LOGO)
            small.save(written, "PNG")
    except faults as error:
        raise RupfamError(f"{called} n’est pas une image lisible : donnez un fichier PNG ou JPEG.") from error
    return written
