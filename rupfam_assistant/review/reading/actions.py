"""How a draft lays out its actions: the columns of a table, the labels of a line, the field that each gives."""

from collections.abc import Sequence

from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.words import flatten
from rupfam_assistant.review.reading.lines import ROW
from rupfam_assistant.texts.pdf_tables import COLUMNS

DETAILS = ("pilot", "partners", "deadline", "indicator")
LONGEST_HEAD, BEFORE_CUE = 60, 1
"""What is told of an action; characters of the head of a column, words that a label may have before what tells its
field."""


def cells_of(line: str) -> list[str]:
    """The cells of a row of a table; [] for another line."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")] if ROW.match(line) else []


def fields_of(row: Sequence[str]) -> list[str]:
    """The fields of the columns of actions that a row heads; [] for another row."""
    named = [_field(cell, LONGEST_HEAD) for cell in row]
    return named if "text" in named and len(set(named)) > 2 else []


def detail_of(label: str) -> str:
    """What a label tells of an action; "" when it tells nothing of it."""
    field = _field(label, BEFORE_CUE)
    return field if field in DETAILS else ""


def _field(head: str, most: int) -> str:
    """The field that some words name by a cue that stands behind so many words at most; "" for none."""
    said = flatten(head).strip()
    read = ((field, cues("columns", field).search(said)) for field in COLUMNS if len(said) < LONGEST_HEAD)
    return next((field for field, cue in read if cue and said[: cue.start()].count(" ") <= most), "")
