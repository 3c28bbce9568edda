"""What a department's dossier says to a partner: its place, its actions first, then what it tells of it; cleaned as a
draft is, without what the draft questions, nor the needs, which may blame someone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import islice

from rupfam_assistant.convention.setting import set_in_place
from rupfam_assistant.dossier.alert import MARKER
from rupfam_assistant.dossier.arrangement import number_actions
from rupfam_assistant.dossier.bodies import gender_of, party_kind, plain_name
from rupfam_assistant.dossier.paths import FieldPath, at, change_texts
from rupfam_assistant.dossier.schema import Action, Dossier, Signatory
from rupfam_assistant.french.addresses import plain_address
from rupfam_assistant.french.agreement import of_place, the
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.shorthand import write_out
from rupfam_assistant.french.signers import signers, without_successor
from rupfam_assistant.french.spelling import Speller
from rupfam_assistant.french.typography import capitalize, enumerate_all, lower, trim
from rupfam_assistant.french.wording import unranked
from rupfam_assistant.french.words import flatten
from rupfam_assistant.guard.constraints import wishes_of
from rupfam_assistant.guard.personal import detect_personal_data
from rupfam_assistant.guard.topics import amounts
from rupfam_assistant.guard.wishes import Wish, holds, reworded
from rupfam_assistant.welcome.actions import ABOUT, NAMED, PARTNER, PILOT, UNLED, OwnAction
from rupfam_assistant.welcome.identity import OwnName, known_names
from rupfam_assistant.welcome.nearness import LEAST, Nearness
from rupfam_assistant.welcome.roles import (
    Role,
    RoleBook,
    main_roles,
    named_roles,
    resolve_roles,
    typed_names,
    without_department,
)

MOST_KIN, MOST_ABOUT, MOST_BESIDE = 2, 8, 3
INDEFINITE = (["un"], ["une"], ["des"])
DEVICES, SIGNATORY, DDETS = ("mediation", "espace-rencontre"), "Signataire : ", "DDETS"
ABSENT, TO_CONFIRM = "Le projet compte {} signataires ; vous n’en êtes pas à ce jour.", ", à confirmer"
HOUSED = "Le projet compte {} signataires, dont {houses} ; vous n’en êtes pas en votre nom."
WITHHELD = "Tenus hors de ce livret, comme du projet, en tout ou en partie : {}. Lisez les alertes du dossier."
WITHHELD_KINDS = ("instruction", "personal_data")
COUNTS = "aucune une deux trois quatre cinq six sept huit neuf".split()
"""The bodies that a partner may be, at most, actions about its trade, alone and after its own; the roles of the
services that the trame names; what opens the line of a party; the directorate as the texts first call it."""


@dataclass(frozen=True)
class Department:
    """A dossier as a partner of some roles, told in a few words, reads it; `doubted` are the fields of which the draft
    asks the officer something, `twins` the pairs of actions that it finds to say the same."""

    whole: Dossier
    partner: str
    roles: tuple[Role, ...]
    book: RoleBook
    speller: Speller
    nearness: Nearness | None = None
    doubted: frozenset[FieldPath] = frozenset()
    twins: tuple[tuple[FieldPath, ...], ...] = ()

    @cached_property
    def identity(self) -> OwnName:
        """Who the partner is among the bodies that the dossier names: told by its quality alone, the only one that has
        it in brackets; told by its kind alone, the only one of it."""
        bodies = bodies_of(self.whole)
        partner = without_department(self.partner, self.book)
        told = OwnName(partner, self.roles, bodies, self.whole.department, self.book, self.speller)
        is_any = flatten(partner).split()[:1] in INDEFINITE or not any(not role.trait for role in self.roles)
        kin = [] if is_any or told.is_elsewhere else list(filter(told.is_kin, bodies))
        alike = told.of_its_quality or (kin if len(kin) == 1 and told.is_called_alike(kin[0]) else [])
        return replace(told, partner=alike[0], _roles={}) if len(alike) == 1 and not told.own else told

    @cached_property
    def dossier(self) -> Dossier:
        """The dossier as it may be printed, in the words that its constraints ask for."""
        return change_texts(set_in_place(self.whole)[0], partial(_worded, self.wishes))

    @cached_property
    def wishes(self) -> tuple[Wish, ...]:
        """How its constraints ask to write."""
        return wishes_of(self.whole.constraints or "")

    def may_say(self, text: str) -> bool:
        """Whether a text has no words that the constraints ask not to write."""
        return not any(holds(text, wish) for wish in self.wishes)

    @cached_property
    def hushed(self) -> frozenset[FieldPath]:
        """The fields that a constraint cuts in something else than an amount: what is left of them would tell of it."""
        held = [one for one in set_in_place(self.whole)[1] if one.constraint]
        cut = [one for one in held if not one.values or not all(map(amounts, one.values))]
        return frozenset(field for alert in cut for field in alert.fields)

    @property
    def alert(self) -> str:
        """What the officer is told of what is withheld, field by field; "" when nothing is."""
        held = [one for one in set_in_place(self.whole)[1] if one.constraint or one.kind in WITHHELD_KINDS]
        fields = dict.fromkeys(field.label for alert in held for field in alert.fields if field.root != "constraints")
        return WITHHELD.format(" ; ".join(fields)) if fields else ""

    @cached_property
    def signatory(self) -> Signatory | None:
        """The party that the partner is, as the dossier tells it."""
        return self._party[0]

    @cached_property
    def _party(self) -> tuple[Signatory | None, str]:
        """The party that the partner is, and its name as it was typed, with what it is in brackets."""
        for typed, one in zip(self.whole.signatories, self.dossier.signatories, strict=True):
            if one.body and one.body != MARKER and any(map(self.identity.is_partner, (one.body, typed.body))):
                return one, typed.body or ""
        return None, ""

    @cached_property
    def as_signatory(self) -> tuple[Role, ...]:
        """The roles by which the dossier tells the partner where it signs, its abbreviations written out."""
        body = self._party[1]
        return self.identity.roles_of(write_out(body)) if body else ()

    @property
    def devices(self) -> tuple[Role, ...]:
        """The services named by the trame that the partner runs, as the actions that it leads tell."""
        led = [
            role
            for action in self.actions
            if action.leads
            for role in named_roles(f"{action.title} {action.said}", self.book)
        ]
        return tuple(role for role in dict.fromkeys(led) if role.key in DEVICES)

    @cached_property
    def directorate(self) -> str:
        """How the dossier calls the directorate that the texts call DDETS; "" when it names none."""
        bodies = [*self.identity.bodies, *self.dossier.members, self.dossier.organisation or ""]
        names = {name for role in self.book.roles if role.key == DDETS.lower() for name in role.names if name.isupper()}
        said = (word.strip("(),;.") for body in bodies for word in (*body.split(), *known_names(body)))
        return next((word for word in said if word in names), "")

    @property
    def lists_parties(self) -> bool:
        """Whether the dossier lists those who sign, who are then not those of the trame."""
        return any(one.body not in (None, MARKER) for one in self.dossier.signatories)

    @cached_property
    def seats(self) -> tuple[str, ...]:
        """The members of the instance by which the partner is there: itself, or the house of a judge."""
        return tuple(body for body in self.dossier.members if self.identity.is_partner(body))

    @property
    def sits(self) -> bool:
        """Whether the partner itself is a member of the instance."""
        return bool(self.seats) and self.is_itself(self.seats[0])

    @property
    def is_elsewhere(self) -> bool:
        """Whether the partner is of another department, and no party of this one's convention."""
        return self.signatory is None and self.identity.is_elsewhere

    def placed(self, main: Sequence[Role]) -> tuple[Role, ...]:
        """The roles of the partner, and those by which the dossier tells it; none for a body of another department."""
        if self.is_elsewhere:
            return ()
        return tuple(dict.fromkeys((*main, *main_roles(self.as_signatory))))

    @property
    def contact(self) -> tuple[str, ...]:
        """The CAF as the dossier tells it, who represents it and its address; () when it tells nothing."""
        parties = zip(self.dossier.signatories, self.whole.signatories, strict=True)
        told = (pair for pair in parties if pair[0].body and party_kind(pair[0].body) == "caf")
        caf, typed = next(told, (Signatory(), Signatory()))
        is_away = cues("welcome", "on_leave").search(flatten(typed.represented_by or ""))
        head = "" if is_away else without_successor(signers(caf.represented_by or ""))
        name = self.dossier.caf_name or caf.body or ""
        name = name if name != name.lower() else f"CAF {of_place(plain_name(self.whole.department))}"
        contact = (capitalize(trim(name)), trim(head), capitalize(trim(plain_address(caf.address or ""))))
        return tuple(one for one in contact if one and MARKER not in one)

    def is_personal(self, line: str) -> bool:
        """Whether a line tells of a person: those who represent a party aside, whose names are nobody's secret."""
        offices = [one.represented_by for one in self.dossier.signatories if one.represented_by]
        told = detect_personal_data(line, offices)
        if line.startswith(SIGNATORY):
            told = tuple(one for one in told if line[one.start : one.end] not in " ".join(offices))
        return bool(told)

    def is_sure(self, *place: str | int) -> bool:
        """Whether the draft prints a field, or an item of one, without asking the officer anything."""
        return not any(field.parts[: len(place)] == place for field in self.doubted)

    @cached_property
    def actions(self) -> tuple[OwnAction, ...]:
        """The actions that concern the partner, the nearest first, else those about its trade; those that tell of a
        person left out."""
        told = sorted((*self._of_kin(), *self._own_actions), key=lambda own: own.share)
        told = [own for own in told if not self.is_personal(own.line)]
        of_trade = (own for own in self._of_trade() if not self.is_personal(own.line))
        if not told:
            told += islice(of_trade, MOST_ABOUT)
        elif not {*DEVICES}.isdisjoint(role.key for role in self.roles):
            told += islice((own for own in of_trade if not any(own.said == one.said for one in told)), MOST_BESIDE)
        return tuple(own for rank, own in enumerate(told) if not any(self._is_again(own, one) for one in told[:rank]))

    def _is_again(self, own: OwnAction, before: OwnAction) -> bool:
        """Whether an action is another, or tells the same in other words, as the draft asks the officer."""
        return own.said == before.said or {own.said, before.said} in self._twins

    @cached_property
    def _twins(self) -> list[set[str]]:
        """How the actions that seem to be one are said, two by two."""
        planned = self.dossier.planned_actions
        pairs = ([planned[field.rank].text or "" for field in pair] for pair in self.twins)
        return [{*map(unranked, pair)} for pair in pairs]

    @cached_property
    def _own_actions(self) -> list[OwnAction]:
        """The actions that the partner leads, takes part in or is named by."""
        return [own for planned in self.planned[0] if (own := self._own(*planned))]

    @cached_property
    def kin(self) -> tuple[str, ...]:
        """The bodies that a partner told by its kind alone may be, "une communauté de communes": those that sign, else
        those that act."""
        acts = any(own.share < NAMED for own in self._own_actions)
        if self.signatory or acts or self.is_elsewhere or self.identity.own:
            return ()
        alike = [body for body in self.identity.bodies if self.identity.is_kin(body) or self._runs(body)]
        signing = [one.body for one in self.dossier.signatories if one.body in alike]
        return tuple(filter(None, signing or alike))[:MOST_KIN]

    @property
    def signing_kin(self) -> str:
        """The bodies that the partner may be and that sign, "la commune de Brume"; "" for none."""
        signing = {one.body for one in self.dossier.signatories}
        return " ou ".join(in_a_sentence(body) for body in self.kin if body in signing)

    @property
    def absent(self) -> str:
        """That the partner is none of those who sign, nor one for whom another does; "" where it may be."""
        bodies = [one.body for one in self.dossier.signatories if one.body not in (None, MARKER)]
        acts = any(map(self.through, bodies))
        is_one = self.signatory or self.signing_kin or self.is_elsewhere or acts
        if is_one or len(bodies) < 2:
            return ""
        housing = [in_a_sentence(body) for body in bodies if self._houses(body)]
        told = HOUSED.replace("{houses}", enumerate_all(housing)) if housing else ABSENT
        return told.format(in_letters(len(bodies)))

    def _houses(self, body: str) -> bool:
        """Whether the partner is a service of a body, of its own town where both are named."""
        services = {key for role in self.identity.roles_of(body) for key in role.services}
        told = resolve_roles(self.identity.partner, self.book, self.speller)
        own, theirs = self.identity.own, self.identity.own_words(body)
        return any(role.key in services for role in told) and (not own or not own.isdisjoint(theirs))

    @property
    def signs_above(self) -> str:
        """The body that signs and that the partner is under, as a directorate is under its rectorate; "" for none."""
        body = self._party[1]
        under = [
            role for role in self.roles if typed_names(body, [role]) and set(typed_names(body, [role])) <= {*role.above}
        ]
        is_under = any({*role.above}.isdisjoint(typed_names(self.partner, [role])) for role in under)
        return in_a_sentence(body) if is_under else ""

    def _runs(self, body: str) -> bool:
        """Whether a body of no other trade leads an action of the service that the partner is, which it thus runs."""
        trades = {role.key for role in self.roles} & {*DEVICES}
        if not trades or any(not role.trait for role in self.identity.roles_of(body)):
            return False
        led = (f"{one.title or ''} {one.text or ''}" for one in self.dossier.planned_actions if one.pilot == body)
        return any(role.key in trades for text in led for role in named_roles(text, self.book))

    def _of_kin(self) -> Iterator[OwnAction]:
        """The actions that the bodies which the partner may be lead or take part in, under the name of each."""
        for body in self.kin:
            other = replace(self, partner=body, roles=main_roles(self.identity.roles_of(body)))
            for own in (own for own in other._own_actions if own.share < NAMED):
                named = own.partner or (body if own.share == PARTNER and not own.everyone else "")
                yield own if len(self.kin) == 1 else replace(own, leads=False, partner=named)

    def _of_trade(self) -> Iterator[OwnAction]:
        """The actions that are about the partner's trade, the nearest first: they name the service that it is, or are
        near it."""
        trades = [role for role in self.roles if not role.trait]
        told = [planned[3] for planned in self.planned[0]]
        beyond = self.nearness.beyond(told, trades) if self.nearness and not self.is_elsewhere else {}
        others = [flatten(body) for body in bodies_of(self.dossier) if not self.is_itself(body)]
        for action, objective, title, said in sorted(self.planned[0], key=lambda planned: -beyond.get(planned[3], 0)):
            if any(body in flatten(said) for body in others):
                continue  # "sortie de l’espace de rencontre de la Colombe"
            is_near = beyond.get(said, 0) >= LEAST
            if is_near or any(role in trades and role.key in DEVICES for role in named_roles(said, self.book)):
                pilot, term, _ = _told_of(action)
                yield OwnAction(ABOUT, objective, title, said, pilot, "", term, "", False)

    @cached_property
    def planned(self) -> tuple[list[tuple[Action, str, str, str]], int]:
        """The actions that are told, each with its objective, the title of this one and how it is said, and how many
        are planned."""
        titles, numbers = number_actions(self.dossier)
        planned = [(rank, one) for rank, one in enumerate(self.dossier.planned_actions) if rank in numbers]
        told = []
        for rank, action in planned:
            is_hushed = at("planned_actions", rank, "text") in self.hushed
            if action.text and action.text != MARKER and not is_hushed:
                said = f"{unranked(action.text)}{self._doubt(rank, action)}"
                told.append((action, f"Objectif {numbers[rank]}", titles.get(numbers[rank]) or "", said))
        return told, len(planned)

    def _doubt(self, rank: int, action: Action) -> str:
        """What is told of an action that the officer typed as a question."""
        typed = self.whole.planned_actions
        asked = len(typed) == len(self.dossier.planned_actions) and "?" in (typed[rank].text or "")
        return TO_CONFIRM if asked and "?" not in (action.text or "") else ""

    def _own(self, action: Action, objective: str, title: str, said: str) -> OwnAction | None:
        """An action as the partner reads it; None for one that is not its own."""
        if (share := self._share(action)) is None:
            return None
        told_of = (self.identity.is_partner, self.through, self._is_everyone)
        others = [body for body in action.partners if any(is_told(body) for is_told in told_of)]
        pilot, term, indicator = _told_of(action)
        is_told = any(self.is_itself(body) for body in others)
        everyone = "" if is_told else next((lower(body) for body in others if self._is_everyone(body)), "")
        others = [] if is_told or everyone else others
        others = [body for body in action.partners if MARKER not in body] if share == PILOT else others
        partner = enumerate_all(others) if others else ""
        leads = self.identity.is_partner(pilot)
        kind = "" if share < NAMED or self.identity.is_named(action.text) else self._kind_in(action)
        return OwnAction(share, objective, title, said, pilot, partner, term, indicator, leads, kind, everyone)

    def _kind_in(self, action: Action) -> str:
        """The bodies of the partner's kind that an action names in general."""
        bodies = filter(None, (action.pilot, *action.partners))
        told = (self.identity.kind_in(body, is_body=True) for body in bodies)
        return self.identity.kind_in(action.text or "") or next(filter(None, told), "")

    def _share(self, action: Action) -> int | None:
        """How near an action is to the partner: it leads it, it takes part, its words name it; None for none."""
        through = self.through
        if self.identity.is_partner(action.pilot) or through(action.pilot):
            return PILOT
        if any(self.identity.is_partner(body) or through(body) or self._is_everyone(body) for body in action.partners):
            return PARTNER
        return NAMED if self.identity.is_named(action.text) or self._kind_in(action) else None

    def through(self, body: str | None) -> bool:
        """Whether a body is one that acts for the partner, as a court of appeal does for its judges."""
        keys = {key for role in self.roles for key in role.through}
        return bool(body and keys) and any(role.key in keys for role in self.identity.roles_of(body or ""))

    def is_itself(self, body: str) -> bool:
        """Whether a body is the partner, neither one of its services nor the house of a judge."""
        services = {key for role in self.roles for key in role.services}
        theirs = self.identity.roles_of(body)
        housed = [role for role in theirs if role in self.roles and role.through]
        is_other = housed and not {*typed_names(body, housed)} & {*typed_names(self.partner, housed)}
        is_service = any(role.key in services for role in theirs)
        return self.identity.is_partner(body) and not is_service and not is_other

    def _is_everyone(self, body: str) -> bool:
        """Whether those who sign, of whom the partner is, are named together."""
        told = cues("welcome", "everyone").match(flatten(body).removeprefix("l'"))
        return self.signatory is not None and told is not None


def _told_of(action: Action) -> tuple[str, str, str]:
    """Who leads an action, or that this is to be told; its term and its indicator, where they are sure."""
    fields = (action.pilot, action.deadline, action.indicator)
    pilot, term, indicator = ("" if MARKER in (told or MARKER) else trim(str(told)) for told in fields)
    return UNLED if MARKER in (action.pilot or "") else pilot, term, indicator


def in_a_sentence(body: str) -> str:
    """A body within a sentence, after its article where its gender is known."""
    kind = gender_of(body)
    return f"{the(body, kind)}{lower(body)}" if kind else body


def _worded(wishes: Sequence[Wish], path: FieldPath, text: str) -> str:
    """A sentence, a label or the organisation in the words that wishes ask for; a blank where its French would not be
    sure."""
    for wish in wishes if path.is_sentence or path.name == "label" or path.root == "organisation" else ():
        text = reworded(text, wish) or MARKER
    return text


def in_letters(actions: int) -> str:
    """How many actions, in letters up to nine."""
    return COUNTS[actions] if actions < len(COUNTS) else str(actions)


def bodies_of(dossier: Dossier) -> tuple[str, ...]:
    """The bodies that a dossier names, as it may be printed: those that sign, lead an action or take part."""
    settled = set_in_place(dossier)[0]
    bodies = [one.body for one in (*settled.signatories, *dossier.signatories)]
    bodies += [body for action in settled.planned_actions for body in (action.pilot, *action.partners)]
    return tuple(body for body in dict.fromkeys(bodies) if body and body != MARKER)
