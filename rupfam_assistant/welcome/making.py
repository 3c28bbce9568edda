"""A kit made: a partner's place, what concerns it, its commitments, in plain French, then in the texts' own words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from rupfam_assistant.answers.excerpts import wording_key
from rupfam_assistant.answers.question import LONGEST, clean
from rupfam_assistant.answers.reply import Citation, Excerpt
from rupfam_assistant.dossier.alert import Alert
from rupfam_assistant.dossier.bodies import plain_name
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.errors import SAY_WHO, UntoldPartner
from rupfam_assistant.french import analyse
from rupfam_assistant.french.agreement import department_in
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.shorthand import write_out
from rupfam_assistant.french.typography import enumerate_all, lower
from rupfam_assistant.french.words import flatten
from rupfam_assistant.guard.names import TITLED
from rupfam_assistant.guard.personal import detect_personal_data
from rupfam_assistant.welcome.department import DDETS, Department, bodies_of
from rupfam_assistant.welcome.evidence import Evidence, covers
from rupfam_assistant.welcome.glossary import Entry, words_of
from rupfam_assistant.welcome.kit import Item, Kit, KitSection, ProposedQuestion
from rupfam_assistant.welcome.nearness import Nearness
from rupfam_assistant.welcome.place import AWAY, PARTIES, as_party, place_of, statements
from rupfam_assistant.welcome.roles import (
    ITSELF,
    Cited,
    Role,
    RoleBook,
    Silence,
    acts_through,
    is_neighbour,
    main_roles,
    named_roles,
    resolve_roles,
    speaks_of_oneself,
    told_roles,
    typed_names,
)

MOST_CONCERNS, MOST_PLACES, MOST_LINES, MOST_WORDS, MOST_SILENCES = 14, 5, 5, 10, 28
ANSWERED, REFUSED = 3, 2
"""Sentences told at most of what concerns a partner, of where it is named, lines of its page, words explained, silences
of its roles; questions proposed that the texts answer, and not."""

NOT_A_PERSON = "Un livret s’adresse à un organisme, jamais à une personne ni à son dossier."
STRANGER = "Ces mots ne désignent aucun partenaire que nous connaissions"
UNKNOWN = f"{STRANGER} : voici ce qui vaut pour tout partenaire, sans rôle supposé. {SAY_WHO}"
DECIDED, PARTIES_LISTED, PARTICIPATION = {"instance-missions": "bilan-quand"}, "parties-liste", "comites-participation"
COFINANCED, FOLLOWED, THEME, OPENING = "objectif-1-cofinancement", "objectif-1-suivi-annuel", "trame-theme-", 20
COMMITTEES = {
    "CDSF": "Participer au comité départemental des services aux familles, qui suit les objectifs.",
    "comités locaux des financeurs": "Participer aux comités locaux des financeurs, qui suivent les objectifs.",
}
UNTOLD = "Les textes ne parlent pas de « {} » ;"
NAMELESS = "« {} » : {} dans aucun des deux textes"
UNDERSTOOD = "Compris comme : {}. Si ce n’est pas vous, dites-le autrement."
TOO_MANY = " Un livret va à trois partenaires au plus : faites-en un autre pour les suivants."
CHOSEN = "Rôle choisi dans la liste : {}."
ANYONE = "Partenaire non reconnu"
CAF = "CAF"
PLACE, STEPS = "place", "steps"
TOLD_IN = {"convention": PLACE, "dates": "duration"}
BY_DOSSIER = {"presidence": "organisation", "contacts": "caf_name", "dates": "frequency"}
LONGEST_NAME = 90
"""The cards of what a department decides, of the trame's parties, of the committee, as one that is chosen tells it, of
the services that some pay for, of what those who do not pay do about it; how the ids of the cards of a theme begin,
which alone follow those that a role tells first; the first signs by which an action is known in an alert; the silences
that a field of a dossier fills, by their keys; the sections whose quotes prove two parts of the page, the
others having their keys; characters of the partner's own words beyond which they are no name: the kit bears that of its
role."""


def make_kit(
    partner: str, evidence: Evidence, dossier: Dossier | None = None, chosen: str = "", alerts: Sequence[Alert] = ()
) -> Kit:
    """The kit of a partner told in free words, or of the role `chosen`; UntoldPartner when they tell none. Nothing is
    told of the dossier that its draft questions: `alerts`."""
    said, book, speller = write_out(clean(partner)), evidence.book, evidence.knowledge.speller
    if not chosen and (not any(c.isalnum() for c in said) or len(said) > LONGEST):
        raise UntoldPartner
    roles = told_roles(said, chosen, book, speller)
    labels = [role.label for role in main_roles(roles)]
    named = _shown(said, labels, bodies_of(dossier) if dossier else ()) if said else labels[0]
    nearness = Nearness(evidence.answering.proofs.encoder, evidence.cards)
    asking = (alert for alert in alerts if alert.kind != "personal_data")
    doubted = frozenset(field for alert in asking for field in alert.fields)
    twins = tuple(alert.fields for alert in alerts if dossier and _is_of_twins(alert, dossier))
    told = Department(dossier, named, main_roles(roles), book, speller, nearness, doubted, twins) if dossier else None
    expected = told is not None and (told.signatory is not None or bool(told.signing_kin))
    if told and all(role.trait for role in roles):
        roles = tuple(dict.fromkeys((*(told.as_signatory or roles), *told.devices)))
    main = main_roles(roles)
    placed = _placed(main, named, told)
    labels = [role.label for role in main]
    understood = UNDERSTOOD.format(enumerate_all(labels)) if main else UNKNOWN
    if len(main_roles(resolve_roles(said, book, speller, LONGEST))) > len(main):
        understood += TOO_MANY
    found = (*_sought(roles or (book.stranger,), evidence), *filter(evidence.is_silent, book.common.silences))
    silences = tuple(towards(silence, main, placed, book) for silence in found)
    if not expected:
        silences += tuple(_unnamed(named, said, main, silences, evidence))
    page, local = tuple(page_of(roles, evidence, named, told)), tuple(told.lines()) if told else ()
    if told:
        filled = {key for key, field in BY_DOSSIER.items() if getattr(told.dossier, field) and told.is_sure(field)}
        silences = tuple(silence for silence in silences if silence.key not in filled)
        if told.directorate:
            silences = tuple(replace(one, who=one.who.replace(DDETS, told.directorate)) for one in silences)
    read = " ".join((*(item.text for section in page for item in section.items), *local))
    cards = dict.fromkeys(card for role in (*roles, book.common, book.stranger) for card in role.cards)
    questions = [ProposedQuestion(evidence.cards[card].question, True) for card in list(cards)[:ANSWERED]]
    questions += [ProposedQuestion(silence.ask, False) for silence in silences[:REFUSED]]
    return Kit(
        partner=named,
        roles=tuple(labels),
        message=CHOSEN.format(labels[0]) if chosen else understood,
        page=page,
        words=words_of(read, _foreign(_sayable(evidence.glossary, book, told), main), MOST_WORDS),
        sections=tuple(_told_once(_sections(named, roles or (book.stranger,), placed, page, evidence, told))),
        silences=silences,
        questions=tuple(questions),
        glossary=evidence.glossary,
        meeting=book.asked(named, main, expected),
        signs=_signs(placed, evidence, told),
        local=local,
        actions=tuple(told.actions) if told else (),
        department=(plain_name(dossier.department) if dossier else department_in(said)).replace("'", "’"),
        contact=told.contact if told else (),
        alert=told.alert if told else "",
        acronyms=tuple(_acronyms(evidence, main)),
        is_elsewhere=told.is_elsewhere if told else is_neighbour(named),
        sought=tuple(role.first for role in main if role.first),
    )


def _is_of_twins(alert: Alert, dossier: Dossier) -> bool:
    """Whether an alert is about two whole actions, told each in its words."""
    whole = [field for field in alert.fields if field.root == "planned_actions" and field.name == "text"]
    texts = [dossier.planned_actions[field.rank].text or "" for field in whole]
    told, typed = ([flatten(text)[:OPENING] for text in some] for some in (alert.values, texts))
    return len(alert.fields) == len(whole) == 2 and told == typed


def _placed(main: Sequence[Role], named: str, told: Department | None) -> Sequence[Role]:
    """The roles by which a partner has its place in the convention: none for a body of another department."""
    if told:
        return told.placed(main)
    return () if is_neighbour(named) else main


def _signs(placed: Sequence[Role], evidence: Evidence, told: Department | None) -> bool:
    """Whether a partner of these roles in the convention signs: its department, which lists those who do, says so; else
    the trame, of those of which a department has but one."""
    if told and (told.lists_parties or told.identity.is_one_of_many):
        return told.signatory is not None
    return any(as_party(role, evidence) for role in placed)


def _sought(roles: Sequence[Role], evidence: Evidence) -> list[Silence]:
    """What a partner of some roles would look for and is not there, so many at most, as much of each role."""
    common = evidence.book.common.silences
    each = [[one for one in role.silences if one not in common and evidence.is_silent(one)] for role in roles]
    turns = dict.fromkeys(one for turn in zip_longest(*each) for one in turn if one)
    kept = frozenset([*turns][:MOST_SILENCES])
    return [one for one in dict.fromkeys(chain.from_iterable(each)) if one in kept]


def towards(silence: Silence, main: Sequence[Role], placed: Sequence[Role], book: RoleBook) -> Silence:
    """A silence as it is told to a partner: nobody is sent elsewhere for its own trade; nor one that has a place in the
    convention to ask itself, who acts for it or its own services."""
    house = {key for role in placed for key in (role.key, *role.through, *role.services)}
    is_known = any(silence.key in role.own for role in main)
    is_known = is_known or any(role.key in house for role in named_roles(silence.who, book))
    return replace(silence, who=ITSELF) if is_known else silence


def _unnamed(
    named: str, said: str, main: Sequence[Role], told: Sequence[Silence], evidence: Evidence
) -> Iterator[Silence]:
    """That the texts do not even name the partner, in its own words, unless another silence says it."""
    nameless = [role for role in main if not evidence.naming(role.called)]
    for name in typed_names(said, nameless) if main else [named] if named != ANYONE else []:
        words = "ces mots ne sont" if " " in name else "ce mot n’est"
        silence = Silence("", NAMELESS.format(name, words), (name,), "", "la CAF et le comité des financeurs")
        if evidence.is_silent(silence) and not any(flatten(name) in flatten(other.what) for other in told):
            yield silence


def page_of(
    roles: Sequence[Role], evidence: Evidence, named: str, department: Department | None = None
) -> Iterator[KitSection]:
    """The page that a kit opens with: a place in one sentence, then the cards, each thing once; what the department
    decided is not told as still open, nor those who sign as the trame has them."""
    main, expected = main_roles(roles), department is not None and department.signatory is not None
    placed = _placed(main, named, department)
    kinds = (*roles, *(role for one in placed for role in named_roles(one.label, evidence.book)))
    traits = [role for role in kinds if role.trait] if placed else []
    unknown = AWAY if main and not placed else UNTOLD.format(named)
    kin, absent = (department.signing_kin, department.absent) if department else ("", "")
    place = place_of(placed, traits, evidence, unknown, expected, kin, absent)
    signs = _signs(placed, evidence, department)
    decided = dict(DECIDED) if department and department.dossier.frequency else {}
    decided |= {} if any(COFINANCED in role.cards for role in main) else {COFINANCED: FOLLOWED}
    told: list[Citation] = []
    asked = [card for role in roles or (evidence.book.stranger,) for card in role.cards]
    paged = [card for role in main for card in role.page]
    own = (*paged, *(card for card in asked if not paged or card.startswith(THEME)))
    for part in evidence.book.page:
        most = MOST_LINES if main or expected else 1
        ids = [card for card in dict.fromkeys(own) if card not in part.aside] if part.key == "concerns" else []
        chosen = _untold_cards((_of_card(card, evidence) for card in ids), told)[:most]
        items = [place] if part.key == PLACE else chosen
        cards = [card for card in part.cards if card != PARTIES_LISTED or not (department and department.lists_parties)]
        items += [_of_card(decided.get(card, card), evidence, department) for card in cards]
        told += [citation for item in items if item.card for citation in item.citations]
        yield KitSection(part.key, part.title if signs else part.other, tuple(items))


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


def _sayable(glossary: Iterable[Entry], book: RoleBook, told: Department | None) -> Iterator[Entry]:
    """The words to explain, in general where the texts define them in words that the dossier asks not to write."""
    for entry in glossary:
        general = dict(book.devices).get(entry.term, "")
        yield entry if told is None or told.may_say(entry.told) else replace(entry, definition=general, citations=())


def _foreign(glossary: Iterable[Entry], main: Sequence[Role]) -> list[Entry]:
    """The words that a partner may not know: neither its own name, nor that of the CAF which writes to it."""
    own = _own_names(main)
    return [entry for entry in glossary if flatten(entry.acronym or entry.term) not in own]


def _acronyms(evidence: Evidence, main: Sequence[Role]) -> Iterator[tuple[str, str]]:
    """The acronyms that a partner may not know, and what each is short for; those of two letters are many things'."""
    own = _own_names(main)
    for term in evidence.knowledge.contents.thesaurus.terms:
        if term.acronym and len(term.acronym) > 2 and flatten(term.acronym) not in own:
            yield term.acronym, term.term.replace("'", "’")


def _own_names(main: Iterable[Role]) -> set[str]:
    """The names of a partner of some roles, the words of its field, and the name of the CAF which writes to it."""
    return {flatten(name) for role in main for name in (*role.names, *role.about)} | {flatten(CAF)}


def _sections(
    partner: str,
    roles: Sequence[Role],
    placed: Sequence[Role],
    page: Sequence[KitSection],
    evidence: Evidence,
    department: Department | None,
) -> Iterator[KitSection]:
    """The sections in order, which prove all that a page says; what one tells, the following do not repeat, first steps
    aside."""
    signs, expected = _signs(placed, evidence, department), department is not None and department.signatory is not None
    counted = expected or (department is not None and bool(department.signing_kin))
    place = statements(placed, evidence, expected, is_away=not placed and evidence.book.stranger not in roles)
    wordings = (wording for role in roles for wording in (*role.called, *role.about))
    bound = [excerpt for role in _bound(roles, evidence.book) for excerpt in as_party(role, evidence)]
    parties = [citation for excerpt in bound for citation in excerpt.citations]
    named = [_item(excerpt) for excerpt in evidence.naming(wordings)]
    wanted = _quoted((Cited(card) for role in roles for card in role.cards), evidence)
    subjects = [item for item in (*named, *wanted) if _is_subject(item)]
    belonging = [item for item in (*wanted, *named) if not _is_subject(item) and not _is_of_another(item, parties)]
    told: list[Citation] = []
    for outline in evidence.book.outlines:
        others = (outline.through or outline.other) if acts_through(partner, roles) else outline.other
        own = (outline.signing or outline.party) if counted else outline.party if signs else others
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
            items = _untold([*_untold(subjects, told)[:MOST_CONCERNS], *proofs, *goals], told)
        told += [citation for item in items for citation in item.citations]
        if items:
            yield KitSection(outline.key, outline.title, tuple(items))


def _paged(page: Iterable[KitSection], key: str) -> Iterator[Cited]:
    """The cards of the parts of a page that the quotes of a section prove."""
    parts = (part for part in page if TOLD_IN.get(part.key, part.key) == key)
    return (Cited(item.card) for part in parts for item in part.items if item.card)


def _told_once(sections: Iterable[KitSection]) -> list[KitSection]:
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


def _is_subject(item: Item) -> bool:
    """Whether a sentence tells themes and objectives, rather than who takes part: the trame's preamble and articles."""
    return item.citations[0].section.startswith(("Préambule", "Article"))


def _shown(said: str, labels: Sequence[str], bodies: Iterable[str]) -> str:
    """How the kit calls the partner: its own words, or its role; UntoldPartner for a person without a role: the name of
    one of the `bodies` of a dossier is no person's."""
    alike = (body for body in bodies if analyse(said).spaced in analyse(body).spaced)
    is_body = any(not detect_personal_data(body) for body in alike)
    is_person = bool(detect_personal_data(said) and not is_body) or TITLED.search(said) is not None
    is_name = len(said) <= LONGEST_NAME and not speaks_of_oneself(said) and not _is_rude(said)
    if is_person and not labels:
        raise UntoldPartner(NOT_A_PERSON)
    if labels and (is_person or not is_name):
        return enumerate_all(labels)
    return said.replace("'", "’") if is_name else ANYONE


def _is_rude(said: str) -> bool:
    """Whether words hold an insult."""
    return cues("welcome", "rude").search(flatten(said)) is not None
