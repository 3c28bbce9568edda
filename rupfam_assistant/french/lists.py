"""The lists of French that the program knows, read from corpus/french/: one a file, data and no code."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.settings import corpus_folder


@dataclass(frozen=True)
class WordList:
    """A list: its entries in order; the groups that some stand in, by name; and texts that an entry, or a group, alone explains."""

    entries: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    examples: Mapping[str, str]


@cache
def read_list(name: str) -> WordList:
    """The list of corpus/french/NAME.toml. The file holds `about`, then `[entries]` (entry = "example", "" for a word that needs
    none), or `[groups.NAME]` (words = [...], example = "..."), or both; RupfamError names the file that is missing or damaged."""
    path = corpus_folder() / "french" / f"{name}.toml"
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        groups = {group: tuple(about["words"]) for group, about in told.get("groups", {}).items()}
        examples = {group: str(about.get("example", "")) for group, about in told.get("groups", {}).items()}
        own = {str(entry): str(example) for entry, example in told.get("entries", {}).items()}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise RupfamError(
            f"Le fichier {path} manque ou est abîmé : réinstallez le programme ou rétablissez ce fichier."
        ) from error
    entries = (*own, *(word for words in groups.values() for word in words))
    return WordList(tuple(dict.fromkeys(entries)), MappingProxyType(groups), MappingProxyType(examples | own))


def words_of(name: str) -> frozenset[str]:
    """The entries of a list, to look words up in."""
    return frozenset(read_list(name).entries)
