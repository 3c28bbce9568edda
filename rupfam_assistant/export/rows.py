"""How many rows words take where they are drawn in Arial, or in a font of its widths."""

from math import ceil
from unicodedata import normalize

WIDEST = 1000
SIGNS = {
    222: "ijl'’",
    278: " !,./:;I[]ft|",
    333: "()-r",
    500: "cksvxyzJ°",
    556: "0123456789abdeghnopquL?«»–€",
    611: "FTZ+=<>",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
}
WIDTHS = {sign: width for width, signs in SIGNS.items() for sign in signs} | dict.fromkeys(
    "\u0300\u0301\u0302\u0308\u0327", 0
)
"""The widths of signs, in thousandths of the size of the font; an accent takes no room, what is unknown the most."""


def rows_of(text: str, room: float, size: float) -> int:
    """The rows that a text takes in so much room, in points as the size of its font: a break is at a space alone, so
    that it may take less."""
    rows, left = 1, room
    for word in text.split(" "):
        needed = _width(word, size)
        if needed > left and left < room:
            rows, left = rows + 1, room
        over = max(0, ceil(needed / room) - 1)
        rows, left = rows + over, left - needed + over * room - _width(" ", size)
    return rows


def _width(text: str, size: float) -> float:
    return sum(WIDTHS.get(sign, WIDEST) for sign in normalize("NFKD", text)) * size / WIDEST
