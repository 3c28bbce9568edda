"""Quotes: found in a text whatever the white space and typography, given back at exact offsets."""

from functools import lru_cache

from rupfam_assistant.french.words import unaccented

SHORTEST, LEAST_CUT = 8, 6
"""Letters below which words prove nothing; words from which a half of a quote is looked for."""

TYPOGRAPHY = str.maketrans("’‘“”–—‑", "''\"\"---")


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


def find_copied(text: str, quote: str) -> tuple[int, int] | None:
    """Where a text holds words copied without care: their letters and digits alone, case and accents ignored; a half
    of them where the whole, which may have a slip mended or words left out, is not there; None for nowhere."""
    letters, offsets = _letters(text)
    words = quote.split()
    half = (len(words) + 1) // 2
    halves = (words[:half], words[half:]) if len(words) >= LEAST_CUT else ()
    for some in (words, *halves):
        wanted = _letters(" ".join(some))[0]
        at = letters.find(wanted) if len(wanted) >= SHORTEST else -1
        if at >= 0:
            return offsets[at], offsets[at + len(wanted) - 1] + 1
    return None


@lru_cache(maxsize=256)
def _letters(text: str) -> tuple[str, tuple[int, ...]]:
    """The letters and digits of a text, in small letters without accents, and the offset of each."""
    plain = unaccented(text).lower()
    offsets = tuple(i for i, c in enumerate(plain) if c.isalnum())
    return "".join(plain[i] for i in offsets), offsets


@lru_cache(maxsize=16)
def _densify(text: str) -> tuple[str, tuple[int, ...]]:
    """A text without white space nor typographic variants, and the offset of each of its characters."""
    offsets = tuple(i for i, c in enumerate(text) if not c.isspace())
    return "".join(text[i] for i in offsets).translate(TYPOGRAPHY), offsets
