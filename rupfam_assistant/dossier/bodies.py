"""Bodies: which party of the trame a body is, what it is called in full and in short, its gender, who signs for it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rupfam_assistant.errors import shipped
from rupfam_assistant.french.agreement import gender
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.lists import read_list, read_table
from rupfam_assistant.french.typography import trim
from rupfam_assistant.french.words import flatten, fold
from rupfam_assistant.settings import corpus_folder

KINDS = ("prefet", "cour", "caf", "cmsa", "departement", "communes")
"""The parties of the trame, in its order."""

FEMININE, MASCULINE = (set(map(fold, read_list("bodies").groups[kind])) for kind in ("feminine", "masculine"))


@dataclass(frozen=True)
class Body:
    """A body known by its acronym: its name in full, its gender, who signs for it and where it stands most often, the
    party of the trame whose place it may take."""

    name: str
    gender: str
    signs: str = ""
    seat: str = ""
    stands: str = ""


@cache
def read_bodies() -> Mapping[str, Body]:
    """The table of corpus/french/bodies.toml, by acronym; DamagedFile names the line that is badly written."""
    path = corpus_folder() / "french" / "bodies.toml"
    rows = read_table(path)["bodies"]
    lines = [line.split("=")[0].strip(' "') for line in path.read_text(encoding="utf-8").splitlines()]
    return {acronym: _body(path, lines.index(acronym) + 1, acronym, row) for acronym, row in rows.items()}


def _body(path: Path, number: int, acronym: str, row: Any) -> Body:
    with shipped(path, f"est mal écrit à la ligne {number} ({acronym})"):
        body = Body(**row)
        if body.gender not in ("f", "m") or not all(isinstance(told, str) for told in row.values()):
            raise ValueError(acronym)
    return body


def known_body(body: str) -> tuple[str, Body, str] | None:
    """The acronym that opens the name of a body, what is known of it, the words that follow; None for no acronym."""
    found = re.match(r"(?:(?i:la|le) |[lL][’'])?([\w]+)(?![\w-])\.?(.*)", trim(body), re.DOTALL)
    told = read_bodies()
    acronym = found and next((one for one in (found[1], found[1].lower(), found[1].upper()) if one in told), None)
    return (acronym, told[acronym], found[2].strip()) if found and acronym else None


def full_name(body: str) -> str:
    """A body with its name in full for its acronym: "caisse générale de sécurité sociale de l’Île-Ravine"."""
    known = known_body(body)
    if known is None:
        return trim(body) or body
    acronym, told, rest = known
    if rest[:1].isdigit():
        return f"{told.name} ({acronym} {rest})"
    return f"{told.name}{'' if rest[:1] in ',;' else ' '}{rest}".strip()


def party_kind(body: str) -> str:
    """Which party of the trame a body is; "autres" when it is none of those that the trame names."""
    flat = flatten(body).strip()
    lead = cues("bodies", "lead").match(flat)
    named = flat[lead.end() :].lstrip() if lead else flat
    if any(named.startswith(flatten(one.name)) for acronym, one in read_bodies().items() if acronym.isupper()):
        return "autres"
    return next((kind for kind in KINDS if cues("bodies", kind).match(named)), "autres")


def own_name(body: str) -> str:
    """What follows the kind in the name of a body: "du Val-d’Ombre", "Montclair" for a court; "" for nothing."""
    name = trim(body)
    flat = flatten(name)
    within = next((kind for group in ("court", "prefect") if (kind := cues("bodies", group).search(flat))), None)
    kind = within or cues("bodies", "called").match(flat)
    return name[kind.end() :].strip() if kind else ""


def gender_of(body: str) -> str | None:
    """ "f" or "m" for the name of a body; None when nothing tells."""
    if known := known_body(body):
        return known[1].gender
    if article := re.match(r"(?i)l[ea] ", body):
        return "m" if article[0].lower() == "le " else "f"
    if meant := re.match(r"[A-ZÀ-Ý]{2,} \((?P<name>[^)]+)\)", body):
        return gender_of(meant["name"])
    first = fold(body).split(" ")[0].split("-")[0]
    name = re.match(r"[A-ZÀ-Ý][\w’'-]* [A-ZÀ-Ý0-9]", body) and not body.isupper()
    return "f" if first in FEMININE else "m" if first in MASCULINE else None if name else gender(first)
