"""The look of every paper: font, colours, the parts of a Word file that hold its styles, logos, what a file holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from string import hexdigits
from typing import Any

from rupfam_assistant.convention.draft import NEXT_CELL, Paragraph, Span, Style
from rupfam_assistant.errors import RupfamError

FONT, NAVY, GREY = "Arial", "1F3864", "595959"
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PARTS = Path(__file__).parent / "parts"
UNWRITABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])
IMAGES = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
MOST_PIXELS = 8_000_000
LARGEST_LOGO = (1_000, 500)
MOST_LUMINANCE, DARKER = 1.05 / 4.5 - 0.05, 0.9
Logo = Path | bytes
"""Characters that no XML file can hold; the formats of a logo, the pixels read and kept of it; the luminance of a text
that is read on white (a contrast of 4.5), and what darkens; a logo as its file or content."""


@dataclass(frozen=True)
class Dress:
    """What an office puts on its papers: the colour of their titles, six hexadecimal digits, and its logo, if any."""

    colour: str = NAVY
    logo: Logo | None = None


PLAIN = Dress()
"""Our own colour, and no logo."""


def part(name: str, colour: str = NAVY) -> Any:
    """A part of a Word file, of parts/NAME.xml, in our font, its titles in a colour."""
    return parse((PARTS / f"{name}.xml").read_text(encoding="utf-8").format(font=FONT, navy=colour, grey=GREY))


def parse(xml: str) -> Any:
    """An element of a Word file."""
    from docx.oxml import parse_xml

    return parse_xml(xml)


def line(style: Style, text: str) -> Paragraph:
    """A paragraph of words that come from nowhere else."""
    return Paragraph(style, (Span(text, "trame", ""),))


def table(rows: Iterable[Sequence[str]]) -> Iterator[Paragraph]:
    """The rows of a table, the first its head."""
    for cells in rows:
        spans = [NEXT_CELL] * (2 * len(cells) - 1)
        spans[::2] = [Span(text, "trame", "") for text in cells]
        yield Paragraph("row", tuple(spans))


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


def darkened(colour: str) -> str:
    """A colour as it is read on white: itself when it is dark enough, else darker."""
    while _luminance(colour) > MOST_LUMINANCE:
        colour = "".join(f"{int(channel * DARKER):02X}" for channel in bytes.fromhex(colour))
    return colour


def _luminance(colour: str) -> float:
    """How light a colour is, in 0..1, as WCAG 2 counts it."""
    channels = (value / 255 for value in bytes.fromhex(colour))
    linear = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


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
