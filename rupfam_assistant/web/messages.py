"""What the page and the server say to each other, as JSON: the messages of each tab, and the replies."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, PlainSerializer, ValidationError, WrapValidator

from rupfam_assistant.answers.turns import displayable

Words = Annotated[str, AfterValidator(displayable)]
"""What somebody typed, without what can neither be shown nor written to a file."""


def _received(told: object) -> bytes:
    if not isinstance(told, str):
        raise ValueError("base64")
    return b64decode(told, validate=True)


Received = Annotated[bytes, BeforeValidator(_received)]
Sent = Annotated[bytes, PlainSerializer(lambda content: b64encode(content).decode("ascii"), return_type=str)]
"""The bytes of a file, in base64 on the way."""


class Upload(BaseModel):
    """A file that the browser sends."""

    name: Words = "projet"
    content: Received


class File(BaseModel):
    """A file that the browser takes away."""

    name: str
    content: Sent


class Reply(BaseModel):
    """What any tab tells the page: HTML by the id that it fills, a sentence to announce, where the cursor goes, a file;
    `fault` says in French why nothing was done, `wait` what the assistant is at while it opens."""

    fragments: dict[str, str] = {}
    say: str | None = None
    focus: str | None = None
    file: File | None = None
    fault: str | None = None
    wait: str | None = None


# Questions


class Kept(BaseModel):
    """What a browser keeps of a conversation: of whom, its turns."""

    user: str = ""
    turns: list[Any] = []


class Head(BaseModel):
    """A conversation that a browser keeps, as the menu lists it: of whom, its first question, how many it has, when it
    last went on."""

    id: str
    user: str = ""
    title: Words
    turns: int
    at: datetime


def _or_nothing(told: Any, validate: Callable[[Any], Kept]) -> Kept:
    """What a browser kept; nothing when it is rubbish."""
    try:
        return validate(told)
    except ValidationError:
        return Kept()


class Conversation(BaseModel):
    """A gesture on the conversation that is shown, or on those that the browser keeps: `heads`, of which `current`."""

    action: Literal["restore", "list", "look", "judge", "docx", "md", "opening"]
    kept: Annotated[Kept, WrapValidator(_or_nothing)] = Kept()
    heads: list[Head] = []
    current: str = ""
    turn: int = 0
    number: int = 0
    useful: bool = False
    note: Words = ""


class Question(BaseModel):
    """A question, after those of the conversation."""

    question: Words
    kept: Annotated[Kept, WrapValidator(_or_nothing)] = Kept()


class ConversationReply(Reply):
    """`selection` is what the panel shows, "turn:number", `kept` what the browser is to keep."""

    selection: str | None = None
    kept: Kept | None = None


# The convention


class Change(BaseModel):
    """What was typed in a field, by its path in the record."""

    path: str
    value: Any = None


class Confirmed(BaseModel):
    """A proposal as the officer confirmed it: a text, or those of its parts; the field that she gave it, if any."""

    field: str
    value: Words | dict[str, Words]
    kind: str = ""


class Gesture(BaseModel):
    """What is done in the tab that writes, by its name, and all that any gesture may be about.

    A row is added to a `list`, under an objective for an action, removed from it, or moved by a `step`; a logo or a
    sentence stands at a `path`; [start, end) is a passage of the trame; `rest` adds the page of what is left to fill,
    `sure` says that this was told; a dossier is shared with a user named `body`, with a `right`.
    """

    action: str
    department: Words = ""
    name: Words = "importé"
    text: str = ""
    list: str = ""
    row: int = -1
    step: Literal[-1, 0, 1] = 0
    objective: str = ""
    body: Words = ""
    path: str = ""
    content: Received | None = None
    former: int = 0
    start: int = 0
    end: int = 0
    kind: Literal["article", "convention", "clean", "pdf"] = "convention"
    right: Literal["read", "write"] = "read"
    rest: bool = False
    sure: bool = False
    note: Words = ""
    proposals: Sequence[Confirmed] = ()
    wording: Words = ""


class WritingMessage(BaseModel):
    """What is done on which dossier, the version that the browser saw, the fields typed since, the document shown."""

    dossier: int = 0
    number: int = 0
    changes: list[Change] = []
    shown: Literal["article", "convention"] = "article"
    act: Gesture


class WritingReply(Reply):
    """`titles` are words by id, `draft_fault` why there is no document ("" for none), `merged` that the form shows
    what others wrote meanwhile, `asks` the model that is about to read a note, `why` the reason for which it did not,
    `added` that the note is in the dossier."""

    view: Literal["list", "dossier"] | None = None
    dossier: int | None = None
    number: int | None = None
    saved: str | None = None
    titles: dict[str, str] = {}
    draft_fault: str | None = None
    conflict: bool = False
    merged: bool = False
    dialog: bool = False
    asks: str | None = None
    why: str | None = None
    added: bool = False


# A draft


class ReviewMessage(BaseModel):
    """A draft is reviewed, against the trame or against another file; its report is asked for; it becomes a dossier."""

    action: Literal["review", "download", "dossier"]
    draft: Upload
    former: Upload | None = None
    kind: Literal["report", "summary"] = "report"


class ReviewReply(Reply):
    """`clauses` and `articles` are the texts that each deviation offers to copy."""

    clauses: list[str] = []
    articles: list[str] = []
    dossier: int | None = None


# A partner


class Partner(BaseModel):
    """Who is welcomed: in the user's words, the role chosen in the list, the department's dossier (0 for none)."""

    partner: Words = ""
    role: Words = ""
    dossier: int = 0


class WelcomingMessage(BaseModel):
    """A gesture about a partner: its kit and files, its questions, the office's look, [start, end) of a text."""

    action: Literal["dossiers", "welcome", "download", "ask", "source", "dress", "unlogo"]
    who: Partner = Partner()
    kind: Literal["docx", "pptx", "pdf"] = "docx"
    colour: str = ""
    logo: Received | None = None
    question: Words = ""
    history: list[Words] = []
    document: str = "trame"
    start: int = 0
    end: int = 0


class WelcomingReply(Reply):
    """`turn` is a question with its reply; `colour` and `logo`, in base64, what the office puts on its papers."""

    turn: str | None = None
    colour: str = ""
    logo: Sent | None = None
