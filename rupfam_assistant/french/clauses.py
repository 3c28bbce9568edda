"""Clauses: where the sentences and brackets of an officer's free text stand, and its letters folded one for one."""

import re

from rupfam_assistant.french.words import fold

TYPED = {"‐": "-", "‑": "-", "…": "…"}
"""Characters that folding would lose or lengthen, and what stands for them."""

BREAK = re.compile(r"[.!?…]+[»\"”]?\s+|\s*;\s+|\s*\n\s*")
LAST_WORD = re.compile(r"(?<![\w°])[\w°]{1,9}\Z")
ABBREVIATIONS = frozenset(
    "m mm mr mme mmes mlle me dr pr st ste ex cf n° no num art av bd bat tel tél port réf ref p env etc asso dept dép dpt nb min max resp proc appt"
    " janv févr fevr avr juil sept oct nov déc dec rés res".split()
)
OPENERS = re.compile(
    r"(?:Les?|La|Une?|Des|Il|Elle|Ils|Elles|On|Ce|Cette|Ces|Aucune?|Pas|Pour|En|Au|Aux|Dans|Peu|Et|Mais|Son|Sa|Ses)\b"
)
"""Words that open a sentence, after what could be the initial of a name."""

CLOSING = {")": "(", "]": "["}


def unaccented(text: str) -> str:
    """A text without accents or typographic variants, capitals kept, each character at its own offset."""
    return text.translate(_PLAIN)


def flatten(text: str) -> str:
    """A text in lower case, without accents or typographic variants, each character at its own offset."""
    return unaccented(text).lower()


def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """The (start, end) of each sentence, line or part before a semicolon, brackets never cut; blanks around them left aside."""
    inside = iter(bracket_spans(text))
    bracket = next(inside, None)
    spans, start = [], 0
    for mark in BREAK.finditer(text):
        while bracket and bracket[1] <= mark.start():
            bracket = next(inside, None)
        if (bracket and bracket[0] < mark.start() < bracket[1]) or not _ends_sentence(text, mark):
            continue
        spans.append((start, mark.end()))
        start = mark.end()
    spans.append((start, len(text)))
    return tuple(_trimmed(text, start, end) for start, end in spans if text[start:end].strip())


def bracket_spans(text: str) -> tuple[tuple[int, int], ...]:
    """The (start, end) of each outermost pair of round or square brackets, both marks included."""
    waiting: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for mark in re.finditer(r"[()\[\]]", text):
        if mark[0] not in CLOSING:
            waiting.append((mark[0], mark.start()))
        elif waiting and waiting[-1][0] == CLOSING[mark[0]]:
            start = waiting.pop()[1]
            while found and found[-1][0] > start:
                found.pop()
            found.append((start, mark.end()))
    return tuple(found)


def tidy(text: str, whole: str) -> str:
    """A text once parts of the whole were cut, its blanks and orphan marks mended, a capital where its opening was cut."""
    text = re.sub(r"[^\S\n]{2,}", " ", text)
    text = re.sub(r"\s+(?=[,.)\]])", "", text)
    text = re.sub(r"[,;:–—-]+(?=[.;]\s|[.;]\Z)|(?<=[.!?]) *[.;,]+", "", text)
    text = re.sub(r"(?m)^[\s,;:.–—-]+(?=\w)|[\s,;:–—(\[-]+\Z", "", text).strip()
    return text if whole.lstrip().startswith(text[:5]) else text[:1].upper() + text[1:]


class _Plain(dict[int, str]):
    """For `str.translate`: each character without its accent, or left alone where that takes two."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        bare = " " if char.isspace() and char != "\n" else TYPED.get(char) or _bare(char)
        self[code] = bare if len(bare) == len(bare.lower()) == 1 else char if len(char.lower()) == 1 else "?"
        return self[code]


_PLAIN = _Plain()


def _bare(char: str) -> str:
    return fold(char).upper() if char.isupper() else fold(char)


def _ends_sentence(text: str, mark: re.Match[str]) -> bool:
    if mark[0][0] != ".":
        return True
    word = LAST_WORD.search(text, max(0, mark.start() - 10), mark.start())
    if word is None:
        return True
    if len(word[0]) == 1 and word[0].isupper() and word[0] != "M":
        return OPENERS.match(text, mark.end()) is not None
    return word[0].lower() not in ABBREVIATIONS


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))
