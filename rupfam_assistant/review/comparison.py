"""Review: a local draft checked against the trame, or against another draft."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rupfam_assistant.convention.trame import Trame
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.french.words import fold
from rupfam_assistant.review.alignment import Alignment, Draft, Match, align, read_draft
from rupfam_assistant.review.blanks import MARK, find_blanks
from rupfam_assistant.review.changes import Change, changes_of, fillings
from rupfam_assistant.review.findings import BY_ARTICLE, Deviation, Kind, Permitted, Severity, kind_of, told_change, why
from rupfam_assistant.review.order import find_order
from rupfam_assistant.review.reading import read_sections, runs
from rupfam_assistant.review.reference import Clause, Reference, draft_reference, trame_reference
from rupfam_assistant.review.signatures import find_signatories
from rupfam_assistant.review.titles import find_titles
from rupfam_assistant.review.words import one_line, read_words
from rupfam_assistant.texts.reading import open_word, read_file
from rupfam_assistant.texts.word_files import count_tracked_changes

LONGEST_DRAFT = 1_500_000
"""Characters of a draft beyond which it is no convention."""

SUMMARY_TITLE = "Relecture du projet : ce qui s’écarte de la trame"
"""What opens the summary of a report: from there on, a draft given back is read no further."""

LIKE_THE_TRAME = 0.35
"""Share of the runs of words of the trame below which a document is not a convention of it."""

FREE = ("Préambule", "Article 3")
"""Articles where a department may add its own sentences, to be read again."""

FILLED = ("opening", "frequency", "organisation")
"""The blanks of articles 2 and 3 whose filling is told."""

AGAINST = re.compile(
    r"tacite|reconduct|resili|denonc|renouvel|echeance|entre(?:ra)? en vigueur|prend(?:ra)? effet|conclue? pour|jusqu'au|ne s'engage|facultati"
    r"|dispens|nonobstant|par derogation|deroge"
)
"""What an added sentence says that may contradict the trame, folded."""

SHORTEST_ADDITION = 3
LONGEST_TOLD = 160


@dataclass(frozen=True)
class Review:
    """What a review found, in the order of the draft; `text` is the draft's."""

    text: str
    deviations: tuple[Deviation, ...]
    permitted: tuple[Permitted, ...]
    against: str = "trame"


def review_text(text: str, trame: Trame) -> Review:
    """The review of a draft against the trame; RupfamError when it is no draft of it."""
    if len(text) > LONGEST_DRAFT:
        raise RupfamError("Ce document est trop long pour une convention : donnez le projet seul, sans ses annexes.")
    reference = trame_reference(trame)
    draft = read_draft(text.partition(SUMMARY_TITLE)[0], reference)
    if _likeness(reference, draft) < LIKE_THE_TRAME:
        raise RupfamError(
            "Ce document ne ressemble pas à la trame de convention départementale : donnez le projet de convention de votre département."
        )
    found = align(reference, draft)
    blanks = find_blanks(draft, found, trame)
    signatories, agreed = find_signatories(draft)
    if any(blank.expected.startswith("+ Ajouter") for blank in blanks):
        signatories = []
    names = local_names(reference, draft)
    titles = find_titles(reference, draft, found, names)
    deviations = [
        *_clauses(reference, draft, found, blanks),
        *titles,
        *blanks,
        *find_order(reference, draft, found),
        *signatories,
    ]
    permitted = [*_permitted(reference, draft, found), *agreed]
    return Review(text, tuple(sorted(deviations, key=lambda deviation: deviation.start)), tuple(permitted))


def review_file(path: Path, trame: Trame) -> Review:
    """The review of a draft's file, changes that it tracks taken as accepted, and said."""
    review = review_text(read_file(path), trame)
    tracked = count_tracked_changes(open_word(path)) if path.suffix.lower() == ".docx" else 0
    if not tracked:
        return review
    said = Permitted(
        "", f"Le fichier suit les modifications ({tracked}) : elles sont lues comme si elles étaient toutes acceptées."
    )
    return replace(review, permitted=(said, *review.permitted))


def compare_drafts(one: str, other: str, trame: Trame) -> Review:
    """What `other` changes in `one`, a draft or a former convention: the same deviations, `expected` from `one`, `found` from `other`."""
    model = trame_reference(trame)
    bodies = {article: [word for clause in model.of(article) for word in clause.words] for article in model.headings}
    sections = read_sections(one, model.headings, bodies)
    reference = draft_reference(
        [
            (_named(section.article, number), section.heading, one[section.body : section.end])
            for number, section in enumerate(sections)
        ]
    )
    draft = read_draft(other, reference if reference.clauses else model)
    found = align(reference, draft)
    deviations = [*_clauses(reference, draft, found, ()), *find_order(reference, draft, found)]
    return Review(other, tuple(sorted(deviations, key=lambda deviation: deviation.start)), (), against="autre projet")


def review_record(review: Review) -> dict[str, Any]:
    """A review as the command line gives it."""
    return {
        "deviations": [
            {
                "article": deviation.article,
                "kind": deviation.kind,
                "severity": deviation.severity,
                "message": deviation.message,
                "expected": deviation.expected,
                "found": deviation.found,
            }
            for deviation in review.deviations
        ],
        "permitted": [{"article": permitted.article, "message": permitted.message} for permitted in review.permitted],
    }


def article_text(trame: Trame, article: str) -> str:
    """The text of an article of the trame, to be put back: its heading, then a line for each part."""
    parts = [part for part in trame.parts if part.article == article and part.kind != "note"]
    return "\n".join(f"- {part.text}" if part.kind == "item" else part.text for part in parts)


def _likeness(reference: Reference, draft: Draft) -> float:
    """Share of the runs of three words of the reference that a draft holds."""
    wanted = runs([word for clause in reference.clauses for word in clause.words])
    return len(wanted & runs(draft.words)) / len(wanted)


def _named(article: str, number: int) -> str:
    return article or ("Parties" if number == 0 else f"Article local {number}")


def _clauses(reference: Reference, draft: Draft, found: Alignment, blanks: Sequence[Deviation]) -> Iterator[Deviation]:
    """The clauses that are missing or altered, and the sentences put in where none may be."""
    yield from _missing(reference, draft, found)
    names = local_names(reference, draft)
    for match in found.matches.values():
        changes = changes_of(match, draft, names)
        if changes and not _is_blank(match, changes, draft, blanks):
            yield from _altered(match, changes, draft)
    yield from _added(reference, draft, found, blanks)


def _missing(reference: Reference, draft: Draft, found: Alignment) -> Iterator[Deviation]:
    """What is not there: whole articles, whole objectives, else the clauses of a part together."""
    lost = {rank for rank in found.places if not _is_spared(rank, reference, draft, found)}
    for article, heading in reference.headings.items():
        ranks = [rank for rank, clause in enumerate(reference.clauses) if clause.article == article]
        if ranks and lost.issuperset(ranks) and article != "Parties":
            text = " ".join([heading, *(reference.clauses[rank].text for rank in ranks)])
            message = (
                f"L’{article[0].lower()}{article[1:]} est absent : {_reason(article)}."
                if article != "Préambule"
                else f"Le préambule est absent : {_reason(article)}."
            )
            yield _absent(article, "missing_article", message, text, found.places[ranks[0]])
            lost -= set(ranks)
    for objective in (1, 2, 3, 4):
        ranks = [rank for rank, clause in enumerate(reference.clauses) if clause.objective == objective]
        if ranks and lost.issuperset(ranks):
            text = " ".join(
                [reference.clauses[ranks[0]].text, *(f"- {reference.clauses[rank].text}" for rank in ranks[1:])]
            )
            message = f"L’objectif {objective} est absent : les quatre objectifs nationaux figurent dans toutes les conventions."
            yield _absent("Article 2", "objective_missing", message, text, found.places[ranks[0]])
            lost -= set(ranks)
    for ranks in _together(sorted(lost), reference):
        yield _lost_clause([reference.clauses[rank] for rank in ranks], found.places[ranks[0]])


def _reason(article: str) -> str:
    return BY_ARTICLE.get(article, "la trame nationale est la même pour tous")


def _lost_clause(clauses: Sequence[Clause], place: int) -> Deviation:
    text = " ".join(clause.text for clause in clauses)
    if clauses[0].nature == "objective":
        message = f"L’intitulé de l’objectif {clauses[0].objective} est absent : {_reason('Article 2')}."
        return _absent("Article 2", "objective_weakened", message, text, place)
    return _absent(
        clauses[0].article,
        "missing_clause",
        f"Le passage « {_short(text)} » est absent : {_reason(clauses[0].article)}.",
        text,
        place,
    )


def _absent(article: str, kind: Kind, message: str, expected: str, place: int) -> Deviation:
    return Deviation(article, kind, "blocking", message, expected, "", place, place)


def _together(lost: Sequence[int], reference: Reference) -> Iterator[list[int]]:
    """The clauses of a same part that follow each other."""
    group: list[int] = []
    for rank in lost:
        clause = reference.clauses[rank]
        if group and rank == group[-1] + 1 and clause.part == reference.clauses[group[-1]].part and reference.is_trame:
            group.append(rank)
        else:
            if group:
                yield group
            group = [rank]
    if group:
        yield group


def _is_spared(rank: int, reference: Reference, draft: Draft, found: Alignment) -> bool:
    """Whether a clause may be absent: the title, or the instance that was not chosen."""
    clause = reference.clauses[rank]
    if clause.nature == "title":
        return True
    if clause.nature != "choice":
        return False
    said = (fillings(match, draft).get("instance", "") for match in found.matches.values())
    if any(re.search(r"comite|cdsf|financeur", fold(text)) for text in said):
        return True
    return any(
        other in found.matches
        for other, sister in enumerate(reference.clauses)
        if sister.nature == "choice" and other != rank
    )


def local_names(reference: Reference, draft: Draft) -> frozenset[str]:
    """The names of places, bodies and people that the parties of a draft give, which no clause of the reference has."""
    limit = next((section.start for section in draft.sections if section.article == "Préambule"), 4_000)
    common = {word.root for clause in reference.clauses for word in clause.words}
    return (
        frozenset(word.root for word in draft.words if word.start < limit and draft.text[word.start].isupper()) - common
    )


def _is_blank(match: Match, changes: Sequence[Change], draft: Draft, blanks: Sequence[Deviation]) -> bool:
    """Whether all that changes in a clause is a blank left, told elsewhere."""
    spans = [(blank.start, blank.end) for blank in blanks]
    words = [word for change in changes for word in change.added]
    return (
        bool(words)
        and not any(change.removed for change in changes)
        and all(any(s <= word.start < e for s, e in spans) for word in words)
    )


def _altered(match: Match, changes: Sequence[Change], draft: Draft) -> Iterator[Deviation]:
    """The deviations of a clause: one for each kind among its changes."""
    clause = match.clause
    kinds = {
        kind: [change for change in changes if kind_of(clause, [change]) == kind]
        for kind in dict.fromkeys(kind_of(clause, [c]) for c in changes)
    }
    start, end = draft.start_of(match.first), draft.end_of(match.last)
    for kind, of_kind in kinds.items():
        told = [(_quoted(clause.text, change.removed), _quoted(draft.text, change.added)) for change in of_kind]
        reason, watched = why(clause.article, " ".join(f"{taken} {put}" for taken, put in told))
        if kind == "duration":
            reason = "durées, délais et dates sont ceux de la convention-cadre nationale"
        if kind == "objective_weakened" and not watched:
            reason = _reason("Article 2")
        severity: Severity = "blocking" if watched or kind in ("duration", "objective_weakened") else "to_check"
        message = f"{_several(told)} : {reason}."
        yield Deviation(
            clause.article, kind, severity, message, clause.text, one_line(draft.text[start:end]), start, end
        )


def _several(told: Sequence[tuple[str, str]]) -> str:
    said = [told_change(_short(taken), _short(put)) for taken, put in told]
    return " ; ".join(said[:3]) + (f" ; et {len(said) - 3} de plus" if len(said) > 3 else "")


def _quoted(text: str, words: Sequence[Any]) -> str:
    """The words of a text from the first to the last of some of them."""
    return one_line(text[words[0].start : words[-1].end]) if words else ""


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_TOLD else f"{text[:LONGEST_TOLD].rsplit(' ', 1)[0]}…"


def _added(reference: Reference, draft: Draft, found: Alignment, blanks: Sequence[Deviation]) -> Iterator[Deviation]:
    """The sentences put in where the trame is to be taken as it is, or that may contradict it."""
    for first, last, article in found.additions:
        if last - first + 1 < SHORTEST_ADDITION or article in ("Parties", "Signatures", "Annexes", "Article 2"):
            continue
        if any(blank.start <= draft.words[first].start < blank.end for blank in blanks):
            continue
        said = draft.said(first, last)
        against = AGAINST.search(fold(said)) is not None
        listed = article == "Article 1" and re.search(r"\n\s*[•▪◦●*–—-]\s+$", _before(draft, first)) is not None
        if reference.is_trame and not against and (article in (*FREE, "") or listed):
            continue
        reason, _ = why(article, said)
        severity: Severity = "blocking" if against else "to_check"
        message = f"« {_short(said)} » est ajouté : {reason}."
        yield Deviation(
            article or "Article 8",
            "altered_clause",
            severity,
            message,
            "",
            said,
            draft.start_of(first),
            draft.end_of(last),
        )


def _before(draft: Draft, rank: int) -> str:
    """The few characters before a sentence, where its bullet stands."""
    start = draft.start_of(rank)
    return draft.text[max(0, start - 12) : start]


def _permitted(reference: Reference, draft: Draft, found: Alignment) -> Iterator[Permitted]:
    """What the draft adds or fills where it may."""
    for match in found.matches.values():
        filled = fillings(match, draft)
        for slot in (slot for _, slot in match.clause.slots if slot.name in FILLED and slot.name in filled):
            if not MARK.search(filled[slot.name]):
                yield Permitted(match.clause.article, f"Blanc rempli ({slot.what}) : « {_short(filled[slot.name])} ».")
    for first, last, article in found.additions:
        if last - first + 1 < SHORTEST_ADDITION or article in ("Parties", "Signatures", "Annexes"):
            continue
        said = draft.said(first, last)
        if article == "Article 2":
            local = re.match(r"objectif (?:x|[5-9]|\d\d)\b", fold(said))
            yield Permitted(article, f"{'Objectif local' if local else 'Contenu local'}, permis : « {_short(said)} ».")
        elif (article in FREE or article == "") and not AGAINST.search(fold(said)):
            yield Permitted(article or "Article 8", f"Ajout local, permis, à relire : « {_short(said)} ».")
    for section in draft.sections:
        if (
            section.number is not None
            and section.article.startswith("Article ")
            and section.article != f"Article {section.number}"
        ):
            yield Permitted(
                section.article, f"L’{section.article.lower()} de la trame porte le numéro {section.number}."
            )


def words_of(text: str) -> list[str]:
    """The words of a text that a review compares, for whoever marks the differences."""
    return [word.root for word in read_words(text)]
