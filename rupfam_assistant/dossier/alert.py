"""What the officer should know, told beside the draft and never in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rupfam_assistant.dossier.paths import FieldPath

AlertKind = Literal["contradiction", "personal_data", "instruction", "out_of_scope", "date", "missing", "other"]
"""What an alert is about, the weightiest first."""

MARKER = "[à compléter]"
"""What stands where something is left to fill, in the trame's own words."""


@dataclass(frozen=True)
class Remedy:
    """What one click does about an alert: its words; the text that it gives to fields or, with `about`, what it decides
    of the words `judged` of the first of them."""

    label: str
    value: str
    fields: tuple[FieldPath, ...]
    about: str = ""
    judged: str = ""


@dataclass(frozen=True)
class Withheld:
    """What a constraint, or the officer by hand (""), asks not to print: in few words, its sentence, the fields that it
    touches, whether she lifted it."""

    what: str
    constraint: str
    fields: tuple[FieldPath, ...]
    lifted: bool


@dataclass(frozen=True)
class Alert:
    """What the officer should know: its values, its places in the dossier, the constraint behind it and the
    ban read in it, if any, what one click does about it, and the alerts of one matter that it stands for, if any."""

    kind: AlertKind
    message: str
    values: tuple[str, ...] = ()
    fields: tuple[FieldPath, ...] = ()
    constraint: str = ""
    ban: str = ""
    remedies: tuple[Remedy, ...] = ()
    parts: tuple["Alert", ...] = ()

    @property
    def proposal(self) -> tuple[FieldPath, str] | None:
        """The field and the text that its first click gives it, if any."""
        return next(((one.fields[0], one.value) for one in self.remedies if not one.about), None)


def as_one(alerts: Sequence[Alert], message: str) -> tuple[Alert, ...]:
    """Alerts of one matter made one, that tells the words of each and where they stand; one alone stays as it is."""
    if len(alerts) < 2:
        return tuple(alerts)
    told = " ; ".join(f"« {alert.values[0]} » ({alert.fields[0].label})" for alert in alerts)
    fields = tuple(dict.fromkeys(alert.fields[0] for alert in alerts))
    values = tuple(alert.values[0] for alert in alerts)
    return (Alert(alerts[0].kind, message.format(told), values, fields, parts=tuple(alerts)),)
