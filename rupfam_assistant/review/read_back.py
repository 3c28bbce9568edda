"""A filled draft read back into a dossier's record: a department does not type it twice; its blanks stay empty."""

from typing import Any

from rupfam_assistant.convention.trame import Trame
from rupfam_assistant.french.words import fold
from rupfam_assistant.review.alignment import Alignment, align
from rupfam_assistant.review.changes import fillings
from rupfam_assistant.review.draft import LocalDraft, read_draft
from rupfam_assistant.review.reading.lines import BLANK, one_line
from rupfam_assistant.review.reading.parties import party_paragraphs, read_department, read_party
from rupfam_assistant.review.reading.sections import LOCAL_OBJECTIVE
from rupfam_assistant.review.reading.words import root
from rupfam_assistant.review.reference import trame_reference

LABELS = {"constats": "territory_needs", "priorites": "priorities", "actions": "planned_actions"}
DETAILS = {"pilot": "pilot", "partenair": "partners", "echeanc": "deadline", "indicateur": "indicator"}
PLACE, LONGEST_PLACE = "dans le departement", 80
"""The field that each label gives, by its root; how the line that opens local actions begins, and its length."""


def read_back(text: str, trame: Trame) -> dict[str, Any]:
    """The record of a dossier, as a filled draft tells it: department, parties, choices, local content of article 2."""
    reference = trame_reference(trame)
    draft = read_draft(text, reference)
    found = align(reference, draft)
    said = {name: filled for match in found.matches.values() for name, filled in fillings(match, draft).items()}
    return {
        "department": _kept(read_department(text)) or "",
        "signatories": [
            {"body": body, "represented_by": _kept(person), "address": _kept(address)}
            for body, person, address in map(read_party, party_paragraphs(draft.parties))
        ],
        "opening": _kept(said.get("opening", "")),
        "frequency": _kept(said.get("frequency", "").strip(" (),;")),
        "organisation": _kept(said.get("organisation", "").rstrip(" ;.")),
        "instance": _instance(found),
        **_local_content(draft, found),
    }


def _kept(text: str) -> str | None:
    """A text that says something; None for a blank."""
    said = one_line(text).strip(" ,;")
    return None if not said or BLANK.search(said) else said


def _instance(found: Alignment) -> str | None:
    """The instance chosen, when one of the two alone is left."""
    left = {match.clause.text for match in found.matches.values() if match.clause.nature == "choice"}
    if len(left) != 1:
        return None
    return "CDSF" if left.pop().startswith("Comités départementaux") else "comités locaux des financeurs"


def _local_content(draft: LocalDraft, found: Alignment) -> dict[str, list[Any]]:
    """The findings, priorities and actions that stand under the objectives."""
    content: dict[str, list[Any]] = {kind: [] for kind in LABELS.values()}
    actions = content["planned_actions"]
    titled = [match for match in found.matches.values() if match.clause.nature == "objective"]
    titles = {match.first: match.clause.objective for match in titled}
    kind, local = "planned_actions", dict[str, str | None]()
    for first, last, article in found.additions:
        line = draft.said(first, last) if article == "Article 2" else ""
        folded = fold(line).strip(" :.")
        if title := LOCAL_OBJECTIVE.match(line):
            kind, local = "planned_actions", {"title": _kept(line[title.end() :])}
        elif folded in LABELS:
            kind = LABELS[folded]
        elif folded.startswith(PLACE) and len(folded) <= LONGEST_PLACE:
            kind = "planned_actions"
        elif actions and (details := _details(line)):
            actions[-1] |= details
        elif said := _kept(line.rstrip(" .;")):
            objective = "X" if local else next((titles[at] for at in sorted(titles, reverse=True) if at < first), 1)
            content[kind].append({"objective": objective, "text": said, **local} if kind == "planned_actions" else said)
    return content


def _details(line: str) -> dict[str, Any]:
    """Who leads an action, with whom, when, how it is measured; {} when a line does not say so."""
    pairs = [part.partition(":") for part in line.rstrip(" .").split(" ; ")]
    labels = [root(fold(label).strip()) for label, _, _ in pairs]
    if not set(labels) <= set(DETAILS):
        return {}
    details: dict[str, Any] = {DETAILS[label]: _kept(said) for label, (_, _, said) in zip(labels, pairs, strict=True)}
    if "partners" in details:
        named = (details["partners"] or "").replace(" et ", ",").split(",")
        details["partners"] = [name.strip() for name in named if name.strip()]
    return details
