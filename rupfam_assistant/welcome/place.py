"""The place of a partner in the convention: whether the trame names it among the parties, or the department does."""

from collections.abc import Sequence

from rupfam_assistant.answers.reply import Citation, Excerpt
from rupfam_assistant.french.agreement import elides, gender, the
from rupfam_assistant.french.typography import enumerate_all
from rupfam_assistant.french.words import fold
from rupfam_assistant.welcome.department import Department
from rupfam_assistant.welcome.evidence import Evidence
from rupfam_assistant.welcome.kit import Item
from rupfam_assistant.welcome.roles import Role, is_neighbour

PARTIES, OTHERS, WHO_DECIDES = "Parties", "Autres", "parties-qui-decide"
"""The trame's list of the parties, how it ends, and the card of who decides of it."""

COMMITTEE, DECIDES = "le comité des financeurs", "décide qui signe"
OPEN = f"la liste des parties reste ouverte (« {OTHERS} ») : {COMMITTEE} compétent sur le territoire {DECIDES}"
SHORT = f"{COMMITTEE} {DECIDES}."
AWAY = "Les textes ne disent rien d’un organisme d’un autre département ;"
EXPECTED = "Le projet de convention vous compte parmi les signataires"
EXPECTED_BY = "Selon le projet de convention, c’est {} qui signe pour vous."
OF_ANOTHER = " : vous ne signez pas vous-même."
ALONE, TOO = "projet local", "projet local ; {}"
IF_KIN = f"Si vous êtes {{}}, le projet de convention vous compte parmi les signataires ; sinon, {COMMITTEE} {DECIDES}."


def as_party(role: Role, evidence: Evidence) -> list[Excerpt]:
    """Where the trame's list of the parties names a role."""
    return [excerpt for excerpt in evidence.naming(role.called) if excerpt.citations[0].section == PARTIES]


def place_of(
    main: Sequence[Role],
    traits: Sequence[Role],
    evidence: Evidence,
    unknown: str,
    expected: bool,
    kin: str = "",
    absent: str = "",
    above: str = "",
    seated: bool = False,
) -> Item:
    """Who a partner is in the convention, in one sentence: a text that names none of its kind may name one of its
    `traits`; `unknown` is what is told of one that has no place; `expected` when its department counts it among those
    who sign, `kin` those of its kind who do, `absent` what is told of one that is none of them, which is enough where
    it is `seated` in the instance, `above` who signs for it."""
    parties = [role for role in main if as_party(role, evidence)]
    others = [role for role in main if role not in parties]
    told = statements(parties[:1] if expected else main, evidence, expected)
    sources = tuple(citation for item in told for citation in item.citations)
    if expected:
        short = EXPECTED_BY.format(above) if above else f"{EXPECTED}."
        text = f"{EXPECTED}, comme la trame le prévoit." if parties else short
        return Item(text, sources, short, local=TOO if parties else ALONE)
    if kin:
        return Item(IF_KIN.format(kin), (*evidence.sources(WHO_DECIDES), *sources), local=TOO)
    local = TOO if absent else ""
    if len(main) == 1 and main[0].place:
        card = evidence.cards[main[0].place]
        said = f"{card.short.rstrip('.')}{OF_ANOTHER}" if main[0].through else card.short
        return Item(f"{said} {absent}".strip(), evidence.sources(card.id), absent or said, card.id, local)
    if len(main) == 1 and parties:
        end = f". {absent}" if absent else " : vous signez la convention avec les autres."
        return Item(f"La trame vous compte parmi les parties{end}", sources, absent, local=local)
    if parties:
        compte = f"La trame compte {enumerate_all([role.label for role in parties])} parmi les parties"
        opens = f"{compte} ; pour {enumerate_all([role.label for role in others])}," if others else ""
        if absent or not opens:
            return Item(f"{compte}. {absent}".strip(), sources, absent, local=local)
        return Item(f"{opens} {OPEN}.", sources, f"{opens} {SHORT}")
    citing = next((role for role in (*main, *traits) if evidence.naming(role.called)), None)
    if len(main) == 1 and citing:
        cited = f"Les textes citent {_with_article(citing.called[0])}, mais non parmi les parties"
        short = absent or f"Les textes citent {_with_article(citing.called[0])} ; {SHORT}"
        text = f"{cited}. {absent}" if absent else f"{cited} ; {OPEN}."
        return Item(text, (*evidence.naming(citing.called)[0].citations, *sources), short, local=local)
    who = "Les textes ne vous nomment pas" if main else unknown.removesuffix(" ;")
    if absent:
        return Item(absent if seated else f"{who}. {absent}", sources, absent, local=local)
    return Item(f"{who}{', mais' if main else ' ;'} {OPEN}.", sources, f"{who} ; {SHORT}")


def _with_article(name: str) -> str:
    """How the texts call a role, after its article, "la médiation familiale", or between marks where its
    gender is not known."""
    first = fold(name.split()[0])
    kind = gender(first)
    if first.endswith("s"):
        return f"les {name}"
    return f"{the(name, kind or 'f')}{name}" if kind or elides(name) else f"« {name} »"


def statements(main: Sequence[Role], evidence: Evidence, expected: bool = False, is_away: bool = False) -> list[Item]:
    """Whether each role is named among the parties, said with its sources; of a partner that is `expected` to sign, no
    more than what makes it one; of one that `is_away`, in another department, that nothing is said."""
    items = []
    for role in main:
        object_, who = ("vous ", "") if len(main) == 1 else ("", f" {role.label}")
        if of_parties := as_party(role, evidence):
            quote = f"« {' '.join(of_parties[0].lines).rstrip(' ;')} »"
            items.append(Item(f"La trame {object_}nomme{who} parmi les parties : {quote}", of_parties[0].citations))
        elif not expected:
            text = "La trame" if evidence.naming(role.called) else "Les textes"
            verb = "nomme" if text == "La trame" else "nomment"
            items.append(_open_list(f"{text} ne {object_}{verb} pas{who} parmi les parties, mais", evidence))
    otherwise = f"{EXPECTED} ;" if expected else "Les textes ne nomment pas un tel partenaire parmi les parties, mais"
    return items or [_open_list(f"{AWAY} pour les parties," if is_away else otherwise, evidence)]


def _open_list(lead: str, evidence: Evidence) -> Item:
    """That the list of the parties is open, and who decides."""
    others = [excerpt for excerpt in evidence.naming([OTHERS]) if excerpt.citations[0].section == PARTIES]
    deciding = [*others, *evidence.quotes(WHO_DECIDES)]
    sources: tuple[Citation, ...] = tuple(citation for excerpt in deciding for citation in excerpt.citations)
    text = f"{lead} leur liste reste ouverte (« {OTHERS} ») : « {' '.join(deciding[-1].lines)} »"
    return Item(text, sources)


def placed_roles(main: Sequence[Role], named: str, told: Department | None) -> Sequence[Role]:
    """The roles by which a partner has its place in the convention: none for a body of another department."""
    if told:
        return told.placed(main)
    return () if is_neighbour(named) else main


def signs_in(placed: Sequence[Role], evidence: Evidence, told: Department | None) -> bool:
    """Whether a partner of these roles in the convention signs: its department, which lists those who do, says so; else
    the trame, of those of which a department has but one."""
    if told and (told.lists_parties or told.identity.is_one_of_many):
        return told.signatory is not None
    return any(as_party(role, evidence) for role in placed)
