"""Who signs for a party, as a convention says it: the name, then the title, each once and in full."""

import re

from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.typography import lower
from rupfam_assistant.french.words import flatten

CIVILITY = r"(?i:M\.|Mme|Mlle|Me|Monsieur|Madame|Maître) (?=[\w«])"
NEXT = re.compile(rf"\s*;\s*|\s+/\s+(?={CIVILITY})|,?\s+(?i:et)\s+(?={CIVILITY})|,\s+(?={CIVILITY})")
TITLED_FIRST = re.compile(rf"(?P<title>[^:,]+)\s*[:,]\s*(?P<name>{CIVILITY}.+)")
WOMAN = re.compile(r"(?i:Mme|Mlle|Madame|Maîtresse)\b")
SHORT = {flatten(short): long for long, shorts in read_list("titles").groups.items() for short in shorts}
"""A person's civility; what parts two people; a title told before the name; what each short title stands for, a man's
then a woman's."""


def signers(text: str) -> str:
    """Who signs, one person after another: "M. Vial, président, et Mme Roche, directrice générale" of "Président : M.
    Vial ; Mme Roche, DG"."""
    people = [_told(person) for person in _people(text)]
    joint = ", et " if any("," in person for person in people[:-1]) else " et "
    return joint.join([", ".join(people[:-1]), people[-1]]) if len(people) > 1 else people[0]


def is_woman(text: str) -> bool | None:
    """Whether the first person told is a woman; None when no civility tells."""
    first = re.search(rf"(?<!\w){CIVILITY}", text)
    return bool(WOMAN.match(first[0])) if first else None


def _people(text: str) -> list[str]:
    """The people of a text, a title without a name kept with the one that follows."""
    found: list[str] = []
    start = 0
    for mark in (*NEXT.finditer(text), None):
        part = text[start : mark.start() if mark else len(text)].strip()
        if mark and part.count("(") > part.count(")"):
            continue
        if mark is None or ";" in mark[0] or re.search(rf"(?<!\w){CIVILITY}", part):
            found += [part] if part else []
            start = mark.end() if mark else start
    return found or [text]


def _told(person: str) -> str:
    """A person by name, then title."""
    first = TITLED_FIRST.fullmatch(person) if not re.match(CIVILITY, person) else None
    if first:
        person = f"{first['name']}, {lower(first['title'].strip())}"
    if re.match(r"(?:Le )?(?:Colonel|Général|Commandant|Capitaine|Lieutenant|Docteur) ", person):
        person = f"le {person.removeprefix('Le ')[:1].lower()}{person.removeprefix('Le ')[1:]}"
    civility = re.match(f"(?:{CIVILITY})?", person)
    assert civility is not None
    rest = person[civility.end() :]
    titles = cues("bodies", "titles")
    before = re.match(r"(?i:le|la) ", rest)
    title = titles.match(flatten(rest), before.end()) if before else None
    if before and title and rest[title.end() :].strip():
        rest = f"{rest[title.end() :].strip()}, {rest[before.end() : title.end()]}"
    if title := titles.search(flatten(rest), 1):
        lead = rest[: title.start()].rstrip()
        glued = lead[-1:] not in ",(" and not re.search(r"(?i:\b(?:le|la|du|de|d['’])|[-’'])\Z", lead)
        rest = f"{lead}{',' if glued else ''} {rest[title.start() :]}" if lead and lead[-1] != "(" else rest
    parts = rest.split(", ")
    woman = bool(WOMAN.match(civility[0])) if civility[0] else None
    titles_told = (_title(part, woman) for part in parts[1:])
    return ", ".join(
        [f"{civility[0]}{parts[0]}", *(title.upper() if person.isupper() else title for title in titles_told)]
    )


def _title(title: str, woman: bool | None) -> str:
    """A title in full, when who bears it is known to be a woman or a man, and small but for its names."""
    long = SHORT.get(" ".join(flatten(title).replace(".", "").split()))
    if long and woman is not None:
        return long.split(" / ")[woman]
    found = cues("bodies", "titles").match(flatten(title))
    return f"{title[: found.end()].lower()}{title[found.end() :]}" if found else title
