"""A kit made, a partner's place, what concerns it, its commitments, in the texts' own words; and talks with it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from rupfam_assistant.answers.question import LONGEST, clean
from rupfam_assistant.answers.reply import Answer, Citation, Excerpt, Reply
from rupfam_assistant.dossier.bodies import plain_name
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.errors import SAY_WHO, UntoldPartner
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.typography import enumerate_all
from rupfam_assistant.french.words import flatten, stems
from rupfam_assistant.guard.names import TITLED
from rupfam_assistant.guard.personal import detect_personal_data
from rupfam_assistant.welcome.department import Department
from rupfam_assistant.welcome.evidence import Evidence, covers
from rupfam_assistant.welcome.glossary import Entry, words_of
from rupfam_assistant.welcome.kit import ITSELF, Item, Kit, KitSection, ProposedQuestion
from rupfam_assistant.welcome.roles import (
    Cited,
    Role,
    RoleBook,
    Silence,
    named_roles,
    places_of,
    resolve_roles,
    speaks_of_oneself,
    told_roles,
    typed_names,
)

WHO_DECIDES = "parties-qui-decide"
PARTIES, OTHERS = "Parties", "Autres"
MOST_CONCERNS, MOST_PLACES, MOST_LINES, MOST_WORDS = 14, 5, 6, 8
ANSWERED, REFUSED = 3, 2
RESEMBLING = 70.0
"""The trame's list of the parties, and how it ends; sentences told at most of what concerns a partner, of where it is
named; questions proposed that the texts answer, and not; how alike, in 0..100, two wordings that say the same are."""

NOT_A_PERSON = "Un livret s’adresse à un organisme, jamais à une personne ni à son dossier."
STRANGER = "Ces mots ne désignent aucun partenaire que nous connaissions"
UNKNOWN = f"{STRANGER} : voici ce qui vaut pour tout partenaire, sans rôle supposé. {SAY_WHO}"
APART = " et | ou |, | ; "
DECIDED = frozenset({"instance-missions"})
OWN, OF_A_BODY = ("commitments", "concerns"), ("role-", "partie-", "caf-", "circulaire-invitations")
COMMITTEE = "le comité des financeurs compétent sur le territoire"
OPEN = f"la liste des parties reste ouverte (« Autres ») : {COMMITTEE} décide qui signe"
NAMELESS = "« {} » : ces mots ne sont dans aucun des deux textes"
UNDERSTOOD = "Compris comme : {}. Si ce n’est pas vous, dites-le autrement."
TOO_MANY = " Un livret va à trois partenaires au plus : faites-en un autre pour les suivants."
CHOSEN = "Rôle choisi dans la liste : {}."
ANYONE = "Partenaire non reconnu"
EXPECTED = "Votre département vous compte parmi les signataires"
CAF = "CAF"
BY_DOSSIER = {"presidence": "organisation", "contacts": "caf_name", "dates": "frequency"}
LONGEST_NAME = 60
"""The silences that a field of a dossier fills, by their keys; characters of the partner's own words beyond which they
are no name: the kit bears that of its role."""


@dataclass(frozen=True)
class PartnerReply:
    """A reply to a partner; `place` is what the kit says of its place, when it asks and the texts do not refuse; `own`
    the part of its page that it asks about itself, which then answers alone."""

    reply: Reply
    place: Item | None = None
    own: KitSection | None = None


def make_kit(partner: str, evidence: Evidence, dossier: Dossier | None = None, chosen: str = "") -> Kit:
    """The kit of a partner told in free words, or of the role `chosen`; UntoldPartner when they tell none."""
    said, book, speller = clean(partner), evidence.book, evidence.knowledge.speller
    if not chosen and (not any(c.isalnum() for c in said) or len(said) > LONGEST):
        raise UntoldPartner
    roles = told_roles(said, chosen, book, speller)
    named = _shown(said, [role.label for role in _main(roles)]) if said else _main(roles)[0].label
    told = Department(dossier, named, _main(roles), book, speller) if dossier else None
    if told and told.signatory and not roles:
        roles = resolve_roles(told.signatory.body or "", book, speller)
    main = _main(roles)
    labels = tuple(role.label for role in main)
    understood = UNDERSTOOD.format(enumerate_all(labels)) if main else UNKNOWN
    if len(_main(resolve_roles(said, book, speller, LONGEST))) > len(main):
        understood += TOO_MANY
    sought = dict.fromkeys(silence for role in (*(roles or (book.stranger,)), book.common) for silence in role.silences)
    silences = tuple(_towards(silence, main, book) for silence in sought if evidence.is_silent(silence))
    if not (told and told.signatory):
        silences += tuple(_unnamed(named, said, main, silences, evidence))
    signs = any(_as_party(role, evidence) for role in main) or bool(told and told.signatory)
    page, local = tuple(_page(roles, main, evidence, named, told)), tuple(told.lines()) if told else ()
    if told:
        filled = {key for key, field in BY_DOSSIER.items() if getattr(told.dossier, field)}
        silences = tuple(silence for silence in silences if silence.key not in filled)
    read = " ".join((*(item.text for section in page for item in section.items), *local))
    cards = dict.fromkeys(card for role in (*roles, book.common, book.stranger) for card in role.cards)
    questions = [ProposedQuestion(evidence.cards[card].question, True) for card in list(cards)[:ANSWERED]]
    questions += [ProposedQuestion(silence.ask, False) for silence in silences[:REFUSED]]
    return Kit(
        partner=named,
        roles=labels,
        message=CHOSEN.format(labels[0]) if chosen else understood,
        page=page,
        words=words_of(read, _foreign(evidence.glossary, main), MOST_WORDS),
        sections=tuple(_sections(roles or (book.stranger,), main, evidence, signs)),
        silences=silences,
        questions=tuple(questions),
        glossary=evidence.glossary,
        meeting=book.meeting if told is None or told.signatory is None else book.signing,
        local=local,
        department=plain_name(dossier.department) if dossier else "",
        contact=told.contact if told else "",
        alert=told.alert if told else "",
    )


def answer_partner(question: str, history: Sequence[str], roles: Sequence[Role], evidence: Evidence) -> PartnerReply:
    """What the texts answer to a partner: what its page says of what it asks about itself; else the question about
    oneself is asked of its first role, then as it stands. What is asked of another body is never told as its own."""
    of_oneself = bool(roles) and speaks_of_oneself(question)
    reply = evidence.answering.ask(question, history)
    open_to = isinstance(reply, Answer) or reply.kind == "unsure"
    if of_oneself and roles[0].called and open_to:
        towards = evidence.answering.ask(f"{question} ({roles[0].called[0]})", history)
        reply = towards if isinstance(towards, Answer) else reply
    main, said = _main(roles), flatten(question)
    part = next((key for key in OWN if of_oneself and cues("welcome", key).search(said)), "")
    if of_oneself and main and (part or (isinstance(reply, Answer) and _is_of_another(reply, main, evidence))):
        page = {section.key: section for section in _page(roles, main, evidence, main[0].label, None)}
        return PartnerReply(reply, own=page[part or OWN[0]])
    asks_place = of_oneself and cues("welcome", "place").search(flatten(question))
    return PartnerReply(reply, _statements(_main(roles), evidence)[0] if asks_place and open_to else None)


def _is_of_another(reply: Answer, main: Sequence[Role], evidence: Evidence) -> bool:
    """Whether an answer tells the part of a body that the partner is not."""
    told = [card for name in reply.cards[:1] if (card := evidence.cards.get(name)) and name.startswith(OF_A_BODY)]
    names = [stems(name) for role in main for name in (*role.called, *role.names)]
    return any(not any(next(places_of(n, stems(card.plain)), None) is not None for n in names) for card in told)


def _towards(silence: Silence, main: Sequence[Role], book: RoleBook) -> Silence:
    """A silence as it is told to a partner: nobody is sent to ask itself."""
    keys = {role.key for role in main}
    asked = re.split(APART, silence.who)
    others = [who for who in asked if not {role.key for role in named_roles(who, book)} & keys]
    return silence if others == asked else replace(silence, who=enumerate_all(others) if others else ITSELF)


def _unnamed(
    named: str, said: str, main: Sequence[Role], told: Sequence[Silence], evidence: Evidence
) -> Iterator[Silence]:
    """That the texts do not even name the partner, in its own words, unless another silence says it."""
    nameless = [role for role in main if not evidence.naming(role.called)]
    for name in typed_names(said, nameless) if main else [named] if named != ANYONE else []:
        silence = Silence("", NAMELESS.format(name), (name,), "", "la CAF et le comité des financeurs")
        if evidence.is_silent(silence) and not any(flatten(name) in flatten(other.what) for other in told):
            yield silence


def _page(
    roles: Sequence[Role], main: Sequence[Role], evidence: Evidence, named: str, department: Department | None
) -> Iterator[KitSection]:
    """The page that a kit opens with: a place in one sentence, then the cards, each thing once; what the department
    decided is not told as still open."""
    expected = department is not None and department.signatory is not None
    place = _place(main, evidence, named)
    yield KitSection(
        "place",
        "Votre place dans la convention",
        (_expected(_signing(main, department), evidence) if department and expected else place,),
    )
    signs = expected or any(_as_party(role, evidence) for role in main)
    decided = DECIDED if department and department.dossier.frequency else frozenset[str]()
    told: list[Citation] = []
    asked = [card for role in roles or (evidence.book.stranger,) for card in role.cards]
    own = (*(card for role in main for card in role.page), *asked)
    for part in evidence.book.page:
        most = MOST_LINES - len(part.cards) if main else 0
        ids = [card for card in dict.fromkeys(own) if card not in part.aside] if part.key == "concerns" else []
        chosen = _untold_cards((_of_card(card, evidence) for card in ids), told)[:most]
        items = [*chosen, *(_of_card(card, evidence) for card in part.cards if card not in decided)]
        told += [citation for item in items for citation in item.citations]
        yield KitSection(part.key, part.title if signs else part.other, tuple(items))


def _expected(roles: Sequence[Role], evidence: Evidence) -> Item:
    """The place of a partner that the department counts among those who sign, by its roles as the dossier names it."""
    parties = [role for role in roles if _as_party(role, evidence)]
    told = _statements(parties[:1], evidence)[0]
    rest = ", comme la trame le prévoit" if parties else " ; la trame laisse la liste des parties ouverte (« Autres »)"
    return Item(f"{EXPECTED}{rest}.", told.citations)


def _signing(main: Sequence[Role], department: Department) -> tuple[Role, ...]:
    """The roles of a partner, and those that the dossier tells of it where it signs."""
    body = (department.signatory and department.signatory.body) or ""
    return (*main, *_main(resolve_roles(body, department.book, department.speller)))


def _untold_cards(items: Iterable[Item], told: Sequence[Citation]) -> list[Item]:
    """The items of which the trame's words, or the circular's where it has none, are not all told."""
    kept: list[Item] = []
    for item in items:
        known = [*told, *(citation for other in kept for citation in other.citations)]
        of_trame = [citation for citation in item.citations if citation.document.name == "trame"] or item.citations
        kept += [] if all(covers(known, citation) for citation in of_trame) else [item]
    return kept


def _of_card(name: str, evidence: Evidence, whole: bool = False) -> Item:
    """What a card says, its first sentence unless it is wanted `whole`, and its sources."""
    card = evidence.cards[name]
    return Item(card.plain if whole else f"{card.plain.partition('. ')[0].rstrip('.')}.", evidence.sources(name))


def _place(main: Sequence[Role], evidence: Evidence, named: str) -> Item:
    """Who a partner is in the convention, in one sentence."""
    sources = tuple(citation for item in _statements(main, evidence) for citation in item.citations)
    parties = [role for role in main if _as_party(role, evidence)]
    others = [role for role in main if role not in parties]
    if len(main) == 1 and main[0].place:
        return _of_card(main[0].place, evidence, whole=True)
    if len(main) == 1 and parties:
        return Item("La trame vous compte parmi les parties : vous signez la convention avec les autres.", sources)
    if parties:
        named = f"La trame compte {enumerate_all([role.label for role in parties])} parmi les parties"
        rest = f" ; pour {enumerate_all([role.label for role in others])}, {OPEN}." if others else "."
        return Item(f"{named}{rest}", sources)
    if len(main) == 1 and (citing := evidence.naming(main[0].called)):
        cited = f"Les textes citent « {main[0].called[0]} », sans compter de tel partenaire parmi les parties"
        return Item(f"{cited} ; {OPEN}.", (*citing[0].citations, *sources))
    if not main:
        return Item(f"Les textes ne parlent pas de « {named} » ; {OPEN}.", sources)
    return Item(f"Les textes ne vous nomment pas, mais {OPEN}.", sources)


def _foreign(glossary: Iterable[Entry], main: Sequence[Role]) -> list[Entry]:
    """The words that a partner may not know: neither its own name, nor that of the CAF which writes to it."""
    own = {flatten(name) for role in main for name in role.names} | {flatten(CAF)}
    return [entry for entry in glossary if flatten(entry.acronym or entry.term) not in own]


def _sections(roles: Sequence[Role], main: Sequence[Role], evidence: Evidence, signs: bool) -> Iterator[KitSection]:
    """The sections in order; what one tells, the following do not repeat, first steps aside."""
    wordings = (wording for role in roles for wording in (*role.called, *role.about))
    named = [_item(excerpt) for excerpt in evidence.naming(wordings)]
    wanted = _quoted((Cited(card) for role in roles for card in role.cards), evidence)
    subjects = [item for item in (*named, *wanted) if _is_subject(item)]
    belonging = [item for item in (*wanted, *named) if not _is_subject(item)]
    told: list[Citation] = []
    for outline in evidence.book.outlines:
        answers = _quoted((*outline.cards, *(outline.party if signs else outline.other)), evidence)
        items = answers if outline.key == "steps" else _untold(answers, told)
        if outline.key == "place":
            items = _untold([*_statements(main, evidence), *answers], told)
            items += _untold(belonging, [citation for item in items for citation in item.citations])[:MOST_PLACES]
        elif outline.key == "concerns":
            goals = _quoted(map(Cited, evidence.book.common.cards), evidence)
            items = _untold([*_untold(subjects, told)[:MOST_CONCERNS], *goals], told)
        told += [citation for item in items for citation in item.citations]
        if items:
            yield KitSection(outline.key, outline.title, tuple(items))


def _quoted(cards: Iterable[Cited], evidence: Evidence) -> list[Item]:
    """The quotes of cards, what the circular says in about the trame's words left aside."""
    items = []
    for cited in cards:
        excerpts = evidence.quotes(cited.card)
        of_trame = [excerpt for excerpt in excerpts if excerpt.citations[0].document.name == "trame"]
        for excerpt in excerpts:
            said = " ".join(excerpt.lines)
            if said.endswith(":"):
                continue
            if excerpt in of_trame or all(fuzz.ratio(said, " ".join(o.lines)) <= RESEMBLING for o in of_trame):
                items.append(_item(excerpt, cited.lead))
    return items


def _as_party(role: Role, evidence: Evidence) -> list[Excerpt]:
    """Where the trame's list of the parties names a role."""
    return [excerpt for excerpt in evidence.naming(role.called) if excerpt.citations[0].section == PARTIES]


def _statements(main: Sequence[Role], evidence: Evidence) -> list[Item]:
    """Whether each role is named among the parties, said with its sources."""
    others = [excerpt for excerpt in evidence.naming([OTHERS]) if excerpt.citations[0].section == PARTIES]
    deciding = [*others, *evidence.quotes(WHO_DECIDES)]
    items = []
    for role in main:
        object_, who = ("vous ", "") if len(main) == 1 else ("", f" {role.label}")
        if of_parties := _as_party(role, evidence):
            items.append(_item(of_parties[0], f"La trame {object_}nomme{who} parmi les parties"))
        else:
            named = bool(evidence.naming(role.called))
            texts = f"La trame ne {object_}nomme pas{who}" if named else f"Les textes ne {object_}nomment pas{who}"
            items.append(_open_list(texts, deciding))
    return items or [_open_list("Les textes ne nomment pas un tel partenaire", deciding)]


def _open_list(lead: str, sources: Sequence[Excerpt]) -> Item:
    """That a role is not listed as a party, that the list is open, and who decides."""
    deciding = " ".join(sources[-1].lines)
    text = f"{lead} parmi les parties, mais leur liste reste ouverte (« {OTHERS} ») : « {deciding} »"
    return Item(text, tuple(citation for excerpt in sources for citation in excerpt.citations))


def _item(excerpt: Excerpt, lead: str = "") -> Item:
    quoted = f"« {' '.join(excerpt.lines).rstrip(' ;')} »"
    return Item(f"{lead} : {quoted}" if lead else quoted, excerpt.citations)


def _untold(items: Iterable[Item], told: Sequence[Citation]) -> list[Item]:
    """The items that say something which neither `told` nor another one says."""
    kept: list[Item] = []
    for item in items:
        known = [*told, *(citation for other in kept for citation in other.citations)]
        if not all(covers(known, citation) for citation in item.citations):
            kept = [other for other in kept if not all(covers(item.citations, c) for c in other.citations)]
            kept.append(item)
    return kept


def _is_subject(item: Item) -> bool:
    """Whether a sentence tells themes and objectives, rather than who takes part: the trame's preamble and articles."""
    return item.citations[0].section.startswith(("Préambule", "Article"))


def _main(roles: Sequence[Role]) -> tuple[Role, ...]:
    """The roles told: the traits only when there is nothing else."""
    return tuple(role for role in roles if not role.trait) or tuple(roles[:1])


def _shown(said: str, labels: Sequence[str]) -> str:
    """How the kit calls the partner: its own words, or its role; UntoldPartner for a person without a role."""
    is_person = bool(detect_personal_data(said)) or TITLED.search(said) is not None
    is_name = len(said) <= LONGEST_NAME and not speaks_of_oneself(said) and not _is_rude(said)
    if is_person and not labels:
        raise UntoldPartner(NOT_A_PERSON)
    if labels and (is_person or not is_name):
        return enumerate_all(labels)
    return said.replace("'", "’") if is_name else ANYONE


def _is_rude(said: str) -> bool:
    """Whether words hold an insult."""
    return cues("welcome", "rude").search(flatten(said)) is not None
