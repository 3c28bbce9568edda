""" "Partir d’une note": what the tab answers while a note becomes confirmed fields of a dossier."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from rupfam_assistant.convention import note as notes
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.review.verdict import count
from rupfam_assistant.web.messages import Confirmed, Upload, WritingReply
from rupfam_assistant.web.rendering import render
from rupfam_assistant.web.reviewing.upload import checked, laid_down
from rupfam_assistant.web.writing.call import Call, Gestures, applied, attempt, mine
from rupfam_assistant.web.writing.fields import FREE, OBJECTIVES, ROWS
from rupfam_assistant.web.writing.pages import dialog, opened, whole_page
from rupfam_assistant.web.writing.record import Record

LONGEST_NOTE = 20_000
NO_NOTE = "Écrivez ou collez d’abord une note."
NO_PROPOSAL = "Cochez au moins une ligne, ou fermez."
NO_DEPARTMENT = "Donnez le nom du département."
UNFORESEEN = "Le modèle a échoué pour une raison imprévue."
MAIN = {"planned_actions": "text", "figures": "label", "signatories": "body"}
EMPTY_LINE = "Une ligne cochée est vide : remplissez-la ou décochez-la."
READ_BY_RULES = "Des règles simples ont lu la note à sa place."
ONE_LINE = ("department", "caf_name", "instance", "frequency")
ALREADY = "Déjà dans le dossier."
LEFT_OUT = ("logo",)
KINDS = ("planned_actions", "territory_needs", "figures", "priorities", "signatories", "constraints")
"""Fields of a row that no note gives; the fields that a line of a note may be given by hand."""

Numbered = tuple[int, notes.Proposal]


def _open_note(call: Call) -> WritingReply:
    """The dialog where a note is written."""
    model, fault = attempt(lambda: call.desk.office.model, UNFORESEEN)
    told = {"model": model, "fault": fault, "fresh": call.message.dossier == 0}
    return dialog(render("writing/note/dialog.html", **told), "note-texte")


def open_document(call: Call) -> WritingReply:
    """What a file says, as proposals for a new dossier."""
    with laid_down(checked(Upload.model_construct(name=call.act.name, content=call.act.content or b""))) as (path,):
        text, told = call.desk.office.read_document(path)
    read = render("writing/note/read.html", file=call.act.name, proposals=_proposals_html(text, told, {}, True))
    return dialog(read, say=_count(told))


def _show_note(call: Call) -> WritingReply:
    """What is about to be sent to the model; nothing when there is none, or it cannot be asked."""
    note = _checked(call.act.note)
    model, _ = attempt(lambda: call.desk.office.model, UNFORESEEN)
    if model is None:
        return WritingReply(fragments={"note-envoi": ""}, asks="")
    sent = render("writing/note/sent.html", requests=notes.note_requests(note, model))
    return WritingReply(fragments={"note-envoi": sent}, asks=model.name)


def _read_the_note(call: Call) -> WritingReply:
    """The proposals of the model, or of the rules when there is none or it fails: one sentence says so."""
    note = _checked(call.act.note)
    reading, why = _with_model(call, note) if call.desk.has_model else (None, "")
    told = reading or call.desk.office.read_note(note)
    record = call.store.read(call.message.dossier).record if call.message.dossier else {}
    return WritingReply(
        fragments={"note-propositions": _proposals_html(note, told, record, call.message.dossier == 0)},
        why=f"{why} {READ_BY_RULES}" if why else "",
        say=_count(told),
        focus="titre-propositions",
    )


def _add_proposals(call: Call) -> WritingReply:
    """Adds the confirmed proposals to the dossier, in one version; a new dossier when none is open."""
    confirmed = tuple(_proposal(row) for row in call.act.proposals)
    if not call.message.dossier and not any(proposal.field == "department" for proposal in confirmed):
        raise RupfamError(NO_DEPARTMENT)
    if not confirmed:
        raise RupfamError(NO_PROPOSAL)
    added = f"{count(len(confirmed), 'ligne de la note ajoutée', 'lignes de la note ajoutées')}."
    if call.message.dossier:
        reply = whole_page(call, applied(call, notes.proposed_dossier(confirmed, mine(call))), added, "nom-dossier")
    else:
        dossier = call.store.create(notes.proposed_dossier(confirmed, {}))
        reply = opened(call, dossier, f"Dossier commencé : {added}")
    reply.added = True
    return reply


def _with_model(call: Call, note: str) -> tuple[notes.NoteReading | None, str]:
    def read() -> notes.NoteReading | None:
        model = call.desk.office.model
        if model is None:
            return None
        return notes.read_note_with_model(note, notes.note_requests(note, model), model, call.desk.office.checker)

    return attempt(read, UNFORESEEN)


def _checked(note: str) -> str:
    if not note.strip():
        raise RupfamError(NO_NOTE)
    if len(note) > LONGEST_NOTE:
        raise RupfamError(f"La note compte {len(note)} signes, pour {LONGEST_NOTE} au plus : lisez-la en deux fois.")
    return note


def _proposal(row: Confirmed) -> notes.Proposal:
    """A proposal as the record keeps it: what is empty is null, lines are lists."""
    field = row.kind if row.kind in KINDS else row.field
    told = _turned(row, field) if field != row.field else row.value
    parts: Record = {"": told} if isinstance(told, str) else dict(told)
    kept: Record = {key: value.strip() or None for key, value in parts.items()}
    if not any(value for key, value in kept.items() if key != "objective"):
        raise RupfamError(EMPTY_LINE)
    if field == "planned_actions":
        kept["partners"] = [line.strip() for line in (kept.get("partners") or "").split("\n") if line.strip()]
        kept["objective"] = int(kept["objective"]) if kept.get("objective") in ("1", "2", "3", "4") else "X"
    return notes.Proposal(field, kept[""] if isinstance(told, str) else kept, 0, 0)


def _turned(row: Confirmed, field: str) -> str | dict[str, str]:
    """The words of a proposal as those of the field that the officer gave it: all of them, in its main part."""
    value = row.value if isinstance(row.value, dict) else {"": row.value}
    words = ", ".join(" ".join(told.split()) for key, told in value.items() if key != "objective" and told.strip())
    objective = {"objective": value.get("objective", "1")} if field == "planned_actions" else {}
    return {**objective, MAIN[field]: words} if field in MAIN else words


def _count(reading: notes.NoteReading) -> str:
    told = count(len(reading.proposals), "proposition", "propositions") if reading.proposals else "Aucune proposition"
    left = len(reading.left_out)
    return f"{told} ; {count(left, 'écartée', 'écartées')}, que la note ne dit pas." if left else f"{told}."


def _proposals_html(note: str, reading: notes.NoteReading, record: Mapping[str, Any], fresh: bool) -> str:
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


def _proposal_row(number: int, proposal: notes.Proposal, note: str, record: Mapping[str, Any]) -> dict[str, Any]:
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


def _parts(proposal: notes.Proposal) -> Iterator[dict[str, str]]:
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


def _already(proposal: notes.Proposal, record: Mapping[str, Any]) -> str:
    """Why a proposal is not to be added to what the dossier says already; "" when nothing speaks against it."""
    there = record.get(proposal.field)
    if isinstance(there, list):
        return ALREADY if proposal.value in there else ""
    if not there or proposal.field not in ONE_LINE:
        return ""
    return ALREADY if there == proposal.value else f"Le dossier dit « {there} » : cochez pour le remplacer."


GESTURES: Gestures = {
    "note": _open_note,
    "note-sent": _show_note,
    "note-read": _read_the_note,
    "note-add": _add_proposals,
}
