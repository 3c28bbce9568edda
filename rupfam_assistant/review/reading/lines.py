"""The lines of a draft: those of the page left out, those that only wrap joined, the blanks left in them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from rupfam_assistant.french import analyse
from rupfam_assistant.french.words import fold
from rupfam_assistant.texts.passages import collapse

PAGE_NUMBER = re.compile(r"\W*(?:page\W*)?\d{1,4}(?:\s*(?:/|sur|de)\s*\d{1,4})?[^\w.,;:)]*", re.IGNORECASE)
DIGITS = re.compile(r"\d+")
DIVISION = re.compile(r"\W*(?:titre|chapitre|partie|section)\s+(?:[IVX]+|\d+|premi\w+)\b.{0,90}[^.;,]", re.IGNORECASE)
SUBTITLE = re.compile(r"\d{1,2}\.\d{1,2}\.?\s+[A-ZÀ-Ý].{0,40}[^\W_]")
CONTENTS = re.compile(r".{3,}?(?:(?:\s?[.…·•․_]){4,}|\t|\s{5,})\s*\d{1,3}\s*")
CONTENTS_TITLE = re.compile(r"\W*(?:sommaire|table des mati[eè]res)\W*", re.IGNORECASE)
"""Lines that belong to no article: what opens a part of the text or of an article, and the contents list."""

ENUMERATOR = re.compile(
    r"^([ \t|]*)(\d{1,2}(?:\.\d{1,2})*[.)°]|\d{1,2}(?:\.\d{1,2})+|[a-z]\)|\([a-z\d]\)"
    r"|o|[^\w\s.,;:!?…«»\"'’()\[\]{}<>/%€&+§°#|☐☒☑])(?=[ \t\u00a0])",
    re.MULTILINE,
)
REFERRED = re.compile(r"\b(?:articles?|annexes?|objectifs?|n[°º])[ \t]*\n\Z", re.IGNORECASE)
"""What opens an item: a number, a letter, any sign; the end of a line that refers to the number that opens the next."""

ABOUT = r"(?:(?:environ|env\.|près de|plus de|moins de|au moins|[<>≥≤~+±])\s*)?"
FIGURE = re.compile(
    rf"(.+?)\s*:\s*({ABOUT}\d(?:[\d\s,.]*\d)?(?: ?h \d\d)?(?: (?:à|-|–|ou) \d(?:[\d\s,.]*\d)?)?)?"
    r"\s*([^\d\s(][^(]*?)?\s*\(source\s*: ?(.*?)\)(?= ou |$)"
)
NEXT_FIGURE = re.compile(r"(?<=[\w)%€])\s; (?=\w[^:;()]{5,}\s: ?~?\d)")
DISPUTED = re.compile(r"(?:\s*\((?!source)[^()]*\))? ou .*[,;] (?:valeur à retenir|à trancher)\b.*")
TICK, NUMBERED = re.compile(r"[☒☑✓✔]|\b[xX]\b"), re.compile(r"\b(?:[1-4]|X)\b")
ANNEX = re.compile(r"\W*annexe\s*(?:n°\s*)?[\dA-Z]{1,2}\b\s*[:.–—-]*", re.IGNORECASE)
OBJECTIVE = re.compile(r"\W*objectif(?: n°)? ?(?:[1-4]|X)\b", re.IGNORECASE)
"""A figure: its label, value, unit and source; what parts it from another; what follows the first of two values; what
ticks a box; the number of an objective; what an annex and an objective open with."""

ITEM = re.compile(r"\s*(?:[•▪◦●*–—☐☒☑-]\s|\|)")
ROW = re.compile(r"\s*\||[^|\n]+\| [^|\n]+\| ")
INLINE_ITEM = re.compile(r"(?<=[.;!?…])\s(?=[•▪◦●*–—-]\s)|(?<=;)\s(?=[A-ZÀ-ÝŒ])")
FIRST_WORD = re.compile(r"\W*(\w\S*)")
CLOSING = re.compile(r"\S*(?:[ \u00a0\u202f][;:!?»%€]\S*)*")
"""What closes a word: punctuation that touches it, and the marks that a space parts from it."""

ASKED = r"compl[ée]ter|pr[ée]ciser|d[ée]finir|renseigner|remplir|d[ée]terminer|choisir|confirmer|indiquer|ins[ée]rer"
HELD = r"nom|prénom|adresse|titre|qualité|fonction"
BLANK = re.compile(
    rf"\[[^\]\n]{{0,60}}(?:{ASKED})[^\]\n]{{0,60}}\]|\[\s*(?:…|\.+|_+|X+|[●•○■]+)?\s*\]"
    rf"|\[(?:{HELD})\b[^\]\n]{{0,60}}\]|\([^()\n]{{0,40}}(?<=[( ])à (?:{ASKED})\b[^()\n]{{0,40}}\)"
    rf"|\((?:{HELD})(?:[,\s]+(?:{HELD}|exacte|et)\b)*\)"
    rf"|(?<![\w(])à (?:compléter|renseigner|remplir)(?=\s*[;,.)\n])"
    rf"|(?<=[:,] )à (?:{ASKED})(?:\s+(?:ultérieurement|plus tard|en|par|avec|lors)\b[^;,.\n]{{0,60}})?(?=\s*[;,.)\n])"
    rf"|<[^<>\n]{{0,40}}(?:{ASKED})[^<>\n]{{0,40}}>|\{{\{{[^{{}}\n]{{0,60}}\}}\}}|\u2002{{3,}}"
    r"|(?<=\w)[ \u00a0\u202f]?:[ \u00a0]*(?=[;.](?:\s|$))|,[ \u00a0]+(?=,)|(?<= )/(?=[,;.]\s)"
    r"|…{2,}|\.{4,}|_{3,}|(?<=\s)…(?=\s*[;,.\n])|\bX{2,}\b|(?<=d[’']appel de )X\b"
    r"|ins[ée]rer les logos[^\n]*|\+\s*ajouter les signataires[^\n]*|(?<=[•*-] )Autres ?1?\s*[:;.]?(?=\s*(?:\n|$))"
    r"|(?:situé|représenté)(?:e?s?)(?: par)?(?=\s*[,;.]\s*(?:représenté|ci-après|\n))",
    re.IGNORECASE,
)
LEADER = re.compile(
    r"[ \u00a0]*(?:[.…_][ \u00a0]*)*\d[\d \u00a0\u202f.,/]*(?:€|euros?|%|ETP|p\.?)?[ \u00a0|]*(?=\n|\Z)"
)
STROKE = re.compile(r"(?m)^[ \t]*_{3,}[ \t]*(?=\n\s*[(\[]?(?:\d|\*|note\b))", re.IGNORECASE)
"""What follows dots that lead to a figure; a line that is but a stroke over a note."""

LABEL = re.compile(r"(?:^|[;(|.,]\s*|\s[–—-]\s+)([^\s;:(|.,][^;:(|]{0,58}?)\s*[:–—]\s*$")
MARGIN = re.compile(r"^\s{0,6}(\d{1,4})\s{2,}(?=\S)")
RUNNING, FEWEST_COUNTED, COUNTED = 3, 10, 0.9
"""What marks a blank, the trame's own or left; what names one, right before it; the number of a line in its margin;
times that a line comes back when it is the head or foot of pages; lines that are counted at least, and the share of
those that follow each other."""


def one_line(text: str) -> str:
    """A text on one line, without its bullet, a word that the end of a line cuts made whole."""
    return collapse(text).lstrip("•▪◦●*–—☐☒☑|#- ")


@lru_cache(maxsize=4)
def without_page_lines(text: str) -> str:
    """A text with spaces instead of the lines of the pages and of no article."""
    lines = _without_margin(text.split("\n"))
    shapes = [DIGITS.sub("#", line.strip()) for line in lines]
    kept = (
        shape
        for shape in shapes
        if sum(map(str.isalpha, shape)) > 12 and not (shape[0] in "•-–*" or shape[0].islower())
    )
    seen = Counter(shape for shape in kept if not ROW.match(shape))
    pages = sum(PAGE_NUMBER.fullmatch(line) is not None for line in lines) or len(text) // 3_000
    running = {shape for shape, times in seen.items() if times >= max(RUNNING, pages // 2)}
    listed = _contents(lines)
    apart = (PAGE_NUMBER, DIVISION, SUBTITLE, CONTENTS)
    numbered = [
        rank in listed or shape in running or any(form.fullmatch(line) for form in apart)
        for rank, (line, shape) in enumerate(zip(lines, shapes, strict=True))
    ]
    return "\n".join(" " * len(line) if out else line for line, out in zip(lines, numbered, strict=True))


def _contents(lines: Sequence[str]) -> set[int]:
    """The ranks of the lines of a table of contents, its title included: those right below it, and those that come
    again further on by their first two words."""
    opened = next((rank for rank, line in enumerate(lines) if CONTENTS_TITLE.fullmatch(line)), None)
    if opened is None:
        return set()
    listed, opens = {opened}, [" ".join(fold(line).split()[:2]).strip(" :.–-") for line in lines]
    for rank in range(opened + 1, len(lines)):
        if not lines[rank].strip():
            continue
        follows = rank - 1 in listed and len(listed) > 1
        again = opens[rank] in opens[rank + 1 :]
        if not again and not (follows and lines[rank].strip()[-1] not in ".;:,"):
            break
        listed.add(rank)
    return listed


def _without_margin(lines: Sequence[str]) -> list[str]:
    """Lines with spaces instead of the numbers that count them in the margin, each by as much more than the one
    before."""
    numbers = [int(found[1]) if (found := MARGIN.match(line)) else None for line in lines]
    gaps = [after - before for before, after in pairwise(number for number in numbers if number is not None)]
    step = Counter(gaps).most_common(1)[0][0] if len(gaps) >= FEWEST_COUNTED else 0
    if step < 1 or sum(gap > 0 and gap % step == 0 for gap in gaps) < COUNTED * len(gaps):
        return [*lines]
    return [MARGIN.sub(lambda found: " " * len(found[0]), line) for line in lines]


def as_items(text: str) -> str:
    """A text whose items all open with the same bullet, whatever numbers or signs they have; as long as it was."""
    return ENUMERATOR.sub(lambda found: found[0] if REFERRED.search(text, 0, found.start()) else _bulleted(found), text)


def _bulleted(found: re.Match[str]) -> str:
    return f"{found[1]}{'•'.ljust(len(found[2]))}"


def flow(text: str) -> str:
    """A text with a space for each line end that only wraps: those left end a paragraph, an item or a heading."""
    return INLINE_ITEM.sub("\n", unwrapped(text))


@lru_cache(maxsize=4)
def unwrapped(text: str) -> str:
    """The same, items that stand within a paragraph left in it."""
    lines = text.split("\n")
    told = [(number, line) for number, line in enumerate(lines) if line.strip()]
    lengths = sorted(len(line.strip()) for _, line in told)
    most = lengths[len(lengths) * 19 // 20] if lengths else 0
    long = [length for length in lengths if length > most / 2] or [
        0
    ]  # an annex of short lines leaves the width as it is
    width = long[len(long) * 19 // 20]
    wrapped = set[int]()
    for (number, line), (next_number, next_line) in pairwise(told):
        if _goes_on(line.strip(), next_line, next_number > number + 1, width):
            wrapped |= set(range(number, next_number))
    return "".join(line + (" " if number in wrapped else "\n") for number, line in enumerate(lines))[:-1]


def _goes_on(line: str, after: str, apart: bool, width: int) -> bool:
    """Whether a line runs on in the next one: its first word starts low, or did not fit in the width of most lines."""
    first = FIRST_WORD.match(after)
    if first is None or ITEM.match(after):
        return False
    if first[1].isdigit() and REFERRED.search(f"{line}\n"):
        return True
    return first[1][0].islower() or (not apart and len(line) + 1 + len(first[1]) > width)


def find_blank_marks(text: str) -> Iterator[re.Match[str]]:
    """The marks of the blanks of a flowing text: neither dots that lead to a figure, nor a stroke over a note."""
    for mark in BLANK.finditer(text):
        dotted = not mark[0].strip("._…")
        if not (dotted and LEADER.match(text, mark.end())):
            yield mark


@lru_cache(maxsize=4)
def without_strokes(text: str) -> str:
    """A text with spaces instead of the strokes that part its notes from it."""
    return STROKE.sub(lambda stroke: " " * len(stroke[0]), text)


def sentence_starts(text: str) -> Iterator[int]:
    """The offset where each sentence or item of a text starts."""
    at = 0
    for line in flow(text).split("\n"):
        yield from (at + start for start, _ in analyse(line).sentences)
        at += len(line) + 1
