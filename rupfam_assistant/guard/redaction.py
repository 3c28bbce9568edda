"""Redaction: personal data of families and orders given to the program are kept out of what is written, and told."""

from rupfam_assistant.dossier.alert import Alert
from rupfam_assistant.dossier.paths import FieldPath, change_texts, texts_of
from rupfam_assistant.dossier.schema import FIELDS, Dossier
from rupfam_assistant.french.typography import enumerate_all
from rupfam_assistant.guard.anonymization import anonymize
from rupfam_assistant.guard.injections import redact_injections
from rupfam_assistant.guard.personal import known_names


def redact(dossier: Dossier) -> tuple[Dossier, tuple[Alert, ...]]:
    """The dossier without what must not be written, and the alerts that say where it was found and what it was, never
    repeating it.

    Texts stay at their place: one of which nothing is left is empty.
    """
    alerts: list[Alert] = []

    def without_orders(path: FieldPath, text: str) -> str:
        left, found = redact_injections(text)
        if found:
            alerts.append(_injection(path))
        return left

    unordered = change_texts(dossier, without_orders)
    told = [*texts_of(unordered)]
    public = [text for path, text in told if _of_officials(path) or _of_bodies(path)]
    families = known_names([text for path, text in told if not _of_officials(path) and not _of_bodies(path)], public)

    def without_people(path: FieldPath, text: str) -> str:
        if _of_officials(path):
            return text
        left, kinds = anonymize(text, public, families)
        if kinds:
            alerts.append(_personal_data(path, kinds))
        return left

    return change_texts(unordered, without_people), tuple(alerts)


def _injection(path: FieldPath) -> Alert:
    message = (
        f"Le champ « {path.label} » contient un passage qui ressemble à une consigne donnée au programme :"
        " elle n’a pas été suivie et n’entre pas dans le projet. Relisez ce champ."
    )
    return Alert("instruction", message, fields=(path,))


def _personal_data(path: FieldPath, kinds: tuple[str, ...]) -> Alert:
    message = (
        f"Le champ « {path.label} » contient des données personnelles ({enumerate_all(kinds)}) :"
        " elles sont tenues hors du projet. Retirez-les du dossier."
    )
    return Alert("personal_data", message, fields=(path,))


def _of_officials(path: FieldPath) -> bool:
    return FIELDS[(path.root,)].names == "officials"


def _of_bodies(path: FieldPath) -> bool:
    return path.told is not None and path.told.names == "bodies"
