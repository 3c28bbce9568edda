"""What a draft adds to the reference: sentences that contradict it or derogate from it, notes put otherwise."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from textwrap import shorten

from rapidfuzz.distance import LCSseq

from rupfam_assistant.french import analyse
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.dates import find_dates, written
from rupfam_assistant.french.typography import lower
from rupfam_assistant.french.words import flatten
from rupfam_assistant.review.alignment import Alignment, Span
from rupfam_assistant.review.changes import chosen_instances, fillings
from rupfam_assistant.review.contrary import Contrary, contradicted
from rupfam_assistant.review.draft import UNCLAIMED
from rupfam_assistant.review.findings import (
    LONGEST_ADDED,
    WITHDRAWN,
    Deviation,
    Severity,
    asked_of,
    reason_of,
    touched,
    watched_reason,
)
from rupfam_assistant.review.reading.words import read_tokens, root, roots

FREE = ("Préambule", "Article 3", "")
APART = {"Annexes": "Une annexe", "Note": "Une note"}
"""Articles where a department may add sentences, "" for its own; those read apart from the articles."""

NATIONAL = date(2026, 1, 20)
TAKES_EFFECT = r"\b(?:le|l'|au|des le|compter du|partir du)\s*\Z"
TOO_EARLY = f"c’est avant même la signature de la convention-cadre nationale, le {written(NATIONAL)}\u00a0; "
WHO_SETTLES, LONG = "la trame dit qui règle ce point, et pour tous les signataires", 5
SHORTEST_ADDITION, LONGEST_TOLD, SAME_NOTE = 3, 160, 0.75
"""Words of an addition; characters of a wording in a message; the share of a note of the trame that shows it."""


def find_added(found: Alignment, blanks: Sequence[Deviation]) -> Iterator[Deviation]:
    """The sentences put in where the trame is to be taken as it is, or that may contradict it."""
    draft, contrary = found.draft, find_contrary(found)
    for first, last, article in _added_together(found):
        said, start, end = draft.passage(first, last)
        within = {span: rule for span, rule in contrary.items() if first <= span[0] <= last}
        rules = {span: rule for span, rule in within.items() if isinstance(rule, Contrary)}
        withdraws = cues("review", "withdraws").search(flatten(said)) is not None
        if rules and not withdraws and article != "Article 2":
            yield _contrary(found, rules, article)
            continue
        against, place = contradicts(said) and not (within and all(within.values())), draft.words[first].start
        is_actor = article == "Article 1" and draft.is_item(first)
        free = found.reference.is_trame and not (against or withdraws) and (article in FREE or is_actor)
        if article == "Article 2" or free or touched(blanks, place, place + 1):
            continue
        named = article or "Article 8"
        early = TOO_EARLY if against and named == "Article 8" and is_too_early(said) else ""
        reason = WITHDRAWN if withdraws else watched_reason(said, added=True) or reason_of(article)
        severity: Severity = "blocking" if against or withdraws else "to_check"
        heading = "" if article else draft.heading_of(first)
        under = f" sous le titre « {heading} »" if heading else ""
        told = f"« {cut_short(said, LONGEST_ADDED)} » est ajouté{under} : {early}{reason}."
        yield Deviation(named, "altered_clause", severity, told, "", said, start, end, heading=heading)


def find_contrary(found: Alignment) -> dict[Span, Contrary | bool]:
    """Each sentence that is added to the articles: the rule of the trame that it contradicts, else whether it is surely
    allowed."""
    spans = {(first, last): found.draft.said(first, last) for first, last, _ in additions_of(found)}
    told = contradicted([*spans.values()]) if found.reference.is_trame else {}
    return {span: told[said] for span, said in spans.items() if said in told}


def _contrary(found: Alignment, rules: Mapping[Span, Contrary], article: str) -> Deviation:
    """The deviation of added sentences that contradict the trame, by what is gravest."""
    draft, told = found.draft, [*rules.values()]
    gravest = next((rule for rule in told if rule.first), told[0])
    spans = sorted(rules)
    said, start, end = draft.passage(spans[0][0], spans[-1][1])
    heading = "" if article else draft.heading_of(spans[0][0])
    early = TOO_EARLY if gravest.article == "Article 8" and is_too_early(said) else ""
    against = f"contredit l’{lower(gravest.article)} de la trame"
    message = f"« {cut_short(said, LONGEST_ADDED)} » {against} : {early}{gravest.consequence}."
    place = article or gravest.article
    return Deviation(
        place, "altered_clause", "blocking", message, "", said, start, end,
        heading=heading, asked=gravest.to_do, first=gravest.first,
    )  # fmt: skip


def find_contradictions(found: Alignment) -> Iterator[Deviation]:
    """Where what is set apart derogates or changes a note, and where article 3 names another instance than article 1
    chooses."""
    yield from _derogations(found)
    yield from _notes(found)
    chosen = chosen_instances(found)
    if len({*chosen.values()}) > 1:
        told = next(match for match in found.matches.values() if "suivi" in fillings(match, found.draft))
        one, other = chosen["Article 1"], chosen["Article 3"]
        told_twice = f"Les articles 1 et 3 se contredisent ({one}, puis {other})"
        message = f"{told_twice} : l’instance choisie à l’article 1 est celle qui suit la convention."
        said = found.draft.passage(told.first, told.last)
        yield Deviation("Article 3", "altered_clause", "blocking", message, told.clause.line, *said)


def _derogations(found: Alignment) -> Iterator[Deviation]:
    """A deviation for the annexes, and for each note, that say otherwise than the articles."""
    told = set[str]()
    for first, last, article in found.additions if found.reference.is_trame else ():
        said, start, end = found.draft.passage(first, last)
        if article in APART and article not in told and cues("review", "derogates").search(flatten(said)):
            told |= {article} - {"Note"}
            words = pairwise(read_tokens(said))
            named = (f"Article {after.folded}" for word, after in words if word.root == root("article"))
            about = next((each for each in named if each in found.reference.headings), "Article 8")
            message = f"{APART[article]} dit « {cut_short(said)} » : ce qui déroge à la trame ne se met pas à part."
            yield Deviation(about, "altered_clause", "blocking", message, "", said, start, end)


def _notes(found: Alignment) -> Iterator[Deviation]:
    """The sentence that a draft puts after one of a note of the trame, instead of the one that comes there."""
    draft, words = found.draft, found.draft.words
    spans = [(first, after - 1) for first, after in pairwise(draft.bounds)]
    for note, wanted in (pair for told in found.reference.notes for pair in pairwise(told)):
        long = {word for word in _roots(wanted) if len(word) > LONG}
        for (first, last), span in pairwise(spans):
            put = roots(words[span[0] : span[1] + 1])
            follows = long.intersection(put) and _is_like(roots(words[first : last + 1]), note)
            if follows and not _is_like(put, wanted):
                said, start, end = draft.passage(*span)
                asked = asked_of([(wanted.rstrip(" ."), said.rstrip(" ."))], "blocking")
                message = f"« {cut_short(said)} » remplace « {cut_short(wanted)} » : {WHO_SETTLES}."
                yield Deviation("Parties", "altered_clause", "blocking", message, wanted, said, start, end, asked=asked)


def additions_of(found: Alignment) -> Iterator[tuple[int, int, str]]:
    """What is added to the articles, words of the trame's notes, and too few to say anything, left aside."""
    for first, last, article in found.additions:
        is_told = last - first + 1 >= SHORTEST_ADDITION and article not in ("Parties", *UNCLAIMED)
        if is_told and not _is_note(found.draft.said(first, last), found.reference.notes):
            yield first, last, article


def _is_note(said: str, notes: Sequence[Sequence[str]]) -> bool:
    """Whether a sentence is one of the notes of the trame, its agreement or a date aside, or part of one."""
    told, spaced = _roots(said), analyse(said).spaced
    return any(spaced in analyse(note).spaced or _is_like(told, note) for of_part in notes for note in of_part)


def _is_like(told: Sequence[str], note: str) -> bool:
    wanted = _roots(note)
    return LCSseq.similarity(wanted, told) >= SAME_NOTE * len(wanted)


def _roots(said: str) -> list[str]:
    return roots(read_tokens(said))


def _added_together(found: Alignment) -> Iterator[tuple[int, int, str]]:
    """What is added to the articles, the sentences of a paragraph that follow each other together, as those of an
    added article."""
    groups, places = list[tuple[int, int, str]](), list[int]()
    for first, last, article in additions_of(found):
        lead = found.draft.words[first].lead
        place = found.draft.paragraph(lead, lead)[0] if article else found.draft.section_at(lead).start
        if groups and places[-1] == place and first - groups[-1][1] <= SHORTEST_ADDITION:
            groups[-1] = (groups[-1][0], last, article)
        else:
            groups.append((first, last, article))
            places.append(place)
    yield from groups


def contradicts(said: str) -> bool:
    """Whether an added sentence speaks of what the trame settles."""
    return cues("review", "against").search(flatten(said)) is not None


def is_too_early(said: str) -> bool:
    """Whether some words take effect, or end, before the national convention was signed."""
    dated = ((when, said[: when.start]) for when in find_dates(said))
    return any(when.last < NATIONAL and re.search(TAKES_EFFECT, flatten(before)) for when, before in dated)


def cut_short(text: str, longest: int = LONGEST_TOLD) -> str:
    return shorten(text, longest, placeholder="…", break_on_hyphens=False)
