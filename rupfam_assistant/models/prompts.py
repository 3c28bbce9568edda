"""Prompting: what a language model is asked, and the claims read from its reply as it comes."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from rupfam_assistant.errors import shipped
from rupfam_assistant.models.connection import ROOM_TO_ANSWER
from rupfam_assistant.settings import corpus_folder
from rupfam_assistant.texts.passages import collapse

CHARACTERS_PER_TOKEN, LONGEST_CLAIM, THOUGHT = 2.8, 4_000, "<think>"
"""What a token is in French, taken low; characters in which a claim must close; what some models open with."""

Messages = list[tuple[str, str]]
"""(role, text), as LangChain takes them."""


def read_prompt(name: str) -> str:
    """The instructions for a language model that have that name in corpus/prompts.toml."""
    path = corpus_folder() / "prompts.toml"
    with shipped(path):
        return str(tomllib.loads(path.read_text(encoding="utf-8"))[name])


RULES, STANDALONE = read_prompt("answer"), read_prompt("standalone")


@dataclass(frozen=True)
class Source:
    """A passage as it is sent: where it stands, and its words."""

    place: str
    text: str


@dataclass(frozen=True)
class Claim:
    """A sentence of a model, the numbers of the passages that it names (from 1), the words that it says to lean on."""

    sentence: str
    passages: tuple[int, ...]
    words: tuple[str, ...]


def tokens(text: str) -> int:
    """About how many tokens a French text makes, rounded up."""
    return int(len(text) / CHARACTERS_PER_TOKEN) + 1


def fits(messages: Messages, context: int) -> bool:
    """Whether a model of that context (in tokens) has room to answer these messages."""
    return sum(tokens(text) for _, text in messages) + ROOM_TO_ANSWER <= context


def question_messages(
    question: str, history: Sequence[str], always: Sequence[Source], chosen: Sequence[Source] = ()
) -> Messages:
    """What asks a model: the rules and the sources that are always sent come first and alike, for a server to keep."""
    sources = enumerate((*always, *chosen), 1)
    numbered = [f"[{number}] ({source.place}) {collapse(source.text)}" for number, source in sources]
    fixed, varying = numbered[: len(always)], numbered[len(always) :]
    rules = [RULES, "", "Passages :", *fixed] if fixed else [RULES]
    told = ["Passages :", *varying, ""] if varying else []
    earlier = [f"- {asked}" for asked in history] or ["(aucune)"]
    told += ["Questions précédentes :", *earlier, "", "Question :", question]
    return [("system", "\n".join(rules)), ("user", "\n".join(told))]


def standalone_messages(question: str, history: Sequence[str]) -> Messages:
    """What asks for a follow-up as a question that stands alone."""
    earlier = "\n".join(f"- {asked}" for asked in history)
    return [("system", STANDALONE), ("user", f"Conversation :\n{earlier}\n\nDernière question :\n{question}")]


def read_claims(chunks: Iterable[str]) -> Iterator[Claim | None]:
    """The claims of a reply, each once whole, all else left aside; None when the model says that nothing answers."""
    waiting = ""
    for chunk in _spoken(chunks):
        waiting += chunk
        end = re.search(r"(?m)^\s*FIN\s*$", waiting)
        if "}" in chunk or end:
            found, waiting = read_objects(waiting[: end.start()] if end else waiting)
            yield from (_claim(saying) for value in found for saying in _sayings(value))
        if end:
            return
        waiting = waiting[-LONGEST_CLAIM:]


def _spoken(chunks: Iterable[str]) -> Iterator[str]:
    """The reply without the thoughts that some models write first."""
    left, held = iter(chunks), ""
    for chunk in left:
        held += chunk
        start = held.lstrip()[: len(THOUGHT)]
        if "</think>" in held or not THOUGHT.startswith(start):
            break
    yield held.partition("</think>")[2] if held.lstrip().startswith(THOUGHT) else held
    yield from left


def read_objects(text: str) -> tuple[list[Any], str]:
    """The JSON objects of a text that are whole, whatever stands around them, and what follows the last of them."""
    decoder, at = json.JSONDecoder(strict=False), 0
    found: list[Any] = []
    for opening in re.finditer(r'\{\s*"', text):
        if opening.start() >= at:
            with suppress(ValueError, RecursionError):
                value, at = decoder.raw_decode(text, opening.start())
                found.append(value)
    return found, text[at:]


def _sayings(value: object) -> Iterator[dict[str, Any]]:
    """The objects that say a sentence, however deep in a value."""
    if isinstance(value, dict) and "phrase" in value:
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _sayings(inner)


def _claim(value: dict[str, Any]) -> Claim | None:
    sentence = " ".join(value["phrase"].split()) if isinstance(value["phrase"], str) else ""
    passages, words = value.get("passages"), value.get("mots")
    numbers = [number for number in passages if isinstance(number, int)] if isinstance(passages, list) else []
    quotes = [quote for quote in (words if isinstance(words, list) else [words]) if isinstance(quote, str)]
    return Claim(sentence, tuple(numbers), tuple(quotes)) if sentence else None
