"""Checking: whether a passage supports a sentence, by rules first, then by the office's own models if it has some."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.grounding.claims import Grounding, Verdict, check_claim
from rupfam_assistant.grounding.words import read_words
from rupfam_assistant.models.connection import LanguageModel, ModelError
from rupfam_assistant.models.masking import Mask
from rupfam_assistant.models.prompts import read_prompt

JUDGE = read_prompt("judge")

ACTS = frozenset(("loi", "decret", "ordonnance", "arrete", "directive", "reglement"))
LONGEST_JUDGEMENT = 10.0
Entails = Callable[[str, str], bool]
"""The kinds of legal acts, folded; seconds beyond which no judge has judged; whether a passage implies a sentence."""


@dataclass(frozen=True)
class Checker:
    """The check between a language model and the user: rules, then a cross-encoder and a model as judge, if any."""

    grounding: Grounding
    entails: Entails | None = None
    judge: LanguageModel | None = None

    def check(self, passage: str, sentence: str, until: float | None = None) -> Verdict:
        """Whether the passage supports the sentence, and why, by `until` (monotonic); a model can only reject more."""
        verdict = _strange_act(passage, sentence) or check_claim(passage, sentence, self.grounding)
        if not verdict.supported:
            return verdict
        if self.entails is not None and not self.entails(passage, sentence):
            return Verdict(False, "Le modèle d’implication ne trouve pas la phrase dans le passage.")
        return verdict if self.judge is None else _judged(passage, sentence, verdict, self.judge, until)


def open_entailment(name: str) -> Entails | None:
    """The cross-encoder of RUPFAM_NLI, name or folder, None for none; RupfamError when it cannot be opened or used."""
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


def _strange_act(passage: str, sentence: str) -> Verdict | None:
    """The verdict on a sentence that names a legal act of another kind than the passage does."""
    pairs = pairwise(read_words(sentence))
    after = ((word.folded.rstrip("s"), f"{one.folded} {sentence[one.end :].lstrip()[:1]}") for word, one in pairs)
    numbered = (word for word, sign in after if re.match(r"d[eu] \d|no |n °", sign))  # "n° 2021", "du 3 mars"
    known = {word.folded.rstrip("s") for word in read_words(passage)}
    other = next((act for act in sorted(numbered) if act in ACTS and act not in known), None)
    return Verdict(False, f"La phrase parle d’un texte ({other}) que le passage ne nomme pas.") if other else None


def _judged(passage: str, sentence: str, verdict: Verdict, judge: LanguageModel, until: float | None) -> Verdict:
    """The verdict of the model asked as a judge; that of the rules when it fails, or answers anything but yes or no."""
    mask = Mask((passage, sentence))
    messages = [("system", JUDGE), ("user", f"Passage :\n{mask.hide(passage)}\n\nPhrase :\n{mask.hide(sentence)}")]
    latest = min(time.monotonic() + LONGEST_JUDGEMENT, judge.deadline() if until is None else until)
    try:
        told = re.sub(r"\W", "", judge.complete(messages, latest)).upper()
    except ModelError as fault:
        return replace(verdict, reason=f"{verdict.reason} Le modèle n’a pas jugé : {fault}")
    if told == "NON":
        return Verdict(False, f"Le modèle {judge.name} juge que le passage n’appuie pas la phrase.")
    unjudged = f"{verdict.reason} Le modèle n’a pas jugé : il n’a dit ni oui ni non."
    return verdict if told == "OUI" else replace(verdict, reason=unjudged)
