"""What a department's dossier says to a partner: its place, its actions first, then what it tells of it; cleaned as a
draft is."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rupfam_assistant.convention.setting import set_in_place
from rupfam_assistant.dossier.alert import MARKER
from rupfam_assistant.dossier.arrangement import number_actions
from rupfam_assistant.dossier.bodies import party_kind
from rupfam_assistant.dossier.schema import Action, Dossier, Signatory
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.spelling import Speller
from rupfam_assistant.french.typography import enumerate_all, trim
from rupfam_assistant.french.words import flatten
from rupfam_assistant.guard.personal import detect_personal_data
from rupfam_assistant.welcome.identity import OwnName
from rupfam_assistant.welcome.roles import Role, RoleBook

PILOT, PARTNER, NAMED = range(3)
SHARES = ("pilote : {}", "partenaire : {}", "pilote : {}")
MOST_FACTS = 2
"""How near an action is to a partner, and how that is told; needs and figures told of it at most."""

WITHHELD = "Tenus hors de ce livret, comme du projet, en tout ou en partie : {}. Lisez les alertes du dossier."
WITHHELD_KINDS = ("instruction", "personal_data")
NONE_OF, NOT_YOURS = "Aucune des {} actions du dossier ne vous nomme", "La seule action du dossier ne vous nomme pas"
UNREAD = " ; {} à relire par votre CAF"


@dataclass(frozen=True)
class Department:
    """A dossier as a partner of some roles, told in a few words, reads it."""

    whole: Dossier
    partner: str
    roles: tuple[Role, ...]
    book: RoleBook
    speller: Speller

    @cached_property
    def identity(self) -> OwnName:
        """Who the partner is among the bodies that the dossier names."""
        bodies = [one.body for one in self.dossier.signatories]
        bodies += [body for action in self.dossier.planned_actions for body in (action.pilot, *action.partners)]
        named = tuple(body for body in dict.fromkeys(bodies) if body and body != MARKER)
        return OwnName(self.partner, self.roles, named, self.whole.department, self.book, self.speller)

    @cached_property
    def dossier(self) -> Dossier:
        """The dossier as it may be printed."""
        return set_in_place(self.whole)[0]

    @property
    def alert(self) -> str:
        """What the officer is told of what is withheld, field by field; "" when nothing is."""
        held = [one for one in set_in_place(self.whole)[1] if one.constraint or one.kind in WITHHELD_KINDS]
        fields = dict.fromkeys(field.label for alert in held for field in alert.fields if field.root != "constraints")
        return WITHHELD.format(" ; ".join(fields)) if fields else ""

    @cached_property
    def signatory(self) -> Signatory | None:
        """The party that the partner is, as the dossier tells it."""
        return next((one for one in self.dossier.signatories if self.identity.is_partner(one.body)), None)

    @property
    def contact(self) -> str:
        """The CAF as the dossier tells it, and its address."""
        caf = next((one for one in self.dossier.signatories if one.body and party_kind(one.body) == "caf"), None)
        return (
            ", ".join(filter(None, (self.dossier.caf_name or caf.body, caf.address)))
            if caf
            else self.dossier.caf_name or ""
        )

    def lines(self) -> Iterator[str]:
        """The lines of the dossier that concern the partner, the nearest actions first."""
        told = (line for line in self._lines() if not detect_personal_data(line, self._offices))
        yield from dict.fromkeys(told)

    @property
    def _offices(self) -> list[str]:
        """Those who represent a party, whose names are nobody's secret."""
        return [one.represented_by for one in self.dossier.signatories if one.represented_by]

    def _lines(self) -> Iterator[str]:
        dossier = self.dossier
        if one := self.signatory:
            yield f"Signataire : {', '.join(filter(None, (one.body, trim(one.represented_by or ''))))}"
        if any(map(self.identity.is_partner, dossier.members)):
            yield "Vous êtes membre de l’instance."
        yield from self._actions()
        if dossier.instance:
            yield f"Instance : {', '.join(filter(None, (dossier.instance, dossier.frequency)))}"
        if dossier.organisation:
            yield f"Organisation : {trim(dossier.organisation)}"
        yield from [f"Besoin relevé : {need}" for need in dossier.territory_needs if self.identity.is_named(need)][
            :MOST_FACTS
        ]
        figures = [
            figure
            for figure in dossier.figures
            if self.identity.is_named(figure.label) or self.identity.is_named(figure.source)
        ]
        for figure in figures[:MOST_FACTS]:
            yield f"Chiffre relevé : {figure.label} : {' '.join(filter(None, (figure.value, figure.unit)))}" + (
                f" (source : {figure.source})" if figure.source else ""
            )

    def _actions(self) -> Iterator[str]:
        dossier = self.dossier
        titles, numbers = number_actions(dossier)
        planned = [(action, numbers[i]) for i, action in enumerate(dossier.planned_actions) if i in numbers]
        written = [(action, number) for action, number in planned if action.text and action.text != MARKER]
        shares = [(self._share(action), action, number) for action, number in written]
        mine = [(share, action, number) for share, action, number in shares if share is not None]
        for share, action, number in sorted(mine, key=lambda one: one[0]):
            title = f" « {titles[number]} »" if titles.get(number) else ""
            yield f"Objectif {number}{title} : {trim(action.text or '')}{self._told(share, action)}"
        if planned and not mine:
            left = UNREAD.format(len(planned) - len(written)) if len(written) < len(planned) else ""
            yield f"{NONE_OF.format(len(planned)) if len(planned) > 1 else NOT_YOURS}{left}."

    def _share(self, action: Action) -> int | None:
        """How near an action is to the partner: it leads it, it takes part, its words name it; None for none."""
        through = self._through
        if self.identity.is_partner(action.pilot) or through(action.pilot):
            return PILOT
        if any(self.identity.is_partner(body) or through(body) or self._is_everyone(body) for body in action.partners):
            return PARTNER
        return NAMED if self.identity.is_named(action.text) else None

    def _through(self, body: str | None) -> bool:
        """Whether a body is one that acts for the partner, as a court of appeal does for its judges."""
        keys = {key for role in self.roles for key in role.through}
        return bool(body and keys) and any(role.key in keys for role in self.identity.roles_of(body or ""))

    def _is_everyone(self, body: str) -> bool:
        """Whether those who sign, of whom the partner is, are named together."""
        told = cues("welcome", "everyone").match(flatten(body).removeprefix("l'"))
        return self.signatory is not None and told is not None

    def _told(self, share: int, action: Action) -> str:
        """What is told of an action after its text."""
        told_of = (self.identity.is_partner, self._through, self._is_everyone)
        others = [body for body in action.partners if any(is_told(body) for is_told in told_of)]
        who = enumerate_all(others) if share == PARTNER else action.pilot
        told = [SHARES[share].format(who)] if who and who != MARKER else []
        if share == PARTNER and action.pilot and action.pilot != MARKER:
            told.append(f"pilote : {action.pilot}")
        if action.deadline and action.deadline != MARKER:
            told.append(f"échéance : {action.deadline}")
        return f" ({' ; '.join(told)})" if told else ""
