"""Entailment: a cross-encoder of the office's own (RUPFAM_NLI) that tells whether a passage implies a sentence."""

from collections.abc import Callable

from rupfam_assistant.errors import RupfamError

Entails = Callable[[str, str], bool]
"""Whether a passage (first) implies a sentence (second)."""


def open_entailment(name: str) -> Entails | None:
    """The cross-encoder of that name or folder, None for none; RupfamError when it cannot be opened or used so."""
    if not name:
        return None
    from sentence_transformers import CrossEncoder

    try:
        encoder = CrossEncoder(name, device="cpu", local_files_only=True)
    except (OSError, ValueError) as error:
        why = "ne s’ouvre pas : vérifiez RUPFAM_NLI (un dossier de cette machine)."
        raise RupfamError(f"Le modèle d’implication {name} {why}") from error
    labels = {int(number): str(label).lower() for number, label in encoder.config.id2label.items()}
    implied = next((number for number, label in labels.items() if label.startswith("entail")), None)
    if implied is None:
        why = "n’a pas d’étiquette « entailment » : donnez à RUPFAM_NLI un modèle d’implication."
        raise RupfamError(f"Le modèle {name} {why}")
    return lambda passage, sentence: int(encoder.predict([(passage, sentence)])[0].argmax()) == implied
