"""The form as the page shows it: the sections of a dossier in order, every field with what it holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from rupfam_assistant.dossier.doubts import ASKED
from rupfam_assistant.dossier.paths import at
from rupfam_assistant.dossier.schema import Field
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.quotes import find_quote
from rupfam_assistant.web.rendering import render
from rupfam_assistant.web.writing.fields import LABELS, OBJECTIVES, SECTIONS, Rows
from rupfam_assistant.web.writing.files import IMAGES
from rupfam_assistant.web.writing.record import (
    PLACED,
    Record,
    actions_under,
    chosen_place,
    is_ticked,
    objective_of,
    progress,
    shown,
    tidy,
)

BODY, LOGO, TITLE = Field("body", ""), Field("logo", ""), Field("title", "")


@dataclass(frozen=True)
class Form:
    """What the form is drawn from: a record, the trame, the address of a logo by its name, whether a model rewords,
    whether it is written in."""

    record: Record
    trame: Document
    picture: Callable[[str], str]
    rewords: bool = False
    writes: bool = True


@dataclass(frozen=True)
class ShownField:
    """A field at its path: what it holds, how it is called there, the ids of what explains it (above the rows), whether
    it is ticked « ne pas imprimer », None when it can not be."""

    field: Field
    path: str
    value: Any
    label: str
    described: str
    in_row: bool
    ticked: bool | None = None


def form_html(form: Form) -> str:
    """The whole form, each section folded but the first."""
    record = tidy(form.record)
    done = progress(record)
    steps = [
        {
            "section": section,
            "progress": progress_text(*done[section.key]),
            "fields": [_shown(field, field.key, record, f"aide-{field.key}") for field in section.fields],
            "rows": _rows(form, record, section.rows) if section.rows else {},
        }
        for section in SECTIONS
    ]
    local = dict.fromkeys(shown(record["planned_actions"][number], TITLE) for number in actions_under(record, "X"))
    numbers = [str(number) for number in range(1, len(OBJECTIVES) + len(local))]
    told = {
        "quotes": _quotes(form.trame),
        "numbers": numbers,
        "objectives": OBJECTIVES,
        "suggested": _suggested(record),
        "images": IMAGES,
    }
    return render("writing/form.html", steps=steps, rewords=form.rewords, writes=form.writes, **told)


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


def _rows(form: Form, record: Record, rows: Rows) -> dict[str, list[dict[str, Any]]]:
    groups = {"": list(range(len(record[rows.key])))}
    if rows.key == "planned_actions":
        groups = {objective: actions_under(record, objective) for objective in OBJECTIVES}
    return {
        objective: [_row(form, record, rows, number, f"{rows.one} {place}") for place, number in told]
        for objective, told in ((objective, enumerate(numbers, 1)) for objective, numbers in groups.items())
    }


def _row(form: Form, record: Record, rows: Rows, number: int, name: str) -> dict[str, Any]:
    path, told = f"{rows.key}.{number}", record[rows.key][number]
    row = {"": told} if rows.texts else told
    fields = [field for field in rows.fields if field.key != "title" or objective_of(row) == "X"]
    logo = shown(row, LOGO)
    return {
        "number": number,
        "name": name,
        "fields": [_field_of_row(field, path, row, rows, name, record) for field in fields],
        "sentence": {"territory_needs": path, "priorities": path, "planned_actions": f"{path}.text"}.get(rows.key, ""),
        "body": shown(row, BODY) or "cette partie",
        "chosen": chosen_place(record, at(rows.key, number)) if rows.key in PLACED else None,
        "picture": form.picture(logo) if logo else "",
    }


def _field_of_row(field: Field, path: str, row: Mapping[str, Any], rows: Rows, name: str, record: Record) -> ShownField:
    described = f"aide-{rows.key}-{field.key or 'texte'}"
    if rows.key == "territory_needs":
        described += f" classement-{path.rpartition('.')[2]}"
    place = f"{path}.{field.key}" if field.key else path
    shown_field = _shown(field, place, row, described, name if rows.texts else "", in_row=True)
    offered = rows.key in ASKED and field.kind in ("line", "text") and shown_field.value
    return replace(shown_field, ticked=is_ticked(record, place)) if offered else shown_field


def _shown(
    field: Field, path: str, holder: Mapping[str, Any], described: str, label: str = "", in_row: bool = False
) -> ShownField:
    value: Any = holder.get(field.key)
    if field.kind not in ("check", "choice"):
        value = shown(holder, field)
    return ShownField(field, path, value, label or field.label, described, in_row)


def _suggested(record: Record) -> list[tuple[str, str, bool]]:
    """The parties of the trame: the words of the button, the body that it adds, and whether it is in the list."""
    known = [shown(row, BODY).casefold() for row in record["signatories"]]
    return [
        (label, body, bool(body) and any(name.casefold() in there for there in known for name in (label, body)))
        for label, body in LABELS["suggested"].items()
    ]
