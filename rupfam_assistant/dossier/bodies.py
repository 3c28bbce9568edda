"""Bodies: which party of the trame a body is, what it is called beside its kind, its gender."""

from rupfam_assistant.french.agreement import gender
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.typography import trim
from rupfam_assistant.french.words import flatten, fold

KINDS = ("prefet", "cour", "caf", "cmsa", "departement", "communes")
"""The parties of the trame, in its order."""

FEMININE, MASCULINE = (set(map(fold, read_list("bodies").groups[kind])) for kind in ("feminine", "masculine"))


def party_kind(body: str) -> str:
    """Which party of the trame a body is; "autres" when it is none of those that the trame names."""
    flat = flatten(body).strip()
    lead = cues("bodies", "lead").match(flat)
    named = flat[lead.end() :].lstrip() if lead else flat
    return next((kind for kind in KINDS if cues("bodies", kind).match(named)), "autres")


def own_name(body: str) -> str:
    """What follows the kind in the name of a body: "du Val-d’Ombre", "Montclair" for a court; "" for nothing."""
    name = trim(body)
    kind = cues("bodies", "court").search(flatten(name)) or cues("bodies", "called").match(flatten(name))
    return name[kind.end() :].strip() if kind else ""


def gender_of(body: str) -> str | None:
    """ "f" or "m" for the name of a body; None when nothing tells."""
    first = fold(body).split(" ")[0].split("-")[0]
    return "f" if first in FEMININE else "m" if first in MASCULINE else gender(first)
