"""The plain cases of a free note, read by rules: its titles, its sentences, and the field that each fills."""

import re
from collections.abc import Iterator
from typing import Any

from rupfam_assistant.convention.note_parts import (
    OBJECTIVE,
    cut_after,
    read_action,
    read_detail,
    read_figures,
    read_signatory,
)
from rupfam_assistant.dossier.arrangement import Classify
from rupfam_assistant.dossier.bodies import party_kind
from rupfam_assistant.french import analyse
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.typography import BULLET, trim
from rupfam_assistant.french.wording import is_action
from rupfam_assistant.french.words import flatten

Found = tuple[str, Any, int, int]
SECTIONS = ("territory_needs", "figures", "priorities", "planned_actions", "constraints", "signatories")
"""A field, its value, the words of the note [start, end) that it comes from; the fields that have a title in notes."""

SOURCED = r"(?s)\d.*\((?:source\s*:\s*)?[^()\d]*[A-ZÀ-Ý][^()]*\)\s*\.?$"
SEVERAL = r"\d+(?:[.,]\d+)? ?[^\W\d_][^,]*(?:,| et) \d"
SHORTEST, LONGEST_NAME = 3, 40
"""A figure with its source, several in a row; the letters of the shortest sentence, of the longest name of a CAF."""


def read_fields(note: str, classify: Classify) -> Iterator[Found]:
    """What each sentence of a note fills, in order; who leads an action, when, how it is measured join it."""
    section, start = "", 0
    action: Found | None = None
    for line in note.split("\n"):
        named, after = _title(line)
        section = named or section
        for first, last in _sentences(note, start + after, start + len(line)):
            detail = read_detail(trim(note[first:last])) if action else {}
            if action and detail and not any(action[1][name] for name in detail):
                action = (*action[:1], {**action[1], **detail}, action[2], last)
                continue
            for field, value in _read(note[first:last], section, classify):
                if action:
                    yield action
                action = (field, value, first, last) if field == "planned_actions" else None
                if not action:
                    yield field, value, first, last
        start += len(line) + 1
    if action:
        yield action


def _title(line: str) -> tuple[str, int]:
    """The section that a line announces, "" for none, and where the rest of the line starts."""
    flat = flatten(line)
    opening = next((place for place, sign in enumerate(flat) if sign.isalpha()), len(flat))
    for section in SECTIONS:
        if found := cues("note", section).match(flat, opening):
            more = cues("note", "titled").match(flat, found.end() + 1)
            rest = line[(more or found).end() :].lstrip(" \u00a0\u202f*")
            if not rest.lstrip("! *") or rest.startswith(":"):
                return section, len(line) - len(rest.lstrip(":! \u00a0\u202f*"))
    return "", 0


def _sentences(note: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a line as offsets, without bullets nor spaces around."""
    for first, last in analyse(note[start:end]).parts:
        lead = re.match(r"(?:[\s\-–—•▪◦*>→]|\d{1,2}[.)]\s)*", note[start + first : start + last])
        begin = start + first + (lead.end() if lead else 0)
        said = note[begin : start + last].rstrip(" \t;")
        if len(trim(said)) >= SHORTEST:
            yield begin, begin + len(said)


def _read(said: str, section: str, classify: Classify) -> Iterator[tuple[str, Any]]:
    """The fields that a sentence fills: (name, value)."""
    words = trim(BULLET.sub("", said))
    counted = re.search(SOURCED, words) or re.match(SEVERAL, words)
    if named := _name(cut_after(words, "department")):
        yield "department", named
    elif named := _name(cut_after(cut_after(words, "caf_title") or words, "caf")):
        yield "caf_name", f"CAF{words[flatten(words).rindex('caf', 0, -len(named)) + 3 :].rstrip(' .')}"
    elif _is_heading(words):
        return
    elif section == "constraints" or cues("note", "forbidden").search(flatten(words)):
        yield "constraints", words
    elif re.match(OBJECTIVE, words):
        yield "planned_actions", read_action(words, classify)
    elif section == "signatories":
        yield from (("signatories", read_signatory(one)) for one in _parties(words))
    elif section == "" and _has_person(words) and party_kind(str(read_signatory(words)["body"])) != "autres":
        yield "signatories", read_signatory(words)
    elif section == "priorities":
        yield "priorities", words
    elif section == "planned_actions" or (section == "" and is_action(words)):
        yield "planned_actions", read_action(words, classify)
    elif figures := read_figures(words) if section == "figures" or (section == "" and counted) else ():
        yield from (("figures", figure) for figure in figures)
    else:
        yield "territory_needs", words


def _name(words: str | None) -> str:
    """The name that some words are, "" when they are more or less than a name."""
    named = (words or "").rstrip(" .")
    plain = named[:1].isalpha() and all(sign.isalpha() or sign in " -’'" for sign in named)
    return named if plain and len(named) <= LONGEST_NAME else ""


def _is_heading(words: str) -> bool:
    """Whether some words are but the title of a report with its date: "RDV du 12/03"."""
    last = max((number.end for number in analyse(words).numbers), default=0)
    dated = re.search(r"\d[/.-]\d+$", words[:last]) and not any(sign.isalpha() for sign in words[last:])
    return bool(dated and cues("note", "meeting").match(flatten(words)) and not set(words) & set(",;:"))


def _has_person(words: str) -> bool:
    return cues("note", "civility").search(flatten(words)) is not None


def _parties(words: str) -> tuple[str, ...]:
    """The parties that a line lists: all of them when it names nobody, else one."""
    whole = _has_person(words) or re.search(r"\d", words)
    return (words,) if whole else tuple(one.strip() for one in re.split(r",| et ", words) if one.strip())
