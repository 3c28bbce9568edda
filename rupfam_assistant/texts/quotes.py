"""Quotes: found in a text whatever the white space and typography, given back at exact offsets."""

from functools import lru_cache

TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"})


def find_quote(text: str, quote: str) -> list[tuple[int, int]]:
    """Every (start, end) where the quote stands in the text, white space and typography ignored; [] for nowhere."""
    dense, offsets = _densify(text)
    wanted = "".join(quote.translate(TYPOGRAPHY).split())
    spans: list[tuple[int, int]] = []
    at = dense.find(wanted) if wanted else -1
    while at >= 0:
        spans.append((offsets[at], offsets[at + len(wanted) - 1] + 1))
        at = dense.find(wanted, at + 1)
    return spans


@lru_cache(maxsize=16)
def _densify(text: str) -> tuple[str, tuple[int, ...]]:
    """A text without white space nor typographic variants, and the offset of each of its characters."""
    offsets = tuple(i for i, c in enumerate(text) if not c.isspace())
    return "".join(text[i] for i in offsets).translate(TYPOGRAPHY), offsets
