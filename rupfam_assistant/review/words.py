"""The words of a draft, as the review compares them: whatever the typography, the agreement, and the way a number is written."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from rupfam_assistant.french.words import fold, in_digits

WORD = re.compile(r"[^\W_]+(?:-[ \t]*\n\s*(?=[a-zà-ÿœ])[^\W_]+)*")
"""A word, made whole when the end of a line cuts it."""

SILENT = frozenset("le la les l un une 1 des du de d a ont au aux ce cet cette ces c se s que qu j m t".split())
"""Words that change nothing when they change."""

ELIDED = {"n": "ne", "jusqu": "jusque", "lorsqu": "lorsque", "puisqu": "puisque", "quelqu": "quelque"}
SAME = {
    "an": "an", "ans": "an", "annee": "an", "annees": "an", "peuvent": "peut", "doivent": "doit", "sont": "est", "auquel": "auxquels",
    "auxquelles": "auxquels", "cmsa": "msa", "prefete": "prefet", "1er": "1",
}  # fmt: skip
"""Words that say the same, by their folded form."""

PAGE_LINE = re.compile(r"\W*(?:page\W*)?\d{1,4}(?:\s*(?:/|sur|de)\s*\d{1,4})?\W*", re.IGNORECASE)
RUNNING = 3
"""Times that a line comes back before it is taken for the head or the foot of the pages."""

SENTENCE_END = re.compile(r"[.;!?…][ »\"”)\]\u00a0\u202f]*\s[\s«“\"(\[]*([^\s«“\"(\[])")
NEW_LINE = re.compile(r"\n\W*(\w\S*)")
BULLET = re.compile(r"\n\s*(?:[•▪◦●*–—-]\s|\|)")
BLANK_LINE = re.compile(r"\n[ \t]*\n\s*(?=[^\sa-zà-ÿœ])")


@dataclass(frozen=True)
class Word:
    """A word at [start, end) of its text: folded, and by the root that it is compared by."""

    folded: str
    root: str
    start: int
    end: int


def read_words(text: str) -> tuple[Word, ...]:
    """The words of a text that count, in order; page numbers and running lines left aside."""
    words = []
    for match in WORD.finditer(without_page_lines(text)):
        folded = fold(re.sub(r"-\s+", "", match.group()))
        if text[match.end() : match.end() + 1] in ("'", "’"):
            folded = (
                "si"
                if folded == "s" and re.match(r"ils?\b", text[match.end() + 1 :], re.IGNORECASE)
                else ELIDED.get(folded, folded)
            )
        folded = in_digits(folded)
        if folded not in SILENT:
            words.append(Word(folded, root(folded), *match.span()))
    return tuple(words)


@lru_cache(maxsize=50_000)
def root(folded: str) -> str:
    """A folded word without the marks of gender, number and person."""
    if folded in SAME:
        return SAME[folded]
    if folded.isdigit() or len(folded) < 4:
        return folded
    bare = re.sub(r"(?<=.{3})aux$", "al", folded)
    bare = re.sub(r"(?<=.{2})[sx]$", "", bare)
    bare = re.sub(r"(?<=[^m].{3})ent$", "", bare) if len(bare) > 6 else bare
    return re.sub(r"(.)\1$", r"\1", re.sub(r"(?<=.{2})e+$", "", bare))


def sentence_bounds(text: str, words: tuple[Word, ...]) -> tuple[int, ...]:
    """The ranks of the words that open a sentence or an item, the number of words last."""
    width, said = _line_width(text), without_page_lines(text)
    opens = [rank for rank in range(len(words)) if rank == 0 or _is_break(said, words[rank - 1], words[rank], width)]
    return (*opens, len(words))


def _is_break(text: str, before: Word, after: Word, width: int) -> bool:
    """Whether a sentence or an item ends between two words that follow each other."""
    if text[before.end : after.start] in (" ", "-", "'", "’"):
        return False
    between = text[before.end : after.start + 1]
    if (
        BULLET.search(between)
        or BLANK_LINE.search(between)
        or any(not match[1].islower() for match in SENTENCE_END.finditer(between))
    ):
        return True
    line_end = between.find("\n")
    opened = NEW_LINE.search(text, before.end + line_end, after.end) if line_end >= 0 else None
    if opened is None or opened[1][0].islower():
        return False
    line = text[text.rfind("\n", 0, before.start) + 1 : before.end + line_end].strip()
    return len(line) + 1 + len(opened[1]) <= width


def _line_width(text: str) -> int:
    """The characters that the longest lines hold, the few that are beyond measure aside."""
    lengths = sorted(len(line.strip()) for line in text.split("\n") if line.strip())
    return lengths[len(lengths) * 19 // 20] if lengths else 0


def one_line(text: str) -> str:
    """A text on one line, without its bullet, a word that the end of a line cuts made whole."""
    joined = re.sub(r"(?<=[a-zà-ÿœ])-[ \t]*\n\s*(?=[a-zà-ÿœ])", "-", text)
    return re.sub(r"^(?:[•▪◦●*–—|#-]+\s+)+", "", " ".join(joined.split()))


@lru_cache(maxsize=4)
def without_page_lines(text: str) -> str:
    """A text with spaces instead of the lines that hold a page number, or come back on most pages."""
    lines = [(match.start(), match.end(), match.group().strip()) for match in re.finditer(r"[^\n]+", text)]
    seen = Counter(
        re.sub(r"\d+", "#", line)
        for _, _, line in lines
        if sum(c.isalpha() for c in line) > 12 and not re.match(r"[•\-–*|]", line)
    )
    pages = sum(1 for _, _, line in lines if PAGE_LINE.fullmatch(line)) or len(text) // 3_000
    running = {line for line, times in seen.items() if times >= max(RUNNING, pages // 2)}
    kept, done = [], 0
    for start, end, line in lines:
        if PAGE_LINE.fullmatch(line) or re.sub(r"\d+", "#", line) in running:
            kept += [text[done:start], " " * (end - start)]
            done = end
    return "".join([*kept, text[done:]])
