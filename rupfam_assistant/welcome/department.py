"""A department's dossier as a partner reads it: who it is there, what it signs, where it sits; cleaned as a draft is,
without what the draft questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from rupfam_assistant.convention.setting import set_in_place
from rupfam_assistant.dossier.alert import MARKER, Alert
from rupfam_assistant.dossier.arrangement import number_actions
from rupfam_assistant.dossier.bodies import gender_of, party_kind, plain_name
from rupfam_assistant.dossier.paths import FieldPath, at, change_texts, texts_of
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
from rupfam_assistant.welcome.identity import OwnName, known_names
from rupfam_assistant.welcome.nearness import Nearness
from rupfam_assistant.welcome.roles import (
    Role,
    RoleBook,
    main_roles,
    named_roles,
    resolve_roles,
    typed_names,
    without_department,
)

MOST_KIN, OPENING = 4, 20
BODIES = ("pilot", "partners")
INDEFINITE = (["un"], ["une"], ["des"])
DEVICES, SIGNATORY, DDETS = ("mediation", "espace-rencontre"), "Signataire : ", "DDETS"
ABSENT, TO_CONFIRM = "Le projet compte {} signataires ; vous n’en êtes pas à ce jour.", ", à confirmer"
SEATED = "Vous n’êtes pas signataire à ce jour ({} le sont au projet), mais vous siégez {}{}."
AT = {
    "CDSF": "au comité départemental des services aux familles",
    "comités locaux des financeurs": "aux comités locaux des financeurs",
}
HOUSED = "Le projet compte {} signataires, dont {houses} ; vous n’en êtes pas en votre nom."
WITHHELD = "Tenus hors de ce livret, comme du projet, en tout ou en partie : {}. Lisez les alertes du dossier."
WITHHELD_KINDS = ("instruction", "personal_data")
COUNTS = "aucune une deux trois quatre cinq six sept huit neuf".split()
"""The bodies that a partner may be, at most; the first signs by which an action is known in an alert; the fields of an
action that are bodies; the roles of the services that the trame names; what opens the line of a party; the directorate
as the texts first call it; where a member of the instance sits."""


@dataclass(frozen=True)
class Department:
    """A dossier as a partner of some roles, told in a few words, reads it; `alerts` are what its draft tells the
    officer."""

    whole: Dossier
    partner: str
    roles: tuple[Role, ...]
    book: RoleBook
    speller: Speller
    nearness: Nearness | None = None
    alerts: tuple[Alert, ...] = ()

    @cached_property
    def identity(self) -> OwnName:
        """Who the partner is among the bodies that the dossier names: told by its quality alone, the only one that has
        it in brackets; told by its kind alone, the only one of it."""
        bodies = bodies_of(self.whole)
        partner = without_department(self.partner, self.book)
        told = OwnName(partner, self.roles, bodies, self.whole.department, self.book, self.speller)
        is_any = flatten(partner).split()[:1] in INDEFINITE or not any(not role.trait for role in self.roles)
        if told.own or told.of_its_quality or is_any or told.is_elsewhere:
            alike = () if told.own else told.of_its_quality
        else:
            kin = [body for body in bodies if told.is_kin(body)]
            kin = [body for body in kin if told.is_partner(body)] if len(kin) > 1 else kin
            named = [body for body in kin if told.own_words(body)] or sorted(kin, key=len)[-1:]
            alike = tuple(named if "(" not in partner and all(map(told.is_called_alike, named)) else ())
            alike = alike or tuple(filter(self._runs, bodies))
        return replace(told, partner=alike[0], _roles={}) if len(alike) == 1 else told

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
        """The fields that a constraint cuts in something else than an amount: what is left of them would tell of it,
        unless it is a body, which the same action loses too."""
        held = [one for one in set_in_place(self.whole)[1] if one.constraint]
        cut = [one for one in held if not one.values or not all(map(amounts, one.values))]
        return frozenset(
            field
            for alert in cut
            for field in alert.fields
            if not any(other.name in BODIES and other.rank == field.rank for other in alert.fields)
        )

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

    @cached_property
    def doubted(self) -> frozenset[FieldPath]:
        """The fields of which the draft asks something: not those that it only prints without some of their words."""
        printed = dict(texts_of(self.dossier))
        asking = [alert for alert in self.alerts if alert.kind != "personal_data"]
        kept = [one for one in asking if one.kind != "other" or not one.values or _is_printed(one, printed)]
        return frozenset(field for alert in kept for field in alert.fields)

    @property
    def twins(self) -> list[set[str]]:
        """How the actions that seem to be one, of which the draft asks so, are said, two by two."""
        typed = self.whole.planned_actions
        pairs = [alert.fields for alert in self.alerts if _is_of_twins(alert, self.whole)]
        planned = self.dossier.planned_actions if len(typed) == len(self.dossier.planned_actions) else ()
        return [{unranked(planned[field.rank].text or "") for field in pair} for pair in pairs if planned]

    def is_sure(self, *place: str | int) -> bool:
        """Whether the draft prints a field, or an item of one, without asking the officer anything."""
        return not any(field.parts[: len(place)] == place for field in self.doubted)

    @cached_property
    def kin(self) -> tuple[str, ...]:
        """The bodies that a partner told by its kind alone may be, "une communauté de communes": those that sign,
        then those that act."""
        acts = any(self.takes_part(body) for action, *_ in self.planned for body in (action.pilot, *action.partners))
        if self.signatory or acts or self.is_elsewhere or self.identity.own:
            return ()
        alike = [body for body in self.identity.bodies if self.identity.is_kin(body) or self._runs(body)]
        signing = [one.body for one in self.dossier.signatories if one.body in alike]
        acting = {body for action, *_ in self.planned for body in (action.pilot, *action.partners)}
        services = {key for role in self.roles for key in role.services}
        of_others = (body for body in alike if services.isdisjoint(role.key for role in self.identity.roles_of(body)))
        others = [body for body in of_others if body in acting] if signing else alike
        return tuple(dict.fromkeys(body for body in (*signing, *others) if body))[:MOST_KIN]

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
        if self.sits:
            return SEATED.format(
                in_letters(len(bodies)), AT.get(self.dossier.instance or "", "à l’instance"), self._part
            )
        housing = [in_a_sentence(body) for body in bodies if self._houses(body)]
        told = HOUSED.replace("{houses}", enumerate_all(housing)) if housing else ABSENT
        return told.format(in_letters(len(bodies)))

    @property
    def _part(self) -> str:
        """What a member of the instance does besides: it leads actions, or takes part in some; "" for nothing."""
        led = [action for action, *_ in self.planned if action.pilot and self.is_itself(action.pilot)]
        shared = [action for action, *_ in self.planned if any(map(self.is_itself, action.partners))]
        verb, of_one, of_some = ("pilotez", "une", "des") if led else ("êtes partenaire", "d’une", "de plusieurs")
        own = led or shared
        return f" et vous {verb} {of_one if len(own) == 1 else of_some} action{'s' * (len(own) > 1)}" if own else ""

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
        return in_a_sentence(body) if self._is_above(body) else ""

    def _is_above(self, body: str) -> bool:
        """Whether the partner is under a body, told by no name of it."""
        under = [
            role for role in self.roles if typed_names(body, [role]) and set(typed_names(body, [role])) <= {*role.above}
        ]
        return any({*role.above}.isdisjoint(typed_names(self.partner, [role])) for role in under)

    def _runs(self, body: str) -> bool:
        """Whether a body of no other trade runs the service that the partner is: it leads an action of it, or a text of
        the dossier that tells of this service names it."""
        trades = {role.key for role in self.roles} & {*DEVICES}
        if not trades or any(not role.trait for role in resolve_roles(body, self.book, self.speller)):
            return False
        other = OwnName(body, (), (body,), self.whole.department, self.book, self.speller)
        actions = self.dossier.planned_actions
        told = [f"{one.title or ''} {one.text or ''}" for one in actions if one.pilot == body]
        told += [one.text for one in actions if one.text and other.is_named(one.text)]
        told += [f"{one.label} ({one.source})" for one in self.dossier.figures if other.is_named(one.label)]
        return any(role.key in trades for text in told for role in named_roles(text, self.book))

    @cached_property
    def planned(self) -> list[tuple[Action, str, str, str]]:
        """The actions that are told, each with its objective, the title of this one and how it is said."""
        titles, numbers = number_actions(self.dossier)
        told = []
        for rank, action in enumerate(self.dossier.planned_actions):
            is_hushed = at("planned_actions", rank, "text") in self.hushed
            if rank in numbers and action.text and action.text != MARKER and not is_hushed:
                said = f"{unranked(action.text)}{self._doubt(rank, action)}"
                told.append((action, f"Objectif {numbers[rank]}", titles.get(numbers[rank]) or "", said))
        return told

    def _doubt(self, rank: int, action: Action) -> str:
        """What is told of an action that the officer typed as a question."""
        typed = self.whole.planned_actions
        asked = len(typed) == len(self.dossier.planned_actions) and "?" in (typed[rank].text or "")
        return TO_CONFIRM if asked and "?" not in (action.text or "") else ""

    def takes_part(self, body: str | None) -> bool:
        """Whether a body is the partner, acts for it, or is all those who sign, of whom it is."""
        return self.identity.is_partner(body) or self.through(body) or (body is not None and self.is_everyone(body))

    def through(self, body: str | None) -> bool:
        """Whether a body is one that acts for the partner, as a court of appeal does for its judges, a bar for its
        lawyers."""
        keys = {key for role in self.roles for key in role.through}
        return bool(body) and (
            any(role.key in keys for role in self.identity.roles_of(body or "")) or self._is_above(body or "")
        )

    def is_itself(self, body: str) -> bool:
        """Whether a body is the partner, neither one of its services nor the house of a judge."""
        services = {key for role in self.roles for key in role.services}
        theirs = self.identity.roles_of(body)
        housed = [role for role in theirs if role in self.roles and role.through]
        is_other = housed and not {*typed_names(body, housed)} & {*typed_names(self.partner, housed)}
        is_service = any(role.key in services for role in theirs)
        return self.identity.is_partner(body) and not is_service and not is_other

    def is_everyone(self, body: str) -> bool:
        """Whether those who sign, of whom the partner is, are named together."""
        told = cues("welcome", "everyone").match(flatten(body).removeprefix("l'"))
        return self.signatory is not None and told is not None


def _is_printed(alert: Alert, printed: Mapping[FieldPath, str]) -> bool:
    """Whether some of the words of an alert stand in one of its fields as the draft prints it."""
    return any(value in printed.get(field, "") for field in alert.fields for value in alert.values)


def _is_of_twins(alert: Alert, dossier: Dossier) -> bool:
    """Whether an alert is about two whole actions, told each in its words."""
    whole = [field for field in alert.fields if field.root == "planned_actions" and field.name == "text"]
    texts = [dossier.planned_actions[field.rank].text or "" for field in whole]
    told, typed = ([flatten(text)[:OPENING] for text in some] for some in (alert.values, texts))
    return len(alert.fields) == len(whole) == 2 and told == typed


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
    told = {flatten(body): body for body in bodies[::-1] if body and body != MARKER}
    return tuple(dict.fromkeys(told[flatten(body)] for body in bodies if body and body != MARKER))
