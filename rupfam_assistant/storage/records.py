"""Records: dossiers as JSON has them, kept as they were typed, and what differs between two."""

import json
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from rupfam_assistant.dossier.paths import FieldPath, at
from rupfam_assistant.errors import InvalidDossier

NOT_JSON = "ne peut pas être enregistré : il doit être un objet JSON ; exportez-le de nouveau ou corrigez-le"
DEEPEST, MOST_VALUES, LONGEST_RECORD = 20, 50_000, 1_000_000
"""Levels of a record, values in it, characters of it as JSON, beyond which it is neither kept nor read."""

TOO_MUCH = (
    f"ne peut pas être enregistré : il dépasse {DEEPEST} niveaux ou {MOST_VALUES} valeurs ; gardez-en le principal"
)

FieldChange = tuple[FieldPath, Any, Any]
"""A field that differs between two records, before and after; None where it is absent."""


def to_json(record: Mapping[str, Any]) -> str:
    """A record as the JSON text that is kept, and that `from_json` reads; InvalidDossier when there is none. Halves of
    characters, which no database takes, become U+FFFD."""
    try:
        text = json.dumps(dict(record), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidDossier("Ce dossier", NOT_JSON) from error
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if from_json(text) is None:
        raise InvalidDossier("Ce dossier", TOO_MUCH)
    return text


def from_json(text: str) -> dict[str, Any] | None:
    """The record that a kept text holds; None when it holds none, or one too large or too deep to be worked on."""
    try:
        record = json.loads(text) if len(text) <= LONGEST_RECORD else None
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) and _is_bounded(record) else None


def _is_bounded(record: dict[str, Any]) -> bool:
    """Whether a record has no more levels and values than may be kept."""
    counted, level = 0, list[Any]([record])
    for _ in range(DEEPEST):
        inside = [inner for value in level for inner in (value.values() if isinstance(value, dict) else value)]
        counted += len(inside)
        level = [inner for inner in inside if isinstance(inner, dict | list)]
        if not level or counted > MOST_VALUES:
            break
    return not level and counted <= MOST_VALUES


def same(former: object, later: object) -> bool:
    """Whether two JSON values say the same; the order of keys says nothing, and 1 is not true."""
    return text_of(former) == text_of(later)


def text_of(value: object) -> str:
    """A JSON value as a text, the same for values that say the same."""
    return json.dumps(value, sort_keys=True)


def compare(former: Mapping[str, Any], later: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """The fields that differ between two records, down to single values; an item removed is at its former place."""
    return tuple(_changes(at(), former, later))


def _changes(path: FieldPath, former: Any, later: Any) -> Iterator[FieldChange]:
    if same(former, later):
        return
    known = [value for value in (former, later) if value is not None]
    if all(isinstance(value, Mapping) for value in known):
        before, after = former or {}, later or {}
        for key in {**before, **after}:
            yield from _changes(path / key, before.get(key), after.get(key))
    elif all(isinstance(value, list) for value in known):
        yield from _item_changes(path, former or [], later or [])
    else:
        yield path, former, later


def _item_changes(path: FieldPath, former: list[Any], later: list[Any]) -> Iterator[FieldChange]:
    """The changes of a list: items that stay the same are recognised wherever they moved down or up."""
    before, after = ([*map(text_of, items)] for items in (former, later))
    for kind, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            for place, new_place in zip_longest(range(start, end), range(new_start, new_end)):
                old, new = None if place is None else former[place], None if new_place is None else later[new_place]
                yield from _changes(path / (place if new_place is None else new_place), old, new)
