"""French typography of the program's own sentences; the words of the texts stay as they are."""

import re


def typeset(sentence: str) -> str:
    """A sentence whose double punctuation and guillemets do not part from their word at a line end."""
    return re.sub(r" (?=[:;!?»])|(?<=«) ", "\u00a0", sentence)


def capitalize(text: str) -> str:
    """A text with its first letter as a capital, the others as they are."""
    return text[0].upper() + text[1:]
