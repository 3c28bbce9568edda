"""The page that a kit opens with: a partner's place, what concerns it, its commitments, in plain French."""

from collections.abc import Iterable, Iterator, Sequence

from rupfam_assistant.answers.reply import Citation
from rupfam_assistant.french.words import stems
from rupfam_assistant.welcome.department import Department
from rupfam_assistant.welcome.evidence import Evidence, covers
from rupfam_assistant.welcome.kit import PLACE, Item, KitSection
from rupfam_assistant.welcome.place import AWAY, as_party, place_of, placed_roles, signs_in
from rupfam_assistant.welcome.roles import Role, main_roles, named_roles, places_of, run_of

MOST_LINES, FEWEST_LINES = 5, 3
DECIDED, PARTIES_LISTED, PARTICIPATION = {"instance-missions": "bilan-quand"}, "parties-liste", "comites-participation"
THEME, THEMES = "trame-theme-", "trame-themes-liste"
COMMITTEES = {
    "CDSF": "Participer au comité départemental des services aux familles, qui suit les objectifs.",
    "comités locaux des financeurs": "Participer aux comités locaux des financeurs, qui suivent les objectifs.",
}
UNTOLD = "Les textes ne parlent pas de « {} » ;"
OTHERS_SIGN = (
    "Les signataires s’engagent à tout mettre en œuvre pour atteindre les objectifs, à participer au comité"
    " qui les suit et à respecter le secret professionnel."
)
"""Lines that concern a partner, at most; the cards of what a department decides, of the trame's parties, of the
committee, as one that is chosen tells it; how the ids of the cards of a theme begin, which follow those that a role
tells first, before the others if they are few; the card of all of them; what the first three cards of what is signed
tell to one that is no party."""


def page_of(
    roles: Sequence[Role], evidence: Evidence, named: str, department: Department | None = None
) -> Iterator[KitSection]:
    """The page that a kit opens with: a place in one sentence, then the cards, each thing once; what the department
    decided is not told as still open, nor those who sign as the trame has them."""
    main, expected = main_roles(roles), department is not None and department.signatory is not None
    placed = placed_roles(main, named, department)
    kinds = (*roles, *(role for one in placed for role in named_roles(one.label, evidence.book)))
    called = [role for role in evidence.book.roles if role.trait and any(_is_in(role, one.label) for one in placed)]
    traits = [role for role in (*kinds, *called) if role.trait] if placed else []
    unknown = AWAY if main and not placed else UNTOLD.format(named)
    kin, absent = (department.signing_kin, department.absent) if department else ("", "")
    above = department.signs_above if department and expected else ""
    seated = department is not None and department.sits
    place = place_of(placed, traits, evidence, unknown, expected, kin, absent, above, seated)
    signs = signs_in(placed, evidence, department)
    binds = signs or expected or bool(kin) or any(as_party(role, evidence) for role in placed)
    decided = dict(DECIDED) if department and department.dossier.frequency else {}
    told: list[Citation] = []
    asked = [card for role in roles or (evidence.book.stranger,) for card in role.cards]
    paged = [card for role in main for card in role.page]
    own = dict.fromkeys((*paged, *(card for card in asked if not paged or card.startswith(THEME))))
    for part in evidence.book.page:
        most = MOST_LINES if main or expected else 1
        ids = [one for one in dict.fromkeys((*own, *asked)) if one not in part.aside] if part.key == "concerns" else []
        chosen = _untold_cards((_of_card(card, evidence) for card in ids), told)
        chosen = chosen[: min(most, max(FEWEST_LINES, sum(item.card in own for item in chosen)))]
        items = [place] if part.key == PLACE else chosen
        left = {} if signs else part.signing
        left = {*left, PARTIES_LISTED} if department and department.lists_parties else left
        cards = [card for card in part.cards if card not in left]
        if part.apart and not binds:
            signed = tuple(citation for card in cards[:3] for citation in evidence.sources(card))
            items, cards = [Item(OTHERS_SIGN, signed, OTHERS_SIGN)], []
        items += [_of_card(decided.get(card, card), evidence, department) for card in cards]
        told += [citation for item in items if item.card and item.card != THEMES for citation in item.citations]
        title = part.title if signs else part.other if binds else part.apart or part.other
        yield KitSection(part.key, title, tuple(items))


def _is_in(role: Role, label: str) -> bool:
    """Whether the label of another role holds what the texts call a role: "une association de pères"."""
    return any(next(places_of(run_of(name), stems(label)), None) is not None for name in role.called)


def _untold_cards(items: Iterable[Item], told: Sequence[Citation]) -> list[Item]:
    """The items of which the trame's words, or the circular's where it has none, are not all told."""
    kept: list[Item] = []
    for item in items:
        known = [*told, *(citation for other in kept for citation in other.citations)]
        of_trame = [citation for citation in item.citations if citation.document.name == "trame"] or item.citations
        kept += [] if all(covers(known, citation) for citation in of_trame) else [item]
    return kept


def _of_card(name: str, evidence: Evidence, department: Department | None = None) -> Item:
    """What a card says, its first sentence, and its sources; the committee is the one that a department chose."""
    card, instance = evidence.cards[name], department.dossier.instance if department else None
    plain = COMMITTEES[instance] if instance and name == PARTICIPATION else card.plain
    short = plain if plain != card.plain else card.short
    return Item(f"{plain.partition('. ')[0].rstrip('.')}.", evidence.sources(name), short, name)
