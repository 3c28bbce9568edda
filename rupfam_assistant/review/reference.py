"""What a draft is compared with: the clauses of the trame, or those of another draft."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from rupfam_assistant.convention.trame import Part, Slip, Slot, Trame
from rupfam_assistant.dossier.schema import Numbered
from rupfam_assistant.french import analyse
from rupfam_assistant.review.reading.lines import one_line, sentence_starts
from rupfam_assistant.review.reading.words import Token, edits, read_tokens, roots

LOCAL = ("Trame de", "objet de la présente convention")
ACTORS = ("Les cours d’appel ", "Les directions départementales ", "Les déléguées et délégués ", "Les caisses ")
FIELDS = "Les champs thématiques"
CHOICE = ("Comités départementaux", "Comités locaux")
LEFT_ASIDE = ("party", "connector", "note", "logos", "annex", "signatures", "heading")
"""Words that a department replaces; how the actors and instances of article 1 begin, and what announces the
fields of the convention; parts that are no clause."""

Mend = tuple[tuple[str, ...], tuple[str, ...]]
Gap = tuple[int, int, Slot]
"""The roots taken out, and those put in; a blank at [start, end) of a text."""


@dataclass(frozen=True)
class Clause:
    """A sentence, item or title of the reference, in its part of that rank. `slots` are its blanks by the rank of the
    word after; `loose` the ranks of words that may change, `mended` the changes that correct a slip; `nature` is
    "title", "objective", "actor", "choice" (an instance), "agreement"
    (what closes the parties) or "plain"; `is_field` whether it is an item of what the preamble says the convention
    covers."""

    article: str
    objective: Numbered
    nature: str
    text: str
    words: tuple[Token, ...]
    slots: tuple[tuple[int, Slot], ...] = ()
    loose: frozenset[int] = frozenset()
    mended: frozenset[Mend] = frozenset()
    part: int = 0
    is_field: bool = False

    @cached_property
    def roots(self) -> list[str]:
        """Its words, as they are compared."""
        return roots(self.words)

    @property
    def line(self) -> str:
        """Its text, on one line."""
        return one_line(self.text)

    def slot_at(self, rank: int) -> Slot | None:
        """The blank before a word; None when there is none."""
        return next((slot for at, slot in self.slots if at == rank), None)


@dataclass(frozen=True)
class Reference:
    """What a draft is compared with: the heading of each article, in order, the clauses, the sentences of its notes and
    of what it asks at its end."""

    headings: dict[str, str]
    clauses: tuple[Clause, ...]
    is_trame: bool = True
    notes: tuple[tuple[str, ...], ...] = ()

    @property
    def bodies(self) -> dict[str, list[Token]]:
        """The words of each article, its heading aside."""
        clauses = {article: [each for each in self.clauses if each.article == article] for article in self.headings}
        return {article: [word for clause in of for word in clause.words] for article, of in clauses.items()}


@lru_cache(maxsize=1)
def trame_reference(trame: Trame) -> Reference:
    """The trame, as drafts are compared with it: parties, notes, logos and signatures aside."""
    headings = {part.article: part.text for part in trame.parts if part.kind == "heading"}
    kept = ((n, part) for n, part in enumerate(trame.parts) if part.kind not in LEFT_ASIDE and part.objective != "X")
    told = (part.text for part in trame.parts if part.kind in ("note", "signatures"))
    notes = tuple(tuple(one_line(text[start:end]) for start, end in analyse(text).sentences) for text in told)
    fields = next(n for n, part in enumerate(trame.parts) if part.text.startswith(FIELDS))
    clauses = tuple(
        replace(clause, is_field=part.article == "Préambule" and part.kind == "item" and n > fields)
        for n, part in kept
        for clause in _clauses(part, n, trame.slips)
    )
    return Reference(headings, clauses, notes=notes)


def draft_reference(text: str, sections: Sequence[tuple[str, str, int, int]]) -> Reference:
    """Another draft, from its sections: (article, heading, start, end)."""
    clauses, starts = list[Clause](), [*sentence_starts(text), len(text)]
    for article, _, first, last in sections:
        inside = sorted({first, *(start for start in starts if first < start < last), last})
        for number, (start, end) in enumerate(pairwise(inside)):
            if words := read_tokens(text[start:end]):
                clauses.append(Clause(article, None, "plain", text[start:end], words, part=number))
    return Reference({article: heading for article, heading, *_ in sections}, tuple(clauses), is_trame=False)


def _clauses(part: Part, number: int, slips: Sequence[Slip]) -> Iterator[Clause]:
    """The sentences of a part of the trame."""
    text, blanks = "", list[Gap]()
    for piece in part.pieces:
        if piece.slot is not None:
            blanks.append((len(text), len(text) + len(piece.text), piece.slot))
        text += piece.text
    for start, end in analyse(text).sentences:
        slots = [(at - start, to - start, slot) for at, to, slot in blanks if start <= at < end]
        yield _clause(part, number, text[start:end], slots, slips)


def _clause(part: Part, number: int, text: str, blanks: Sequence[Gap], slips: Sequence[Slip]) -> Clause:
    told = read_tokens(text)
    words = tuple(word for word in told if not any(start <= word.start < end for start, end, _ in blanks))
    slots = tuple((sum(word.start < start for word in words), slot) for start, _, slot in blanks)
    quotes = [*LOCAL, *(slip.quote for slip in slips if slip.mended is None)]
    free = [(at, at + len(quote)) for quote in quotes if (at := text.find(quote)) >= 0]
    loose = {rank for rank, word in enumerate(words) if any(start <= word.start < end for start, end in free)}
    if part.kind == "objective":
        loose |= {0, 1} if words[1].folded.isdigit() else {0}
    mended = {
        (tuple(roots(edit.removed)), tuple(roots(edit.added)))
        for slip in slips
        if slip.mended and slip.quote in text
        for edit in edits(told, read_tokens(text.replace(slip.quote, slip.mended)))
    }
    settled = frozenset(loose), frozenset(mended)
    return Clause(part.article, part.objective, _nature(part), text, words, slots, *settled, number)


def _nature(part: Part) -> str:
    if part.kind in ("title", "objective"):
        return part.kind
    if part.article == "Parties":
        return "agreement"
    if part.article == "Article 1" and part.text.startswith((*ACTORS, *CHOICE)):
        return "actor" if part.text.startswith(ACTORS) else "choice"
    return "plain"
