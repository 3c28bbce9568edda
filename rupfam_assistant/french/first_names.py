"""First names borne in France, old and recent, of whatever origin, by which a bare name is known for one."""

import re

from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.spelling import is_rare
from rupfam_assistant.french.words import fold

FIRST_NAMES = frozenset(read_list("first_names").groups["names"])
AMBIGUOUS = frozenset(read_list("first_names").groups["ambiguous"])
"""Words that are names and more: alone, they name no one."""


def is_first_name(word: str) -> bool:
    """Whether a word is a first name or, of five letters or more and no French word, sounds as one: Mathéo as Matéo,
    Lilly as Lily, but "année" not as Anne."""
    folded = fold(word)
    return folded in FIRST_NAMES or (len(folded) > 4 and is_rare(folded) and _sound(folded) in _SOUNDS)


def _sound(folded: str) -> str:
    return re.sub(r"(.)\1+", r"\1", re.sub(r"\Bh", "", folded).replace("y", "i"))


_SOUNDS = frozenset(map(_sound, FIRST_NAMES))
