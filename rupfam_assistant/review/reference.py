"""What a draft is compared with: the clauses of the trame, or those of another draft."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from rupfam_assistant.convention.trame import Part, Slip, Slot, Trame
from rupfam_assistant.dossier.schema import Objective
from rupfam_assistant.review.words import Word, one_line, read_words, sentence_bounds

SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-ZÀ-Ý])")
LOCAL = ("Trame de", "objet de la présente convention")
"""Words of the trame that a department replaces by its own, beside the blanks."""

ACTORS = re.compile(r"Les (?:cours d’appel|directions départementales|déléguées et délégués|caisses) ")
CHOICE = re.compile(r"Comités (?:départementaux|locaux)")

Change = tuple[tuple[str, ...], tuple[str, ...]]
"""The roots taken out, and those put in."""


@dataclass(frozen=True)
class Clause:
    """A sentence, an item or a title of the reference. `slots` are its blanks, each by the rank of the word that follows it; `loose` the ranks
    of words that may change, `mended` the changes that correct a slip; `nature` tells what else is permitted."""

    article: str
    objective: Objective | None
    nature: str
    text: str
    words: tuple[Word, ...]
    slots: tuple[tuple[int, Slot], ...] = ()
    loose: frozenset[int] = frozenset()
    mended: frozenset[Change] = frozenset()
    part: int = 0

    @property
    def roots(self) -> list[str]:
        """Its words, as they are compared."""
        return [word.root for word in self.words]


@dataclass(frozen=True)
class Reference:
    """What a draft is compared with: the heading of each article, in order, and the clauses."""

    headings: dict[str, str]
    clauses: tuple[Clause, ...]
    is_trame: bool = True

    def of(self, article: str) -> tuple[Clause, ...]:
        """The clauses of an article, its heading aside."""
        return tuple(clause for clause in self.clauses if clause.article == article)


def trame_reference(trame: Trame) -> Reference:
    """The trame, as drafts are compared with it: parties, notes, logos and signatures aside."""
    headings = {part.article: part.text for part in trame.parts if part.kind == "heading"}
    left_aside = ("party", "connector", "note", "logos", "annex", "signatures", "heading")
    clauses = [
        clause
        for number, part in enumerate(trame.parts)
        if part.kind not in left_aside and part.objective != "X"
        for clause in _clauses(part, number, trame.slips)
    ]
    return Reference(headings, tuple(clauses))


def draft_reference(sections: Sequence[tuple[str, str, str]]) -> Reference:
    """Another draft, from its sections: (article, heading, text)."""
    clauses = []
    for article, _, text in sections:
        words = read_words(text)
        bounds = sentence_bounds(text, words)
        for number, (first, last) in enumerate(pairwise(bounds)):
            said = one_line(text[words[first].start : words[last - 1].end])
            clauses.append(Clause(article, None, "plain", said, read_words(said), part=number))
    return Reference({article: heading for article, heading, _ in sections}, tuple(clauses), is_trame=False)


def _clauses(part: Part, number: int, slips: Sequence[Slip]) -> Iterator[Clause]:
    text, blanks = "", list[tuple[int, int, Slot]]()
    for piece in part.pieces:
        if piece.slot is not None:
            blanks.append((len(text), len(text) + len(piece.text), piece.slot))
        text += piece.text
    starts = [0, *(match.end() for match in SENTENCE.finditer(text)), len(text)]
    for start, end in pairwise(starts):
        said = text[start:end].strip()
        slots = [(at - start, to - start, slot) for at, to, slot in blanks if start <= at < end]
        yield _clause(part, number, said, slots, slips)


def _clause(
    part: Part, number: int, text: str, blanks: Sequence[tuple[int, int, Slot]], slips: Sequence[Slip]
) -> Clause:
    words = tuple(word for word in read_words(text) if not any(start <= word.start < end for start, end, _ in blanks))
    slots = tuple((sum(word.start < start for word in words), slot) for start, _, slot in blanks)
    quotes = [*LOCAL, *(slip.quote for slip in slips if slip.mended is None)]
    loose = {
        rank
        for quote in quotes
        for rank, word in enumerate(words)
        if (at := text.find(quote)) >= 0 and at <= word.start < at + len(quote)
    }
    if part.kind == "objective":
        loose |= {rank for rank in (0, 1) if re.fullmatch(r"objectif|\d+", words[rank].folded)}
    mended = frozenset(
        change
        for slip in slips
        if slip.mended and slip.quote in text
        for change in _changes(text, slip.quote, slip.mended)
    )
    return Clause(part.article, part.objective, _nature(part), text, words, slots, frozenset(loose), mended, number)


def _nature(part: Part) -> str:
    if part.kind in ("title", "objective"):
        return part.kind
    if part.article == "Article 1" and ACTORS.match(part.text):
        return "actor"
    if part.article == "Article 1" and CHOICE.match(part.text):
        return "choice"
    return "plain"


def _changes(text: str, quote: str, mended: str) -> Iterator[Change]:
    before = [word.root for word in read_words(text)]
    after = [word.root for word in read_words(text.replace(quote, mended))]
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            yield tuple(before[i1:i2]), tuple(after[j1:j2])
