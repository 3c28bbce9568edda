"""Cleaning: personal data of families and orders given to the program are kept out of what is written, and told."""

from collections.abc import Callable

from rupfam_assistant.dossier.alert import Alert
from rupfam_assistant.dossier.fields import change_texts, texts_of
from rupfam_assistant.dossier.schema import Dossier, field_name
from rupfam_assistant.french.wording import enumerate_all
from rupfam_assistant.guard.orders import without_orders
from rupfam_assistant.guard.personal import known_names, without_personal_data

OF_OFFICIALS = ("signatories", "members", "caf_name", "department", "annexes")
OF_BODIES = ("pilot", "partners")
"""Fields that name officials and bodies: these names are nobody's secret."""


def clean(dossier: Dossier) -> tuple[Dossier, tuple[Alert, ...]]:
    """The dossier without what must not be written, and the alerts that say where it was found and what it was, never repeating it.

    Texts stay at their place: one of which nothing is left is empty.
    """
    alerts: list[Alert] = []
    ordered = change_texts(dossier, _told(alerts, _without_orders))
    allowed = tuple(text for path, text in texts_of(ordered) if _is_official(path) or _is_body(path))
    families = known_names(
        [text for path, text in texts_of(ordered) if not _is_official(path) and not _is_body(path)], allowed
    )

    def without_people(path: str, text: str) -> tuple[str, Alert | None]:
        if _is_official(path):
            return text, None
        left, kinds = without_personal_data(text, allowed, families)
        return (left, _personal(path, kinds)) if kinds else (text, None)

    return change_texts(ordered, _told(alerts, without_people)), tuple(alerts)


def place(path: str) -> str:
    """A place of a dossier as the user reads it: "planned_actions.0.pilot" is "actions prévues, 1, pilote"."""
    return field_name(tuple(int(part) if part.isdigit() else part for part in path.split(".")))


def _told(alerts: list[Alert], clean_text: Callable[[str, str], tuple[str, Alert | None]]) -> Callable[[str, str], str]:
    """The change of a text that adds to the alerts what it tells."""

    def change(path: str, text: str) -> str:
        left, alert = clean_text(path, text)
        if alert is not None:
            alerts.append(alert)
        return left

    return change


def _without_orders(path: str, text: str) -> tuple[str, Alert | None]:
    left, found = without_orders(text)
    if not found:
        return text, None
    message = (
        f"Le champ « {place(path)} » contient un passage qui ressemble à une consigne donnée au programme :"
        " elle n’a pas été suivie et n’entre pas dans le projet. Relisez ce champ."
    )
    return left, Alert("instruction", message, field=path)


def _personal(path: str, kinds: tuple[str, ...]) -> Alert:
    message = (
        f"Le champ « {place(path)} » contient des données personnelles ({enumerate_all(kinds)}) :"
        " elles sont tenues hors du projet. Retirez-les du dossier."
    )
    return Alert("personal_data", message, field=path)


def _is_official(path: str) -> bool:
    return path.split(".")[0] in OF_OFFICIALS


def _is_body(path: str) -> bool:
    return any(part in OF_BODIES for part in path.split("."))
