"""Reading a dossier: JSON checked field by field, a fault told in one sentence that names the field."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from rupfam_assistant.dossier.paths import FieldPath
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.errors import InvalidDossier

LARGEST_FILE = 10_000_000
WRONG = {
    "missing": "manque : ajoutez-le",
    "string_type": "doit être un texte entre guillemets : corrigez-le",
    "list_type": "doit être une liste entre crochets : corrigez-le",
    "tuple_type": "doit être une liste entre crochets : corrigez-le",
    "dataclass_type": "doit être un objet entre accolades : corrigez-le",
    "bool_type": "doit être true, false ou null : corrigez-le",
    "bool_parsing": "doit être true, false ou null : corrigez-le",
}
"""Bytes of a file beyond which nothing is read; what a fault that pydantic finds is, in French, and what to do."""

_ADAPTER = TypeAdapter(Dossier)


def read_dossier(path: Path) -> Dossier:
    """The dossier of a JSON file; InvalidDossier names the file and the field at fault."""
    called = f"Le dossier {path}"
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InvalidDossier(called, f"est trop gros : {LARGEST_FILE // 1_000_000} Mo au plus")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = "ne peut pas être lu : vérifiez son nom, vos droits et qu’il est en UTF-8"
        raise InvalidDossier(called, why) from error
    return parse_dossier(text, called)


def parse_dossier(text: str, called: str = "Le dossier") -> Dossier:
    """The dossier that a JSON text holds, unknown keys left aside; InvalidDossier names the field at fault."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidDossier(called, "n’est pas du JSON : exportez-le de nouveau ou corrigez-le") from error
    return make_dossier(record, called)


def make_dossier(record: object, called: str = "Le dossier") -> Dossier:
    """The dossier that a JSON value describes; InvalidDossier names the field at fault."""
    if not isinstance(record, dict):
        raise InvalidDossier(called, 'doit être un objet JSON (« {"department": …} ») : corrigez-le')
    try:
        return _ADAPTER.validate_python(record)
    except ValidationError as error:
        raise InvalidDossier(called, _why(error.errors()[0])) from error


def _why(fault: Mapping[str, Any]) -> str:
    """What is wrong with a field and what to do, from a fault that pydantic found."""
    path = FieldPath(fault["loc"])
    if fault["type"] == "literal_error":
        allowed = [*path.told.choices, *(() if path.told.required else (None,))] if path.told else []
        *others, last = [json.dumps(value, ensure_ascii=False) for value in allowed]  # '1, 2, 3, 4 ou "X"'
        wrong = f"doit être {', '.join(others)} ou {last} : corrigez-le"
    elif fault["type"] == "value_error":
        wrong = str(fault["ctx"]["error"])
    elif fault["type"] == "string_type" and fault["input"] is None:
        wrong = "est vide : remplissez-le"
    else:
        wrong = WRONG.get(fault["type"], "n’a pas la forme attendue : corrigez-le")
    return f": le champ « {path.label} » {wrong}"
