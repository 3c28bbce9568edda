"""The local sentences of a dossier, needs, priorities and actions, and the wordings of a model that the officer accepted for them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from rupfam_assistant.convention.article2 import own_line
from rupfam_assistant.convention.draft import Paragraph
from rupfam_assistant.convention.rewording import rewording_faults
from rupfam_assistant.dossier.fields import text_at
from rupfam_assistant.dossier.schema import Dossier, make_dossier
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.guard.cleaning import clean
from rupfam_assistant.guard.restraint import withhold
from rupfam_assistant.models.requests import people_in

SENTENCE = re.compile(r"(?:territory_needs|priorities)\.\d+|planned_actions\.\d+\.text")
OBJECTIVE = re.compile(r"\W*Objectif (\d+)")


def written_dossier(record: Mapping[str, Any]) -> Dossier:
    """The dossier of a record as it may be written: no personal data of families, no order, nothing that its constraints forbid."""
    return withhold(clean(make_dossier(dict(record)))[0])[0]


def sentence_fields(dossier: Dossier) -> tuple[str, ...]:
    """The places of the local sentences that say something."""
    places = [f"territory_needs.{number}" for number in range(len(dossier.territory_needs))]
    places += [f"priorities.{number}" for number in range(len(dossier.priorities))]
    places += [f"planned_actions.{number}.text" for number in range(len(dossier.planned_actions))]
    return tuple(place for place in places if text_at(dossier, place))


def own_sentence(dossier: Dossier, field: str) -> str:
    """A local sentence as the program writes it without a model."""
    return own_line(field, text_at(dossier, field))


def sentences_by_objective(paragraphs: Iterable[Paragraph]) -> dict[int, tuple[str, ...]]:
    """The places of the local sentences under each objective of a draft, by its number."""
    found: dict[int, list[str]] = {}
    number = 0
    for paragraph in paragraphs:
        if paragraph.style in ("objective", "heading"):
            named = OBJECTIVE.match(paragraph.text)
            number = int(named[1]) if named and paragraph.style == "objective" else 0
        elif number:
            found.setdefault(number, []).extend(
                span.field for span in paragraph.spans if span.origin != "blank" and SENTENCE.fullmatch(span.field)
            )
    return {number: tuple(dict.fromkeys(places)) for number, places in found.items() if places}


def people_of(dossier: Dossier) -> tuple[str, ...]:
    """The people who sign, as the dossier names them."""
    return tuple(name for signatory in dossier.signatories for name in people_in(signatory.represented_by or ""))


def accepted_wordings(dossier: Dossier) -> dict[str, str]:
    """The accepted wording of each local sentence that still has the words it was made for, by place."""
    return {
        w.field: w.wording
        for w in dossier.wordings
        if SENTENCE.fullmatch(w.field) and w.original == _text(dossier, w.field)
    }


def accept(record: Mapping[str, Any], field: str, wording: str) -> dict[str, Any]:
    """The record with a wording accepted for the sentence at a place; RupfamError when it changes a fact."""
    dossier = written_dossier(record)
    if faults := rewording_faults(own_sentence(dossier, field), wording):
        raise RupfamError(f"Cette proposition change ce que dit le dossier ({' ; '.join(faults)}) : gardez vos mots.")
    others = refuse(record, field)
    kept = {"field": field, "original": _text(dossier, field), "wording": wording}
    return {**others, "wordings": [*others.get("wordings", []), kept]}


def refuse(record: Mapping[str, Any], field: str) -> dict[str, Any]:
    """The record with the own words back at a place."""
    return {**record, "wordings": [row for row in _rows(record) if row.get("field") != field]}


def follow_wordings(record: dict[str, Any]) -> dict[str, Any]:
    """The record whose accepted wordings have followed their sentences where these moved; those whose sentence changed are gone."""
    if not record.get("wordings"):
        return record
    try:
        dossier = written_dossier(record)
    except RupfamError:
        return record
    texts = {place: text_at(dossier, place) for place in sentence_fields(dossier)}
    kept = []
    for row in _rows(record):
        former = str(row.get("field"))
        places = [
            place
            for place, text in texts.items()
            if text == row.get("original") and place.partition(".")[0] == former.partition(".")[0]
        ]
        if places:
            kept.append({**row, "field": former if former in places else places[0]})
    return {**record, "wordings": kept}


def _rows(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = record.get("wordings")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _text(dossier: Dossier, field: str) -> str:
    """The text at a place; "" when there is no such place."""
    return text_at(dossier, field) if field in sentence_fields(dossier) else ""
