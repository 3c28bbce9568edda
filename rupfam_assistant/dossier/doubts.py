"""What an officer is not sure of, in her own dossier: it is asked back, and a blank stands for it in the draft."""

import re

from rupfam_assistant.dossier.alert import MARKER, Alert, Remedy
from rupfam_assistant.dossier.paths import FieldPath, change_texts
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.french.clauses import tidy, without
from rupfam_assistant.french.doubts import find_doubts, is_reminder, without_asking, without_courtesy

ASKED = ("territory_needs", "figures", "priorities", "planned_actions", "signatories")
"""The fields whose words the convention prints."""


def settle_doubts(dossier: Dossier) -> tuple[Dossier, tuple[Alert, ...]]:
    """The dossier without what is doubtful: a blank stands for a field that is but a doubt, nothing for such a need, a
    priority or who signs; an alert asks each doubt back, and proposes the words that would answer it."""
    alerts: list[Alert] = []

    def settle(path: FieldPath, text: str) -> str:
        if path.root not in ASKED or MARKER in text:
            return text
        text = without_courtesy(text)
        spans = find_doubts(text)
        either = text.split(" ou ") if path.name == "pilot" and not spans else []
        if len(either) == 2:
            message = f"Le champ « {path.label} » hésite : « {text} ». Qui pilote ?"
            remedies = tuple(Remedy(f"Retenir « {one} »", one, (path,)) for one in either)
            alerts.append(Alert("missing", message, tuple(either), (path,), remedies=remedies))
        if not spans:
            return text or (MARKER if path.name == "text" else "")
        said = tidy(without(text, spans, " "), text).rstrip(" .,;")
        if is_reminder(text[slice(*spans[0])]):
            return said
        marked = all("?" in text[start:end] and end - start < 3 for start, end in spans)
        doubt = text if marked or not said else text[slice(*spans[0])].strip("() ")
        message = f"Le champ « {path.label} » porte un doute, « {doubt} » : confirmez-le ou précisez-le."
        kept = said if marked else without_asking(text) if path.name == "text" and not said else ""
        remedy = (Remedy(f"Retenir « {kept} »", kept, (path,)),) if kept else ()
        alerts.append(Alert("missing", message, (doubt,), (path,), remedies=remedy))
        if path.name in ("territory_needs", "priorities", "text"):
            return said or ("" if path.name != "text" else MARKER)
        if path.root == "signatories":
            return said if path.name == "body" or re.search(r"(?i)\b(?:M|Mme|Me|monsieur|madame)\b", said) else ""
        return MARKER if marked or not said else f"{said} {MARKER}"

    return change_texts(dossier, settle), tuple(alerts)
