"""The plain cases of a free note, read by rules: its titles, its sentences, and the field that each fills."""

import re
from collections.abc import Iterator
from typing import Any

from rupfam_assistant.convention.note_parts import OBJECTIVE, PERSON, read_action, read_figures, read_signatory
from rupfam_assistant.dossier.arrangement import Classify
from rupfam_assistant.dossier.bodies import party_kind
from rupfam_assistant.french import analyse
from rupfam_assistant.french.typography import BULLET, trim
from rupfam_assistant.french.wording import is_action
from rupfam_assistant.french.words import fold

Found = tuple[str, Any, int, int]
"""A field, a value for it, and the words of the note [start, end) that it comes from."""

SECTIONS = {
    "territory_needs": r"besoins?|constats?|diagnostic|probl[eè]mes?|difficult[ée]s?",
    "figures": r"chiffres?|donn[ée]es?|stat(?:istique)?s?",
    "priorities": r"prio(?:rit[ée]s?)?",
    "planned_actions": r"actions?|projets?|pistes?|[àa] faire",
    "constraints": r"contraintes?|attention|vigilance|[àa] savoir|nb",
    "signatories": r"signataires?|parties|partenaires signataires",
}
TITLE = re.compile(
    rf"[\W\d_]*(?:{'|'.join(f'(?P<{name}>{pattern})' for name, pattern in SECTIONS.items())})"
    r"(?: (?:du territoire|locaux|locales|cl[ée]s?|pr[ée]vue?s|signataires|envisag[ée]e?s|identifi[ée]s|rep[ée]r[ée]s))?"
    r"[ \u00a0\u202f*]*(?P<colon>:|!)?[ \u00a0\u202f*]*",
    re.IGNORECASE,
)
LINE = re.compile(r"^.*$", re.MULTILINE)
LEAD = re.compile(r"(?:[\s\-–—•▪◦*>→]|\d{1,2}[.)]\s)+")
DEPARTMENT = re.compile(
    r"(?:d[ée]partement|d[ée]p(?:t|art)?\.?|dpt)\s*(?::|\b(?:de la |du |des |de l[’']|de |d[’']))\s*"
    r"(?P<name>[A-ZÀ-Ý][\w’'-]+(?:[ -](?:(?:de|du|des|la|le|et) )?[A-ZÀ-Ý][\w’'-]*)*)[ .]*",
    re.IGNORECASE,
)
CAF = re.compile(
    r"(?:CAF\s*:\s*)?(?:la )?(?P<name>caf (?:(?:du|de la|des|de) |(?:de l|d)[’'] ?)[A-ZÀ-Ý][\w’' -]{2,40}?)[ .]*",
    re.IGNORECASE,
)
FORBIDS = re.compile(
    r"\b(?:ne (?:pas|rien) (?:annonc|cite|ecri|nomm|mention|publi|diffus|parl|chiffr|communiq|indiqu|affich|promett)|embargo|confidentiel"
    r"|non vote|pas (?:encore )?vote|a ne pas|sous reserve du vote|tenir secret)"
)
HEADING = re.compile(
    r"(?:rdv|cr|compte[- ]rendu|reunion|notes?|point|appel|visio)\b[^,;:]{0,80}\b\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?\W*"
)
SOURCED = re.compile(r"\d.*\((?:source\s*:\s*)?[^()\d]*[A-ZÀ-Ý][^()]*\)\s*\.?$", re.DOTALL)
SEVERAL = re.compile(r"\d+(?:[.,]\d+)? ?[^\W\d_][^,]*(?:,| et) \d")
SHORTEST = 3


def read_fields(note: str, classify: Classify) -> Iterator[Found]:
    """What each sentence of a note fills, in order."""
    section = ""
    for line in LINE.finditer(note):
        title = TITLE.match(note, line.start(), line.end())
        alone = title is not None and title.end() == line.end()
        named = title is not None and (alone or title["colon"] is not None)
        if title is not None and named:
            section = next(name for name in SECTIONS if title[name])
        for start, end in _sentences(note, title.end() if title is not None and named else line.start(), line.end()):
            yield from ((field, value, start, end) for field, value in _read(note[start:end], section, classify))


def _sentences(note: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a line as offsets, without bullets nor spaces around."""
    for first, last in analyse(note[start:end]).parts:
        lead = LEAD.match(note, start + first, start + last)
        begin = lead.end() if lead else start + first
        said = note[begin : start + last].rstrip(" ;")
        if len(trim(said)) >= SHORTEST:
            yield begin, begin + len(said)


def _read(said: str, section: str, classify: Classify) -> Iterator[tuple[str, Any]]:
    """The fields that a sentence fills: (name, value)."""
    words = trim(BULLET.sub("", said))
    if named := DEPARTMENT.fullmatch(words):
        yield "department", named["name"]
    elif named := CAF.fullmatch(words):
        yield "caf_name", f"CAF{named['name'][3:]}"
    elif HEADING.fullmatch(fold(words)):
        return
    elif section == "constraints" or FORBIDS.search(fold(words)):
        yield "constraints", words
    elif OBJECTIVE.match(words):
        yield "planned_actions", read_action(words, classify)
    elif section == "signatories":
        yield from (("signatories", read_signatory(one)) for one in _parties(words))
    elif section == "" and PERSON.search(words) and party_kind(str(read_signatory(words)["body"])) != "autres":
        yield "signatories", read_signatory(words)
    elif section == "priorities":
        yield "priorities", words
    elif section == "planned_actions" or (section == "" and is_action(words)):
        yield "planned_actions", read_action(words, classify)
    elif (
        figures := read_figures(words)
        if section == "figures" or (section == "" and (SOURCED.search(words) or SEVERAL.match(words)))
        else ()
    ):
        yield from (("figures", figure) for figure in figures)
    else:
        yield "territory_needs", words


def _parties(words: str) -> tuple[str, ...]:
    """The parties that a line lists: all of them when it names nobody, else one."""
    return (
        (words,)
        if PERSON.search(words) or re.search(r"\d", words)
        else tuple(one.strip() for one in re.split(r",| et ", words) if one.strip())
    )
