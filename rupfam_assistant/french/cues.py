"""Cues: phrases of plain French, kept as lists in corpus/french/, by which the program knows what a text says."""

import re
from functools import cache

from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.words import flatten

SPECIAL = {
    "^": r"(?:\A|(?<=[.!?…:(\[{>—–\n\]]))[ *_#>«\"-]{0,8}",
    "^,": r"(?:(?<=[.!?…:;,(\[{«\"»>—–*#|\]\n])|(?<= -)|\A)[ *_#>«\"-]{0,8}",
    "…": r"[^.!?\n]{0,80}?",
    "$": r"(?=\W*(?:[.!?;:\n]|\Z))",
}
"""Signs that stand for a place or a gap: the start of a sentence, of a clause, some words of the same sentence, the end of a clause."""

SIGN = re.compile(r"\\\{(?P<group>\w+)\\\}|\\\((?P<maybe>\w+)\\\)|(?P<any>\\\*)|(?P<or>\\\|)|(?P<number>\\#)")


@cache
def cues(name: str, group: str) -> re.Pattern[str]:
    """The pattern of the cues of a group of corpus/french/NAME.toml, over a flattened text.

    A cue is written as it is read, its words apart by blanks: `a|b` is one or the other, `mot(s)` may lack what stands in brackets, and so may
    a whole `(mot)`; `signal*` is the beginning of a word, `#` a number, `{kin}` any cue of the group `kin`; `^` `^,` `…` `$` are those of SPECIAL.
    """
    return re.compile(_any_of(name, group))


def _any_of(name: str, group: str) -> str:
    return f"(?:{'|'.join(_source(name, flatten(cue)) for cue in read_list(name).groups[group])})"


def _source(name: str, cue: str) -> str:
    source, joint = "", ""
    for token in cue.split():
        if token in SPECIAL:
            source, joint = source + SPECIAL[token], ""
        elif token[0] == "(" and token[-1] == ")":
            word = _word(name, token[1:-1])
            source += f"(?:{joint}{word})?" if joint else f"(?:{word} ?)?"
        else:
            source, joint = source + joint + _word(name, token), " ?"
    return source


def _word(name: str, token: str) -> str:
    def sign(found: re.Match[str]) -> str:
        if found["group"]:
            return _any_of(name, found["group"])
        if found["maybe"]:
            return f"(?:{found['maybe']})?"
        return r"\w*" if found["any"] else "|" if found["or"] else r"\d+"

    source = SIGN.sub(sign, re.escape(token))
    before = r"\b" if token[0].isalnum() else ""
    after = r"\b" if token[-1].isalnum() or token[-1] in "*)" else ""
    return f"{before}(?:{source}){after}"
