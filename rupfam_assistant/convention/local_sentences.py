"""The local sentences of a dossier, needs, priorities and actions, and a model's wordings accepted for them."""

from collections.abc import Iterable, Mapping
from typing import Any

from rupfam_assistant.convention.draft import Paragraph
from rupfam_assistant.convention.offering import offered
from rupfam_assistant.convention.rewording import rewording_faults
from rupfam_assistant.convention.setting import set_in_place, wording_of
from rupfam_assistant.dossier.paths import FieldPath, texts_of
from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.errors import InvalidDossier, RupfamError
from rupfam_assistant.french.numbers import whole
from rupfam_assistant.french.wording import own_words
from rupfam_assistant.models.masking import people_in


def written_dossier(record: Mapping[str, Any]) -> Dossier:
    """The dossier of a record as it may be written: nothing personal, no order, nothing that its constraints forbid."""
    return set_in_place(make_dossier(dict(record)))[0]


def sentence_fields(dossier: Dossier) -> tuple[FieldPath, ...]:
    """The places of the local sentences that say something."""
    return tuple(path for path, text in texts_of(dossier) if path.is_sentence and text)


def own_sentence(dossier: Dossier, field: FieldPath) -> str:
    """A local sentence as the program writes it without a model."""
    return own_words(field.text_in(dossier))


def sentences_by_objective(paragraphs: Iterable[Paragraph]) -> dict[int, tuple[FieldPath, ...]]:
    """The places of the local sentences under each objective of a draft, by its number."""
    found: dict[int, list[FieldPath]] = {}
    number = 0
    for paragraph in paragraphs:
        if paragraph.style in ("objective", "heading"):
            told = paragraph.text.removeprefix("Objectif ").split(" ")[0]
            number = (whole(told) or 0) if paragraph.style == "objective" else 0
        elif number:
            places = (span.field for span in paragraph.spans if span.origin != "blank" and span.field)
            found.setdefault(number, []).extend(place for place in places if place.is_sentence)
    return {number: tuple(dict.fromkeys(places)) for number, places in found.items() if places}


def people_of(dossier: Dossier) -> tuple[str, ...]:
    """The people who sign, as the dossier names them."""
    return tuple(name for signatory in dossier.signatories for name in people_in(signatory.represented_by or ""))


def accepted_wordings(dossier: Dossier) -> dict[FieldPath, str]:
    """The accepted wording of each local sentence that still has the words it was made for, by place."""
    told = ((path, wording_of(dossier, path)) for path in sentence_fields(dossier)) if dossier.wordings else ()
    return {path: wording for path, wording in told if wording}


def accept(record: Mapping[str, Any], field: FieldPath, wording: str) -> dict[str, Any]:
    """The record with a wording accepted for the sentence at a place; RupfamError when it changes a fact."""
    dossier = written_dossier(record)
    own = own_sentence(dossier, field)
    faults = () if wording == offered(dossier, field) else rewording_faults(own, wording)
    if faults:
        raise RupfamError(f"Cette proposition change ce que dit le dossier ({' ; '.join(faults)}) : gardez vos mots.")
    others = refuse(record, field)
    kept = {"field": str(field), "original": _text(dossier, field), "wording": wording}
    return {**others, "wordings": [*others.get("wordings", []), kept]}


def refuse(record: Mapping[str, Any], field: FieldPath) -> dict[str, Any]:
    """The record with the own words back at a place."""
    return {**record, "wordings": [row for row in _rows(record) if row.get("field") != str(field)]}


def follow_wordings(record: dict[str, Any]) -> dict[str, Any]:
    """The record whose accepted wordings have followed their sentences; those of a changed sentence are gone."""
    if not record.get("wordings"):
        return record
    try:
        dossier = written_dossier(record)
    except InvalidDossier:
        return record
    texts = {path: path.text_in(dossier) for path in sentence_fields(dossier)}
    kept = []
    for row in _rows(record):
        former = FieldPath.parse(str(row.get("field")))
        paths = [path for path, text in texts.items() if text == row.get("original") and path.root == former.root]
        if paths:
            kept.append({**row, "field": str(former if former in paths else paths[0])})
    return {**record, "wordings": kept}


def _rows(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = record.get("wordings")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _text(dossier: Dossier, field: FieldPath) -> str:
    return field.text_in(dossier) if field in sentence_fields(dossier) else ""
