"""The dossier: what a department says of itself, and what corpus/fields.toml tells of each field of it."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator

from rupfam_assistant.errors import shipped
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.typography import lower
from rupfam_assistant.french.words import flatten
from rupfam_assistant.places import corpus_folder

LONGEST_FIELD, MOST_ITEMS, LONGEST_EMPTY = 20_000, 1_000, 100
UNREADABLE = r"[\0-\x08\x0b\f\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufeff\u200b-\u200f\u202a-\u202e\u2066-\u2069]"
"""Characters of a field, items of a list beyond which nothing is read; those of a text that says "nothing"; what nobody
reads, for a pattern: control characters, halves of characters, marks that reverse the reading."""

MARKS = " \n?.…_–-,;:!()[]«»\"'’|*•"
"""What says nothing by itself."""

Objective = Literal[1, 2, 3, 4, "X"]
Instance = Literal["CDSF", "comités locaux des financeurs"]
Numbered = Objective | None
OBJECTIVES: tuple[Objective, ...] = get_args(Objective)


def plain_spaces(text: str) -> str:
    """A text as a dossier keeps it: one plain space between words, none around; bars between the cells of a table."""
    return re.sub(r"[^\S\n]+", " ", re.sub(r"(?<=\S)[^\S\n]*\t[^\S\n]*(?=\S)", " | ", text)).strip()


def _readable(value: object) -> object:
    """A text without what cannot be read; None for one that says nothing; too long a text is refused."""
    if not isinstance(value, str):
        return value
    if len(value) > LONGEST_FIELD:
        raise ValueError(f"contient {len(value)} signes, pour {LONGEST_FIELD} au plus : raccourcissez-le")
    lines = re.sub(UNREADABLE, "", value.replace("\r\n", "\n").replace("\r", "\n"))
    text = plain_spaces(lines)
    return None if is_empty(text) else text


def is_empty(text: str) -> bool:
    """Whether a text of a dossier says nothing: "", "néant", "(à compléter)"."""
    said = text.strip(MARKS)
    return not said or (len(said) <= LONGEST_EMPTY and cues("dossier", "empty").fullmatch(flatten(said)) is not None)


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
    return [item for item in value if len(str(item)) > LONGEST_FIELD or _readable(item) is not None]


def _one_by_one(value: object) -> object:
    """A list of bodies, those told in one text apart: "CAF, CMSA, communes"."""
    if not isinstance(value, list):
        return value
    apart = ([item] if not isinstance(item, str) or "(" in item else re.split(r"[,;] +", item) for item in value)
    return [one for items in apart for one in items]


def _objective(value: object) -> object:
    """An objective as the contract has it, "2" and "x" understood."""
    known = {str(objective): objective for objective in OBJECTIVES}
    return None if isinstance(value, bool) else known.get(str(value).strip().upper(), value)


def _instance(value: object) -> object:
    """The instance of the trame that the words name, one of them alone: "le CDSF, formation restreinte", "COMFI"."""
    flat = flatten(value) if isinstance(value, str) else ""
    told = [one for one, group in zip(get_args(Instance), ("cdsf", "financeurs"), strict=True) if _names(group, flat)]
    return told[0] if len(told) == 1 else value or None


def _names(group: str, flat: str) -> bool:
    return cues("dossier", group).search(flat) is not None


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
    title: Maybe = None
    text: Maybe = None
    pilot: Maybe = None
    partners: Annotated[Texts, BeforeValidator(_one_by_one)] = ()
    deadline: Maybe = None
    indicator: Maybe = None


@dataclass(frozen=True)
class Wording:
    """A sentence that a model proposed and the officer accepted, as long as the field keeps its original text."""

    field: Said
    original: Said
    wording: Said


@dataclass(frozen=True)
class Decision:
    """What the officer judged of the words `original` of a field, by its name: `about` is "scope" (`value` "garder" or
    "écarter"), "place" (the number of an objective), "withheld" (a name: "garder"), "note" ("garder"), "ban"
    ("écrire"), "printed" ("taire"), "value" (the one kept of several), "stands" (a body: the party whose place it
    takes) or "alert" ("voulu")."""

    about: Said
    field: Said
    original: Said
    value: Said


@dataclass(frozen=True)
class Dossier:
    """One department's file. Every list may be empty, every text but the department absent."""

    department: Said
    name: Maybe = None
    caf_name: Maybe = None
    signatories: Annotated[tuple[Signatory, ...], BeforeValidator(_said)] = ()
    territory_needs: Texts = ()
    figures: Annotated[tuple[Figure, ...], BeforeValidator(_said)] = ()
    priorities: Texts = ()
    planned_actions: Annotated[tuple[Action, ...], BeforeValidator(_said)] = ()
    constraints: Maybe = None
    opening: Maybe = None
    instance: Annotated[Instance | None, BeforeValidator(_instance)] = None
    frequency: Maybe = None
    organisation: Maybe = None
    members: Texts = ()
    annexes: Texts = ()
    mend_slips: bool | None = None
    actions_table: bool | None = None
    note: Maybe = None
    wordings: Annotated[tuple[Wording, ...], BeforeValidator(_said)] = ()
    decisions: Annotated[tuple[Decision, ...], BeforeValidator(_said)] = ()

    def decided(self, about: str, field: str, text: str) -> str:
        """What the officer judged of a text of a field, "" when she did not."""
        words = plain_spaces(text)
        made = (d.value for d in self.decisions if (d.about, d.field, d.original) == (about, field, words))
        return next(made, "")


@dataclass(frozen=True)
class Field:
    """What is told of a field: its key in JSON, how it is called and explained, the trame's words that it answers.

    `kind` is how the form asks for it: "line", "text", "lines", "choice", "check", "logo", "rows", "" when it does not.
    `choices` are the values of a choice; a list with a row for each item has what an item is called, with its article
    (`one`), and the fields of an item that is an object (`fields`). `names` says whether the names that it holds are
    those of "officials" or of "bodies", nobody's secret; `printed` whether it enters the convention, `optional` whether
    a dossier is complete without it, `required` whether it is one without it.
    """

    key: str
    label: str
    help: str = ""
    quote: str = ""
    kind: str = "line"
    choices: tuple[Any, ...] = ()
    one: str = ""
    fields: tuple["Field", ...] = ()
    names: str = ""
    printed: bool = True
    optional: bool = False
    required: bool = False

    @property
    def called(self) -> str:
        """Its label within a sentence."""
        return lower(self.label)


ITEMS = {
    "signatories": Signatory,
    "figures": Figure,
    "planned_actions": Action,
    "wordings": Wording,
    "decisions": Decision,
}
CHOICES = {"planned_actions.objective": OBJECTIVES, "instance": get_args(Instance)}
"""What an item is, for a list of objects; what may be chosen, by the names of a field."""


def read_fields() -> dict[tuple[str, ...], Field]:
    """Every field by its names; DamagedFile when corpus/fields.toml does not tell them all."""
    path = corpus_folder() / "fields.toml"
    with shipped(path):
        return dict(_fields(Dossier, (), tomllib.loads(path.read_text(encoding="utf-8"))))


def _fields(part: type, within: tuple[str, ...], told: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], Field]]:
    for one in fields(part):
        names = (*within, one.name)
        place = ".".join(names)
        inner = dict(_fields(ITEMS[place], names, told)) if place in ITEMS else {}
        about: dict[str, Any] = told[place] | {"choices": CHOICES.get(place, ()), "required": one.default is MISSING}
        yield names, Field(one.name, fields=tuple(inner.values()), **about)
        yield from inner.items()


FIELDS = read_fields()
"""Every field by its names: ("planned_actions", "pilot")."""
