"""A draft rewritten in an office's own words: its clauses found by their meaning, then what they oblige to compared."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import numpy as np

from rupfam_assistant.convention.trame import is_yearly
from rupfam_assistant.french import analyse
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.words import flatten, same_family
from rupfam_assistant.grounding.claims import Language, shipped_language
from rupfam_assistant.grounding.faults import antonym_fault, opening_actor
from rupfam_assistant.grounding.quantities import quantities, unsupported_quantities
from rupfam_assistant.grounding.words import compare, flat, held_phrases
from rupfam_assistant.places import corpus_folder
from rupfam_assistant.review.alignment import Alignment, Match, Span
from rupfam_assistant.review.changes import instances_in
from rupfam_assistant.review.draft import LocalDraft
from rupfam_assistant.review.findings import (
    MONTHS_IN_DAYS,
    REDUCED,
    WITHDRAWN,
    Deviation,
    Kind,
    Severity,
    watched_reason,
)
from rupfam_assistant.review.reading.sections import DraftSection
from rupfam_assistant.review.reading.words import joined_things
from rupfam_assistant.review.reference import Clause, Reference
from rupfam_assistant.search.encoder import shipped_encoder

LIKE_THE_TRAME, THERE, SURE, TAKEN = 0.68, 0.45, 0.6, 0.08
"""The mean likeness of the trame's clauses and of the sentences nearest to them from which a draft rewrites it; that
of a clause that is there in its article, that of one sure to be; what a sentence loses that stands for another one."""

MOST, SHORTEST, PART = 600, 3, 0.34
"""Sentences of a draft beyond which it is none, words of one that says something, share of the clauses found in a
section that makes it theirs."""

BOUND, FREE = ("obligation", "commitment"), ("permission", "option", "invitation")
WEAKER = "un engagement de la trame n’y est plus qu’une invitation ou une faculté"
TURNED = "une négation de plus ou de moins retourne le sens de la clause"
OTHER_ACTOR = "l’engagement n’est plus celui que la trame partage entre les signataires"
RARER = "la trame veut une réunion par an au moins, quel que soit le rythme des autres comités"
LEFT_OUT = "la référence légale de la trame n’est plus citée nulle part dans le projet"
CHANGED = "les durées et les délais sont ceux de la trame"
"""The forces of a commitment, and those of what is left free; why each change of what is obliged to matters."""

Found = tuple[Kind, Severity, str, str]
"""A change of a clause: its kind, its severity, what is told of it, and why it matters."""


def align_by_meaning(reference: Reference, draft: LocalDraft) -> Alignment | None:
    """Each clause at the sentence of the draft that means it; None when the draft does not say what the trame says."""
    spans = _sentences(draft)
    said = [draft.said(*span) for span in spans]
    if not 0 < len(set(said)) <= MOST:
        return None
    wanted = _meant(tuple(clause.line for clause in reference.clauses))
    likeness = wanted @ shipped_encoder(corpus_folder()).encode(said, "passage").T
    if likeness.max(axis=1).mean() < LIKE_THE_TRAME:
        return None
    sections = [draft.sections.index(draft.section_at(draft.words[first].start)) for first, _ in spans]
    homes = _homes(reference, likeness, sections)
    draft = replace(draft, sections=tuple(_named(draft, homes)))
    matches, taken = dict[int, Match](), set[int]()
    for rank in map(int, np.argsort(-likeness.max(axis=1))):
        clause = reference.clauses[rank]
        at_home = np.array([clause.article in homes[section] for section in sections])
        scores = np.where(at_home, likeness[rank], likeness[rank] - SURE + THERE)
        scores[list(taken)] -= TAKEN
        best = int(scores.argmax())
        unnamed = clause.nature == "choice" and not instances_in(clause.line) & instances_in(said[best])
        if not unnamed and likeness[rank, best] >= (THERE if at_home[best] else SURE):
            taken.add(best)
            matches[rank] = Match(clause, *spans[best], clause.article)
    claimed = {match.first for match in matches.values()}
    matches = {rank: replace(match, last=_followed(draft, spans, claimed, match)) for rank, match in matches.items()}
    held = [(match.first, match.last) for match in matches.values()]
    agreed = len(draft.parties)
    told = (span for span in spans if draft.words[span[0]].start >= agreed)
    free = [span for span in told if not any(first <= span[0] <= last for first, last in held)]
    additions = tuple((*span, draft.article_of(span[0])) for span in free)
    places = {rank: _place(rank, matches, draft) for rank in range(len(reference.clauses)) if rank not in matches}
    return Alignment(reference, draft, matches, places, additions, is_reworded=True)


@lru_cache(maxsize=1)
def _meant(clauses: tuple[str, ...]) -> np.ndarray:
    """The meaning of the clauses of the trame, read once."""
    return shipped_encoder(corpus_folder()).encode(clauses, "passage")


def _sentences(draft: LocalDraft) -> list[Span]:
    """The sentences of a draft that are no heading."""
    spans = ((first, after - 1) for first, after in pairwise(draft.bounds) if after - first >= SHORTEST)
    return [span for span in spans if span[0] not in draft.heading_ranks]


def _homes(reference: Reference, likeness: np.ndarray, sections: Sequence[int]) -> dict[int, set[str]]:
    """The articles that each section of a draft, by its rank, holds: those of the clauses that it means most surely."""
    votes: dict[int, Counter[str]] = {section: Counter() for section in sections}
    for rank, row in enumerate(likeness):
        best = int(row.argmax())
        if row[best] >= SURE and int(likeness[:, best].argmax()) == rank:
            votes[sections[best]][reference.clauses[rank].article] += 1
    return {
        section: {article for article, times in told.items() if times >= PART * told.total()}
        for section, told in votes.items()
    }


def _named(draft: LocalDraft, homes: dict[int, set[str]]) -> Iterator[DraftSection]:
    """The sections of a draft, those that their title did not name by the article that they hold."""
    taken = {section.article for section in draft.sections}
    for rank, section in enumerate(draft.sections):
        held = sorted(homes.get(rank, set()) - taken)
        if section.article or rank == 0 or not held:
            yield section
            continue
        taken.add(held[0])
        yield replace(section, article=held[0])


def _followed(draft: LocalDraft, spans: Sequence[Span], claimed: set[int], match: Match) -> int:
    """The last word of what says a clause: its sentence, and those after it in its paragraph that say no other."""
    _, end = draft.paragraph(*draft.place(match.first, match.last))
    last = match.last
    for first, after in spans:
        if first > last and (first in claimed or draft.words[first].start >= end):
            break
        last = max(last, after) if first > match.first else last
    return last


def _place(rank: int, matches: dict[int, Match], draft: LocalDraft) -> int:
    before = [matches[other].last for other in matches if other < rank]
    return draft.end_of(before[-1]) if before else 0


def find_reworded(found: Alignment) -> Iterator[Deviation]:
    """What the clauses of a rewritten draft oblige to otherwise than the trame, each with why."""
    language, whole = shipped_language(corpus_folder()), found.draft.text
    for match in found.matches.values():
        clause = match.clause
        if clause.nature in ("title", "actor", "choice", "agreement"):
            continue
        said, start, end = found.draft.passage(match.first, match.last)
        for kind, severity, told, why in _changes(clause, said, whole, language):
            message = f"{told} : {why}."
            yield Deviation(clause.article, kind, severity, message, clause.line, said, start, end)


def _changes(clause: Clause, said: str, whole: str, language: Language) -> Iterator[Found]:
    """What a passage changes of what a clause obliges to."""
    line = clause.line
    if any(slot.name == "frequency" for _, slot in clause.slots):
        if not is_yearly(said):
            yield "duration", "blocking", "L’instance peut ne pas se réunir dans l’année", RARER
        return
    yield from _of_force(clause, said, language)
    yield from _of_time(clause, said, whole)
    if _denies(line) != _denies(said):
        yield "altered_clause", "blocking", "La clause est retournée", TURNED
    if antonym_fault(compare(said, line, language.lexicon), language.antonyms):
        why = watched_reason(said) or watched_reason(line) or TURNED
        yield "altered_clause", "blocking", "Le projet dit le contraire de la trame", why
    actor = opening_actor(said, language.actors)
    if actor and not clause.slots and clause.article != "Préambule" and not _names(line, actor):
        yield "altered_clause", "blocking", f"« {actor} » agit à la place de « {_subject(line)} »", OTHER_ACTOR
    if lost := _narrowed(line, said):
        yield "altered_clause", "blocking", f"« {lost} » est retiré", REDUCED


def _of_force(clause: Clause, said: str, language: Language) -> Iterator[Found]:
    """Where what binds becomes free, or takes a condition that the clause has not."""

    def holds(text: str, forces: Sequence[str]) -> bool:
        return any(held_phrases(flat(text), language.forces[force]) for force in forces)

    is_bound = holds(clause.line, BOUND)
    if is_bound and holds(said, FREE) and not holds(said, BOUND):
        yield "altered_clause", "blocking", "L’engagement est affaibli", WEAKER
    withdrawn = cues("review", "withdraws").search(flatten(said))
    if withdrawn and clause.objective is None and not cues("review", "withdraws").search(flatten(clause.line)):
        severity: Severity = "blocking" if is_bound else "to_check"
        put = said[withdrawn.start() : withdrawn.end()].strip()
        yield "altered_clause", severity, f"« {put} » est ajouté", WITHDRAWN


def _of_time(clause: Clause, said: str, whole: str) -> Iterator[Found]:
    """Where a delay changes, or its unit; where the reference of the clause is nowhere in the draft."""
    lost = dict.fromkeys(lost for lost, *_ in unsupported_quantities(clause.line, whole))
    for day in (each for each in lost if any(one.kind == "day" for one in quantities(each))):
        yield "altered_clause", "blocking", f"« {day} » est retiré", LEFT_OUT
    if clause.objective is not None or clause.article == "Préambule":
        return
    for put, instead, _ in unsupported_quantities(said, clause.line):
        if instead:
            yield "duration", "blocking", f"« {instead} » devient « {put} »", CHANGED
    units = [{unit for unit in ("jour", "mois") if f" {unit}" in flatten(text)} for text in (clause.line, said)]
    durations = [{one.value for one in quantities(text) if one.kind == "duration"} for text in (clause.line, said)]
    if units[0] and units[1] and units[0].isdisjoint(units[1]) and durations[0] & durations[1]:
        yield "duration", "to_check", "Le délai change d’unité", MONTHS_IN_DAYS


def _denies(text: str) -> bool:
    """Whether a text says that something is not; what is but restricted, "ne … que", says it."""
    return cues("review", "denies").search(flatten(text)) is not None


def _names(line: str, actor: str) -> bool:
    return f" {analyse(actor).words[-1].folded} " in analyse(line).spaced


def _subject(line: str) -> str:
    """The first words of a clause, its subject."""
    words = analyse(line).words
    return line[: words[min(1, len(words) - 1)].end]


def _narrowed(line: str, said: str) -> str:
    """Of two things that a clause puts together, the one that a passage drops, keeping the other alone; "" for none."""
    words = [word.folded for word in analyse(said).words]
    for kept, lost in joined_things(line):
        places = [at for at, word in enumerate(words) if same_family(word, kept)]
        is_alone = places and not any({"et", "ou"}.intersection(words[at + 1 : at + 3]) for at in places)
        if is_alone and not any(same_family(word, lost) for word in words):
            return lost
    return ""
