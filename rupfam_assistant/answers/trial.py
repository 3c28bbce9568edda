"""The trial of a language model: one question asked as the program asks, and what it shows of the model, on one
screen."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from rupfam_assistant.answers.answering import Answering
from rupfam_assistant.answers.fluent import Prompt, locate, log_sent, make_prompt
from rupfam_assistant.answers.reply import Answer
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.grounding.checking import Checker
from rupfam_assistant.models.connection import REFUSED, Chunk, LanguageModel, ModelError, counting_tokens
from rupfam_assistant.models.masking import Mask
from rupfam_assistant.models.prompts import Claim, read_claims, tokens

QUESTION = "Quel est le préavis pour dénoncer la convention ?"
MOST_CHARACTERS_PER_TOKEN = 5.5
"""French makes more tokens than one for that many characters: a server that counts fewer has cut the prompt."""

NONE = (
    "Aucun modèle de langue n’est réglé : donnez RUPFAM_LLM (par exemple « ollama:NOM »),"
    " puis relancez « rupfam check-llm »."
    " Sans modèle, tout fonctionne : les réponses sont des extraits."
)


@dataclass(frozen=True)
class Timed:
    """A reply: its chunks, the seconds until the first word and until the end."""

    chunks: tuple[Chunk, ...]
    first: float
    total: float

    @property
    def text(self) -> str:
        """The words of the reply."""
        return "".join(chunk.text for chunk in self.chunks)

    @property
    def counted(self) -> tuple[int, int]:
        """The tokens of the prompt and of the reply as the server counts them, 0 where it does not."""
        return max((chunk.prompt_tokens for chunk in self.chunks), default=0), max(
            (chunk.reply_tokens for chunk in self.chunks), default=0
        )


def try_model(answering: Answering, model: LanguageModel | None, checker: Checker) -> str:
    """The screen of `rupfam check-llm`; RupfamError when there is no model, ModelError when it fails."""
    if model is None:
        raise RupfamError(NONE)
    extractive = answering.ask(QUESTION)
    assert isinstance(extractive, Answer)
    prompt = make_prompt(QUESTION, (), extractive, answering.knowledge, model.context, Mask((QUESTION,)))
    log_sent(model, prompt.messages)
    timed = _ask(model, prompt)
    claims = [claim for claim in read_claims([timed.text]) if claim]
    until = model.deadline()
    supported = sum(locate(claim, prompt, answering.knowledge, checker, until) is not None for claim in claims)
    contents = answering.knowledge.contents
    founding = sum(passage.document in contents.founding for passage in contents.passages)
    rows = {
        "Modèle": model.told.removeprefix("Modèle "),
        "Essai": f"« {QUESTION} »",
        "Réponse": f"oui, en {_seconds(timed.total)}",
        "Au fil de l’eau": _streaming(timed),
        "Format": _format(claims, supported),
        "Vitesse": _speed(timed),
        "Coût": _cost(prompt, timed),
        "Contexte": _context(model, prompt, timed, founding),
    }
    width = max(map(len, rows)) + 2
    return "".join(f"{name.ljust(width)}{told}\n" for name, told in rows.items())


def _ask(model: LanguageModel, prompt: Prompt) -> Timed:
    """The reply, tokens counted where the server agrees to."""
    try:
        return _timed(counting_tokens(model), prompt)
    except ModelError as fault:
        if fault.status not in REFUSED:
            raise
        return _timed(model, prompt)


def _timed(model: LanguageModel, prompt: Prompt) -> Timed:
    started, first, chunks = time.monotonic(), 0.0, []
    for chunk in model.chunks(prompt.messages):
        first = first or (time.monotonic() - started if chunk.text else 0.0)
        chunks.append(chunk)
    if not any(chunk.text for chunk in chunks):
        raise ModelError(f"Le modèle {model.name} ne répond rien : vérifiez RUPFAM_LLM et RUPFAM_LLM_CONTEXT.")
    return Timed(tuple(chunks), first, time.monotonic() - started)


def _streaming(timed: Timed) -> str:
    count = sum(bool(chunk.text) for chunk in timed.chunks)
    return f"oui, premier mot après {_seconds(timed.first)}" if count > 1 else "non : la réponse vient d’un bloc"


def _format(claims: Sequence[Claim], supported: int) -> str:
    if not claims:
        return "non suivi : aucune phrase lisible ; les réponses resteront des extraits. Essayez un modèle plus grand."
    lines = "1 phrase lue" if len(claims) == 1 else f"{len(claims)} phrases lues"
    return f"suivi : {lines}, dont {supported} avec ses mots retrouvés dans les textes et appuyée par eux"


def _speed(timed: Timed) -> str:
    written = timed.counted[1] or tokens(timed.text)
    writing = timed.total - timed.first
    return f"{_number(written / writing)} jetons par seconde" if writing > 0 else "non mesurée"


def _cost(prompt: Prompt, timed: Timed) -> str:
    sent, written = timed.counted
    how = "comptés par le serveur" if sent else "estimés : le serveur ne compte pas"
    given, back = _number(sent or _estimated(prompt)), _number(written or tokens(timed.text))
    return f"{given} jetons envoyés et {back} écrits par question ({how})"


def _context(model: LanguageModel, prompt: Prompt, timed: Timed, founding: int) -> str:
    counted = timed.counted[0]
    length = sum(len(text) for _, text in prompt.messages)
    if 0 < counted < length / MOST_CHARACTERS_PER_TOKEN:
        read = f"trop petit : le serveur n’a lu que {_number(counted)} jetons"
        return f"{read} ; agrandissez celui du modèle, ou baissez RUPFAM_LLM_CONTEXT."
    told = f"{_number(model.context)} jetons (RUPFAM_LLM_CONTEXT)"
    if len(prompt.passages) < founding:
        sent = f"seuls les {len(prompt.passages)} passages les plus proches sont envoyés"
        return f"{told} : les deux textes n’y tiennent pas, {sent}"
    return f"{told} : les deux textes entiers y tiennent"


def _estimated(prompt: Prompt) -> int:
    return sum(tokens(text) for _, text in prompt.messages)


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f}\u202fs".replace(".", ",")


def _number(value: float) -> str:
    return f"{value:,.0f}".replace(",", "\u202f")
