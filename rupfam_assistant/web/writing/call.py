"""A message of the browser to the tab that writes: what it says, and the desk that answers it."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from rupfam_assistant.convention.local_sentences import follow_wordings
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.office import Office
from rupfam_assistant.storage.dossiers import Saved, Store
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.web.writing.record import Record, set_field

T = TypeVar("T")
Message = Mapping[str, Any]
Reply = dict[str, Any]

UNFORESEEN = (
    "Une erreur imprévue a empêché cette action : réessayez ou relancez le programme ; le détail est dans le terminal."
)

_attempts = ThreadPoolExecutor(32, thread_name_prefix="writing")


@dataclass(frozen=True)
class Desk:
    """What the tab works with: the texts, the program, and where dossiers and logos are kept."""

    documents: Mapping[str, Document]
    office: Office
    store: Callable[[], Store]
    logos: Path

    @property
    def has_model(self) -> bool:
        """Whether the settings name a language model."""
        return bool(self.office.settings.llm)


@dataclass(frozen=True)
class Call:
    """A message, and who sent it ("" when the page has no users)."""

    desk: Desk
    message: Message
    author: str

    @property
    def dossier(self) -> int:
        """Which dossier it is about."""
        return whole(self.message, "dossier")

    @property
    def number(self) -> int:
        """The version that the browser last saw."""
        return whole(self.message, "number")

    @property
    def changes(self) -> list[tuple[str, object]]:
        """The fields typed since, in order."""
        told = self.message.get("changes")
        pairs = told if isinstance(told, list) else []
        return [(str(pair["path"]), pair.get("value")) for pair in pairs if isinstance(pair, dict) and "path" in pair]


def attempt(work: Callable[[], T], unforeseen: str) -> tuple[T | None, str]:
    """What some work gives, or why it does not, in one French sentence; a bug is told to the log."""
    tried = _attempts.submit(work)
    error = tried.exception()
    if error is None:
        return tried.result(), ""
    if isinstance(error, RupfamError):
        return None, str(error)
    logging.getLogger(__name__).error("the writing tab failed", exc_info=error)
    return None, unforeseen


def applied(call: Call, change: Callable[[Record], Record] = lambda record: record) -> Saved:
    """The version that the browser saw, with the fields typed, then a change, saved; VersionConflict when somebody else saved another meanwhile."""
    return call.desk.store().save(call.dossier, call.number, follow_wordings(change(mine(call))), call.author)


def mine(call: Call) -> Record:
    """The version that the browser saw, with the fields typed since."""
    record = call.desk.store().read(call.dossier, call.number).record
    for path, value in call.changes:
        record = set_field(record, path, value)
    return record


def whole(message: Message, key: str) -> int:
    """A whole number of a message; 0 when it holds none under that key."""
    value = message.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
