"""Two records made from the same one, put together: what each of two people changed is kept, field by field. A list is
merged row by row, each known by its key where the schema gives it one, else by what it said and where it stood."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate
from operator import and_, eq
from typing import Any

from rupfam_assistant.dossier.paths import FieldPath, at
from rupfam_assistant.storage.records import same, text_of

Record = dict[str, Any]
Told = Mapping[str, Any]
Rows = list[Any]

KEYS = {"decisions": ("about", "field", "original"), "wordings": ("field", "original")}
MOST_PAIRS = 40_000
"""What a row is about, which no two may say apart; pairs compared at most: in longer lists a changed row is new."""

EDIT, UNLIKE, APART, NEVER = 1.0, 0.9, 1.0, float("inf")
"""What it costs to read a row as another one edited, what more when they share nothing; as one taken out, or put in."""


def merge(base: Told, mine: Told, theirs: Told) -> tuple[Record, list[FieldPath]]:
    """What both said since `base`, put together; the fields that both changed otherwise are as theirs has them."""
    clashes: list[FieldPath] = []
    merged = _fields(at(), base, mine, theirs, clashes)
    if merged.get("wordings"):
        from rupfam_assistant.convention.local_sentences import follow_wordings  # and with it half of the program

        merged = follow_wordings(merged)
    return merged, clashes


def follow(path: FieldPath, former: Told, later: Told) -> FieldPath:
    """Where the row of a place stands in a later record; the place itself when it is in no list, or is gone."""
    before, after = former.get(path.root), later.get(path.root)
    if path.rank < 0 or not isinstance(before, list) or not isinstance(after, list):
        return path
    rows = _aligned(before, after)
    return FieldPath((path.root, rows.index(path.rank), *path.parts[2:])) if path.rank in rows else path


def _fields(path: FieldPath, base: Told, mine: Told, theirs: Told, clashes: list[FieldPath]) -> Record:
    merged = {}
    for key in {**base, **theirs, **mine}:
        value = _value(path / key, base.get(key), mine.get(key), theirs.get(key), clashes)
        if value is not None or (key in mine and key in theirs) or key not in base:
            merged[key] = value
    return merged


def _value(path: FieldPath, base: Any, mine: Any, theirs: Any, clashes: list[FieldPath]) -> Any:
    if same(mine, base) or same(mine, theirs):
        return theirs
    if same(theirs, base):
        return mine
    if isinstance(mine, dict) and isinstance(theirs, dict) and isinstance(base, dict | None):
        return _fields(path, base or {}, mine, theirs, clashes)
    if isinstance(mine, list) and isinstance(theirs, list) and isinstance(base, list | None):
        return _list(path, base or [], mine, theirs, clashes)
    clashes.append(path)
    return theirs


def _list(path: FieldPath, base: Rows, mine: Rows, theirs: Rows, clashes: list[FieldPath]) -> Rows:
    before, ours, others = (_by_key(str(path), rows) for rows in (base, mine, theirs))
    if before is None or ours is None or others is None:
        return _rows(path, base, mine, theirs, clashes)
    keys = (*before, *sorted({*ours, *others} - {*before}))
    merged = (_value(path, before.get(key), ours.get(key), others.get(key), clashes) for key in keys)
    return [row for row in merged if row is not None]


def _by_key(name: str, rows: Rows) -> dict[str, Any] | None:
    """Rows by their key; None for a list without keys, and when a row has none, or two the same."""
    if name not in KEYS or not all(isinstance(row, Mapping) for row in rows):
        return None
    if name == "wordings":  # of which follow_wordings tells the row anew
        rows = [{**row, "field": FieldPath.parse(str(row.get("field"))).root} for row in rows]
    keyed = {text_of([row.get(key) for key in KEYS[name]]): row for row in rows}
    return keyed if len(keyed) == len(rows) else None


def _rows(path: FieldPath, base: Rows, mine: Rows, theirs: Rows, clashes: list[FieldPath]) -> Rows:
    """The rows of both, in the order of who moved them; new ones after the row that they were put after."""
    sides = (mine, theirs)
    aligned = [_aligned(base, side) for side in sides]
    ours, others = ({number: place for place, number in enumerate(told) if number is not None} for told in aligned)
    kept: dict[int, Any] = {}
    for number, row in enumerate(base):
        if number in ours and number in others:
            place = path / others[number]
            kept[number] = _value(place, row, mine[ours[number]], theirs[others[number]], clashes)
        elif number in ours and not same(mine[ours[number]], row):
            clashes.append(path / ours[number])
        elif number in others and not same(theirs[others[number]], row):
            clashes.append(path / others[number])
            kept[number] = theirs[others[number]]
    orders = [[number for number in places if number in kept] for places in (ours, others)]
    moved = [order for order in orders if order != sorted(order)]
    if len(moved) == 2 and moved[0] != moved[1]:
        clashes.append(path)
    merged: Rows = []
    new = [_new_rows(side, places, kept) for side, places in zip(sides, aligned, strict=True)]
    order: list[int | None] = [None, *(moved[-1] if moved else sorted(kept))]
    for one in order:
        merged += [] if one is None else [kept[one]]
        merged += _both(*(rows.get(one, []) for rows in new))
    return merged


def _new_rows(side: Rows, places: Sequence[int | None], kept: Mapping[int, Any]) -> dict[int | None, Rows]:
    """The new rows of a side, by the row of the base that they come after."""
    found: dict[int | None, Rows] = {}
    after: int | None = None
    for row, number in zip(side, places, strict=True):
        if number is None:
            found.setdefault(after, []).append(row)
        elif number in kept:
            after = number
    return found


def _both(one: Rows, other: Rows) -> Rows:
    """Rows that two people put in at the same place; what both put in stands there once."""
    first, second = sorted((one, other), key=text_of)
    left, more = list(map(text_of, first)), []
    for row in second:
        if text_of(row) in left:
            left.remove(text_of(row))
        else:
            more.append(row)
    return [*first, *more]


def _aligned(former: Rows, later: Rows) -> list[int | None]:
    """For each row of a list, which one of the former list it is, edited or moved; None for a new one."""
    before, after = list(map(text_of, former)), list(map(text_of, later))
    start, end = _shared(before, after)
    former_end, later_end = len(former) - end, len(later) - end
    paired = _paired(former[start:former_end], later[start:later_end])
    inner = (None if n is None else start + n for n in paired)
    found: list[int | None] = [*range(start), *inner, *range(former_end, len(former))]
    lost: dict[str, list[int]] = {}
    for number in sorted({*range(start, former_end)} - {*found}, reverse=True):
        lost.setdefault(before[number], []).append(number)
    return [lost[after[place]].pop() if n is None and lost.get(after[place]) else n for place, n in enumerate(found)]


def _paired(former: Rows, later: Rows) -> list[int | None]:
    """The same in order: the reading under which the least was changed."""
    if len(former) * len(later) > MOST_PAIRS:
        return [None] * len(later)
    costs = [[APART * place for place in range(len(later) + 1)]]
    edits = _edits(former, later)
    for number, row in enumerate(edits):
        costs.append([APART * (number + 1)])
        for place, edit in enumerate(row):
            ways = (costs[number][place] + edit, costs[number][place + 1] + APART, costs[-1][place] + APART)
            costs[-1].append(min(ways))
    found: list[int | None] = [None] * len(later)
    number, place = len(former), len(later)
    while number and place:
        if costs[number][place] == costs[number - 1][place - 1] + edits[number - 1][place - 1]:
            number, place = number - 1, place - 1
            found[place] = number
        elif costs[number][place] == costs[number - 1][place] + APART:
            number -= 1
        else:
            place -= 1
    return found


def _edits(former: Rows, later: Rows) -> list[list[float]]:
    """What it costs to read each row as each later one; a row found as it was is no other one edited."""
    before, after = list(map(text_of, former)), list(map(text_of, later))
    gone, come = Counter(before) - Counter(after), Counter(after) - Counter(before)

    def edit(number: int, place: int) -> float:
        if before[number] == after[place]:
            return 0.0
        edited = before[number] in gone and after[place] in come
        return EDIT + UNLIKE * _unlike(former[number], later[place]) if edited else NEVER

    return [[edit(number, place) for place in range(len(later))] for number in range(len(former))]


def _unlike(one: Any, other: Any) -> float:
    """How little two rows share, from 0 to 1: of their fields, or of the beginning and the end of their texts."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        keys = {*one, *other}
        return 1 - sum(same(one.get(key), other.get(key)) for key in keys) / max(len(keys), 1)
    if not (isinstance(one, str) and isinstance(other, str)):
        return 1.0
    return 1 - sum(_shared(one, other)) / max(len(one), len(other), 1)


def _shared(one: Any, other: Any) -> tuple[int, int]:
    """How many texts, or signs, two sequences share at their beginning; then at their end."""
    start = sum(accumulate(map(eq, one, other), and_))
    return start, sum(accumulate(map(eq, one[start:][::-1], other[start:][::-1]), and_))
