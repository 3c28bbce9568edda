"""A review as it is told: its verdict, the parts of the trame left as they are, each deviation in two halves."""

from collections import Counter
from dataclasses import dataclass

from rupfam_assistant.french.typography import uncapitalize
from rupfam_assistant.review.comparison import TO_VERIFY, Review
from rupfam_assistant.review.findings import SEVERITIES, Deviation, Permitted, Severity

ARTICLES = ("Parties", "Préambule", *(f"Article {number}" for number in range(1, 9)), "Signatures")
HAS_TO_VERIFY = ", mais une partie qu’elle nomme n’y est pas"
FILE_FIRST = "Ce projet ne peut pas partir tel quel : son fichier est à reprendre."
"""The parts of the trame, in their order; what is told of a draft without a party, of a file with hidden or tracked
words, or unread parts."""

BEFORE = " avant la signature"
TO_LIFT = (f"écart à lever{BEFORE}", f"écarts à lever{BEFORE}")
SEVERAL: dict[Severity, tuple[str, str]] = {
    "blocking": ("écart bloquant", "écarts bloquants"),
    "to_check": ("écart à vérifier", "écarts à vérifier"),
}


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
        """What was found, in a sentence."""
        if not self.review.deviations and self.is_comparison:
            return "Rien ne change d’un projet à l’autre."
        if not self.review.deviations:
            whole = f"Ce projet suit la trame : rien ne s’en écarte{HAS_TO_VERIFY if self.to_verify else ''}."
            return whole if self.review.is_settled else f"Rien ne s’écarte de la trame {TO_VERIFY}"
        return self._counts(to_lift=False)

    def _counts(self, to_lift: bool) -> str:
        """How many deviations there are of each severity, the blocking ones as those `to_lift` before the signature."""
        deviations = self.review.deviations
        counts = Counter(deviation.severity for deviation in deviations)
        counts["to_check"] += 0 if self.is_comparison else len(self.to_verify)
        called = {**SEVERAL, "blocking": TO_LIFT} if to_lift else SEVERAL
        said = [count(counts[severity], *called[severity]) for severity in SEVERITIES if counts[severity]]
        left = sum(deviation.kind == "blank_left" for deviation in deviations)
        if left == counts["blocking"] > 0:
            said[0] = f"{count(left, 'blanc à remplir', 'blancs à remplir')}{BEFORE if to_lift else ''}"
        elif left:
            said[0] += f" (dont {count(left, 'blanc à remplir', 'blancs à remplir')})"
        return f"{' et '.join(said)}."

    @property
    def to_verify(self) -> list[Permitted]:
        """What the trame allows, but the department may not have meant."""
        return [said for said in self.review.permitted if said.to_verify]

    @property
    def of_file(self) -> list[str]:
        """What the file holds besides what was read of it: hidden, unread, tracked."""
        unread = [f"{part.where} : {part.message}" for part in self.review.unread]
        return [*unread, *(said.message for said in self.review.permitted if not said.article)]

    @property
    def judgement(self) -> str:
        """Whether the draft may be signed, or sent, then what was found, in a sentence."""
        if any(deviation.severity == "blocking" for deviation in self.review.deviations) and not self.is_comparison:
            return self._counts(to_lift=True)
        if self.of_file and not self.is_comparison:
            return f"{FILE_FIRST} {self.verdict}"
        calm = "" if self.is_comparison or not self.review.deviations else "Rien de bloquant : "
        return f"{calm}{self.verdict}"

    @property
    def conforming(self) -> list[str]:
        """The parts of the trame from which the draft does not depart."""
        touched = {article for told in self.review.deviations for article in (told.article, told.other)}
        touched |= {said.article for said in self.to_verify}
        return [article for article in ARTICLES if article not in touched]


def split_reason(message: str) -> tuple[str, str]:
    """What a message says, and why that matters, "" when it does not say."""
    said, _, reason = message.rpartition(" : ")
    if not said or "»" in reason:
        return message, ""
    return f"{said}.", uncapitalize(reason)


def clause(deviation: Deviation) -> str:
    """The trame's wording of a deviation, to be read or put back: an objective has a line for each of its items."""
    return deviation.expected.replace(" - ", "\n- ") if deviation.kind == "objective_missing" else deviation.expected


def count(number: int, one: str, several: str) -> str:
    """A number and what is counted."""
    return f"{number} {several if number > 1 else one}"
