"""Added documents: a department's own texts, kept beside the founding ones in the data folder."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, ValuesView
from dataclasses import replace
from pathlib import Path

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.reading import read_whole
from rupfam_assistant.texts.whole import write_whole

FOUNDING = frozenset({"circulaire", "trame"})
LONGEST_TITLE = 120
TITLE = re.compile(r"^#{1,6}[ \t]+(?!page \d)(?=.*[^\W\d_])(.+?)[ \t#]*$", re.MULTILINE | re.IGNORECASE)
"""A heading that says something: not the number of a page."""

Stamps = tuple[tuple[str, int, int], ...]


def add_file(path: Path, folder: Path, called: str = "") -> Document:
    """Keeps the text of a file, `called` so by its user when this is not its path; RupfamError when it cannot or when a
    document has its name, nothing changed."""
    shown = called or path
    name = re.sub(r"[^\w-]+", "_", unicodedata.normalize("NFC", Path(shown).stem))
    if name.lower() in FOUNDING or not name.strip("_"):
        raise RupfamError(f"Le fichier {shown} porte le nom d’un texte fondateur : renommez-le, puis ajoutez-le.")
    if (folder / f"{name}.txt").exists():
        remedy = f"donnez un autre nom au fichier {shown}, ou retirez d’abord l’ancien par « rupfam remove {name} »"
        raise RupfamError(f"Un document ajouté s’appelle déjà « {name} », rien n’a été changé : {remedy}.")
    reading = read_whole(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / f"{name}.txt", reading.text.encode("utf-8"))
    except OSError as error:
        remedy = "donnez-vous le droit d’y écrire, ou changez RUPFAM_HOME"
        raise RupfamError(f"Le dossier {folder} ne peut pas être écrit : {remedy}.") from error
    return replace(_document(name, reading.text), unread=tuple(part for part in reading.unread if not part.blank))


def remove_document(name: str, folder: Path) -> None:
    """Forgets an added document: only a name that the folder lists, never a path; RupfamError for any other."""
    paths = {path.stem: path for path in sorted(folder.glob("*.txt"))}
    if name not in paths:
        names = ", ".join(paths) or "aucun"
        raise RupfamError(f"Aucun document ajouté ne s’appelle « {name} » : donnez l’un de ceux-ci ({names}).")
    try:
        paths[name].unlink()
    except OSError as error:
        remedy = "donnez-vous le droit d’écrire dans son dossier"
        raise RupfamError(f"Le document {paths[name]} ne peut pas être retiré : {remedy}.") from error


def read_added(folder: Path) -> tuple[Document, ...]:
    """The documents added so far, by name."""
    if not folder.is_dir():
        return ()
    try:
        return tuple(_document(path.stem, path.read_bytes().decode("utf-8")) for path in sorted(folder.glob("*.txt")))
    except (OSError, UnicodeDecodeError) as error:
        remedy = "retirez-le, puis ajoutez-le à nouveau"
        raise RupfamError(f"Un document du dossier {folder} ne peut pas être lu : {remedy}.") from error


def offices_with_documents(folder: Path) -> tuple[int, ...]:
    """The offices that have a folder of their own in that of the added documents."""
    found = folder.iterdir() if folder.is_dir() else ()
    return tuple(sorted(int(path.name) for path in found if path.name.isdecimal() and path.is_dir()))


def stamp_documents(folder: Path) -> Stamps:
    """The name, the size and the date of the file of each added document: another value tells that one has changed."""
    try:
        about = [(path.name, path.stat()) for path in sorted(folder.glob("*.txt"))]
    except OSError:
        return ()
    return tuple((name, told.st_size, told.st_mtime_ns) for name, told in about)


class Library(Mapping[str, Document]):
    """The founding texts, then the added documents as they are at each reading, by name."""

    def __init__(self, founding: Iterable[Document], folder: Path) -> None:
        self._founding = {document.name: document for document in founding}
        self._folder = folder
        self._read: tuple[Stamps | None, dict[str, Document]] = (None, {})

    def now(self) -> dict[str, Document]:
        """The documents that are there now; RupfamError when one cannot be read."""
        stamps = stamp_documents(self._folder)
        if self._read[0] != stamps:
            added = {document.name: document for document in read_added(self._folder)}
            self._read = stamps, {**self._founding, **added}
        return self._read[1]

    def __getitem__(self, name: str) -> Document:
        return self.now()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.now())

    def __len__(self) -> int:
        return len(self.now())

    def values(self) -> ValuesView[Document]:
        """The documents of one reading, whatever happens to the folder meanwhile."""
        return self.now().values()


def _document(name: str, text: str) -> Document:
    """A document under the title of its first heading, else its own name."""
    heading = TITLE.search(text)
    title = heading[1].replace("*", "")[:LONGEST_TITLE].strip() if heading else name.replace("_", " ")
    return Document(name, title, f"« {title} »", text)
