"""Cleaning: personal data of families and orders given to the program are kept out of what is written, and told."""

from collections.abc import Callable

from rupfam_assistant.dossier.alert import Alert
from rupfam_assistant.dossier.paths import FieldPath, change_texts, texts_of
from rupfam_assistant.dossier.schema import FIELDS, Dossier
from rupfam_assistant.french.typography import enumerate_all
from rupfam_assistant.guard.injections import redact_injections
from rupfam_assistant.guard.personal import known_names, without_personal_data


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

    def without_people(path: FieldPath, text: str) -> tuple[str, Alert | None]:
        if _is_official(path):
            return text, None
        left, kinds = without_personal_data(text, allowed, families)
        return (left, _personal(path, kinds)) if kinds else (text, None)

    return change_texts(ordered, _told(alerts, without_people)), tuple(alerts)


def _told(
    alerts: list[Alert], clean_text: Callable[[FieldPath, str], tuple[str, Alert | None]]
) -> Callable[[FieldPath, str], str]:
    """The change of a text that adds to the alerts what it tells."""

    def change(path: FieldPath, text: str) -> str:
        left, alert = clean_text(path, text)
        if alert is not None:
            alerts.append(alert)
        return left

    return change


def _without_orders(path: FieldPath, text: str) -> tuple[str, Alert | None]:
    left, found = redact_injections(text)
    if not found:
        return text, None
    message = (
        f"Le champ « {path.label} » contient un passage qui ressemble à une consigne donnée au programme :"
        " elle n’a pas été suivie et n’entre pas dans le projet. Relisez ce champ."
    )
    return left, Alert("instruction", message, fields=(path,))


def _personal(path: FieldPath, kinds: tuple[str, ...]) -> Alert:
    message = (
        f"Le champ « {path.label} » contient des données personnelles ({enumerate_all(kinds)}) :"
        " elles sont tenues hors du projet. Retirez-les du dossier."
    )
    return Alert("personal_data", message, fields=(path,))


def _is_official(path: FieldPath) -> bool:
    return FIELDS[(path.root,)].names == "officials"


def _is_body(path: FieldPath) -> bool:
    return path.told is not None and path.told.names == "bodies"
