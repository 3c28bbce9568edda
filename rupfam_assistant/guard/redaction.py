"""Redaction: personal data of families and orders given to the program are kept out of what is written, and told."""

from rupfam_assistant.dossier.alert import Alert
from rupfam_assistant.dossier.paths import FieldPath, change_texts, texts_of
from rupfam_assistant.dossier.schema import FIELDS, Dossier
from rupfam_assistant.french.typography import enumerate_all
from rupfam_assistant.guard.anonymization import anonymize
from rupfam_assistant.guard.injections import redact_injections
from rupfam_assistant.guard.personal import known_names

ORDER = "une consigne donnée au programme : elle n’a pas été suivie et n’entre pas dans le projet. Relisez ce champ."
PERSONAL = "des données personnelles ({}) : elles sont tenues hors du projet. Retirez-les du dossier."


def redact(dossier: Dossier) -> tuple[Dossier, tuple[Alert, ...]]:
    """The dossier without what must not be written, texts at their place, and alerts that repeat none of it."""
    alerts: list[Alert] = []

    def without_orders(path: FieldPath, text: str) -> str:
        left, found = redact_injections(text)
        if found:
            message = f"Le champ « {path.label} » contient un passage qui ressemble à {ORDER}"
            alerts.append(Alert("instruction", message, fields=(path,)))
        return left

    unordered = change_texts(dossier, without_orders)
    told = [*texts_of(unordered)]
    public = [text for path, text in told if _whose(path)]
    families = known_names([text for path, text in told if not _whose(path)], public)

    def without_people(path: FieldPath, text: str) -> str:
        left, kinds = (text, ()) if _whose(path) == "officials" else anonymize(text, public, families)
        if kinds:
            message = f"Le champ « {path.label} » contient {PERSONAL.format(enumerate_all(kinds))}"
            alerts.append(Alert("personal_data", message, fields=(path,)))
        return left

    return change_texts(unordered, without_people), tuple(alerts)


def _whose(path: FieldPath) -> str:
    """Whether the names in a field are those of "officials" or of "bodies", which nobody hides; "" for neither."""
    return FIELDS[(path.root,)].names or (path.told.names if path.told else "")
