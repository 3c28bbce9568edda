"""The opening of the searches in the background, while the page is already served."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.models.connection import told_model
from rupfam_assistant.office import Office, open_office
from rupfam_assistant.settings import Settings

LOADING = "Chargement du modèle…"
UNFORESEEN = (
    "Une erreur imprévue a empêché l’ouverture de l’assistant : relancez le programme ; le détail est dans le terminal."
)


class Opening:
    """The program, whose searches a thread of its own opens; `stage` says in French what it is at, `model` which
    language model writes, if one `writes`; `office` offers at once what needs no search."""

    def __init__(self, settings: Settings) -> None:
        self.office = open_office(settings, self._advance)
        self._opened: Future[None] = Future()
        self.stage = LOADING
        self.model = told_model(settings)
        self.writes = bool(settings.llm)

    def start(self) -> None:
        """Starts the thread that opens it, then readies what is not needed at once."""
        pool = ThreadPoolExecutor(1, thread_name_prefix="opening")
        self._opened = pool.submit(self.office.open_searches)
        self._opened.add_done_callback(self._tell)
        pool.submit(self.office.warm)
        pool.shutdown(wait=False)

    @property
    def done(self) -> bool:
        """Whether the searches are open, or will never be."""
        return self._opened.done()

    @property
    def fault(self) -> str:
        """Why they will never open, in one French sentence; empty as long as it may."""
        error = self._opened.exception() if self.done else None
        if error is None:
            return ""
        return str(error) if isinstance(error, RupfamError) else UNFORESEEN

    def opened(self) -> Office:
        """The program, its searches waited for; RupfamError when they will never open."""
        error = self._opened.exception()
        if error is not None:
            raise RupfamError(self.fault) from error
        return self.office

    def _tell(self, opened: "Future[None]") -> None:
        """Logs why the searches do not open: a sentence, or the traceback of a bug."""
        error = opened.exception()
        if isinstance(error, RupfamError):
            logging.getLogger(__name__).error(str(error))
        elif error is not None:
            logging.getLogger(__name__).error("the assistant does not open", exc_info=error)

    def _advance(self, done: int, total: int) -> None:
        self.stage = f"Préparation de l’index : {100 * done // max(total, 1)}\u202f%" if done < total else LOADING
