"""Replies: an answer made of cited excerpts, or a refusal that says where to look; never a sentence without its
source."""

from dataclasses import dataclass
from typing import Any, Literal

from rupfam_assistant.french.typography import uncapitalize
from rupfam_assistant.search.retrieval import Hit
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.passages import collapse

RefusalKind = Literal["absent", "unsure", "outside", "act"]

PASSAGES_TOLD = 24
UNREAD, PROPOSED = "(non relue)", "Proposition du modèle, à vérifier :"
NEAREST = "Ce que les textes disent de plus proche :"
EXTRACTIVE = "extractive"
"""The mode of an answer that is the texts' own words; another mode is the name of a model."""


@dataclass(frozen=True)
class Citation:
    """A place of a document, at character offsets `start`..`end` (exclusive)."""

    document: Document
    section: str
    start: int
    end: int

    @property
    def quote(self) -> str:
        """The words that stand there, on one line."""
        return collapse(self.document.text[self.start : self.end])

    @property
    def place(self) -> str:
        """Where it stands, in French: "la trame, article 8"."""
        return f"{self.document.short}, {uncapitalize(self.section)}"

    def meets(self, other: "Citation") -> bool:
        """Whether both hold some same words of one document."""
        return self.document is other.document and self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Excerpt:
    """What one place says, and its sources: one, or two when both texts say it in the same words.

    `lines` are the words shown: one sentence, or for a list (`listed`) its introduction and its items. `sentence` is
    that of a language model, checked, which is then shown in their place, an item of a list when `listed`; `unread`
    says that the check had a doubt and that no judge settled it.
    """

    lines: tuple[str, ...]
    citations: tuple[Citation, ...]
    listed: bool = False
    sentence: str = ""
    unread: bool = False

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError("an excerpt has a source")


Excerpts = tuple[Excerpt, ...]


@dataclass(frozen=True)
class Withdrawn:
    """A sentence that a language model wrote and that is not shown as an answer, and the French sentence that says
    why."""

    sentence: str
    reason: str


@dataclass(frozen=True)
class Answer:
    """What the texts say of a question: `plain` says it in plain French, "" where only quotes do; `excerpts` prove it;
    `notes` are remarks of the program, `hits` what retrieval returned, `cards` the ids of what was matched, `mode` who
    wrote it.

    `sent` is what left for a model besides its rules and the founding texts, personal data hidden; `beside` proves what
    `plain` says besides what was asked; `proposals` are advice and drafts of a model, only their facts checked;
    `withdrawn` what it wrote and the texts do not support.
    """

    excerpts: Excerpts
    notes: tuple[str, ...] = ()
    hits: tuple[Hit, ...] = ()
    mode: str = EXTRACTIVE
    sent: tuple[str, ...] = ()
    plain: str = ""
    cards: tuple[str, ...] = ()
    beside: Excerpts = ()
    proposals: tuple[str, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()

    def __post_init__(self) -> None:
        if not self.excerpts and not self.proposals:
            raise ValueError("an answer has an excerpt or a proposal")

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every source of what was asked once, in the order of their numbers."""
        return _citations(self.excerpts)

    @property
    def sources(self) -> tuple[Citation, ...]:
        """The same, then those of what stands beside."""
        return _citations((*self.excerpts, *self.beside))

    @property
    def text(self) -> str:
        """The answer as it is shown, sources as [1], [2]."""
        proposed = [PROPOSED, *self.proposals] if self.proposals else []
        told = [*filter(None, [self.plain]), *_excerpt_texts(self.excerpts), *proposed, *self.notes]
        return "\n\n".join(told)


@dataclass(frozen=True)
class Refusal:
    """A reply that is no answer: the texts do not tell (`absent`), nothing sure was found (`unsure`), the subject is
    another (`outside`), or what was said is no question (`act`). `near` is what the texts say closest to it,
    `suggestions` questions that they answer, `sent` what left for a model, `withdrawn` what it wrote and the texts do
    not support."""

    message: str
    near: Excerpts = ()
    hits: tuple[Hit, ...] = ()
    sent: tuple[str, ...] = ()
    kind: RefusalKind = "absent"
    cards: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The sources of what stands near."""
        return _citations(self.near)

    @property
    def sources(self) -> tuple[Citation, ...]:
        """The same."""
        return self.citations

    @property
    def text(self) -> str:
        """The refusal as it is shown."""
        near = [NEAREST, *_excerpt_texts(self.near)] if self.near else []
        return "\n\n".join([self.message, *near])


Reply = Answer | Refusal


def reply_record(identity: str, reply: Reply, milliseconds: float) -> dict[str, Any]:
    """A reply as the command line writes it."""
    if isinstance(reply, Answer):
        mode, plain, kind, suggestions = reply.mode, reply.plain, "answer", list[str]()
    else:
        mode, plain, kind, suggestions = EXTRACTIVE, reply.message, reply.kind, list(reply.suggestions)
    return {
        "id": identity,
        "answered": isinstance(reply, Answer),
        "answer": reply.text,
        "mode": mode,
        "plain": plain,
        "cards": list(reply.cards),
        "reply": kind,
        "citations": [*map(citation_record, reply.citations)],
        "passages": [{**hit.record, "score": round(hit.score, 4)} for hit in reply.hits[:PASSAGES_TOLD]],
        "suggestions": suggestions,
        "milliseconds": round(milliseconds, 3),
    }


def citation_record(cited: Citation) -> dict[str, Any]:
    """A place of a document as the command line writes it."""
    place = {"document": cited.document.name, "section": cited.section, "start": cited.start, "end": cited.end}
    return {**place, "quote": cited.quote}


def _citations(excerpts: Excerpts) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(citation for excerpt in excerpts for citation in excerpt.citations))


def _excerpt_texts(excerpts: Excerpts) -> list[str]:
    numbers = {citation: number for number, citation in enumerate(_citations(excerpts), 1)}
    return [_excerpt_text(excerpt, numbers) for excerpt in excerpts]


def _excerpt_text(excerpt: Excerpt, numbers: dict[Citation, int]) -> str:
    places = " et ".join(citation.place for citation in excerpt.citations)
    marks = " ".join(f"[{numbers[citation]}]" for citation in excerpt.citations)
    if excerpt.sentence:
        return f"{'– ' if excerpt.listed else ''}{excerpt.sentence} {f'{UNREAD} ' if excerpt.unread else ''}{marks}"
    lead = places[0].upper() + places[1:]
    if not excerpt.listed:
        return f"{lead} : « {' '.join(excerpt.lines)} » {marks}"
    return "\n".join([f"{lead} {marks} :", *(f"– {line}" for line in excerpt.lines)])
