""" "Partir d’une note": what the tab answers while a note becomes confirmed fields of a dossier."""

from collections.abc import Iterator
from typing import Any

from rupfam_assistant.answers.turns import displayable
from rupfam_assistant.convention.note import (
    SINGLE,
    NoteReading,
    Proposal,
    note_request,
    proposed_dossier,
    read_note_with_model,
)
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.web.writing.call import Call, Reply, applied, attempt
from rupfam_assistant.web.writing.fields import ROWS
from rupfam_assistant.web.writing.model import model_html, sent_html
from rupfam_assistant.web.writing.note_view import note_html, proposals_html
from rupfam_assistant.web.writing.pages import opened, whole_page
from rupfam_assistant.web.writing.record import Record

LONGEST_NOTE = 20_000
NO_NOTE = "Écrivez ou collez d’abord une note."
NO_PROPOSAL = "Cochez au moins une ligne, ou fermez."
NO_DEPARTMENT = "Donnez le nom du département."
UNFORESEEN = "Le modèle a échoué pour une raison imprévue."
READ_BY_RULES = "Des règles simples ont lu la note à sa place."


def open_note(call: Call) -> Reply:
    """The dialog where a note is written."""
    model, fault = attempt(lambda: call.desk.office.model, UNFORESEEN)
    about = model_html(model) if model else ""
    return {
        "fragments": {"dialogue-contenu": note_html(about, fault, call.dossier == 0)},
        "dialog": True,
        "focus": "note-texte",
    }


def show_note(call: Call) -> Reply:
    """What is about to be sent to the model; nothing when there is none, or it cannot be asked."""
    note = _note(call)
    model, _ = attempt(lambda: call.desk.office.model, UNFORESEEN)
    if model is None:
        return {"fragments": {"note-envoi": ""}, "asks": ""}
    when = "Ceci part pour le modèle, et rien d’autre."
    return {"fragments": {"note-envoi": sent_html([note_request(note, model)], when)}, "asks": model.name}


def read_the_note(call: Call) -> Reply:
    """The proposals of the model, or of the rules when there is none or it fails: one sentence says so."""
    note = _note(call)
    reading, why = _with_model(call, note) if call.desk.has_model else (None, "")
    told = reading or call.desk.office.read_note(note)
    record = call.desk.store().read(call.dossier).record if call.dossier else {}
    return {
        "fragments": {"note-propositions": proposals_html(note, told, record, call.dossier == 0)},
        "why": f"{why} {READ_BY_RULES}" if why else "",
        "say": _count(told),
        "focus": "titre-propositions",
    }


def add_proposals(call: Call) -> Reply:
    """Adds the confirmed proposals to the dossier, in one version; a new dossier when none is open."""
    confirmed = tuple(_confirmed(call))
    if not call.dossier and not any(proposal.field == "department" for proposal in confirmed):
        raise RupfamError(NO_DEPARTMENT)
    if not confirmed:
        raise RupfamError(NO_PROPOSAL)
    count = "1 ligne de la note ajoutée." if len(confirmed) == 1 else f"{len(confirmed)} lignes de la note ajoutées."
    if call.dossier:
        saved = applied(call, lambda record: proposed_dossier(confirmed, record))
        return whole_page(call, saved, count) | {"focus": "nom-dossier", "added": True}
    return opened(
        call, call.desk.store().create(proposed_dossier(confirmed, {}), call.author), f"Dossier commencé : {count}"
    ) | {"added": True}


def _with_model(call: Call, note: str) -> tuple[NoteReading | None, str]:
    """What the model reads, or why it reads nothing."""

    def read() -> NoteReading | None:
        model = call.desk.office.model
        return read_note_with_model(note, note_request(note, model), model) if model else None

    return attempt(read, UNFORESEEN)


def _note(call: Call) -> str:
    note = displayable(str(call.message.get("note") or "")).replace("\r\n", "\n")
    if not note.strip():
        raise RupfamError(NO_NOTE)
    if len(note) > LONGEST_NOTE:
        raise RupfamError(f"La note compte {len(note)} signes, pour {LONGEST_NOTE} au plus : lisez-la en deux fois.")
    return note


def _confirmed(call: Call) -> Iterator[Proposal]:
    """The proposals that the officer confirmed, as the browser sends them back."""
    told = call.message.get("proposals")
    for row in told if isinstance(told, list) else []:
        if isinstance(row, dict) and (field := str(row.get("field"))) in (*SINGLE, *ROWS):
            yield Proposal(field, _value(field, row.get("value")), 0, 0)


def _value(field: str, told: Any) -> Any:
    """A value as the record keeps it: what is empty is null, lines are lists."""
    if not isinstance(told, dict):
        text = displayable(str(told or "")).strip()
        if not text:
            raise RupfamError("Une ligne cochée est vide : remplissez-la ou décochez-la.")
        return text
    parts: Record = {str(key): displayable(str(value or "")).strip() or None for key, value in told.items()}
    if field == "planned_actions":
        parts["partners"] = [line.strip() for line in (parts.get("partners") or "").split("\n") if line.strip()]
        objective = str(parts.get("objective") or "")
        parts["objective"] = int(objective) if objective in ("1", "2", "3", "4") else "X"
    if not any(value for key, value in parts.items() if key != "objective"):
        raise RupfamError("Une ligne cochée est vide : remplissez-la ou décochez-la.")
    return parts


def _count(reading: NoteReading) -> str:
    found = len(reading.proposals)
    told = {0: "Aucune proposition", 1: "1 proposition"}.get(found, f"{found} propositions")
    dropped = {0: "", 1: " ; 1 écartée, que la note ne dit pas"}.get(
        reading.dropped, f" ; {reading.dropped} écartées, que la note ne dit pas"
    )
    return f"{told}{dropped}."
