"""The conversation: its turns, and the form in which the reader's own browser keeps them."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, BeforeValidator

from rupfam_assistant.answers.reply import EXTRACTIVE, Answer, Citation, Excerpt, Refusal, RefusalKind, Withdrawn
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.passages import collapse, cut_passages

LONGEST_SHOWN = 2_000
"""Characters of a question that are shown and kept."""


@dataclass(frozen=True)
class Fault:
    """That the program could not answer, in one French sentence."""

    message: str


@dataclass(frozen=True)
class Judged:
    """What the reader said of a reply: under which key it is kept, whether it was useful, and why."""

    key: str
    useful: bool
    note: str = ""


@dataclass(frozen=True)
class Turn:
    """A question as it was typed, and what was said back: no reply while it is looked for, an unfinished one while a
    model writes."""

    question: str
    reply: Answer | Refusal | Fault | None = None
    unfinished: bool = False
    judged: Judged | None = None

    @property
    def cards(self) -> tuple[str, ...]:
        """The ids of what was matched."""
        return self.reply.cards if isinstance(self.reply, Answer | Refusal) else ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The sources of the reply, in the order of their numbers."""
        return self.reply.sources if isinstance(self.reply, Answer | Refusal) else ()

    @property
    def sent(self) -> tuple[str, ...]:
        """What left for a language model besides its rules and the two texts, personal data hidden."""
        return self.reply.sent if isinstance(self.reply, Answer | Refusal) else ()


REFUSAL_TITLES = {
    "absent": "Absent des deux textes",
    "unsure": "Pas de réponse sûre",
    "outside": "Hors du sujet",
    "act": "",
}
"""What stands above a reply that is no answer, by its kind; a courtesy has no title."""


def reply_title(reply: Answer | Refusal | Fault) -> str:
    """What kind of reply it is, in words."""
    match reply:
        case Answer(mode=mode, excerpts=()) if mode != EXTRACTIVE:
            return f"Proposition du modèle {mode}, à vérifier"
        case Answer(mode=mode, excerpts=excerpts) if mode != EXTRACTIVE:
            but = " sauf celles dites « non relues »" if any(excerpt.unread for excerpt in excerpts) else ""
            return f"Réponse rédigée par le modèle {mode}, chaque phrase vérifiée dans les textes{but}"
        case Answer():
            return "Réponse"
        case Refusal():
            return REFUSAL_TITLES[reply.kind]
        case Fault():
            return "Réponse impossible"


def displayable(text: str) -> str:
    """A typed text without what can neither be shown nor written to a file: control characters and lone surrogates."""
    plain = text.replace("\r\n", "\n").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(
        c for c in plain if c in "\n\t" or (unicodedata.category(c) not in ("Cc", "Cs") and c not in "\ufffe\uffff")
    )


def abridge(text: str) -> str:
    """A question at the length that is shown, and said to be cut."""
    if len(text) <= LONGEST_SHOWN:
        return text
    length = f"{len(text):,}".replace(",", "\u202f")
    return f"{text[:LONGEST_SHOWN]}… [question abrégée : {length} caractères]"


class _StoredCitation(BaseModel):
    document: Annotated[str, BeforeValidator(lambda told: told.name if isinstance(told, Document) else told)]
    section: str
    start: int
    end: int


class _StoredExcerpt(BaseModel):
    lines: list[str]
    citations: list[_StoredCitation]
    listed: bool
    sentence: str = ""
    unread: bool = False


class _StoredTurn(BaseModel):
    question: str
    kind: str
    message: str = ""
    refusal: RefusalKind = "absent"
    plain: str = ""
    suggestions: list[str] = []
    excerpts: list[_StoredExcerpt] = []
    beside: list[_StoredExcerpt] = []
    notes: list[str] = []
    mode: str = EXTRACTIVE
    sent: list[str] = []
    proposals: list[str] = []
    withdrawn: list[Withdrawn] = []
    cards: list[str] = []
    judged: Judged | None = None


def store_turns(turns: Iterable[Turn]) -> list[dict[str, object]]:
    """The turns that have a reply, as JSON can hold them."""
    return [_store(turn) for turn in turns if turn.reply is not None]


def restore_turns(stored: object, documents: Mapping[str, Document]) -> tuple[Turn, ...]:
    """The turns that a browser kept; what is not a turn, or quotes words that the texts do not hold, is left out."""
    records = stored if isinstance(stored, list) else []
    turns = (_restore(record, documents) for record in records)
    return tuple(turn for turn in turns if turn is not None)


def _store(turn: Turn) -> dict[str, object]:
    told: dict[str, object] = {"question": turn.question, "judged": turn.judged, **vars(turn.reply)}
    match turn.reply:
        case Answer():
            told["kind"] = "answer"
        case Refusal(kind=kind, near=near):
            told |= {"kind": "refusal", "refusal": kind, "excerpts": near}
        case Fault():
            told["kind"] = "fault"
    return _StoredTurn.model_validate(told, from_attributes=True).model_dump()


def _restore(record: object, documents: Mapping[str, Document]) -> Turn | None:
    try:
        stored = _StoredTurn.model_validate(record)
        return Turn(abridge(displayable(stored.question)), _restore_reply(stored, documents), judged=stored.judged)
    except (ValueError, KeyError):
        return None


def _restore_reply(stored: _StoredTurn, documents: Mapping[str, Document]) -> Answer | Refusal | Fault:
    excerpts = tuple(_restore_excerpt(excerpt, documents) for excerpt in stored.excerpts)
    beside = tuple(_restore_excerpt(excerpt, documents) for excerpt in stored.beside)
    sent, cards, withdrawn = tuple(stored.sent), tuple(stored.cards), tuple(stored.withdrawn)
    if stored.kind == "answer":
        proposals, plain = tuple(map(displayable, stored.proposals)), displayable(stored.plain)
        return Answer(excerpts, tuple(stored.notes), (), stored.mode, sent, plain, cards, beside, proposals, withdrawn)
    if stored.kind == "refusal":
        suggestions = tuple(map(displayable, stored.suggestions))
        return Refusal(stored.message, excerpts, (), sent, stored.refusal, cards, suggestions, withdrawn)
    return Fault(stored.message)


def _restore_excerpt(stored: _StoredExcerpt, documents: Mapping[str, Document]) -> Excerpt:
    citations = tuple(_restore_citation(citation, documents) for citation in stored.citations)
    if not citations or not all(_stands(line, citations[0]) for line in map(collapse, stored.lines)):
        raise ValueError("the words quoted do not stand there")
    if not stored.lines and not stored.sentence:
        raise ValueError("nothing is said")
    return Excerpt(tuple(stored.lines), citations, stored.listed, displayable(stored.sentence), stored.unread)


def _stands(line: str, citation: Citation) -> bool:
    """Whether a line quotes a place: its words as they stand, or as a row of a table is told."""
    return line in citation.quote or line == _told(citation.document).get((citation.start, citation.end))


@lru_cache(maxsize=4)
def _told(document: Document) -> dict[tuple[int, int], str]:
    """How each sentence of a document is told, by its place."""
    cut = cut_passages(document)
    return {(s.start, s.end): collapse(passage.told(s)) for passage in cut for s in passage.sentences}


def _restore_citation(stored: _StoredCitation, documents: Mapping[str, Document]) -> Citation:
    document = documents[stored.document]
    if not (0 <= stored.start < stored.end <= len(document.text) and stored.section):
        raise ValueError("no such place")
    return Citation(document, stored.section, stored.start, stored.end)
