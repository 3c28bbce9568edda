"""What the officer should know, told beside the draft and never in it."""

from dataclasses import dataclass
from typing import Literal

from rupfam_assistant.dossier.paths import FieldPath

AlertKind = Literal["contradiction", "missing", "out_of_scope", "personal_data", "instruction", "date", "other"]

MARKER = "[à compléter]"
"""What stands where something is left to fill, in the trame's own words."""


@dataclass(frozen=True)
class Alert:
    """What the officer should know: its values, its places in the dossier, the constraint behind it, if any, and the
    field with the text that a click would give it."""

    kind: AlertKind
    message: str
    values: tuple[str, ...] = ()
    fields: tuple[FieldPath, ...] = ()
    constraint: str = ""
    proposal: tuple[FieldPath, str] | None = None
