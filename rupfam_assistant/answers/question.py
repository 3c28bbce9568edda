"""A question as it was typed, made ready to be matched: cleaned, and cut into the questions that it holds."""

import re
import unicodedata
from collections.abc import Iterator

from rupfam_assistant.french.clauses import part_spans

LONGEST = 4_000
"""Characters beyond which a text is not a question, nor a mail that holds one."""

SHORTEST = 3
"""Words below which a piece of a question says nothing by itself."""

MOST_PARTS = 6
"""Parts of a text that are read; of a longer one, such as a mail, those that ask."""

JOINED = re.compile(
    r",?\s+(?:et|puis|ou bien)\s+(?=(?:qui|que|quoi|qu['’]|quand|combien|comment|pourquoi|o[uù]|est[- ]ce|quel(?:le)?s?|faut[- ]il|peut[- ]on|doit[- ]on|[àa] qui|pour qui|par qui|jusqu['’])\b)",
    re.IGNORECASE,
)
"""Where a question begins after another in the same sentence: "et" before an interrogative word."""

HYPHENS = str.maketrans("\u2010\u2011", "--")


def clean(text: str) -> str:
    """A typed text in composed characters, without control or direction characters, white space as single spaces or
    line ends."""
    composed = unicodedata.normalize("NFC", text).translate(HYPHENS)
    kept = "".join(
        " " if c.isspace() and c != "\n" else c for c in composed if c.isspace() or unicodedata.category(c)[0] != "C"
    )
    return "\n".join(line for line in (" ".join(line.split()) for line in kept.split("\n")) if line)


def split_question(text: str) -> tuple[str, ...]:
    """The questions and sentences that a cleaned text holds, in order, MOST_PARTS at the most; the text itself when it
    is one."""
    parts = [part for part in _parts(text) if len(part.split()) >= SHORTEST]
    if len(parts) > MOST_PARTS:
        parts = ([part for part in parts if "?" in part] or parts)[:MOST_PARTS]
        return tuple(parts)
    return tuple(parts) if len(parts) > 1 else (text,)


def _parts(text: str) -> Iterator[str]:
    for start, end in part_spans(text):
        at = start
        for mark in JOINED.finditer(text, start, end):
            yield text[at : mark.start()].strip()
            at = mark.end()
        yield text[at:end].strip()
