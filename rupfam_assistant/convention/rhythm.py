"""Rhythm: whether what a dossier says of the meetings makes one a year at least, as the trame demands."""

from rupfam_assistant.french import analyse
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.quantities import DAYS
from rupfam_assistant.french.words import flatten


def is_yearly(frequency: str) -> bool:
    """Whether a rhythm of meetings says once a year or more; a date, "en juin 2027", is no rhythm."""
    undated = frequency
    for when in analyse(frequency).dates:
        undated = undated[: when.start] + "." * (when.end - when.start) + undated[when.end :]
    flat, told = flatten(undated), (one for one in analyse(undated).quantities if one.dimension == "days")
    spans = [one.size for one in told if flat[: one.start].endswith(("tous les ", "toutes les "))]
    if any(size > DAYS["an"] for size in spans) or cues("rhythms", "rare").search(flat):
        return False
    return bool(spans) or cues("rhythms", "yearly").search(flat) is not None
