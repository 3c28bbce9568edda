"""Prompting: what a language model is asked, and the claims read from its reply as it comes."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

from rupfam_assistant.errors import shipped
from rupfam_assistant.models.connection import ROOM_TO_ANSWER
from rupfam_assistant.places import corpus_folder
from rupfam_assistant.texts.passages import collapse

CHARACTERS_PER_TOKEN, LONGEST_CLAIM, THOUGHT = 2.8, 8_000, "<think>"
"""What a token is in French, taken low; characters in which a claim must close; what some models open with."""

Kind = Literal["answer", "item", "correction", "absence", "advice", "drafting"]
KINDS: dict[str, Kind] = {"reponse": "answer", "element": "item", "correction": "correction"}
KINDS |= {"absence": "absence", "conseil": "advice", "redaction": "drafting"}
"""What a model's sentence is for, by the word that it gives."""

Messages = list[tuple[str, str]]
"""(role, text), as LangChain takes them."""


def read_prompt(name: str) -> str:
    """The instructions for a language model that have that name in corpus/prompts.toml."""
    path = corpus_folder() / "prompts.toml"
    with shipped(path):
        return str(tomllib.loads(path.read_text(encoding="utf-8"))[name])


RULES, STANDALONE = read_prompt("answer"), read_prompt("standalone")


def object_schema(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The JSON schema of an object that has all those properties and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
        **more,
    }


def list_schema(name: str, about: str, item: dict[str, Any]) -> dict[str, Any]:
    """The JSON schema of a reply that is a list of such items."""
    return object_schema({"lignes": {"type": "array", "items": item}}, title=name, description=about)


CLAIMS = list_schema(
    "repondre",
    "Les phrases de la réponse, dans l’ordre.",
    object_schema(
        {
            "genre": {"type": "string", "enum": [*KINDS]},
            "phrase": {"type": "string"},
            "passages": {"type": "array", "items": {"type": "integer"}},
            "mots": {"type": "array", "items": {"type": "string"}},
        }
    ),
)


@dataclass(frozen=True)
class Source:
    """A passage as it is sent: where it stands, and its words."""

    place: str
    text: str


@dataclass(frozen=True)
class Claim:
    """A sentence of a model, the numbers of the passages that it names (from 1), the words that it says to lean on, and
    what it is for. A drafting may have several lines, an absence no word."""

    sentence: str
    passages: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    kind: Kind = "answer"


def tokens(text: str) -> int:
    """About how many tokens a French text makes, rounded up."""
    return int(len(text) / CHARACTERS_PER_TOKEN) + 1


def fits(messages: Messages, context: int) -> bool:
    """Whether a model of that context (in tokens) has room to answer these messages."""
    return sum(tokens(text) for _, text in messages) + ROOM_TO_ANSWER <= context


def question_messages(
    question: str,
    history: Sequence[tuple[str, str]],
    always: Sequence[Source],
    chosen: Sequence[Source] = (),
    nearest: Sequence[str] = (),
) -> Messages:
    """What asks a model: the rules and the sources that are always sent come first and alike, for a server to keep;
    then what was found, `nearest` in plain words. `history` holds questions, each with what was answered, or ""."""
    sources = enumerate((*always, *chosen), 1)
    numbered = [f"[{number}] ({source.place}) {collapse(source.text)}" for number, source in sources]
    fixed, varying = numbered[: len(always)], numbered[len(always) :]
    rules = [RULES, "", "Passages :", *fixed] if fixed else [RULES]
    told = ["Le plus proche de la question :", *(f"- {line}" for line in nearest), ""] if nearest else []
    told += ["Passages :", *varying, ""] if varying else []
    told += ["Échanges précédents :", *(_exchange(*turn) for turn in history)] if history else []
    return [("system", "\n".join(rules)), ("user", "\n".join([*told, "", "Question :", question]).lstrip())]


def _exchange(asked: str, answered: str) -> str:
    return f"- {asked}\n  Réponse : {answered}" if answered else f"- {asked}"


def standalone_messages(question: str, history: Sequence[tuple[str, str]]) -> Messages:
    """What asks for a follow-up as a question that stands alone."""
    earlier = "\n".join(_exchange(*turn) for turn in history)
    return [("system", STANDALONE), ("user", f"Conversation :\n{earlier}\n\nDernière question :\n{question}")]


def read_claims(chunks: Iterable[str]) -> Iterator[Claim]:
    """The claims of a reply, each once whole, all else left aside."""
    return (claim for record in read_records(chunks, "phrase") if (claim := _claim(record)))


def read_records(chunks: Iterable[str], key: str) -> Iterator[dict[str, Any]]:
    """The JSON objects of a reply that hold a key, however deep, each once whole, until FIN, all else left aside."""
    waiting = ""
    for chunk in _spoken(chunks):
        waiting += chunk
        end = re.search(r"(?m)^\s*FIN\s*$", waiting)
        if "}" in chunk or end:
            found, waiting = read_objects(waiting[: end.start()] if end else waiting)
            yield from (record for value in found for record in _holding(value, key))
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


def _holding(value: object, key: str) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict) and key in value:
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _holding(inner, key)


def _claim(value: dict[str, Any]) -> Claim | None:
    """A claim; an absence when it says nothing, None when it is none."""
    phrase, passages, words = value["phrase"], value.get("passages"), value.get("mots")
    if not isinstance(phrase, str) or (phrase.strip() and not any(map(str.isalnum, phrase))):
        return None
    kind = KINDS.get(str(value.get("genre")), "answer")
    lines = [line for line in (" ".join(line.split()) for line in phrase.split("\n")) if line]
    numbers = [number for number in passages if isinstance(number, int)] if isinstance(passages, list) else []
    quotes = [quote for quote in (words if isinstance(words, list) else [words]) if isinstance(quote, str)]
    sentence = "\n".join(lines) if kind == "drafting" else " ".join(lines)
    return Claim(sentence, tuple(numbers), tuple(quotes), kind if sentence else "absence")
