"""Redaction: personal data and orders given to the program are kept out of what is written of a dossier."""

from rupfam_assistant.dossier.alert import Alert, Remedy
from rupfam_assistant.dossier.paths import FieldPath, change_texts, texts_of
from rupfam_assistant.dossier.schema import FIELDS, Dossier
from rupfam_assistant.french.typography import enumerate_all
from rupfam_assistant.french.words import fold
from rupfam_assistant.guard.anonymization import anonymize
from rupfam_assistant.guard.injections import redact_injections
from rupfam_assistant.guard.names import NAME, name_words
from rupfam_assistant.guard.personal import known_names

ORDER = "une consigne donnée au programme : elle n’a pas été suivie et n’entre pas dans le projet. Relisez ce champ."
PERSONAL = "des données personnelles ({}) : elles sont tenues hors du projet. Retirez-les du dossier."
KEPT = "garder"
"""What is said of an order, of personal data; what the officer decides of a name."""


def redact(dossier: Dossier) -> tuple[Dossier, tuple[Alert, ...]]:
    """The dossier without what must not be written, texts at their place, and alerts that repeat none of it."""
    alerts: list[Alert] = []

    def without_orders(path: FieldPath, text: str) -> str:
        left, found = redact_injections(text) if path.root != "constraints" else (text, False)
        if found:
            message = f"Le champ « {path.label} » contient un passage qui ressemble à {ORDER}"
            alerts.append(Alert("instruction", message, fields=(path,)))
        return text if path.root == "constraints" else left

    unordered = change_texts(dossier, without_orders)
    told = [*texts_of(unordered)]
    public = [text for path, text in told if _whose(path)]
    kept = frozenset(fold(one.original) for one in dossier.decisions if (one.about, one.value) == ("withheld", KEPT))
    kept_words = frozenset[str]().union(*map(name_words, kept))
    families = known_names([text for path, text in told if not _whose(path)], public) - kept_words

    def without_people(path: FieldPath, text: str) -> str:
        spared = _whose(path) == "officials" or path.root in ("constraints", "decisions")  # read, never printed
        left, found = (text, ()) if spared else anonymize(text, public, families, kept)
        if found:
            kinds = tuple(dict.fromkeys(one.kind for one in found))
            message = f"Le champ « {path.label} » contient {PERSONAL.format(enumerate_all(kinds))}"
            named = dict.fromkeys(text[one.start : one.end] for one in found if one.kind == NAME)
            keep = [Remedy(f"Garder « {name} »", KEPT, (path,), "withheld", name) for name in named]
            remedies = (Remedy("Retirer", left, (path,)), *keep)
            alerts.append(Alert("personal_data", message, fields=(path,), remedies=remedies))
        return left

    return change_texts(unordered, without_people), tuple(alerts)


def _whose(path: FieldPath) -> str:
    """Whether the names in a field are those of "officials" or of "bodies", which nobody hides; "" for neither."""
    return FIELDS[(path.root,)].names or (path.told.names if path.told else "")
