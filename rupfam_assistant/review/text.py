"""A review as plain text, for who reads it in a terminal."""

from collections.abc import Iterator

from rupfam_assistant.review.comparison import Review
from rupfam_assistant.review.findings import KINDS, SEVERITIES, Deviation


def to_text(review: Review) -> str:
    """The deviations in the order of the draft, then what is permitted."""
    lines = [line for number, deviation in enumerate(review.deviations, 1) for line in _told(number, deviation)]
    if not lines:
        lines = ["Aucun écart : le projet suit la trame.", ""]
    if review.permitted:
        lines += [
            "Différences permises :",
            *(
                f"- {f'{permitted.article} : ' if permitted.article else ''}{permitted.message}"
                for permitted in review.permitted
            ),
        ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _told(number: int, deviation: Deviation) -> Iterator[str]:
    yield f"{number}. {deviation.article} – {KINDS[deviation.kind]} ({SEVERITIES[deviation.severity].lower()})"
    yield f"   {deviation.message}"
    if deviation.expected:
        yield f"   Attendu : {deviation.expected}"
    if deviation.found:
        yield f"   Trouvé : {deviation.found}"
    yield ""
