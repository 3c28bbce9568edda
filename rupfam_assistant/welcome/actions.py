"""An action of a dossier as a partner reads it, on paper and on a slide."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rupfam_assistant.french import analyse
from rupfam_assistant.french.clauses import bracket_spans
from rupfam_assistant.french.typography import lower

PILOT, PARTNER, NAMED, ABOUT = range(4)
LEADING, TAKING_PART, IN_GENERAL = "vous\u00a0pilotez", "vous\u00a0êtes\u00a0partenaire", "vise les {} en général"
UNLED, LATE, WITH = "pilote à préciser", "à confirmer", "avec {}"
OF_HERE = ", propre au département"
"""How near an action is to a partner: it leads it, takes part, is named, or it is about its trade; what it is told of
the first two, of all bodies of its kind, of an action whose pilot the draft questions, of a term that is past, of those
who take part with it; of an objective that the department adds."""


@dataclass(frozen=True)
class OwnAction:
    """An action as a partner reads it: how near it is (`share`), its objective and the title that the department gives
    this one, what is done, who leads it, who takes part for the partner where it does not itself, or those who take
    part where it leads, its term, what it is measured by; whether the partner itself `leads`; the `kind` of bodies, all
    of them, that it names where it does not name the partner; `everyone` who takes part, "tous les signataires"; the
    body `whose` it is, of those that the partner may be."""

    share: int
    objective: str
    title: str
    said: str
    pilot: str
    partner: str
    term: str
    indicator: str
    leads: bool
    kind: str = ""
    everyone: str = ""
    whose: str = ""

    @property
    def line(self) -> str:
        """The action on paper: who does what, and when."""
        told = [*self._part]
        told += [IN_GENERAL.format(self.kind)] if self.kind else []
        told += [*self._pilot]
        told += [WITH.format(self.partner)] if self.share in (PILOT, ABOUT) and self.partner else []
        told += [f"échéance : {self.term}"] if self.term else []
        told += [f"indicateur : {self.indicator}"] if self.indicator and self.share < NAMED else []
        head = f"{self._head}, « {self.title} »" if self.title else self._head
        return f"{head} : {self._with(told)}"

    def shown(self, day: date) -> str:
        """The action on a slide, to the partner, that day: a term that is past is not shown on the wall."""
        part = [*self._part, *self._pilot, *([IN_GENERAL.format(self.kind)] if self.kind else [])]
        term = "" if self.is_late(day) else self.term
        return f"{self._head} : {self._with([*part, *([term] if term else [])])}"

    def brief(self, day: date, is_dated: bool) -> str:
        """The same among others that the partner leads, or takes part in, without its brackets."""
        term, said = self.term if is_dated and not self.is_late(day) else "", self.said
        for start, end in reversed(bracket_spans(said)):
            said = said[:start].rstrip() + said[end:]
        return replace(self, said=said)._with([*([] if self.leads else self._pilot), *([term] if term else [])])

    def dated(self, day: date) -> str:
        """The action on paper, that day, without what measures it: a term that is past is to be confirmed."""
        term = LATE if self.is_late(day) else self.term
        return replace(self, term=term, indicator="").line

    @property
    def _head(self) -> str:
        """Its objective, after the body whose it is: "Ville de Bréau, objectif 2"."""
        objective = f"{self.objective}{OF_HERE}" if self.title else self.objective
        return f"{self.whose}, {lower(objective)}" if self.whose else objective

    @property
    def _part(self) -> list[str]:
        """That the partner takes part, or who does for it."""
        if self.share != PARTNER:
            return []
        if self.everyone:
            return [WITH.format(self.everyone)]
        told = "partenaire" if self.whose == self.partner else f"partenaire : {self.partner}"
        return [told] if self.partner else [TAKING_PART]

    @property
    def _pilot(self) -> list[str]:
        """Who leads it, the partner itself or where it is told or doubted."""
        if self.leads:
            return [LEADING]
        if self.whose and self.pilot == self.whose:
            return ["pilote"]
        return [self.pilot if self.pilot == UNLED else f"pilote : {self.pilot}"] if self.pilot else []

    def is_late(self, day: date) -> bool:
        """Whether its term is past, that day."""
        ends = [when.last for when in analyse(self.term).dates]
        return bool(ends) and max(ends) < day

    def _with(self, told: Sequence[str]) -> str:
        return f"{self.said} ({' ; '.join(told)})" if told else self.said
