"""Typing noise: a question as someone in a hurry types it."""

import random
import unicodedata
from collections.abc import Callable


def noise(text: str, chance: random.Random) -> str:
    """The text with one or two of: no accents, no capitals or only these, no marks, letters dropped or doubled."""
    for change in chance.sample(CHANGES, chance.choice((1, 1, 2))):
        text = change(text, chance)
    return text


def _slips(text: str, chance: random.Random) -> str:
    letters = list(text)
    for _ in range(max(1, len(letters) // 25)):
        at = chance.randrange(len(letters)) if letters else 0
        if not letters or not letters[at].isalpha():
            continue
        slip = chance.randrange(3)
        if slip == 0:
            del letters[at]
        elif slip == 1:
            letters.insert(at, letters[at])
        elif at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters)


CHANGES: tuple[Callable[[str, random.Random], str], ...] = (
    lambda text, _: "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)),
    lambda text, _: text.lower(),
    lambda text, chance: text.upper() if chance.random() < 0.3 else text,
    lambda text, _: " ".join(text.translate(dict.fromkeys(map(ord, "?,’'"), " ")).split()),
    _slips,
)
