"""The form of a dossier as data: its sections in order, each with the fields of the schema that it asks for."""

import tomllib
from dataclasses import dataclass, replace
from typing import Any

from rupfam_assistant.dossier.paths import FieldPath
from rupfam_assistant.dossier.schema import FIELDS, Field
from rupfam_assistant.errors import shipped
from rupfam_assistant.places import corpus_folder


@dataclass(frozen=True)
class Rows:
    """A list of the record: `one` names a row, `add` its button, `none` says that there is none."""

    key: str
    one: str
    add: str
    none: str
    fields: tuple[Field, ...]
    texts: bool


@dataclass(frozen=True)
class Section:
    """A step of the form: its title and explanation, the trame's words about it, its fields by themselves, its list."""

    key: str
    title: str
    intro: str
    quote: str
    fields: tuple[Field, ...]
    rows: Rows | None


def _rows(told: Field) -> Rows:
    one = told.one.partition(" ")[2].capitalize()
    inner = tuple(field for field in told.fields if field.kind) or (replace(told, key="", label=one, kind="text"),)
    return Rows(told.key, one, f"Ajouter {told.one}", f"Auc{told.one} pour l’instant.", inner, not told.fields)


_TOP = [told for names, told in FIELDS.items() if len(names) == 1 and told.kind]
FREE = {told.key: told for told in _TOP if told.kind != "rows"}
ROWS = {told.key: _rows(told) for told in _TOP if told.kind == "rows"}
"""The fields that stand by themselves, and the lists, by key."""


def _section(key: str, title: str, intro: str, quote: str = "", names: tuple[str, ...] = (), rows: str = "") -> Section:
    return Section(key, title, intro, quote, tuple(FREE[name] for name in names), ROWS.get(rows))


def _read_form() -> tuple[tuple[Section, ...], dict[str, Any]]:
    path = corpus_folder() / "form.toml"
    with shipped(path):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        return tuple(_section(key, **about) for key, about in told.pop("section").items()), told


SECTIONS, LABELS = _read_form()
"""The steps of the form; the labels of the objectives, suggested parties, themes and axes."""

OBJECTIVE = FIELDS["planned_actions", "objective"]
OBJECTIVES: dict[str, str] = LABELS["objectives"]
"""The field that says where an action stands; the objectives in the trame's own words, X for the department's."""


def field_at(path: FieldPath) -> Field | None:
    """The field of a place; None when the form has no such field."""
    match path.parts:
        case [str(key)]:
            return FREE.get(key)
        case [str(key), int()] if key in ROWS and ROWS[key].texts:
            return ROWS[key].fields[0]
        case [str(key), int(), str(inner)] if key in ROWS and not ROWS[key].texts:
            return next((field for field in (*ROWS[key].fields, OBJECTIVE) if field.key == inner), None)
    return None
