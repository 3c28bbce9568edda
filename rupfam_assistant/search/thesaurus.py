"""The thesaurus: the groups of words that mean one thing in this domain, found in a text as tokens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rupfam_assistant.french.lists import read_json_lines
from rupfam_assistant.french.words import stems

LONGEST_TERM = 6
"""Stems of a wording beyond which it is not looked for."""


@dataclass(frozen=True)
class Term:
    """A group of the thesaurus: a term, what people say for it, its acronym and its definition where it has one."""

    term: str
    same: tuple[str, ...]
    acronym: str | None
    definition: str | None


class Thesaurus:
    """The groups of words that mean one thing; `concepts` finds them in a text as tokens that never clash with
    words."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self._groups: dict[tuple[str, ...], list[str]] = {}
        self._longest: dict[str, int] = {}
        for number, term in enumerate(self.terms):
            for form in {tuple(stems(form)) for form in (term.term, *term.same, term.acronym or "")}:
                if 0 < len(form) <= LONGEST_TERM:
                    self._groups.setdefault(form, []).append(f"#{number}")
                    self._longest[form[0]] = max(len(form), self._longest.get(form[0], 0))

    @property
    def forms(self) -> tuple[str, ...]:
        """Every wording of every group."""
        return tuple(form for term in self.terms for form in (term.term, *term.same))

    def concepts(self, found: Sequence[str]) -> list[str]:
        """The groups whose terms stand among the stems of a text, as tokens "#number", each once, in order."""
        sizes = ((i, size) for i, first in enumerate(found) for size in range(1, self._longest.get(first, 0) + 1))
        spans = (tuple(found[i : i + size]) for i, size in sizes if i + size <= len(found))
        return list(dict.fromkeys(concept for span in spans for concept in self._groups.get(span, ())))


def read_thesaurus(path: Path) -> Thesaurus:
    """The thesaurus of corpus/thesaurus.jsonl."""
    rows = read_json_lines(path)
    return Thesaurus(Term(r["term"], tuple(r["same"]), r.get("acronym"), r.get("definition")) for r in rows)
