"""Alignment: where each clause of the reference stands in a draft, and what of the draft stands for none."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from rupfam_assistant.review.reading import Section, read_sections
from rupfam_assistant.review.reference import Clause, Reference
from rupfam_assistant.review.words import Word, one_line, read_words, sentence_bounds, without_page_lines

FAR = 40
"""Words put in beyond which what follows is not the same clause any more."""

FOUND, RUN = 0.5, 4
RESCUED, REWRITTEN = 0.6, 0.3
"""Share of a clause's words that shows it is there; words in a row that show it too; share that shows it elsewhere, or rewritten in its place."""

ACTORS = frozenset("appel ddet deet drieet femm caf msa".split())
"""The roots that name each actor of article 1, however it is called locally."""

WITHOUT_CLAUSES = ("Signatures", "Annexes")


@dataclass(frozen=True)
class Draft:
    """A draft as the review reads it: its text, words, sections, and the ranks of the words that open a sentence."""

    text: str
    words: tuple[Word, ...]
    bounds: tuple[int, ...]
    sections: tuple[Section, ...]

    def said(self, first: int, last: int) -> str:
        """The words from rank `first` to `last`, included, on one line with the punctuation that closes them."""
        return one_line(self.text[self.start_of(first) : self.end_of(last)])

    def start_of(self, rank: int) -> int:
        """The offset where a word starts, with the small words before it that are not counted."""
        start = self.words[rank - 1].end if rank else 0
        before = self.text[start : self.words[rank].start]
        small = re.search(r"(?:[^\W\d_]{1,5}(?:['’]|[ \u00a0\n]+)|[«“\"(\[][ \u00a0\u202f]*)*$", before)
        return start + (small.start() if small else len(before))

    def end_of(self, rank: int) -> int:
        """The offset after a word and the punctuation that closes it."""
        end = self.words[rank].end
        limit = self.words[rank + 1].start if rank + 1 < len(self.words) else len(self.text)
        tail = self.text[end:limit]
        return end + next(
            (
                i
                for i, c in enumerate(tail)
                if c.isspace() and tail[i : i + 2].strip(" \u00a0\u202f") not in (";", ":", "!", "?", "»")
            ),
            len(tail),
        )


@dataclass(frozen=True)
class Match:
    """Where a clause stands: ranks of its first and last words in the draft, and the article that it was found in."""

    clause: Clause
    first: int
    last: int
    article: str


@dataclass(frozen=True)
class Alignment:
    """What was found (by the rank of the clause in the reference), where what was not should stand, and the sentences that are in no clause."""

    matches: dict[int, Match]
    places: dict[int, int]
    additions: tuple[tuple[int, int, str], ...]
    """First and last words, and the article."""


def read_draft(text: str, reference: Reference) -> Draft:
    """A draft cut as the reference has it."""
    bodies = {
        article: [word for clause in reference.of(article) for word in clause.words] for article in reference.headings
    }
    words = read_words(text)
    return Draft(
        without_page_lines(text), words, sentence_bounds(text, words), read_sections(text, reference.headings, bodies)
    )


def align(reference: Reference, draft: Draft) -> Alignment:
    """Each clause at its place in the draft, whatever stands between, around or instead of them."""
    spots: dict[int, list[int]] = {}
    for first, last, articles in _grounds(reference, draft):
        ranks = [rank for rank, clause in enumerate(reference.clauses) if clause.article in articles]
        spots |= _spots(reference.clauses, ranks, draft, first, last)
    claimed = {rank: (min(at), max(at)) for rank, at in spots.items()}
    free = [
        span
        for span in _free(draft, _widened(draft, claimed).values())
        if _article_at(draft, span[0]) not in ("Parties", *WITHOUT_CLAUSES)
    ]
    claimed |= _rescued(
        reference.clauses, [rank for rank in range(len(reference.clauses)) if rank not in claimed], draft, free
    )
    claimed |= _rewritten(reference.clauses, claimed, draft, _free(draft, _widened(draft, claimed).values()))
    widened = _widened(draft, claimed)
    matches = {
        rank: Match(reference.clauses[rank], *span, _article_at(draft, span[0])) for rank, span in widened.items()
    }
    additions = tuple((first, last, _article_at(draft, first)) for first, last in _free(draft, widened.values()))
    return Alignment(matches, _places(reference, draft, matches), additions)


def _grounds(reference: Reference, draft: Draft) -> Iterator[tuple[int, int, list[str]]]:
    """For each section, its first word, the one after its last, and the articles to look for there:
    its own, and those that have no section and follow it."""
    present = [section.article for section in draft.sections]
    owners: dict[str, list[str]] = {}
    owner = ""
    for article in reference.headings:
        owner = article if article in present and article not in WITHOUT_CLAUSES else owner
        owners.setdefault(owner, []).append(article)
    if "Parties" in owners:
        owners[""] = [*owners.get("", []), "Parties"]
    for number, section in enumerate(draft.sections):
        if section.article in WITHOUT_CLAUSES or (section.article == "" and number) or section.article not in owners:
            continue
        if section.article == "Parties" and number == 1:
            continue
        end = (
            draft.sections[1].end
            if number == 0 and len(draft.sections) > 1 and draft.sections[1].article == "Parties"
            else section.end
        )
        yield _rank_at(draft, section.body), _rank_at(draft, end), owners[section.article]


def _rank_at(draft: Draft, offset: int) -> int:
    """The rank of the first word at or after an offset."""
    low, high = 0, len(draft.words)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if draft.words[middle].start < offset else (low, middle)
    return low


def _article_at(draft: Draft, rank: int) -> str:
    offset = draft.words[rank].start
    section = next(section for section in reversed(draft.sections) if section.start <= offset)
    return section.article or ("Parties" if section is draft.sections[0] else "")


def _spots(
    clauses: Sequence[Clause], ranks: Sequence[int], draft: Draft, first: int, last: int
) -> dict[int, list[int]]:
    """For each clause found between two words of the draft, the ranks of the words that it shares with it."""
    owner = [(rank, at) for rank in ranks for at in range(len(clauses[rank].words))]
    roots = [clauses[rank].words[at].root for rank, at in owner]
    there = [word.root for word in draft.words[first:last]]
    shared: dict[int, list[tuple[int, int]]] = {}
    for i, j, size in SequenceMatcher(None, roots, there, autojunk=False).get_matching_blocks():
        for step in range(size):
            rank, at = owner[i + step]
            shared.setdefault(rank, []).append((at, first + j + step))
    bounds = set(draft.bounds)
    found = {rank: _together(clauses[rank], pairs, bounds) for rank, pairs in shared.items()}
    return {rank: [spot for _, spot in pairs] for rank, pairs in found.items() if _is_found(clauses[rank], pairs)}


def _together(clause: Clause, pairs: Sequence[tuple[int, int]], bounds: set[int]) -> list[tuple[int, int]]:
    """The largest group of shared words that makes one sentence of the draft."""
    groups = [[pairs[0]]]
    blanks = {at for at, _ in clause.slots}
    for (at, spot), (next_at, next_spot) in pairwise(pairs):
        filled = any(at < blank <= next_at for blank in blanks)
        broken = any(spot < bound <= next_spot for bound in range(spot + 1, next_spot + 1) if bound in bounds)
        if (filled and next_spot - spot < 4 * FAR) or (not broken and next_spot - spot < FAR):
            groups[-1].append((next_at, next_spot))
        else:
            groups.append([(next_at, next_spot)])
    joined = [groups[0]]
    for group in groups[1:]:
        (at, spot), (next_at, next_spot) = joined[-1][-1], group[0]
        if next_at == at + 1 and next_spot == spot + 1 and min(len(group), len(joined[-1])) >= RUN - 1:
            joined[-1] += group
        else:
            joined.append(group)
    return max(joined, key=len)


def _is_found(clause: Clause, pairs: Sequence[tuple[int, int]]) -> bool:
    run = longest = 1
    for (at, spot), (next_at, next_spot) in pairwise(pairs):
        run = run + 1 if next_at == at + 1 and next_spot == spot + 1 else 1
        longest = max(longest, run)
    share = len(pairs) / len(clause.words)
    return share >= FOUND or (share >= REWRITTEN and longest >= RUN)


def _free(draft: Draft, claimed: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first and last words of each sentence, or part of one, that no clause claims."""
    taken = [False] * len(draft.words)
    for first, last in claimed:
        taken[first : last + 1] = [True] * (last + 1 - first)
    inside = [False] * len(draft.words)
    for section in draft.sections:
        start, end = _rank_at(draft, section.start), _rank_at(draft, section.body)
        inside[start:end] = [True] * (end - start)
    runs = []
    for first, after in pairwise(draft.bounds):
        opened: int | None = None
        for rank in range(first, after + 1):
            is_free = rank < after and not taken[rank] and not inside[rank]
            if is_free and opened is None:
                opened = rank
            elif not is_free and opened is not None:
                runs.append((opened, rank - 1))
                opened = None
    return runs


def _rescued(
    clauses: Sequence[Clause], missing: Sequence[int], draft: Draft, free: list[tuple[int, int]]
) -> dict[int, tuple[int, int]]:
    """The clauses that stand elsewhere than where they should."""
    found: dict[int, tuple[int, int]] = {}
    roots = [[word.root for word in draft.words[first : last + 1]] for first, last in free]
    for rank in missing:
        if clauses[rank].nature == "choice":
            continue
        wanted = clauses[rank].roots
        shares = [
            (LCSseq.similarity(wanted, there) / len(wanted), -abs(len(there) - len(wanted)), number)
            for number, there in enumerate(roots)
            if there
            and free[number] not in found.values()
            and len(set(wanted) & set(there)) >= max(RESCUED * len(set(wanted)), REWRITTEN * len(there))
        ]
        share, _, number = max(shares, default=(0.0, 0, 0))
        if clauses[rank].nature == "actor" and share < RESCUED:
            named = [
                spot
                for spot, there in enumerate(roots)
                if _article_at(draft, free[spot][0]) == "Article 1" and ACTORS & set(wanted) & set(there)
            ]
            share, number = (1.0, named[0]) if named and free[named[0]] not in found.values() else (0.0, 0)
        if share >= RESCUED:
            found[rank] = free[number]
    return found


def _rewritten(
    clauses: Sequence[Clause], claimed: Mapping[int, tuple[int, int]], draft: Draft, free: Sequence[tuple[int, int]]
) -> dict[int, tuple[int, int]]:
    """The clauses in whose place, between their neighbours, another sentence stands."""
    found: dict[int, tuple[int, int]] = {}
    for rank, clause in enumerate(clauses):
        if rank in claimed or clause.nature in ("title", "choice"):
            continue
        before = next(
            (claimed[i] for i in range(rank - 1, -1, -1) if i in claimed and clauses[i].article == clause.article), None
        )
        after = next(
            (
                claimed[i]
                for i in range(rank + 1, len(clauses))
                if i in claimed and clauses[i].article == clause.article
            ),
            None,
        )
        section = next((section for section in draft.sections if section.article == clause.article), None)
        if section is None:
            continue
        low = before[1] if before else _rank_at(draft, section.body) - 1
        high = after[0] if after else _rank_at(draft, section.end)
        here = [
            span
            for span in free
            if low < span[0] and span[1] < high and span not in found.values() and span[1] > span[0]
        ]
        likely = [
            (
                LCSseq.similarity(clause.roots, [word.root for word in draft.words[a : b + 1]]) / len(clause.words),
                (a, b),
            )
            for a, b in here
        ]
        share, span = max(likely, key=lambda pair: pair[0], default=(0.0, (0, 0)))
        least = REWRITTEN if clause.article == "Article 2" else 0.01
        numbered = (
            clause.nature == "objective"
            and [word.root for word in draft.words[span[0] : span[0] + 2]] == clause.roots[:2]
        )
        if likely and (share >= least or numbered):
            found[rank] = span
    return found


def _widened(draft: Draft, claimed: Mapping[int, tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """The same, each with the words of its sentence that no other clause claims: first those that follow it, then those before it."""
    taken = {word for first, last in claimed.values() for word in range(first, last + 1)}
    closed = set(draft.bounds)
    for section in draft.sections:
        closed |= {_rank_at(draft, section.start), _rank_at(draft, section.body)}
    wide: dict[int, tuple[int, int]] = {}
    for rank, (first, last) in claimed.items():
        while last + 1 not in closed and last + 1 not in taken and last + 1 < len(draft.words):
            last += 1
            taken.add(last)
        wide[rank] = (first, last)
    for rank, (first, last) in wide.items():
        while first not in closed and first - 1 not in taken and first > 0:
            first -= 1
            taken.add(first)
        wide[rank] = (first, last)
    return wide


def _places(reference: Reference, draft: Draft, matches: Mapping[int, Match]) -> dict[int, int]:
    """For each clause that is not there, the offset of the draft where it should be: after the one before it."""
    places = {}
    for rank, clause in enumerate(reference.clauses):
        if rank in matches:
            continue
        before = next((matches[i] for i in range(rank - 1, -1, -1) if i in matches), None)
        same = before is not None and before.clause.article == clause.article
        section = next((section for section in draft.sections if section.article == clause.article), None)
        if section is not None and not same:
            places[rank] = section.body
        else:
            places[rank] = draft.end_of(before.last) if before else 0
    return places
