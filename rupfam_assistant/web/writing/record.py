"""What the form does to a dossier's record, a JSON object: pure functions. Keys that it does not know are kept."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from rupfam_assistant.answers.turns import displayable
from rupfam_assistant.dossier.paths import FieldPath, at
from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.dossier.schema import Field, plain_spaces
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.guard.ticking import NOT_PRINTED
from rupfam_assistant.web.writing.fields import FREE, OBJECTIVES, ROWS, SECTIONS, Rows, Section, field_at

Record = dict[str, Any]

PLACE, PLACED = "place", ("territory_needs", "figures", "priorities")
"""What the form calls the objective of a fact, and the lists of facts."""

GONE = "Ce champ n’est plus dans le dossier : rechargez la page."


def tidy(record: Mapping[str, Any]) -> Record:
    """A record whose lists are lists, without rows that are no rows; all else as it is."""
    return {**record, **{key: _rows(record.get(key), rows) for key, rows in ROWS.items()}}


def set_field(record: Record, path: str, value: object) -> Record:
    """The record with the field at "planned_actions.0.pilot" set to what was typed; RupfamError when there is none."""
    place = FieldPath.parse(path)
    if place.root == PLACE:
        return _put(record, FieldPath(place.parts[1:]), str(value))
    field = field_at(place)
    if field is None:
        raise RupfamError(GONE)
    told = _value(field, value)
    if place.rank < 0:
        return {**record, place.root: told}
    rows = list(record.get(place.root) or [])
    if place.rank >= len(rows):
        raise RupfamError(GONE)
    rows[place.rank] = {**rows[place.rank], field.key: told} if field.key else told or ""
    chosen = chosen_place(record, place)
    changed = {**(_put(record, place, "") if chosen else record), place.root: rows}
    return _put(changed, place, chosen) if chosen else changed


def chosen_place(record: Record, path: FieldPath) -> str:
    """The number of the objective that the officer chose for a need, a figure or a priority; "" for none."""
    judged = _judged(record, path, "")
    rows = (row for row in record.get("decisions") or [] if {**row, "value": ""} == judged)
    return next((str(row["value"]) for row in rows), "")


def _put(record: Record, path: FieldPath, number: str) -> Record:
    """The record with a need, a figure or a priority under the objective of a number, as proposed for ""."""
    return judge(record, _judged(record, path, number))


def judge(record: Record, judged: Mapping[str, str]) -> Record:
    """The record with a judgement in the place of the one on the same words; without any when its value is ""."""
    others = [row for row in record.get("decisions") or [] if {**row, "value": judged["value"]} != judged]
    return {**record, "decisions": [*others, *([judged] if judged["value"] else [])]}


def _judged(record: Record, path: FieldPath, number: str) -> dict[str, str]:
    key = "" if path.root in ROWS and ROWS[path.root].texts else ".label"
    said = text_at(record, f"{path.root}.{path.rank}{key}") if path.root in PLACED else ""
    return {"about": PLACE, "field": path.root, "original": plain_spaces(said), "value": number}


def add_row(record: Record, key: str, values: Mapping[str, object]) -> tuple[Record, int]:
    """The record with a row more at the end of a list, and its number; `values` are given fields of it."""
    rows = _list(record, key)
    row: Any = "" if ROWS[key].texts else dict(values)
    return {**record, key: [*rows, row]}, len(rows)


def insert_row(record: Record, key: str, number: int, row: Any) -> Record:
    """The record with a row put back before the one of that number."""
    rows = _list(record, key)
    return {**record, key: [*rows[:number], row, *rows[number:]]}


def remove_row(record: Record, key: str, number: int) -> Record:
    """The record without a row."""
    rows = _list(record, key)
    if not 0 <= number < len(rows):
        raise RupfamError(GONE)
    return {**record, key: [*rows[:number], *rows[number + 1 :]]}


def move_row(record: Record, key: str, number: int, step: int) -> tuple[Record, int]:
    """The record with a row moved before (-1) or after (+1) its neighbour, of its objective for an action; its rank."""
    rows = list(_list(record, key))
    if not 0 <= number < len(rows):
        raise RupfamError(GONE)
    order = siblings(record, key, number)
    place = order.index(number) + step
    if not 0 <= place < len(order):
        return record, number
    other = order[place]
    rows[number], rows[other] = rows[other], rows[number]
    return {**record, key: rows}, other


def siblings(record: Record, key: str, number: int) -> list[int]:
    """The numbers of the rows that a row stands among: all of its list, or for an action those of its objective."""
    rows = _list(record, key)
    if key != "planned_actions":
        return list(range(len(rows)))
    return actions_under(record, objective_of(rows[number]))


def actions_under(record: Record, objective: str) -> list[int]:
    """The numbers of the actions under an objective."""
    return [number for number, row in enumerate(_list(record, "planned_actions")) if objective_of(row) == objective]


def objective_of(row: Mapping[str, Any]) -> str:
    """The objective of an action, "X" when it is none of the five."""
    told = str(row.get("objective", "")).strip().upper()
    return told if told in OBJECTIVES else "X"


def locating(record: Record) -> Callable[[FieldPath], FieldPath]:
    """What tells the place in the record of a place in the dossier, which leaves the empty texts of a list out."""

    @cache
    def said(key: str) -> list[int]:
        """The numbers of the texts that the dossier keeps."""
        texts = enumerate(_list(record, key))
        return [number for number, text in texts if make_dossier({"department": "x", "priorities": [text]}).priorities]

    def locate(path: FieldPath) -> FieldPath:
        if path.root not in ROWS or not ROWS[path.root].texts or path.rank < 0:
            return path
        numbers = said(path.root)
        return at(path.root, numbers[path.rank]) if path.rank < len(numbers) else path

    return locate


def field_paths(record: Record) -> Iterator[str]:
    """The place of every field that the form shows."""
    yield from FREE
    for key, rows in ROWS.items():
        for number in range(len(_list(record, key))):
            yield from (f"{key}.{number}{field.key and f'.{field.key}'}" for field in rows.fields)


def is_ticked(record: Record, path: str) -> bool:
    """Whether the words at a place are ticked « ne pas imprimer »."""
    return _tick(record, path) in (record.get("decisions") or [])


def toggle_printed(record: Record, path: str) -> Record:
    """The record with the words at a place ticked « ne pas imprimer », or no more."""
    tick, others = _tick(record, path), record.get("decisions") or []
    left = [row for row in others if row != tick]
    return {**record, "decisions": left if len(left) < len(others) else [*others, tick]}


def _tick(record: Record, path: str) -> dict[str, str]:
    name, told = FieldPath.parse(path).name, plain_spaces(text_at(record, path))
    return {"about": "printed", "field": name, "original": told, "value": NOT_PRINTED}


def text_at(record: Record, path: str) -> str:
    """What stands at a place, as the form shows it; "" for nothing."""
    place = FieldPath.parse(path)
    field, rows = field_at(place), record.get(place.root)
    if field is None:
        return ""
    if place.rank < 0:
        return shown(record, field)
    if not isinstance(rows, list) or place.rank >= len(rows):
        raise RupfamError(GONE)
    row = rows[place.rank]
    return shown(row if field.key and isinstance(row, dict) else {"": row}, field)


def progress(record: Record) -> dict[str, tuple[int, int]]:
    """For each section, how many of its fields are filled, and how many there are; an empty list counts for one."""
    filled = {section.key: list(_cells(record, section)) for section in SECTIONS}
    return {key: (sum(cells), len(cells)) for key, cells in filled.items()}


def share_filled(done: Mapping[str, tuple[int, int]]) -> int:
    """How far a dossier is, in %, its sections alike: a row more makes nothing longer."""
    shares = [filled / total for filled, total in done.values() if total]
    return int(100 * sum(shares) / len(shares))


def shown(record: Mapping[str, Any], field: Field) -> str:
    """What an object of the record holds in a field, as the form shows it."""
    value = record.get(field.key)
    if isinstance(value, list):
        return "\n".join(_plain(item) for item in value if item is not None)
    return _plain(value)


def _plain(value: object) -> str:
    """A value as the form shows it: text, or a number as one writes it in French."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value).replace(".", ",")
    return displayable(value) if isinstance(value, str) else ""


def _cells(record: Record, section: Section) -> Iterator[bool]:
    """Whether each field of a section is filled, those that may stay empty left aside."""
    yield from (bool(shown(record, field).strip()) for field in section.fields if not field.optional)
    if section.rows is None:
        return
    rows = _list(record, section.rows.key)
    if section.key == "actions":
        yield from (False for objective in list(OBJECTIVES)[:-1] if not actions_under(record, objective))
    elif not rows:
        yield False
    for row in rows:
        yield from _row_cells(row, section.rows.fields)


def _row_cells(row: object, fields: Sequence[Field]) -> Iterator[bool]:
    if isinstance(row, dict):
        counted = (field for field in fields if field.key != "title" or objective_of(row) == "X")
        yield from (bool(shown(row, field).strip()) for field in counted if not field.optional)
    else:
        yield bool(_plain(row).strip())


def _value(field: Field, value: object) -> object:
    if field.kind == "check":
        return value is True
    text = displayable(value) if isinstance(value, str) else ""
    if field.kind == "lines":
        return [line.strip() for line in text.split("\n") if line.strip()]
    if field.choices:
        return next((choice for choice in field.choices if str(choice) == text), None)
    return text if text.strip() else None


def _rows(value: object, rows: Rows) -> list[Any]:
    kept = value if isinstance(value, list) else []
    if rows.texts:
        return [_plain(row) for row in kept if row is not None]
    return [row for row in kept if isinstance(row, dict)]


def _list(record: Record, key: str) -> list[Any]:
    if key not in ROWS:
        raise RupfamError(GONE)
    return _rows(record.get(key), ROWS[key])
