"""What the officer should know, told beside the draft and never in it."""

from dataclasses import dataclass
from typing import Literal

AlertKind = Literal["contradiction", "missing", "out_of_scope", "personal_data", "instruction", "date", "other"]

MARKER = "[à compléter]"
"""What stands where something is left to fill, in the trame's own words."""


@dataclass(frozen=True)
class Alert:
    """What the officer should know, told beside the draft and never in it; `field` is the place in the dossier that it is about."""

    kind: AlertKind
    message: str
    values: tuple[str, ...] = ()
    field: str = ""
