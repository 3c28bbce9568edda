"""Letters and words: folded, at their offsets, with the stems that they, and short texts, are compared by."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from math import sqrt
from typing import Any, NamedTuple

from rapidfuzz.distance import Prefix

from rupfam_assistant.french.lists import read_list, words_of
from rupfam_assistant.french.numbers import number_of

WORD = re.compile(r"[^\W_]+")
ELIDED = words_of("elided")
UNRELATED = frozenset({"public", "publi"})
FAMILY, SHORTEST_FAMILY = 0.8, 5
"""Two stems that only look alike; the share of the shorter stem, and the letters, that two of one family begin with."""

STOP_WORDS = words_of("stop_words")
TYPED = str.maketrans({"’": "'", "‘": "'", "œ": "oe", "æ": "ae"})
ALONE = {"‐": "-", "‑": "-", "…": "…"}
"""Typed letters and what they are folded to; when one must stand for one, those that folding would lose or lengthen."""


@cache
def fold_char(char: str) -> str:
    """A character in lower case without accents or typographic variants: none, one or several."""
    plain = unicodedata.normalize("NFKD", char).lower().translate(TYPED)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def fold(text: str) -> str:
    """Lower case without accents or typographic variants; the length may change (œ becomes oe): see `offsets`."""
    return text.lower() if text.isascii() else "".join(map(fold_char, text))


def offsets(text: str) -> Sequence[int]:
    """For each character of the folded text, the offset of the one it comes from; the length of the text last."""
    sizes = [1] if text.isascii() else [*map(len, map(fold_char, text))]
    if set(sizes) <= {1}:
        return range(len(text) + 1)
    return [*(at for at, size in enumerate(sizes) for _ in range(size)), len(text)]


@cache
def _unaccented(char: str) -> str:
    bare = " " if char.isspace() and char != "\n" else ALONE.get(char) or fold_char(char)
    bare = bare.upper() if char.isupper() else bare
    return bare if len(bare) == len(bare.lower()) == 1 else char if len(char.lower()) == 1 else "?"


def unaccented(text: str) -> str:
    """A text without accents or typographic variants, capitals kept, each character at its own offset."""
    return text if text.isascii() and text.isprintable() else "".join(map(_unaccented, text))


@lru_cache(maxsize=16_384)
def flatten(text: str) -> str:
    """A text in lower case, without accents or typographic variants, each character at its own offset."""
    return unaccented(text).lower()


class Word(NamedTuple):
    """A word at [start, end) of its text, folded; `elided` when it only leans on the next one ("l’", "qu’")."""

    folded: str
    start: int
    end: int
    elided: bool = False

    @property
    def stem(self) -> str:
        """Its French stem."""
        return stem(self.folded)


@lru_cache(maxsize=1024)
def read_words(text: str) -> tuple[Word, ...]:
    """The words of a text in order, elided ones included."""
    folded, at, found = fold(text), offsets(text), []
    for match in WORD.finditer(folded):
        first, last = match.span()
        elided = match[0] in ELIDED and folded.startswith("'", last) and WORD.match(folded, last + 1) is not None
        found.append(Word(match[0], at[first], max(at[last], at[last - 1] + 1), elided))
    return tuple(found)


def in_digits(word: str) -> str:
    """A folded number word in digits; any other word, and "un", which is an article too, as it is."""
    value = None if word.isdigit() else number_of(word)
    return f"{value:.0f}" if value is not None and 2 <= value <= 1000 else word


def words(text: str) -> list[str]:
    """The folded words of a text in order, elided articles and pronouns removed, numbers in digits."""
    return [in_digits(word.folded) for word in read_words(text) if not word.elided and word.folded.isascii()]


def content_words(text: str) -> list[str]:
    """The folded words that carry meaning."""
    return [word for word in words(text) if word not in STOP_WORDS]


@cache
def _stemmer():  # type: ignore[no-untyped-def]  # snowballstemmer ships no types
    import snowballstemmer

    return snowballstemmer.stemmer("french")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The French stem of a folded word."""
    return str(_stemmer().stemWord(word))


@cache
def _families() -> dict[str, str]:
    """The family of each stem whose letters do not tell it."""
    return {stem(fold(word)): name for name, words in read_list("families").groups.items() for word in words}


@lru_cache(maxsize=200_000)
def same_family(one: str, other: str) -> bool:
    """Whether two stems are of one family: alike for five letters, and four fifths of the shorter, at least."""
    if one == other or (one in _families() and _families()[one] == _families().get(other)):
        return True
    shared = Prefix.similarity(one, other)
    return shared >= max(SHORTEST_FAMILY, FAMILY * min(len(one), len(other))) and not {one, other} <= UNRELATED


def stems(text: str) -> list[str]:
    """The stems of the words that carry meaning, in order."""
    return [stem(word) for word in content_words(text)]


@lru_cache(maxsize=4096)
def subject(text: str) -> frozenset[str]:
    """The stems of a text, its numbers left aside."""
    return frozenset(stem(word) for word in content_words(text) if not word.isdigit())


def nearness(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0 (no stem shared) to 1 (the same stems)."""
    return len(one & other) / sqrt(len(one) * len(other)) if one and other else 0.0


def nearest(text: str, others: Sequence[str]) -> tuple[int, float]:
    """The rank of the text that is nearest to a text, and how near it is; (-1, 0.0) when none shares a stem with it."""
    import numpy as np

    mine, (holders, sizes) = subject(text), _holders(tuple(others))
    held = [holders[stem] for stem in mine if stem in holders]
    if not held:
        return -1, 0.0
    scores = np.bincount(np.concatenate(held), minlength=len(sizes)) / np.sqrt(sizes * len(mine))
    return int(scores.argmax()), float(scores.max())


@lru_cache(maxsize=16)
def _holders(texts: tuple[str, ...]) -> tuple[dict[str, list[int]], Any]:
    """The ranks of the texts that hold each stem, and how many stems each holds, 1 at least: worked out once for all
    that is compared with them."""
    import numpy as np

    holders: dict[str, list[int]] = {}
    for rank, text in enumerate(texts):
        for held in subject(text):
            holders.setdefault(held, []).append(rank)
    return holders, np.array([max(1, len(subject(text))) for text in texts])
