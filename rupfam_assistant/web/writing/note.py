""" "Partir d’une note": what the tab answers while a note becomes confirmed fields of a dossier."""

from rupfam_assistant.convention.note import (
    NoteReading,
    Proposal,
    note_requests,
    proposed_dossier,
    read_note_with_model,
)
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.review.verdict import count
from rupfam_assistant.web.messages import Confirmed, Upload, WritingReply
from rupfam_assistant.web.rendering import render
from rupfam_assistant.web.reviewing.upload import checked, laid_down
from rupfam_assistant.web.writing.call import Call, Gestures, applied, attempt
from rupfam_assistant.web.writing.note_view import KINDS, proposals_html
from rupfam_assistant.web.writing.pages import opened, whole_page
from rupfam_assistant.web.writing.record import Record

LONGEST_NOTE = 20_000
NO_NOTE = "Écrivez ou collez d’abord une note."
NO_PROPOSAL = "Cochez au moins une ligne, ou fermez."
NO_DEPARTMENT = "Donnez le nom du département."
UNFORESEEN = "Le modèle a échoué pour une raison imprévue."
MAIN = {"planned_actions": "text", "figures": "label", "signatories": "body"}
EMPTY_LINE = "Une ligne cochée est vide : remplissez-la ou décochez-la."
READ_BY_RULES = "Des règles simples ont lu la note à sa place."


def _open_note(call: Call) -> WritingReply:
    """The dialog where a note is written."""
    model, fault = attempt(lambda: call.desk.office.model, UNFORESEEN)
    dialog = render("writing/note/dialog.html", model=model, fault=fault, fresh=call.message.dossier == 0)
    return WritingReply(fragments={"dialogue-contenu": dialog}, dialog=True, focus="note-texte")


def open_document(call: Call) -> WritingReply:
    """What a file says, as proposals for a new dossier."""
    with laid_down(checked(Upload.model_construct(name=call.act.name, content=call.act.content or b""))) as (path,):
        text, told = call.desk.office.read_document(path)
    dialog = render("writing/note/read.html", file=call.act.name, proposals=proposals_html(text, told, {}, True))
    return WritingReply(fragments={"dialogue-contenu": dialog}, dialog=True, focus="titre-dialogue", say=_count(told))


def _show_note(call: Call) -> WritingReply:
    """What is about to be sent to the model; nothing when there is none, or it cannot be asked."""
    note = _checked(call.act.note)
    model, _ = attempt(lambda: call.desk.office.model, UNFORESEEN)
    if model is None:
        return WritingReply(fragments={"note-envoi": ""}, asks="")
    sent = render("writing/note/sent.html", requests=note_requests(note, model))
    return WritingReply(fragments={"note-envoi": sent}, asks=model.name)


def _read_the_note(call: Call) -> WritingReply:
    """The proposals of the model, or of the rules when there is none or it fails: one sentence says so."""
    note = _checked(call.act.note)
    reading, why = _with_model(call, note) if call.desk.has_model else (None, "")
    told = reading or call.desk.office.read_note(note)
    record = call.store.read(call.message.dossier).record if call.message.dossier else {}
    return WritingReply(
        fragments={"note-propositions": proposals_html(note, told, record, call.message.dossier == 0)},
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
        saved = applied(call, lambda record: proposed_dossier(confirmed, record))
        reply = whole_page(call, saved, added, "nom-dossier")
    else:
        dossier = call.store.create(proposed_dossier(confirmed, {}))
        reply = opened(call, dossier, f"Dossier commencé : {added}")
    reply.added = True
    return reply


def _with_model(call: Call, note: str) -> tuple[NoteReading | None, str]:
    """What the model reads, or why it reads nothing."""

    def read() -> NoteReading | None:
        office = call.desk.office
        requests = note_requests(note, office.model) if office.model else ()
        return read_note_with_model(note, requests, office.model, office.checker) if office.model else None

    return attempt(read, UNFORESEEN)


def _checked(note: str) -> str:
    """A note that can be read; RupfamError when it is empty or too long."""
    if not note.strip():
        raise RupfamError(NO_NOTE)
    if len(note) > LONGEST_NOTE:
        raise RupfamError(f"La note compte {len(note)} signes, pour {LONGEST_NOTE} au plus : lisez-la en deux fois.")
    return note


def _proposal(row: Confirmed) -> Proposal:
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
    return Proposal(field, kept[""] if isinstance(told, str) else kept, 0, 0)


def _turned(row: Confirmed, field: str) -> str | dict[str, str]:
    """The words of a proposal as those of the field that the officer gave it: all of them, in its main part."""
    value = row.value if isinstance(row.value, dict) else {"": row.value}
    words = ", ".join(" ".join(told.split()) for key, told in value.items() if key != "objective" and told.strip())
    objective = {"objective": value.get("objective", "1")} if field == "planned_actions" else {}
    return {**objective, MAIN[field]: words} if field in MAIN else words


def _count(reading: NoteReading) -> str:
    told = count(len(reading.proposals), "proposition", "propositions") if reading.proposals else "Aucune proposition"
    left = len(reading.left_out)
    return f"{told} ; {count(left, 'écartée', 'écartées')}, que la note ne dit pas." if left else f"{told}."


GESTURES: Gestures = {
    "note": _open_note,
    "note-sent": _show_note,
    "note-read": _read_the_note,
    "note-add": _add_proposals,
}
