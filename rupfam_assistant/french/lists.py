"""The lists of French that the program knows, read from corpus/french/: one a file, data and no code."""

import json
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rupfam_assistant.errors import DamagedFile, RupfamError, UnreadableFile, shipped
from rupfam_assistant.places import corpus_folder


@dataclass(frozen=True)
class WordList:
    """A list: its entries in order, the groups of some, and a text that each entry or group alone explains."""

    entries: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    examples: Mapping[str, str]


@cache
def read_list(name: str) -> WordList:
    """The list of corpus/french/NAME.toml; DamagedFile when it is missing or wrong.

    The file holds `about`, then `[entries]` (entry = "example", "" for a word that needs none), or `[groups.NAME]`
    (words = [...], example = "..."), or both.
    """
    path = corpus_folder() / "french" / f"{name}.toml"
    told = read_table(path)
    with shipped(path):
        groups = {group: tuple(about["words"]) for group, about in told.get("groups", {}).items()}
        examples = {group: str(about.get("example", "")) for group, about in told.get("groups", {}).items()}
        own = {str(entry): str(example) for entry, example in told.get("entries", {}).items()}
    entries = (*own, *(word for words in groups.values() for word in words))
    return WordList(tuple(dict.fromkeys(entries)), MappingProxyType(groups), MappingProxyType(examples | own))


def read_table(path: Path) -> dict[str, Any]:
    """What a TOML file that ships holds; DamagedFile names the line from which it cannot be read."""
    with shipped(path):
        text = path.read_text(encoding="utf-8")
    if (told := _parsed(text)) is not None:
        return told
    lines = text.split("\n")
    whole = next(count for count in range(len(lines), -1, -1) if _parsed("\n".join(lines[:count])) is not None)
    raise DamagedFile(path, f"est mal écrit à la ligne {whole + 1}")


def _parsed(text: str) -> dict[str, Any] | None:
    with suppress(tomllib.TOMLDecodeError):
        return tomllib.loads(text)
    return None


def words_of(name: str) -> frozenset[str]:
    """The entries of a list, to look words up in."""
    return frozenset(read_list(name).entries)


def read_json_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file; RupfamError names the file and the line at fault."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        why = "ne peut pas être lu : vérifiez son nom, vos droits et qu’il est en UTF-8"
        raise UnreadableFile(path, why) from error
    return [_row(line, number, path) for number, line in enumerate(lines, 1) if line.strip()]


def _row(line: str, number: int, path: Path) -> dict[str, Any]:
    with suppress(ValueError):
        row = json.loads(line)
        if isinstance(row, dict):
            return row
    raise RupfamError(f"La ligne {number} du fichier {path} n’est pas un objet JSON : corrigez-la.")
