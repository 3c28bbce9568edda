"""Fluent answers: a language model's sentences, each located in the texts and checked before it is shown."""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from rupfam_assistant.answers.knowledge import Knowledge
from rupfam_assistant.answers.reply import Answer, Citation, Excerpt
from rupfam_assistant.french.words import stems
from rupfam_assistant.grounding.checking import Checker
from rupfam_assistant.guard.injections import detect_injections
from rupfam_assistant.models.connection import LanguageModel, ModelError
from rupfam_assistant.models.masking import Mask
from rupfam_assistant.models.prompts import (
    Claim,
    Messages,
    Source,
    fits,
    question_messages,
    read_claims,
    standalone_messages,
)
from rupfam_assistant.texts.passages import Passage
from rupfam_assistant.texts.quotes import find_quote

SEARCH, WRITING, CHECKING = "Recherche", "Rédaction", "Vérification"
MOST_CLAIMS = 8
MOST_LOCAL = 4
"""Passages of the added documents that are sent beside the two texts."""

LAST_QUESTIONS = 4
KEPT = 0.5
"""The share of a model's sentences that must pass the check for its answer to be shown."""

SHORTEST_QUOTE = 8
"""Characters below which words prove nothing."""

AROUND = ' \t\n\u00a0\u202f«»"“”….,;:'
"""What a model adds around the words that it copies."""

FALLBACK = "La réponse reprend donc les textes, mot pour mot."


@dataclass(frozen=True)
class Step:
    """Where the answer is at: SEARCH, WRITING or CHECKING, and the answer with the sentences checked so far."""

    name: str
    answer: Answer | None = None


@dataclass(frozen=True)
class Prompt:
    """What a model is asked, and the passages that its numbers stand for, each with the words that it is shown of
    it."""

    messages: Messages
    passages: tuple[Passage, ...]
    words: tuple[str, ...]


def write_answer(
    asked: str,
    history: Sequence[str],
    extractive: Answer,
    knowledge: Knowledge,
    model: LanguageModel,
    checker: Checker,
    until: float,
) -> Iterator[Step | Answer]:
    """The steps, then the answer: the model's checked sentences, or the extracts with a notice that says why; by
    `until` at the latest."""
    yield Step(WRITING)
    mask = Mask((asked, *history))
    prompt = make_prompt(asked, history[-LAST_QUESTIONS:], extractive, knowledge, model.context, mask)
    log_sent(model, prompt.messages)
    extracts = replace(extractive, sent=(*extractive.sent, prompt.messages[-1][1]))
    kept: list[Excerpt] = []
    dropped, silent = 0, False
    claims = _distinct(_restored(claim, mask) for claim in read_claims(model.stream(prompt.messages, until)))
    try:
        for claim in islice(claims, MOST_CLAIMS):
            excerpt = locate(claim, prompt, knowledge, checker, until) if claim else None
            kept, dropped, silent = (
                [*kept, *([excerpt] if excerpt else [])],
                dropped + bool(claim and not excerpt),
                claim is None,
            )
            yield Step(
                CHECKING,
                replace(extracts, plain="", excerpts=tuple(kept), beside=(), notes=(), mode=model.name)
                if kept
                else None,
            )
    except ModelError as fault:
        yield fall_back(extracts, str(fault))
        return
    if not kept or len(kept) < KEPT * (len(kept) + dropped):
        yield fall_back(extracts, _unsupported(model.name, len(kept), dropped, silent))
    else:
        yield replace(
            extracts,
            plain="",
            excerpts=tuple(kept),
            beside=(),
            notes=(*_dropped_notes(dropped), *extractive.notes),
            mode=model.name,
        )


def fall_back(extractive: Answer, why: str) -> Answer:
    """The extracts, with the sentence that says why the model did not write."""
    return replace(extractive, notes=(f"{why} {FALLBACK}", *extractive.notes))


def make_prompt(
    asked: str, history: Sequence[str], extractive: Answer, knowledge: Knowledge, context: int, mask: Mask
) -> Prompt:
    """Both founding texts whole, then what was found in the added documents, when they fit; else the passages found
    that fit, best first."""
    question, earlier = mask.hide(asked), [mask.hide(text) for text in history]
    founding = knowledge.contents.founding
    whole = tuple(passage for passage in knowledge.contents.passages if passage.document in founding)
    found = tuple(dict.fromkeys(hit.passage for hit in extractive.hits))
    local = tuple(passage for passage in found if passage.document not in founding)[:MOST_LOCAL]

    def prompt(always: Sequence[Passage], chosen: Sequence[Passage]) -> Prompt:
        words = (*(passage.text for passage in always), *(_without_orders(passage.text) for passage in chosen))
        sources = [
            Source(_place(passage, knowledge), text) for passage, text in zip((*always, *chosen), words, strict=True)
        ]
        hidden = [Source(source.place, mask.hide(source.text)) for source in sources[len(always) :]]
        return Prompt(question_messages(question, earlier, sources[: len(always)], hidden), (*always, *chosen), words)

    for count in range(len(local), -1, -1):
        everything = prompt(whole, local[:count])
        if fits(everything.messages, context):
            return everything
    fitting = prompt((), ())
    for passage in found:
        longer = prompt((), (*fitting.passages, passage))
        fitting = longer if fits(longer.messages, context) else fitting
    return fitting


def locate(claim: Claim, prompt: Prompt, knowledge: Knowledge, checker: Checker, until: float) -> Excerpt | None:
    """The claim with the sentences of the texts that it leans on; None when its words are not there, or do not support
    it."""
    named = [number for number in dict.fromkeys(claim.passages) if 1 <= number <= len(prompt.passages)]
    places = _places(claim, prompt, named, knowledge) or _places(
        claim, prompt, range(1, len(prompt.passages) + 1), knowledge
    )
    words = "\n".join(prompt.words[number - 1] for number in places)
    if not places or not checker.check(words, claim.sentence, until).supported:
        return None
    return Excerpt(
        (), tuple(dict.fromkeys(citation for found in places.values() for citation in found)), sentence=claim.sentence
    )


def rewriting_messages(asked: str, history: Sequence[str], mask: Mask) -> Messages:
    """What asks a model for a follow-up as a question that stands alone."""
    return standalone_messages(mask.hide(asked), [mask.hide(text) for text in history[-LAST_QUESTIONS:]])


def rewrite_question(
    messages: Messages, asked: str, history: Sequence[str], model: LanguageModel, mask: Mask, until: float
) -> str:
    """A follow-up as a question that stands alone, by the model; as it was asked when the model adds words. ModelError
    when it fails."""
    log_sent(model, messages)
    told = mask.restore(model.complete(messages, until)).strip()
    known = {stem for text in (asked, *history) for stem in stems(text)}
    return told if told and set(stems(told)) <= known and len(told) <= 4 * len(asked) + 200 else asked


def log_sent(model: LanguageModel, messages: Messages) -> None:
    """Writes in the log how much was sent and its hash, never the words."""
    text = "\n".join(text for _, text in messages)
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
    logging.getLogger(__name__).info("%s : %d caractères envoyés, sha256 %s", model.told, len(text), digest)


def _restored(claim: Claim | None, mask: Mask) -> Claim | None:
    return claim and replace(claim, sentence=mask.restore(claim.sentence), words=tuple(map(mask.restore, claim.words)))


def _distinct(claims: Iterable[Claim | None]) -> Iterator[Claim | None]:
    """The claims until the model says that there is nothing to say, a sentence said twice once."""
    said = set()
    for claim in claims:
        if claim is None:
            yield None
            return
        if claim.sentence not in said:
            said.add(claim.sentence)
            yield claim


def _places(
    claim: Claim, prompt: Prompt, numbers: Iterable[int], knowledge: Knowledge
) -> dict[int, tuple[Citation, ...]]:
    """The passages, of those numbers, that hold words of the claim, with the sentences where they stand; a model may
    have miscounted."""
    found = {
        number: tuple(_citations(claim, prompt.passages[number - 1], prompt.words[number - 1], knowledge))
        for number in numbers
    }
    return {number: citations for number, citations in found.items() if citations}


def _citations(claim: Claim, passage: Passage, shown: str, knowledge: Knowledge) -> Iterator[Citation]:
    for quote in (words.strip(AROUND) for words in claim.words):
        if len(quote) < SHORTEST_QUOTE or not find_quote(shown, quote):
            continue
        for start, end in find_quote(passage.text, quote)[:1]:
            first, last = passage.start + start, passage.start + end
            over = [sentence for sentence in passage.sentences if sentence.start < last and first < sentence.end]
            first, last = (over[0].start, over[-1].end) if over else (first, last)
            yield Citation(knowledge.documents[passage.document], passage.section, first, last)


def _place(passage: Passage, knowledge: Knowledge) -> str:
    return f"{knowledge.documents[passage.document].short}, {passage.section}"


def _without_orders(text: str) -> str:
    """A passage without the parts that order something to a program."""
    kept, at = "", 0
    for start, end in detect_injections(text):
        kept, at = kept + text[at:start], end
    return kept + text[at:]


def _unsupported(name: str, kept: int, dropped: int, silent: bool) -> str:
    if kept:
        return f"La plupart des phrases du modèle {name} n’étaient pas appuyées par les textes."
    if dropped:
        return f"Aucune phrase du modèle {name} n’était appuyée par les textes."
    if silent:
        return f"Le modèle {name} n’a pas trouvé la réponse dans les textes."
    return f"Le modèle {name} n’a rien répondu qui ait la forme demandée."


def _dropped_notes(dropped: int) -> tuple[str, ...]:
    if not dropped:
        return ()
    if dropped == 1:
        return ("Une phrase du modèle, que les textes n’appuyaient pas, a été retirée.",)
    return (f"{dropped} phrases du modèle, que les textes n’appuyaient pas, ont été retirées.",)
