"""Cues: phrases of plain French, kept as lists in corpus/french/, by which the program knows what a text says."""

import re
from functools import cache
from operator import add

from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.words import flatten

PLACES = {
    "^": r"(?:\A|(?<=[.!?…:(\[{>—–\n\]]))[ *_#>«\"-]{0,8}",
    "^,": r"(?:(?<=[.!?…:;,(\[{«\"»>—–*#|\]\n])|(?<= -)|\A)[ *_#>«\"-]{0,8}",
    "…": r"[^.!?\n]{0,80}?",
    "..": r"[^,;:.()!?\n]{0,40}?",
    "$": r"(?=\W*(?:[.!?;:\n]|\Z))",
}
"""The start of a sentence, of a clause; some words of one sentence, of one clause; the end of a clause."""

GROUP = re.compile(r"\\\{(\w+)\\\}")
MAYBE = re.compile(r"\\\((\w+)\\\)")


@cache
def cues(name: str, group: str) -> re.Pattern[str]:
    """The pattern of the cues of a group of corpus/french/NAME.toml, over a flattened text.

    A cue is written as it is read, its words apart by blanks: `a|b` is one or the other, `mot(s)` may lack what stands
    in brackets, and so may a whole `(mot)`; `signal*` is the beginning of a word, `#` a number, `{kin}` any cue of the
    group `kin`; `^` `^,` `…` `..` `$` are PLACES.
    """
    return re.compile(_any_of(name, group))


def blank(match: re.Match[str]) -> str:
    """As many blanks as a match has characters, to take it out of what is read next."""
    return " " * len(match[0])


def _any_of(name: str, group: str) -> str:
    sources = (GROUP.sub(lambda inner: _any_of(name, inner[1]), _source(cue)) for cue in read_list(name).groups[group])
    return f"(?:{'|'.join(sources)})"


@cache
def _source(cue: str) -> str:
    """The pattern of a cue, its groups left in their braces."""
    source, joint = "", ""
    for token in flatten(cue).split():
        if token in PLACES:
            source, joint = source + PLACES[token], ""
        elif token[0] == "(" and token[-1] == ")":
            word = _word(token[1:-1])
            source += f"(?:{joint}{word})?" if joint else f"(?:{word} ?)?"
        else:
            source, joint = source + joint + _word(token), " ?"
    return source


def _word(token: str) -> str:
    """The pattern of the ways of writing a word; with an apostrophe it leans on the next one."""
    before, ways = r"\b" if token[0].isalnum() or token[0] == "*" else "", token.split("|")
    forms = [MAYBE.sub(r"(?:\1)?", re.escape(way)).replace(r"\*", r"\w*").replace(r"\#", r"\d+") for way in ways]
    ends = (r"\b" if way[-1].isalnum() or way[-1] in "*)#" else "" for way in ways)
    return f"{before}(?:{'|'.join(map(add, forms, ends))})"
