"""The form as the page shows it: the sections of a dossier in order, every field with what it holds."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from rupfam_assistant.dossier.doubts import ASKED
from rupfam_assistant.dossier.paths import at
from rupfam_assistant.dossier.schema import Field
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.quotes import find_quote
from rupfam_assistant.web.rendering import render
from rupfam_assistant.web.writing import record as editing
from rupfam_assistant.web.writing.fields import LABELS, OBJECTIVES, SECTIONS, Rows
from rupfam_assistant.web.writing.files import IMAGES
from rupfam_assistant.web.writing.record import Record

BODY, LOGO, TITLE = Field("body", ""), Field("logo", ""), Field("title", "")

Picture = Callable[[str], str]
"""The address of a logo by its name."""


def form_html(record: Record, trame: Document, picture: Picture, rewords: bool = False, writes: bool = True) -> str:
    """The whole form, each section folded but the first; `rewords` by a model, if it `writes` at all."""
    record = editing.tidy(record)
    done = editing.progress(record)
    steps = [
        {
            "section": section,
            "progress": progress_text(*done[section.key]),
            "fields": [_shown(field, field.key, record, f"aide-{field.key}") for field in section.fields],
            "rows": _rows(record, section.rows, picture) if section.rows else {},
        }
        for section in SECTIONS
    ]
    local = {editing.shown(record["planned_actions"][number], TITLE) for number in editing.actions_under(record, "X")}
    numbers = [str(number) for number in range(1, len(OBJECTIVES) + len(local))]
    told = {"quotes": _quotes(trame), "numbers": numbers, "objectives": OBJECTIVES, "suggested": _suggested(record)}
    return render("writing/form.html", steps=steps, images=IMAGES, rewords=rewords, writes=writes, **told)


def progress_text(filled: int, total: int) -> str:
    """How far a section is, in words."""
    if not total:
        return "facultatif"
    return "complet" if filled == total else f"{filled} sur {total}"


@lru_cache(maxsize=1)
def _quotes(trame: Document) -> dict[str, tuple[int, int, str]]:
    """Where the trame says each quote of the form, as (start, end, words)."""
    fields = [field for section in SECTIONS for field in section.fields]
    fields += [field for section in SECTIONS if section.rows for field in section.rows.fields]
    quotes = {*OBJECTIVES.values(), *(section.quote for section in SECTIONS), *(field.quote for field in fields)} - {""}
    places = {quote: find_quote(trame.text, quote)[0] for quote in quotes}
    return {quote: (start, end, " ".join(trame.text[start:end].split())) for quote, (start, end) in places.items()}


def _rows(record: Record, rows: Rows, picture: Picture) -> dict[str, list[dict[str, Any]]]:
    groups = {"": list(range(len(record[rows.key])))}
    if rows.key == "planned_actions":
        groups = {objective: editing.actions_under(record, objective) for objective in OBJECTIVES}
    return {
        objective: [_row(record, rows, number, f"{rows.one} {place}", picture) for place, number in enumerate(told, 1)]
        for objective, told in groups.items()
    }


def _row(record: Record, rows: Rows, number: int, name: str, picture: Picture) -> dict[str, Any]:
    path, told = f"{rows.key}.{number}", record[rows.key][number]
    row = {"": told} if rows.texts else told
    fields = [field for field in rows.fields if field.key != "title" or editing.objective_of(row) == "X"]
    logo = editing.shown(row, LOGO)
    return {
        "number": number,
        "name": name,
        "fields": [_field_of_row(field, path, row, rows, name, record) for field in fields],
        "sentence": {"territory_needs": path, "priorities": path, "planned_actions": f"{path}.text"}.get(rows.key, ""),
        "body": editing.shown(row, BODY) or "cette partie",
        "chosen": editing.chosen_place(record, at(rows.key, number)) if rows.key in editing.PLACED else None,
        "picture": picture(logo) if logo else "",
    }


def _field_of_row(
    field: Field, path: str, row: Mapping[str, Any], rows: Rows, name: str, record: Record
) -> dict[str, Any]:
    """What `_shown` tells, and whether the field is ticked « ne pas imprimer », None when it can not be."""
    described = f"aide-{rows.key}-{field.key or 'texte'}"
    if rows.key == "territory_needs":
        described += f" classement-{path.rpartition('.')[2]}"
    place = f"{path}.{field.key}" if field.key else path
    offered = rows.key in ASKED and field.kind in ("line", "text") and editing.shown(row, field)
    ticked = editing.is_ticked(record, place) if offered else None
    told = _shown(field, place, row, described)
    return {**told, "label": name if rows.texts else field.label, "in_row": True, "ticked": ticked}


def _shown(field: Field, path: str, holder: Mapping[str, Any], described: str) -> dict[str, Any]:
    """A field at its path: what it holds, how it is called, the ids of what explains it."""
    value = holder.get(field.key) if field.kind in ("check", "choice") else editing.shown(holder, field)
    told = {"field": field, "path": path, "value": value, "label": field.label, "described": described}
    return {**told, "in_row": False, "ticked": None}


def _suggested(record: Record) -> list[tuple[str, str, bool]]:
    """The parties of the trame: the words of the button, the body that it adds, and whether it is in the list."""
    known = [editing.shown(row, BODY).casefold() for row in record["signatories"]]
    return [
        (label, body, bool(body) and any(name.casefold() in there for there in known for name in (label, body)))
        for label, body in LABELS["suggested"].items()
    ]
