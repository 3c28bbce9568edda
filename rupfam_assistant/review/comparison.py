"""Review: a local draft checked against the trame, or against another draft."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from pathlib import Path
from textwrap import shorten
from typing import Any

from rupfam_assistant.convention.trame import Trame
from rupfam_assistant.errors import NotADraft
from rupfam_assistant.french.dates import written
from rupfam_assistant.review.additions import find_added, find_contradictions
from rupfam_assistant.review.alignment import Alignment, align
from rupfam_assistant.review.blanks import find_blanks
from rupfam_assistant.review.clauses import find_altered, find_missing, find_permitted, find_unchosen
from rupfam_assistant.review.draft import LocalDraft, read_draft
from rupfam_assistant.review.findings import Deviation, Permitted
from rupfam_assistant.review.headings import find_order, find_titles, find_unnumbered
from rupfam_assistant.review.leftovers import find_leftovers
from rupfam_assistant.review.reading.lines import as_items, without_page_lines
from rupfam_assistant.review.reading.sections import read_sections
from rupfam_assistant.review.reading.words import runs
from rupfam_assistant.review.reference import Reference, draft_reference, trame_reference
from rupfam_assistant.review.references import find_references
from rupfam_assistant.review.reworded import align_by_meaning, find_reworded
from rupfam_assistant.review.signatures import find_absent_parties, find_added_parties, find_signatories, signing_day
from rupfam_assistant.texts.blocks import LONGEST_TOLD, Unread
from rupfam_assistant.texts.reading import read_whole

LONGEST_DRAFT, LIKE_THE_TRAME = 1_500_000, 0.35
SUMMARY_TITLE, SUMMARY_SECOND = "Relecture du projet de convention", "» comparé à "
SUMMARY_END = "Le projet commence à la page suivante."
SUMMARY_COMMENTED = "Le projet commence à la page suivante, avec un commentaire à chaque écart dans Word."
FORMER_ENDS = ("Le projet suit cette page.", "Le projet, commenté, suit cette page.")
"""How the summaries of former versions ended."""

SUMMARY_LEFT = (
    "Le fichier s’ouvre par la page d’une relecture : ce qui s’y trouve n’est pas relu, retirez-la avant envoi."
)
PAST = "La date de signature portée, le {}, est passée : à mettre à jour si le projet n’est pas signé."
TO_VERIFY = "dans ce qui a été lu, à vérifier avant envoi."
REWORDED = Permitted(
    "Préambule",
    "Ce projet est réécrit dans les mots du service : ses clauses ont été rapprochées de la trame par leur sens, et"
    " seul ce qui change une obligation est dit.",
)
SEVERAL = "plusieurs se suivent, seule est relue celle qui s’ouvre par « {} » : donnez les autres à part."
"""Characters beyond which a draft is no convention, share of the runs of words of the trame below which neither; what
opens, what dates and what ends the page of a report, without comments or with some: in a draft given back, it is not
read, and that is told; what is said of a day gone by, of a file not whole or not settled; what tells that it holds
other conventions."""


@dataclass(frozen=True)
class Review:
    """What a review found, in the order of the draft; `text` is the draft's, `numbers` those that its articles bear, by
    the trame's, where it numbers them otherwise, `dated` the day of its signature, `noted` what is no deviation, and is
    told all the same."""

    text: str
    deviations: tuple[Deviation, ...]
    permitted: tuple[Permitted, ...]
    unread: tuple[Unread, ...] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    dated: date | None = None
    noted: tuple[Permitted, ...] = ()

    def called(self, article: str) -> str:
        """An article of the trame by its number in the draft, the trame's beside it where they differ."""
        number = self.numbers.get(article)
        if not self.numbers or not article.startswith("Article ") or article == f"Article {number}":
            return article
        return f"Article {number} ({article.lower()} de la trame)" if number else f"{article} de la trame"

    def where(self, told: Deviation) -> str:
        """Where a deviation stands: an article of the trame, or one that the draft adds."""
        return told.heading or self.called(told.article)

    def to_know(self, day: date) -> list[Permitted]:
        """What is to be known that day of what is no deviation: a day of signature gone by too."""
        past = [self.dated] if self.dated and self.dated < day else []
        return [*self.noted, *(Permitted("Signatures", PAST.format(written(signed))) for signed in past)]

    @property
    def is_settled(self) -> bool:
        """Whether the whole file was read, and no change that it tracks awaits an answer."""
        return not self.unread and all(permitted.article for permitted in self.permitted)


def review_text(text: str, trame: Trame, unread: Sequence[Unread] = ()) -> Review:
    """The review of a draft against the trame, what of its file could not be read never told as absent; NotADraft when
    it is no draft of it."""
    if len(text) > LONGEST_DRAFT:
        raise NotADraft("est trop long pour une convention : donnez le projet seul, sans ses annexes")
    whole, reference, text = text, trame_reference(trame), _without_summary(text)
    draft = read_draft(text, reference)
    found = _aligned(reference, draft)
    draft = found.draft
    blanks, by_hand = find_blanks(found, trame)
    signatories = find_signatories(draft, is_asked=any(blank.found.startswith("+") for blank in blanks))
    deviations = [*_of_clauses(found, blanks), *blanks, *signatories]
    told, missing = _without_unread(deviations, found, unread)
    if draft.only:
        others = SEVERAL.format(shorten(draft.only, LONGEST_TOLD, placeholder="…"))
        missing = (Unread("Autre convention", others, None), *missing)
    left = () if text == whole else (Permitted("", SUMMARY_LEFT),)
    permitted = (*left, *find_permitted(found, told), *find_added_parties(draft))
    unsettled = *find_unchosen(found, blanks), *find_unnumbered(found, blanks)
    reworded = [REWORDED] if found.is_reworded else []
    noted = (*reworded, *find_absent_parties(draft), *unsettled, *find_leftovers(found, trame), *by_hand)
    return Review(text, _in_order(told), permitted, missing, _numbers(draft), signing_day(draft), noted)


def _aligned(reference: Reference, draft: LocalDraft) -> Alignment:
    """The clauses of the trame in a draft, by their words, else by their meaning; NotADraft when it has neither."""
    wanted = runs([word for clause in reference.clauses for word in clause.words])
    if len(wanted & runs(draft.words)) >= LIKE_THE_TRAME * len(wanted):
        return align(reference, draft)
    if (found := align_by_meaning(reference, draft)) is not None:
        return found
    remedy = "donnez le projet de convention de votre département"
    raise NotADraft(f"ne ressemble pas à la trame de convention départementale : {remedy}")


def _numbers(draft: LocalDraft) -> dict[str, int]:
    """The number that each article of the trame bears in a draft; none where each keeps its own."""
    told = {one.article: one.number for one in draft.sections if one.number and one.article.startswith("Article ")}
    return told if any(article != f"Article {number}" for article, number in told.items()) else {}


def _without_summary(text: str) -> str:
    """The text of a draft; of a report given back, without the page that opens it, known by its first two lines and
    its last: any other text whole."""
    ends = (text.partition(f"\n{said}") for said in (SUMMARY_END, SUMMARY_COMMENTED, *FORMER_ENDS))
    page, end, rest = min(ends, key=lambda parts: len(parts[0]))
    title, _, compared = page.strip().partition("\n")
    is_page = end and title.strip("# ") == SUMMARY_TITLE and SUMMARY_SECOND in compared.strip().partition("\n")[0]
    return rest if is_page else text


def review_file(path: Path, trame: Trame) -> Review:
    """The review of a draft's file, changes that it tracks taken as accepted, and said."""
    reading = read_whole(path)
    review = review_text(reading.text, trame, reading.unread)
    if not reading.tracked:
        return review
    read = "elles sont lues comme si elles étaient toutes acceptées"
    told = f"Le fichier suit les modifications ({reading.tracked}) : {read}."
    return replace(review, permitted=(Permitted("", told), *review.permitted))


def compare_drafts(one: str, other: str, trame: Trame, unread: Sequence[Unread] = ()) -> Review:
    """What `other`, a draft, changes in `one`, another: `expected` are words of `one`, `found` of `other`, and what was
    not read of it is never told as absent."""
    model, former = trame_reference(trame), without_page_lines(one)
    listed, sections = as_items(former), []
    for number, section in enumerate(read_sections(former, model.headings, model.bodies)):
        called = section.article or section.heading or f"Article local {number}"
        sections.append((called, section.heading, section.body, section.end))
    sections[0] = ("Parties", *sections[0][1:])
    reference = draft_reference(listed, sections)
    found = align(reference, read_draft(other, reference if reference.clauses else model))
    changes, missing = _without_unread(_of_clauses(found, ()), found, unread)
    told = (replace(each, message=f"{each.message.rpartition(' : ')[0]} : {_other(each)}.") for each in changes)
    return Review(other, _in_order(told), (), missing)


def _other(deviation: Deviation) -> str:
    """What the other text says where two drafts differ."""
    if not deviation.expected:
        return "l’autre texte ne le porte pas"
    return "l’autre texte le dit autrement" if deviation.found else "l’autre texte le porte"


def _without_unread(
    deviations: Iterable[Deviation], found: Alignment, unread: Sequence[Unread]
) -> tuple[list[Deviation], tuple[Unread, ...]]:
    """Deviations without those that what was not read may answer: what it touches, and what is absent from the clause
    before it to the clause after it; and what was not read, but the blank pages that answer none."""
    text, kept, answers = found.draft.text, list[Deviation](), set[int | None]()
    places = sorted(found.draft.place(match.first, match.last) for match in found.matches.values())
    holes = []
    for gap in (part.at for part in unread if part.at is not None):
        low = max((start for start, _ in places if start <= gap), default=0)
        holes.append((low, gap, min((end for _, end in places if end > gap), default=len(text))))
    for deviation in deviations:
        start, end = len(text[: deviation.start].rstrip()), len(text) - len(text[deviation.end :].lstrip())
        within = {g for low, g, high in holes if start <= g <= end or (not deviation.found and low <= start <= high)}
        answers |= within
        kept += [] if within else [deviation]
    return kept, tuple(part for part in unread if not part.blank or part.at in answers)


def review_record(review: Review, day: date) -> dict[str, Any]:
    """A review made that day, as the command line gives it."""
    permitted, to_know = (
        [{"article": told.article, "message": told.message} for told in listed]
        for listed in (review.permitted, review.to_know(day))
    )
    return {
        "deviations": [deviation.record for deviation in review.deviations],
        "permitted": permitted,
        "to_know": to_know,
        "unread": [{"where": part.where, "message": part.message} for part in review.unread],
    }


def article_text(trame: Trame, article: str) -> str:
    """The text of an article of the trame, to be put back: its heading, then a line for each part."""
    parts = [part for part in trame.parts if part.article == article and part.kind != "note"]
    return "\n".join(f"- {part.text}" if part.kind == "item" else part.text for part in parts)


def _of_clauses(found: Alignment, blanks: Sequence[Deviation]) -> Iterator[Deviation]:
    """What is missing, altered, added or displaced; of a rewritten draft, what its clauses oblige to."""
    if found.is_reworded:
        return chain(find_missing(found), find_reworded(found), find_references(found))
    return chain(
        find_missing(found),
        find_altered(found, blanks),
        find_added(found, blanks),
        find_order(found),
        find_contradictions(found),
        *((find_titles(found), find_references(found)) if found.reference.is_trame else ()),
    )


def _in_order(deviations: Iterable[Deviation]) -> tuple[Deviation, ...]:
    return tuple(sorted(deviations, key=lambda deviation: deviation.start))
