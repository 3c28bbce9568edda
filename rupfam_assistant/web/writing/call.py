"""A message of the browser to the tab that writes, and the desk that answers it."""

import logging
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from rupfam_assistant.accounts.dossiers import Dossiers
from rupfam_assistant.accounts.policy import Caller
from rupfam_assistant.convention.local_sentences import follow_wordings
from rupfam_assistant.dossier.paths import FieldPath
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.office import Office
from rupfam_assistant.storage.dossiers import Saved, Store
from rupfam_assistant.storage.merging import follow
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.web.messages import Gesture, WritingMessage, WritingReply
from rupfam_assistant.web.writing.record import Record, set_field

T = TypeVar("T")
Gestures = Mapping[str, Callable[["Call"], WritingReply]]
"""What answers each gesture, by its name."""


@dataclass(frozen=True)
class Desk:
    """What a tab works with: the program, and where dossiers and logos are kept."""

    office: Office
    store: Callable[[], Store]
    logos: Path

    @property
    def trame(self) -> Document:
        """The text of the trame."""
        return self.office.documents_of(None)["trame"]

    @property
    def has_model(self) -> bool:
        """Whether the settings name a language model."""
        return bool(self.office.settings.llm)


@dataclass(frozen=True)
class Call:
    """A message, and who sent it."""

    desk: Desk
    message: WritingMessage
    caller: Caller

    @property
    def act(self) -> Gesture:
        """What is done."""
        return self.message.act

    @property
    def store(self) -> Dossiers:
        """The dossiers, as who sent the message may see and change them."""
        return Dossiers(self.desk.store(), self.caller)


def attempt(work: Callable[[], T], unforeseen: str) -> tuple[T | None, str]:
    """What some work gives, or why it does not, in one French sentence; a bug is told to the log."""
    fault = unforeseen

    def tell(kind: object, error: BaseException | None, _: object) -> bool:
        nonlocal fault
        if isinstance(error, RupfamError):
            fault = str(error)
        elif error is not None:
            logging.getLogger(__name__).error("the writing tab failed", exc_info=error)
        return isinstance(error, Exception)

    with ExitStack() as tried:
        tried.push(tell)
        return work(), ""
    return None, fault


def applied(call: Call, record: Record) -> Saved:
    """A record made from what the browser saw, saved with what others saved since; VersionConflict if both differ."""
    return call.store.save(call.message.dossier, call.message.number, follow_wordings(record))


def now_at(saved: Saved, path: str) -> str:
    """Where a place of what was typed stands in what was saved: others may have moved its row."""
    return str(follow(FieldPath.parse(path), saved.others.typed, saved.record)) if saved.others else path


def mine(call: Call) -> Record:
    """The version that the browser saw, with the fields typed since."""
    record = call.store.read(call.message.dossier, call.message.number).record
    for change in call.message.changes:
        record = set_field(record, change.path, change.value)
    return record
