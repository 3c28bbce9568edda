"""The field's acronyms spelled out, for a text whose meaning is looked for; what is printed keeps them."""

import re
from functools import lru_cache

from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.typography import in_capitals

LONG = {short: long for long, shorts in read_list("field_acronyms").groups.items() for short in shorts}
ACRONYM = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(LONG, key=len, reverse=True))})(?![\w-])")


@lru_cache(maxsize=8_192)
def spelled_out(text: str) -> str:
    """A text with its acronyms spelled out, in small letters when it is in capitals."""
    told = ACRONYM.sub(lambda found: LONG[found[0]], text)
    return told.lower() if in_capitals(text) else told
