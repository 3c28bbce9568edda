"""Documents: the founding texts, read from corpus/ and checked to the byte."""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

from rupfam_assistant.errors import RupfamError


@dataclass(frozen=True)
class Document:
    """A text and what it is called.

    `name` is the stem of its file, `title` its full French title, `short` how an answer names it ("la trame").
    """

    name: str
    title: str
    short: str
    text: str


def read_corpus(folder: Path) -> tuple[Document, ...]:
    """The founding documents that corpus.toml declares; RupfamError when one is missing or altered."""
    try:
        declared = tomllib.loads((folder / "corpus.toml").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RupfamError(f"Le fichier {folder / 'corpus.toml'} manque : réinstallez le programme ou rétablissez ce fichier.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RupfamError(f"Le fichier {folder / 'corpus.toml'} est abîmé : réinstallez le programme ou rétablissez ce fichier.") from error
    return tuple(_read_founding_text(folder / f"{name}.txt", about) for name, about in declared.items())


def _read_founding_text(path: Path, about: dict[str, str]) -> Document:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RupfamError(f"Le texte {path} ne peut pas être lu : réinstallez le programme ou rétablissez ce fichier.") from error
    if hashlib.sha256(content).hexdigest() != about["sha256"]:
        raise RupfamError(f"Le texte {path} n’est plus l’original : réinstallez le programme ou rétablissez ce fichier.")
    return Document(path.stem, about["title"], about["short"], content.decode("utf-8"))
