"""A local draft as a review reads it: its words, its sentences and its sections, each at its place."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from rupfam_assistant.review.reading.lines import (
    CLOSING,
    as_items,
    flow,
    one_line,
    sentence_starts,
    without_page_lines,
    without_strokes,
)
from rupfam_assistant.review.reading.parties import AGREED, LONGEST_OPENING, Signer, read_signers
from rupfam_assistant.review.reading.sections import DraftSection, one_convention, read_sections
from rupfam_assistant.review.reading.words import Token, read_tokens
from rupfam_assistant.review.reference import Reference

UNCLAIMED = ("Signatures", "Annexes", "Note")
LONGEST_AFTER = 400
"""Parts of a draft that hold no clause of the trame; characters of a paragraph shown after what is looked at."""


@dataclass(frozen=True)
class LocalDraft:
    """A draft: its text without page lines, its words, the ranks of those that open a sentence (last, how many words
    there are), its sections, its first line where its file holds other conventions. A
    span of words is the ranks of its first and of its last one."""

    text: str
    words: tuple[Token, ...]
    bounds: tuple[int, ...]
    sections: tuple[DraftSection, ...]
    only: str = ""

    def rank_at(self, offset: int) -> int:
        """The rank of the first word at or after an offset."""
        return bisect_left(self.words, offset, key=lambda word: word.start)

    def section(self, article: str) -> DraftSection | None:
        """The section that is this article of the trame; None when there is none."""
        return next((section for section in self.sections if section.article == article), None)

    def section_at(self, offset: int) -> DraftSection:
        """The section that holds an offset."""
        return next(section for section in reversed(self.sections) if section.start <= offset)

    def heading_of(self, rank: int) -> str:
        """The heading, as written, over a word."""
        return one_line(self.section_at(self.words[rank].start).heading)

    def article_at(self, offset: int) -> str:
        """The article that holds an offset; "" for a local one."""
        section = self.section_at(offset)
        return section.article or ("Parties" if section is self.sections[0] else "")

    def article_of(self, rank: int) -> str:
        """The article that holds a word; "" for a local one."""
        return self.article_at(self.words[rank].start)

    def end_of(self, rank: int) -> int:
        """The offset after a word and the punctuation that closes it."""
        limit = self.words[rank + 1].start if rank + 1 < len(self.words) else len(self.text)
        closing = CLOSING.match(self.text, self.words[rank].end, limit)
        return closing.end() if closing else self.words[rank].end

    def place(self, first: int, last: int) -> tuple[int, int]:
        """The characters [start, end) of a span, with the small words before it and the punctuation after it."""
        return self.words[first].lead, self.end_of(last)

    def passage(self, first: int, last: int) -> tuple[str, int, int]:
        """A span as it is read, on one line, and its place."""
        start, end = self.place(first, last)
        return one_line(self.text[start:end]), start, end

    def said(self, first: int, last: int) -> str:
        """A span as it is read, on one line."""
        return self.passage(first, last)[0]

    def paragraph(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the paragraph, item or heading that holds [start, end)."""
        told = flow(self.text)
        after = told.find("\n", end)
        return told.rfind("\n", 0, start) + 1, min(after if after >= 0 else len(told), end + LONGEST_AFTER)

    def is_item(self, rank: int) -> bool:
        """Whether a word opens an item of a list."""
        lead = self.words[rank].lead
        return self.text[self.paragraph(lead, lead)[0] : lead].strip() in tuple("•▪◦●*–—-")

    @cached_property
    def parties(self) -> str:
        """The opening of the text, which presents the parties, from "Entre" where it is written."""
        preamble, named = self.section("Préambule"), self.section("Parties")
        start = named.body if named else 0
        limit = preamble.start if preamble else start + LONGEST_OPENING
        agreed = AGREED.search(self.text, start, limit)
        return self.text[start : agreed.start() if agreed else limit]

    @cached_property
    def signers(self) -> tuple[Signer, ...]:
        """Those who should sign, as the parties are presented."""
        return tuple(read_signers(self.parties))

    @cached_property
    def heading_ranks(self) -> frozenset[int]:
        """The ranks of the words of headings."""
        spans = ((self.rank_at(section.start), self.rank_at(section.body)) for section in self.sections)
        return frozenset(rank for start, end in spans for rank in range(start, end))


def read_draft(text: str, reference: Reference) -> LocalDraft:
    """A draft cut as the reference has it."""
    bare, only = one_convention(without_strokes(without_page_lines(text)), reference.headings)
    said, sections = as_items(bare), read_sections(bare, reference.headings, reference.bodies)
    words = read_tokens(said)
    starts = {bisect_left(words, start, key=lambda word: word.start) for start in sentence_starts(said)}
    return LocalDraft(said, words, tuple(sorted(starts | {0, len(words)})), sections, only)
