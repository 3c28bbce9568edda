"""Capitals: a line typed in them, or its first words, written as French writes it; a name that lacks its own."""

import re
from collections.abc import Iterable

from rupfam_assistant.french.first_names import FIRST_NAMES
from rupfam_assistant.french.spelling import is_rare, spelt
from rupfam_assistant.french.words import STOP_WORDS, flatten, fold

WORD = re.compile(r"[A-ZÀ-ÝŒ]+(?:-[A-ZÀ-ÝŒ]+)*")
OPENING = re.compile(r"\A[^a-zà-ÿœ]+\b(?![a-zà-ÿœ])")
SHOUTED, LONG, ALONE, LONGEST_ACRONYM = 2, 4, 6, 5
"""How many long words that French has make an opening in capitals no list of acronyms, the letters of one, of one that
stands alone before small letters, and of an acronym that no list has."""


def in_small_letters(text: str) -> str:
    """A text whose first words are in small letters if they are in capitals, their accents put back where they are
    sure: "FAIRE CONNAITRE L'ARIPA à tous" is "faire connaître l'ARIPA à tous"."""
    opening = OPENING.match(text)
    words = WORD.findall(opening[0]) if opening else []
    alone = (
        len(words) == 1 and len(words[0]) >= ALONE and opening and re.match(r"\s?(?:[a-zà-ÿ]|:)", text[opening.end() :])
    )
    if opening is None or sum(map(_is_shouted, words)) < (1 if alone else SHOUTED):
        return text
    small = WORD.sub(_lowered, opening[0])
    return re.sub(r"(?<=«.)\w", lambda first: first[0].upper(), small) + text[opening.end() :]


def name_in_small_letters(name: str) -> str:
    """A name of several words typed in capitals, of which the last is no common word, with those of a name alone:
    "ville de Garsonville"; an acronym and a short unknown word as they are."""
    said = WORD.findall(name) if name.isupper() else []
    ends = len(said) > 1 and name.endswith(said[-1]) and _is_name(said[-1])
    return WORD.sub(_lowered, name) if ends else name


def _is_shouted(word: str) -> bool:
    return len(word) >= LONG and not _is_name(word)


def _is_name(word: str) -> bool:
    """Whether a part of a word is none that French has, "Anse-Bélizaire"."""
    return any(map(is_rare, fold(word).split("-")))


def _lowered(word: re.Match[str]) -> str:
    """A word in capitals as French writes it; of a name in several parts, its small words stay small."""
    parts = fold(word[0]).split("-")
    if len(parts) == 1 and len(parts[0]) == 1:
        return "à" if parts == ["a"] else word[0].lower()
    longest = LONG - 1 if len(parts) > 1 else LONGEST_ACRONYM
    if any(part in FIRST_NAMES or (is_rare(part) and len(part) > longest) for part in parts):
        said = word[0].split("-")
        small = (part.lower() if len(parts) > 1 and fold(part) in STOP_WORDS else part.capitalize() for part in said)
        return "-".join(small)
    return word[0] if _is_name(word[0]) else "-".join(map(spelt, word[0].lower().split("-")))


def with_names(text: str, names: Iterable[str]) -> str:
    """A text whose proper names are written as `names` has them, whatever their capitals, accents and hyphens: "à
    saint orens sur mer" is "à Saint-Orens-sur-Mer"; a name that is a common word stays as it is."""
    for name in names:
        parts = re.split("[ -]", flatten(name))
        if len(parts) > 1 or is_rare(parts[0]):
            told = re.compile(rf"(?<![\w-]){'[ -]'.join(map(re.escape, parts))}(?![\w-])")
            for found in reversed([*told.finditer(flatten(text))]):
                text = text[: found.start()] + name + text[found.end() :]
    return text
