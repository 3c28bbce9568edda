"""The order of a draft: articles and objectives that changed places."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from rupfam_assistant.review.alignment import Alignment, Draft
from rupfam_assistant.review.findings import Deviation
from rupfam_assistant.review.reference import Reference


def find_order(reference: Reference, draft: Draft, found: Alignment) -> Iterator[Deviation]:
    """A deviation for each article or objective that does not stand where the reference has it."""
    order = [article for article in reference.headings if article.startswith("Article")]
    sections = [section for section in draft.sections if section.article in order]
    places = [order.index(section.article) for section in sections]
    for out in _out_of_place(places):
        expected = sorted(places)[out]
        article = order[expected]
        heading, here = reference.headings[article], sections[out]
        message = (
            f"L’{here.article.lower()} de la trame ({reference.headings[here.article]}) tient la place de l’{article.lower()} ({heading}) :"
            " les renvois et la lecture d’un département à l’autre supposent le même ordre."
        )
        yield Deviation(
            article, "order", "to_check", message, heading, " ".join(here.heading.split()), here.start, here.body
        )
    yield from _moved(draft, found)
    titles = sorted(
        (match for match in found.matches.values() if match.clause.nature == "objective"), key=lambda match: match.first
    )
    numbers = [int(str(match.clause.objective)) for match in titles]
    for out in _out_of_place(numbers):
        wanted = next(match for match in titles if match.clause.objective == sorted(numbers)[out])
        message = (
            f"L’objectif {titles[out].clause.objective} de la trame tient la place de l’objectif {wanted.clause.objective} :"
            " la trame les donne dans un ordre commun à tous les départements."
        )
        start, end = draft.words[titles[out].first].start, draft.end_of(titles[out].last)
        yield Deviation(
            "Article 2",
            "order",
            "to_check",
            message,
            wanted.clause.text,
            draft.said(titles[out].first, titles[out].last),
            start,
            end,
        )


def _moved(draft: Draft, found: Alignment) -> Iterator[Deviation]:
    """The clauses that stand in another article than their own, though it is there."""
    present = {section.article for section in draft.sections}
    for match in found.matches.values():
        clause = match.clause
        if clause.article in present and match.article not in ("", clause.article) and clause.nature != "title":
            message = f"Un passage de la trame ({clause.article.lower()}) est déplacé ({match.article.lower()}) : il ne s’y lit plus avec ce qui l’entoure."
            start, end = draft.start_of(match.first), draft.end_of(match.last)
            yield Deviation(
                clause.article,
                "order",
                "to_check",
                message,
                clause.text,
                draft.said(match.first, match.last),
                start,
                end,
            )


def _out_of_place(places: Sequence[int]) -> Iterator[int]:
    """The ranks of as few places as can be moved to put all in order; of two that changed places, the first."""
    tails: list[int] = []
    chain: list[list[int]] = []
    for rank, place in enumerate(places):
        at = bisect_left(tails, place)
        chain[at : at + 1] = [[*(chain[at - 1] if at else []), rank]]
        tails[at : at + 1] = [place]
    kept = set(chain[-1] if chain else [])
    ordered = sorted(places)
    told = set[tuple[int, int]]()
    for rank, place in enumerate(places):
        if rank not in kept and (ordered[rank], place) not in told and place != ordered[rank]:
            told.add((place, ordered[rank]))
            yield rank
