"""Alignment: where each clause of the reference stands in a draft, and what of the draft stands for none."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, cached_property
from itertools import groupby, pairwise

from rapidfuzz.distance import LCSseq

from rupfam_assistant.dossier.bodies import read_bodies
from rupfam_assistant.french.words import fold
from rupfam_assistant.review.draft import UNCLAIMED, LocalDraft
from rupfam_assistant.review.reading.words import read_tokens, root, roots
from rupfam_assistant.review.reference import Clause, Reference

FAR, LONGEST_OPENING = 40, 4_000
"""Words put in that open another clause; characters in which a draft without preamble presents its parties."""

FOUND, RUN = 0.5, 4
RESCUED, REWRITTEN = 0.6, 0.3
"""Share of a clause's words, or words in a row, that show it is there; share that shows it elsewhere, or rewritten."""

ACTORS = frozenset("appel ddet deet drieet femm caf msa".split())
Span = tuple[int, int]
Run = tuple[int, int, int]
"""The roots that name each actor of article 1; a passage's first and last ranks; of words in a row, ranks and size."""


@dataclass(frozen=True)
class Match:
    """Where a clause stands: the ranks of its first and last words in the draft, and the article it was found in."""

    clause: Clause
    first: int
    last: int
    article: str


@dataclass(frozen=True)
class Alignment:
    """What was found of a reference, by the ranks of its clauses; the offset where each that was not should stand; the
    sentences that are in no clause: first and last words, article; whether its clauses were found by their meaning, the
    draft having words of its own."""

    reference: Reference
    draft: LocalDraft
    matches: dict[int, Match]
    places: dict[int, int]
    additions: tuple[tuple[int, int, str], ...]
    is_reworded: bool = False

    @cached_property
    def local_names(self) -> frozenset[str]:
        """The roots of the names that the parties give to places, bodies and people, and no clause has."""
        preamble = self.draft.section("Préambule")
        limit = preamble.start if preamble else LONGEST_OPENING
        opening = self.draft.words[: self.draft.rank_at(limit)]
        named = {word.root for word in opening if self.draft.text[word.start].isupper()}
        return frozenset(named.difference(*(clause.roots for clause in self.reference.clauses)))


def align(reference: Reference, draft: LocalDraft) -> Alignment:
    """Each clause at its place in the draft, whatever stands between, around or instead of them."""
    clauses = reference.clauses
    claimed = dict[int, Span]()
    for first, end, articles in _grounds(reference, draft):
        there = {rank: clause for rank, clause in enumerate(clauses) if clause.article in articles}
        claimed |= _found(there, draft, first, end)
    claimed |= _rescued(clauses, claimed, draft)
    claimed |= _rewritten(clauses, claimed, draft)
    claimed = _widened(draft, claimed)
    matches = {rank: Match(clauses[rank], *span, draft.article_of(span[0])) for rank, span in claimed.items()}
    additions = tuple((first, last, draft.article_of(first)) for first, last in _free(draft, claimed.values()))
    return Alignment(reference, draft, matches, _places(reference, draft, matches), additions)


def _grounds(reference: Reference, draft: LocalDraft) -> Iterator[tuple[int, int, list[str]]]:
    """Each section's words [first, end) and the articles to look for: its own, and those after it that lack one."""
    sections = draft.sections
    present = {section.article for section in sections} - set(UNCLAIMED)
    owners: dict[str, list[str]] = {}
    owner = ""
    for article in reference.headings:
        owner = article if article in present else owner
        owners.setdefault(owner, []).append(article)
    if "Parties" in owners:
        owners[""] = [*owners.get("", []), "Parties"]
    opens_with_parties = len(sections) > 1 and sections[1].article == "Parties"
    for number, section in enumerate(sections):
        if section.article not in owners or (number and section.article == "") or (number == 1 and opens_with_parties):
            continue
        end = sections[1].end if number == 0 and opens_with_parties else section.end
        yield draft.rank_at(section.body), draft.rank_at(end), owners[section.article]


def _found(clauses: Mapping[int, Clause], draft: LocalDraft, first: int, end: int) -> Iterator[tuple[int, Span]]:
    """The clauses, by their ranks, that the words of the draft from `first` to `end` share enough with, and where."""
    owner = [(rank, at) for rank, clause in clauses.items() for at in range(len(clause.words))]
    wanted, bounds = [clauses[rank].roots[at] for rank, at in owner], set(draft.bounds)
    shared: dict[int, list[Run]] = {}
    matcher = SequenceMatcher(None, wanted, roots(draft.words[first:end]), autojunk=False)
    for i, j, size in matcher.get_matching_blocks():
        for rank, group in groupby(owner[i : i + size], key=lambda owned: owned[0]):
            ats = [at for _, at in group]
            shared.setdefault(rank, []).append((ats[0], first + j, len(ats)))
            j += len(ats)
    for rank, pieces in shared.items():
        together = _together(clauses[rank], pieces, bounds)
        sizes = [size for _, _, size in together]
        share = sum(sizes) / len(clauses[rank].words)
        if share >= FOUND or (share >= REWRITTEN and max(sizes) >= RUN):
            yield rank, (together[0][1], together[-1][1] + sizes[-1] - 1)


def _together(clause: Clause, runs: Sequence[Run], bounds: set[int]) -> list[Run]:
    """The runs of shared words that make one sentence of the draft and hold the most."""
    groups = [[runs[0]]]
    for (at, spot, size), run in pairwise(runs):
        filled = any(at + size <= blank <= run[0] for blank, _ in clause.slots)
        broken = not bounds.isdisjoint(range(spot + size, run[1] + 1))
        if run[1] - spot - size < (4 * FAR if filled else 0 if broken else FAR):
            groups[-1].append(run)
        else:
            groups.append([run])
    return max(groups, key=lambda group: sum(size for _, _, size in group))


def _free(draft: LocalDraft, claimed: Iterable[Span]) -> list[Span]:
    """Each sentence, or part of one, that no clause claims and is no heading."""
    taken = {rank for first, last in claimed for rank in range(first, last + 1)} | draft.heading_ranks
    free = []
    for first, after in pairwise(draft.bounds):
        for is_taken, group in groupby(range(first, after), taken.__contains__):
            ranks = list(group)
            if not is_taken:
                free.append((ranks[0], ranks[-1]))
    return free


def _rescued(clauses: Sequence[Clause], claimed: Mapping[int, Span], draft: LocalDraft) -> dict[int, Span]:
    """The clauses that stand elsewhere than where they should."""
    found: dict[int, Span] = {}
    left = _free(draft, _widened(draft, claimed).values())
    told = [span for span in left if draft.article_of(span[0]) not in ("Parties", "Signatures", "Annexes")]
    free = {span: roots(draft.words[span[0] : span[1] + 1]) for span in told}
    bodies = {span: set(said).union(*(_bodies().get(word, ()) for word in said)) for span, said in free.items()}
    for rank, clause in enumerate(clauses):
        if rank in claimed or clause.nature == "choice":
            continue
        wanted, size = set(clause.roots), len(clause.roots)
        least = RESCUED * len(wanted)
        near = [one for one in free.items() if len(wanted & set(one[1])) >= max(least, REWRITTEN * len(one[1]))]
        shares = ((LCSseq.similarity(clause.roots, said) / size, -abs(len(said) - size), span) for span, said in near)
        share, _, span = max(shares, default=(0.0, 0, (0, 0)))
        if clause.nature == "actor" and share < RESCUED:
            named = (span for span in free if ACTORS & wanted & bodies[span])
            share, span = next(((1.0, span) for span in named if draft.article_of(span[0]) == "Article 1"), (0.0, span))
        if share >= RESCUED:
            found[rank] = span
            del free[span]
    return found


@cache
def _bodies() -> dict[str, frozenset[str]]:
    """The actors of article 1 that each known body is, by their acronyms: its name holds that of one."""
    names = {root(fold(acronym)): set(roots(read_tokens(body.name))) for acronym, body in read_bodies().items()}
    actors = {actor: names[actor] for actor in ACTORS if actor in names}
    return {known: frozenset(a for a, words in actors.items() if words <= name) for known, name in names.items()}


def _rewritten(clauses: Sequence[Clause], claimed: Mapping[int, Span], draft: LocalDraft) -> dict[int, Span]:
    """The clauses in whose place, between their neighbours, another sentence stands."""
    found: dict[int, Span] = {}
    free = _free(draft, _widened(draft, claimed).values())
    for rank, clause in enumerate(clauses):
        section = draft.section(clause.article)
        if rank in claimed or clause.nature in ("title", "choice") or section is None:
            continue
        others = [i for i in claimed if clauses[i].article == clause.article]
        before, after = [i for i in others if i < rank], [i for i in others if i > rank]
        low = claimed[max(before)][1] if before else draft.rank_at(section.body) - 1
        high = claimed[min(after)][0] if after else draft.rank_at(section.end)
        shares = [
            (LCSseq.similarity(clause.roots, roots(draft.words[first : last + 1])) / len(clause.words), -first, -last)
            for first, last in free
            if low < first < last < high and (first, last) not in found.values()
        ]
        if not shares:
            continue
        share, first, last = max(shares)
        least = REWRITTEN if clause.article == "Article 2" else 0.01
        numbered = clause.nature == "objective" and roots(draft.words[-first : -first + 2]) == clause.roots[:2]
        if share >= least or numbered:
            found[rank] = (-first, -last)
    return found


def _widened(draft: LocalDraft, claimed: Mapping[int, Span]) -> dict[int, Span]:
    """Where clauses stand, each with the words of its sentence that no other claims, those after it first."""
    taken = {word for first, last in claimed.values() for word in range(first, last + 1)}
    closed = set(draft.bounds)
    for section in draft.sections:
        closed |= {draft.rank_at(section.start), draft.rank_at(section.body)}
    wide: dict[int, Span] = {}
    for rank, (first, last) in claimed.items():
        while last + 1 not in closed and last + 1 not in taken:
            last += 1
            taken.add(last)
        wide[rank] = (first, last)
    for rank, (first, last) in wide.items():
        while first not in closed and first - 1 not in taken:
            first -= 1
            taken.add(first)
        wide[rank] = (first, last)
    return wide


def _places(reference: Reference, draft: LocalDraft, matches: Mapping[int, Match]) -> dict[int, int]:
    """For each clause that is not there, the offset of the draft where it should be: after the one before it."""
    places, before = dict[int, int](), None
    for rank, clause in enumerate(reference.clauses):
        if rank in matches:
            before = matches[rank]
            continue
        section = draft.section(clause.article)
        if section is not None and (before is None or before.clause.article != clause.article):
            places[rank] = section.body
        else:
            places[rank] = draft.end_of(before.last) if before else 0
    return places
