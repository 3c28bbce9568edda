"""The trial of a language model: a few questions asked as the program asks, and what they show of the model, on one
screen."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from rupfam_assistant.answers.answering import Answering
from rupfam_assistant.answers.fluent import Appraisal, Prompt, appraise, make_prompt
from rupfam_assistant.answers.reply import Answer
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.french import analyse
from rupfam_assistant.french.words import STOP_WORDS
from rupfam_assistant.grounding.checking import Checker, Doubted
from rupfam_assistant.models.connection import Chunk, LanguageModel
from rupfam_assistant.models.faults import FORMS
from rupfam_assistant.models.masking import Mask
from rupfam_assistant.models.prompts import CLAIMS, read_claims, tokens

QUESTIONS = (
    "Quel est le préavis pour dénoncer la convention ?",
    "Quels sont les axes stratégiques de la convention-cadre ?",
    "À quelle fréquence l’instance départementale se réunit-elle ?",
)
TRUE, FALSE = "Le préavis est de deux mois.", "Chaque partie doit motiver la dénonciation devant le préfet."
"""What a judge must tell apart, beside the quotes that answer the first question."""

LEAST_FRENCH = 0.2
"""The share of small French words in any French text."""

MOST_CHARACTERS_PER_TOKEN = 5.5
"""French makes more tokens than one for that many characters: a server that counts fewer has cut the prompt."""

NONE = (
    "Aucun modèle de langue n’est réglé : donnez RUPFAM_LLM (par exemple « ollama:NOM »),"
    " puis relancez « rupfam check-llm »."
    " Sans modèle, tout fonctionne : les réponses sont des extraits."
)


@dataclass(frozen=True)
class Timed:
    """A reply: its chunks, its words, the seconds until the first one and until the end."""

    chunks: tuple[Chunk, ...]
    text: str
    first: float
    total: float

    @property
    def counted(self) -> tuple[int, int]:
        """The tokens of the prompt and of the reply as the server counts them, 0 where it does not."""
        told = [(0, 0), *((chunk.prompt_tokens, chunk.reply_tokens) for chunk in self.chunks)]
        return max(sent for sent, _ in told), max(written for _, written in told)


def try_model(answering: Answering, model: LanguageModel | None, checker: Checker) -> str:
    """The screen of `rupfam check-llm`; RupfamError when there is no model, ModelError when it fails."""
    if model is None:
        raise RupfamError(NONE)
    trials = [_try(question, answering, model, checker) for question in QUESTIONS]
    first = trials[0]
    contents = answering.knowledge.contents
    founding = sum(passage.document in contents.founding for passage in contents.passages)
    rows = {
        "Modèle": model.told.removeprefix("Modèle "),
        "Réponse": f"oui, en {_seconds(sum(trial.timed.total for trial in trials) / len(trials))} par question",
        "Au fil de l’eau": _streaming(first.timed),
        "Forme": model.form,
        "Français": _french(" ".join(piece.claim.sentence for trial in trials for piece in trial.pieces)),
        "Juge": _judge(first, checker),
        "Vitesse": _speed(first.timed),
        "Coût": _cost(first.prompt, first.timed),
        "Contexte": _context(model, first.prompt, first.timed, founding),
        **{f"Essai {number}": f"« {one.question} » : {_checked(one.pieces)}" for number, one in enumerate(trials, 1)},
    }
    width = max(map(len, rows)) + 2
    return "".join(f"{name.ljust(width)}{told}\n" for name, told in rows.items())


@dataclass(frozen=True)
class Trial:
    """A question asked of a model: what was sent, what came, its sentences checked."""

    question: str
    prompt: Prompt
    timed: Timed
    pieces: tuple[Appraisal, ...]


def _try(question: str, answering: Answering, model: LanguageModel, checker: Checker) -> Trial:
    """A question asked with one form of schema, then with the next as long as nothing can be read."""
    found = answering.ask(question)
    assert isinstance(found, Answer)
    prompt = make_prompt(question, (), found, answering.knowledge, model.context, Mask((question,)))
    while True:
        timed = _timed(model, prompt)
        claims = [claim for claim in read_claims([timed.text]) if claim.sentence]
        if claims or model.refused.issuperset(FORMS):
            pieces = tuple(appraise(claim, prompt, answering.knowledge, checker) for claim in claims)
            return Trial(question, prompt, timed, pieces)
        model.distrust_form()


def _timed(model: LanguageModel, prompt: Prompt) -> Timed:
    started, first, chunks = time.monotonic(), 0.0, []
    for chunk in model.chunks(prompt.messages, schema=CLAIMS, counted=True):
        first = first or (time.monotonic() - started if chunk.text else 0.0)
        chunks.append(chunk)
    return Timed(tuple(chunks), "".join(chunk.text for chunk in chunks), first, time.monotonic() - started)


def _streaming(timed: Timed) -> str:
    count = sum(bool(chunk.text) for chunk in timed.chunks)
    return f"oui, premier mot après {_seconds(timed.first)}" if count > 1 else "non : la réponse vient d’un bloc"


def _french(text: str) -> str:
    words = [word.folded for word in analyse(text).words]
    if not words:
        return "non mesuré : aucune phrase lisible"
    share = sum(word in STOP_WORDS for word in words) / len(words)
    return "oui" if share >= LEAST_FRENCH else "non : ses phrases ne semblent pas en français"


def _judge(trial: Trial, checker: Checker) -> str:
    """Whether the model, asked as a judge, tells a true sentence from a false one."""
    passage = trial.prompt.nearest
    true, false = checker.settle([Doubted(passage, said, checker.check(passage, said)) for said in (TRUE, FALSE)])
    if not (true.sure and false.sure):
        return f"non lu : les phrases douteuses seront dites « non relues ». {(false if true.sure else true).reason}"
    if true.supported and not false.supported:
        return "lu : il approuve une phrase vraie, pas une fausse"
    return "lu, mais il se trompe sur une phrase d’essai"


def _checked(pieces: Sequence[Appraisal]) -> str:
    if not pieces:
        return "aucune phrase lisible ; la réponse resterait des extraits. Essayez un modèle plus grand."
    sure = [piece.verdict.supported for piece in pieces if piece.verdict.sure]
    doubted = len(pieces) - len(sure)
    lines = "1 phrase lue" if len(pieces) == 1 else f"{len(pieces)} phrases lues"
    return f"{lines} : {sure.count(True)} appuyées par les textes, {doubted} à relire, {sure.count(False)} à retirer"


def _speed(timed: Timed) -> str:
    written = timed.counted[1] or tokens(timed.text)
    writing = timed.total - timed.first
    return f"{_number(written / writing)} jetons par seconde" if writing > 0 else "non mesurée"


def _cost(prompt: Prompt, timed: Timed) -> str:
    sent, written = timed.counted
    how = "comptés par le serveur" if sent else "estimés : le serveur ne compte pas"
    estimated = sum(tokens(text) for _, text in prompt.messages)
    given, back = _number(sent or estimated), _number(written or tokens(timed.text))
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


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f}\u202fs".replace(".", ",")


def _number(value: float) -> str:
    return f"{value:,.0f}".replace(",", "\u202f")
