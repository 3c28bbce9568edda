"""The dossier: what a department says of itself, read from JSON and checked field by field."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, TypeAdapter, ValidationError

from rupfam_assistant.errors import InvalidDossier

LONGEST_FIELD = 20_000
MOST_ITEMS = 1_000
LARGEST_FILE = 10_000_000
"""Characters of a field, items of a list, bytes of a file beyond which nothing is read."""

OBJECTIVES: tuple["Objective", ...] = (1, 2, 3, 4, "X")
UNREADABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufeff\u200b-\u200f\u202a-\u202e\u2066-\u2069]"
)
"""Control characters, halves of characters, marks that reverse the reading: nothing that one reads."""

EMPTY = re.compile(
    r"(?:[àa] (?:d[ée]finir|pr[ée]ciser|compl[ée]ter|d[ée]terminer|confirmer|venir|voir|renseigner)|n\.?c\.?|n/?a|tbd|inconnue?|n[ée]ant|null|none"
    r"|non (?:connue?|renseign[ée]e?|d[ée]finie?)|[\s?.…_–-]*|\[.*compl[ée]ter.*\])[\s.…]*",
    re.IGNORECASE,
)
"""What people write in a field that they leave empty."""

Objective = Literal[1, 2, 3, 4, "X"]


def _readable(value: object) -> object:
    """A text without what cannot be read; None for one that says nothing; too long a text is refused."""
    if not isinstance(value, str):
        return value
    if len(value) > LONGEST_FIELD:
        raise ValueError(f"contient {len(value)} signes, pour {LONGEST_FIELD} au plus : raccourcissez-le")
    text = re.sub(r"[^\S\n]+", " ", UNREADABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))).strip()
    return None if EMPTY.fullmatch(text) else text


def _number(value: object) -> object:
    """A number as one writes it in French; a text as it is."""
    return str(value).replace(".", ",") if isinstance(value, int | float) and not isinstance(value, bool) else value


def _said(value: object) -> object:
    """A list without the items that say nothing; an absent one is empty."""
    if value is None:
        return []
    if isinstance(value, list) and len(value) > MOST_ITEMS:
        raise ValueError(f"compte {len(value)} éléments, pour {MOST_ITEMS} au plus : gardez les principaux")
    if not isinstance(value, list):
        return value
    return [
        item for item in value if item is not None and (len(str(item)) > LONGEST_FIELD or _readable(item) is not None)
    ]


def _objective(value: object) -> object:
    """An objective as the contract has it, "2" and "x" understood."""
    known = {str(objective): objective for objective in OBJECTIVES}
    return None if isinstance(value, bool) else known.get(str(value).strip().upper(), value)


Said = Annotated[str, BeforeValidator(_readable)]
Maybe = Annotated[str | None, BeforeValidator(_readable)]
Texts = Annotated[tuple[Said, ...], BeforeValidator(_said)]


@dataclass(frozen=True)
class Signatory:
    """A party: what it is called, who signs for it, where it is."""

    body: Maybe = None
    represented_by: Maybe = None
    address: Maybe = None
    logo: Maybe = None


@dataclass(frozen=True)
class Figure:
    """A number of the diagnosis, with its unit and where it comes from."""

    label: Maybe = None
    value: Annotated[str | None, BeforeValidator(_number), BeforeValidator(_readable)] = None
    unit: Maybe = None
    source: Maybe = None


@dataclass(frozen=True)
class Action:
    """A planned action, under an objective; `title` names the local objective of an action under X."""

    objective: Annotated[Objective, BeforeValidator(_objective)]
    text: Maybe = None
    pilot: Maybe = None
    partners: Texts = ()
    deadline: Maybe = None
    indicator: Maybe = None
    title: Maybe = None


@dataclass(frozen=True)
class Wording:
    """A sentence of the dossier as a model proposed it and the officer accepted it; it holds as long as the field keeps its original text."""

    field: Said
    original: Said
    wording: Said


@dataclass(frozen=True)
class Dossier:
    """One department's file. Every list may be empty, every text but the department absent."""

    department: Said
    caf_name: Maybe = None
    signatories: Annotated[tuple[Signatory, ...], BeforeValidator(_said)] = ()
    territory_needs: Texts = ()
    figures: Annotated[tuple[Figure, ...], BeforeValidator(_said)] = ()
    priorities: Texts = ()
    planned_actions: Annotated[tuple[Action, ...], BeforeValidator(_said)] = ()
    constraints: Maybe = None
    opening: Maybe = None
    instance: Literal["CDSF", "comités locaux des financeurs"] | None = None
    frequency: Maybe = None
    organisation: Maybe = None
    members: Texts = ()
    annexes: Texts = ()
    mend_slips: bool | None = None
    note: Maybe = None
    wordings: Annotated[tuple[Wording, ...], BeforeValidator(_said)] = ()


FIELDS = {
    "department": "département",
    "caf_name": "nom de la CAF",
    "signatories": "signataires",
    "body": "organisme",
    "represented_by": "représenté par",
    "address": "adresse",
    "logo": "logo",
    "territory_needs": "besoins du territoire",
    "figures": "chiffres",
    "label": "intitulé",
    "value": "valeur",
    "unit": "unité",
    "source": "source",
    "priorities": "priorités",
    "planned_actions": "actions prévues",
    "objective": "objectif",
    "text": "texte",
    "pilot": "pilote",
    "partners": "partenaires",
    "deadline": "échéance",
    "indicator": "indicateur",
    "title": "intitulé de l’objectif local",
    "constraints": "contraintes",
    "opening": "ouverture de l’article 2",
    "instance": "instance",
    "frequency": "rythme des réunions",
    "organisation": "organisation de l’instance",
    "members": "membres de l’instance",
    "annexes": "annexes",
    "mend_slips": "coquilles de la trame corrigées",
    "note": "note",
    "wordings": "reformulations acceptées",
    "field": "champ",
    "original": "texte d’origine",
    "wording": "reformulation",
}
"""Each field of a dossier, as the user reads it."""

WRONG = {
    "missing": "manque : ajoutez-le",
    "string_type": "doit être un texte entre guillemets : corrigez-le",
    "list_type": "doit être une liste entre crochets : corrigez-le",
    "tuple_type": "doit être une liste entre crochets : corrigez-le",
    "dataclass_type": "doit être un objet entre accolades : corrigez-le",
    "bool_type": "doit être true, false ou null : corrigez-le",
}
CHOICES = {"objective": '1, 2, 3, 4 ou "X"', "instance": '"CDSF", "comités locaux des financeurs" ou null'}


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
    """The dossier that a JSON text holds; InvalidDossier names the field at fault. Keys that we do not know are left aside."""
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


def field_name(path: tuple[int | str, ...]) -> str:
    """A place in a dossier as the user reads it: ("planned_actions", 0, "pilot") is "actions prévues, 1, pilote"."""
    return ", ".join(str(part + 1) if isinstance(part, int) else FIELDS.get(part, part) for part in path)


def _why(fault: Any) -> str:
    """What is wrong with a field and what to do, from the first fault that the check told."""
    path = tuple(part for part in fault["loc"] if isinstance(part, int) or part in FIELDS)
    last = next((part for part in reversed(path) if isinstance(part, str)), "")
    if fault["type"] == "literal_error":
        wrong = f"doit être {CHOICES[last]} : corrigez-le"
    elif fault["type"] == "value_error":
        wrong = str(fault["ctx"]["error"])
    elif fault["type"] == "string_type" and fault["input"] is None:
        wrong = "est vide : remplissez-le"
    else:
        wrong = WRONG.get(fault["type"], "n’a pas la forme attendue : corrigez-le")
    return f": le champ « {field_name(path)} » {wrong}"


_ADAPTER = TypeAdapter(Dossier)
