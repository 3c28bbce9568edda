"""A question as it was typed, made ready to be matched: cleaned, and cut into the questions that it holds."""

import unicodedata
from collections.abc import Iterator

from rupfam_assistant.french import analyse
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.words import flatten, subject

LONGEST = 4_000
"""Characters beyond which a text is not a question, nor a mail that holds one."""

SHORTEST = 3
"""Words below which a piece of a question says nothing by itself."""

MOST_PARTS = 6
"""Parts of a text that are read."""

SHORTEST_HALF, MOST_HALVES, MARKS = 2, 3, " ,;:?+&)"
"""Words below which a text is not cut; places where it may be; the marks where it may."""

HYPHENS = str.maketrans("\u2010\u2011", "--")


def clean(text: str) -> str:
    """A typed text in composed characters, without control or direction characters, white space as single spaces or
    line ends."""
    composed = unicodedata.normalize("NFC", text).translate(HYPHENS)
    kept = "".join(c for c in composed if c.isspace() or unicodedata.category(c)[0] != "C")
    return "\n".join(filter(None, (" ".join(line.split()) for line in kept.split("\n"))))


def split_question(text: str) -> tuple[str, ...]:
    """The questions that a cleaned text holds, in order, MOST_PARTS at the most: those that end with their mark where
    some do; the text itself when it is one."""
    parts = [(start, end) for start, end in analyse(text).parts if _is_long(text[start:end])]
    asking = [(start, end) for start, end in parts if "?" in text[start:end]] or parts
    found = tuple(piece for start, end in asking for one in _added(text[start:end]) for piece in _pieces(one))
    return found[:MOST_PARTS] or (text,)


def halves(text: str) -> list[tuple[str, str]]:
    """The cuts of a cleaned text in two that may each ask something, at a word that joins or a mark: what stands
    before and what stands after, MOST_HALVES at the most."""
    joints = [mark.span() for mark in cues("interrogatives", "joint").finditer(flatten(text))]
    marks = [(at, at + 1) for at, sign in enumerate(text) if sign in MARKS.strip()]
    cuts = [(text[:start].strip(MARKS), text[end:].strip(MARKS)) for start, end in sorted([*joints, *marks])]
    return [cut for cut in cuts if all(len(half.split()) >= SHORTEST_HALF for half in cut)][:MOST_HALVES]


def ranged(text: str) -> list[str]:
    """The two questions of a text that asks one "d’une part", the other "d’autre part"; none for another text."""
    flat = flatten(text)
    first = cues("interrogatives", "first_of_two").search(flat)
    second = cues("interrogatives", "second_of_two").search(flat, first.end()) if first else None
    if not first or not second:
        return []
    return [text[: second.start()].rstrip(MARKS).removesuffix(" et").rstrip(MARKS), text[second.end() :].strip(MARKS)]


def stands_alone(text: str) -> bool:
    """Whether a question seems to be understood without those before it: it names enough, and leans on nothing."""
    return len(subject(text)) >= SHORTEST and cues("following", "leaning").search(flatten(text)) is None


def _added(text: str) -> list[str]:
    """A sentence cut where "+" adds a question to another, or where two are ranged."""
    pieces = text.split(" + ")
    return ranged(text) or (pieces if all(map(_is_long, pieces)) else [text])


def _pieces(text: str) -> Iterator[str]:
    """A sentence cut where "et" joins two that ask."""
    flat, at = flatten(text), 0
    subject, opening = (cues("interrogatives", group) for group in ("subject", "opening"))
    for mark in cues("interrogatives", "joint").finditer(flat):
        left, right = text[at : mark.start()].strip(" ,"), text[mark.end() :].strip()
        asks = opening.match(flatten(left)) or subject.search(flat, at, mark.start())
        both = asks and subject.search(flat, mark.end())
        if _is_long(left) and _is_long(right) and (both or opening.match(flatten(right))):
            yield left
            at = mark.end()
    yield text[at:].strip()


def _is_long(text: str) -> bool:
    return len(text.split()) >= SHORTEST
