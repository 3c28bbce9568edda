"""The sections of a kit: what its page says, in the texts' own words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rupfam_assistant.answers.excerpts import wording_key
from rupfam_assistant.answers.reply import Citation, Excerpt
from rupfam_assistant.french.typography import lower
from rupfam_assistant.welcome.department import Department
from rupfam_assistant.welcome.evidence import Evidence, covers
from rupfam_assistant.welcome.kit import PLACE, STEPS, Item, KitSection
from rupfam_assistant.welcome.place import PARTIES, as_party, signs_in, statements
from rupfam_assistant.welcome.roles import Cited, Role, RoleBook, acts_through, is_alone

MOST_CONCERNS, MOST_PLACES = 14, 5
COMMITMENTS, TOLD_IN = "commitments", {"convention": PLACE, "dates": "duration"}
"""Sentences at most of what concerns a partner, of where it is named; the section of what is promised; those whose
quotes prove two parts of the page, the others having their keys."""


def sections_of(
    partner: str,
    roles: Sequence[Role],
    placed: Sequence[Role],
    page: Sequence[KitSection],
    evidence: Evidence,
    department: Department | None,
) -> Iterator[KitSection]:
    """The sections in order, which prove all that a page says; what one tells, the following do not repeat, first steps
    aside."""
    signs, expected = (
        signs_in(placed, evidence, department),
        department is not None and department.signatory is not None,
    )
    may = department is not None and bool(department.signing_kin)
    place = statements(placed, evidence, expected, is_away=not placed and evidence.book.stranger not in roles)
    wordings = (wording for role in roles for wording in (*role.called, *role.about))
    bound = [excerpt for role in _bound(roles, evidence.book) for excerpt in as_party(role, evidence)]
    parties = [citation for excerpt in bound for citation in excerpt.citations]
    named = [_item(excerpt) for excerpt in evidence.naming(wordings) if not excerpt.lines[-1].endswith(":")]
    wanted = _quoted((Cited(card) for role in roles for card in role.cards), evidence)
    outlines = evidence.book.outlines
    cited = (cited for one in outlines if one.key == COMMITMENTS for cited in one.cards)
    promised = [citation for item in _quoted(cited, evidence) for citation in item.citations]
    subjects = [item for item in (*named, *wanted) if _is_subject(item)]
    bonds = [item for item in subjects if _promises(item, promised)]
    belonging = [item for item in (*wanted, *named) if not _is_subject(item) and not _is_of_another(item, parties)]
    alone = is_alone(partner, roles)
    acts = not alone and acts_through(partner, roles)
    told: list[Citation] = []
    for outline in outlines:
        others = (outline.through if acts else outline.alone if alone else ()) or outline.other
        if department and department.seats:
            others = (outline.seated if acts or alone else outline.sitting) or others
        own = (outline.signing or outline.party) if expected else outline.party if signs or may else others
        cited = (one for one in (*outline.cards, *own) if not (one.before and department))
        answers = _quoted(cited, evidence)
        proofs = _quoted(_paged(page, outline.key), evidence)
        items = answers if outline.key == STEPS else _untold([*answers, *proofs], told)
        if outline.key == PLACE:
            items = _untold([*place, *answers], told)
            items += _untold(proofs, [citation for item in items for citation in item.citations])
            items += _untold(belonging, [citation for item in items for citation in item.citations])[:MOST_PLACES]
        elif outline.key == "concerns":
            goals = _quoted(map(Cited, evidence.book.common.cards), evidence)
            proofs = [item for item in proofs if not _is_of_another(item, parties)]
            free = [item for item in subjects if item not in bonds]
            items = _untold([*_untold(free, told)[:MOST_CONCERNS], *proofs, *goals], told)
        elif outline.key == COMMITMENTS:
            items = _untold([*bonds, *items], told)
        told += [citation for item in items for citation in item.citations]
        if items:
            yield KitSection(outline.key, outline.title, tuple(items))


def _paged(page: Iterable[KitSection], key: str) -> Iterator[Cited]:
    """The cards of the parts of a page that the quotes of a section prove."""
    parts = (part for part in page if TOLD_IN.get(part.key, part.key) == key)
    return (Cited(item.card) for part in parts for item in part.items if item.card)


def told_once(sections: Iterable[KitSection]) -> list[KitSection]:
    """The sections, a sentence that both texts hold told where it comes first, with both sources; first steps aside."""
    parts, first = list(sections), dict[str, Item]()
    for item in (item for part in parts if part.key != STEPS for item in part.items):
        key = wording_key(item.text)
        first[key] = replace(item, citations=(*first[key].citations, *item.citations)) if key in first else item
    kept = []
    for part in parts:
        items = part.items if part.key == STEPS else tuple(_taken(part.items, first))
        kept += [replace(part, items=items)] if items else []
    return kept


def _taken(items: Iterable[Item], left: dict[str, Item]) -> Iterator[Item]:
    """The items by the words of each, each taken out of what is left."""
    yield from (left.pop(key) for key in map(wording_key, (item.text for item in items)) if key in left)


def _bound(roles: Sequence[Role], book: RoleBook) -> list[Role]:
    """The roles of a partner, those that act for it or that it is a service of, those whose place it is told."""
    keys = {role.key for role in roles} | {key for role in roles for key in role.through}
    cards = {card for role in roles for card in role.cards}
    return [one for one in book.roles if {one.key, *one.services} & keys or one.place in cards]


def _is_of_another(item: Item, parties: Sequence[Citation]) -> bool:
    """Whether a sentence presents a party of the trame that is none of these."""
    there = item.citations[0]
    return there.section == PARTIES and not any(covers([there], one) or covers([one], there) for one in parties)


def _quoted(cards: Iterable[Cited], evidence: Evidence) -> list[Item]:
    """The quotes of cards that a kit gives, each after what announces it."""
    items = list[Item]()
    for cited in cards:
        short = f"{cited.lead} : {lower(evidence.cards[cited.card].short)}" if cited.lead else ""
        items += [_item(excerpt, cited.lead, short) for excerpt in evidence.quoted(cited.card)]
    return items


def _item(excerpt: Excerpt, lead: str = "", short: str = "") -> Item:
    quoted = f"« {' '.join(excerpt.lines).rstrip(' ;')} »"
    return Item(f"{lead} : {quoted}" if lead else quoted, excerpt.citations, short)


def _untold(items: Iterable[Item], told: Sequence[Citation]) -> list[Item]:
    """The items that say something which neither `told` nor another one says."""
    kept: list[Item] = []
    for item in items:
        known = [*told, *(citation for other in kept for citation in other.citations)]
        if not all(covers(known, citation) for citation in item.citations):
            kept = [other for other in kept if not all(covers(item.citations, one) for one in other.citations)]
            kept.append(item)
    return kept


def _promises(item: Item, promised: Iterable[Citation]) -> bool:
    """Whether a sentence holds one of those that tell what is `promised`."""
    return any(covers(item.citations, one) for one in promised)


def _is_subject(item: Item) -> bool:
    """Whether a sentence tells themes and objectives, rather than who takes part: the trame's preamble and articles."""
    return item.citations[0].section.startswith(("Préambule", "Article"))
