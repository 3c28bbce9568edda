"""What a department's dossier says to a partner: its place, its actions first, then what it tells of it; cleaned as a
draft is."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rupfam_assistant.convention.setting import set_in_place
from rupfam_assistant.dossier.alert import MARKER
from rupfam_assistant.dossier.arrangement import number_actions
from rupfam_assistant.dossier.schema import Action, Dossier, Signatory
from rupfam_assistant.french.spelling import Speller
from rupfam_assistant.french.typography import enumerate_all, trim
from rupfam_assistant.french.words import stems
from rupfam_assistant.guard.personal import detect_personal_data
from rupfam_assistant.welcome.roles import Role, RoleBook, names_alone, own_stems, resolve_roles

PILOT, PARTNER, NAMED = range(3)
SHARES = ("pilote : {}", "partenaire : {}", "pilote : {}")
MOST_FACTS = 2
"""How near an action is to a partner, and how that is told; needs and figures told of it at most."""

WITHHELD = "{} passage(s) du dossier sont tenus hors de ce livret, comme du projet : lisez les alertes du dossier."
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
    def own(self) -> frozenset[str]:
        """The stems of the partner's own name: capitals tell them, or a body of the dossier does."""
        said = own_stems(self.partner, resolve_roles(self.partner, self.book, self.speller), self.whole.department)
        later = self.partner.replace("-", " ").split()[1:]
        capitals = {stem for word in later if word[:1].isupper() for stem in stems(word)}
        borne = (self._own_of(body) for body in self._bodies if body)
        return said & capitals.union(*borne)

    @property
    def _bodies(self) -> Iterator[str | None]:
        """The bodies that the dossier names."""
        yield from (one.body for one in self.dossier.signatories)
        for action in self.dossier.planned_actions:
            yield from (action.pilot, *action.partners)

    def _own_of(self, body: str) -> frozenset[str]:
        """What tells a body from those of its kind."""
        return own_stems(body, resolve_roles(body, self.book, self.speller), self.whole.department)

    @cached_property
    def dossier(self) -> Dossier:
        """The dossier as it may be printed."""
        return set_in_place(self.whole)[0]

    @property
    def alert(self) -> str:
        """What the officer is told of what is withheld; "" when nothing is."""
        kinds = ("instruction", "personal_data")
        held = sum(max(1, len(alert.parts)) for alert in set_in_place(self.whole)[1] if alert.kind in kinds)
        return WITHHELD.format(held).replace("(s)", "s" if held > 1 else "") if held else ""

    @property
    def signatory(self) -> Signatory | None:
        """The party that the partner is, as the dossier tells it."""
        return next((one for one in self.dossier.signatories if self.is_partner(one.body)), None)

    @property
    def contact(self) -> str:
        """The CAF as the dossier tells it, and its address."""
        caf = next((one for one in self.dossier.signatories if one.body and one.body == self.dossier.caf_name), None)
        return ", ".join(filter(None, (caf.body, caf.address))) if caf else self.dossier.caf_name or ""

    def is_partner(self, body: str | None) -> bool:
        """Whether a body is the partner: it has its own words; without any on one side, its role."""
        if not body or body == MARKER:
            return False
        if self.own and self.own <= {*stems(body)}:
            return True
        alike = {role.key for role in resolve_roles(body, self.book, self.speller)} & {role.key for role in self.roles}
        return bool(alike) and not (self.own and self._own_of(body))

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
        if dossier.instance:
            yield f"Instance : {', '.join(filter(None, (dossier.instance, dossier.frequency)))}"
        if dossier.organisation:
            yield f"Organisation : {trim(dossier.organisation)}"
        if any(map(self.is_partner, dossier.members)):
            yield "Vous êtes membre de l’instance."
        if one := self.signatory:
            yield f"Signataire : {', '.join(filter(None, (one.body, trim(one.represented_by or ''))))}"
        yield from self._actions()
        yield from [f"Besoin relevé : {need}" for need in dossier.territory_needs if self._names(need)][:MOST_FACTS]
        figures = [figure for figure in dossier.figures if self._names(figure.label) or self._names(figure.source)]
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
        if self.is_partner(action.pilot) or through(action.pilot):
            return PILOT
        if any(self.is_partner(body) or through(body) for body in action.partners):
            return PARTNER
        return NAMED if self._names(action.text) else None

    def _through(self, body: str | None) -> bool:
        """Whether a body is one that acts for the partner, as a court of appeal does for its judges."""
        keys = {key for role in self.roles for key in role.through}
        return bool(body and keys) and any(r.key in keys for r in resolve_roles(body or "", self.book, self.speller))

    def _told(self, share: int, action: Action) -> str:
        """What is told of an action after its text."""
        others = [body for body in action.partners if self.is_partner(body) or self._through(body)]
        who = enumerate_all(others) if share == PARTNER else action.pilot
        told = [SHARES[share].format(who)] if who and who != MARKER else []
        if share == PARTNER and action.pilot and action.pilot != MARKER:
            told.append(f"pilote : {action.pilot}")
        if action.deadline and action.deadline != MARKER:
            told.append(f"échéance : {action.deadline}")
        return f" ({' ; '.join(told)})" if told else ""

    def _names(self, text: str | None) -> bool:
        """Whether a text names the partner: by all its own words, else by a name that means nothing else."""
        if not text:
            return False
        return self.own <= {*stems(text)} if self.own else names_alone(text, self.roles)
