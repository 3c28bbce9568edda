"""What a note gives, as the page shows it: its words, each with the proposals that it gives, to be confirmed."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from rupfam_assistant.convention.note import NoteReading, Proposal
from rupfam_assistant.web.rendering import render
from rupfam_assistant.web.writing.fields import FREE, OBJECTIVES, ROWS

ONE_LINE = ("department", "caf_name", "instance", "frequency")
ALREADY = "Déjà dans le dossier."
LEFT_OUT = ("logo",)
KINDS = ("planned_actions", "territory_needs", "figures", "priorities", "signatories", "constraints")
"""Fields of a row that no note gives; the fields that a line of a note may be given by hand."""

Numbered = tuple[int, Proposal]


def proposals_html(note: str, reading: NoteReading, record: Mapping[str, Any], fresh: bool) -> str:
    """The note and the proposals; `fresh` when they begin a dossier, whose department is asked for apart."""
    named = next((proposal for proposal in reading.proposals if fresh and proposal.field == "department"), None)
    shown = list(enumerate((proposal for proposal in reading.proposals if proposal is not named), 1))
    return render(
        "writing/note/proposals.html",
        fresh=fresh,
        department=str(named.value) if named else "",
        runs=list(_runs(note, shown)),
        proposals=[_proposal_row(number, proposal, note, record) for number, proposal in shown],
        objectives=OBJECTIVES,
        left_out=reading.left_out,
    )


def _runs(note: str, shown: Sequence[Numbered]) -> Iterator[dict[str, Any]]:
    """The runs of words of a note, each with the numbers of the proposals that come from it and that it begins."""
    cuts = sorted({0, len(note), *(cut for _, proposal in shown for cut in (proposal.start, proposal.end))})
    for start, end in pairwise(cuts):
        covering = [(number, told) for number, told in shown if told.start <= start and end <= told.end]
        yield {
            "words": note[start:end],
            "numbers": [number for number, _ in covering],
            "first": [number for number, told in covering if told.start == start],
            "doubtful": any(told.warning for _, told in covering),
        }


def _proposal_row(number: int, proposal: Proposal, note: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """A proposal: its parts to edit, the words that it comes from, and why it is not ticked when it is not."""
    value = proposal.value
    return {
        "number": number,
        "field": proposal.field,
        "label": _called(proposal.field),
        "kinds": [(field, _called(field)) for field in dict.fromkeys((proposal.field, *KINDS))],
        "said": " ".join(note[proposal.start : proposal.end].split()),
        "doubt": proposal.warning or _already(proposal, record),
        "objective": str(value.get("objective")) if proposal.field == "planned_actions" else "",
        "parts": list(_parts(proposal)),
    }


def _called(field: str) -> str:
    return FREE[field].label if field in FREE else ROWS[field].one


def _parts(proposal: Proposal) -> Iterator[dict[str, str]]:
    value = proposal.value
    if not isinstance(value, dict):
        field = FREE.get(proposal.field) or ROWS[proposal.field].fields[0]
        kind = "line" if proposal.field in ONE_LINE else "text"
        yield {"key": "", "label": field.label, "kind": kind, "value": str(value)}
        return
    for field in ROWS[proposal.field].fields:
        if field.key not in LEFT_OUT and (field.key != "title" or value.get("title")):
            told = value.get(field.key)
            text = "\n".join(told) if isinstance(told, list) else str(told or "")
            yield {"key": field.key, "label": field.label, "kind": str(field.kind), "value": text}


def _already(proposal: Proposal, record: Mapping[str, Any]) -> str:
    """Why a proposal is not to be added to what the dossier says already; "" when nothing speaks against it."""
    there = record.get(proposal.field)
    if isinstance(there, list):
        return ALREADY if proposal.value in there else ""
    if not there or proposal.field not in ONE_LINE:
        return ""
    return ALREADY if there == proposal.value else f"Le dossier dit « {there} » : cochez pour le remplacer."
