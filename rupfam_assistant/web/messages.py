"""What the page and the server say to each other, as JSON: the messages of each tab, and the replies."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, PlainSerializer, ValidationError, WrapValidator

from rupfam_assistant.answers.turns import displayable

Words = Annotated[str, AfterValidator(displayable)]
"""What somebody typed, without what can neither be shown nor written to a file."""

Received = Annotated[bytes, BeforeValidator(lambda told: b64decode(told, validate=True))]
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
    """What the page is told back by any tab: HTML by the id of the element that it fills, a sentence to announce, where
    the cursor goes, a file;

    `fault` is the one French sentence that says why nothing was done, `wait` what the assistant is at while it opens.
    """

    fragments: dict[str, str] = {}
    say: str | None = None
    focus: str | None = None
    file: File | None = None
    fault: str | None = None
    wait: str | None = None


class Login(BaseModel):
    """A name and a password."""

    name: str = ""
    password: str = ""


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
    """A gesture on the conversation that the tab shows, or on those that the browser keeps, `heads`,
    of which `current` is the one shown."""

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


class Gesture(BaseModel):
    """A gesture on a dossier that its name says whole."""

    action: Literal["list", "duplicate", "open", "save", "show", "export", "note"]


class Decision(BaseModel):
    """A notice above the form is asked for, or what it asks is decided."""

    action: Literal["delete", "delete-again", "delete-now", "restore", "theirs", "mine", "versions"]


class New(BaseModel):
    """A dossier is begun."""

    action: Literal["new"]
    department: Words = ""


class Import(BaseModel):
    """A dossier's file is taken up."""

    action: Literal["import"]
    name: Words = "importé"
    content: str = ""


class Add(BaseModel):
    """A row is added to a list: an action under its objective, a party with its body."""

    action: Literal["add"]
    list: str
    objective: str | None = None
    body: Words = ""


class Row(BaseModel):
    """A row of a list is removed, or moved by a step."""

    action: Literal["remove", "move"]
    list: str
    row: int
    step: Literal[-1, 0, 1] = 0
    objective: str | None = None


class Logo(BaseModel):
    """The logo at a path is dropped, or taken off."""

    action: Literal["logo", "unlogo"]
    path: str
    content: Received | None = None


class Former(BaseModel):
    """A former version is compared with the last, or taken again."""

    action: Literal["compare", "take"]
    former: int


class TextSpan(BaseModel):
    """A passage of a text is looked at: its [start, end)."""

    action: Literal["source"]
    document: str = "trame"
    start: int
    end: int


class Download(BaseModel):
    """A file of the dossier is asked for; `rest` adds the page of what is left to fill."""

    action: Literal["download"]
    kind: Literal["article", "convention", "clean", "pdf"]
    rest: bool = False


class Note(BaseModel):
    """A note is about to be read, or is to be read now."""

    action: Literal["note-sent", "note-read"]
    note: Words = ""


class Confirmed(BaseModel):
    """A proposal of a note as the officer confirmed it: a text, or the texts of its parts."""

    field: str
    value: Words | dict[str, Words]


class Proposals(BaseModel):
    """The confirmed proposals of a note."""

    action: Literal["note-add"]
    proposals: list[Confirmed] = []


class Sentence(BaseModel):
    """The sentence at a path, or those of an objective, are to be reworded; a wording is accepted, or taken back."""

    action: Literal["reword", "reword-one", "accept", "unword"]
    path: str | None = None
    objective: int | None = None
    wording: Words = ""


class WritingMessage(BaseModel):
    """A gesture in the tab that writes: on which dossier, the version that the browser last saw, the fields typed
    since, the document shown."""

    dossier: int = 0
    number: int = 0
    changes: list[Change] = []
    shown: Literal["article", "convention"] = "article"
    act: Annotated[
        Gesture
        | Decision
        | New
        | Import
        | Add
        | Row
        | Logo
        | Former
        | TextSpan
        | Download
        | Note
        | Proposals
        | Sentence,
        Field(discriminator="action"),
    ]


class WritingReply(Reply):
    """`view` is what is shown, `titles` are words by id, `draft_fault` why there is no
    document ("" for none),

    `asks` the model that is about to read a note, `why` the reason for which it did not, `added` that the note is in
    the dossier.
    """

    view: Literal["list", "dossier"] | None = None
    dossier: int | None = None
    number: int | None = None
    saved: str | None = None
    titles: dict[str, str] = {}
    draft_fault: str | None = None
    conflict: bool = False
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


class ListDossiers(BaseModel):
    """The dossiers are listed."""

    action: Literal["dossiers"]


class Welcome(BaseModel):
    """A kit is asked for, and its files dressed with the office's colour and logo."""

    action: Literal["welcome", "download"]
    who: Partner = Partner()
    kind: Literal["docx", "pptx", "pdf"] = "docx"
    colour: str = ""
    logo: Received | None = None


class Ask(BaseModel):
    """The partner asks, after earlier questions."""

    action: Literal["ask"]
    who: Partner = Partner()
    question: Words = ""
    history: list[Words] = []


class OfficeLogo(BaseModel):
    """The office's logo is chosen."""

    action: Literal["logo"]
    content: Received


class WelcomingMessage(BaseModel):
    """A gesture in the tab that welcomes a partner."""

    act: Annotated[ListDossiers | Welcome | Ask | TextSpan | OfficeLogo, Field(discriminator="action")]


class WelcomingReply(Reply):
    """`turn` is a question with its reply, `logo` the image that the browser keeps, in base64."""

    turn: str | None = None
    logo: Sent | None = None
