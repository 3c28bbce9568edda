"""A filled draft read back into a dossier record, so that a department does not type it twice; its blanks stay empty."""

import re
from collections.abc import Iterator
from typing import Any

from rupfam_assistant.convention.trame import Trame
from rupfam_assistant.french.words import fold
from rupfam_assistant.review.alignment import Alignment, Draft, align, read_draft
from rupfam_assistant.review.blanks import MARK
from rupfam_assistant.review.changes import fillings
from rupfam_assistant.review.parties import TOLD, party_paragraphs
from rupfam_assistant.review.reference import Reference, trame_reference
from rupfam_assistant.review.signatures import end_of_parties
from rupfam_assistant.review.words import one_line

DEPARTMENT = (
    re.compile(r"[Cc]onvention départementale (?:de la |de l[’']|du |des |de |d[’'])(.+?) relative"),
    re.compile(r"Département(?: :| de la| de l[’']| du| des| de| d[’'])[ \u00a0\u202f]*([A-ZÀ-Ý][^\n,;.]*)"),
    re.compile(r"(?:[Pp]réfète?|[Cc]onseil départemental) (?:de la |de l[’']|du |des |de |d[’'])([A-ZÀ-Ý][^,;\n]*)"),
)
CALLED = re.compile(r",?\s*ci-après d[ée]nomm.*$|\s*[;.]\s*$")
ADDRESS = re.compile(r"\bsituée?s?\s+(.+?)(?=,?\s+représentée?s?\b|,?\s+(?:M\.|Mme|Monsieur|Madame)\s|$)")
PERSON = re.compile(r"\breprésentée?s? par\s+(.+)$")
PEOPLE = re.compile(r"(?:M\.|Mme|Monsieur|Madame)\s.+$")
LABELS = {"constats": "needs", "priorites": "priorities", "actions": "actions"}
DETAILS = {
    "pilote": "pilot",
    "partenaires": "partners",
    "partenaire": "partners",
    "echeance": "deadline",
    "indicateur": "indicator",
}
PLACE = re.compile(r"dans le departement\b.{0,60}")


def read_back(text: str, trame: Trame) -> dict[str, Any]:
    """The record of a dossier, as a filled draft tells it: department, parties, choices of articles 1 to 3, local content of article 2."""
    reference = trame_reference(trame)
    draft = read_draft(text, reference)
    found = align(reference, draft)
    said = {name: filled for match in found.matches.values() for name, filled in fillings(match, draft).items()}
    record: dict[str, Any] = {
        "department": _department(text) or "",
        "signatories": [_signatory(party) for party in party_paragraphs(text, 0, end_of_parties(draft))],
        "opening": _kept(said.get("opening", "").rstrip(" ,")),
        "frequency": _kept(said.get("frequency", "").strip(" (),;")),
        "organisation": _kept(said.get("organisation", "").rstrip(" ;.")),
        "instance": _instance(reference, found),
    }
    return record | _local_content(draft, found)


def _department(text: str) -> str | None:
    """The name of the department: from the title, else from what the parties are called."""
    title, *others = DEPARTMENT
    found = title.search(" ".join(text[:6_000].split())) or next(
        (match for pattern in others if (match := pattern.search(text[:6_000]))), None
    )
    return _kept(found[1]) if found else None


def _kept(text: str | None) -> str | None:
    """A text that says something; None for a blank."""
    said = one_line(text or "").strip(" ,;")
    return None if not said or MARK.search(said) else said


def _signatory(told: str) -> dict[str, str | None]:
    said = CALLED.sub("", one_line(told))
    body = TOLD.split(said)[0].strip(" :")
    address, person = ADDRESS.search(said), PERSON.search(said)
    people = person[1] if person else (after[0] if (after := PEOPLE.search(said)) else None)
    return {"body": _bare(body), "represented_by": _kept(people), "address": _kept(address[1] if address else None)}


def _bare(body: str) -> str:
    """A body without the article before it."""
    court = re.search(r"cour d[’']appel .+", body)
    said = re.sub(r"\s+d(?:e|[’'])$", "", court[0]) if court else re.sub(r"^(?:Le |La |L[’'])(?=\w)", "", body)
    return f"{said[:1].upper()}{said[1:]}"


def _instance(reference: Reference, found: Alignment) -> str | None:
    """The instance chosen, when one of the two alone is left."""
    left = {reference.clauses[rank].text for rank in found.matches if reference.clauses[rank].nature == "choice"}
    if len(left) != 1:
        return None
    return "CDSF" if left.pop().startswith("Comités départementaux") else "comités locaux des financeurs"


def _local_content(draft: Draft, found: Alignment) -> dict[str, Any]:
    """The findings, priorities and actions that stand under the objectives."""
    content: dict[str, Any] = {"territory_needs": [], "priorities": [], "planned_actions": []}
    titles = sorted(
        (match.first, match.clause.objective) for match in found.matches.values() if match.clause.nature == "objective"
    )
    kind, local_title, local_from = "actions", None, len(draft.words)
    for first, line in _lines(draft, found):
        folded = fold(line).strip(" :.")
        if title := re.match(r"objectif (?:x|[5-9]|\d\d)\s*[:–—-]\s*", fold(line)):
            kind, local_title, local_from = "actions", _kept(line[title.end() :]), first
        elif folded in LABELS:
            kind = LABELS[folded]
        elif PLACE.fullmatch(folded):
            kind = "actions"
        elif (details := _details(line)) and content["planned_actions"]:
            content["planned_actions"][-1] |= details
        elif said := _kept(line.rstrip(" .;")):
            objective = (
                "X" if first > local_from else next((number for at, number in reversed(titles) if at < first), 1)
            )
            if kind == "actions":
                content["planned_actions"].append(
                    {"objective": objective, "text": said, **({"title": local_title} if objective == "X" else {})}
                )
            else:
                content["territory_needs" if kind == "needs" else "priorities"].append(said)
    return content


def _lines(draft: Draft, found: Alignment) -> Iterator[tuple[int, str]]:
    """What is added to article 2, a sentence or item at a time, with the rank of its first word."""
    for first, last, article in found.additions:
        if article == "Article 2":
            for line in draft.said(first, last).split("\n"):
                yield first, line


def _details(line: str) -> dict[str, Any]:
    """Who leads an action, with whom, when, how it is measured; {} when a line does not say so."""
    pairs = [
        (DETAILS.get(fold(label).strip()), said)
        for label, _, said in (part.partition(":") for part in re.split(r"\s;\s", line.rstrip(" .")))
    ]
    if not pairs or any(name is None for name, _ in pairs):
        return {}
    kept = {name: _kept(said) for name, said in pairs if name}
    partners = kept.get("partners")
    return kept | (
        {"partners": [part.strip() for part in re.split(r",| et ", partners)] if partners else []}
        if "partners" in kept
        else {}
    )
