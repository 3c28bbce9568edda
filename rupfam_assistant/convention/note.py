"""A free note made into proposals for the fields of a dossier, each with the words of the note that it comes from."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rupfam_assistant.convention.note_rules import read_fields
from rupfam_assistant.convention.rewording import fact_faults, force_doubts
from rupfam_assistant.dossier.alert import AlertKind
from rupfam_assistant.dossier.arrangement import Classify
from rupfam_assistant.dossier.paths import at
from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.errors import InvalidDossier, RupfamError
from rupfam_assistant.french.words import subject
from rupfam_assistant.grounding.checking import Checker, Doubted
from rupfam_assistant.grounding.claims import Verdict
from rupfam_assistant.guard.redaction import redact
from rupfam_assistant.models.connection import ROOM_TO_ANSWER, LanguageModel
from rupfam_assistant.models.faults import ModelError
from rupfam_assistant.models.masking import Mask, Request, make_request, send
from rupfam_assistant.models.prompts import list_schema, object_schema, read_prompt, read_records, tokens
from rupfam_assistant.texts.quotes import find_quote

RULES = read_prompt("note")
LONGEST_PART, ROOM_PER_TOKEN = 3_000, 4
"""Characters of a note that are read at once; tokens written for each of its own."""


SINGLE = ("department", "caf_name", "constraints", "opening", "instance", "frequency", "organisation")
READ = (*SINGLE, "signatories", "territory_needs", "figures", "priorities", "planned_actions")
"""The fields that a note fills: lists, and those that hold one text."""

FREE_TEXT = ("territory_needs", "priorities", "constraints", "text", "label")
SAID_OTHERWISE = (*FREE_TEXT, "indicator", "deadline", "unit", "source")
FOREIGN = 0.5
NAMELESS: dict[str, Any] = {"department": "Département"}
"""The values that may be said otherwise, those that then leave a doubt, the others being in the note's own words; the
share of new words that the first may have without a doubt; a record that says nothing yet."""

NAMED = {"pilot": "pilote", "partners": "partenaires", "deadline": "échéance", "represented_by": "représenté par"}
"""What parts of a value are, for a judge."""

VALUE = {"anyOf": [{"type": "string"}, {"type": "object"}]}
PROPOSALS = list_schema(
    "ranger",
    "Les champs que la note remplit.",
    object_schema({"champ": {"type": "string", "enum": [*READ]}, "valeur": VALUE, "mots": {"type": "string"}}),
)

UNREAD = "Non relue, à vérifier :"
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
class LeftOut:
    """What a model proposed that the note does not say, and the French words that say why it is not kept."""

    said: str
    reason: str


@dataclass(frozen=True)
class NoteReading:
    """What was read in a note, and what a model proposed besides."""

    proposals: tuple[Proposal, ...]
    left_out: tuple[LeftOut, ...] = ()


def read_note(note: str, classify: Classify) -> NoteReading:
    """What the rules read in a note: its plain cases. A sentence that they do not understand is proposed as a need."""
    found = (Proposal(*place) for place in read_fields(note, classify))
    return NoteReading(tuple(_warned([proposal for proposal in found if _holds(proposal)])))


def note_requests(note: str, model: LanguageModel) -> tuple[Request, ...]:
    """What would be sent to a model to read a note, in parts that end with a line when it is long."""
    parts = [""]
    for line in note.splitlines(keepends=True):
        if parts[-1].strip() and len(parts[-1]) + len(line) > LONGEST_PART:
            parts.append("")
        parts[-1] += line
    return tuple(make_request(RULES, part, model) for part in parts)


def read_note_with_model(note: str, requests: Sequence[Request], model: LanguageModel, checker: Checker) -> NoteReading:
    """What a model reads in a note, as long as the note says it too; ModelError when that is nothing."""
    told = [
        _restored(record, request.mask)
        for request in requests
        for record in read_records([send(request, model, schema=PROPOSALS, room=_room(request))], "champ")
    ]
    found, left_out = list[tuple[Proposal, Verdict]](), list[LeftOut]()
    for record in {json.dumps(record): record for record in told}.values():
        proposal, verdict = _proposed(record, note)
        if proposal:
            found.append((proposal, verdict))
        else:
            left_out.append(LeftOut(_told(record.get("valeur")), verdict.reason))
    doubted = [Doubted(note[one.start : one.end], _told(one.value), v) for one, v in found if not v.sure]
    settled = iter(checker.settle(doubted))
    judged = [(one, verdict if verdict.sure else next(settled)) for one, verdict in found]
    left_out += [LeftOut(_told(one.value), v.reason) for one, v in judged if v.sure and not v.supported]
    kept = sorted(((one, v) for one, v in judged if v.supported or not v.sure), key=lambda pair: pair[0].start)
    if not kept:
        raise ModelError(f"Le modèle {model.name} n’a rien rendu qui se lise dans la note.")
    warned = zip(_warned([one for one, _ in kept]), kept, strict=True)
    unread = (replace(one, warning=one.warning or ("" if v.sure else f"{UNREAD} {v.reason}")) for one, (_, v) in warned)
    return NoteReading(tuple(unread), tuple(left_out))


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
        if proposal.field == "constraints":  # never printed, so never withheld: read as a need would be
            place, read = (
                at("territory_needs", 0),
                redact(make_dossier({**NAMELESS, "territory_needs": [proposal.value]})),
            )
            alerts = tuple(alert for alert in read[1] if alert.kind == "personal_data")
        told = (WARNINGS[alert.kind] for alert in alerts if alert.fields[0].parts[:2] == place.parts)
        yield replace(proposal, warning=next(told, ""))


def _restored(value: Any, mask: Mask) -> Any:
    if isinstance(value, dict):
        return {key: _restored(inner, mask) for key, inner in value.items()}
    if isinstance(value, list):
        return [_restored(inner, mask) for inner in value]
    return mask.restore(value) if isinstance(value, str) else value


def _room(request: Request) -> int:
    return max(ROOM_TO_ANSWER, ROOM_PER_TOKEN * tokens(request.text))


def _proposed(told: dict[str, Any], note: str) -> tuple[Proposal | None, Verdict]:
    """The proposal that an object of a model makes, when its words stand in the note and it adds no fact to them; and
    whether a doubt is left, or why there is none."""
    field, value, words = told.get("champ"), told.get("valeur"), told.get("mots")
    if field not in READ:
        return None, Verdict(False, "ce n’est pas un champ du dossier.")
    if not isinstance(words, str) or not (spans := find_quote(note, words)):
        return None, Verdict(False, "la note ne contient pas les mots cités.")
    proposal = Proposal(str(field), value, *spans[0])
    said = note[proposal.start : proposal.end]
    doubts = list(force_doubts(said, _told(value)))
    for name, text in _texts(proposal.field, value):
        new, all_of_it = subject(text) - subject(said), subject(text)
        if faults := fact_faults(note, text):
            return None, Verdict(False, f"la note ne dit pas : {', '.join(faults)}.")
        if new - subject(note) and name not in SAID_OTHERWISE:
            return None, Verdict(False, f"la note ne dit pas « {text} ».")
        if fact_faults(said, text) or len(new) > (FOREIGN * len(all_of_it) if name in FREE_TEXT else 0):
            doubts.append(f"« {text} » n’est pas dit par les mots cités.")
    if not _holds(proposal):
        return None, Verdict(False, "la valeur n’a pas la forme du champ.")
    why = "".join(f"{doubt.rstrip('.')}. " for doubt in doubts).strip()
    return proposal, Verdict(not doubts, why, sure=not doubts)


def _told(value: Any) -> str:
    """A value on one line, what its parts are where it matters."""
    return " ; ".join(f"{NAMED[name]} : {text}" if name in NAMED else text for name, text in _texts("", value))


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
