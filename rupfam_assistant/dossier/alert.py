"""What the officer should know, told beside the draft and never in it."""

from dataclasses import dataclass
from typing import Literal

from rupfam_assistant.dossier.paths import FieldPath

AlertKind = Literal["contradiction", "missing", "out_of_scope", "personal_data", "instruction", "date", "other"]

MARKER = "[à compléter]"
"""What stands where something is left to fill, in the trame's own words."""


@dataclass(frozen=True)
class Alert:
    """What the officer should know: the values and the places in the dossier that it is about, the first where to go
    first, and the sentence of the constraints that is its reason ("" when it has another)."""

    kind: AlertKind
    message: str
    values: tuple[str, ...] = ()
    fields: tuple[FieldPath, ...] = ()
    constraint: str = ""
