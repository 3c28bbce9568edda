"""Signing: who signs for a party, without whom a ban keeps from being named."""

import re

from rupfam_assistant.french.signers import people_in
from rupfam_assistant.french.words import flatten
from rupfam_assistant.guard.bans import Ban
from rupfam_assistant.guard.constraints import BRACKETS
from rupfam_assistant.guard.names import FULL_NAME, TITLED, name_words

ELSEWHERE = re.compile(
    r"\bailleurs qu|\b(?:sauf|hormis|hors|en dehors d[e'u]\w*) (?:en|dans|sur|comme|a|au)\b|\bcorps d[eu]\b"
)
"""What says where alone someone may be named, or must not be."""


def without_named(text: str, ban: Ban) -> str:
    """Who signs, without the brackets that name somebody whom a ban names, nor who must not be named herself, unless
    the ban says where she may be: alone, by her title."""
    said = name_words(ban.said)
    for bracket in BRACKETS.findall(text):
        if any(name_words(who["name"]) <= said for who in TITLED.finditer(bracket)):
            text = text.replace(bracket, "").rstrip()
    people = people_in(text) if _is_unnamed(ban) else []
    left = [one for one in people if not _is_same(ban.about, one)]
    if people and not left:
        return text.partition(",")[2].strip() if len(people) == 1 else ""
    return " et ".join(left) if len(left) < len(people) else text


def _is_unnamed(ban: Ban) -> bool:
    """Whether a ban is on naming somebody, anywhere: not on what is hers, nor but for where she may be named."""
    named = TITLED.fullmatch(ban.about) or FULL_NAME.fullmatch(ban.about)
    return bool(named and (ban.kind == "name" or not ban.head)) and not ELSEWHERE.search(flatten(ban.said))


def _is_same(named: str, person: str) -> bool:
    """Whether who signs is somebody named: of her family name, and not of another civility."""
    one, other = TITLED.fullmatch(named), TITLED.match(person)
    mine = flatten(one["name"] if one else named).split()[-1]
    theirs = flatten(other["name"] if other else person.partition(",")[0]).split()[-1:]
    women = [flatten(text).startswith(("mme", "mlle", "madame")) for text in (named, person)]
    return theirs == [mine] and not (one and other and women[0] != women[1])
