"""The field's acronyms spelled out, for a text whose meaning is looked for; what is printed keeps them."""

import re
from functools import lru_cache

from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.typography import in_capitals
from rupfam_assistant.french.words import STOP_WORDS, fold

LONG = {short: long for long, shorts in read_list("field_acronyms").groups.items() for short in shorts}
ACRONYM = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(LONG, key=len, reverse=True))})(?![\w-])")


def initials(name: str) -> str:
    """The first letters of the words of a name that say something: "CTGM" of "Collectivité territoriale de
    Grande-Marouane"."""
    return "".join(word[0] for word in re.findall(r"\w+", fold(name)) if word not in STOP_WORDS).upper()


@lru_cache(maxsize=8_192)
def spelled_out(text: str) -> str:
    """A text with its acronyms spelled out, in small letters when it is in capitals."""
    told = ACRONYM.sub(lambda found: LONG[found[0]], text)
    return told.lower() if in_capitals(text) else told
