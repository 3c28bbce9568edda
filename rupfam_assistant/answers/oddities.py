"""Oddities: what is known to be odd in the texts, told when an answer quotes it."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rupfam_assistant.answers.reply import Citation
from rupfam_assistant.errors import DamagedFile, RupfamError
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.quotes import find_quote

MOST_NOTES = 2


@dataclass(frozen=True)
class Oddity:
    """A remark, and the places it is about: (document name, start, end), offsets in characters."""

    note: str
    places: tuple[tuple[str, int, int], ...]


def read_oddities(path: Path, documents: Iterable[Document]) -> tuple[Oddity, ...]:
    """The remarks of corpus/oddities.toml at the places that they quote; RupfamError when the file or a quote is wrong."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DamagedFile(path) from error
    return tuple(_locate(name, about["note"], about["quotes"], documents, path) for name, about in told.items())


def notes_on(citations: Iterable[Citation], oddities: Iterable[Oddity]) -> tuple[str, ...]:
    """The remarks on what is cited, each once, at most MOST_NOTES."""
    cited = [(citation.document.name, citation.start, citation.end) for citation in citations]
    touched = (
        oddity.note for oddity in oddities if any(_within(place, span) for place in oddity.places for span in cited)
    )
    return tuple(touched)[:MOST_NOTES]


def _locate(name: str, note: str, quotes: Iterable[str], documents: Iterable[Document], path: Path) -> Oddity:
    places = []
    for quote in quotes:
        found = [(document.name, *span) for document in documents for span in find_quote(document.text, quote)]
        if not found:
            raise RupfamError(
                f"La remarque « {name} » du fichier {path} cite des mots qui ne sont pas dans les textes : corrigez-la."
            )
        places += found
    return Oddity(note, tuple(places))


def _within(place: tuple[str, int, int], span: tuple[str, int, int]) -> bool:
    return place[0] == span[0] and span[1] <= place[1] and place[2] <= span[2]
