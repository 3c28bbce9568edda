"""A kit made: who the partner is, its page, its quotes, the words to know and what the texts do not say to it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rupfam_assistant.answers.question import LONGEST, clean
from rupfam_assistant.dossier.alert import Alert
from rupfam_assistant.dossier.bodies import plain_name, read_bodies
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.errors import SAY_WHO, UntoldPartner
from rupfam_assistant.french import analyse
from rupfam_assistant.french.agreement import department_in
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.shorthand import write_out
from rupfam_assistant.french.typography import enumerate_all
from rupfam_assistant.french.words import flatten
from rupfam_assistant.guard.names import TITLED
from rupfam_assistant.guard.personal import detect_personal_data
from rupfam_assistant.welcome.department import DEVICES, Department, bodies_of
from rupfam_assistant.welcome.evidence import Evidence
from rupfam_assistant.welcome.glossary import Entry, words_of
from rupfam_assistant.welcome.kit import Kit, ProposedQuestion
from rupfam_assistant.welcome.local import lines_of
from rupfam_assistant.welcome.nearness import Nearness
from rupfam_assistant.welcome.page import page_of
from rupfam_assistant.welcome.place import placed_roles, signs_in
from rupfam_assistant.welcome.planned import actions_of, devices_in
from rupfam_assistant.welcome.roles import (
    Role,
    RoleBook,
    is_neighbour,
    main_roles,
    resolve_roles,
    speaks_of_oneself,
    told_roles,
)
from rupfam_assistant.welcome.sections import sections_of, told_once
from rupfam_assistant.welcome.silences import ANYONE, silences_of

MOST_WORDS, ANSWERED, REFUSED = 10, 3, 2
"""Words explained at most; questions proposed that the texts answer, and not."""

NOT_A_PERSON = "Un livret s’adresse à un organisme, jamais à une personne ni à son dossier."
STRANGER = "Ces mots ne désignent aucun partenaire que nous connaissions"
UNKNOWN = f"{STRANGER} : voici ce qui vaut pour tout partenaire, sans rôle supposé. {SAY_WHO}"
UNDERSTOOD = "Compris comme : {}. Si ce n’est pas vous, dites-le autrement."
TOO_MANY = " Un livret va à trois partenaires au plus : faites-en un autre pour les suivants."
CHOSEN = "Rôle choisi dans la liste : {}."
CAF, LONGEST_NAME = "CAF", 90
"""Characters of the partner's own words beyond which they are no name: the kit bears that of its role."""


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
    told = Department(dossier, named, main_roles(roles), book, speller, nearness, tuple(alerts)) if dossier else None
    named = told.identity.partner if told and told.identity.partner in bodies_of(told.whole) else named
    expected = told is not None and (told.signatory is not None or bool(told.signing_kin))
    actions = actions_of(told) if told else ()
    if told and all(role.trait for role in roles):
        roles = tuple(dict.fromkeys((*(told.as_signatory or roles), *devices_in(actions, book))))
    main = main_roles(roles)
    placed = placed_roles(main, named, told)
    labels = [role.label for role in main]
    understood = UNDERSTOOD.format(enumerate_all(labels)) if main else UNKNOWN
    if len(main_roles(resolve_roles(said, book, speller, LONGEST))) > len(main):
        understood += TOO_MANY
    silences = silences_of(named, said, roles, placed, evidence, told, expected)
    page, local = tuple(page_of(roles, evidence, named, told)), tuple(lines_of(told, actions)) if told else ()
    read = " ".join((*(item.text for section in page for item in section.items), *local))
    sections = tuple(told_once(sections_of(named, roles or (book.stranger,), placed, page, evidence, told)))
    foreign = _foreign(_sayable(evidence.glossary, book, told), main, book)
    quoted = " ".join(item.text for section in sections for item in section.items)
    more = words_of(quoted, (one for one in foreign if not one.acronym), MOST_WORDS)
    cards = dict.fromkeys(card for role in (*roles, book.common, book.stranger) for card in role.cards)
    questions = [ProposedQuestion(evidence.cards[card].question, True) for card in list(cards)[:ANSWERED]]
    questions += [ProposedQuestion(silence.ask, False) for silence in silences[:REFUSED]]
    return Kit(
        partner=named,
        roles=tuple(labels),
        message=CHOSEN.format(labels[0]) if chosen else understood,
        page=page,
        words=tuple(dict.fromkeys((*words_of(read, foreign, MOST_WORDS), *more)))[:MOST_WORDS],
        sections=sections,
        silences=silences,
        questions=tuple(questions),
        glossary=evidence.glossary,
        meeting=book.asked(
            named, main, told is not None and told.signatory is not None, told is not None and bool(told.seats)
        ),
        signs=signs_in(placed, evidence, told),
        local=local,
        actions=actions,
        department=(plain_name(dossier.department) if dossier else department_in(said)).replace("'", "’"),
        contact=told.contact if told else (),
        alert=told.alert if told else "",
        acronyms=tuple(_acronyms(evidence, main)),
        is_elsewhere=told.is_elsewhere if told else is_neighbour(named),
        sought=tuple(role.first for role in main if role.first),
    )


def _sayable(glossary: Iterable[Entry], book: RoleBook, told: Department | None) -> Iterator[Entry]:
    """The words to explain, in general where the texts define them in words that the dossier asks not to write."""
    for entry in glossary:
        general = dict(book.devices).get(entry.term, "")
        yield entry if told is None or told.may_say(entry.told) else replace(entry, definition=general, citations=())


def _foreign(glossary: Iterable[Entry], main: Sequence[Role], book: RoleBook) -> list[Entry]:
    """The words that a partner may not know: neither its own name, nor that of the CAF which writes, nor the services
    of the trame where it is paid to run them."""
    run = [role for role in book.roles if role.key in DEVICES] if any(role.paid for role in main) else []
    own = _own_names((*main, *run))
    return [entry for entry in glossary if flatten(entry.acronym or entry.term) not in own]


def _acronyms(evidence: Evidence, main: Sequence[Role]) -> Iterator[tuple[str, str]]:
    """The acronyms that a partner may not know, of the field and of bodies, and what each is short for; those of two
    letters are many things', unless both tables say the same."""
    own, bodies = _own_names(main), {short: one.name for short, one in read_bodies().items() if short.isupper()}
    field = {
        one.acronym: one.term.replace("'", "’") for one in evidence.knowledge.contents.thesaurus.terms if one.acronym
    }
    for short, meant in (bodies | field).items():
        if flatten(short) not in own and (len(short) > 2 or field.get(short) == bodies.get(short)):
            yield short, meant


def _own_names(main: Iterable[Role]) -> set[str]:
    """The names of a partner of some roles, the words of its field, and the name of the CAF which writes to it."""
    return {flatten(name) for role in main for name in (*role.names, *role.about)} | {flatten(CAF)}


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
