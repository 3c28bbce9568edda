"""The titles of the articles: one that the draft drops, or writes with other words."""

from collections.abc import Iterator

from rupfam_assistant.review.alignment import Alignment, Draft
from rupfam_assistant.review.findings import Deviation, told_change
from rupfam_assistant.review.reading import bare_title
from rupfam_assistant.review.reference import Reference
from rupfam_assistant.review.words import read_words

WHY = "les articles gardent le même intitulé d’un département à l’autre"


def find_titles(reference: Reference, draft: Draft, found: Alignment, names: frozenset[str]) -> Iterator[Deviation]:
    """A deviation for each article whose text is there under another title, or under none; a title made shorter is permitted."""
    sections = {section.article: section for section in draft.sections}
    for article, heading in reference.headings.items():
        if not article.startswith("Article"):
            continue
        first = min((match.first for match in found.matches.values() if match.clause.article == article), default=None)
        if article not in sections:
            if first is not None:
                place = draft.start_of(first)
                yield Deviation(
                    article,
                    "missing_clause",
                    "to_check",
                    f"Le titre « {heading} » est absent : {WHY}.",
                    heading,
                    "",
                    place,
                    place,
                )
            continue
        section = sections[article]
        wanted, there = bare_title(heading), bare_title(" ".join(section.heading.split()))
        before, after = read_words(wanted), read_words(there)
        kept = {word.root for word in before}
        added = [word for word in after if word.root not in kept | names]
        if added and "".join(word.folded for word in before) != "".join(word.folded for word in after):
            message = f"Titre : {told_change(wanted, there)} : {WHY}."
            yield Deviation(
                article,
                "altered_clause",
                "to_check",
                message,
                heading,
                " ".join(section.heading.split()),
                section.start,
                section.body,
            )
