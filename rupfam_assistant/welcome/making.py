"""A kit made: who the partner is, its page, its quotes, the words to know and what the texts do not say to it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from rupfam_assistant.answers.question import LONGEST, clean
from rupfam_assistant.dossier.alert import Alert
from rupfam_assistant.dossier.bodies import plain_name
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
from rupfam_assistant.welcome.department import DDETS, Department, bodies_of
from rupfam_assistant.welcome.evidence import Evidence
from rupfam_assistant.welcome.glossary import Entry, words_of
from rupfam_assistant.welcome.kit import Kit, ProposedQuestion
from rupfam_assistant.welcome.local import lines_of
from rupfam_assistant.welcome.nearness import Nearness
from rupfam_assistant.welcome.page import page_of
from rupfam_assistant.welcome.place import placed_roles, signs_in
from rupfam_assistant.welcome.roles import (
    ITSELF,
    Role,
    RoleBook,
    Silence,
    is_neighbour,
    main_roles,
    named_roles,
    resolve_roles,
    speaks_of_oneself,
    told_roles,
    typed_names,
)
from rupfam_assistant.welcome.sections import sections_of, told_once

MOST_WORDS, MOST_SILENCES, ANSWERED, REFUSED = 10, 28, 3, 2
"""Words explained at most, silences of a partner's roles; questions proposed that the texts answer, and not."""

NOT_A_PERSON = "Un livret s’adresse à un organisme, jamais à une personne ni à son dossier."
STRANGER = "Ces mots ne désignent aucun partenaire que nous connaissions"
UNKNOWN = f"{STRANGER} : voici ce qui vaut pour tout partenaire, sans rôle supposé. {SAY_WHO}"
NAMELESS = "« {} » : {} dans aucun des deux textes"
UNDERSTOOD = "Compris comme : {}. Si ce n’est pas vous, dites-le autrement."
TOO_MANY = " Un livret va à trois partenaires au plus : faites-en un autre pour les suivants."
CHOSEN = "Rôle choisi dans la liste : {}."
ANYONE, CAF, OPENING, LONGEST_NAME = "Partenaire non reconnu", "CAF", 20, 90
BY_DOSSIER = {"presidence": "organisation", "contacts": "caf_name", "dates": "frequency"}
"""The first signs by which an action is known in an alert; characters of the partner's own words beyond which they are
no name: the kit bears that of its role; the silences that a field of a dossier fills, by their keys."""


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
    named = told.identity.partner if told and told.identity.partner in bodies_of(told.whole) else named
    expected = told is not None and (told.signatory is not None or bool(told.signing_kin))
    if told and all(role.trait for role in roles):
        roles = tuple(dict.fromkeys((*(told.as_signatory or roles), *told.devices)))
    main = main_roles(roles)
    placed = placed_roles(main, named, told)
    labels = [role.label for role in main]
    understood = UNDERSTOOD.format(enumerate_all(labels)) if main else UNKNOWN
    if len(main_roles(resolve_roles(said, book, speller, LONGEST))) > len(main):
        understood += TOO_MANY
    found = (*_sought(roles or (book.stranger,), evidence), *filter(evidence.is_silent, book.common.silences))
    silences = tuple(towards(silence, main, placed, book) for silence in found)
    if not expected:
        silences += tuple(_unnamed(named, said, main, silences, evidence))
    page, local = tuple(page_of(roles, evidence, named, told)), tuple(lines_of(told)) if told else ()
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
        sections=tuple(told_once(sections_of(named, roles or (book.stranger,), placed, page, evidence, told))),
        silences=silences,
        questions=tuple(questions),
        glossary=evidence.glossary,
        meeting=book.asked(named, main, expected),
        signs=signs_in(placed, evidence, told),
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
