"""Roles: what kind of partner someone is, from a few free words, and what is known of each kind, read from
corpus/roles.toml."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rupfam_assistant.errors import DamagedFile
from rupfam_assistant.french.lists import words_of
from rupfam_assistant.french.spelling import Speller
from rupfam_assistant.french.words import fold, stems, words

DOTTED = re.compile(r"\b(?:\w\.){2,}\w?")
MOST_ROLES = 3
"""Roles of one kit at the most."""


@dataclass(frozen=True)
class Ask:
    """A question put to the texts, and what announces its answer in a kit."""

    question: str
    lead: str = ""


@dataclass(frozen=True)
class Silence:
    """What a partner may look for and the texts do not give: words that they do not hold, the question they do not
    answer, who knows."""

    what: str
    words: tuple[str, ...]
    ask: str
    who: str


@dataclass(frozen=True)
class Role:
    """A kind of partner: how it names itself, how the texts name it, the words of its field, what it asks and what it
    would not find.

    `trait` is whether it only adds to another role ("association").
    """

    key: str
    label: str
    names: tuple[str, ...]
    called: tuple[str, ...]
    about: tuple[str, ...]
    asks: tuple[Ask, ...]
    silences: tuple[Silence, ...]
    trait: bool


@dataclass(frozen=True)
class Outline:
    """A section of a kit and what it asks for everyone, for the parties that the trame names, and for the others."""

    key: str
    title: str
    asks: tuple[Ask, ...]
    party: tuple[Ask, ...]
    other: tuple[Ask, ...]


@dataclass(frozen=True)
class RoleBook:
    """All that corpus/roles.toml holds; `common` is what every partner asks and would not find, `devices` the (term,
    general definition)
    of what a newcomer should know beside the acronyms."""

    outlines: tuple[Outline, ...]
    common: Role
    roles: tuple[Role, ...]
    devices: tuple[tuple[str, str], ...]


def read_roles(path: Path) -> RoleBook:
    """The roles of corpus/roles.toml; RupfamError when the file is missing or altered."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        silences = {
            key: Silence(s["what"], tuple(s["words"]), s["ask"], s["who"]) for key, s in told["silence"].items()
        }
        outlines = tuple(
            Outline(s["key"], s["title"], *(tuple(map(_ask, s.get(kind, ()))) for kind in ("asks", "partie", "autre")))
            for s in told["section"]
        )
        common = _role("tous", {"label": "", "names": [], **told["group"]["tous"]}, {}, silences)
        devices = tuple((str(term), str(definition)) for term, definition in told["glossary"].items())
        roles = tuple(_role(key, about, told["group"], silences) for key, about in told["role"].items())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedFile(path) from error
    return RoleBook(outlines, common, roles, devices)


def resolve_roles(partner: str, book: RoleBook, speller: Speller) -> tuple[Role, ...]:
    """The roles that a partner's words name, in their order, the traits last; () when they name none."""
    found = _named(stems(_plain(partner)), book.roles) or _named(stems(speller.mend(_plain(partner)).text), book.roles)
    main = [role for role in found if not role.trait]
    return (*main[:MOST_ROLES], *(role for role in found if role.trait))


def _named(said: Sequence[str], roles: Sequence[Role]) -> list[Role]:
    """The roles named by a run of stems, the longest name first where two overlap."""
    matches = sorted(
        (
            (start, start + len(name), role)
            for role in roles
            for name in _name_stems(role)
            for start in _places(said, name)
        ),
        key=lambda match: (match[0] - match[1], match[0]),
    )
    taken: set[int] = set()
    kept = []
    for start, end, role in matches:
        if not taken & set(range(start, end)):
            taken |= set(range(start, end))
            kept.append((start, role))
    return list({role.key: role for _, role in sorted(kept, key=lambda pair: pair[0])}.values())


def _name_stems(role: Role) -> Iterator[tuple[str, ...]]:
    yield from dict.fromkeys(tuple(stems(_plain(name))) for name in role.names)


def _places(said: Sequence[str], name: Sequence[str]) -> Iterator[int]:
    return (
        start
        for start in range(len(said) - len(name) + 1)
        if name and tuple(said[start : start + len(name)]) == tuple(name)
    )


def _plain(partner: str) -> str:
    """Folded, "m.s.a." written "msa"."""
    return DOTTED.sub(lambda match: match[0].replace(".", ""), fold(partner))


def _ask(told: str | dict[str, str]) -> Ask:
    return Ask(told) if isinstance(told, str) else Ask(told["ask"], told["lead"])


def _role(key: str, about: dict[str, Any], groups: dict[str, Any], silences: dict[str, Silence]) -> Role:
    """A role with what its groups ask and seek after its own."""
    told = [about, *(groups[name] for name in about.get("groups", ()))]
    return Role(
        key,
        about["label"],
        tuple(about["names"]),
        tuple(about.get("called", ())),
        tuple(about.get("about", ())),
        tuple(dict.fromkeys(_ask(ask) for part in told for ask in part.get("asks", ()))),
        tuple(dict.fromkeys(silences[name] for part in told for name in part.get("silences", ()))),
        bool(about.get("trait")),
    )


def speaks_of_oneself(text: str) -> bool:
    """Whether a text is about who wrote it: "que nous demande-t-on ?"."""
    return not words_of("oneself").isdisjoint(words(text))
