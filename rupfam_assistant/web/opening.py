"""The opening of the assistant in the background, while the page is already served."""

import logging
import sys
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.settings import Settings

if TYPE_CHECKING:
    from rupfam_assistant.assistant import Assistant

LOADING = "Chargement du modèle…"
UNFORESEEN = "Une erreur imprévue a empêché l’ouverture de l’assistant : relancez le programme ; le détail est dans le terminal."


class Opening:
    """The assistant that a thread of its own opens; `stage` says in French what it is at."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._opened: Future[Assistant] = Future()
        self.stage = LOADING

    def start(self) -> None:
        """Starts the thread, which ends with the process."""
        threading.Thread(target=self._open, name="opening", daemon=True).start()

    @property
    def done(self) -> bool:
        """Whether the assistant is open, or will never be."""
        return self._opened.done()

    @property
    def fault(self) -> str:
        """Why it will never open, in one French sentence; empty as long as it may."""
        error = self._opened.exception() if self.done else None
        if error is None:
            return ""
        return str(error) if isinstance(error, RupfamError) else UNFORESEEN

    def assistant(self) -> "Assistant":
        """The assistant, waited for; the error that prevented it is raised again."""
        return self._opened.result()

    def _open(self) -> None:
        try:
            from rupfam_assistant.assistant import open_assistant

            self._opened.set_result(open_assistant(self._settings, self._advance))
        except RupfamError as error:
            sys.stderr.write(f"{error}\n")
            self._opened.set_exception(error)
        except Exception as error:
            logging.getLogger(__name__).exception("the assistant does not open")
            self._opened.set_exception(error)

    def _advance(self, done: int, total: int) -> None:
        self.stage = f"Préparation de l’index : {100 * done // max(total, 1)}\u202f%" if done < total else LOADING
