"""What a partner may look for and the texts do not say: whom to ask, or what its department plans about it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from rupfam_assistant.french.typography import lower
from rupfam_assistant.french.words import flatten, stems
from rupfam_assistant.welcome.actions import UNLED
from rupfam_assistant.welcome.department import DDETS, Department
from rupfam_assistant.welcome.evidence import Evidence
from rupfam_assistant.welcome.planned import sure_parts
from rupfam_assistant.welcome.roles import (
    ITSELF,
    Role,
    RoleBook,
    Silence,
    main_roles,
    named_roles,
    places_of,
    run_of,
    typed_names,
)

MOST_SILENCES, ANYONE = 28, "Partenaire non reconnu"
NAMELESS = "« {} » : {} dans aucun des deux textes"
BY_DOSSIER = {"presidence": "organisation", "contacts": "caf_name", "dates": "frequency"}
"""Silences of a partner's roles; what one that is not known is called; the silences that a field of a dossier fills, by
their keys."""

PLANNED, LED_BY, DUE = "le projet prévoit : {}", "pilote : {}", "échéance : {}"


def silences_of(
    named: str,
    said: str,
    roles: Sequence[Role],
    placed: Sequence[Role],
    evidence: Evidence,
    told: Department | None,
    expected: bool,
) -> tuple[Silence, ...]:
    """The silences of a partner of some roles; that the texts do not name it, unless it is `expected` to sign."""
    book, main = evidence.book, main_roles(roles)
    found = (*_sought(roles or (book.stranger,), evidence), *filter(evidence.is_silent, book.common.silences))
    is_inside = expected or any(evidence.naming(role.called) for role in main)
    silences = [towards(one, main, placed, book) for one in found if not (one.outside and is_inside)]
    silences += () if expected else _unnamed(named, said, main, silences, evidence)
    return tuple(_in_department(silences, told)) if told else tuple(silences)


def _in_department(silences: Sequence[Silence], told: Department) -> Iterator[Silence]:
    """The silences that a dossier does not fill, the directorate called as it does, with what it plans about each."""
    filled = {key for key, field in BY_DOSSIER.items() if getattr(told.dossier, field) and told.is_sure(field)}
    plans = dict(_plans(told))
    for one in (silence for silence in silences if silence.key not in filled):
        planned = next((plans[said] for said in _having(one.local, plans)), "")
        held = _having(one.words, plans) if told.nearness and not planned else ()
        near = any(told.nearness.is_close(said, [*plans], one.what) for said in held if told.nearness)
        who = one.who.replace(DDETS, told.directorate) if told.directorate else one.who
        yield replace(one, who=who, planned=planned, near=near)


def _having(words: Sequence[str], texts: Iterable[str]) -> Iterator[str]:
    """The texts that hold some words, by their stems."""
    runs = [run_of(one) for one in words]
    for text, said in ((text, stems(text)) for text in texts):
        if any(next(places_of(run, said), None) is not None for run in runs):
            yield text


def _plans(told: Department) -> Iterator[tuple[str, str]]:
    """What each action of a dossier is, and who leads it by when."""
    for action, _, _, said in told.planned:
        pilot, term, _ = sure_parts(action)
        parts = [LED_BY.format(pilot)] if pilot not in ("", UNLED) else []
        parts += [DUE.format(term)] if term else []
        plan = PLANNED.format(lower(said))
        yield said, f"{plan} ({' ; '.join(parts)})" if parts else plan


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
