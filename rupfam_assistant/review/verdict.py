"""A review as it is told: its verdict, the parts of the trame left as they are, each deviation in two halves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rupfam_assistant.french.typography import enumerate_all, uncapitalize
from rupfam_assistant.review.comparison import TO_VERIFY, Review
from rupfam_assistant.review.findings import SEVERITIES, TO_READ, Deviation, Permitted, Severity, ToFill

ARTICLES = ("Parties", "Préambule", *(f"Article {number}" for number in range(1, 9)), "Signatures")
HAS_TO_VERIFY = ", mais les parties qu’elle nomme n’y sont pas toutes"
FILE_FIRST = "Ce projet ne peut pas partir tel quel : son fichier est à reprendre."
"""The parts of the trame, in their order; what is told of a draft without a party, of a file with hidden or tracked
words, or unread parts."""

BEFORE, TO_KNOW, EACH = " avant la signature", "À savoir", "chacun d’eux"
SEVERAL: dict[Severity, tuple[str, str]] = {
    "blocking": ("écart bloquant", "écarts bloquants"),
    "to_check": ("écart à vérifier", "écarts à vérifier"),
}
TO_LIFT = {**SEVERAL, "blocking": (f"écart à lever{BEFORE}", f"écarts à lever{BEFORE}")}


@dataclass(frozen=True)
class Reviewed:
    """A review, the name of the draft's file, and that of the one it was compared with ("" for the trame)."""

    review: Review
    name: str
    former: str = ""

    @property
    def is_comparison(self) -> bool:
        """Whether two drafts were compared."""
        return bool(self.former)

    @property
    def verdict(self) -> str:
        """Whether the draft may be signed, or sent, and what was found, in a sentence."""
        deviations = self.review.deviations
        is_blocked = any(deviation.severity == "blocking" for deviation in deviations)
        if self.is_comparison:
            return self._counts(SEVERAL) if deviations else "Rien ne change d’un projet à l’autre."
        if is_blocked:
            return self._counts(TO_LIFT)
        if deviations:
            said = f"Rien de bloquant : {self._counts(SEVERAL)}"
        elif self.review.is_settled:
            said = f"Ce projet suit la trame : rien ne s’en écarte{HAS_TO_VERIFY if self.to_verify else ''}."
        else:
            said = f"Rien ne s’écarte de la trame {TO_VERIFY}"
        return f"{FILE_FIRST} {said}" if self.of_file else said

    def _counts(self, called: Mapping[Severity, tuple[str, str]]) -> str:
        """How many deviations there are of each severity, and how many of them are blanks."""
        deviations = self.review.deviations
        counts = Counter(deviation.severity for deviation in deviations)
        said = [count(counts[severity], *called[severity]) for severity in SEVERITIES if counts[severity]]
        blanks = Counter(deviation.severity for deviation in deviations if deviation.kind == "blank_left")
        left = count(blanks["blocking"], "blanc à remplir", "blancs à remplir")
        if blanks["blocking"] == counts["blocking"] > 0:
            said[0] = f"{left}{BEFORE}"
        elif blanks["blocking"]:
            said[0] += f" (dont {left})"
        if optional := blanks["to_check"]:
            left = count(optional, "blanc facultatif", "blancs facultatifs")
            said[-1] = left if optional == counts["to_check"] else f"{said[-1]} (dont {left})"
        return f"{' et '.join(said)}."

    @property
    def to_verify(self) -> list[Permitted]:
        """What the trame has, and the department may not have meant to leave out."""
        return [said for said in self.review.noted if said.to_verify]

    @property
    def to_read(self) -> list[Permitted]:
        """What the draft adds where it may, that somebody is to read again."""
        return [said for said in self.review.permitted if said.message.startswith(TO_READ)]

    @property
    def of_file(self) -> list[str]:
        """What the file holds besides what was read of it: hidden, unread, tracked."""
        unread = [f"{part.where} : {part.message}" for part in self.review.unread]
        return [*unread, *(said.message for said in self.review.permitted if not said.article)]

    @property
    def blanks(self) -> list[tuple[str, str, str]]:
        """Each blank: where it stands, what it awaits, who fills it; those of several of a kind together."""
        told: dict[tuple[str, str], list[ToFill]] = {}
        for deviation in self.review.deviations:
            if blank := deviation.to_fill:
                where = ", ".join(filter(None, (self.review.called(deviation.article), blank.within)))
                told.setdefault((where, blank.together or blank.what), []).append(blank)
        return [(where, *_together(group)) for (where, _), group in told.items()]

    @property
    def conforming(self) -> list[str]:
        """The parts of the trame from which the draft does not depart."""
        told = (each for each in self.review.deviations if not each.heading)
        touched = {article for each in told for article in (each.article, each.other)}
        touched |= {said.article for said in (*self.review.noted, *self.to_read)}
        if any(told.kind == "signatory_missing" for told in self.review.deviations):
            touched |= {"Parties", "Signatures"}
        return [article for article in ARTICLES if article not in touched]


def _together(blanks: Sequence[ToFill]) -> tuple[str, str]:
    """What some blanks of a kind await, and who fills them."""
    first, owners = blanks[0], {blank.owner for blank in blanks}
    ones = [*dict.fromkeys(blank.one for blank in blanks)]
    several = f"{first.together} : {enumerate_all(ones)}" if len(ones) > 1 else first.what
    said = counted(several, len(blanks), "blancs")
    return said, first.owner if len(owners) == 1 else EACH


def to_text(reviewed: Reviewed, day: date) -> str:
    """A review as it is read in a terminal: the verdict, the deviations in the order of the draft, the blanks, what is
    to be known, what was not read, what is permitted."""
    review = reviewed.review
    lines = [reviewed.verdict, ""]
    for number, told in enumerate((each for each in review.deviations if each.to_fill is None), 1):
        severity = SEVERITIES[told.severity].lower()
        lines += [f"{number}. {review.where(told)} – {told.called} ({severity})", f"   {told.message}"]
        lines += [f"   Attendu : {told.expected}"] if told.expected else []
        lines += [f"   Trouvé : {told.found}"] if told.found else []
        lines += [f"   À faire : {told.to_do}"] if told.to_do and not reviewed.is_comparison else []
        lines.append("")
    lists = {
        "Blancs à remplir": [f"{where} : {what} (à demander à : {owner})" for where, what, owner in reviewed.blanks],
        TO_KNOW: [f"{told.article} : {told.message}" for told in review.to_know(day)],
        "Ce qui n’a pas pu être lu": [f"{part.where} : {part.message}" for part in review.unread],
        "Différences permises": [" : ".join(filter(None, (told.article, told.message))) for told in review.permitted],
    }
    for title, listed in lists.items():
        lines += [f"{title} :", *(f"- {line}" for line in listed), ""] if listed else []
    return "\n".join(lines).rstrip("\n") + "\n"


def split_reason(message: str) -> tuple[str, str]:
    """What a message says, and why that matters, "" when it does not say."""
    said, _, reason = message.rpartition(" : ")
    if not said or "»" in reason:
        return message, ""
    return f"{said}.", uncapitalize(reason)


def clause(deviation: Deviation) -> str:
    """The trame's wording of a deviation, to be read or put back: an objective has a line for each of its items."""
    return deviation.expected.replace(" - ", "\n- ") if deviation.kind == "objective_missing" else deviation.expected


def counted(said: str, number: int, several: str) -> str:
    """What is said, and how many it is, but of one alone."""
    return said if number == 1 else f"{said} ({number} {several})"


def count(number: int, one: str, several: str) -> str:
    """A number and what is counted."""
    return f"{number} {several if number > 1 else one}"
