"""Sides: what the parts of a dossier say of one thing, in comparable words, and who says it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rupfam_assistant.dossier.paths import FieldPath, texts_of
from rupfam_assistant.dossier.schema import FIELDS, Dossier
from rupfam_assistant.french import analyse
from rupfam_assistant.french.acronyms import spelled_out
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.words import flatten, fold, stem, subject

LISTED = {group: frozenset(stem(fold(word)) for word in words) for group, words in read_list("dossier").groups.items()}
ALIKE = {stem(fold(word)): stem(fold(line.split()[0])) for line in read_list("alike").entries for word in line.split()}
GENERIC = LISTED["generic"]
"""The stems of each group of words; the stem that stands for others of its meaning; those that do not tell what a
figure counts."""

SAME_LABEL, RATE = 0.7, "par an"
"""The share of stems that two labels about one thing have in common; what stands among names for a rhythm."""


@dataclass(frozen=True)
class Side:
    """A value as the dossier gives it, who says so, and where it stands."""

    value: str
    said_by: str
    path: FieldPath


@dataclass(frozen=True)
class Contradiction:
    """Two values or more for one thing, of which the officer may have kept one; `kind` is "number", "date", "pilot" or
    "party"."""

    kind: str
    what: str
    sides: tuple[Side, ...]
    kept: Side | None = None

    @property
    def judged(self) -> str:
        """What the officer judges when she keeps one of its values: all of them."""
        return " / ".join(side.value for side in self.sides)


def side_of(value: str, path: FieldPath) -> Side:
    """A value that a part of the dossier gives: "priorités", "actions prévues"."""
    return Side(value, FIELDS[(path.root,)].called, path)


def telling_texts(dossier: Dossier) -> Iterator[tuple[FieldPath, str]]:
    """The texts that state facts, an action stating what is wanted: of it, from a number taken for known."""
    for path, text in sorted(texts_of(dossier), key=lambda told: told[0].root == "planned_actions"):
        if path.root in ("territory_needs", "priorities"):
            yield path, text
        elif path.root == "planned_actions" and path.name == "text" and (known := _known_from(text)) is not None:
            yield path, text[known:]


def _known_from(text: str) -> int | None:
    """Where the first number that a text takes for known starts: "les 12 médiateurs"."""
    known = [found.end() for found in cues("dossier", "known").finditer(flatten(text))]
    starts = (number.start for number in analyse(text).numbers if not number.spoken and text[number.end :][:1] == " ")
    return next((start for start in starts if start - 1 in known), None)


def clauses_of(text: str) -> Iterator[str]:
    """The parts of a text, cut before what opposes them to each other."""
    for start, end in analyse(text).parts:
        yield from re.split(r", (?=mais |alors |or )", text[start:end])


def subject_of(text: str) -> frozenset[str]:
    """The stems of what a text is about, one for all the words of a kind: "délai", "temps", "attente"."""
    return frozenset(ALIKE.get(stem, stem) for stem in subject(spelled_out(text)) - GENERIC)


@lru_cache(maxsize=4096)
def names_in(text: str) -> frozenset[str]:
    """The names and years of a text, its first word left aside, and whether its numbers recur: "par an"."""
    inner = re.findall(r"(?<=[\s’'(-])[A-ZÀ-Ý][\w’-]+", text)
    recurs = cues("dossier", "rate").search(flatten(text)) is not None
    return frozenset(fold(name) for name in inner if not name.isupper()) | years_in(text) | frozenset([RATE] * recurs)


def years_in(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\b20\d\d\b", text))


def mostly_the_same(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one & other) and len(one & other) >= SAME_LABEL * len(one | other)


def is_part(label: str) -> bool:
    """Whether a figure is one of what the figure before it counts, by its label: "dont", "ces"; not "mineurs dont le
    foyer est d’un seul parent"."""
    told = re.sub(r"(?<=\w )dont (?=l[ae]s? |l')", " ", flatten(label))
    return cues("dossier", "of_total").search(told) is not None
