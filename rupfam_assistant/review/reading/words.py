"""The words of a draft, as they are compared: whatever the typography, the agreement, the way a number is written."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from rupfam_assistant.french import analyse
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.words import Word, flatten, same_family

SILENT, SEVERAL, ONE = (frozenset(read_list("review").groups[group]) for group in ("silent", "several", "one"))
FULL = {"n": "ne", "jusqu": "jusque", "lorsqu": "lorsque", "puisqu": "puisque", "quelqu": "quelque"}
SAME = {form: name for name, forms in read_list("forms").groups.items() for form in forms}
OPENING = re.compile(r"[«“\"(\[][«“\"(\[ \u00a0\u202f]*$")
UNSAID = re.compile(
    r"(?<=\w)(?:[·•‧⋅∙]\w{1,5}(?:[·•‧⋅∙]s)?|\.(?:e|ne|le|rice|trice)(?:\.?s)?\b(?=\W)|-e(?:-?s)\b"
    r"|\((?:e|s|es|ne|nes|le|les|rice|trice|ale|ales|x)\))|\bn[°º](?=\s*\d)"
)
"""The endings that inclusive writing puts after a word; the sign before a number."""

JOINED = re.compile(
    r"\b(?:un|une|le|la|les|l'|du|des|aux?) ?(\w{4,})(?: et| ou| et/ou)"
    r" (?:d'|de )?(?:un|une|le|la|les|l'|du|des|aux?) ?(\w{4,})"
)
"""Two things put together, each with its article."""

BLANKS = " \n\u00a0\u202f'’"


class Token(NamedTuple):
    """A word that counts, or a number; `lead` is where the small words and the marks that open before it start, `one`
    the place of the "un" or "une" among them, which is read as a number only where another number stands instead;
    `many` whether the article before it is a plural, None without one."""

    folded: str
    root: str
    start: int
    end: int
    lead: int
    one: tuple[int, int] | None = None
    many: bool | None = None


class Edit(NamedTuple):
    """Words of a text and those that another has instead, or none; the first rank in each (`at`, `spot`)."""

    removed: tuple[Token, ...]
    added: tuple[Token, ...]
    at: int
    spot: int


@lru_cache(maxsize=1024)
def read_tokens(text: str) -> tuple[Token, ...]:
    """The words of a text that count, in order."""
    text = UNSAID.sub(_unsaid, text)
    read = analyse(text)
    numbers = {number.start: number for number in read.numbers}
    tokens = list[Token]()
    lead, end, one, many = -1, 0, None, None
    words = list(_whole(read.words, text))
    for word, after in zip_longest(words, words[1:]):
        if word.start < end:
            continue
        if lead < 0 or text[end : word.start].strip(BLANKS):
            opening = OPENING.search(text, end, word.start)
            lead = opening.start() if opening else word.start
        number = numbers.get(word.start)
        if number is not None and number.end >= word.end:
            folded, end = f"{number.value:.15g}", number.end
        else:
            folded, end = _full(word, after), word.end
        again = tokens and folded.isdigit() and folded == tokens[-1].folded and "(" in text[tokens[-1].end : word.start]
        if folded not in SILENT and not again:
            tokens.append(Token(folded, root(folded), word.start, end, lead, one, many))
            lead, one, many = -1, None, None
        elif folded == "1":
            one = (word.start, end)
        many = folded in SEVERAL if folded in SEVERAL | ONE else many
    return tuple(tokens)


def _unsaid(found: re.Match[str]) -> str:
    """Spaces instead of an ending of inclusive writing, but for its plural."""
    plural = found[0].rstrip(")").endswith("s") and found.string[: found.start()][-1:] not in ("s", "x")
    return ("s" if plural else "").ljust(len(found[0]))


def joined_things(text: str) -> list[tuple[str, str]]:
    """The things that a text puts together, each with its article: "d’un parent ou d’un enfant"."""
    return [(one, other) for one, other in JOINED.findall(flatten(text)) if not same_family(one, other)]


def roots(tokens: Sequence[Token]) -> list[str]:
    """Some words, as they are compared."""
    return [token.root for token in tokens]


def runs(tokens: Sequence[Token]) -> set[tuple[str, ...]]:
    """The runs of three words, by their roots."""
    told = roots(tokens)
    return set(zip(told, told[1:], told[2:], strict=False))


def edits(before: Sequence[Token], after: Sequence[Token]) -> Iterator[Edit]:
    """What is taken out of some words, and what is put in instead, "un" told where it stands for a number; a word that
    its article too makes one or several is another."""
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, roots(before), roots(after), autojunk=False).get_opcodes():
        if kind == "equal":
            pairs = enumerate(zip(before[i1:i2], after[j1:j2], strict=True))
            yield from (
                Edit((one,), (other,), i1 + n, j1 + n) for n, (one, other) in pairs if _is_recounted(one, other)
            )
            continue
        apart = _is_number_last(before[i1:i2], after[j1:j2])
        for i, k, j, m in ((i1, i2 - 1, j1, j2 - 1), (i2 - 1, i2, j2 - 1, j2)) if apart else ((i1, i2, j1, j2),):
            removed, added = tuple(before[i:k]), tuple(after[j:m])
            one, other = _one(added or after[j : j + 1], removed), _one(removed or before[i : i + 1], added)
            yield Edit((*other, *removed), (*one, *added), i, j)


def _is_number_last(removed: Sequence[Token], added: Sequence[Token]) -> bool:
    """Whether a number stands for another after words that stand for others: two changes, told apart."""
    return min(len(removed), len(added)) > 1 and removed[-1].folded.isdigit() and added[-1].folded.isdigit()


def _is_recounted(word: Token, other: Token) -> bool:
    """Whether a word is a plural in one text and none in the other, by its ending."""
    return word.folded.endswith(("s", "x")) != other.folded.endswith(("s", "x"))


def _one(words: Sequence[Token], instead: Sequence[Token]) -> list[Token]:
    """The "un" before some words that stand instead of a number, others than numbers themselves."""
    numbers = (any(word.folded.isdigit() for word in some) for some in (words, instead))
    here, there = numbers
    if here or not there or not words or words[0].one is None:
        return []
    return [Token("1", "1", *words[0].one, words[0].lead)]


@lru_cache(maxsize=50_000)
def root(folded: str) -> str:
    """A folded word without the marks of gender, number and person."""
    if folded in SAME:
        return SAME[folded]
    if folded.isdigit() or len(folded) < 4:
        return folded
    bare = f"{folded[:-3]}al" if folded.endswith("aux") and len(folded) > 5 else folded
    bare = bare[:-1] if bare.endswith(("s", "x")) else bare
    bare = bare[:-3] if bare.endswith("ent") and len(bare) > 6 else bare
    bare = bare[:2] + bare[2:].rstrip("e")
    return bare[:-1] if bare[-1:] == bare[-2:-1] else bare


def _whole(words: Sequence[Word], text: str) -> Iterator[Word]:
    """Words, those that the end of a line cuts made one."""
    cut = None
    for word, after in zip_longest(words, words[1:]):
        whole = word if cut is None else cut._replace(folded=cut.folded + word.folded, end=word.end)
        gap = text[word.end : after.start + 1] if after else ""
        cut = whole if gap[:1] == "-" and "\n" in gap and gap[1:].strip().islower() and not after.elided else None
        if cut is None:
            yield whole


def _full(word: Word, after: Word | None) -> str:
    """A folded word; an elided one as it is when whole."""
    if not word.elided:
        return word.folded
    if word.folded == "s" and after is not None and after.folded in ("il", "ils"):
        return "si"
    return FULL.get(word.folded, word.folded)
