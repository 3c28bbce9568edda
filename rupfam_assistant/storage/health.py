"""What is kept, looked at from end to end: texts, index, added documents, dossiers, what readers said."""

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.search.index import current_generation, damaged_files
from rupfam_assistant.search.vectors import find_server
from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.dossiers import open_store
from rupfam_assistant.storage.judgements import read_judgements
from rupfam_assistant.texts.added import offices_with_documents, read_added
from rupfam_assistant.texts.documents import read_corpus

REBUILT = "« rupfam index » le construit de nouveau"


def check_home(settings: Settings) -> Iterator[tuple[str, str]]:
    """What is kept, and what is wrong with it with what to do; "" when it is whole."""
    yield "Textes fondateurs", _fault(lambda: read_corpus(settings.corpus))
    yield f"Index {settings.index}", _index_fault(settings)
    if settings.index_url:
        yield f"Serveur de l’index {settings.index_url}", _fault(lambda: find_server(settings.index_url))
    for office in (None, *offices_with_documents(settings.documents)):
        folder = settings.documents_of(office)
        yield f"Documents ajoutés {folder}", _fault(partial(read_added, folder))
    yield "Dossiers enregistrés", _fault(lambda: _check_dossiers(settings.dossiers))
    yield f"Avis des lecteurs {settings.judgements}", _fault(lambda: read_judgements(settings.judgements))


def _fault(look: Callable[[], object]) -> str:
    try:
        look()
    except RupfamError as error:
        return str(error)
    return ""


def _index_fault(settings: Settings) -> str:
    name = current_generation(settings.index)
    damaged = damaged_files(settings.index / name) if name else None
    if damaged is None:
        return f"il n’y en a pas, ou il n’est plus lisible : {REBUILT}."
    return f"{', '.join(damaged)} : abîmé, {REBUILT}." if damaged else ""


def _check_dossiers(url: str) -> None:
    """RupfamError when the database is damaged, or holds what cannot be read."""
    with closing(open_store(url)) as store:
        wrong = ", ".join(str(saved.id) for saved in store.check() if saved.raw)
    if wrong:
        raise RupfamError(f"Ces dossiers ont une version illisible ({wrong}) : exportez-la depuis la liste.")
