"""What a draft says that it contradicts itself: references to the wrong annex or article, another department, sums."""

from collections.abc import Iterator

from rupfam_assistant.french import analyse
from rupfam_assistant.french.words import content_words, stem, stems
from rupfam_assistant.review.alignment import Alignment
from rupfam_assistant.review.draft import LocalDraft
from rupfam_assistant.review.findings import Deviation, Severity
from rupfam_assistant.review.reading.lines import flow, one_line
from rupfam_assistant.review.reading.references import Mention, annex_titles, mentions, other_departments, wrong_sums
from rupfam_assistant.review.reading.sections import bare_title

BEFORE, FEWEST = 12, 2
"""Words before a reference that tell what it is to; those that the title of another annex shares with them
more than that of the annex named."""

LOST = "le lecteur n’y trouve pas ce qui est annoncé"
NOT_OURS = "c’est sans doute le reste d’une autre convention"
UNEQUAL, SUM_AGAIN = "l’un des deux est faux", "Reprendre chaque montant, puis corriger le total ou la ligne fausse."


def find_references(found: Alignment) -> Iterator[Deviation]:
    """The references to what is not there, the departments that are not the draft's, the totals that are no sum."""
    draft = found.draft
    titles = annex_titles(flow(draft.text))
    for mention in mentions(draft.text):
        said, meant = (
            _wrong_annex(draft, mention, titles) if mention.kind == "annexe" else _wrong_article(draft, mention)
        )
        if said:
            asked = f"Écrire « {meant} »." if meant else "Corriger le renvoi."
            yield _deviation(draft, mention.start, mention.end, said, LOST, asked, "to_check")
    start = len(draft.parties)
    for said, first, end in other_departments(draft.text, start, draft.text[:start]):
        told = f"« {said} » n’est pas le département de la convention"
        yield _deviation(
            draft, first, end, told, NOT_OURS, "Écrire le nom du département de la convention.", "blocking"
        )
    for total in wrong_sums(draft.text):
        counted = f"{total.counted:,.2f}".replace(",", "\u202f").removesuffix(".00").replace(".", ",")
        told = f"Le total dit {one_line(total.said)}, la somme de ses lignes est {counted}\u00a0€"
        yield _deviation(draft, total.start, total.end, told, UNEQUAL, SUM_AGAIN, "to_check")


def _deviation(
    draft: LocalDraft, start: int, end: int, told: str, why: str, asked: str, severity: Severity
) -> Deviation:
    """What a draft contradicts in itself at some place, why it matters and what to do."""
    heading = "" if draft.article_at(start) else one_line(draft.section_at(start).heading)
    place = draft.article_at(start) or "Article 8"
    said = _sentence(draft, start, end)
    message = f"{told} : {why}."
    return Deviation(
        place, "altered_clause", severity, message, "", said, start, end, heading=heading, asked=asked, inner=f"{told}."
    )  # fmt: skip


def _sentence(draft: LocalDraft, start: int, end: int) -> str:
    """The sentence that holds some characters, or its last words, on one line."""
    text, (first, last) = flow(draft.text), draft.paragraph(start, end)
    told = [(at, to) for at, to in analyse(text[first:last]).sentences if at <= start - first]
    at, to = told[-1] if told else (0, last - first)
    return one_line(text[first + at : max(first + to, end)])


def _around(draft: LocalDraft, mention: Mention) -> str:
    """The words of its sentence before a reference."""
    said = _sentence(draft, mention.start, mention.end)
    return said.partition(one_line(draft.text[mention.start : mention.end]))[0]


def _wrong_annex(draft: LocalDraft, mention: Mention, titles: dict[str, str]) -> tuple[str, str]:
    """What is wrong with a reference to an annex, and which one is meant; "" twice when nothing is."""
    if not titles or draft.article_at(mention.start) in ("Annexes", "Signatures"):
        return "", ""
    if mention.number not in titles:
        return f"L’annexe {mention.number} n’existe pas dans le projet", ""
    told = set(stems(_around(draft, mention)))
    shared = {number: len(told & set(stems(title))) for number, title in titles.items()}
    best = max(shared, key=lambda number: shared[number])
    if shared[best] < shared[mention.number] + FEWEST:
        return "", ""
    is_not = f"L’annexe {mention.number} est « {titles[mention.number].rstrip(' .')} »"
    return f"{is_not}, l’annexe {best} « {titles[best].rstrip(' .')} »", f"annexe {best}"


def _wrong_article(draft: LocalDraft, mention: Mention) -> tuple[str, str]:
    """What is wrong with a reference to an article, and which one is meant; "" twice when nothing is."""
    numbered = {section.number: section for section in draft.sections if section.number is not None}
    if not numbered or not mention.number.isdigit():
        return "", ""
    if int(mention.number) not in numbered:
        return f"L’article {mention.number} n’existe pas dans le projet", ""
    aimed, own = numbered[int(mention.number)], draft.section_at(mention.start)
    held = set(stems(draft.text[aimed.start : aimed.end]))
    told = [stem(word) for word in content_words(_around(draft, mention))[-BEFORE:] if word.isalpha()]
    for number, section in numbered.items():
        if section in (aimed, own):
            continue
        if any(word in stems(bare_title(section.heading)) and word not in held for word in told):
            heading = one_line(section.heading)
            return f"L’article {mention.number} ne dit rien de tel, voyez « {heading} »", f"article {number}"
    return "", ""
