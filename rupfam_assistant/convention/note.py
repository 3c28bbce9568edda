"""A free note made into proposals for the fields of a dossier, each with the words of the note that it comes from."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rupfam_assistant.convention.note_rules import read_fields
from rupfam_assistant.convention.rewording import fact_faults
from rupfam_assistant.dossier.alert import AlertKind
from rupfam_assistant.dossier.arrangement import Classify
from rupfam_assistant.dossier.paths import at
from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.errors import InvalidDossier, RupfamError
from rupfam_assistant.french.words import subject
from rupfam_assistant.guard.withholding import redact
from rupfam_assistant.models.connection import LanguageModel, ModelError
from rupfam_assistant.models.masking import Mask, Request, make_request, send
from rupfam_assistant.models.prompts import read_objects, read_prompt
from rupfam_assistant.texts.quotes import find_quote

RULES = read_prompt("note")

SINGLE = ("department", "caf_name", "constraints")
READ = (*SINGLE, "signatories", "territory_needs", "figures", "priorities", "planned_actions")
"""The fields that a note fills: lists, and those that hold one text."""

FREE_TEXT = ("territory_needs", "priorities", "constraints", "text", "label")
FOREIGN = 0.5
NAMELESS: dict[str, Any] = {"department": "Département"}
"""The values that may be said otherwise, the share of new words that they may have; a record that says nothing yet."""

WARNINGS: dict[AlertKind, str] = {
    "personal_data": "Données personnelles d’une famille : cette ligne n’a pas sa place dans le dossier telle quelle.",
    "instruction": "Ressemble à une consigne donnée au programme : elle n’a pas été suivie.",
}


@dataclass(frozen=True)
class Proposal:
    """A value proposed for a field, a text or an object, its words at [start, end) of the note, a warning or ""."""

    field: str
    value: Any
    start: int
    end: int
    warning: str = ""


@dataclass(frozen=True)
class NoteReading:
    """What was read in a note, and how many proposals of the model were dropped because the note does not say them."""

    proposals: tuple[Proposal, ...]
    dropped: int = 0


def read_note(note: str, classify: Classify) -> NoteReading:
    """What the rules read in a note: its plain cases. A sentence that they do not understand is proposed as a need."""
    found = (Proposal(*place) for place in read_fields(note, classify))
    return NoteReading(tuple(_warned([proposal for proposal in found if _holds(proposal)])))


def note_request(note: str, model: LanguageModel) -> Request:
    """What would be sent to a model to read a note."""
    return make_request(RULES, note, model)


def read_note_with_model(note: str, request: Request, model: LanguageModel) -> NoteReading:
    """What a model reads in a note, as long as the note says it too; ModelError when that is nothing."""
    told = [value for value in read_objects(send(request, model))[0] if isinstance(value, dict) and "champ" in value]
    found = [proposal for value in told if (proposal := _proposed(_restored(value, request.mask), note))]
    if not found:
        raise ModelError(f"Le modèle {model.name} n’a rien rendu qui se lise dans la note.")
    distinct = list({json.dumps([proposal.field, proposal.value]): proposal for proposal in found}.values())
    ordered = sorted(distinct, key=lambda proposal: proposal.start)
    return NoteReading(tuple(_warned(ordered)), len(told) - len(found))


def proposed_dossier(proposals: Iterable[Proposal], record: dict[str, Any]) -> dict[str, Any]:
    """The record with the confirmed proposals added; RupfamError names a field that has not its form."""
    added: dict[str, Any] = dict(record)
    for proposal in proposals:
        former = added.get(proposal.field)
        if proposal.field == "constraints" and former:
            added[proposal.field] = f"{former}\n{proposal.value}"
        elif proposal.field in SINGLE:
            added[proposal.field] = proposal.value
        elif proposal.field in READ:
            added[proposal.field] = [*(former or []), proposal.value]
        else:
            raise RupfamError("Une note ne remplit pas ce champ : rechargez la page.")
    make_dossier(added)
    return added


def _holds(proposal: Proposal) -> bool:
    """Whether a dossier keeps the value: it has the form of its field, and says something."""
    try:
        kept = make_dossier(proposed_dossier([proposal], NAMELESS))
    except InvalidDossier:
        return False
    value: Any = getattr(kept, proposal.field)
    item = value[0] if isinstance(value, tuple) and value else value
    if not value or proposal.field in SINGLE or isinstance(item, str):
        return bool(item)
    main = {"signatories": "body", "figures": "value", "planned_actions": "text"}[proposal.field]
    return bool(item) and bool(getattr(item, main))


def _warned(found: Sequence[Proposal]) -> Iterator[Proposal]:
    """The proposals, with a warning on those that hold personal data of a family or an order."""
    record = proposed_dossier([proposal for proposal in found if proposal.field not in SINGLE], NAMELESS)
    listed = redact(make_dossier(record))[1]
    ranks = Counter[str]()
    for proposal in found:
        place = at(proposal.field) if proposal.field in SINGLE else at(proposal.field, ranks[proposal.field])
        ranks[proposal.field] += 1
        alerts = listed
        if proposal.field in SINGLE:
            alerts = redact(make_dossier({**record, proposal.field: proposal.value}))[1][::-1]
        told = (WARNINGS[alert.kind] for alert in alerts if alert.fields[0].parts[:2] == place.parts)
        yield replace(proposal, warning=next(told, ""))


def _restored(value: Any, mask: Mask) -> Any:
    if isinstance(value, dict):
        return {key: _restored(inner, mask) for key, inner in value.items()}
    if isinstance(value, list):
        return [_restored(inner, mask) for inner in value]
    return mask.restore(value) if isinstance(value, str) else value


def _proposed(told: dict[str, Any], note: str) -> Proposal | None:
    """The proposal that an object of a model makes, when its words stand in the note and it adds nothing to them."""
    field, value, words = told.get("champ"), told.get("valeur"), told.get("mots")
    if field not in READ or not isinstance(words, str) or not (spans := find_quote(note, words)):
        return None
    proposal = Proposal(str(field), value, *spans[0])
    said = note[proposal.start : proposal.end]
    for name, text in _texts(proposal.field, value):  # no fact more, few other words, none in a field that copies
        new, all_of_it = subject(text) - subject(said), subject(text)
        if fact_faults(said, text) or len(new) > (FOREIGN * len(all_of_it) if name in FREE_TEXT else 0):
            return None
    return proposal if _holds(proposal) else None


def _texts(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """The texts of a value with the name of each, the objective left aside: it is a choice, not words of the note."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "objective":
                yield from _texts(key, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(name, inner)
    elif value is not None:
        yield name, str(value)
