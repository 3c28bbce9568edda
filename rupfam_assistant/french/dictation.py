"""Dictation: what an officer said to her telephone, with the signs that she named, without the words she took back."""

import re

from rupfam_assistant.french.agreement import elides
from rupfam_assistant.french.words import fold

BACK = (
    re.compile(
        r"(?i)\b(?P<the>l[ea]s?|des|une?|du|aux?) [\w’-]+,? (?:non|pardon|enfin|euh),? je (?:veux|voulais) dire "
        r"(?P<said>(?P=the) \w)"
    ),
    re.compile(
        r"(?i)\b(?P<the>l[ea]s?|des|une?|du|aux?) [\w’-]+(?: [\w’-]+){0,3},? (?:non,? |euh,? )?pardon,? "
        r"(?P<said>(?P=the) [^,;:.]+),?"
    ),
    re.compile(r"(?i)\b(?P<said>\w+(?: \w+){0,3}),? euh,? (?:(?:oui|non|enfin),? )?(?P=said)\b"),
)
MISHEARD = re.compile(r"(?P<the>\b[Ll][ea] )?\b(?P<first>\w{3,}),? (?:euh|pardon),? (?P<said>\w{3,})")
SIGNS = (
    (re.compile(r"(?i)(?:\s*\?)?\s*\bpoint d['’]interrogation\b"), " ?"),
    (re.compile(r"(?i)[\s.,;]*\bpoint à la ligne\b[\s.,;]*"), ". "),
    (re.compile(r"(?i)\s*\bpoint[ -]virgule\b\s*"), " ; "),
    (re.compile(r"(?i)\s*\bdeux[ -]points\b\s*(?=[«“\"])"), " : "),
    (re.compile(r"(?i) virgule (?!(?:zéro|un|deux|trois|quatre|cinq|six|sept|huit|neuf|\d)\b)"), ", "),
    (re.compile(r"(?i)\beuh\b[,…. ]*"), ""),
)
"""Words that one takes back for others, of the same article, or says again; a word that was misheard, before itself;
what is said of a text, and the sign that it stands for."""


def as_meant(text: str) -> str:
    """A text that was dictated, as its officer meant it: "les espaces" of "les passes, pardon les espaces"."""
    for taken in BACK:
        text = taken.sub(_again, text)
    text = MISHEARD.sub(_heard, text)
    for said, sign in SIGNS:
        text = said.sub(sign, text)
    return text.rstrip() if text.endswith(". ") else text


def _again(slip: re.Match[str]) -> str:
    said = slip["said"]
    return said[0].upper() + said[1:] if slip[0][0].isupper() else said


def _heard(slip: re.Match[str]) -> str:
    """The second of two words when it is nearly the first, with its article."""
    one, other = fold(slip["first"]), fold(slip["said"])
    if one not in other and other not in one:
        return slip[0]
    the = slip["the"] or ""
    return f"{the[:1]}’{slip['said']}" if the and elides(slip["said"]) else f"{the}{slip['said']}"
