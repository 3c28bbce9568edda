"""Documents: the founding texts, read from corpus/ and checked to the byte."""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

from rupfam_assistant.errors import DamagedFile, shipped
from rupfam_assistant.texts.blocks import Unread


@dataclass(frozen=True)
class Document:
    """A text: the stem of its file, its full French title, how an answer names it ("la trame"), what of its file could
    not be read when it was added."""

    name: str
    title: str
    short: str
    text: str
    unread: tuple[Unread, ...] = ()


def read_corpus(folder: Path) -> tuple[Document, ...]:
    """The founding documents that corpus.toml declares; RupfamError when one is missing or altered."""
    path = folder / "corpus.toml"
    with shipped(path):
        declared = tomllib.loads(path.read_text(encoding="utf-8"))
        founding = [(name, about["title"], about["short"], about["sha256"]) for name, about in declared.items()]
    if not founding:
        raise DamagedFile(path, "ne déclare aucun texte")
    return tuple(_read_founding_text(folder / f"{name}.txt", *about) for name, *about in founding)


def _read_founding_text(path: Path, title: str, short: str, digest: str) -> Document:
    with shipped(path, "ne peut pas être lu"):
        content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise DamagedFile(path, "n’est plus l’original")
    return Document(path.stem, title, short, content.decode("utf-8"))
