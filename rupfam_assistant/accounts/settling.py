"""What a machine kept for itself before it had accounts goes to the first office that has somebody."""

import logging
from contextlib import suppress

from rupfam_assistant.accounts.directory import Directory
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.settings import Settings

MOVED = "Les documents déjà ajoutés (%d) sont ceux de « %s »."
NOT_MOVED = (
    "Le document {} ne peut pas être déplacé dans {} : donnez-vous le droit d’y écrire, puis relancez le programme."
)


def settle(settings: Settings, directory: Directory) -> None:
    """Gives the first office the documents that nobody has, and the look of the papers; told to the log."""
    office = directory.first_office()
    if office is None:
        return
    folder = settings.documents_of(office.id)
    left = {path: folder / path.name for path in sorted(settings.documents.glob("*.txt"))}
    for source, target in {**left, settings.dress_of(None): settings.dress_of(office.id)}.items():
        try:
            if source.exists() and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                with suppress(FileNotFoundError):  # moved by another program that opens at the same time
                    source.rename(target)
        except OSError as error:
            raise RupfamError(NOT_MOVED.format(source, target.parent)) from error
    if left:
        logging.getLogger(__name__).warning(MOVED, len(left), office.name)
