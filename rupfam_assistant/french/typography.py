"""French typography: what must not part at the end of a line."""

import re


def typeset(sentence: str) -> str:
    """A sentence whose double punctuation and guillemets do not part from their word at a line end."""
    return re.sub(r" (?=[:;!?»])|(?<=«) ", "\u00a0", sentence)


def capitalize(text: str) -> str:
    """A text with its first letter as a capital, the others as they are."""
    return text[:1].upper() + text[1:]
