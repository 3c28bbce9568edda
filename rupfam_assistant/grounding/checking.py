"""Checking: whether a passage supports a sentence, by rules and a cross-encoder, then by a model where they doubt."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.grounding.claims import Entails, Grounding, Verdict, check_claim, check_facts
from rupfam_assistant.grounding.words import read_words
from rupfam_assistant.models.connection import LanguageModel
from rupfam_assistant.models.faults import ModelError
from rupfam_assistant.models.masking import Mask
from rupfam_assistant.models.prompts import Messages, list_schema, object_schema, read_prompt, read_records

JUDGE = read_prompt("judge")
OPINIONS = {"oui": True, "non": False, "en partie": False, "partiellement": False}
JUDGEMENTS = list_schema(
    "juger",
    "Un avis par phrase.",
    object_schema({"numero": {"type": "integer"}, "avis": {"type": "string", "enum": [*OPINIONS][:3]}}),
)
CONTROL = "Ce passage fixe une amende de 750 euros pour les retards de 3 semaines."
"""A sentence that no passage supports, judged with the others: a judge that agrees to it is not believed."""

UNJUDGED, NO_DOUBT = 3.2, "aucun en particulier."
"""The log-odds of support from which a sentence needs no judge, where there is one; what a judge is told of the doubt
on another that is surely supported."""

LONGEST_CLAIM = 20_000
"""Characters of a sentence, or of a passage, that other programs may have checked one against the other."""

ACTS = frozenset(("loi", "decret", "ordonnance", "arrete", "directive", "reglement"))
LONGEST_JUDGEMENT, ROOM_PER_OPINION = 30.0, 60
"""The kinds of legal acts, folded; seconds beyond which no judge has judged; tokens of an opinion and its thoughts."""


@dataclass(frozen=True)
class Doubted:
    """A sentence that is neither surely supported nor surely not, what it was checked against, and that verdict."""

    passage: str
    sentence: str
    verdict: Verdict


@dataclass(frozen=True)
class Checker:
    """The check between a language model and the user: rules and a cross-encoder, then a model as judge if any."""

    grounding: Grounding
    judge: LanguageModel | None = None

    def check(self, passage: str, sentence: str) -> Verdict:
        """Whether the passage supports the sentence, why, and whether that leaves no doubt; no model is asked."""
        return _strange_act(passage, sentence) or check_claim(passage, sentence, self.grounding)

    def check_facts(self, sources: str, text: str) -> Verdict:
        """Whether the facts of a text that is no answer stand in what it is drawn from."""
        return _strange_act(sources, text) or check_facts(sources, text, self.grounding.language)

    def verify(self, passage: str, sentence: str) -> Verdict:
        """The last word on a sentence: that of the judge where one is to be asked."""
        verdict = self.check(passage, sentence)
        return self.settle([Doubted(passage, sentence, verdict)])[0] if self.is_to_judge(verdict) else verdict

    def is_to_judge(self, verdict: Verdict) -> bool:
        """Whether a verdict leaves a doubt, or is short of UNJUDGED where there is a judge, who may overturn it."""
        return not verdict.sure or (self.judge is not None and verdict.odds < UNJUDGED)

    def settle(self, doubted: Sequence[Doubted]) -> list[Verdict]:
        """The verdicts of the judge on some sentences, asked at once and in its own time; those of the check where
        there is no judge, or where it fails, says nothing, or agrees to anything."""
        if self.judge is None or not doubted:
            return [one.verdict for one in doubted]
        until = time.monotonic() + min(LONGEST_JUDGEMENT, self.judge.timeout)
        room = ROOM_PER_OPINION * (len(doubted) + 1) + 500
        try:
            said = read_opinions(self.judge.complete(judge_messages(doubted), until, schema=JUDGEMENTS, room=room))
        except ModelError as fault:
            return [_unjudged(one.verdict, str(fault)) for one in doubted]
        if said.get(len(doubted) + 1):
            return [_unjudged(one.verdict, "il approuve tout.") for one in doubted]
        return [_judged(one.verdict, said.get(number), self.judge.name) for number, one in enumerate(doubted, 1)]


def judge_messages(doubted: Sequence[Doubted]) -> Messages:
    """What asks a model whether passages support sentences, the control last; people are markers."""
    mask = Mask([text for one in doubted for text in (one.passage, one.sentence)])
    told = [(one.passage, one.sentence, NO_DOUBT if one.verdict.sure else one.verdict.reason) for one in doubted]
    told.append((doubted[0].passage, CONTROL, "Le passage ne dit rien de cela."))
    asked = [
        f"{number}. Passage : {mask.hide(passage)}\nPhrase : {mask.hide(sentence)}\nDoute : {mask.hide(reason)}"
        for number, (passage, sentence, reason) in enumerate(told, 1)
    ]
    return [("system", JUDGE), ("user", "\n\n".join(asked))]


def read_opinions(reply: str) -> dict[int, bool]:
    """Whether each sentence is supported, by its number, wherever a judge says it: in JSON, in numbered lines, or alone
    for the first one."""
    found = dict[int, bool]()
    for record in read_records([reply], "avis"):
        number, opinion = record.get("numero", 1), OPINIONS.get(str(record["avis"]).strip(" .").lower())
        if isinstance(number, int) and opinion is not None:
            found[number] = opinion
    spoken = reply.rpartition("</think>")[2]
    for match in () if found else re.finditer(rf"(?im)^\W*(?:(\d+)\W+)?({'|'.join(OPINIONS)})\b", spoken):
        found.setdefault(int(match[1] or 1), OPINIONS[match[2].lower()])
    return found


def open_entailment(name: str) -> Entails | None:
    """The cross-encoder of RUPFAM_NLI, name or folder, None for none; RupfamError when it cannot be opened or used."""
    if not name:
        return None
    import numpy as np
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

    def entails(passage: str, sentence: str) -> float:
        logits = encoder.predict([(passage, sentence)])[0]
        return float(logits[implied] - np.max(np.delete(logits, implied)))

    return entails


def _strange_act(passage: str, sentence: str) -> Verdict | None:
    """The verdict on a sentence that names a legal act of another kind than the passage does."""
    pairs = pairwise(read_words(sentence))
    after = ((word.folded.rstrip("s"), f"{one.folded} {sentence[one.end :].lstrip()[:1]}") for word, one in pairs)
    numbered = (word for word, sign in after if re.match(r"d[eu] \d|no |n °", sign))  # "n° 2021", "du 3 mars"
    known = {word.folded.rstrip("s") for word in read_words(passage)}
    other = next((act for act in sorted(numbered) if act in ACTS and act not in known), None)
    return Verdict(False, f"La phrase parle d’un texte ({other}) que le passage ne nomme pas.") if other else None


def _judged(verdict: Verdict, opinion: bool | None, judge: str) -> Verdict:
    if opinion is None:
        return _unjudged(verdict, "il n’a dit ni oui ni non.")
    appraisal = "appuie la phrase" if opinion else "n’appuie pas toute la phrase"
    return Verdict(opinion, f"Le modèle {judge} juge que le passage {appraisal}.")


def _unjudged(verdict: Verdict, why: str) -> Verdict:
    """A verdict that no judge confirmed: what was sure still is."""
    return verdict if verdict.sure else replace(verdict, reason=f"{verdict.reason} Le modèle n’a pas jugé : {why}")
