"""Contradictions: two values that a dossier gives for one thing. Both are shown, none is chosen."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations

from rupfam_assistant.dossier.alert import MARKER, Alert, Remedy
from rupfam_assistant.dossier.bodies import FEMININE, MASCULINE, own_name, party_kind
from rupfam_assistant.dossier.measures import rival_figures, rival_targets
from rupfam_assistant.dossier.paths import FieldPath, at
from rupfam_assistant.dossier.schema import Action, Dossier, plain_spaces
from rupfam_assistant.dossier.sides import (
    LISTED,
    Contradiction,
    Side,
    clauses_of,
    mostly_the_same,
    names_in,
    side_of,
    subject_of,
    telling_texts,
)
from rupfam_assistant.french import analyse
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.dates import MONTH, When, same_time
from rupfam_assistant.french.signers import CIVILITY
from rupfam_assistant.french.typography import short
from rupfam_assistant.french.words import flatten, fold, stem

MONTHS, COMMON_BODIES = frozenset(map(stem, MONTH)), LISTED["bodies"]
SAME_SUBJECT, FIRST_YEAR, BRACKET = 0.5, 2026, r" ?\((?!d[eu’] ?)(?:[a-zà-ÿ]|[A-Z]{2})[^()]*\)"
"""The stems of the months, those that many bodies share; the share of stems that two clauses about one action have in
common; the first year of the convention; what a body's name says of it in brackets, "CAF (pôle ARIPA)"."""

Telling = tuple[FieldPath, str, frozenset[str]]
"""A clause that states facts: the place that it stands in, its words, its subject."""


def find_contradictions(dossier: Dossier) -> tuple[Contradiction, ...]:
    """The contradictions of a dossier, each once."""
    telling = [
        (p, clause, subject_of(clause) - MONTHS) for p, text in telling_texts(dossier) for clause in clauses_of(text)
    ]
    finders = (
        rival_figures,
        rival_targets,
        partial(_dates, telling),
        partial(_pilots, telling),
        _twice,
        _parties,
        _strangers,
    )
    found: dict[object, Contradiction] = {}
    for one in (one for finder in finders for one in finder(dossier)):
        found.setdefault((one.kind, frozenset((side.path, side.value) for side in one.sides)), one)
    return tuple(replace(one, kept=_kept(one, dossier)) for one in found.values())


def _kept(one: Contradiction, dossier: Dossier) -> Side | None:
    value = dossier.decided("value", one.sides[0].path.root, one.judged)
    return next((side for side in one.sides if plain_spaces(side.value) == value), None)


def contradiction_alerts(found: Iterable[Contradiction]) -> Iterator[Alert]:
    """A question to the officer for each contradiction that she has not settled, every value with who says it."""
    for one in (one for one in found if one.kept is None):
        sides = " ou ".join(f"{side.value} ({side.said_by})" for side in one.sides)
        count = "deux" if len(one.sides) == 2 else str(len(one.sides))
        message = f"Le dossier donne {count} valeurs pour {one.what} : {sides}. Laquelle retenir ?"
        paths = dict.fromkeys(side.path for side in one.sides)
        values = tuple(side.value for side in one.sides)
        remedies = (Remedy(f"Retenir {value}", value, tuple(paths), "value", one.judged) for value in values)
        yield Alert("contradiction", message, values, tuple(paths), remedies=tuple(remedies))


def _clauses_about(telling: Sequence[Telling], action: Action, place: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    """The clauses about an action at a place: those of others that have its subject, those of its own text."""
    wanted, own = subject_of(action.text or "") - MONTHS, place / "text"
    for path, clause, told in telling:
        if path == own or len(wanted & told) >= max(2, SAME_SUBJECT * min(len(wanted), len(told))):
            yield path, clause
    yield from ((own, clause) for clause in clauses_of(action.text or ""))


def _dates(telling: Sequence[Telling], dossier: Dossier) -> Iterator[Contradiction]:
    for number, action in enumerate(dossier.planned_actions):
        place, dates = at("planned_actions", number), analyse(action.deadline or "").dates
        if not dates or not action.text or not action.deadline:
            continue
        when = replace(dates[0], last=max(one.last for one in dates))
        mine, what = side_of(action.deadline, place / "deadline"), f"l’échéance de « {short(action.text)} »"
        for path, clause in _clauses_about(telling, action, place):
            told = analyse(clause).dates
            if len(told) == 1 and _is_due(clause, told[0], when) and not same_time(when, told[0]):
                yield Contradiction("date", what, (mine, side_of(clause[told[0].start : told[0].end], path)))


def _is_due(clause: str, told: When, when: When) -> bool:
    """Whether a clause says by its one date when an action is done, not what the action depends on or speaks of."""
    before, flat = flatten(clause[: told.start]), flatten(clause)
    bounded = cues("dossier", "limit").search(before) is not None and when.first <= told.last
    due = cues("dossier", "due").search(before) is not None and not cues("dossier", "undated").search(flat)
    return due and not bounded and told.last.year >= FIRST_YEAR and re.match(r" ?[-–/] ?\d", clause[told.end :]) is None


def _pilots(telling: Sequence[Telling], dossier: Dossier) -> Iterator[Contradiction]:
    for number, action in enumerate(dossier.planned_actions):
        if not action.text or not action.pilot:
            continue
        place = at("planned_actions", number)
        known = subject_of(action.pilot)
        for path, clause in _clauses_about(telling, action, place):
            who = _leader(clause, "led" if path.root != "planned_actions" else "piloted")
            named = subject_of(who)
            noun = fold(who.split(" ")[0]) in FEMININE | MASCULINE
            is_body = (noun or who[:1].isupper()) and not re.match(CIVILITY, who)  # "Mme Roy" leads for her body
            if is_body and not (named <= known or (named - COMMON_BODIES) & known):
                sides = (side_of(action.pilot, place / "pilot"), side_of(who, path))
                yield Contradiction("pilot", f"le pilote de « {short(action.text)} »", sides)


def _leader(clause: str, group: str) -> str:
    """Who a clause says leads what it speaks of, in words of a group of cues; "" when it does not say."""
    led = cues("dossier", group).search(flatten(clause))
    said = re.split(r"[,.;()]", clause[led.end() :])[0] if led else ""
    after = cues("dossier", "after").search(flatten(said))
    return (said[: after.start()] if after else said).strip()


def _twice(dossier: Dossier) -> Iterator[Contradiction]:
    """One action told twice, with another pilot or deadline."""
    told = [
        ((a.objective, names_in(a.text or ""), *re.findall(r"\d+", a.text or "")), subject_of(a.text or ""))
        for a in dossier.planned_actions
    ]
    said = [(rank, one) for rank, one in enumerate(dossier.planned_actions) if (one.text or MARKER) != MARKER]
    for (i, one), (j, _) in combinations(said, 2):
        if told[i][0] == told[j][0] and mostly_the_same(told[i][1], told[j][1]):
            places = at("planned_actions", i), at("planned_actions", j)
            called = f"de « {short(one.text or '')} »"
            yield from _two_values("pilot", f"le pilote {called}", [place / "pilot" for place in places], dossier)
            yield from _two_values("date", f"l’échéance {called}", [place / "deadline" for place in places], dossier)


def _parties(dossier: Dossier) -> Iterator[Contradiction]:
    """One party told twice, represented by two persons or standing at two addresses."""
    for (i, one), (j, other) in combinations(enumerate(dossier.signatories), 2):
        if one.body and other.body and fold(one.body) == fold(other.body):
            for name, what in (("represented_by", "le représentant"), ("address", "l’adresse")):
                paths = [at("signatories", rank, name) for rank in (i, j)]
                yield from _two_values("party", f"{what} de « {one.body} »", paths, dossier)


def _two_values(kind: str, what: str, paths: Sequence[FieldPath], dossier: Dossier) -> Iterator[Contradiction]:
    """The contradiction between what stands at two places, when both say something else."""
    values = [path.text_in(dossier) for path in paths]
    if all(values) and fold(values[0]) != fold(values[1]):
        yield Contradiction(kind, what, tuple(map(side_of, values, paths)))


def _strangers(dossier: Dossier) -> Iterable[Contradiction]:
    """A pilot or partner of a signatory's kind that is another: another CAF, another CMSA; each told once."""
    signing = {party_kind(one.body): (rank, one.body) for rank, one in enumerate(dossier.signatories) if one.body}
    neighbours = [subject_of(own_name(one.body)) for one in dossier.signatories if one.body]
    found: dict[tuple[str, str], Contradiction] = {}
    for number, action in enumerate(dossier.planned_actions):
        place = at("planned_actions", number)
        acting = [(place / "pilot", action.pilot or ""), *((place / "partners", body) for body in action.partners)]
        bare = [(path, re.sub(BRACKET, "", told)) for path, told in acting]
        for path, body in ((path, body) for path, told in bare for body in re.split(r" ?[+/&,] ?| et ", told)):
            rank, signatory = signing.get(party_kind(body), (0, ""))
            one, other = own_name(body), own_name(signatory)
            mine, theirs = subject_of(one), subject_of(other)
            known = MARKER not in f"{body} {signatory}" and party_kind(body) not in ("autres", "communes")
            named = one and other and known
            if named and not (mine <= theirs or theirs <= mine or mine in neighbours):
                sides = side_of(body, path), side_of(signatory, at("signatories", rank, "body"))
                what = f"l’organisme qui agit dans « {short(action.text or '')} »"
                found.setdefault((body, signatory), Contradiction("party", what, sides))
    return found.values()
