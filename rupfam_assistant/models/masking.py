"""Privacy: what is asked of a model, personal data replaced by markers before it leaves, and put back after."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from rupfam_assistant.guard.names import name_words
from rupfam_assistant.guard.personal import detect_to_mask, known_names
from rupfam_assistant.models.connection import LanguageModel
from rupfam_assistant.places import corpus_folder
from rupfam_assistant.texts.documents import read_corpus

NAME = r"[A-ZÀ-Ý][\w’'-]+"
TITLED = rf"\b(?:M\.|MM\.|Mmes?|Mlle|Madame|Monsieur|Me|Dr)\s+(?P<name>{NAME}(?:\s+(?:(?:de|du|des|la|le)\s+)*{NAME})*)"
MARKER = r"\[\[(\d{1,9})\]\]"
"""A name, those that follow a civility, and what stands in the place of a personal datum: "[[1]]"."""


class Mask:
    """What was hidden in some texts, which tell what is named, with other `names`: the same words, the same marker."""

    def __init__(self, texts: Iterable[str], names: Collection[str] = ()) -> None:
        told = tuple(texts)
        self._given = sorted((name for name in names if name.strip()), key=len, reverse=True)
        self._known = known_names(told)
        self._hidden: dict[str, str] = {}
        self._words: dict[str, str] = {}
        self._first = 1 + max((int(number) for text in told for number in re.findall(MARKER, text)), default=0)

    def hide(self, text: str) -> str:
        """The text with a marker in the place of each personal datum."""
        hidden = text
        for name in self._given:
            hidden = re.sub(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", lambda match: self._marker(match[0]), hidden)
        parts, end = [], len(hidden)
        for finding in reversed(detect_to_mask(hidden, self._known)):
            words = hidden[finding.start : finding.end]
            if not (re.fullmatch(MARKER, words) or _is_public(words)):
                parts += [hidden[finding.end : end], self._marker(self.restore(words))]
                end = finding.start
        return "".join([hidden[:end], *reversed(parts)])

    def restore(self, text: str) -> str:
        """The text with what was hidden back in its place; a marker that we did not write stays as it is."""
        return re.sub(MARKER, lambda match: self._words.get(match[0], match[0]), text)

    @property
    def count(self) -> int:
        """How many different things were hidden."""
        return len(self._hidden)

    def _marker(self, words: str) -> str:
        marker = self._hidden.setdefault(words, f"[[{self._first + len(self._hidden)}]]")
        self._words[marker] = words
        return marker


@dataclass(frozen=True)
class Request:
    """Rules and a text as they are sent, and what was hidden in the text."""

    rules: str
    text: str
    mask: Mask


def make_request(rules: str, text: str, model: LanguageModel, names: Collection[str] = ()) -> Request:
    """What would be sent to a model; for one that runs elsewhere, people are markers, those of `names` included."""
    mask = Mask((text,), (*names, *people_in(text)))
    return Request(rules, mask.hide(text) if model.is_remote else text, mask)


def send(request: Request, model: LanguageModel, **how: Any) -> str:
    """The model's reply, markers left as they are; ModelError when it fails."""
    return model.complete([("system", request.rules), ("user", request.text)], **how)


def _is_public(words: str) -> bool:
    """Whether words are a full name that the founding texts hold: they are sent as they are."""
    return len(name_words(words)) > 1 and name_words(words) <= _public_names()


@cache
def _public_names() -> frozenset[str]:
    return known_names(document.text for document in read_corpus(corpus_folder()))


def people_in(text: str) -> tuple[str, ...]:
    """The names that follow a civility, and each of their words."""
    whole = [" ".join(match["name"].split()) for match in re.finditer(TITLED, text)]
    parts = (word for name in whole for word in name.split() if word[0].isupper() and len(word) > 2)
    return tuple(dict.fromkeys([*whole, *parts]))
